# A simulated car on one controller, a tester on the other: who answers, what they say, what is sent for it, and that no session is
# left open, be it by the end or by Ctrl-C.
controller can0 500000
controller can1 500000
car=$PROJECT/captures/asked/simulated_meter.dbc
cat >story.scenario <<'END'
car simulated_meter.dbc
start ignition-on
0.1 unit bcm code B2562
0.1 unit meter shows front-left open
600 end
END
"$DOORJAMB" simulate story.scenario --car "$car" --serve can1 --transmit-on-a-real-bus >served 2>&1 &
candump -L can1 >wire.log &
sleep 1
# What the tester sent: the data of requests, without what goes on with long answers.
requests() { grep -E ' can1 (7DF|74[0-9A-F]|7E[0-7])#0' wire.log | sed 's/.*#0//' || true; }
# only_reads: every request is one that only reads, and of the sessions entered all were left.
only_reads() {
    [[ -n $(requests) ]] || fail "nothing was asked"
    if requests | grep -vE '^(210(81|C0|01|03)|120|13E|23E[08][0-2]|221..|322....|21A..|317....|418......|319....|201..|103|107|10A|209..)'; then
        fail "that does more than read"
    fi
    sleep 0.3
    local entered left
    entered=$(requests | grep -c '^210C0') || true
    left=$(requests | grep -c '^21081') || true
    echo "$(requests | wc -l) requests, $entered sessions entered, $left left"
    [[ $entered -eq $left && $entered -gt 0 ]] || fail "a session is left open"
}
status=0
"$DOORJAMB" ask can0 --car "$car" --record asked.log >answer 2>complaints || status=$?
cat answer complaints
[[ $status -eq 1 ]] || fail "status $status"
grep -q 'set off the alarm' complaints
for said in '^  BCM       at 745, answers at 765, KWP2000' '^            trouble code B2562: low supply voltage' \
    '^  METER     at 743, answers at 763, KWP2000' '^  ENGINE    at 7E0, answers at 7E8, OBD' 'VIN D00\*' \
    'BCM       asked 21 47         closed (likely)' 'METER     asked 21 01         open (a guess)' \
    'they differ: it is the meter, or the line between the two' '^supply  12\.'; do
    grep -q -- "$said" answer || fail "not: $said"
done
only_reads
# What was recorded has the answers in it.
"$DOORJAMB" decode asked.log --dbc "$car" >/dev/null
grep -q ' 765#' asked.log && grep -q ' 745#' asked.log || fail "the recording has no conversation"
# Followed live and asked, until Ctrl-C: the contradiction is told, and the sessions are left.
"$DOORJAMB" live can0 --ask --car "$car" --plain </dev/null >answer 2>complaints &
live=$!
sleep 7
kill -INT "$live"
status=0
wait "$live" || status=$?
cat answer complaints
[[ $status -eq 1 ]] || fail "status $status"
grep -q 'asks 21 47, 21 01' answer
grep -q 'METER answers' answer
grep -q 'warning\[sources-disagree\].*front-left' answer
grep -q 'METER asked 21 01, answered 08' answer
only_reads
# Ctrl-C in the middle of asking.
"$DOORJAMB" ask can0 --car "$car" --format json >answer 2>/dev/null &
asking=$!
sleep 3
kill -INT "$asking" 2>/dev/null || true
wait "$asking" || true
grep -q '"questions":' answer
only_reads
