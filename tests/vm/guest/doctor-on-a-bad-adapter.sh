# An adapter that reports what a wrong bit rate does to it, up to leaving the bus; what slcand set it keeps to itself.
listening=1

adapter
(for _ in {1..40}; do printf 'e1f\r' >adapter; sleep 0.1; done) &
sleep 0.3
doctor slcan0
wait "$!"
[[ $status -eq 1 ]] || fail "status $status"
says unchecked bit-rate
says ok controller
says 'not ok' traffic
grep -q 'times form error' answer
stops_before car
printf 'sp000140\r' >adapter
sleep 0.2
doctor slcan0
says 'not ok' controller
grep -q 'error-passive' answer
says 'not ok' traffic
printf 'sb000000\r' >adapter
sleep 0.2
doctor slcan0
says 'not ok' controller
grep -q 'bus-off' answer
stops_before traffic
