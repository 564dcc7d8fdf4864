# Signals, and a terminal that goes away.
vcan vcan0
live program::hardships::each_signal_that_asks_for_an_end_gets_a_summary_and_a_closed_recording \
    program::hardships::a_terminal_that_goes_away_leaves_a_whole_recording
