//! Two sides of a link against each other: a message comes whole or somebody is told, whatever they agree on and
//! whatever the bus does to their frames.

use std::time::Duration;

use doorjamb::ask::isotp::{
    Event, Fault, Frames, Link, PATIENCE, Reassembly, Refused, Route, Separation, Settings, Stopped, Taken,
    Width,
};
use doorjamb::frame::{CanId, Flags, Frame, Time};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::wire::{Mishap, Wire};

const LIMIT: usize = 6000;

pub(super) fn route() -> Route {
    Route::new(CanId::standard(0x745).unwrap(), CanId::standard(0x765).unwrap())
}

fn routes() -> impl Strategy<Value = Route> {
    let wide = |id| CanId::extended(id).unwrap();
    let fixed = Route::new(wide(0x18DA_40F1), wide(0x18DA_F140));
    select(vec![route(), fixed, route().with_bytes(0x40, 0xF1), fixed.with_bytes(0, 0xFF)])
}

fn frames() -> impl Strategy<Value = Frames> {
    let fd =
        (select(&Width::ALL[..]), any::<bool>()).prop_map(|(width, is_fast)| Frames::Fd { width, is_fast });
    prop_oneof![Just(Frames::Classic), fd]
}

fn settings() -> impl Strategy<Value = Settings> {
    let codes = select(&[0_u8, 0, 1, 5, 0xF1, 0xF9, 0x80, 0xFF][..]);
    let told = (codes, prop_oneof![Just(0_u8), 1_u8..20, Just(255)], 0_u8..4);
    (frames(), any::<Option<u8>>(), told).prop_map(|(frames, padding, (separation, block, waits))| Settings {
        frames,
        padding,
        block,
        separation: Separation(separation),
        limit: LIMIT,
        waits,
        ..Settings::default()
    })
}

fn message() -> impl Strategy<Value = Vec<u8>> {
    let lengths = prop_oneof![1_usize..70, 1_usize..400, 4090_usize..4100, Just(LIMIT)];
    (lengths, any::<u8>()).prop_map(|(length, seed)| {
        (0..length).map(|at| (at * 31 + at / 7).to_le_bytes()[0].wrapping_add(seed)).collect()
    })
}

fn mishaps() -> impl Strategy<Value = Vec<(usize, Mishap)>> {
    let delay = (0_u64..3000).prop_map(|millis| Mishap::Delayed(Duration::from_millis(millis)));
    let mishap = prop_oneof![Just(Mishap::Lost), Just(Mishap::Twice), delay];
    proptest::collection::vec((0_usize..40, mishap), 1..4)
}

fn received(events: &[Event]) -> Vec<&[u8]> {
    let message = |event: &'_ Event| matches!(event, Event::Received(_));
    events
        .iter()
        .filter(|event| message(event))
        .map(|event| if let Event::Received(message) = event { &message[..] } else { &[] })
        .collect()
}

/// What somebody hears who only listens to what one identifier says.
fn overheard(route: Route, heard: &[Frame]) -> Vec<Vec<u8>> {
    let mut reassembly = Reassembly::new(route.addressing(), LIMIT, PATIENCE);
    let mut whole = vec![];
    for frame in heard.iter().filter(|frame| frame.id == route.sends) {
        if let Some(Taken::Whole(message)) = reassembly.feed(frame.time, frame.payload()).taken {
            whole.push(message.to_vec());
        }
    }
    whole
}

