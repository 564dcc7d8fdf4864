//! One question to all: who answers, in one frame or many, at once or later, and when it is over.

use std::time::Duration;

use doorjamb::ask::isotp::{Event, Link, Route, Settings};
use doorjamb::ask::{Everyone, Functional, NoAnswer, Refusal, Reply, Request, Timing};
use doorjamb::frame::{CanId, Frame, Time};
use proptest::prelude::{any, prop_assert_eq, proptest};

/// What units say: their number, after how many milliseconds, and what.
type Said = Vec<(u32, u64, Vec<u8>)>;

fn response(everyone: Everyone, number: u32) -> CanId {
    match everyone {
        Everyone::Short => CanId::standard(0x7E8 + number).unwrap(),
        Everyone::Long => CanId::extended(0x18DA_F100 | number).unwrap(),
    }
}

/// Asks all for their VIN and lets the units say this.
fn asked(everyone: Everyone, said: &Said) -> Vec<Reply> {
    let mut now = Time::ZERO;
    let (settings, timing) = (Settings::default(), Timing::default());
    let mut call = Functional::new(everyone, Request::Vehicle(2), settings, timing, now);
    let first = call.outgoing(now).unwrap();
    assert_eq!((first.id, &first.payload()[..3]), (everyone.request(), &[2, 9, 2][..]));
    let mut units: Vec<(Time, Link, &[u8])> = said
        .iter()
        .map(|(number, pause, message)| {
            let response = response(everyone, *number);
            let route = Route::new(response, everyone.physical(response).unwrap());
            (now.after(Duration::from_millis(*pause)), Link::new(route, settings), &message[..])
        })
        .collect();
    for _ in 0..10_000 {
        if let Some(replies) = call.advance(now) {
            return replies.unwrap();
        }
        let mut flying: Vec<Frame> = vec![];
        for (time, link, message) in &mut units {
            if *time <= now && !message.is_empty() {
                link.send(message, now).unwrap();
                *message = &[];
            }
            assert!(!link.advance(now).iter().any(|event| matches!(event, Event::SendFailed(_))));
            flying.extend(std::iter::from_fn(|| link.outgoing(now)));
        }
        for frame in &flying {
            call.feed(frame, now);
        }
        while let Some(frame) = call.outgoing(now) {
            for (_, link, _) in &mut units {
                link.feed(&frame, now);
            }
        }
        let starts = units.iter().filter(|(.., message)| !message.is_empty()).map(|(time, ..)| *time);
        let due = starts.chain(units.iter().filter_map(|(_, link, _)| link.due())).chain(call.due()).min();
        now = now.max(due.unwrap());
    }
    panic!("this never ends: {call:?}");
}

#[test]
fn answers_of_several_units_are_told_by_who_gave_them_and_silence_ends_it() {
    let vin = |letter: u8| [&[0x49, 2, 1][..], &[letter; 17]].concat();
    let said = vec![
        (1, 40, vin(b'B')),
        (0, 40, vin(b'A')),
        (3, 10, vec![0x7F, 9, 0x12]),
        (4, 10, vec![0x41, 0x0D, 1]),
        (0, 90, vin(b'C')),
        (2, 700, vin(b'D')),
    ];
    for everyone in [Everyone::Short, Everyone::Long] {
        let replies = asked(everyone, &said);
        let of = |number| replies.iter().find(|reply| reply.response == response(everyone, number));
        assert_eq!(replies.len(), 3, "{replies:?}");
        assert_eq!(of(0).unwrap().outcome, Ok([&[1][..], &[b'A'; 17]].concat()), "the first counts");
        assert_eq!(of(1).unwrap().outcome, Ok([&[1][..], &[b'B'; 17]].concat()));
        assert_eq!(of(3).unwrap().outcome, Err(NoAnswer::Refused(Refusal(0x12))));
    }
    assert_eq!(asked(Everyone::Short, &vec![]), []);
}

#[test]
fn a_unit_that_takes_its_time_is_waited_for_and_one_that_never_comes_is_not() {
    let pending = vec![0x7F, 9, 0x78];
    let said = vec![(0, 50, pending.clone()), (0, 3000, vec![0x49, 2, 7]), (1, 60, pending)];
    let replies = asked(Everyone::Short, &said);
    let outcomes: Vec<_> = replies.into_iter().map(|reply| reply.outcome).collect();
    assert_eq!(outcomes, [Ok(vec![7]), Err(NoAnswer::Silent)]);
}

proptest! {
    #[test]
    fn every_unit_that_answers_in_time_is_heard(
        said in proptest::collection::btree_map(
            0_u32..8, (0_u64..250, proptest::collection::vec(any::<u8>(), 0..60)), 0..8,
        ),
    ) {
        let said: Said = said
            .into_iter()
            .map(|(number, (pause, data))| (number, pause, [&[0x49, 2], &data[..]].concat()))
            .collect();
        let replies = asked(Everyone::Short, &said);
        let expected: Vec<_> = said
            .iter()
            .map(|(number, _, message)| Reply {
                response: response(Everyone::Short, *number),
                outcome: Ok(message[2..].to_vec()),
            })
            .collect();
        prop_assert_eq!(replies, expected);
    }
}
