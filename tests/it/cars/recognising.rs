//! Which car is it? On traffic made for the purpose.

use std::time::Duration;

use doorjamb::car::{Mismatch, Recogniser, Verdict};
use doorjamb::frame::{CanId, Flags, Frame, Time};
use proptest::prelude::*;

use super::{embedded, frame, named};

/// Frames of each (identifier, length, period in ms) from 0 to `millis`, in order of time.
fn traffic(millis: i64, messages: &[(u32, usize, i64)]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = messages
        .iter()
        .flat_map(|(id, length, period)| {
            (0..)
                .map(move |n| n * period)
                .take_while(move |at| *at <= millis)
                .map(move |at| frame(at, *id, &[0; 8][..*length]))
        })
        .collect();
    frames.sort_by_key(|frame| frame.time);
    frames
}

fn heard(frames: &[Frame]) -> Recogniser {
    let mut recogniser = Recogniser::new(embedded());
    for frame in frames {
        recogniser.observe(frame);
    }
    recogniser
}

fn car(name: &str) -> Verdict {
    Verdict::Car(name.to_owned())
}

const ENGINE: [(u32, usize, i64); 3] = [(0x160, 7, 10), (0x180, 8, 10), (0x1F9, 8, 10)];
const INNER: [(u32, usize, i64); 3] = [(0x454, 8, 100), (0x453, 8, 100), (0x285, 8, 20)];

#[test]
fn the_classic_platform_is_recognised_within_half_a_second() {
    let frames = traffic(250, &[(0x60D, 8, 100), (0x35D, 8, 100)]);
    assert_eq!(heard(&frames).verdict(), Verdict::Listening, "three frames are not enough");
    let frames = traffic(400, &[(0x60D, 8, 100), (0x35D, 8, 100)]);
    assert_eq!(heard(&frames).verdict(), car("nissan_classic"));
}

#[test]
fn an_inner_bus_is_recognised_after_two_seconds_without_the_classic_frame() {
    assert_eq!(heard(&traffic(1900, &INNER)).verdict(), Verdict::Listening);
    assert_eq!(heard(&traffic(2100, &INNER)).verdict(), car("nissan_xtrail_t32"));
    let both = [INNER.as_slice(), &[(0x60D, 8, 100)]].concat();
    assert_eq!(heard(&traffic(3000, &both)).verdict(), car("nissan_classic"));
    let half = traffic(8000, &[(0x454, 8, 100), (0x285, 8, 20)]);
    assert_eq!(heard(&half).verdict(), Verdict::UnknownCar { identifiers: 2 });
}

#[test]
fn traffic_of_another_car_is_unknown_after_two_seconds_with_ways_on() {
    assert_eq!(heard(&traffic(1900, &ENGINE)).verdict(), Verdict::Listening);
    let verdict = heard(&traffic(2100, &ENGINE)).verdict();
    assert_eq!(verdict, Verdict::UnknownCar { identifiers: 3 });
    assert_eq!(verdict.headline(), "traffic (3 identifiers), but of no car that is known");
    assert!(verdict.explanations().iter().any(|explanation| explanation.tell.contains("--car")));
}

#[test]
fn strangers_that_use_the_same_identifier_are_not_believed() {
    let with = |stranger| heard(&traffic(8000, &[ENGINE.as_slice(), &[stranger]].concat()));
    for stranger in [(0x60D, 4, 100), (0x60D, 8, 10), (0x60D, 8, 1000), (0x60D, 8, 7000)] {
        let recogniser = with(stranger);
        assert_eq!(recogniser.verdict(), Verdict::UnknownCar { identifiers: 4 }, "{stranger:?}");
        assert_eq!(recogniser.finish(), Verdict::UnknownCar { identifiers: 4 }, "{stranger:?}");
    }
    let long = |at: i64| {
        let id = CanId::extended(0x60D).unwrap();
        Frame::new(Time::from_nanos(at * 100_000_000), id, Flags::empty(), &[0; 8]).unwrap()
    };
    let frames: Vec<Frame> = (0..80).map(long).collect();
    assert_eq!(heard(&frames).finish(), Verdict::UnknownCar { identifiers: 1 });
}

#[test]
fn a_logger_that_loses_frames_or_a_module_that_cuts_some_does_not_hide_the_car() {
    let all = traffic(8000, &[(0x60D, 8, 100), (0x35D, 8, 100)]);
    let some: Vec<Frame> =
        all.iter().enumerate().filter(|(n, _)| n % 8 < 2).map(|(_, f)| f.clone()).collect();
    assert_eq!(heard(&some).verdict(), car("nissan_classic"));
    let mut cut = all;
    for frame in cut.iter_mut().step_by(10) {
        assert!(frame.set_payload(&[0; 3]));
    }
    assert_eq!(heard(&cut).verdict(), car("nissan_classic"));
}

#[test]
fn stamps_of_whole_seconds_or_none_are_enough() {
    let stamped = |resolution: i64| -> Vec<Frame> {
        let mut frames = traffic(4000, &[(0x60D, 8, 100), (0x35D, 8, 100)]);
        for frame in &mut frames {
            let nanos = frame.time.as_nanos();
            frame.time = Time::from_nanos(if resolution == 0 { 0 } else { nanos - nanos % resolution });
        }
        frames
    };
    assert_eq!(heard(&stamped(1_000_000_000)).verdict(), car("nissan_classic"));
    assert_eq!(heard(&stamped(0)).verdict(), Verdict::Listening);
    assert_eq!(heard(&stamped(0)).finish(), car("nissan_classic"));
}

