//! Testers overheard: what was asked and what came of it is counted as it was, and no broadcast becomes a conversation.

use std::time::Duration;

use doorjamb::ask::Refusal;
use doorjamb::ask::conversation::{Conversation, Conversations, Question, Said};
use doorjamb::ask::isotp::{Link, Route, Settings};
use doorjamb::car::Car;
use doorjamb::frame::{CanId, Flags, Frame, Time};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::link::route;
use super::wire::Wire;

/// What a unit says to a question.
#[derive(Debug, Clone)]
enum Reply {
    Data(Vec<u8>),
    Refusal(u8),
    LateData(Vec<u8>),
    Nothing,
}

fn short(id: u32) -> CanId {
    CanId::standard(id).unwrap()
}

/// Frames of a tester that asks with `route`, a question every 10 s, and what the unit says.
fn talk(route: Route, asked: &[(Vec<u8>, Reply)]) -> Vec<Frame> {
    let settings = Settings::default();
    let mut wire = Wire::new([Link::new(route, settings), Link::new(route.reversed(), settings)], vec![]);
    for (place, (question, reply)) in asked.iter().enumerate() {
        wire.now = Time::ZERO.after(Duration::from_secs(10 * place as u64));
        let now = wire.now;
        wire.sides[0].send(question, now).unwrap();
        wire.settle();
        let service = question[0];
        let data = |data: &[u8]| {
            let echo = if matches!(service, 0x22 | 0x2E) { 3 } else { 2 };
            [&[service | 0x40], &question[1..echo.min(question.len())], data].concat()
        };
        let messages = match reply {
            Reply::Data(bytes) => vec![data(bytes)],
            Reply::Refusal(code) => vec![vec![0x7F, service, *code]],
            Reply::LateData(bytes) => vec![vec![0x7F, service, 0x78], data(bytes)],
            Reply::Nothing => vec![],
        };
        for message in messages {
            wire.now = wire.now.after(Duration::from_secs(3));
            let now = wire.now;
            wire.sides[1].send(&message, now).unwrap();
            wire.settle();
        }
    }
    wire.heard
}

fn heard(conversations: &mut Conversations, frames: &[Frame]) -> Vec<Conversation> {
    for frame in frames {
        assert!(conversations.wants(frame.id));
        conversations.hear(frame);
    }
    conversations.told()
}

fn question() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        (select(&[0x21_u8, 0x1A, 0x01, 0x09][..]), 0_u8..5).prop_map(|(service, id)| vec![service, id]),
        (0_u8..5).prop_map(|id| vec![0x22, 0x0E, id]),
        Just(vec![0x30, 0x07, 0x00, 0x01]),
        (0_u8..9).prop_map(|byte| [&[0x2E, 0xF1, 0x90][..], &[byte; 17]].concat()),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let data = || proptest::collection::vec(any::<u8>(), 0..60);
    prop_oneof![
        4 => data().prop_map(Reply::Data),
        1 => data().prop_map(Reply::LateData),
        1 => select(&[0x11_u8, 0x12, 0x21, 0x31][..]).prop_map(Reply::Refusal),
        1 => Just(Reply::Nothing),
    ]
}

/// Identifiers that belong together, from the tester's side.
fn routes() -> impl Strategy<Value = Route> {
    let long = |id| CanId::extended(id).unwrap();
    select(vec![
        route(),
        Route::new(short(0x7E0), short(0x7E8)),
        Route::new(short(0x79B), short(0x7BB)),
        Route::new(long(0x18DA_40F1), long(0x18DA_F140)),
    ])
}

