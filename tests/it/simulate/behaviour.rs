//! The car behaves as real ones do: what follows what, and how long after.

use std::time::Duration;

use doorjamb::frame::{Frame, Time};

use super::{frames, id};

const HEAD: &str = "car nissan_qashqai_j10\nepoch 0\n";

/// When bits of a byte of `0x60D` first read `wanted`, at or after `from` seconds.
fn when(frames: &[Frame], from: u64, byte: usize, mask: u8, wanted: u8) -> Time {
    message_when(frames, 0x60D, from, byte, mask, wanted)
}

fn message_when(frames: &[Frame], message: u32, from: u64, byte: usize, mask: u8, wanted: u8) -> Time {
    let from = Time::ZERO.after(Duration::from_secs(from));
    frames
        .iter()
        .find(|frame| frame.id == id(message) && frame.time >= from && frame.payload()[byte] & mask == wanted)
        .unwrap_or_else(|| panic!("{message:X} never reads {wanted:02X} in byte {byte}"))
        .time
}

/// The last frame of a message.
fn last(frames: &[Frame], message: u32) -> &Frame {
    frames
        .iter()
        .rfind(|frame| frame.id == id(message))
        .unwrap_or_else(|| panic!("{message:X} was never sent"))
}

fn millis(low: u64, high: u64) -> std::ops::Range<Duration> {
    Duration::from_millis(low)..Duration::from_millis(high)
}

#[test]
fn the_wake_frame_is_the_first_on_a_bus_that_wakes() {
    let frames = frames(&format!("{HEAD}2 fob unlock\n6 end\n"));
    assert_eq!(frames[0].id, id(0x682));
    assert_eq!(frames.iter().filter(|frame| frame.id == id(0x682)).count(), 1);
    assert!(millis(2000, 2010).contains(&frames[0].time.since(Time::ZERO)), "{:?}", frames[0]);
    assert!(frames[1].time.since(frames[0].time) > Duration::from_millis(40));
}

#[test]
fn locks_follow_their_command_after_about_a_second_and_the_lamps_answer() {
    let frames = frames(&format!("{HEAD}start awake\n2 fob lock\n8 end\n"));
    let commanded = message_when(&frames, 0x358, 2, 5, 0x03, 0x03);
    let locked = when(&frames, 2, 2, 0x18, 0x18);
    assert!(millis(850, 1200).contains(&locked.since(commanded)), "{locked:?}");
    let body: Vec<u8> =
        frames.iter().filter(|frame| frame.id == id(0x60D)).map(|frame| frame.payload()[1] & 0x60).collect();
    let flashes = body.windows(2).filter(|pair| pair[0] == 0 && pair[1] == 0x60).count();
    assert_eq!(flashes, 2, "twice for locked");
    assert!(body.iter().all(|lamps| [0, 0x60].contains(lamps)), "both lamps together");
}

#[test]
fn a_door_opened_from_inside_reads_open_before_its_lock_clears() {
    let text = format!("{HEAD}start running\n1 inside lock\n4 inside-handle rear-right\n8 end\n");
    let frames = frames(&text);
    let open = when(&frames, 4, 0, 0x40, 0x40);
    let unlocked = when(&frames, 4, 2, 0x08, 0);
    assert!(millis(500, 900).contains(&unlocked.since(open)), "{unlocked:?}");
    let driver = last(&frames, 0x60D);
    assert_eq!(driver.payload()[2] & 0x10, 0x10, "the driver's lock stays");
    let command = last(&frames, 0x358);
    assert_eq!(command.payload()[5] & 0x03, 0x03, "the command stays");
}

#[test]
fn the_ignition_passes_every_position_and_the_engine_catches_while_cranking() {
    let frames = frames(&format!("{HEAD}start awake\n1 key start\n6 end\n"));
    let steps: Vec<u8> = frames
        .iter()
        .filter(|frame| frame.id == id(0x60D))
        .map(|frame| frame.payload()[1] >> 1 & 3)
        .collect();
    let mut passed = steps.clone();
    passed.dedup();
    assert_eq!(passed, [0, 1, 3, 2, 3], "off, ACC, ON, START, ON");
    let self_test = when(&frames, 1, 3, 0xFF, 0x2A);
    let on = when(&frames, 1, 1, 0x06, 0x06);
    assert!(self_test <= on.after(Duration::from_millis(110)), "{self_test:?} {on:?}");
    message_when(&frames, 0x551, 1, 3, 0xA0, 0x80);
}

