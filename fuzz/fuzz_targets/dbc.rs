//! Loads any bytes as a DBC file and does with the result everything that can be done with it. The last bytes
//! of the input are the payload.

#![no_main]

use doorjamb::dbc::Database;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(database) = Database::parse("fuzz.dbc", data) else { return };
    let payload = &data[data.len().saturating_sub(64)..];
    for message in database.messages() {
        assert!(database.message(message.id).is_some_and(|found| std::ptr::eq(found, message)));
        for length in [0, 1, 8, payload.len()] {
            let payload = &payload[..length.min(payload.len())];
            let mut seen = 0;
            let decoded = message.decode(payload, |signal, raw| {
                seen += 1;
                assert!(signal.fits(payload.len()));
                let _ = (signal.physical(raw), signal.label(raw));
            });
            assert_eq!(decoded.signals, seen);
        }
        for signal in message.signals() {
            assert!(signal.last_byte() <= message.length);
            let mut copy = payload.to_vec();
            if let Some(raw) = signal.raw(payload) {
                assert!(signal.insert(raw, &mut copy));
                // A signalling NaN of single precision may come back quiet.
                assert!(copy == payload || raw.as_f64().is_nan());
                signal.encode(signal.physical(raw), &mut copy);
            }
        }
    }
});
