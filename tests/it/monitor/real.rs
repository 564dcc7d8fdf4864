//! Shapes taken from real recordings, rebuilt here: what was seen once must not be misjudged again.

use doorjamb::body::{Agent, Phase, What};
use doorjamb::frame::Frame;
use doorjamb::monitor::Output;

use super::{frame, monitor, run};

fn findings(outputs: &[Output]) -> Vec<&'static str> {
    let raised = |output: &Output| match output {
        Output::Finding(finding) => Some(finding.rule),
        _ => None,
    };
    let mut ids: Vec<_> = outputs.iter().filter_map(raised).collect();
    ids.dedup();
    ids
}

/// A body frame every 100 ms and a speed frame every 20 ms, from second to second; `body` gives the payload at a
/// millisecond, or nothing.
fn bus(from: i64, to: i64, body: impl Fn(i64) -> Option<[u8; 8]>) -> Vec<Frame> {
    let mut frames = Vec::new();
    for millis in (from * 1000..to * 1000).step_by(20) {
        frames.push(frame(millis * 1000, 0x280, &[0; 8]));
        frames.push(frame(millis * 1000 + 100, 0x284, &[0; 8]));
        if millis % 100 == 0
            && let Some(payload) = body(millis)
        {
            frames.push(frame(millis * 1000 + 200, 0x60D, &payload));
        }
    }
    frames
}

const ON: [u8; 8] = [0, 6, 0, 0, 0, 0, 0, 0];

#[test]
fn a_module_that_falls_silent_on_a_talking_bus_is_a_fault() {
    let frames = bus(0, 6, |millis| (millis < 3000).then_some(ON));
    assert_eq!(findings(&run(&mut monitor("nissan_classic"), &frames, None)), ["body-frames-missing"]);
}

#[test]
fn a_logger_that_loses_frames_of_everybody_accuses_nobody() {
    let mut frames = bus(0, 12, |millis| (!(3000..=8000).contains(&millis)).then_some(ON));
    frames.retain(|frame| {
        let millis = frame.time.as_nanos() / 1_000_000;
        !(3000..=8000).contains(&millis) || millis % 240 < 20
    });
    assert_eq!(findings(&run(&mut monitor("nissan_classic"), &frames, None)), <[&str; 0]>::default());
}

#[test]
fn a_bus_cut_off_with_the_ignition_on_is_a_gap_and_no_silence_of_the_module() {
    let mut frames = bus(0, 4, |_| Some(ON));
    frames.extend(bus(64, 68, |_| Some(ON)));
    assert_eq!(findings(&run(&mut monitor("nissan_classic"), &frames, None)), ["capture-gap"]);
}

#[test]
fn rows_left_over_from_an_earlier_session_end_its_picture() {
    let open = [0x08, 0, 0, 0, 0, 0, 0, 0];
    let mut frames = bus(300, 302, |_| Some(open));
    frames.extend(bus(0, 3, |_| Some([0; 8])));
    let outputs = run(&mut monitor("nissan_classic"), &frames, None);
    assert_eq!(findings(&outputs), ["time-went-backwards"]);
    let changes = outputs
        .iter()
        .filter(|output| matches!(output, Output::Event(event) if matches!(event.what, What::Changed(..))));
    assert_eq!(changes.count(), 0, "what differs across a jump of the clock did not change at it");
}

#[test]
fn a_car_that_sleeps_is_no_gap() {
    let mut frames = bus(0, 3, |_| Some([0; 8]));
    frames.push(frame(3_000_000, 0x35D, &[0; 8]));
    frames.push(frame(90_000_000, 0x682, &[0]));
    frames.extend(bus(90, 93, |_| Some([0; 8])).into_iter().skip(1));
    let outputs = run(&mut monitor("nissan_classic"), &frames, None);
    assert_eq!(findings(&outputs), <[&str; 0]>::default());
    let slept = outputs.iter().any(|output| {
        matches!(output, Output::Event(event) if matches!(event.what, What::Phase(_, Phase::Asleep)))
    });
    assert!(slept);
}

/// Both lock bits, ignition off, both turn lamps if `lit`.
fn parked(locked: bool, lit: bool) -> [u8; 8] {
    [0, if lit { 0x60 } else { 0 }, if locked { 0x18 } else { 0 }, 0, 0, 0, 0, 0]
}

fn agents(outputs: &[Output]) -> Vec<Agent> {
    let by = |output: &Output| match output {
        Output::Event(event) => match event.what {
            What::LockedBy { agent, .. } => Some(agent),
            _ => None,
        },
        _ => None,
    };
    outputs.iter().filter_map(by).collect()
}

#[test]
fn a_lock_edge_answered_by_the_lamps_is_the_fob() {
    let frames = bus(0, 20, |millis| Some(parked(millis >= 5000, (5200..5600).contains(&millis))));
    let outputs = run(&mut monitor("nissan_classic"), &frames, None);
    assert_eq!(agents(&outputs), [Agent::Fob, Agent::Fob]);
    assert_eq!(findings(&outputs), <[&str; 0]>::default());
}

#[test]
fn a_car_locked_by_fob_that_unlocks_unanswered_did_so_by_itself() {
    let frames =
        bus(0, 40, |millis| Some(parked((5000..20_000).contains(&millis), (5200..5600).contains(&millis))));
    let outputs = run(&mut monitor("nissan_classic"), &frames, None);
    assert_eq!(agents(&outputs), [Agent::Fob, Agent::Fob, Agent::Nobody, Agent::Nobody]);
    assert_eq!(findings(&outputs), ["unlocked-by-itself"]);
}

#[test]
fn one_lock_signal_seen_set_proves_that_the_other_ones_no_is_a_no() {
    // Asleep and locked, opened with the key: the driver's lock is open before the first frame.
    let mut frames = vec![frame(0, 0x682, &[0])];
    frames.extend(bus(0, 12, |millis| {
        let open = (3000..6000).contains(&millis);
        Some([if open { 0x08 } else { 0 }, 0, 0x08, 0, 0, 0, 0, 0])
    }));
    let outputs = run(&mut monitor("nissan_qashqai_j10"), &frames, None);
    assert_eq!(findings(&outputs), <[&str; 0]>::default());
}

#[test]
fn hazard_lights_left_blinking_are_no_answer_to_anything() {
    let frames = bus(0, 30, |millis| Some(parked(false, millis > 5000 && millis % 800 < 400)));
    let outputs = run(&mut monitor("nissan_classic"), &frames, None);
    assert_eq!(findings(&outputs), <[&str; 0]>::default());
    let told = |wanted: fn(&What) -> bool| {
        outputs.iter().filter(|output| matches!(output, Output::Event(event) if wanted(&event.what))).count()
    };
    assert_eq!(told(|what| matches!(what, What::Hazard)), 1);
    assert_eq!(told(|what| matches!(what, What::AnswerBack(_))), 0);
}
