//! What a sound file gives.

use std::time::Duration;

use doorjamb::dbc::{AttributeValue, Database, Raw};
use doorjamb::frame::CanId;

use super::{TORTURE, message, parse, repairs};

#[test]
fn a_signal_reads_in_either_byte_order_with_sign_scale_and_word() {
    let database = parse(concat!(
        "BO_ 256 Doors: 8 BCM\n",
        " SG_ Open : 3|1@1+ (1,0) [0|1] \"\" Meter\n",
        " SG_ Speed : 39|16@0+ (0.01,0) [0|0] \"km/h\" Meter\n",
        " SG_ Cold : 8|8@1- (1,-40) [0|0] \"\" Meter\n",
        "VAL_ 256 Open 1 \"open\" 0 \"closed\" ;\n",
    ));
    let mut seen = Vec::new();
    let payload = [8, 0xFE, 0, 0, 0x03, 0xE8, 0, 0];
    let decoded = message(&database, 256).decode(&payload, |signal, raw| {
        seen.push((signal.name.as_str(), raw, signal.physical(raw), signal.label(raw)));
    });
    assert!(decoded.is_complete());
    assert_eq!(seen[0], ("Open", Raw::Unsigned(1), 1.0, Some("open")));
    assert_eq!(seen[1], ("Speed", Raw::Unsigned(1000), 10.0, None));
    assert_eq!(seen[2], ("Cold", Raw::Signed(-2), -42.0, None));
}

#[test]
fn a_sound_file_needs_no_repair() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    assert_eq!(repairs(&database), [""; 0]);
    assert_eq!(database.messages().len(), 17);
}

#[test]
fn every_encoding_and_line_end_gives_the_same_file() {
    // Of the characters above 7F the file has, only the euro sign is elsewhere in Unicode.
    let windows: String =
        TORTURE.iter().map(|byte| if *byte == 0x80 { '€' } else { char::from(*byte) }).collect();
    let unix = windows.replace("\r\n", "\n");
    let old_mac = windows.replace("\r\n", "\r");
    let marked = format!("\u{feff}{windows}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let expected = words(TORTURE);
    assert!(expected.contains(&"€/h".to_owned()) && expected.contains(&"räumen".to_owned()));
    for bytes in [windows.as_bytes(), unix.as_bytes(), old_mac.as_bytes(), marked.as_bytes(), &wide] {
        assert_eq!(words(bytes), expected);
    }
}

/// Every name, unit, comment and word of a file.
fn words(bytes: &[u8]) -> Vec<String> {
    let database = Database::parse("x", bytes).unwrap();
    let mut words = Vec::new();
    for message in database.messages() {
        words.push(message.name.clone());
        words.extend(message.comment.clone());
        for signal in message.signals() {
            words.extend([signal.name.clone(), signal.unit.clone()]);
            words.extend(signal.comment.clone());
            words.extend(signal.labels.iter().map(|(_, word)| word.clone()));
        }
    }
    words
}

#[test]
fn eleven_and_twenty_nine_bits_are_looked_up_apart() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    assert_eq!(message(&database, 0).name, "Smallest");
    assert_eq!(database.message(CanId::extended(0).unwrap()).unwrap().name, "ExtendedZero");
    assert_eq!(database.message(CanId::extended(0x18FE_CA15).unwrap()).unwrap().name, "ExtendedHigh");
    assert!(database.message(CanId::standard(1).unwrap()).is_none());
    assert!(database.message(CanId::extended(256).unwrap()).is_none());
}

#[test]
fn attributes_have_the_type_of_their_definition_and_its_default() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    let text = |text: &str| Some(AttributeValue::Text(text.to_owned()));
    assert_eq!(database.attribute("BusType"), text("CAN FD"));
    assert_eq!(database.attribute("Speed"), Some(AttributeValue::Integer(500_000)));
    assert_eq!(database.attribute("Grade"), None, "it is for signals");
    let intel = message(&database, 256);
    assert_eq!(intel.attribute("GenMsgSendType"), text("cyclic"));
    assert_eq!(intel.signal("Angle").unwrap().attribute("Grade"), text("A"));
    assert_eq!(intel.signal("Bit").unwrap().attribute("Grade"), text("D"));
    let start = intel.signal("Angle").unwrap().attribute("GenSigStartValue");
    assert_eq!(start, Some(AttributeValue::Float(-12.5)));
    assert_eq!(database.nodes()[0].attribute("NodeAddress"), Some(AttributeValue::Integer(16)));
    assert_eq!(database.nodes()[1].attribute("NodeAddress"), Some(AttributeValue::Integer(254)));
}

#[test]
fn a_cycle_time_of_zero_or_none_at_all_is_not_cyclic() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    assert_eq!(message(&database, 256).cycle, Some(Duration::from_millis(100)));
    assert_eq!(message(&database, 257).cycle, None, "0 ms");
    assert_eq!(message(&database, 258).cycle, Some(Duration::from_millis(250)), "the default");
    assert_eq!(message(&parse("BO_ 1 A: 8 B\n"), 1).cycle, None);
}

#[test]
fn statements_may_span_lines_and_hold_comments() {
    let database = parse(concat!(
        "// written by hand; with \"quotes\n",
        "BU_:\n  One\n  Two\n",
        "BO_ 5 A: 8 One // the first\n\n",
        " SG_ S : 0|8@1+ (1,0) [0|0] \"http://unit\" Two\n",
        "VAL_ 5 S 0 \"none\" // nothing; really\n",
        "  1 \"a // b\"\n",
        "  2 \"two\" ; CM_ BO_ 5 \"both\nlines\"; CM_ SG_ 5 S \"end\"\n",
        "BA_DEF_ \"X\" STRING ;\n",
    ));
    assert_eq!(repairs(&database), [""; 0]);
    let message = message(&database, 5);
    let signal = message.signal("S").unwrap();
    assert_eq!(database.nodes().iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
    assert_eq!(signal.unit, "http://unit");
    let words: Vec<_> = signal.labels.iter().map(|(value, word)| (*value, word.as_str())).collect();
    assert_eq!(words, [(0, "none"), (1, "a // b"), (2, "two")]);
    assert_eq!(message.comment.as_deref(), Some("both\nlines"));
    assert_eq!(signal.comment.as_deref(), Some("end"));
}

#[test]
fn a_value_table_can_be_named_instead_of_words() {
    let database = parse(concat!(
        "VAL_TABLE_ Doors 0 \"closed\" 1 \"open\" ;\n",
        "BO_ 5 A: 8 B\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" C\n",
        "VAL_ 5 S Doors ;\n",
    ));
    assert_eq!(repairs(&database), [""; 0]);
    assert_eq!(message(&database, 5).signals()[0].label(Raw::Unsigned(1)), Some("open"));
}
