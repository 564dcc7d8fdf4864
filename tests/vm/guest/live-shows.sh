# What a person beside the car is told: doors, contradictions, silence, strangers, gateways, a named car.
vcan vcan0
live program::shown::doors_locks_and_what_contradicts_itself_are_shown_within_two_seconds \
    program::shown::silence_is_told_as_silence_and_the_car_when_it_wakes \
    program::shown::a_bus_of_no_known_car_is_told_as_such \
    program::shown::diagnostics_alone_are_told_as_a_gateway \
    program::shown::a_named_car_is_believed_and_what_does_not_fit_is_told
