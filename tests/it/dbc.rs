//! Loading DBC files and decoding payloads with them.

mod values;

use doorjamb::dbc::{Database, Raw};
use doorjamb::frame::CanId;

fn parse(text: &str) -> Database {
    Database::parse("test.dbc", text.as_bytes()).unwrap()
}

#[test]
fn a_signal_reads_in_either_byte_order_with_sign_and_scale() {
    let database = parse(
        "BO_ 256 Doors: 8 BCM\n SG_ Open : 3|1@1+ (1,0) [0|1] \"\" Meter\n SG_ Speed : 39|16@0+ (0.01,0) [0|0] \"km/h\" Meter\n SG_ Cold : 8|8@1- (1,-40) [0|0] \"\" Meter\nVAL_ 256 Open 1 \"open\" 0 \"closed\" ;\n",
    );
    let message = database.message(CanId::standard(256).unwrap()).unwrap();
    let mut seen = Vec::new();
    let decoded = message.decode(&[8, 0xFE, 0, 0, 0x03, 0xE8, 0, 0], |signal, raw| {
        seen.push((signal.name.as_str(), raw, signal.physical(raw), signal.label(raw)));
    });
    assert!(decoded.is_complete());
    assert_eq!(seen[0], ("Open", Raw::Unsigned(1), 1.0, Some("open")));
    assert_eq!(seen[1], ("Speed", Raw::Unsigned(1000), 10.0, None));
    assert_eq!(seen[2], ("Cold", Raw::Signed(-2), -42.0, None));
    assert_eq!(database.repairs(), []);
}
