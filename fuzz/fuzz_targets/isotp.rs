//! Any frames are taken as ISO-TP, or told to be none; what is kept stays within its limit.
#![no_main]

use doorjamb::ask::isotp::{Addressing, PATIENCE, Reassembly, Taken};
use doorjamb::frame::Time;

/// Longest message that is kept.
const LIMIT: usize = 512;

libfuzzer_sys::fuzz_target!(|payloads: Vec<(u32, Vec<u8>)>| {
    for addressing in [Addressing::Normal, Addressing::Extended] {
        let mut reassembly = Reassembly::new(addressing, LIMIT, PATIENCE);
        let mut time = Time::ZERO;
        for (pause, payload) in &payloads {
            time = time.after(std::time::Duration::from_micros((*pause).into()));
            let payload = &payload[..payload.len().min(64)];
            let fed = reassembly.feed(time, payload);
            if let Some(Taken::Whole(message)) = fed.taken {
                assert!(!message.is_empty() && message.len() <= LIMIT);
            }
            assert!(reassembly.received().len() <= LIMIT);
        }
    }
});
