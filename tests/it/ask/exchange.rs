//! A tester against a unit that says what a script tells it: the outcome is the one that a person reading the script would
//! name, whatever is late, repeated, busy or somebody else's.

use std::time::Duration;

use doorjamb::ask::isotp::{Link, Settings, Stopped};
use doorjamb::ask::{Exchange, NoAnswer, Outcome, Presence, Refusal, Request, Session, StillAsking, Timing};
use doorjamb::frame::Time;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::link::route;
use super::unit::{Says, Talk, Unit};

const ASKED: Request = Request::Local(0x47);

/// A tester, and a unit with these scripts.
fn talk(scripts: Vec<Says>) -> Talk {
    let tester = Exchange::new(Link::new(route(), Settings::default()), Timing::default());
    let unit =
        Unit::new(Link::new(route().reversed(), Settings { block: 4, ..Settings::default() }), scripts);
    Talk::new(tester, unit)
}

fn after(time: Time, millis: u64) -> Time {
    time.after(Duration::from_millis(millis))
}

/// What a unit may say to [`ASKED`]; the pauses leave no doubt on which side of a limit they are.
fn says() -> impl Strategy<Value = Says> {
    let data =
        proptest::collection::vec(any::<u8>(), 0..120).prop_map(|data| [&[0x61, 0x47], &data[..]].concat());
    let refusal = any::<u8>().prop_map(|code| vec![0x7F, 0x21, code]);
    let other = select(vec![vec![0x61, 0x48, 1], vec![0x7F, 0x22, 0x11], vec![0x7E], vec![0x50, 0xC0]]);
    let message = prop_oneof![
        3 => data,
        1 => refusal,
        2 => Just(vec![0x7F, 0x21, 0x78]),
        1 => Just(vec![0x7F, 0x21, 0x21]),
        1 => other,
    ];
    let pause = select(&[0_u64, 7, 7, 131, 131, 409, 3989, 6007][..]);
    proptest::collection::vec((pause, message), 0..8)
}

/// The outcome of these scripts, one for each time the unit is asked, by reading them.
fn expected(scripts: &[Says]) -> Outcome {
    for script in (0..=5).map(|at| scripts.get(at).cloned().unwrap_or_default()) {
        let (mut time, mut limit, mut pending) = (0, 300, None);
        let mut is_busy = false;
        for (pause, message) in script {
            time += pause;
            if time > limit {
                break;
            }
            match message[..] {
                [0x61, 0x47, ref data @ ..] => return Ok(data.to_vec()),
                [0x7F, 0x21, 0x78] => {
                    let since = *pending.get_or_insert(time);
                    limit = (time + 5000).min(since + 20_000);
                }
                [0x7F, 0x21, 0x21] => {
                    is_busy = true;
                    break;
                }
                [0x7F, 0x21, code] => return Err(NoAnswer::Refused(Refusal(code))),
                _ => {}
            }
        }
        if !is_busy {
            let is_longest = pending.is_some_and(|since| limit == since + 20_000);
            return Err(if is_longest { NoAnswer::Pending } else { NoAnswer::Silent });
        }
    }
    Err(NoAnswer::Busy)
}

proptest! {
    #[test]
    fn every_outcome_is_the_one_that_the_script_means(script in says(), more in proptest::collection::vec(says(), 0..3)) {
        // A unit that goes on to speak after it said "busy" answers the repeated question with it: not judged here.
        let until_busy = |mut script: Says| {
            let busy = script.iter().position(|(_, message)| message[..] == [0x7F, 0x21, 0x21]);
            script.truncate(busy.map_or(script.len(), |at| at + 1));
            script
        };
        let scripts: Vec<Says> = [script].into_iter().chain(more).map(until_busy).collect();
        let mut talk = talk(scripts.clone());
        talk.tester.ask(ASKED, Time::ZERO).unwrap();
        let outcome = talk.run(after(Time::ZERO, 300_000));
        prop_assert_eq!(outcome, Some(expected(&scripts)));
        // Whatever the unit still says is set aside, and nothing is left to do.
        prop_assert_eq!(talk.run(after(talk.now, 300_000)), None);
        prop_assert_eq!(talk.tester.due(), None);
    }

    #[test]
    fn a_late_answer_is_never_the_answer_to_the_next_question(late in 301_u64..590, pause in 0_u64..100) {
        let script = vec![(late, vec![0x7F, 0x21, 0x31])];
        let mut talk = talk(vec![script, vec![(pause, vec![0x61, 0x48, 9])]]);
        talk.tester.ask(ASKED, Time::ZERO).unwrap();
        prop_assert_eq!(talk.run(after(Time::ZERO, 1000)), Some(Err(NoAnswer::Silent)));
        talk.tester.ask(Request::Local(0x48), talk.now).unwrap();
        prop_assert_eq!(talk.run(after(talk.now, 1000)), Some(Ok(vec![9])));
        prop_assert!(talk.tester.set_aside() == 1);
    }
}