proptest! {
    #[test]
    fn every_question_is_counted_with_what_came_of_it(
        asked in proptest::collection::vec((question(), reply()), 1..25),
        route in routes(),
    ) {
        let frames = talk(route, &asked);
        let told = heard(&mut Conversations::default(), &frames);
        let is_any = asked.iter().any(|(_, reply)| !matches!(reply, Reply::Nothing));
        prop_assert_eq!(told.len(), usize::from(is_any), "{:?}", told);
        for talk in told {
            prop_assert_eq!((talk.tester, talk.unit, talk.untold), (route.sends, route.hears, 0));
            for question in &talk.questions {
                let head = question.head.bytes();
                let same = asked.iter().filter(|(asked, _)| asked.starts_with(head));
                let answers = same.clone().filter(|(_, reply)| matches!(reply, Reply::Data(_) | Reply::LateData(_)));
                prop_assert_eq!(question.answered, answers.count() as u64, "{}", question.head);
                for (refusal, times) in &question.refused {
                    let refusals = same.clone().filter(|(_, reply)| matches!(reply, Reply::Refusal(code) if *code == refusal.0));
                    prop_assert_eq!(*times, refusals.count() as u64);
                }
                // What is written into a unit may name its owner.
                prop_assert!(head[0] != 0x2E || head.len() == 3);
            }
            let answered: u64 = talk.questions.iter().map(|question| question.answered).sum();
            let replies = asked.iter().filter(|(_, reply)| matches!(reply, Reply::Data(_) | Reply::LateData(_)));
            prop_assert_eq!(answered, replies.count() as u64);
        }
    }

    #[test]
    fn broadcasts_with_identifiers_of_diagnostics_are_no_conversation(
        bases in proptest::collection::btree_map(0x700_u32..0x800, (any::<[u8; 8]>(), 1_usize..8, 0_usize..3), 2..60),
    ) {
        let mut conversations = Conversations::default();
        for round in 0..60_u8 {
            for (id, (base, counts, moves)) in &bases {
                let mut payload = *base;
                payload[*counts] = payload[*counts].wrapping_add(round);
                payload[*counts / 2 + moves] ^= (round / 16) << 4;
                let time = Time::ZERO.after(Duration::from_millis(u64::from(round) * 100 + u64::from(*id) / 16));
                let frame = Frame::new(time, short(*id), Flags::empty(), &payload).unwrap();
                conversations.hear(&frame);
            }
        }
        prop_assert_eq!(conversations.told(), vec![]);
    }

    #[test]
    fn whatever_comes_is_heard_and_what_is_told_stays_bounded(
        frames in proptest::collection::vec(
            (0x7D0_u32..0x800, 0_u64..50, proptest::collection::vec(select(&[0x01_u8, 0x02, 0x03, 0x10, 0x21, 0x22, 0x30, 0x61, 0x62, 0x7F, 0x78][..]), 0..9)),
            0..400,
        ),
    ) {
        let mut conversations = Conversations::default();
        let mut time = Time::ZERO;
        for (id, pause, payload) in &frames {
            time = time.after(Duration::from_millis(*pause));
            if let Some(frame) = Frame::new(time, short(*id), Flags::empty(), payload)
                && let Some(exchanged) = conversations.hear(&frame)
            {
                prop_assert!(exchanged.said != Said::Pending);
            }
        }
        for talk in conversations.told() {
            prop_assert!(talk.tester != talk.unit && talk.questions.len() <= 200);
            let told: u64 = talk.questions.iter().map(Question::times).sum();
            prop_assert!(told <= frames.len() as u64);
        }
    }
}

#[test]
fn units_and_requests_have_the_names_that_the_cars_dbc_gives_them() {
    let car = Car::by_name("nissan_qashqai_j10").unwrap().unwrap();
    let mut conversations = Conversations::new(Some(&car));
    let codes = vec![2, 0xD0, 0x00, 0x60, 0xA5, 0x62, 0x20];
    let asked = [(vec![0x21, 0x47], Reply::Data(vec![0, 0])), (vec![0x17, 0xFF, 0x00], Reply::Nothing)];
    let told = heard(&mut conversations, &talk(route(), &asked));
    assert_eq!(told[0].name.as_deref(), Some("BCM"));
    assert!(told[0].questions[0].about.is_some(), "{told:?}");
    // Codes are read by a whole list of them.
    let mut conversations = Conversations::default();
    let at = |millis| Time::ZERO.after(Duration::from_millis(millis));
    let frame =
        |millis, id, payload: &[u8]| Frame::new(at(millis), short(id), Flags::empty(), payload).unwrap();
    let message = [&[0x57][..], &codes].concat();
    let mut frames = vec![
        frame(0, 0x745, &[3, 0x17, 0xFF, 0]),
        frame(50, 0x765, &[&[0x10, 8][..], &message[..6]].concat()),
        frame(51, 0x745, &[0x30, 0, 0]),
        frame(60, 0x765, &[&[0x21][..], &message[6..]].concat()),
    ];
    let told = heard(&mut conversations, &frames);
    let codes: Vec<String> = told[0].questions[0].codes.iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["U1000", "B2562"]);
    // Without the frame that says how to go on, too: a capture may have lost it.
    frames.remove(2);
    assert_eq!(heard(&mut Conversations::default(), &frames).len(), 1);
}

#[test]
fn a_question_to_all_is_a_conversation_with_each_unit_that_answers() {
    let frame = |millis: u64, id, payload: &[u8]| {
        let time = Time::ZERO.after(Duration::from_millis(millis));
        Frame::new(time, short(id), Flags::empty(), payload).unwrap()
    };
    let frames = [
        frame(0, 0x7DF, &[2, 1, 0x0D]),
        frame(20, 0x7E8, &[3, 0x41, 0x0D, 40]),
        frame(25, 0x7EA, &[3, 0x7F, 1, 0x12]),
        frame(26, 0x765, &[3, 0x41, 0x0D, 40]),
    ];
    let told = heard(&mut Conversations::default(), &frames);
    let units: Vec<CanId> = told.iter().map(|talk| talk.unit).collect();
    assert_eq!(units, [short(0x7E8), short(0x7EA)]);
    assert_eq!(told[0].questions[0].head.to_string(), "01 0D (vehicle speed)");
    assert_eq!(told[1].questions[0].refused, [(Refusal(0x12), 1)]);
}

#[test]
fn what_guards_a_car_is_named_as_such_and_nothing_of_it_is_kept() {
    let asked = [
        (vec![0x27, 0x01], Reply::Data(vec![1, 2, 3, 4])),
        (vec![0x27, 0x02, 9, 9, 9, 9], Reply::Refusal(0x35)),
    ];
    let told = heard(&mut Conversations::default(), &talk(route(), &asked));
    assert_eq!(told[0].questions.len(), 1);
    assert_eq!(told[0].questions[0].head.to_string(), "27 (security service, not decoded)");
    assert_eq!(told[0].questions[0].head.bytes(), [0x27]);
}
