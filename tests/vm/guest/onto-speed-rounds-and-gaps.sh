# Faster, in rounds, with silences cut and time that runs backwards: as long as it should take, each frame that is meant.
vcan vcan0
{
    echo '(500.000000) can0 001#'
    echo '(502.000000) can0 002#'
    # A row left over from an earlier session.
    echo '(9.000000) can0 003#'
    echo '(10.000000) can0 004#'
    echo '(70.000000) can0 005#'
} >capture.log
candump -L vcan0 >arrived.log &
sleep 0.5
# takes SECONDS WORDS OPTION...: that answer, in about that time.
takes() {
    local seconds=$1 words=$2 took
    shift 2
    "$DOORJAMB" replay --onto vcan0 "$@" capture.log | tee answer
    grep -q "$words" answer || fail "not: $words"
    took=$(sed -n 's/.* in \([0-9.]*\) s$/\1/p' answer)
    awk -v took="$took" -v want="$seconds" 'BEGIN { exit !(took >= want && took < want + 0.5) }' || fail "$took s, not $seconds"
}
takes 3 '2 silences cut' --max-gap 1
grep -q '^  1 jump back in time' answer
takes 0.9 '^5 frames sent' --speed 70
takes 1.125 '^15 frames sent' --speed 4 --loop=3 --max-gap 0.125
takes 1 '^2 frames sent' --from @10 --to @70 --max-gap 1
if "$DOORJAMB" replay --onto vcan0 --from 600 capture.log 2>error; then fail "there is nothing after 600 s"; fi
grep -q 'not one frame was there to send' error
# Without end, until it is stopped; then it answers.
"$DOORJAMB" replay --onto vcan0 --loop --speed 1000 capture.log >answer &
sleep 1
kill -INT "$!"
wait "$!" || fail "stopping it is no failure"
cat answer
awk '{ exit !($1 > 20) }' answer || fail "no more than a few rounds"
# And in the midst of a long silence.
"$DOORJAMB" replay --onto vcan0 capture.log >answer &
sleep 4
started=$SECONDS
kill -INT "$!"
wait "$!"
[[ $((SECONDS - started)) -le 1 ]] || fail "it slept on"
grep -q '^4 frames sent' answer
