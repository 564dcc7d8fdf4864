# The disk is full, and has room again; or not.
vcan vcan0
live program::recording::a_full_disk_is_told_and_listening_goes_on_until_there_is_room_again \
    program::recording::a_disk_that_stays_full_is_an_error_in_the_end
