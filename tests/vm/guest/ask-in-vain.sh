# Where asking is of no use it says so, and what to do: nobody answers, nothing may be sent, nothing is there.
controller can0 500000
controller can1 500000
# refused WORDS ARGUMENT...: it is, with those words.
refused() {
    local words=$1 status=0
    shift
    "$DOORJAMB" "$@" </dev/null >answer 2>complaints || status=$?
    cat answer complaints
    [[ $status -eq 2 ]] || fail "status $status"
    grep -q -- "$words" answer complaints || fail "not: $words"
}
# Another controller acknowledges, and is no car.
candump -L can1 >wire.log &
sleep 0.5
refused 'nobody answers' ask can0 --car nissan_qashqai_j10
grep -q 'nothing is heard on the bus either: switch the ignition on' answer
grep -q ' 745#' wire.log || fail "nothing was asked"
refused 'name the one that the car is on' live any --ask
refused 'nowhere9' ask nowhere9
ip link set can0 down
refused 'sudo ip link set can0 up' ask can0
ip link set can0 type can bitrate 500000 listen-only on
ip link set can0 up
refused 'listen-only off' ask can0
refused 'listen-only off' live can0 --ask --for 1s
# A car whose body control module does not answer: a person is told, and it is left alone.
vcan vcan0
cat >story.scenario <<'END'
car nissan_qashqai_j10
start ignition-on
0.1 unit bcm silent
600 end
END
"$DOORJAMB" simulate story.scenario --serve vcan0 >served 2>&1 &
sleep 0.5
"$DOORJAMB" live vcan0 --ask --car nissan_qashqai_j10 --plain --for 4s </dev/null >answer 2>complaints || true
cat answer complaints
grep -q 'BCM asked 10 C0.*no answer; it is left alone' answer || grep -q 'BCM asked 21 47.*no answer; it is left alone' answer
kill %% 2>/dev/null || true
# While the car drives nothing is asked.
vcan vcan1
cat >drive.scenario <<'END'
car nissan_qashqai_j10
start driving
4 stop in 1 s
600 end
END
candump -L vcan1 >drive.log &
sleep 0.3
"$DOORJAMB" simulate drive.scenario --serve vcan1 >served 2>&1 &
"$DOORJAMB" live vcan1 --ask --car nissan_qashqai_j10 --plain --for 8s </dev/null >answer 2>complaints || true
cat answer complaints
grep -q 'the car drives: nothing is asked until it stands' answer
grep -q 'the car stands: its units are asked again' answer
first=$(grep -m1 ' 745#' drive.log | tr -d '()' | cut -d. -f1)
began=$(head -n 1 drive.log | tr -d '()' | cut -d. -f1)
[[ $((first - began)) -ge 3 ]] || fail "asked after $((first - began)) s, while the car drove"
