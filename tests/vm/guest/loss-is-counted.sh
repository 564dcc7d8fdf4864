# Nobody reads during a flood: what is lost is counted exactly, also after the last frame.
vcan vcan0
vcan vcan1
live traffic::received_and_lost_frames_add_up_to_the_sent
