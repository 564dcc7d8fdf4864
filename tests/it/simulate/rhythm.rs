//! The bus keeps a real car's time, and a seed gives the same bytes for ever.

use std::collections::BTreeMap;
use std::time::Duration;

use doorjamb::frame::{CanId, Frame, Time};

use super::{frames, id, log};

const DRIVE: &str =
    "car nissan_qashqai_j10\nstart running\ntraffic full\n1 drive 50 km/h in 4 s\n8 stop\n14 end\n";

/// Times of each identifier's frames.
fn times(frames: &[Frame]) -> BTreeMap<CanId, Vec<Time>> {
    let mut times: BTreeMap<CanId, Vec<Time>> = BTreeMap::new();
    for frame in frames {
        times.entry(frame.id).or_default().push(frame.time);
    }
    times
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let seeded = |seed: u32| log(&frames(&format!("seed {seed}\n{DRIVE}")));
    assert_eq!(seeded(7), seeded(7));
    assert_ne!(seeded(7), seeded(8));
}

#[test]
fn no_two_frames_overlap_on_the_wire() {
    let frames = frames(DRIVE);
    assert!(frames.len() > 10_000, "{}", frames.len());
    for pair in frames.windows(2) {
        // The shortest frame, one byte without stuffed bits, takes 52 bits of 2 us and the pause of 3.
        let apart = pair[1].time.since(pair[0].time);
        assert!(apart >= Duration::from_micros(110), "{apart:?} before {:?}", pair[1]);
    }
}

#[test]
fn every_message_keeps_its_period() {
    let times = times(&frames(DRIVE));
    let periods =
        [(0x60D, 100), (0x358, 100), (0x35D, 100), (0x5C5, 100), (0x280, 20), (0x284, 20), (0x354, 40)];
    for (message, period_ms) in periods {
        let times = &times[&id(message)];
        let span = times[times.len() - 1].since(times[0]).as_secs_f64() * 1000.0;
        let mean = span / (times.len() - 1) as f64;
        // Half a percent more frames than beats, for the extra ones on a change.
        assert!(
            (f64::from(period_ms) * 0.98..f64::from(period_ms) * 1.002).contains(&mean),
            "{message:X}: {mean}"
        );
    }
}

#[test]
fn the_quiet_body_frame_comes_every_98_to_101_ms() {
    let frames = frames("car nissan_qashqai_j10\nstart running\ntraffic full\n20 end\n");
    let times = &times(&frames)[&id(0x60D)];
    assert!(times.len() > 190);
    for pair in times.windows(2) {
        let apart = pair[1].since(pair[0]);
        assert!((Duration::from_micros(97_500)..Duration::from_millis(103)).contains(&apart), "{apart:?}");
    }
}

#[test]
fn a_change_brings_one_extra_frame_20_to_60_ms_after_the_last() {
    for seed in 0..20 {
        let text = format!(
            "car nissan_qashqai_j10\nseed {seed}\nstart running\nkeeps 60D\n3.03 driver-door open\n4 end\n"
        );
        let frames = frames(&text);
        let open = frames.iter().position(|frame| frame.payload()[0] & 0x08 != 0).expect("the door opens");
        let before = frames[open].time.since(frames[open - 1].time);
        let after = frames[open + 1].time.since(frames[open].time);
        // Unless the regular frame was closer anyway.
        assert!(before >= Duration::from_millis(19), "{before:?}");
        assert!(before + after < Duration::from_millis(205), "{before:?} {after:?}");
        assert!(frames[open].time.as_nanos() % 1_000_000_000 < 160_000_000, "{:?}", frames[open]);
    }
}

#[test]
fn a_story_told_again_and_again_goes_on_in_time() {
    let text = "car nissan_qashqai_j10\nstart awake\nrepeat 3 times\n0.5 driver-door open\n1 driver-door close\n2 end\n";
    let frames = frames(text);
    let body: Vec<&Frame> = frames.iter().filter(|frame| frame.id == id(0x60D)).collect();
    let openings =
        body.windows(2).filter(|pair| pair[0].payload()[0] == 0 && pair[1].payload()[0] == 8).count();
    assert_eq!(openings, 3);
    assert!(frames[frames.len() - 1].time.since(frames[0].time) > Duration::from_secs(5));
}