#[test]
fn a_busy_unit_is_asked_again_after_a_pause_and_not_for_ever() {
    let busy = || vec![(1, vec![0x7F, 0x21, 0x21])];
    let mut talk = talk((0..20).map(|_| busy()).collect());
    talk.tester.ask(ASKED, Time::ZERO).unwrap();
    assert_eq!(talk.tester.ask(ASKED, Time::ZERO), Err(StillAsking));
    assert_eq!(talk.run(after(Time::ZERO, 60_000)), Some(Err(NoAnswer::Busy)));
    let times: Vec<Time> = talk.unit.asked.iter().map(|(time, _)| *time).collect();
    assert_eq!(times.len(), 6);
    assert!(times.windows(2).all(|pair| pair[1].since(pair[0]) >= Duration::from_millis(200)), "{times:?}");
}

#[test]
fn a_session_is_kept_by_silent_signs_of_life_and_left() {
    let mut talk =
        talk(vec![vec![(5, vec![0x50, 0xC0])], vec![(5, vec![0x61, 0x47, 1])], vec![(5, vec![0x50, 0x81])]]);
    let enter = Request::Session(Session::Nissan);
    talk.tester.ask(enter, Time::ZERO).unwrap();
    assert_eq!(talk.run(after(Time::ZERO, 1000)), Some(Ok(vec![])));
    assert_eq!(talk.tester.session(), Some(Session::Nissan));
    assert_eq!(talk.run(after(Time::ZERO, 7000)), None);
    let present = Request::TesterPresent(Presence::Silent).bytes();
    let signs: Vec<Time> =
        talk.unit.asked.iter().filter(|(_, asked)| *asked == present).map(|(time, _)| *time).collect();
    assert_eq!(signs.len(), 3, "{signs:?}");
    assert!(signs.windows(2).all(|pair| pair[1].since(pair[0]) >= Duration::from_secs(2)), "{signs:?}");
    talk.tester.ask(ASKED, talk.now).unwrap();
    assert_eq!(talk.run(after(talk.now, 1000)), Some(Ok(vec![1])));
    assert_eq!(talk.tester.leave(talk.now), Ok(true));
    assert_eq!(talk.run(after(talk.now, 1000)), Some(Ok(vec![])));
    assert_eq!(talk.unit.asked.last().unwrap().1, [0x10, 0x81]);
    let asked = talk.unit.asked.len();
    assert_eq!(talk.run(after(talk.now, 20_000)), None);
    assert_eq!((talk.unit.asked.len(), talk.tester.session()), (asked, None));
    assert_eq!(talk.tester.leave(talk.now), Ok(false));
}

#[test]
fn a_session_that_is_refused_is_none_to_keep() {
    let mut talk = talk(vec![vec![(5, vec![0x7F, 0x10, 0x12])]]);
    talk.tester.ask(Request::Session(Session::UdsExtended), Time::ZERO).unwrap();
    assert_eq!(talk.run(after(Time::ZERO, 1000)), Some(Err(NoAnswer::Refused(Refusal(0x12)))));
    assert_eq!((talk.tester.session(), talk.tester.due()), (None, None));
}

#[test]
fn a_bus_that_takes_nothing_and_an_answer_that_breaks_off_are_told() {
    let mut tester = talk(vec![]).tester;
    tester.ask(ASKED, Time::ZERO).unwrap();
    assert_eq!(tester.advance(Time::ZERO), None);
    let outcome = tester.advance(after(Time::ZERO, 1001));
    assert_eq!(outcome, Some(Err(NoAnswer::NotAsked(Stopped::Blocked))));
    let mut talk = talk(vec![]);
    talk.tester.ask(ASKED, Time::ZERO).unwrap();
    assert!(talk.tester.outgoing(Time::ZERO).is_some());
    let first = doorjamb::frame::Frame::new(
        Time::ZERO,
        route().hears,
        doorjamb::frame::Flags::empty(),
        &[0x10, 20, 0x61, 0x47, 1, 2, 3, 4],
    );
    assert_eq!(talk.tester.feed(&first.unwrap(), after(Time::ZERO, 10)), None);
    let outcome = talk.run(after(Time::ZERO, 5000)).unwrap().unwrap_err();
    assert_eq!(outcome.to_string(), "the answer broke off: the next frame came too late");
}
