//! Any frames and any marks, in any order: no panic, and no more memory than was agreed.

use doorjamb::body::{Fact, FactKind};
use doorjamb::car::Car;
use doorjamb::frame::{CanId, Flags, Frame, Time};
use doorjamb::learn::{Action, Learner, Outcome, Settings, Subject, Window};
use proptest::collection::vec;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::sample::select;

/// Signals of one bit, of several, of a page, and of a number, in the messages below.
const SAID: &str = "VERSION \"\"\n\nBU_: B\n\nBO_ 0 M0: 8 B\n SG_ A : 0|1@1+ (1,0) [0|0] \"\" X\n SG_ B : 6|3@1+ (1,0) [0|0] \"\" X\n\n\
    BO_ 1 M1: 8 B\n SG_ P M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ C m1 : 63|1@1+ (1,0) [0|0] \"\" X\n\n\
    BO_ 2147483648 M2: 8 B\n SG_ D : 7|16@0- (1,0) [0|0] \"\" X\n SG_ E : 16|2@1+ (1,0) [0|0] \"\" X\n\n\
    BA_DEF_ SG_ \"DoorjambFact\" STRING ;\nBA_DEF_DEF_ \"DoorjambFact\" \"\";\n\
    BA_ \"DoorjambFact\" SG_ 0 A \"door.front-left.open\";\nBA_ \"DoorjambFact\" SG_ 0 B \"lock.driver.locked\";\n\
    BA_ \"DoorjambFact\" SG_ 1 C \"tailgate.open\";\nBA_ \"DoorjambFact\" SG_ 2147483648 D \"speed\";\n\
    BA_ \"DoorjambFact\" SG_ 2147483648 E \"bonnet.closed\";\n\
    VAL_ 0 B 1 \"locked\" 2 \"unlocked\" ;\nVAL_ 2147483648 E 1 \"closed\" 2 \"not closed\" ;\n";

/// Moments of a few seconds, and now and then the very first and last there are.
fn time() -> impl Strategy<Value = Time> {
    let usual = (0_i64..20_000_000_000).prop_map(Time::from_nanos);
    prop_oneof![8 => usual, 1 => any::<i64>().prop_map(Time::from_nanos), 1 => Just(Time::MAX), 1 => Just(Time::MIN)]
}

fn frame() -> impl Strategy<Value = Frame> {
    let id = prop_oneof![
        (0_u32..4).prop_map(|id| CanId::standard(id).unwrap()),
        (0_u32..4).prop_map(|id| CanId::extended(id).unwrap()),
    ];
    let byte = || prop_oneof![Just(0_u8), Just(1), any::<u8>()];
    let payload = prop_oneof![8 => vec(byte(), 0..=8), 1 => vec(byte(), 9..=64)];
    (time(), id, payload).prop_map(|(time, id, payload)| {
        let flags = if payload.len() > 8 { Flags::FD } else { Flags::empty() };
        Frame::new(time, id, flags, &payload).unwrap()
    })
}

fn action() -> impl Strategy<Value = Action> {
    let facts = Fact::ALL.into_iter().filter(|fact| fact.kind() == FactKind::Switch);
    let subjects: Vec<Subject> = facts.map(Subject::Fact).chain([Subject::Locks]).collect();
    (select(subjects), any::<bool>()).prop_map(|(subject, value)| Action { subject, value })
}

fn window() -> impl Strategy<Value = Window> {
    (action(), time(), time()).prop_map(|(action, begin, end)| Window { action, begin, end })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_fed_to_it_does_harm(frames in vec(frame(), 0..60), windows in vec(window(), 0..12), skipped in action()) {
        let mut learner = Learner::new(Settings { identifiers: 5, changes: 8, ..Settings::default() });
        let mut frames_beyond = 0;
        for frame in &frames {
            let known = learner.identifiers();
            learner.feed(frame);
            prop_assert!(learner.identifiers() <= 5);
            frames_beyond += u64::from(learner.set_aside().frames_beyond > frames_beyond);
            prop_assert!(known <= learner.identifiers());
        }
        prop_assert_eq!(learner.set_aside().frames_beyond, frames_beyond);
        for window in &windows {
            learner.add(*window);
        }
        let car = Car::load("said", SAID.as_bytes()).unwrap();
        prop_assert_eq!(car.sources().len(), 5);
        prop_assert_eq!(learner.verify(&car).len(), 5);
        learner.skip(skipped.subject);
        prop_assert!(learner.next_action().is_none_or(|next| next.subject != skipped.subject));
        for conclusion in learner.conclude() {
            let candidates = match conclusion.outcome {
                Outcome::Claimed(claim) => {
                    prop_assert!(!claim.sources.is_empty());
                    claim.sources.into_iter().map(|source| source.candidate).collect()
                }
                Outcome::Undecided(_, candidates) => candidates,
                Outcome::Absent(_) => Vec::new(),
            };
            for candidate in candidates {
                prop_assert!((0.0..=1.000_001).contains(&candidate.posterior), "{}", candidate.posterior);
            }
        }
    }

    #[test]
    fn chance_alone_is_never_claimed(flips in vec((0_u64..400, 0_u16..64), 0..60), begins in vec((action(), 0_u64..40), 0..8)) {
        let mut learner = Learner::new(Settings::default());
        let id = CanId::standard(0x123).unwrap();
        let mut word = 0_u64;
        for tick in 0..400 {
            for (_, bit) in flips.iter().filter(|(at, _)| *at == tick) {
                word ^= 1 << bit;
            }
            learner.feed(&Frame::new(super::bench::at(tick * 100), id, Flags::empty(), &word.to_le_bytes()).unwrap());
        }
        for (action, second) in begins {
            learner.mark(action, super::bench::at(second * 1000));
        }
        for conclusion in learner.conclude() {
            prop_assert!(conclusion.claimed().is_none(), "{:?}", conclusion);
        }
    }
}
