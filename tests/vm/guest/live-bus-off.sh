# Errors, bus-off, a restart, and the adapter pulled out and put back in.
adapter
live program::hardships::errors_bus_off_and_a_restart_are_told_and_recorded
