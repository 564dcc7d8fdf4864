# A car is diagnosed by three that hear it at once: one for a while by the clock, one until Ctrl-C, and `live`; two leave a page
# to hand over.
vcan vcan0
capture=$PROJECT/captures/door-flicker.log
mkdir out
chmod 777 out
declare -A listener
# listen NAME ARGUMENT...: a user without rights begins to listen; what is said goes to NAME.answer and NAME.complaints.
listen() {
    local name=$1
    shift
    setpriv --reuid=65534 --regid=65534 --clear-groups -- "$DOORJAMB" "$@" </dev/null >"$name.answer" 2>"$name.complaints" &
    listener[$name]=$!
}
# ended NAME: it has found something, and nothing to complain of.
ended() {
    local status=0
    wait "${listener[$1]}" || status=$?
    cat "$1.answer" "$1.complaints"
    [[ $status -eq 1 ]] || fail "status $status"
    [[ ! -s $1.complaints ]] || fail "it complained"
}
listen while diagnose vcan0 --for 25s --html out/while.html
listen until diagnose vcan0 --format json
listen live live vcan0 --plain --for 25s --html out/live.html
sleep 4
canplayer -I "$capture" vcan0=can0
kill -INT "${listener[until]}"
ended until
grep -q '"id":"chafed-wiring"' until.answer
ended while
grep -q 'rubber corrugation (front-left door)' while.answer
grep -q '^check next' while.answer
grep -q 'data-lane' out/while.html
grep -q 'front-left door flickers between open and closed' out/while.html
grep -q 'live on SocketCAN' out/while.html
ended live
grep -q 'door-flicker' live.answer
grep -q 'doorjamb live vcan0 --plain --for 25s --html out/live.html' out/live.html
[[ $(ls -A out | wc -l) -eq 2 ]] || fail "something was left beside the pages"
status=0
"$DOORJAMB" diagnose vcan9 --for 1s >/dev/null 2>complaints || status=$?
[[ $status -eq 2 ]] || fail "status $status"
grep -q 'vcan9: is no interface' complaints
