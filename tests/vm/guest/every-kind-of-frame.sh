# Frames of every kind arrive as cansend sent them, stamped as candump sees them.
vcan vcan0
candump -L vcan0,0:0,#FFFFFFFF >candump.log &
live traffic::frames_of_every_kind_arrive_as_sent
