# While we listen under a flood, the other controller hears nothing but what it sent itself.
controller can0 500000
controller can1 500000
candump -x -r 16777216 can1 >candump.log &
live controllers::listening_under_a_flood_puts_nothing_on_the_wire
