# The recording is what candump writes.
vcan vcan0
candump -L vcan0 >candump.txt &
live program::recording::a_recording_is_what_candump_writes
