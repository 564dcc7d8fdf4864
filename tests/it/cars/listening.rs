//! What a listener makes of frames.

use doorjamb::body::{Fact, FactKind, Ignition, Value};
use doorjamb::car::{Car, Heard, Listener, Short};
use doorjamb::frame::{CanId, Flags, Frame, Time};
use proptest::prelude::*;

use super::{embedded, frame, named};

/// What `payload` says: fact, signal and value of each source of the message.
fn told(car: &Car, id: u32, payload: &[u8]) -> Vec<(Fact, String, Option<Value>)> {
    let mut listener = Listener::new(car);
    let frame = frame(0, id, payload);
    let Heard::New(message) = listener.hear(&frame) else { panic!("{id:03X} is not heard") };
    let mut said = Vec::new();
    listener.decode(message, &frame, |source, value| {
        let source = &car.sources()[source];
        assert_eq!(source.message, message);
        said.push((source.fact, source.signal.clone(), value));
    });
    said
}

fn value(car: &Car, id: u32, payload: &[u8], fact: &str) -> Option<Value> {
    told(car, id, payload).into_iter().find(|(told, ..)| told.name() == fact).unwrap().2
}

const YES: Option<Value> = Some(Value::Switch(true));
const NO: Option<Value> = Some(Value::Switch(false));

#[test]
fn a_payload_counts_as_new_only_when_it_differs_from_the_last() {
    let mut listener = Listener::new(named("nissan_classic"));
    let body = listener.hear(&frame(0, 0x60D, &[0; 8]));
    let Heard::New(message) = body else { panic!("{body:?}") };
    assert_eq!(listener.hear(&frame(100, 0x60D, &[0; 8])), Heard::Same(message));
    assert_eq!(listener.hear(&frame(200, 0x60D, &[8, 0, 0, 0, 0, 0, 0, 0])), Heard::New(message));
    assert_eq!(listener.hear(&frame(300, 0x60D, &[0; 8])), Heard::New(message));
    assert_eq!(listener.hear(&frame(400, 0x60D, &[0; 7])), Heard::New(message), "shorter is different");
    assert_eq!(listener.hear(&frame(500, 0x60D, &[])), Heard::New(message));
    assert_eq!(listener.hear(&frame(600, 0x60D, &[])), Heard::Same(message));
    listener.forget();
    assert_eq!(listener.hear(&frame(700, 0x60D, &[])), Heard::New(message));
}

#[test]
fn every_frame_of_an_event_counts() {
    let mut listener = Listener::new(named("nissan_classic"));
    let first = listener.hear(&frame(0, 0x682, &[0]));
    assert!(matches!(first, Heard::New(_)));
    assert_eq!(listener.hear(&frame(100, 0x682, &[0])), first);
}

#[test]
fn frames_without_data_and_other_identifiers_are_strangers() {
    let mut listener = Listener::new(named("nissan_classic"));
    let id = CanId::standard(0x60D).unwrap();
    for flags in [Flags::REMOTE, Flags::ERROR] {
        let frame = Frame::new(Time::ZERO, id, flags, &[0; 8]).unwrap();
        assert_eq!(listener.hear(&frame), Heard::Stranger);
    }
    let long = CanId::extended(0x60D).unwrap();
    let same_number = Frame::new(Time::ZERO, long, Flags::empty(), &[0; 8]).unwrap();
    assert_eq!(listener.hear(&same_number), Heard::Stranger);
    assert_eq!(listener.hear(&frame(0, 0x292, &[0; 8])), Heard::Stranger, "it tells no fact");
    assert!(matches!(listener.hear(&frame(0, 0x60D, &[0; 8])), Heard::New(_)));
}

#[test]
fn the_identifiers_worth_receiving_are_those_that_tell_facts() {
    let car = named("nissan_xtrail_t32");
    let ids: Vec<String> = Listener::new(car).interest().map(|id| id.to_string()).collect();
    assert_eq!(ids, ["454", "453", "285", "4F9"]);
}

