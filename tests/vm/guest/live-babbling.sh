# A bus at full load and more; a program that is not let run.
vcan vcan0
live program::hardships::a_babbling_bus_costs_no_memory_and_hides_no_door \
    program::hardships::frames_lost_are_told_with_their_number_and_cause
