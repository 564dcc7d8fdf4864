# Listening to all: the body is found on the interface that has it; a wrong name is an error.
vcan vcan0
vcan vcan1
live program::shown::any_finds_the_body_on_the_interface_that_has_it \
    program::shown::a_wrong_name_is_an_error_unless_it_is_to_be_waited_for
