//! Looking at how good a recording is: whatever frames come, in flat memory.

use doorjamb::capture::quality::{Observer, Verdict, Witness};
use doorjamb::capture::{Interest, WhichBus};
use doorjamb::frame::{Flags, Frame, Time};
use proptest::prelude::*;

use super::{any_frame, extended, frame};

#[test]
fn more_identifiers_than_any_car_has_are_counted_and_no_more() {
    let mut seen = Observer::new();
    for n in 0..10_000_u32 {
        seen.hear(&frame(i64::from(n) * 1_000_000, extended(n), Flags::empty(), &[]));
    }
    assert_eq!((seen.traces().len() as u64 + seen.untraced(), seen.buses()[0].frames), (10_000, 10_000));
    assert!(seen.traces().len() < 5_000);
}

#[test]
fn nothing_at_all_is_nothing_to_object_to() {
    let quality = Observer::new().judge(&[]);
    assert_eq!((quality.verdict, quality.reasons.len(), quality.remarks.len()), (Verdict::Good, 0, 0));
}

#[test]
fn a_controller_that_could_not_keep_up_says_so() {
    let mut seen = Observer::new();
    let overflow = frame(5, extended(4), Flags::ERROR, &[0, 1, 0, 0, 0, 0, 0, 0]);
    for n in 0..10 {
        let mut frame = overflow.clone();
        frame.time = Time::from_nanos(n);
        seen.hear(&frame);
    }
    let quality = seen.judge(&["can0".to_owned()]);
    assert_eq!((quality.verdict, quality.reasons[0].id), (Verdict::Usable, "overrun"));
    assert_eq!(seen.buses()[0].errors, 10);
}

proptest! {
    #[test]
    fn any_frames_get_a_verdict_and_are_all_counted(
        mut frames in proptest::collection::vec((any_frame(), 0..4_u8), 0..200),
    ) {
        let mut seen = Observer::new();
        let mut last = Time::ZERO;
        for (frame, kind) in &mut frames {
            // Some of them in step, so that rhythms come about.
            if *kind > 0 {
                frame.time = Time::from_nanos(last.as_nanos().saturating_add(20_000_000));
            }
            last = frame.time;
            seen.hear(frame);
        }
        let quality = seen.judge(&["can0".to_owned()]);
        prop_assert_eq!(quality.verdict == Verdict::Good, quality.reasons.is_empty());
        let counted: u64 = seen.buses().iter().map(|bus| bus.frames + bus.errors).sum();
        prop_assert_eq!(counted, frames.len() as u64);
        let errors = frames.iter().filter(|(frame, _): &&(Frame, u8)| frame.flags.contains(Flags::ERROR)).count();
        let traced: u64 = seen.traces().iter().map(|trace| trace.frames).sum();
        prop_assert_eq!(traced, (frames.len() - errors) as u64);
        for trace in seen.traces() {
            prop_assert!(trace.lengths().count() > 0);
            let _ = trace.cycle();
        }
    }

    #[test]
    fn a_witness_hears_any_frames_of_any_span_and_changes_no_time_but_that_of_frames_without_one(
        mut frames in proptest::collection::vec(any_frame(), 0..100),
        span in any::<(i64, i64)>(),
        bus in proptest::option::of("can[01]"),
    ) {
        let channels = ["can0".to_owned(), "can1".to_owned()];
        let mut witness = Witness::default();
        let (from, to) = (Time::from_nanos(span.0), Time::from_nanos(span.1));
        witness.heed((from, to), WhichBus::named(bus), Interest::only([extended(1)]));
        let before = frames.clone();
        witness.hear(&mut frames, &channels);
        for (frame, before) in frames.iter().zip(&before) {
            prop_assert!(frame.time == before.time || before.time == Time::ZERO);
        }
        let quality = witness.judge(&channels);
        prop_assert_eq!(quality.verdict == Verdict::Good, quality.reasons.is_empty());
    }
}
