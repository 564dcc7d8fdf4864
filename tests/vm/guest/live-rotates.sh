# Rotation by size and time, the ring, and files that are there already.
vcan vcan0
vcan vcan1
live program::recording::rotated_files_together_are_the_whole program::recording::a_recording_that_is_there_is_not_touched
rm -f x*
live program::recording::only_the_newest_files_are_kept
rm -f x*
live program::recording::the_ring_is_written_when_a_fault_is_raised_and_when_asked
