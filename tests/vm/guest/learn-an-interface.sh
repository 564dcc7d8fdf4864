# A car nobody knows is learned on a bus, by a person who does what is asked.
vcan vcan0
live program::learning::a_car_is_learned_by_doing_what_is_asked_and_then_known \
    program::learning::ctrl_c_ends_a_search_with_what_was_done_and_a_pipe_that_closes_does_too
