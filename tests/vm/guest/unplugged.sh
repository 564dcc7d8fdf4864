# The adapter is pulled out and put back in.
adapter
live adapter::an_adapter_unplugged_and_plugged_in_again_is_heard_again