#[test]
fn a_recording_of_a_moment_is_recognised_at_its_end() {
    let frames = traffic(150, &[(0x60D, 8, 100), (0x35D, 8, 100)]);
    let recogniser = heard(&frames);
    assert_eq!(recogniser.verdict(), Verdict::Listening);
    assert_eq!(recogniser.finish(), car("nissan_classic"));
    assert_eq!(heard(&traffic(150, &INNER)).finish(), car("nissan_xtrail_t32"));
}

#[test]
fn a_car_that_wakes_after_the_verdict_is_still_recognised() {
    let mut recogniser = heard(&traffic(5000, &ENGINE));
    assert!(matches!(recogniser.verdict(), Verdict::UnknownCar { .. }));
    for at in 0..5 {
        recogniser.observe(&frame(6000 + at * 100, 0x60D, &[0; 8]));
    }
    assert_eq!(recogniser.verdict(), car("nissan_classic"));
}

#[test]
fn jumps_of_the_clock_are_neither_silence_nor_listening() {
    let mut frames = traffic(500, &ENGINE);
    frames.push(frame(86_400_000, 0x160, &[0; 7]));
    frames.push(frame(0, 0x160, &[0; 7]));
    assert_eq!(heard(&frames).verdict(), Verdict::Listening, "a second and a half at most");
}

#[test]
fn a_plug_behind_a_gateway_carries_only_diagnostics() {
    let frames = traffic(3000, &[(0x745, 8, 500), (0x765, 8, 500), (0x7DF, 8, 1000)]);
    let verdict = heard(&frames).verdict();
    assert_eq!(verdict, Verdict::DiagnosticsOnly);
    assert!(verdict.explanations()[0].cause.contains("gateway"));
}

#[test]
fn silence_has_explanations_that_can_be_told_apart() {
    let mut recogniser = Recogniser::embedded();
    assert_eq!(recogniser.verdict_after(Duration::from_millis(1500)), Verdict::Listening);
    let silence = recogniser.verdict_after(Duration::from_secs(2));
    assert_eq!(silence, Verdict::Silence { errors: false });
    let causes: String = silence.explanations().iter().map(|explanation| explanation.cause).collect();
    for word in ["ignition", "gateway", "adapter", "bit rate"] {
        assert!(causes.contains(word), "{word}");
    }
    let id = CanId::standard(4).unwrap();
    recogniser.observe(&Frame::new(Time::ZERO, id, Flags::ERROR, &[0; 8]).unwrap());
    let errors = recogniser.verdict_after(Duration::from_secs(2));
    assert_eq!(errors, Verdict::Silence { errors: true });
    assert!(errors.explanations()[0].cause.contains("bit rate"));
}

#[test]
fn what_this_machine_sends_shows_no_car() {
    let mut frames = traffic(3000, &[(0x60D, 8, 100)]);
    for frame in &mut frames {
        frame.flags = Flags::TX;
    }
    assert_eq!(heard(&frames).verdict(), Verdict::Silence { errors: false });
}

#[test]
fn a_named_car_that_the_traffic_cannot_be_is_contradicted() {
    let t32 = named("nissan_xtrail_t32");
    let mismatch = |frames: &[Frame]| t32.mismatch(heard(frames).observed());
    assert_eq!(mismatch(&[]), None, "silence is another matter");
    assert_eq!(mismatch(&traffic(2000, &INNER)), None);
    let none = mismatch(&traffic(2000, &ENGINE)).unwrap();
    assert_eq!(none, Mismatch::NoneSeen { car: "nissan_xtrail_t32".to_owned(), messages: 4 });
    assert!(none.to_string().starts_with("this is not nissan_xtrail_t32: none of its 4 messages"));
    let few = mismatch(&traffic(2000, &[(0x285, 8, 20), (0x60D, 8, 100)])).unwrap();
    assert!(few.to_string().contains("only 1 of its 4 messages are on the bus, 454 is not"), "{few}");
    let short = mismatch(&traffic(2000, &[(0x454, 5, 100), (0x453, 4, 100)])).unwrap();
    assert!(short.to_string().contains("454 has 5 bytes here, its signals need 7"), "{short}");
}

#[test]
fn a_named_car_with_its_ignition_off_fits() {
    let asleep = traffic(2000, &[(0x60D, 8, 100), (0x35D, 8, 100), (0x358, 8, 100), (0x625, 6, 100)]);
    for name in ["nissan_qashqai_j10", "nissan_teana_j32", "nissan_classic"] {
        assert_eq!(named(name).mismatch(heard(&asleep).observed()), None);
    }
    assert_eq!(named("nissan_murano_z52").mismatch(heard(&asleep).observed()), None, "it has no facts");
}

proptest! {
    #[test]
    fn no_traffic_makes_recognition_panic(
        frames in prop::collection::vec((any::<i64>(), 0..=CanId::MAX_EXTENDED, any::<u8>(), 0..=8_usize), 0..200),
    ) {
        let mut recogniser = Recogniser::new(embedded());
        for (time, id, flags, length) in frames {
            let id = CanId::standard(id).or_else(|| CanId::extended(id)).unwrap();
            let flags = Flags::from_bits_truncate(flags);
            let time = Time::from_nanos(time);
            recogniser.observe(&Frame::new(time, id, flags, &[0; 8][..length]).unwrap());
        }
        prop_assert!(!recogniser.verdict().headline().is_empty());
        prop_assert_ne!(recogniser.finish(), Verdict::Listening);
        for name in ["nissan_classic", "nissan_xtrail_t32"] {
            let _ = named(name).mismatch(recogniser.observed()).map(|mismatch| mismatch.to_string());
        }
    }
}
