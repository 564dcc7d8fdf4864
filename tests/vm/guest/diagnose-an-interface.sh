# A car is listened to and diagnosed: for a while by the clock, until Ctrl-C, and by `live`, each with a page to hand over.
vcan vcan0
capture=$PROJECT/captures/door-flicker.log
mkdir out
chmod 777 out
listen() {
    setpriv --reuid=65534 --regid=65534 --clear-groups -- "$DOORJAMB" "$@" </dev/null >answer 2>complaints &
    listener=$!
    sleep 2
    canplayer -I "$capture" vcan0=can0
}
ended() {
    local status=0
    wait "$listener" || status=$?
    cat answer complaints
    [[ $status -eq 1 ]] || fail "status $status"
    [[ ! -s complaints ]] || fail "it complained"
}
listen diagnose vcan0 --for 25s --html out/while.html
ended
grep -q 'rubber corrugation (front-left door)' answer
grep -q '^check next' answer
grep -q 'data-lane' out/while.html
grep -q 'front-left door flickers between open and closed' out/while.html
grep -q 'live on SocketCAN' out/while.html
listen diagnose vcan0 --format json
kill -INT "$listener"
ended
grep -q '"id":"chafed-wiring"' answer
listen live vcan0 --plain --for 25s --html out/live.html
ended
grep -q 'door-flicker' answer
grep -q 'doorjamb live vcan0 --plain --for 25s --html out/live.html' out/live.html
[[ $(ls -A out | wc -l) -eq 2 ]] || fail "something was left beside the pages"
status=0
"$DOORJAMB" diagnose vcan9 --for 1s >/dev/null 2>complaints || status=$?
[[ $status -eq 2 ]] || fail "status $status"
grep -q 'vcan9: is no interface' complaints
