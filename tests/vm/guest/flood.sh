# A flood read as it comes is complete and in order.
vcan vcan0
live traffic::a_flood_is_taken_without_loss
