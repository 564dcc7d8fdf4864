//! What the engine tells apart, one confusion at a time.

use doorjamb::body::{Fact, Opening};
use doorjamb::learn::{Outcome, Subject, Why};

use super::bench::{Script, action, told};

const DOORS: [(&str, &str); 4] = [
    ("front-left open", "front-left closed"),
    ("front-right open", "front-right closed"),
    ("rear-left open", "rear-left closed"),
    ("rear-right open", "rear-right closed"),
];

/// A byte that changes with every frame, and one that does so now and then.
fn noise(now: u64) -> [u8; 2] {
    [u8::try_from(now / 100 % 256).unwrap(), u8::try_from(now / 900 % 7).unwrap() << 2]
}

/// A byte with a bit for each of [`DOORS`].
fn doors(script: &Script, now: u64) -> u8 {
    (0..).zip(DOORS).map(|(bit, (open, _))| u8::from(script.is(open, now, 0)) << bit).sum()
}

#[test]
fn each_door_is_told_from_the_bit_of_all_doors_and_from_the_lamp() {
    let opens = DOORS.map(|(open, _)| open);
    let learner = Script::of(&DOORS, 2).heard(|script, now| {
        let doors = doors(script, now);
        let lamp = script.since(&opens, now).is_some_and(|since| (300..7_000).contains(&since));
        [noise(now), [doors << 2, 0], [u8::from(doors != 0) | u8::from(lamp) << 1, 0]]
    });
    let expected = [
        "door.front-left.open 101 0.2",
        "door.front-right.open 101 0.3",
        "door.rear-left.open 101 0.4",
        "door.rear-right.open 101 0.5",
    ];
    assert_eq!(told(&learner), expected);
}

#[test]
fn a_bit_that_only_one_door_was_tried_on_may_be_that_of_all_doors() {
    let learner =
        Script::of(&DOORS[..1], 3).heard(|script, now| [noise(now), [doors(script, now), 0], [0, 0]]);
    let conclusions = learner.conclude();
    let Outcome::Undecided(Why::NotSeparated { by }, candidates) = &conclusions[0].outcome else {
        panic!("{conclusions:?}")
    };
    assert_eq!(candidates[0].place.to_string(), "101 0.0");
    assert_eq!(candidates[0].evidence.agreed.len(), 6);
    assert!(by.value && by.subject != action(DOORS[0].0).subject, "{by}");
    assert!(learner.next_action().is_some_and(|next| next.subject != action(DOORS[0].0).subject));
}

#[test]
fn what_no_bit_tells_is_absent() {
    let learner =
        Script::of(&DOORS, 2).heard(|script, now| [noise(now), [doors(script, now) & 7, 0], [0, 0]]);
    let told = told(&learner);
    assert_eq!(told[3], "door.rear-right.open absent");
    assert_eq!(told[0], "door.front-left.open 101 0.0");
}

#[test]
fn a_bus_on_which_nothing_follows_hides_the_body() {
    let learner = Script::of(&DOORS, 1).heard(|_, now| [noise(now), [0, 1], [0, 0]]);
    for conclusion in learner.conclude() {
        assert_eq!(conclusion.outcome, Outcome::Absent(Why::NothingMoves { times: 8 }));
    }
}

#[test]
fn opposite_bits_side_by_side_are_a_door_and_its_complement() {
    let learner = Script::of(&DOORS, 2).uneven().heard(|script, now| {
        let left = script.is(DOORS[0].0, now, 0);
        let pair = if left { 0b10 } else { 0b01 };
        [noise(now), [doors(script, now) & !1, 0], [pair << 4, 0]]
    });
    let told = told(&learner);
    assert!(told.contains(&"door.front-left.open 102 0.5".to_owned()), "{told:?}");
    assert!(told.contains(&"door.front-left.closed 102 0.4".to_owned()), "{told:?}");
}

#[test]
fn a_copy_is_a_second_source_and_a_checksum_is_none() {
    let learner = Script::of(&DOORS, 2).heard(|script, now| {
        let doors = doors(script, now);
        let counter = u8::try_from(now / 100 % 16).unwrap() << 4;
        [noise(now), [doors | counter, doors ^ counter ^ 0x5A], [0, 0xF0 ^ doors << 4]]
    });
    let left: Vec<_> = told(&learner).into_iter().filter(|told| told.contains("front-left")).collect();
    assert_eq!(left, ["door.front-left.open 101 0.0", "door.front-left.open 102 1.4"]);
    let conclusions = learner.conclude();
    let sources = &conclusions[0].claimed().unwrap().sources;
    assert_eq!([sources[0].candidate.inverted, sources[1].candidate.inverted], [false, true]);
    assert_eq!(sources[0].cycle.map(|cycle| cycle.as_millis()), Some(100));
}

