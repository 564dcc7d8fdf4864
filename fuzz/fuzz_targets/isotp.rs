//! Any frames are taken as ISO-TP, or told to be none; what is kept stays within its limit, heard from the side and in a
//! link that takes part.
#![no_main]

use std::time::Duration;

use doorjamb::ask::isotp::{Addressing, Event, Link, PATIENCE, Reassembly, Route, Settings, Taken};
use doorjamb::frame::{CanId, Flags, Frame, Time};

/// Longest message that is kept.
const LIMIT: usize = 512;

fn overhear(addressing: Addressing, payloads: &[(u32, Vec<u8>)]) {
    let mut reassembly = Reassembly::new(addressing, LIMIT, PATIENCE);
    let mut time = Time::ZERO;
    for (pause, payload) in payloads {
        time = time.after(Duration::from_micros((*pause).into()));
        let payload = &payload[..payload.len().min(64)];
        let fed = reassembly.feed(time, payload);
        if let Some(Taken::Whole(message)) = fed.taken {
            assert!(!message.is_empty() && message.len() <= LIMIT);
        }
        assert!(reassembly.received().len() <= LIMIT);
    }
}

fn take_part(route: Route, payloads: &[(u32, Vec<u8>)]) {
    let mut link = Link::new(route, Settings { limit: LIMIT, block: 3, waits: 1, ..Settings::default() });
    let mut now = Time::ZERO;
    for (pause, payload) in payloads {
        now = now.after(Duration::from_micros((*pause).into()));
        let payload = &payload[..payload.len().min(64)];
        let _ = link.send(payload, now);
        let flags = if payload.len() > 8 { Flags::FD } else { Flags::empty() };
        let Some(frame) = Frame::new(now, route.hears, flags, payload) else { continue };
        for event in link.feed(&frame, now) {
            assert!(!matches!(event, Event::Received(message) if message.len() > LIMIT));
        }
        while let Some(frame) = link.outgoing(now) {
            assert_eq!(frame.id, route.sends);
        }
    }
}

libfuzzer_sys::fuzz_target!(|payloads: Vec<(u32, Vec<u8>)>| {
    overhear(Addressing::Normal, &payloads);
    overhear(Addressing::Extended, &payloads);
    let (Some(sends), Some(hears)) = (CanId::standard(0x745), CanId::standard(0x765)) else { return };
    let route = Route::new(sends, hears);
    take_part(route, &payloads);
    take_part(route.with_bytes(0x40, 0x41), &payloads);
});
