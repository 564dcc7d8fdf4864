//! Values must equal those cantools gives for the same file and bytes. `tests/peers/cantools_values.py` wrote
//! them down; `DOORJAMB_VECTORS` names a directory with more.

use std::path::{Path, PathBuf};

use doorjamb::dbc::{AttributeValue, Database, Message, Raw, Signal};
use doorjamb::frame::CanId;

#[test]
fn values_equal_cantools() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut directories = vec![here.join("tests/dbc")];
    directories.extend(std::env::var_os("DOORJAMB_VECTORS").map(PathBuf::from));
    let mut values = 0;
    for directory in directories {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "vectors") {
                values += check(&path, here);
            }
        }
    }
    assert!(values > 1000, "only {values} values were compared");
}

/// Compares every line of one vectors file; returns how many values it held.
fn check(path: &Path, root: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').map(unescape).collect::<Vec<_>>());
    let first = lines.next().unwrap();
    let file = root.join(&first[1]);
    let database = Database::parse(&first[1], &std::fs::read(&file).unwrap()).unwrap();
    let mut checker = Checker { database: &database, message: None, signal: None, expected: None, values: 0 };
    for fields in lines {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        checker.line(&fields);
    }
    checker.end_frame();
    checker.values
}

fn unescape(field: &str) -> String {
    let mut plain = String::new();
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                other => other.unwrap(),
            },
            other => other,
        });
    }
    plain
}

/// Walks the lines of a vectors file; `message` and `signal` lines say what the next ones are about.
struct Checker<'a> {
    database: &'a Database,
    message: Option<&'a Message>,
    signal: Option<&'a Signal>,
    /// A frame with the values cantools finds in it: name, raw, physical, word.
    expected: Option<(Vec<u8>, Vec<[String; 4]>)>,
    values: usize,
}

impl<'a> Checker<'a> {
    fn line(&mut self, fields: &[&str]) {
        if fields[0] != "value" {
            self.end_frame();
        }
        match *fields {
            ["network", comment] => assert_eq!(self.database.comment().unwrap_or(""), comment),
            ["network-attribute", name, value] => same_attribute(self.database.attribute(name), value, name),
            ["node", name, comment] => {
                let node = self.database.nodes().iter().find(|node| node.name == name);
                let node = node.unwrap_or_else(|| panic!("no node {name}"));
                assert_eq!(node.comment.as_deref().unwrap_or(""), comment);
            }
            ["message", id, name, length, cycle, sender, comment] => {
                let message = self.find(id);
                self.message = Some(message);
                assert_eq!(message.name, name);
                assert_eq!(message.length.to_string(), length, "{name}");
                let cycle_ms = message.cycle.map_or(0, |cycle| cycle.as_millis());
                assert_eq!(cycle_ms.to_string(), cycle, "{name}");
                assert_eq!(message.sender.as_deref().unwrap_or(""), sender, "{name}");
                assert_eq!(message.comment.as_deref().unwrap_or(""), comment, "{name}");
            }
            ["message-attribute", name, value] => {
                same_attribute(self.message.unwrap().attribute(name), value, name);
            }
            ["signal", name, unit, comment, minimum, maximum, ref words @ ..] => {
                let message = self.message.unwrap();
                let signal = message.signal(name).unwrap_or_else(|| panic!("no signal {name}"));
                self.signal = Some(signal);
                assert_eq!(signal.unit, unit, "{name}");
                assert_eq!(signal.comment.as_deref().unwrap_or(""), comment, "{name}");
                assert_eq!(signal.minimum, minimum.parse().ok(), "{name}");
                assert_eq!(signal.maximum, maximum.parse().ok(), "{name}");
                let labels: Vec<_> = signal.labels.iter().map(|(v, word)| format!("{v}={word}")).collect();
                assert_eq!(labels, words, "{name}");
            }
            ["signal-attribute", name, value] => {
                same_attribute(self.signal.unwrap().attribute(name), value, name);
            }
            ["frame", id, payload] => {
                self.message = Some(self.find(id));
                self.expected = Some((bytes(payload), Vec::new()));
            }
            ["undefined", id, payload] => {
                let decoded = self.find(id).decode(&bytes(payload), |_, _| {});
                assert!(decoded.undefined.is_some(), "{id} {payload}");
            }
            ["value", name, raw, physical, word] => {
                let (_, values) = self.expected.as_mut().unwrap();
                values.push([name, raw, physical, word].map(str::to_owned));
                self.values += 1;
            }
            _ => panic!("not a line of a vectors file: {fields:?}"),
        }
    }

    fn find(&self, id: &str) -> &'a Message {
        let value = u32::from_str_radix(id, 16).unwrap();
        let id = if id.len() == 3 { CanId::standard(value) } else { CanId::extended(value) };
        self.database.message(id.unwrap()).unwrap_or_else(|| panic!("no message {id:?}"))
    }

    fn end_frame(&mut self) {
        let Some((payload, mut expected)) = self.expected.take() else { return };
        let message = self.message.unwrap();
        let mut found = Vec::new();
        let decoded = message.decode(&payload, |signal, raw| found.push((signal, raw)));
        assert_eq!(decoded.undefined, None, "{} {payload:02X?}", message.name);
        let cut_off =
            if payload.len() < message.length { message.signals().len() - expected.len() } else { 0 };
        assert_eq!(decoded.short, cut_off, "{} {payload:02X?}", message.name);
        found.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        expected.sort();
        let names: Vec<_> = found.iter().map(|(signal, _)| &signal.name).collect();
        let expected_names: Vec<_> = expected.iter().map(|[name, ..]| name).collect();
        assert_eq!(names, expected_names, "{} {payload:02X?}", message.name);
        for ((signal, raw), [name, expected_raw, physical, word]) in found.into_iter().zip(&expected) {
            let place = format!("{}.{name} in {payload:02X?}", message.name);
            match raw {
                Raw::Unsigned(value) => assert_eq!(value.to_string(), *expected_raw, "{place}"),
                Raw::Signed(value) => assert_eq!(value.to_string(), *expected_raw, "{place}"),
                Raw::Float(value) => same_number(value, expected_raw, &place),
            }
            same_number(signal.physical(raw), physical, &place);
            assert_eq!(signal.label(raw).unwrap_or(""), word, "{place}");
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Equal to the last bit, but where cantools reckons with integers beyond 2^53, which no float holds.
fn same_number(value: f64, expected: &str, place: &str) {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let expected: f64 = expected.parse().unwrap();
    let equal = value.to_bits() == expected.to_bits()
        || value.is_nan() && expected.is_nan()
        || value.abs() == 0.0 && expected.abs() == 0.0
        || expected.abs() > EXACT && ((value - expected) / expected).abs() < 1e-15;
    assert!(equal, "{value} instead of {expected}: {place}");
}

fn same_attribute(value: Option<AttributeValue>, expected: &str, name: &str) {
    match value {
        None => assert_eq!(expected, "", "{name}"),
        Some(AttributeValue::Text(text)) => assert_eq!(text, expected, "{name}"),
        Some(value) => assert_eq!(value.as_f64(), expected.parse().ok(), "{name}"),
    }
}
