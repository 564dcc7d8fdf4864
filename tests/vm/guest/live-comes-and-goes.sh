# Interfaces go down, vanish and come back.
vcan vcan0
live program::hardships::an_interface_that_goes_and_comes_back_is_told_and_heard_again
