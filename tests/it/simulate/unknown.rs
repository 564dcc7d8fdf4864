//! Cars that nobody has documented: what is said of them is so, and they are the same for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use doorjamb::body::{Fact, Lock, Opening};
use doorjamb::frame::{CanId, Frame, Time};
use doorjamb::simulate::unknown::{
    Action, Car, Carrier, FIRST_JUDGING, Mark, Session, Trait, Truth, Unknown,
};

/// A car that is listened to: the last frame of each message and page.
struct Heard {
    car: Car,
    now: Time,
    last: BTreeMap<(CanId, Option<u8>), Vec<u8>>,
}

impl Heard {
    fn new(unknown: &Unknown) -> Self {
        let mut heard = Self { car: unknown.car(), now: Time::ZERO, last: BTreeMap::new() };
        heard.listen(Duration::from_secs(6));
        heard
    }

    fn does(&mut self, action: Action) {
        self.car.perform(action, self.now);
        // Longer than the slowest lock, and a message with several pages, take.
        self.listen(Duration::from_secs(6));
    }

    fn listen(&mut self, span: Duration) {
        self.now = self.now.after(span);
        let mut frame = Frame::empty();
        while self.car.next(self.now, &mut frame) {
            let payload = frame.payload().to_vec();
            self.last.insert((frame.id, payload.first().copied()), payload.clone());
            self.last.insert((frame.id, None), payload);
        }
    }

    fn tells(&self, carrier: &Carrier) -> Option<bool> {
        let payload = self.last.get(&(carrier.id, carrier.page))?;
        let byte = payload.get(usize::from(carrier.bit / 8))?;
        Some((byte >> (carrier.bit % 8) & 1 == 1) == carrier.when_true)
    }
}

#[test]
fn every_carrier_says_what_hands_did() {
    let mut told = 0;
    for seed in 1..10 {
        let unknown = Unknown::new(seed);
        let mut heard = Heard::new(&unknown);
        let mut expect = |heard: &Heard, fact: Fact, value: bool| {
            for carrier in unknown.truth().carriers(fact) {
                assert_eq!(heard.tells(carrier), Some(value), "seed {seed}, {}: {carrier:?}", fact.name());
                told += 1;
            }
        };
        for opening in Opening::ALL {
            heard.does(Action::Opens(opening));
            for other in Opening::ALL {
                expect(&heard, Fact::Open(other), other == opening);
            }
            heard.does(Action::Closes(opening));
            expect(&heard, Fact::Open(opening), false);
        }
        heard.does(Action::Locks);
        for lock in Lock::ALL {
            expect(&heard, Fact::Locked(lock), true);
        }
        heard.does(Action::UnlocksByHand(Lock::Driver));
        expect(&heard, Fact::Locked(Lock::Driver), false);
        expect(&heard, Fact::Commanded(Lock::Driver), true);
        heard.does(Action::Unlocks);
        for lock in Lock::ALL {
            expect(&heard, Fact::Locked(lock), false);
        }
        expect(&heard, Fact::Commanded(Lock::Driver), false);
    }
    assert!(told > 200, "only {told} values were looked at");
}

fn all(mut session: Session) -> Vec<Frame> {
    let mut frames = Vec::new();
    let mut frame = Frame::empty();
    while session.next(&mut frame) {
        frames.push(frame.clone());
    }
    frames
}

#[test]
fn a_seed_is_one_car_and_one_person_for_ever() {
    let session = |seed| Unknown::new(seed).session();
    assert!(all(session(3)) == all(session(3)), "the same frames");
    assert_eq!(session(3).marks().collect::<Vec<_>>(), session(3).marks().collect::<Vec<_>>());
    assert_ne!(Unknown::new(3).truth(), Unknown::new(4).truth());
    assert_ne!(Unknown::new(FIRST_JUDGING).truth(), Unknown::new(FIRST_JUDGING + 1).truth());
}

#[test]
fn a_session_is_in_order_and_as_busy_as_a_car() {
    for seed in 1..4 {
        let session = Unknown::new(seed).session();
        let marks: Vec<Mark> = session.marks().collect();
        assert!(marks.is_sorted_by_key(|mark| mark.time));
        let frames = all(session);
        assert!(frames.is_sorted_by_key(|frame| frame.time));
        let seconds = frames[frames.len() - 1].time.as_secs_f64();
        assert!(marks[0].time.as_secs_f64() > 15.0 && seconds > marks[marks.len() - 1].time.as_secs_f64());
        assert!((60.0..400.0).contains(&seconds), "{seconds} s");
        let ids: BTreeSet<CanId> = frames.iter().map(|frame| frame.id).collect();
        assert!((35..=120).contains(&ids.len()), "{} identifiers", ids.len());
        let rate = frames.len() as f64 / seconds;
        assert!((100.0..3000.0).contains(&rate), "{rate} frames a second");
    }
}

#[test]
fn nobody_is_asked_for_one_thing_more_than_three_times() {
    for seed in 1..40 {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for mark in Unknown::new(seed).session().marks() {
            *counts.entry(mark.action.to_string()).or_default() += 1;
        }
        assert!(counts.values().all(|count| (1..=3).contains(count)), "{counts:?}");
    }
}

#[test]
fn cars_differ_as_real_ones_do() {
    let cars: Vec<Unknown> = (1..200).map(Unknown::new).collect();
    let share = |is: &dyn Fn(&Unknown) -> bool| cars.iter().filter(|car| is(car)).count() * 100 / cars.len();
    let has = |car: &Unknown, fact| car.truth().carriers(fact).next().is_some();
    let has_any = |car: &Unknown| Truth::asked().iter().any(|fact| has(car, *fact));
    assert!((5..20).contains(&share(&|car| !has_any(car))), "hidden behind a gateway");
    assert!(
        (15..50).contains(&share(&|car| has_any(car) && !has(car, Fact::Locked(Lock::Driver)))),
        "no locks"
    );
    assert!((3..25).contains(&share(&|car| car.truth().two_doors())), "two doors");
    let with = |what: Trait| {
        let is = |carrier: &Carrier| carrier.traits.contains(&what);
        share(&|car: &Unknown| Truth::asked().iter().any(|fact| car.truth().carriers(*fact).any(is)))
    };
    for what in [Trait::Paged, Trait::TwoBit, Trait::Passing, Trait::Bounces, Trait::Copied, Trait::Inverted]
    {
        assert!((4..70).contains(&with(what)), "{}: {} %", what.word(), with(what));
    }
    assert!(with(Trait::Guarded) > 4 && with(Trait::Rests) > 2);
}