proptest! {
    #[test]
    fn whatever_two_sides_agree_on_every_message_comes_whole_in_both_directions(
        route in routes(),
        settings in [settings(), settings()],
        messages in [message(), message()],
    ) {
        let links = [Link::new(route, settings[0]), Link::new(route.reversed(), settings[1])];
        let mut wire = Wire::new(links, vec![]);
        for (side, message) in wire.sides.iter_mut().zip(&messages) {
            side.send(message, Time::ZERO).unwrap();
        }
        wire.settle();
        for (side, message) in [(0, &messages[1]), (1, &messages[0])] {
            prop_assert_eq!(received(&wire.told[side]), vec![&message[..]]);
            prop_assert_eq!(wire.told[side].len(), 2, "{:?}", &wire.told[side]);
            prop_assert!(wire.told[side].contains(&Event::Sent));
        }
        prop_assert_eq!(overheard(route, &wire.heard), vec![messages[0].clone()]);
        prop_assert_eq!(overheard(route.reversed(), &wire.heard), vec![messages[1].clone()]);
    }

    #[test]
    fn whatever_the_bus_does_a_message_comes_whole_or_somebody_is_told_and_never_comes_a_wrong_one(
        route in routes(),
        settings in [settings(), settings()],
        messages in proptest::collection::vec(message(), 1..4),
        mishaps in mishaps(),
    ) {
        let links = [Link::new(route, settings[0]), Link::new(route.reversed(), settings[1])];
        let mut wire = Wire::new(links, mishaps);
        for message in &messages {
            let before = wire.told.clone().map(|told| told.len());
            let now = wire.now;
            wire.sides[0].send(message, now).unwrap();
            wire.settle();
            let told = [0, 1].map(|side| &wire.told[side][before[side]..]);
            prop_assert_eq!(told[0].len(), 1, "the sender is told once: {:?}", told[0]);
            let came = received(told[1]);
            prop_assert!(came.iter().all(|came| came == message), "{:?} of {:?}", came, message);
            let is_failed = |event: &Event| matches!(event, Event::SendFailed(_) | Event::ReceiveFailed(_));
            // What fits into one frame is acknowledged by nobody.
            let is_single = message.len() <= wire.sides[0].single_holds();
            prop_assert!(
                is_single || !came.is_empty() || told.iter().any(|told| told.iter().any(is_failed)),
                "lost in silence: {:?}", told
            );
        }
    }

    #[test]
    fn whatever_comes_a_link_stays_whole_and_comes_to_rest(
        payloads in proptest::collection::vec((0_u64..400, proptest::collection::vec(any::<u8>(), 0..=64)), 0..60),
        route in routes(),
        settings in settings(),
        message in message(),
    ) {
        let settings = Settings { limit: 200, ..settings };
        let mut link = Link::new(route, settings);
        let mut now = Time::ZERO;
        let refused = link.send(&message, now);
        prop_assert_eq!(refused.is_err(), message.len() > 200);
        for (pause, payload) in payloads {
            now = now.after(Duration::from_millis(pause));
            let flags = if payload.len() > 8 { Flags::FD } else { Flags::empty() };
            let mut payload = payload;
            if let (Some((_, heard)), Some(first)) = (route.bytes, payload.first_mut()) {
                *first = heard;
            }
            let frame = Frame::new(now, route.hears, flags, &payload).unwrap();
            for event in link.feed(&frame, now) {
                prop_assert!(!matches!(event, Event::Received(message) if message.len() > 200));
            }
            while link.outgoing(now).is_some() {}
        }
        for _ in 0..20 {
            let Some(due) = link.due() else { break };
            now = now.max(due);
            link.advance(now);
            while link.outgoing(now).is_some() {}
        }
        prop_assert!(!link.is_receiving(), "{:?}", link);
    }
}

#[test]
fn a_first_frame_that_nobody_answers_is_told_when_its_time_has_run_out() {
    let mut link = Link::new(route(), Settings::default());
    link.send(&[7; 20], Time::ZERO).unwrap();
    assert_eq!(link.send(&[1], Time::ZERO), Err(Refused::Busy));
    assert_eq!(link.outgoing(Time::ZERO).unwrap().payload()[..2], [0x10, 20]);
    let due = Time::ZERO.after(PATIENCE);
    assert_eq!(link.due(), Some(due));
    assert_eq!(link.advance(due.before(Duration::from_nanos(1))), []);
    assert_eq!(link.advance(due), [Event::SendFailed(Stopped::Unanswered)]);
    assert!(!link.is_sending() && link.due().is_none());
}

#[test]
fn a_frame_that_the_bus_does_not_take_ends_its_message() {
    let mut link = Link::new(route(), Settings::default());
    link.send(&[0x21, 0x47], Time::ZERO).unwrap();
    let late = Time::ZERO.after(PATIENCE).after(Duration::from_nanos(1));
    assert_eq!(link.advance(late), [Event::SendFailed(Stopped::Blocked)]);
    assert!(link.outgoing(late).is_none());
    let first = said(&[0x10, 20, 1, 2, 3, 4, 5, 6]);
    assert_eq!(link.feed(&first, late), []);
    let later = late.after(PATIENCE).after(Duration::from_nanos(1));
    assert_eq!(link.advance(later), [Event::ReceiveFailed(Fault::Unanswerable)]);
}

