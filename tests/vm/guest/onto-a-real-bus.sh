# Onto a real controller only with permission, and never in vain without saying so.
controller can0 500000
controller can1 500000
capture=$PROJECT/captures/closed-but-reported-open.log
candump -L -r 16777216 can1 >arrived.log &
sleep 0.5
sent() { cat /sys/class/net/can0/statistics/tx_packets; }
before=$(sent)
# refused WORDS OPTION...: it is, with those words, and nothing was sent.
refused() {
    local words=$1 status=0
    shift
    "$DOORJAMB" replay "$@" "$capture" >answer 2>error || status=$?
    cat error
    [[ $status -eq 2 ]] || fail "status $status"
    grep -q -- "$words" error || fail "not: $words"
    sleep 0.2
    [[ $(sent) -eq $before ]] || fail "something was sent"
}
refused 'give --transmit-on-a-real-bus' --onto can0
[[ ! -s arrived.log ]] || fail "the other controller heard something"
"$DOORJAMB" replay --onto can0 --transmit-on-a-real-bus --to 1 "$capture" | tee answer
sleep 0.3
frames=$(wc -l <arrived.log)
[[ $frames -gt 10 && $(sent) -eq $((before + frames)) ]] || fail "$frames frames arrived, $(sent) sent"
grep -q "^$frames frames sent onto can0" answer
# A capture faster than the bus: the queue is waited for, and all of it is sent. (Whether the other controller takes in a
# burst as fast as it is emulated is not ours to say.)
before=$(sent)
for n in {100..599}; do printf '(1.000000) can0 %s#0102030405060708\n' "$n"; done >burst.log
"$DOORJAMB" replay --onto can0 --transmit-on-a-real-bus burst.log | tee answer
sleep 0.5
[[ $(sent) -eq $((before + 500)) ]] || fail "$(($(sent) - before)) frames were sent"
[[ $(wc -l <arrived.log) -gt $frames ]] || fail "none of them arrived"
before=$(sent)
ip link set can0 down
refused 'sudo ip link set can0 up' --onto can0 --transmit-on-a-real-bus
ip link set can0 type can bitrate 500000 listen-only on
ip link set can0 up
refused 'listen-only off' --onto can0 --transmit-on-a-real-bus
