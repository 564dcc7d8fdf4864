# Our ISO-TP and the kernel's take each other's messages whole: addressed, filled and paced in every way, also with CAN FD.
vcan vcan0
live isotp::the_kernel_takes_our_messages_whole isotp::we_take_the_kernels_messages_whole
