# What is heard is not the body: only questions and answers, or a car nobody knows.
doctor() {
    status=0
    setpriv --reuid=65534 --regid=65534 --clear-groups -- "$DOORJAMB" doctor --listen 2 "$@" >answer || status=$?
    cat answer
}
says() { grep -qE "^$1 +$2 " answer || fail "not: $1 $2"; }
vcan vcan0
# Only questions and answers: a gateway is in the way.
(while sleep 0.1; do cansend vcan0 745#0210C0; cansend vcan0 765#0250C0; done) &
sleep 0.3
doctor vcan0
[[ $status -eq 1 ]] || fail "status $status"
says unchecked car
says 'not ok' gateway
kill "$!"
# A stranger.
cangen vcan0 -g 5 -I 123 -L 8 &
sleep 0.3
doctor vcan0
[[ $status -eq 1 ]] || fail "status $status"
says 'not ok' car
says unchecked gateway
