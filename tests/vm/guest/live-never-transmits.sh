# Whatever happens while the program listens, the other controller hears nothing from it.
controller can0 500000
controller can1 500000
candump -x -r 16777216 can1 >candump.log &
live program::shown::it_never_transmits_not_even_under_a_flood
