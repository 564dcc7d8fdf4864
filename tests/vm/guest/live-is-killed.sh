# Killed without warning.
vcan vcan0
candump -L vcan0 >candump.txt &
live program::recording::killed_at_any_moment_it_loses_less_than_a_second_and_the_file_reads
