# Nobody reads the results any more.
vcan vcan0
live program::recording::results_nobody_reads_do_not_end_a_recording