/// A frame of the other side.
fn said(payload: &[u8]) -> Frame {
    Frame::new(Time::ZERO, route().hears, Flags::empty(), payload).unwrap()
}

/// What becomes of a long message when the other side answers its beginning so.
fn answered(payloads: &[&[u8]]) -> Vec<Event> {
    let mut link = Link::new(route(), Settings { patience_waits: 2, ..Settings::default() });
    link.send(&[7; 20], Time::ZERO).unwrap();
    link.outgoing(Time::ZERO).unwrap();
    payloads.iter().flat_map(|payload| link.feed(&said(payload), Time::ZERO)).collect()
}

#[test]
fn a_receiver_without_room_without_end_or_without_sense_is_told_apart() {
    let wait = &[0x31, 0, 0][..];
    assert_eq!(answered(&[&[0x32, 0, 0]]), [Event::SendFailed(Stopped::Overflow)]);
    assert_eq!(answered(&[&[0x35, 0, 0]]), [Event::SendFailed(Stopped::BadFlowControl(0x35))]);
    assert_eq!(answered(&[wait, wait]), []);
    assert_eq!(answered(&[wait, wait, wait]), [Event::SendFailed(Stopped::TooManyWaits)]);
    assert_eq!(answered(&[&[0x30]]), [], "too short to be one");
}

#[test]
fn the_other_sides_pause_and_block_are_kept() {
    let mut link = Link::new(route(), Settings { padding: None, ..Settings::default() });
    link.send(&[7; 30], Time::ZERO).unwrap();
    link.outgoing(Time::ZERO).unwrap();
    let at = |micros| Time::ZERO.after(Duration::from_micros(micros));
    link.feed(&said(&[0x30, 2, 0xF3]), at(1000));
    assert_eq!(link.outgoing(at(1000)).unwrap().payload()[0], 0x21);
    assert_eq!(link.due(), Some(at(1300)));
    assert!(link.outgoing(at(1299)).is_none());
    assert_eq!(link.outgoing(at(1300)).unwrap().payload()[0], 0x22);
    assert!(link.outgoing(at(2000)).is_none(), "the block has ended");
    link.feed(&said(&[0x30, 0, 0xFF]), at(2000));
    assert_eq!(link.outgoing(at(2000)).unwrap().payload()[0], 0x23);
    assert_eq!(link.due(), Some(at(129_000)), "a reserved pause is the longest");
    assert_eq!(link.outgoing(at(129_000)).unwrap().payload(), [0x24, 7, 7, 7]);
}

#[test]
fn what_is_announced_longer_than_the_limit_is_refused_on_the_bus_and_told() {
    let mut link = Link::new(route(), Settings { limit: 50, ..Settings::default() });
    let events = link.feed(&said(&[0x10, 51, 1, 2, 3, 4, 5, 6]), Time::ZERO);
    assert_eq!(events, [Event::ReceiveFailed(Fault::TooLong(51))]);
    assert_eq!(link.outgoing(Time::ZERO).unwrap().payload()[..3], [0x32, 0, 0]);
    assert_eq!(link.feed(&said(&[0x21, 1, 2, 3, 4, 5, 6, 7]), Time::ZERO), []);
    assert_eq!(link.send(&[0; 51], Time::ZERO), Err(Refused::TooLong(50)));
    assert_eq!(link.send(&[], Time::ZERO), Err(Refused::Empty));
}

#[test]
fn frames_that_stay_away_or_miss_their_turn_end_a_message_once() {
    let mut link = Link::new(route(), Settings::default());
    let first = said(&[0x10, 20, 1, 2, 3, 4, 5, 6]);
    link.feed(&first, Time::ZERO);
    assert_eq!(link.outgoing(Time::ZERO).unwrap().payload()[..3], [0x30, 0, 0]);
    let late = link.due().unwrap();
    assert_eq!(late, Time::ZERO.after(PATIENCE));
    assert_eq!(link.advance(late), [Event::ReceiveFailed(Fault::Late)]);
    assert_eq!(link.feed(&said(&[0x21, 1, 2, 3, 4, 5, 6, 7]), late), []);
    link.feed(&first, late);
    link.outgoing(late).unwrap();
    let jumped = link.feed(&said(&[0x22, 1, 2, 3, 4, 5, 6, 7]), late);
    assert_eq!(jumped, [Event::ReceiveFailed(Fault::Sequence { expected: 1, got: 2 })]);
    assert!(!link.is_receiving() && link.due().is_none());
}
