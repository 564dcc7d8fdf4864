//! The wall round what may be asked: over all byte strings of up to three bytes, and over what would move or change a car.

use doorjamb::ask::{Codes, Presence, Request, Session, service};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

/// Every request of up to three bytes that only reads, as the standards describe them: written without the program's own
/// list. `None` stands for any byte.
const READS: &[&[Option<u8>]] = &[
    // Sessions: two defaults, Nissan's for reading, UDS's extended one.
    &[Some(0x10), Some(0x81)],
    &[Some(0x10), Some(0xC0)],
    &[Some(0x10), Some(0x01)],
    &[Some(0x10), Some(0x03)],
    // The end of a session, and the tester's sign of life.
    &[Some(0x20)],
    &[Some(0x3E)],
    &[Some(0x3E), Some(0x00)],
    &[Some(0x3E), Some(0x01)],
    &[Some(0x3E), Some(0x02)],
    &[Some(0x3E), Some(0x80)],
    // Data and identification.
    &[Some(0x21), None],
    &[Some(0x22), None, None],
    &[Some(0x1A), None],
    // Trouble codes.
    &[Some(0x17), None, None],
    &[Some(0x19), Some(0x01), None],
    &[Some(0x19), Some(0x02), None],
    &[Some(0x19), Some(0x0A)],
    // OBD: data, codes, the vehicle.
    &[Some(0x01), None],
    &[Some(0x09), None],
    &[Some(0x03)],
    &[Some(0x07)],
    &[Some(0x0A)],
];

fn is_read(bytes: &[u8]) -> bool {
    READS.iter().any(|read| {
        read.len() == bytes.len()
            && read.iter().zip(bytes).all(|(read, byte)| read.is_none_or(|read| read == *byte))
    })
}

#[test]
fn of_all_byte_strings_up_to_three_bytes_only_reads_can_be_asked() {
    let mut asked = 0_u32;
    for length in 0..=3_usize {
        for number in 0..1_u32 << (8 * length) {
            let bytes = &number.to_be_bytes()[4 - length..];
            let parsed = Request::parse(bytes);
            assert_eq!(parsed.is_ok(), is_read(bytes), "{bytes:02X?}");
            if let Ok(request) = parsed {
                assert_eq!(request.bytes(), bytes);
                asked += 1;
            }
        }
    }
    // 65536 each for 22 and 17, 256 for each of 21, 1A, 01, 09, 19 01 and 19 02, and 14 of their own.
    assert_eq!(asked, 2 * 65536 + 6 * 256 + 14);
}

#[test]
fn what_moves_changes_or_guards_a_car_cannot_be_asked_at_any_length() {
    // Reset, clear, write, control, routines, memory, transfer, codes off, guards; of OBD clearing and control.
    let services = [
        0x04, 0x08, 0x11, 0x14, 0x23, 0x27, 0x28, 0x29, 0x2C, 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35,
        0x36, 0x37, 0x38, 0x3B, 0x3D, 0x83, 0x84, 0x85, 0x86, 0x87,
    ];
    for first in services {
        for length in 0..=64 {
            let bytes = [&[first][..], &vec![1; length]].concat();
            assert!(Request::parse(&bytes).is_err(), "{bytes:02X?}");
        }
    }
}

#[test]
fn a_refusal_to_ask_names_the_bytes_and_what_could_be_asked_but_no_service_that_guards() {
    let told = Request::parse(&[0x27, 0x01]).unwrap_err().to_string();
    assert!(told.starts_with("27 01 is no request that only reads; such are 10 with"), "{told}");
    let told = Request::parse(&[]).unwrap_err().to_string();
    assert!(told.starts_with("nothing is no request"), "{told}");
    assert_eq!(service(0x27).as_deref(), Some("security service, not decoded"));
    for id in 0..=0xFF {
        let name = service(id).unwrap_or_default().to_lowercase();
        let guards = ["access", "authentication", "key", "seed", "secured"];
        assert!(
            !guards.iter().any(|word| name.contains(word)) || name == "read memory by address",
            "{id:02X} {name}"
        );
    }
}

fn request() -> impl Strategy<Value = Request> {
    let codes = prop_oneof![
        any::<u8>().prop_map(Codes::Count),
        any::<u8>().prop_map(Codes::Having),
        any::<([u8; 3], u8)>().prop_map(|(code, record)| Codes::Snapshot(code, record)),
        any::<([u8; 3], u8)>().prop_map(|(code, record)| Codes::Details(code, record)),
        Just(Codes::Supported),
    ];
    let forms =
        [Presence::Bare, Presence::Answered, Presence::Silent, Presence::KwpAnswered, Presence::KwpSilent];
    let plain = [Request::StopSession, Request::Stored, Request::Pending, Request::Permanent];
    prop_oneof![
        select(&Session::ALL[..]).prop_map(Request::Session),
        select(forms.to_vec()).prop_map(Request::TesterPresent),
        select(plain.to_vec()),
        any::<u8>().prop_map(Request::Local),
        any::<u16>().prop_map(Request::Identifier),
        any::<u8>().prop_map(Request::Identification),
        any::<u16>().prop_map(Request::KwpCodes),
        any::<(u8, u16)>().prop_map(|(status, group)| Request::KwpCodesByStatus { status, group }),
        codes.prop_map(Request::UdsCodes),
        any::<u8>().prop_map(Request::Current),
        any::<u8>().prop_map(Request::Vehicle),
    ]
}

proptest! {
    #[test]
    fn every_request_is_read_back_as_itself(request in request()) {
        prop_assert_eq!(Request::parse(&request.bytes()), Ok(request));
        let told = request.to_string();
        prop_assert!(told.contains(" (") && !told.contains("security"), "{}", told);
    }
}