#[test]
fn payloads_of_real_cars_say_what_happened() {
    let car = named("nissan_classic");
    let ignition = |byte| value(car, 0x60D, &[0, byte, 0, 0, 0, 0, 0, 0], "ignition");
    assert_eq!(ignition(0), Some(Value::Ignition(Ignition::Off)));
    assert_eq!(ignition(2), Some(Value::Ignition(Ignition::Acc)));
    assert_eq!(ignition(6), Some(Value::Ignition(Ignition::On)));
    assert_eq!(ignition(4), Some(Value::Ignition(Ignition::Start)));
    assert_eq!(value(car, 0x60D, &[0x16, 0, 0, 0, 0, 0, 0, 0], "door.front-right.open"), YES);
    assert_eq!(value(car, 0x60D, &[0x06, 0, 0, 0, 0, 0, 0, 0], "door.front-right.open"), NO);
    assert_eq!(value(car, 0x35D, &[0x80, 3, 0, 0, 0x10, 0, 0, 0], "bcm.awake"), YES);
    assert_eq!(value(car, 0x35D, &[0; 8], "bcm.awake"), NO);
    assert_eq!(value(car, 0x682, &[0], "bcm.wake"), YES);
    let speed = value(car, 0x280, &[3, 0x64, 0x40, 0, 0x0B, 0xB8, 0, 0], "speed");
    assert_eq!(speed, Some(Value::Number(30.0)));
}

#[test]
fn an_engine_that_is_only_ready_to_start_does_not_run() {
    let car = named("nissan_classic");
    let engine = |byte| value(car, 0x551, &[0x3A, 0, 0, byte, 0xFF, 0, 0x80, 0xFF], "engine.running");
    assert_eq!(engine(0x80), YES);
    assert_eq!(engine(0xA0), NO, "at ON before the first START");
    assert_eq!([engine(0x00), engine(0x20)], [NO, NO]);
}

#[test]
fn the_self_check_at_ignition_on_is_no_request_for_the_trunk() {
    let car = named("nissan_classic");
    let request = |byte| value(car, 0x60D, &[0, 0, 0, byte, 0, 0, 0, 0], "tailgate.request");
    assert_eq!([request(0x02), request(0x22)], [YES, YES]);
    assert_eq!([request(0x00), request(0x20), request(0x2A)], [NO, NO, NO]);
    assert_eq!(request(0x04), None, "nobody has seen this");
}

#[test]
fn values_that_stand_for_nothing_are_unknown() {
    let car = named("nissan_classic");
    assert_eq!(value(car, 0x625, &[2, 0x60, 0xFF, 0x1D, 0x20, 0], "supply"), None);
    assert_eq!(value(car, 0x625, &[2, 0x60, 200, 0x1D, 0x20, 0], "supply"), Some(Value::Number(12.5)));
    assert_eq!(value(car, 0x280, &[0, 0, 0, 0, 0xFF, 0xFF, 0, 0], "speed"), None);
    assert_eq!(value(car, 0x35D, &[0, 1, 0, 0, 0, 0, 0, 0], "bcm.awake"), None);
}

#[test]
fn a_frame_too_short_says_so_and_tells_what_is_left() {
    let car = named("nissan_classic");
    let mut listener = Listener::new(car);
    let short = frame(0, 0x60D, &[0x08, 0x06]);
    let Heard::New(message) = listener.hear(&short) else { panic!() };
    let mut known = 0;
    let mut unknown = Vec::new();
    let telling = listener.decode(message, &short, |source, value| match value {
        Some(_) => known += 1,
        None => unknown.push(car.sources()[source].fact.name()),
    });
    assert_eq!(telling.short, Some(Short { has: 2, needs: 4 }));
    assert_eq!(unknown, ["lock.driver.locked", "lock.others.locked", "tailgate.request"]);
    assert_eq!(known, 8);
}

