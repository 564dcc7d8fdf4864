# Listening to all: each frame has the right interface, one created meanwhile included.
vcan vcan0
vcan vcan1
live interfaces::any_names_the_right_interface_also_of_one_that_comes_later
