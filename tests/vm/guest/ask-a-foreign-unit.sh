# `ask` reads units that another's software plays: long answers, pending, busy, refusals, and everyone at once.
python=$TARGET/peers/bin/python
[[ -x $python ]] || fail "no $python: install tests/peers/requirements.txt there, as tests/run does"
vcan vcan0
"$python" "$PROJECT/tests/peers/answer_as_units.py" vcan0 >unit.log 2>&1 &
for _ in {1..300}; do grep -q ready unit.log && break || sleep 0.1; done
grep -q ready unit.log || { cat unit.log; fail "the units did not start"; }
status=0
"$DOORJAMB" ask vcan0 --car nissan_qashqai_j10 --show-vin >answer 2>complaints || status=$?
cat answer complaints
[[ $status -eq 1 ]] || { cat unit.log; fail "status $status"; }
for said in '^  BCM  .*at 745, answers at 765' 'U1000: no communication over CAN' 'B2562: low supply voltage' '21 47 .*open' \
    '^  ENGINE .*at 7E0, answers at 7E8' 'D00RJAMBPEER00001' 'P0340' '^supply  12\.3'; do
    grep -q -- "$said" answer || { cat unit.log; fail "not: $said"; }
done
# Asked twice because it was busy, and the session was left.
[[ $(grep -c '^21 47$' unit.log) -ge 2 ]] || fail "a busy unit was not asked again"
tail -n +2 unit.log | grep -q '^10 c0$' && grep '^10 ' unit.log | tail -n 1 | grep -q '^10 81$' || fail "a session is left open"
