//! Answers that units give to whoever asks them, heard from the side and held against what is broadcast.

use doorjamb::ask::Overhearing;
use doorjamb::body::{Fact, Handedness, Opening, Value};
use doorjamb::car::Car;
use doorjamb::frame::{CanId, Flags, Frame, Time};
use doorjamb::monitor::{Finding, Monitor, Output};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::isotp::frames;
use doorjamb::ask::isotp::Addressing;

const REAR_LEFT: Fact = Fact::Open(Opening::RearLeft);

fn car() -> Car {
    Car::by_name("nissan_qashqai_j10").unwrap().unwrap()
}

fn at(millis: i64) -> Time {
    Time::from_nanos(1_700_000_000_000_000_000 + millis * 1_000_000)
}

fn frame(millis: i64, id: u32, payload: &[u8]) -> Frame {
    let mut frame = Frame::new(at(millis), CanId::standard(id).unwrap(), Flags::empty(), payload).unwrap();
    frame.origin.line = u64::try_from(millis).unwrap() + 1;
    frame
}

/// What the body control module broadcasts, with the ignition on and the rear-left door so.
fn body(millis: i64, rear_left: bool) -> Frame {
    frame(millis, 0x60D, &[if rear_left { 0x20 } else { 0 }, 0x06, 0, 0, 0, 0, 0, 0])
}

/// What it answers to `21 47`.
fn answer(millis: i64, rear_left: bool) -> Frame {
    frame(millis, 0x765, &[0x04, 0x61, 0x47, u8::from(rear_left), 0, 0xFF, 0xFF, 0xFF])
}

/// Ten seconds of a car whose door opens so by what is broadcast, asked every two seconds, with what it answers then.
fn story(is_open: impl Fn(i64) -> bool, answers: impl Fn(i64) -> Option<bool>) -> Vec<Frame> {
    let mut all = Vec::new();
    for millis in (0..20_000).step_by(100) {
        all.push(body(millis, is_open(millis)));
        if let Some(open) = (millis % 2_000 == 100).then(|| answers(millis)).flatten() {
            all.push(frame(millis + 20, 0x745, &[0x02, 0x21, 0x47, 0, 0, 0, 0, 0]));
            all.push(answer(millis + 40, open));
        }
    }
    all
}

/// Follows it; `tick` milliseconds pass between two looks at what fell due, if any.
fn follow(all: &[Frame], tick: Option<i64>) -> (Monitor, Vec<Finding>) {
    let car = car();
    let mut monitor = Monitor::new(&car, Handedness::Left);
    let mut overhearing = Overhearing::new(&car);
    let mut findings: Vec<Finding> = Vec::new();
    let mut next = at(0);
    for frame in all {
        while let Some(step) = tick.filter(|_| next < frame.time) {
            monitor.advance(next);
            next = next.after(std::time::Duration::from_millis(step.unsigned_abs()));
        }
        overhearing.feed(&mut monitor, frame);
        for output in monitor.drain() {
            if let Output::Finding(finding) = output {
                match findings.iter_mut().find(|known| known.number == finding.number) {
                    Some(known) => *known = finding,
                    None => findings.push(finding),
                }
            }
        }
    }
    (monitor, findings)
}

#[test]
fn a_unit_that_answers_otherwise_than_it_broadcasts_contradicts_itself() {
    let all = story(|_| false, |millis| Some((4_000..12_000).contains(&millis)));
    let (_, findings) = follow(&all, None);
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(finding.rule, "sources-disagree");
    assert_eq!((finding.since, finding.raised), (at(4_140), at(5_140)));
    assert_eq!(finding.cleared, Some(at(12_140)));
    let shown: Vec<_> =
        finding.evidence.iter().map(|shown| (shown.id.unwrap().to_string(), shown.origin.line)).collect();
    assert_eq!(shown, [("60D".to_owned(), 1), ("1FF74547".to_owned(), 4_141)]);
}