#[test]
fn a_quiet_car_announces_sleep_then_the_body_frame_stops_then_the_bus_is_silent() {
    let frames = frames(&format!("{HEAD}sleep-after 5 s\n1 fob lock\n60 end\n"));
    let announced = message_when(&frames, 0x35D, 1, 1, 0x03, 0);
    assert!(millis(5900, 6600).contains(&announced.since(Time::ZERO)), "{announced:?}");
    let meter = last(&frames, 0x280);
    assert!(meter.time <= announced);
    let last = frames[frames.len() - 1].time.since(announced);
    assert!(millis(1900, 3000).contains(&last), "{last:?}");
}

#[test]
fn an_unlocked_car_that_nobody_opens_locks_itself_again() {
    let frames = frames(&format!("{HEAD}keeps 60D\n1 fob unlock\n60 end\n"));
    let unlocked = when(&frames, 1, 2, 0x18, 0);
    let again = when(&frames, 5, 2, 0x18, 0x18);
    assert!(millis(30_000, 60_000).contains(&again.since(unlocked)), "{again:?}");
    assert!(
        frames.iter().filter(|frame| frame.payload()[1] & 0x60 == 0x60).count() < 10,
        "no answer to nobody"
    );
}

#[test]
fn every_speed_source_tells_the_same_speed() {
    let frames = frames(&format!("{HEAD}start running\n1 drive 60 km/h in 2 s\n6 end\n"));
    for (message, byte) in [(0x280, 4), (0x284, 4), (0x354, 0)] {
        let last = last(&frames, message);
        let raw = u16::from_be_bytes([last.payload()[byte], last.payload()[byte + 1]]);
        assert_eq!(raw, 6000, "{message:X}");
    }
}

#[test]
fn on_a_right_hand_drive_car_the_driver_opens_the_right_door() {
    let frames = frames(&format!("{HEAD}handed right\nstart awake\n1 driver-door open\n2 end\n"));
    let last = last(&frames, 0x60D);
    assert_eq!(last.payload()[0], 0x10);
}

#[test]
fn a_propilot_car_sends_complementary_door_bits() {
    let text = "car nissan_xtrail_t32\nepoch 0\nstart running\n1 rear-left open\n3 end\n";
    let frames = frames(text);
    let doors: Vec<u8> =
        frames.iter().filter(|frame| frame.id == id(0x454)).map(|frame| frame.payload()[5]).collect();
    assert_eq!(doors.first(), Some(&0b0101_0101), "four doors closed");
    assert_eq!(doors.last(), Some(&0b0101_1001), "rear-left open");
}

#[test]
fn a_locked_car_stays_shut_when_its_outside_handle_is_pulled() {
    let frames = frames(&format!("{HEAD}start running\n1 inside lock\n4 rear-left open\n6 end\n"));
    assert!(frames.iter().filter(|frame| frame.id == id(0x60D)).all(|frame| frame.payload()[0] == 0));
}

#[test]
fn marks_carry_the_stamps_of_their_steps() {
    let text = "car x\nhanded right\nepoch 100\n1.5 mark driver-door closed\n2 logger clock-back 10 s\n3 mark fob pressed\n";
    let scenario = doorjamb::simulate::Scenario::parse("story", text).expect("a story");
    assert_eq!(
        scenario.marks().as_deref(),
        Some("(101.500000) front-right closed\n(93.000000) fob pressed\n")
    );
}

#[test]
fn a_recorder_with_a_gap_misses_what_happens_meanwhile() {
    let frames = frames(&format!("{HEAD}start running\n2 logger gap 3 s\n3 rear-left open\n7 end\n"));
    let widest = frames.windows(2).map(|pair| pair[1].time.since(pair[0].time)).max();
    assert!(widest.is_some_and(|gap| millis(2990, 3050).contains(&gap)), "{widest:?}");
    assert!(when(&frames, 4, 0, 0x20, 0x20) >= Time::ZERO.after(Duration::from_secs(5)));
}
