# A search on a car that nobody knows is ended early, and keeps what was done.
vcan vcan0
live program::learning::ctrl_c_ends_a_search_with_what_was_done_and_a_pipe_that_closes_does_too