#[test]
fn an_answer_from_before_a_door_moved_contradicts_nothing() {
    // It moves right before, right after and between two questions, and the answers follow.
    for moves in (3_900..4_400).step_by(20).chain([5_000, 5_900]) {
        let is_open = |millis: i64| millis >= moves;
        let (_, findings) = follow(&story(is_open, |millis| Some(is_open(millis + 40))), None);
        assert_eq!(findings, [], "moved at {moves}");
    }
    // An answer that was under way when the door moved still tells of before.
    let (_, findings) = follow(&story(|millis| millis >= 4_000, |millis| Some(millis >= 4_200)), None);
    assert_eq!(findings, []);
}

#[test]
fn ticks_change_nothing_where_questions_are_answered() {
    let all =
        story(|millis| (6_000..9_000).contains(&millis), |millis| Some((4_000..14_000).contains(&millis)));
    let (_, never) = follow(&all, None);
    assert_eq!(never.len(), 2, "before and after the two agree");
    for tick in [1, 7, 50, 333] {
        assert_eq!(follow(&all, Some(tick)).1, never, "ticks of {tick} ms");
    }
}

#[test]
fn who_is_no_longer_asked_tells_nothing_and_is_not_missed() {
    let all = story(|_| false, |millis| (millis < 4_000).then_some(true));
    let (monitor, findings) = follow(&all, None);
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["sources-disagree"], "that it does not answer any more is no fault of the unit");
    let tellings: Vec<_> = monitor.body().tellings(REAR_LEFT).collect();
    assert_eq!(tellings.len(), 1, "ten seconds after the last answer it says nothing");
}

#[test]
fn what_is_only_answered_is_a_fact_all_the_same() {
    let all: Vec<Frame> = (0..10).map(|second| answer(second * 1_000, true)).collect();
    let (monitor, _) = follow(&all, None);
    assert_eq!(monitor.body().value(REAR_LEFT), Some(Value::Switch(true)));
    assert_eq!(monitor.body().value(Fact::KeyInSlot), Some(Value::Switch(false)));
    assert_eq!(monitor.body().value(Fact::Ignition), None);
}

#[test]
fn refusals_other_answers_and_frames_named_like_answers_tell_nothing() {
    let car = car();
    let mut overhearing = Overhearing::new(&car);
    let strangers = [
        frame(0, 0x765, &[0x03, 0x7F, 0x21, 0x12, 0xFF, 0xFF, 0xFF, 0xFF]),
        frame(1, 0x765, &[0x04, 0x61, 0x49, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        frame(2, 0x763, &[0x04, 0x61, 0x47, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        frame(3, 0x765, &[0x21, 0x61, 0x47, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        frame(4, 0x765, &[]),
    ];
    for frame in &strangers {
        assert_eq!(overhearing.hear(frame), None, "{frame:?}");
    }
    let mut monitor = Monitor::new(&car, Handedness::Left);
    let name = CanId::extended(0x1FF7_4547).unwrap();
    let false_answer = Frame::new(at(0), name, Flags::empty(), &[1, 0]).unwrap();
    overhearing.feed(&mut monitor, &false_answer);
    assert_eq!(monitor.body().value(REAR_LEFT), None);
}

#[test]
fn a_long_answer_has_the_time_of_its_last_frame_and_the_place_of_its_first() {
    let car = car();
    let mut overhearing = Overhearing::new(&car);
    let message = [&[0x61, 0x47, 0x01, 0x80][..], &[7; 80]].concat();
    let mut heard = None;
    for (number, payload) in (0..).zip(frames(&message, 8, Addressing::Normal)) {
        heard = overhearing.hear(&frame(number * 10, 0x765, &payload)).cloned().or(heard);
    }
    let heard = heard.unwrap();
    assert_eq!((heard.time, heard.origin.line), (at(120), 1));
    assert_eq!(heard.payload()[..3], [1, 0x80, 7]);
    assert_eq!(heard.payload().len(), 64);
    assert!(heard.flags.contains(Flags::ANSWER));
}

proptest! {
    #[test]
    fn any_frames_are_overheard_without_panic(payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..=8), 0..60)) {
        let car = car();
        let mut overhearing = Overhearing::new(&car);
        for (number, payload) in (0..).zip(&payloads) {
            if let Some(answer) = overhearing.hear(&frame(number, 0x765, payload)) {
                prop_assert!(answer.id.value() >= 0x1FC0_0000);
                prop_assert_eq!(answer.time, at(number));
            }
        }
    }
}
