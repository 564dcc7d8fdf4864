# Frames of an interface are decoded as they come, by anyone, until Ctrl-C; a frame that no DBC knows only on request.
vcan vcan0
cat >x.dbc <<'END'
BO_ 256 DOOR: 2 BCM
 SG_ ANGLE : 0|8@1+ (0.5,-1) [0|0] "deg" X
 SG_ OPEN : 8|1@1+ (1,0) [0|1] "" X
VAL_ 256 OPEN 0 "closed" 1 "open" ;
END
setpriv --reuid=65534 --regid=65534 --clear-groups -- "$DOORJAMB" decode vcan0 --dbc x.dbc --unknown >decoded &
decoder=$!
for _ in {1..100}; do
    [[ ! -s decoded ]] || break
    cansend vcan0 7A5#DEADBEEF
    sleep 0.1
done
cansend vcan0 100#0500
cansend vcan0 100#FF01
for _ in {1..100}; do
    [[ $(grep -c DOOR decoded) -lt 2 ]] || break
    sleep 0.1
done
cat decoded
kill -INT "$decoder"
wait "$decoder" || fail "status $?"
grep -qE '^[0-9]+\.[0-9]{6,9}  vcan0  100  DOOR  ANGLE=1.5 deg \(raw 5\)  OPEN=closed \(0\)$' decoded
grep -q 'vcan0  100  DOOR  ANGLE=126.5 deg (raw 255)  OPEN=open (1)$' decoded
grep -q 'vcan0  7A5  unknown  DE AD BE EF$' decoded
status=0
"$DOORJAMB" decode vcan9 --dbc x.dbc >/dev/null 2>answer || status=$?
[[ $status -eq 2 ]] || fail "status $status"
grep -q 'vcan9: there is no such file' answer
