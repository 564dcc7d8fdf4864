# An adapter that only listens, a car on the other end of the wire: every step is ok. Each thing put wrong is told.
controller can0 500000 listen-only on
controller can1 500000
"$DOORJAMB" replay --onto can1 --transmit-on-a-real-bus --loop "$PROJECT/captures/healthy-get-in-and-drive.log" >sent &
sender=$!
sleep 1
doctor can0
[[ $status -eq 0 ]] || fail "status $status"
for step in kernel interface adapter bit-rate listen-only up controller traffic car gateway; do says ok "$step"; done
grep -q '500000 bit/s' answer
grep -q 'kvaser_pci' answer
grep -q 'nissan_' answer
grep -q '60D' answer
# Not only listening: one step is not ok, and its commands, typed, put it right.
kill -INT "$sender"
wait "$sender" || true
ip link set can0 down
ip link set can0 type can listen-only off
ip link set can0 up
"$DOORJAMB" replay --onto can1 --transmit-on-a-real-bus --loop "$PROJECT/captures/healthy-get-in-and-drive.log" >sent &
sleep 1
doctor can0
[[ $status -eq 1 ]] || fail "status $status"
says 'not ok' listen-only
sed -n 's/^ *\$ sudo //p' answer >typed
bash -eux typed
doctor can0
[[ $status -eq 0 ]] || fail "status $status: what it said to type does not help"
