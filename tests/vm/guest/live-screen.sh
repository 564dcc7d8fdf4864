# The screen of a live session, in a terminal: the doors as they move, keys, sizes, a recording, a bus that goes and comes.
vcan vcan0
export LC_ALL=C.UTF-8
t() { tmux -S "$PWD/tmux" "$@"; }
# shown WORDS...: they come onto the screen, all at once.
shown() {
    local words missing
    for _ in {1..150}; do
        t capture-pane -p >screen
        missing=
        for words in "$@"; do
            grep -qF -- "$words" screen || missing=$words
        done
        [[ -n $missing ]] || return 0
        sleep 0.2
    done
    cat screen
    fail "not on the screen: $missing"
}
t -f /dev/null -u new-session -d -x 80 -y 24 sh
t set-option -g window-size manual
t send-keys -l "$DOORJAMB live vcan0; echo ended \$?"
t send-keys Enter
shown 'car from above' 'silence: not one frame' '        interface: vcan0: up'
canplayer -I "$PROJECT/captures/locked-while-open.log" vcan0=can0 &
player=$!
shown 'Nissan, classic platform' 'OPEN / 1' LOCKED 'front-left door reported open and' 'frames/s'
t send-keys c 1
shown 'you saw: front-left door closed' you:shut
shown 'front-left door seen closed' '2 faults'
t send-keys r
shown REC 'recording to'
t send-keys e
shown 'what it means' 'Either the door really stands open'
t send-keys Escape
t send-keys z
shown FROZEN
t send-keys z
wait "$player"
t resize-window -x 120 -y 40
ip link set vcan0 down
shown 'vcan0: down; to listen: ip link set vcan0 up' 'values' 'car asleep'
ip link set vcan0 up
canplayer -I "$PROJECT/captures/locked-while-open.log" vcan0=can0 &
player=$!
shown 'car awake' 'vcan0: up'
t resize-window -x 60 -y 20
shown 'The screen needs 80 columns and 24 rows'
t resize-window -x 80 -y 24
shown 'car from above'
wait "$player"
t send-keys q
shown 'ended 1'
! grep -q 'car from above' screen || fail "the screen is not given back"
"$DOORJAMB" replay doorjamb-*.log >replayed || [[ $? -eq 1 ]]
grep -q 'fault\[locked-while-open\]' replayed || fail "the recording does not show it"
