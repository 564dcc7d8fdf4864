# A module is told to move something only with the flag and the typed word, once, in a session that is left; what the body does then is
# told, and what it means. The units are another's software,
# and one group of locks is stuck.
python=$TARGET/peers/bin/python
[[ -x $python ]] || fail "no $python: install tests/peers/requirements.txt there, as tests/run does"
vcan vcan0
"$python" "$PROJECT/tests/peers/answer_as_units.py" vcan0 body stuck >unit.log 2>&1 &
for _ in {1..300}; do grep -q ready unit.log && break || sleep 0.1; done
grep -q ready unit.log || { cat unit.log; fail "the units did not start"; }
# told: what the body module was told to move.
told() { grep -c '^30 ' unit.log || true; }
# actuate TYPED ARGUMENT...: its exit code in $status.
actuate() {
    local typed=$1
    shift
    status=0
    printf "$typed" | "$DOORJAMB" actuate vcan0 "$@" --car nissan_qashqai_j10 >answer 2>&1 || status=$?
    cat answer
}
actuate 'unlock\n' unlock
[[ $status -eq 2 ]] && grep -q -- 'give --permit-actuation' answer || fail "done without the flag"
actuate 'yes\n' unlock --permit-actuation
[[ $status -eq 2 ]] && grep -q 'the word was not typed' answer || fail "done without its word"
actuate 'bonnet\n' bonnet --permit-actuation
[[ $status -eq 2 ]] && grep -q 'it declares lock, unlock' answer || fail "status $status"
[[ $(told) -eq 0 ]] || fail "something was moved"
actuate 'unlock-driver\ny\n' unlock-driver --permit-actuation
[[ $status -eq 0 ]] || { cat unit.log; fail "status $status"; }
for said in 'would be told 30 07 00 03: unlock-driver' 'grade C' 'speed: 0 km/h' 'sent to BCM: 30 07 00 03' \
    "driver's door lock unlocks" 'It moves when the module commands it' 'a line: sound normal driver'; do
    grep -q -- "$said" answer || fail "not: $said"
done
[[ $(told) -eq 1 ]] || fail "told $(told) times"
grep '^10 ' unit.log | tail -n 1 | grep -q '^10 81$' || fail "the session is left open"
# The others' locks are stuck.
actuate 'unlock-passengers\n' unlock-passengers --permit-actuation
[[ $status -eq 1 ]] && grep -q 'The module commanded and nothing moved' answer || fail "status $status"
[[ $(told) -eq 2 ]] || fail "told $(told) times"
