# The units of a simulated car answer another tester's software: udsoncan and can-isotp read what the scenario means.
python=$TARGET/peers/bin/python
[[ -x $python ]] || fail "no $python: install tests/peers/requirements.txt there, as tests/run does"
vcan vcan0
printf 'car nissan_qashqai_j12\nstart ignition-on\n0.1 unit bcm code B2562\n600 end\n' >story.scenario
"$DOORJAMB" simulate story.scenario --serve vcan0 >served 2>&1 &
"$python" "$PROJECT/tests/peers/ask_served_units.py" vcan0 || { cat served; fail "another tester is not understood"; }
