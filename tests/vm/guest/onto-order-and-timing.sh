# A capture sent onto a bus arrives as it was recorded: every frame, in order, none early, few late; beside a candump.
vcan vcan0
capture=$PROJECT/captures/closed-but-reported-open.log
candump -L vcan0 >arrived.log &
sleep 0.5
"$DOORJAMB" replay --onto vcan0 "$capture" | tee answer
sleep 0.5
kill "$!"
grep -v '^#' "$capture" | sed 's/) [^ ]* /) vcan0 /' >recorded.log
diff <(cut -d' ' -f2- recorded.log) <(cut -d' ' -f2- arrived.log) || fail "not the frames that were recorded"
grep -q "^$(wc -l <recorded.log) frames sent onto vcan0" answer || fail "the answer is not about all frames"
# Both relative to their first frame, in microseconds; candump's stamps are cut to whole ones.
paste -d' ' recorded.log arrived.log | tr -d '()' | awk '
    NR == 1 { recorded = $1; arrived = $4 }
    { print int(($4 - arrived - ($1 - recorded)) * 1e6 + (($4 - arrived) < ($1 - recorded) ? -0.5 : 0.5)) }' >late
sort -n late >sorted
count=$(wc -l <sorted)
echo "lateness in us: first $(head -n 1 sorted), half $(sed -n "$((count / 2))p" sorted), 99 % $(sed -n "$((count * 99 / 100))p" sorted), last $(tail -n 1 sorted)"
[[ $(head -n 1 sorted) -ge -2 ]] || fail "a frame came early"
# The earliest of many frames is free of this machine's noise; a program that adds up its delays gets later and later.
head=$(head -n 100 late | tail -n 99 | sort -n | sed -n 1p)
tail=$(tail -n 100 late | sort -n | sed -n 1p)
[[ $((tail - head)) -lt 1000 && $((head - tail)) -lt 1000 ]] || fail "it drifts: from $head to $tail us"
