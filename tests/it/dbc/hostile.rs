//! No bytes make loading or decoding fall over or take for ever.

use doorjamb::dbc::Database;
use proptest::prelude::*;

use super::TORTURE;

/// Loads `bytes`, and if that works does everything that can be done with the result.
fn exercise(bytes: &[u8], payload: &[u8]) {
    let Ok(database) = Database::parse("x.dbc", bytes) else { return };
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    assert!(database.repairs().iter().all(|repair| (1..=lines).contains(&repair.line)));
    for message in database.messages() {
        assert!(std::ptr::eq(database.message(message.id).unwrap(), message));
        for length in [0, 1, 7, 8, payload.len()] {
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
            assert!(!signal.encode(1.0, &mut copy) || signal.fits(copy.len()));
        }
    }
}

/// Pieces that statements are made of, in no order.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "BO_ ",
        "SG_ ",
        "CM_ ",
        "BA_ ",
        "BA_DEF_ ",
        "BA_DEF_DEF_ ",
        "VAL_ ",
        "VAL_TABLE_ ",
        "SG_MUL_VAL_ ",
        "SIG_VALTYPE_ ",
        "BU_:",
        "NS_ :",
        "FOO_ ",
        "1 ",
        "5 ",
        "5 A",
        " A: 8 B",
        " A : 0|8@1+ (1,0) [0|0] \"\" B",
        " A m1M : 7|64@0- (1,0) [0|0] \"\" B",
        " M ",
        "\"",
        "\\\"",
        "\"x\" ",
        ";",
        "\n",
        "\n ",
        "//",
        "-3 ",
        "1-2",
        ", ",
        "99999999999999999999 ",
        "ENUM \"a\",\"b\"",
        "ü",
        ": 1",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| format!("BO_ 5 M: 8 B\n{}", pieces.concat()))
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        exercise(&bytes, &[0xFF; 8]);
    }

    #[test]
    fn arbitrary_statements_are_read_or_refused(text in soup(), payload in prop::collection::vec(any::<u8>(), 0..65)) {
        exercise(text.as_bytes(), &payload);
    }
}

proptest! {
    // A whole file each time: a quarter of the usual number.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_file_is_read_or_refused(
        damage in prop::collection::vec((0..TORTURE.len(), any::<u8>(), 0_u8..3), 1..40),
        payload in prop::collection::vec(any::<u8>(), 0..65),
    ) {
        let mut bytes = TORTURE.to_vec();
        for (at, byte, how) in damage {
            let at = at % bytes.len();
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        exercise(&bytes, &payload);
    }

    #[test]
    fn a_file_cut_off_anywhere_keeps_what_came_before(at in 0..TORTURE.len()) {
        exercise(&TORTURE[..at], &[0; 64]);
        let whole = TORTURE[..at].windows(6).filter(|bytes| bytes.starts_with(b"\r\nBO_ ")).count();
        let found = Database::parse("x", &TORTURE[..at]).map_or(0, |database| database.messages().len());
        // The last one may itself be cut; the container of signals without message is none, nor is a comment
        // that looks like one.
        prop_assert!(found + 3 >= whole, "{} of {}", found, whole);
    }
}

/// Each of these took the square of its length, or would in a careless reader.
#[test]
fn repetition_costs_no_more_than_its_length() {
    const TIMES: usize = 2000;
    let head = "BO_ 1 M: 64 B\n SG_ A M : 0|8@1+ (1,0) [0|0] \"\" C\n";
    let numbered = |line: fn(usize) -> String| (0..TIMES).map(line).collect::<String>();
    for tail in [
        "CM_ \"\\\"\n".repeat(TIMES),
        "CM_ BO_ 1 \"\"\"\n".repeat(TIMES),
        "VAL_ 1 A\n\"\nCM_\n".repeat(TIMES),
        "FOO_ \"".repeat(TIMES),
        "//".repeat(TIMES),
        " SG_ A : 0|8@1+ (1,0) [0|0] \"\" C\n".repeat(TIMES),
        head.repeat(TIMES / 4),
        numbered(|i| format!(" SG_ S{i} : 0|64@1+ (1,0) [0|0] \"\" C\n")),
        numbered(|i| format!(" SG_ S{i} m{i} : 8|64@1+ (1,0) [0|0] \"\" C\n")),
        numbered(|i| format!("BA_ \"X{i}\" BO_ 1 5;\n")),
        format!("VAL_ 1 A {};\n", "1 \"x\" ".repeat(TIMES)),
        format!(" SG_ B : 0|8@1+ (1,0) [0|0] \"\" C{} ;\n", ",C".repeat(TIMES)),
        "SG_MUL_VAL_ 1 A A 0-18446744073709551615;\n".repeat(TIMES),
        // Every signal asks for its own copy of every word: gigabytes, if they were given.
        format!(
            "{}VAL_ 1 S {};\n",
            numbered(|i| format!(" SG_ S m{i} : 8|64@1+ (1,0) [0|0] \"\" C\n")),
            numbered(|i| format!("{i} \"a word of some length\" ")),
        ),
    ] {
        let database = Database::parse("x.dbc", format!("{head}{tail}").as_bytes()).unwrap();
        assert_eq!(database.messages().len(), 1);
        assert!(database.repairs().len() <= 1001);
    }
}
