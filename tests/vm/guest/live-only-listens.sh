# Whether the controller only listens is told, with the command that makes it so.
controller can0 500000
controller can1 500000
live program::shown::whether_it_only_listens_is_told_and_the_command_makes_it_so