#[test]
fn every_value_that_can_be_written_is_read_back() {
    for car in embedded() {
        for (index, source) in car.sources().iter().enumerate() {
            let id = car.messages()[source.message].id;
            let length = car.database().message(id).unwrap().length;
            let values: Vec<Value> = match source.fact.kind() {
                FactKind::Switch => vec![Value::Switch(true), Value::Switch(false)],
                FactKind::Ignition => Ignition::ALL.map(Value::Ignition).to_vec(),
                FactKind::Number(_) => vec![Value::Number(0.0), Value::Number(12.5)],
                FactKind::Pulse => vec![Value::Switch(true)],
            };
            for value in values {
                let mut payload = vec![0; length];
                assert!(car.encode(index, value, &mut payload), "{} {}", car.name(), source.signal);
                let said = told(car, id.value(), &payload);
                let read = said.into_iter().find(|(_, signal, _)| *signal == source.signal).unwrap().2;
                assert_eq!(read, Some(value), "{} {}", car.name(), source.signal);
                assert!(!car.encode(index, value, &mut []), "no room");
            }
        }
        assert!(!car.encode(car.sources().len(), Value::Switch(true), &mut [0; 8]));
    }
}

#[test]
fn the_plainest_of_several_values_is_written() {
    let car = named("nissan_classic");
    let request = car.sources().iter().position(|source| source.fact == Fact::TailgateRequest).unwrap();
    let mut payload = [0xFF; 8];
    assert!(car.encode(request, Value::Switch(true), &mut payload));
    assert_eq!(payload[3], 0b1100_0011, "bit 3.1 alone of 3.1 to 3.5");
    assert!(!car.encode(request, Value::Number(1.0), &mut payload), "not a number");
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let known = prop::sample::select(vec![0x60D, 0x358, 0x35D, 0x454, 0x453, 0x625, 0x682, 0x280, 0x551]);
    let id = prop_oneof![known, 0..=CanId::MAX_STANDARD].prop_map(|id| CanId::standard(id).unwrap());
    let long = (0..=CanId::MAX_EXTENDED).prop_map(|id| CanId::extended(id).unwrap());
    let payload = prop::collection::vec(any::<u8>(), 0..=64);
    (any::<i64>(), prop_oneof![9 => id, 1 => long], any::<u8>(), payload).prop_map(
        |(time, id, flags, mut payload)| {
            let flags = Flags::from_bits_truncate(flags);
            payload.truncate(if flags.contains(Flags::FD) { 64 } else { 8 });
            Frame::new(Time::from_nanos(time), id, flags, &payload).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn no_frame_makes_a_listener_panic_or_tell_a_value_of_the_wrong_kind(
        frames in prop::collection::vec(any_frame(), 1..40),
        which in 0..8_usize,
    ) {
        let car = &embedded()[which];
        let mut listener = Listener::new(car);
        for frame in &frames {
            let (Heard::New(message) | Heard::Same(message)) = listener.hear(frame) else { continue };
            prop_assert_eq!(car.messages()[message].id, frame.id);
            listener.decode(message, frame, |source, value| {
                let kind = car.sources()[source].fact.kind();
                let fits = match value {
                    None => true,
                    Some(Value::Switch(_)) => matches!(kind, FactKind::Switch | FactKind::Pulse),
                    Some(Value::Ignition(_)) => kind == FactKind::Ignition,
                    Some(Value::Number(number)) => matches!(kind, FactKind::Number(_)) && number.is_finite(),
                };
                assert!(fits, "{value:?} for {kind:?}");
            });
        }
    }

    #[test]
    fn hearing_again_what_was_just_heard_is_the_same(frame in any_frame()) {
        let mut listener = Listener::new(named("nissan_classic"));
        let first = listener.hear(&frame);
        let again = listener.hear(&frame);
        match first {
            Heard::New(message) if frame.id.value() != 0x682 => prop_assert_eq!(again, Heard::Same(message)),
            _ => prop_assert_eq!(again, first),
        }
    }
}
