# Runs in the machine: stories.sh [NAME...]. Each story is a program of its own in tests/vm/guest, gets clean interfaces and
# a time limit, and passes by returning 0.
set -u
cd "$PROJECT/tests/vm" || exit 3

names=("$@")
if [[ ${#names[@]} -eq 0 ]]; then
    for file in guest/*.sh; do
        names+=("$(basename "$file" .sh)")
    done
fi

# Nothing of one story may reach the next. A controller's settings stay, and are set anew by the story that wants it.
clean() {
    local number name flags rest
    while read -r number name flags rest; do
        name=${name%%[:@]*}
        case $name,$flags in
        can[01],*UP*) ip link set "$name" down ;;
        can[01],* | lo,*) ;;
        *) ip link delete "$name" 2>/dev/null ;;
        esac
    done < <(ip -oneline link show)
    rm -rf /tmp/story
    mkdir /tmp/story
}

passed=0
failed=0
for name in "${names[@]}"; do
    clean
    started=$SECONDS
    # A session of its own, so that what a story leaves running can be ended with it.
    (cd /tmp/story && exec setsid timeout --kill-after=2 "$STORY_LIMIT" bash -euo pipefail -c \
        'source "$PROJECT/tests/vm/ground.sh"; source "$1"' story "$PROJECT/tests/vm/guest/$name.sh") >/tmp/output 2>&1 &
    session=$!
    wait "$session"
    status=$?
    pkill -KILL --session "$session"
    if [[ $status -eq 0 ]]; then
        passed=$((passed + 1))
        echo "PASS $name ($((SECONDS - started)) s)"
    else
        failed=$((failed + 1))
        sed 's/^/    /' /tmp/output
        [[ $status -ne 124 ]] || echo "    ended after $STORY_LIMIT s"
        echo "FAIL $name ($((SECONDS - started)) s)"
    fi
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
