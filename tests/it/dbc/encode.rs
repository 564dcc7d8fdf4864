//! Writing values into payloads.

use doorjamb::dbc::{Raw, Signal};
use proptest::prelude::*;

use super::{message, parse};

/// A signal of a 64-byte message; `None` if it does not fit.
fn signal(start: u16, size: u16, order: u8, sign: char) -> Option<Signal> {
    let database =
        parse(&format!("BO_ 1 M: 64 B\n SG_ S : {start}|{size}@{order}{sign} (1,0) [0|0] \"\" C\n"));
    message(&database, 1).signals().first().cloned()
}

fn scaled(text: &str) -> Signal {
    let database = parse(&format!("BO_ 1 M: 8 B\n SG_ S : {text} [0|0] \"\" C\n"));
    message(&database, 1).signals()[0].clone()
}

proptest! {
    #[test]
    fn what_is_inserted_is_read_back_and_nothing_else_moves(
        start in 0_u16..512, size in 1_u16..=64, order in 0_u8..2, signed: bool,
        value: u64, payload in prop::collection::vec(any::<u8>(), 64),
    ) {
        let Some(signal) = signal(start, size, order, if signed { '-' } else { '+' }) else { return Ok(()) };
        let value = value >> (64 - size);
        let raw = if signed {
            Raw::Signed((value << (64 - size)).cast_signed() >> (64 - size))
        } else {
            Raw::Unsigned(value)
        };
        let mut written = payload.clone();
        prop_assert!(signal.insert(raw, &mut written));
        prop_assert_eq!(signal.raw(&written), Some(raw));
        let own: Vec<usize> = signal.bit_positions().collect();
        prop_assert_eq!(own.len(), usize::from(size));
        for bit in (0..512).filter(|bit| !own.contains(bit)) {
            prop_assert_eq!(payload[bit / 8] >> (bit % 8) & 1, written[bit / 8] >> (bit % 8) & 1);
        }
    }

    #[test]
    fn whole_values_survive_encoding(
        start in 0_u16..512, size in 1_u16..=53, order in 0_u8..2, value: u64,
    ) {
        let Some(signal) = signal(start, size, order, '+') else { return Ok(()) };
        let raw = Raw::Unsigned(value >> (64 - size));
        let mut payload = [0xA5; 64];
        prop_assert!(signal.encode(signal.physical(raw), &mut payload));
        prop_assert_eq!(signal.raw(&payload), Some(raw));
    }

    #[test]
    fn any_value_is_held_within_the_bits(size in 1_u16..=64, signed: bool, value: f64) {
        let signal = signal(3, size, 1, if signed { '-' } else { '+' }).unwrap();
        let mut payload = [0; 64];
        prop_assert_eq!(signal.encode(value, &mut payload), !value.is_nan());
        let read = signal.raw(&payload).unwrap().as_f64();
        let top = 2_f64.powi(i32::from(size) - i32::from(signed));
        let bottom = if signed { -top } else { 0.0 };
        let nearest = value.round().clamp(bottom, if size > 53 { top } else { top - 1.0 });
        prop_assert!(value.is_nan() || (read - nearest).abs() <= nearest.abs() * 1e-15, "{} for {}", read, nearest);
    }
}

#[test]
fn scale_and_offset_are_undone_to_the_nearest_step() {
    let signal = scaled("7|16@0- (0.1,-40)");
    let mut payload = [0; 8];
    assert!(signal.encode(21.54, &mut payload));
    assert_eq!(signal.raw(&payload), Some(Raw::Signed(615)));
    assert!(signal.encode(-1e9, &mut payload));
    assert_eq!(signal.raw(&payload), Some(Raw::Signed(-32768)));
}

#[test]
fn what_cannot_be_written_leaves_the_payload_alone() {
    let mut payload = [0x55; 8];
    assert!(!scaled("0|8@1+ (1,0)").encode(f64::NAN, &mut payload));
    assert!(!scaled("0|8@1+ (0,5)").encode(5.0, &mut payload));
    assert!(!scaled("56|8@1+ (1,0)").encode(1.0, &mut payload[..7]));
    assert!(!scaled("0|8@1+ (1,0)").insert(Raw::Unsigned(256), &mut payload));
    assert!(!scaled("0|8@1- (1,0)").insert(Raw::Signed(128), &mut payload));
    assert!(!scaled("0|8@1- (1,0)").insert(Raw::Unsigned(1), &mut payload));
    assert_eq!(payload, [0x55; 8]);
}

#[test]
fn floats_are_written_as_floats() {
    let database = parse(concat!(
        "BO_ 1 M: 12 B\n SG_ F : 7|32@0- (2,0) [0|0] \"\" C\n SG_ D : 32|64@1- (1,1) [0|0] \"\" C\n",
        "SIG_VALTYPE_ 1 F : 1;\nSIG_VALTYPE_ 1 D : 2;\n",
    ));
    let mut payload = [0; 12];
    let signals = message(&database, 1).signals();
    assert!(signals[0].encode(3.0, &mut payload) && signals[1].encode(1.1, &mut payload));
    assert_eq!(payload[..4], 1.5_f32.to_be_bytes());
    assert_eq!(payload[4..], (1.1_f64 - 1.0).to_le_bytes());
    assert_eq!(signals[0].raw(&payload), Some(Raw::Float(1.5)));
}
