# A wrong name, or one that is no CAN interface, is an error that helps.
vcan vcan0
live interfaces::a_wrong_name_is_told_with_the_right_ones \
    interfaces::a_virtual_interface_has_no_controller
