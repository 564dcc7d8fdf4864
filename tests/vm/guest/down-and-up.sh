# Interfaces go down and come up; listening may begin in either state.
vcan vcan0
vcan vcan1
live survival::an_interface_set_down_and_up_is_heard_again \
    survival::listening_may_begin_while_the_interface_is_down
