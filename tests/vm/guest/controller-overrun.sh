# Frames the adapter itself lost are told as lost.
adapter
live adapter::an_overrun_of_the_controller_is_a_loss
