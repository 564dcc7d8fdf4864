# On a virtual bus, what needs an adapter is no matter; silence is, and a capture sent onto it ends that. Nobody needs to be root.
as=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
doctor vcan0
[[ $status -eq 1 ]] || fail "status $status"
grep -q 'no interface vcan0' answer
vcan vcan0
doctor
[[ $status -eq 0 ]] || fail "status $status"
grep -q 'vcan0: up, virtual' answer
doctor vcan0
[[ $status -eq 1 ]] || fail "status $status"
says 'not ok' traffic
grep -q '\$ doorjamb replay --onto vcan0 FILE' answer
"$DOORJAMB" replay --onto vcan0 --loop "$PROJECT/captures/healthy-get-in-and-drive.log" >/dev/null &
sleep 1
doctor vcan0
[[ $status -eq 0 ]] || fail "status $status"
says ok car
says ok gateway
kill -INT "$!"
