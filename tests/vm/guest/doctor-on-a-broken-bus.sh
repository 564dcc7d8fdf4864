# Each thing that can be wrong with a controller is found, with the way out; where later steps make no sense it stops.
listening=1

# Nothing was ever set up.
doctor can7
[[ $status -eq 1 ]] || fail "status $status"
says 'not ok' interface
grep -q '\$ doorjamb doctor can0' answer
stops_before adapter
doctor lo
says 'not ok' interface
grep -q 'is no CAN interface' answer

# Down.
ip link set can0 type can bitrate 500000 listen-only on
doctor can0
[[ $status -eq 1 ]] || fail "status $status"
says ok bit-rate
says 'not ok' up
stops_before controller
sed -n 's/^ *\$ sudo //p' answer >typed
bash -eux typed

# Up, and nobody there.
doctor can0
[[ $status -eq 1 ]] || fail "status $status"
says ok up
says 'not ok' traffic
grep -q 'silence' answer
stops_before car

# At the wrong rate. The emulated wire has no bits; what a wrong rate does on a real one is the bad adapter's story.
ip link set can0 down
controller can0 250000 listen-only on
doctor can0
says 'not ok' bit-rate
sed -n 's/^ *\$ sudo //p' answer >typed
bash -eux typed
ip -details link show can0 | grep -q 'bitrate 500000' || fail "what it said to type does not set the rate"