#[test]
fn a_bit_that_stands_in_frames_of_one_first_byte_is_found_there() {
    let learner = Script::of(&DOORS, 2).heard(|script, now| {
        let page = u8::try_from(now / 100 % 3).unwrap();
        let held = [0x21, doors(script, now), 0x0E][usize::from(page)];
        [noise(now), [page, held], [0, 0]]
    });
    assert_eq!(told(&learner)[2], "door.rear-left.open 101 [01] 1.2");
}

#[test]
fn a_bit_of_every_frame_is_not_given_to_one_first_byte() {
    let learner = Script::of(&DOORS, 2).heard(|script, now| {
        let page = u8::try_from(now / 100 % 3).unwrap();
        [noise(now), [page << 4, doors(script, now) | page << 6], [0, 0]]
    });
    assert_eq!(told(&learner)[2], "door.rear-left.open 101 1.2");
}

#[test]
fn what_a_door_sets_off_for_a_while_is_not_that_door() {
    let lasting = |long: Option<u64>| {
        let learner = Script::of(&DOORS, 3).uneven().heard(|script, now| {
            let greets = script.since(&[DOORS[0].0], now).is_some_and(|since| since < long.unwrap_or(0));
            let left = long.is_none() && script.is(DOORS[0].0, now, 0);
            [noise(now), [doors(script, now) & !1, 0], [0, u8::from(greets || left) << 3]]
        });
        told(&learner).into_iter().find(|told| told.starts_with("door.front-left")).unwrap()
    };
    assert_eq!(lasting(None), "door.front-left.open 102 1.3");
    assert_ne!(lasting(Some(3_200)), lasting(None));
}

#[test]
fn what_is_armed_later_than_it_is_disarmed_is_no_lock() {
    let rounds = [
        ("locked", "unlocked"),
        DOORS[0],
        ("locked", "driver unlocked"),
        DOORS[1],
        ("locked", "others unlocked"),
    ];
    let following = |locks_after: u64, unlocks_after: u64| {
        let learner = Script::of(&rounds, 3).heard(|script, now| {
            let locked = [locks_after, unlocks_after].map(|lag| script.locks(now, lag)) == [[true; 2]; 2];
            [noise(now), [doors(script, now), 0], [u8::from(locked) << 6, 0]]
        });
        told(&learner).into_iter().find(|told| told.starts_with("lock")).unwrap()
    };
    assert_eq!(following(700, 700), "lock.driver.locked 102 0.6");
    assert_ne!(following(2_300, 0), following(700, 700));
}

#[test]
fn what_only_the_fob_moves_may_be_its_command_as_well_as_a_lock() {
    let learner = Script::of(&[("locked", "unlocked"), DOORS[0], DOORS[1]], 3).heard(|script, now| {
        [noise(now), [doors(script, now), 0], [u8::from(script.is("locked", now, 700)) << 6, 0]]
    });
    let locks = learner.conclude().into_iter().find(|one| one.subject == Subject::Locks).unwrap();
    let Outcome::Undecided(Why::NotSeparated { by }, candidates) = locks.outcome else { panic!("{locks:?}") };
    assert_eq!((by, candidates[0].place.to_string()), (action("driver unlocked"), "102 0.6".to_owned()));
}

#[test]
fn what_is_asked_next_ends_with_everything_decided() {
    let mut rounds: Vec<(String, String)> = Vec::new();
    loop {
        let named: Vec<(&str, &str)> =
            rounds.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect();
        let mut learner = Script::of(&named, 1).heard(|script, now| {
            [noise(now), [doors(script, now), 0], [u8::from(script.is("locked", now, 400)), 0]]
        });
        learner.skip(Subject::Fact(Fact::Open(Opening::Bonnet)));
        let Some(next) = learner.next_action() else { break };
        assert_ne!(next.subject, Subject::Fact(Fact::Open(Opening::Bonnet)));
        rounds.push((next.to_string(), next.reverse().to_string()));
        assert!(rounds.len() < 16, "{rounds:?}");
    }
    assert!(rounds.len() >= 6, "{rounds:?}");
}

#[test]
fn what_is_undone_was_never_done() {
    let script = Script::of(&DOORS, 2);
    let mut learner = script.heard(|script, now| [noise(now), [doors(script, now), 0], [0, 0]]);
    let before = told(&learner);
    learner.mark(action("tailgate open"), super::bench::at(12_000));
    assert!(told(&learner).iter().any(|told| told.starts_with("tailgate")));
    assert_eq!(learner.undo().map(|window| window.action), Some(action("tailgate open")));
    assert_eq!(told(&learner), before);
    learner.begin(action("tailgate open"), super::bench::at(13_000));
    assert!(learner.undo().is_some() && !learner.done(super::bench::at(14_000)));
    assert_eq!(told(&learner), before);
}
