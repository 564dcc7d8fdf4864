# Sourced before each story: the few things stories do to get ground under their feet.

# vcan NAME [ARGUMENT...]: a virtual interface, up, wide enough for CAN FD.
vcan() {
    local name=$1
    shift
    ip link add dev "$name" "$@" type vcan
    ip link set "$name" mtu 72 up
}

# controller NAME BITRATE [ARGUMENT...]: one of the two SJA1000 controllers (can0, can1; one wire), up.
controller() {
    local name=$1 bitrate=$2
    shift 2
    ip link set "$name" type can bitrate "$bitrate" listen-only off restart-ms 0 "$@"
    ip link set "$name" up
}

# adapter: an slcan adapter on a pseudo-terminal, plugged in and up as slcan0. What is written to ./adapter the kernel's
# driver takes as the adapter's words. ./unplug and ./plug do what they say.
adapter() {
    cat >unplug <<'END'
#!/bin/bash
pkill -x socat
END
    cat >plug <<'END'
#!/bin/bash
wait_for() {
    for _ in {1..100}; do
        "$@" >/dev/null 2>&1 && return
        sleep 0.05
    done
    echo "waited in vain for: $*" >&2
    exit 1
}
rm -f /dev/ttyADAPTER
socat PTY,raw,echo=0,link="$PWD/adapter" PTY,raw,echo=0,link=/dev/ttyADAPTER >/dev/null 2>&1 &
wait_for test -e /dev/ttyADAPTER
slcand -o -s6 ttyADAPTER slcan0 >/dev/null 2>&1
wait_for ip link show slcan0
ip link set slcan0 up
END
    chmod +x plug unplug
    ./plug
}

# What comes before the program, if anything.
as=()

# live TEST...: those tests of the live test program, one after the other; fails if there are no such tests, which the
# program itself calls a success. The words in $as come before the program.
live() {
    local output status=0
    # A copy, because the directory it was built in may be closed to others than root.
    [[ -x ./live ]] || cp "$LIVE" live
    output=$("${as[@]}" ./live --ignored --exact "$@" --nocapture --test-threads=1 2>&1) || status=$?
    echo "$output"
    [[ $status -eq 0 ]] || return 1
    [[ $output == *"test result: ok. $# passed"* ]] || fail "not all of these are live tests: $*"
}

# doctor ARGUMENT...: what it says is shown and kept in ./answer, its exit code in $status. The words in $as come before the
# program; it listens for $listening seconds.
listening=2
doctor() {
    status=0
    "${as[@]}" "$DOORJAMB" doctor --listen "$listening" "$@" >answer || status=$?
    cat answer
}

# says OUTCOME STEP: that came of it.
says() { grep -qE "^$1 +$2 " answer || fail "not: $1 $2"; }

# stops_before STEP: it does not look at that.
stops_before() { grep -q "^stopped here: .*: $1" answer || fail "it does not stop before $1"; }

# fail WORDS: ends the story.
fail() {
    echo "$*"
    exit 1
}
