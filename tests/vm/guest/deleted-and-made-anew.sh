# Interfaces vanish and come back under another index, or another name.
vcan vcan0
vcan vcan1
live survival::an_interface_deleted_and_made_anew_is_heard_again \
    survival::a_socket_lost_with_its_interface_keeps_its_drop_count \
    survival::an_interface_given_another_name_is_gone_until_it_has_its_name_again \
    survival::an_interface_that_is_not_there_yet_is_waited_for
