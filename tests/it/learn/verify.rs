//! A documented car beside what was done: each signal is confirmed, contradicted, or named with the reason why not.

use std::fmt::Write;

use doorjamb::car::Car;
use doorjamb::learn::{Found, Learner, Unchecked, Verified};

use super::bench::{Script, action};

const ROUNDS: [(&str, &str); 3] = [
    ("front-left open", "front-left closed"),
    ("tailgate open", "tailgate closed"),
    ("all locked", "all unlocked"),
];

/// Identifier, name, place, words and fact of each signal; one that is called `PAGE` selects others.
type Signals<'a> = &'a [(u32, &'a str, &'a str, &'a str, &'a str)];

fn car(signals: Signals<'_>) -> Car {
    let mut text = "VERSION \"\"\n\nBU_: BCM\n\n".to_owned();
    for id in [0x100, 0x101, 0x102] {
        writeln!(text, "BO_ {id} M{id:X}: 2 BCM").unwrap();
        for (_, name, place, ..) in signals.iter().filter(|(of, ..)| *of == id) {
            writeln!(text, " SG_ {name} : {place} (1,0) [0|0] \"\" Vector__XXX").unwrap();
        }
        text.push('\n');
    }
    text.push_str("BA_DEF_ SG_ \"DoorjambFact\" STRING ;\nBA_DEF_DEF_ \"DoorjambFact\" \"\";\n");
    for (id, name, _, words, fact) in signals {
        let name = name.split(' ').next().unwrap();
        if !fact.is_empty() {
            writeln!(text, "BA_ \"DoorjambFact\" SG_ {id} {name} \"{fact}\";").unwrap();
        }
        if !words.is_empty() {
            writeln!(text, "VAL_ {id} {name} {words} ;").unwrap();
        }
    }
    let car = Car::load("said", text.as_bytes()).unwrap();
    assert!(car.repairs().is_empty(), "{:?}\n{text}", car.repairs());
    car
}

/// The front-left door as 1 (open) or 2 (closed) in bits 4 and 5 of 101, the locks in bits 0 to 2 of byte 1; 102 has pages 5 and 6, on
/// the first of which bit 1.3 is the tailgate. 100 counts.
fn heard(rounds: &[(&str, &str)]) -> Learner {
    Script::of(rounds, 3).heard(|script, now| {
        let door = if script.is("front-left open", now, 0) { 0x10 } else { 0x20 };
        let lock = if script.is("all locked", now, 200) { 5 } else { 2 };
        let tailgate = u8::from(script.is("tailgate open", now, 0)) << 3;
        let page = u8::try_from(now / 100 % 2).unwrap();
        [
            [u8::try_from(now / 100 % 251).unwrap(), 0],
            [door, lock],
            [5 + page, if page == 0 { tailgate } else { 8 }],
        ]
    })
}

