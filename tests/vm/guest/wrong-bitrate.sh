# A controller at the wrong bitrate: errors, warning, passive, bus-off, and back.
adapter
live adapter::a_wrong_bitrate_goes_from_errors_to_bus_off_and_is_heard_again_after_a_restart
