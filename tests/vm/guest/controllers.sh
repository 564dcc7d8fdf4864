# Two real controllers: bitrate, listen-only and state are shown, frames come over the wire.
controller can0 500000 listen-only on
controller can1 250000 restart-ms 100
live controllers::bitrate_and_listen_only_are_told_and_frames_come_over_the_wire
