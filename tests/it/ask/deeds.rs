//! What makes a car do something: only with everything a person must have said, only what moves or clears, and only once.

use std::time::Duration;

use doorjamb::ask::isotp::{Link, Settings};
use doorjamb::ask::{Deed, Exchange, NoAnswer, Permitted, Refusal, Timing, Withheld};
use doorjamb::body::Grade;
use doorjamb::car::{Actuation, Car};
use doorjamb::frame::Time;
use proptest::prelude::{any, prop_assert_eq, proptest};

use super::link::route;
use super::unit::{Says, Talk, Unit};

/// A car whose file declares `request` as what locks it.
fn declaring(request: &[u8]) -> Car {
    let bytes: Vec<String> = request.iter().map(|byte| format!("{byte:02X}")).collect();
    let text = format!(
        "BU_: BCM\nBO_ 2683826945 LOCK: 8 BCM\n\
         BA_DEF_ BU_ \"DoorjambRequestId\" INT 0 536870911;\nBA_DEF_ BU_ \"DoorjambResponseId\" INT 0 536870911;\n\
         BA_DEF_ BO_ \"DoorjambRequest\" STRING;\nBA_DEF_ BO_ \"DoorjambActuation\" STRING;\n\
         BA_DEF_DEF_ \"DoorjambRequestId\" 0;\nBA_DEF_DEF_ \"DoorjambResponseId\" 0;\n\
         BA_DEF_DEF_ \"DoorjambRequest\" \"\";\nBA_DEF_DEF_ \"DoorjambActuation\" \"\";\n\
         BA_ \"DoorjambRequestId\" BU_ BCM 1861;\nBA_ \"DoorjambResponseId\" BU_ BCM 1893;\n\
         BA_ \"DoorjambRequest\" BO_ 2683826945 \"{}\";\nBA_ \"DoorjambActuation\" BO_ 2683826945 \"lock\";\n",
        bytes.join(" ")
    );
    Car::load("mine", text.as_bytes()).unwrap()
}

/// What a person must have said to `actuation`.
fn everything(actuation: &Actuation) -> Permitted<'_> {
    Permitted { by_flag: true, shown: Some(actuation.grade), typed: &actuation.word, speed: Some(0.0) }
}

fn locks() -> Deed {
    let car = Car::by_name("nissan_qashqai_j10").unwrap().unwrap();
    let lock = car.actuations().iter().find(|one| one.word == "lock").unwrap();
    Deed::consented(lock, everything(lock)).unwrap()
}

#[test]
fn nothing_is_done_unless_everything_was_said() {
    let car = Car::by_name("nissan_qashqai_j10").unwrap().unwrap();
    for actuation in car.actuations() {
        let said = everything(actuation);
        let deed = Deed::consented(actuation, said).unwrap();
        assert_eq!(deed.bytes(), actuation.request.bytes());
        for (lacking, expected) in [
            (Permitted { by_flag: false, ..said }, Withheld::NotPermitted),
            (Permitted { shown: None, ..said }, Withheld::NotShown),
            (Permitted { shown: Some(Grade::A), ..said }, Withheld::NotShown),
            (Permitted { speed: None, ..said }, Withheld::SpeedUnknown),
            (Permitted { speed: Some(0.01), ..said }, Withheld::Driving(0.01)),
            (Permitted { typed: "", ..said }, Withheld::NotConfirmed),
            (Permitted { typed: "yes", ..said }, Withheld::NotConfirmed),
        ] {
            assert_eq!(Deed::consented(actuation, lacking), Err(expected), "{}", actuation.word);
        }
    }
}

proptest! {
    #[test]
    fn whatever_a_file_declares_only_what_moves_or_clears_is_ever_done(
        service in any::<u8>(), rest in proptest::collection::vec(any::<u8>(), 0..7),
    ) {
        let car = declaring(&[&[service][..], &rest].concat());
        prop_assert_eq!(car.actuations().len(), 1);
        for actuation in car.actuations() {
            let done = Deed::consented(actuation, everything(actuation));
            prop_assert_eq!(done.is_ok(), matches!(service, 0x14 | 0x2F | 0x30), "{:?}", done);
        }
    }
}

/// What becomes of locking, and what the unit was told, when it says this.
fn done(script: Says) -> (doorjamb::ask::Outcome, Vec<Vec<u8>>) {
    let tester = Exchange::new(Link::new(route(), Settings::default()), Timing::default());
    let unit = Unit::new(Link::new(route().reversed(), Settings::default()), vec![script]);
    let mut talk = Talk::new(tester, unit);
    talk.tester.perform(locks(), Time::ZERO).unwrap();
    let outcome = talk.run(Time::ZERO.after(Duration::from_secs(60))).unwrap();
    (outcome, talk.unit.asked.into_iter().map(|(_, asked)| asked).collect())
}

#[test]
fn what_is_done_is_done_once_whatever_the_unit_says() {
    let told = vec![vec![0x30, 0x07, 0x00, 0x01]];
    assert_eq!(done(vec![(5, vec![0x70, 0x07, 0x00, 0x01])]), (Ok(vec![0, 1]), told.clone()));
    assert_eq!(done(vec![(5, vec![0x7F, 0x30, 0x21])]), (Err(NoAnswer::Busy), told.clone()));
    let refused = Err(NoAnswer::Refused(Refusal(0x22)));
    assert_eq!(done(vec![(5, vec![0x7F, 0x30, 0x22])]), (refused, told.clone()));
    assert_eq!(done(vec![]), (Err(NoAnswer::Silent), told));
}
