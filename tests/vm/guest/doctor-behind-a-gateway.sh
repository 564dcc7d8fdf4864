# What is heard is not the body: only questions and answers, or a car nobody knows.
as=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
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
