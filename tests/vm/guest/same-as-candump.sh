# 6,000 random frames: the same as candump's log of them, to the microsecond.
vcan vcan0
candump -L -r 16777216 vcan0,0:0,#FFFFFFFF >candump.log &
live traffic::mixed_traffic_equals_candumps_stamps_included
