# Nobody needs to be root to listen.
vcan vcan0
as=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
live traffic::without_rights_only_the_buffer_is_smaller
