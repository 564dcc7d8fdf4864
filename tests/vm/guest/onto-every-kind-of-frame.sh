# Of a capture with frames of every kind, sent onto a bus, each that can be sent is; the answer names the others.
vcan vcan0
cat >capture.log <<'END'
(100.000000) can0 123#DEADBEEF
(100.000000) can0 20000004#0001000000000000
(100.010000) can0 00000123#11
(100.020000) can0 60D#R
(100.030000) can0 60D#R8
(100.040000) can0 456##0
(100.050000) can0 456##1112233445566778899AABBCC
(100.060000) can1 7FF#01
(100.070000) can0 7FF#0102030405060708
what is this
END
candump -L vcan0,0:0,#FFFFFFFF >arrived.log &
sleep 0.5
"$DOORJAMB" replay --onto vcan0 capture.log | tee answer
sleep 0.3
cut -d' ' -f3 arrived.log >arrived
# The kernel marks every CAN FD frame with the value 4 among its flags, and candump shows it.
printf '%s\n' 123#DEADBEEF 00000123#11 60D#R 60D#R8 456##4 456##5112233445566778899AABBCC 7FF#0102030405060708 |
    diff - <(sed -e 's/##0/##4/; s/##1/##5/' arrived) || fail "not what was to be sent"
grep -q '^7 frames sent onto vcan0' answer
grep -q '^  1 frame not sent, error frames' answer
grep -q '^  1 frame not sent, of another bus' answer
grep -q 'malformed-line' answer
# The other bus alone; and without room for FD.
"$DOORJAMB" replay --onto vcan0 --channel can1 capture.log | tee answer
grep -q '^1 frame sent' answer
if "$DOORJAMB" replay --onto vcan0 --channel can7 capture.log 2>error; then fail "there is no bus can7"; fi
grep -q 'it has can0, can1' error
ip link set vcan0 down
ip link set vcan0 mtu 16 up
"$DOORJAMB" replay --onto vcan0 capture.log | tee answer
grep -q '^5 frames sent' answer
grep -q '^  2 frames not sent, CAN FD' answer
