# The kernel passes on only the identifiers wanted, and error frames.
vcan vcan0
live traffic::only_wanted_identifiers_and_errors_pass_the_kernel
