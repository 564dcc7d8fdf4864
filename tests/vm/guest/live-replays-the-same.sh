# What was found live is found in the recording, silence at its end included; every line keeps to the schema.
vcan vcan0
vcan vcan1
vcan vcan2
vcan vcan3
live program::findings::a_recording_replays_to_what_was_found_live program::findings::every_line_keeps_to_the_schema