fn only(learner: &Learner, signals: Signals<'_>) -> Verified {
    let mut all = learner.verify(&car(signals));
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn the_words_of_several_bits_are_held_against_what_was_done() {
    let learner = heard(&ROUNDS);
    for (id, place, words, fact) in [
        (0x101, "4|2@1+", "0 \"not available\" 1 \"open\" 2 \"closed\"", "door.front-left.open"),
        (0x101, "4|2@1+", "1 \"not closed\" 2 \"closed, or so it seems\"", "door.front-left.closed"),
        (0x101, "4|1@1+", "", "door.front-left.open"),
        (0x101, "4|1@1+", "0 \"closed\" 1 \"not closed\"", "door.front-left.closed"),
        (0x101, "8|3@1+", "2 \"unlocked\" 5 \"locked\"", "lock.driver.locked"),
        (0x101, "10|3@0+", "2 \"unlocked\" 5 \"locked\"", "lock.others.locked"),
        (0x101, "10|3@0-", "-3 \"commanded to lock\" 2 \"commanded to unlock\"", "lock.driver.commanded"),
    ] {
        let said = only(&learner, &[(id, "S", place, words, fact)]);
        let Found::Confirmed(evidence) = &said.found else { panic!("{fact} {place}: {:?}", said.found) };
        assert_eq!((evidence.agreed.len(), evidence.contradicted.len()), (6, 0), "{fact} {place}");
    }
}

#[test]
fn words_the_wrong_way_round_are_told_from_a_wrong_place() {
    let learner = heard(&ROUNDS);
    let said = only(&learner, &[(0x101, "S", "4|2@1+", "1 \"closed\" 2 \"open\"", "door.front-left.open")]);
    assert!(matches!(&said.found, Found::Turned(evidence) if evidence.agreed.len() == 6), "{said:?}");
    assert!(said.found.is_contradiction());
    let said = only(&learner, &[(0x101, "S", "8|3@1+", "2 \"closed\" 5 \"open\"", "door.front-left.open")]);
    let Found::Contradicted(evidence) = &said.found else { panic!("{said:?}") };
    assert_eq!((evidence.agreed.len(), evidence.contradicted.len()), (0, 12));
}

#[test]
fn a_signal_of_one_page_is_looked_for_on_that_page_alone() {
    let learner = heard(&ROUNDS);
    let page = (0x102, "PAGE M", "0|8@1+", "", "");
    let said = only(&learner, &[page, (0x102, "S m5", "11|1@1+", "", "tailgate.open")]);
    assert!(matches!(&said.found, Found::Confirmed(evidence) if evidence.agreed.len() == 6), "{said:?}");
    assert_eq!(said.place.unwrap().to_string(), "102 [05] 1.3");
    let never = only(&learner, &[page, (0x102, "S m7", "11|1@1+", "", "tailgate.open")]);
    assert_eq!(never.found, Found::NeverHeard);
    let whole = only(&learner, &[(0x102, "S", "11|1@1+", "", "tailgate.open")]);
    assert!(matches!(whole.found, Found::NotCheckable(Unchecked::Busy)), "{whole:?}");
}

#[test]
fn what_cannot_be_checked_is_named_with_the_reason() {
    let learner = heard(&ROUNDS);
    let nibble = (0x102, "PAGE M", "0|4@1+", "", "");
    let counter = (0x100, "PAGE M", "0|8@1+", "", "");
    for (signals, reason) in [
        (&[(0x100, "S", "0|3@1+", "1 \"open\" 2 \"closed\"", "tailgate.open")][..], Unchecked::Busy),
        (&[(0x101, "S", "4|2@1+", "0 \"open\" 3 \"closed\"", "tailgate.open")], Unchecked::Wordless),
        (&[nibble, (0x102, "S m5", "11|1@1+", "", "tailgate.open")], Unchecked::Selector),
        (&[counter, (0x100, "S m5", "11|1@1+", "", "tailgate.open")], Unchecked::Pages),
        (&[(0x101, "S", "0|8@1+", "", "speed")], Unchecked::Number),
        (&[(0x101, "S", "0|8@1+", "", "bcm.wake")], Unchecked::Event),
        (&[(0x101, "S", "0|2@1+", "0 \"off\" 2 \"ON\"", "ignition")], Unchecked::Position),
        (&[(0x101, "S", "0|1@1+", "", "turn.left")], Unchecked::Flashes),
    ] {
        assert_eq!(only(&learner, signals).found, Found::NotCheckable(reason), "{signals:?}");
    }
    let mut short = Learner::new(learner.settings().clone());
    for frame in Script::of(&ROUNDS, 1).frames(|_, _| [[0; 2]; 3]) {
        let cut = doorjamb::frame::Frame::new(frame.time, frame.id, frame.flags, &frame.payload()[..1]);
        short.feed(&cut.unwrap());
    }
    let said = only(&short, &[(0x101, "S", "11|1@1+", "", "tailgate.open")]);
    assert_eq!(said.found, Found::NotCheckable(Unchecked::Short));
}

#[test]
fn every_fact_of_a_car_is_listed_and_what_nobody_moved_says_what_would() {
    let learner = heard(&ROUNDS[..1]);
    let j10 = Car::by_name("nissan_qashqai_j10").unwrap().unwrap();
    let all = learner.verify(&j10);
    assert_eq!(all.len(), j10.sources().len());
    let asked = all.iter().filter(|one| one.found == Found::NotCheckable(Unchecked::Asked)).count();
    assert_eq!(asked, 15);
    for (fact, words) in [
        ("tailgate.open", "tailgate open"),
        ("door.rear-left.closed", "rear-left open"),
        ("lock.others.locked", "locked"),
        ("lock.driver.commanded", "locked"),
        ("parking-brake", "parking-brake on"),
    ] {
        let said = only(&learner, &[(0x101, "S", "4|1@1+", "", fact)]);
        assert_eq!((said.found, said.next), (Found::NotExercised, Some(action(words))), "{fact}");
    }
}

#[test]
fn what_was_confirmed_says_what_would_show_that_it_tells_of_nothing_else() {
    let door = (0x101, "S", "4|1@1+", "", "door.front-left.open");
    let lock = (0x101, "S", "8|1@1+", "", "lock.driver.locked");
    let next = |learner: &Learner, signal| {
        let said = only(learner, &[signal]);
        assert!(matches!(said.found, Found::Confirmed(_)), "{said:?}");
        said.next
    };
    assert_eq!(next(&heard(&ROUNDS[..1]), door), Some(action("front-right open")));
    assert_eq!(next(&heard(&ROUNDS), door), None);
    assert_eq!(next(&heard(&ROUNDS), lock), Some(action("driver unlocked")));
}

#[test]
fn what_was_done_before_a_message_came_does_not_speak_against_it() {
    let script = Script::of(&ROUNDS[..1], 3);
    let mut learner = Learner::new(doorjamb::learn::Settings::default());
    let frames = script
        .frames(|script, now| [[0; 2], [u8::from(script.is("front-left open", now, 0)) << 4, 0], [0; 2]]);
    for frame in frames {
        let is_late = frame.id.value() == 0x101 && frame.time < super::bench::at(18_500);
        if !is_late {
            learner.feed(&frame);
        }
    }
    script.marks().into_iter().for_each(|window| learner.add(window));
    let said = only(&learner, &[(0x101, "S", "4|1@1+", "", "door.front-left.open")]);
    let Found::Confirmed(evidence) = &said.found else { panic!("{said:?}") };
    assert_eq!(evidence.agreed.len(), 3);
}
