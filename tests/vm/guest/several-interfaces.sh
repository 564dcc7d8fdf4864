# Listening to two of three.
vcan vcan0
vcan vcan1
vcan vcan2
live interfaces::several_names_are_channels_in_their_order_and_others_stay_out
