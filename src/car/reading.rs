//! From a signal's raw value to what it says of its fact, worked out once from labels and polarity. A value
//! that says nothing stays unknown; nothing is ever taken for zero.

use crate::body::{Fact, FactKind, Ignition, Value};
use crate::dbc::{Raw, Signal};

/// What a signal's raw values mean for its fact.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    /// The physical value, but for these raw values, which say nothing; ascending.
    Number(Box<[i64]>),
    /// These raw values and no others say something; ascending.
    Words(Box<[(i64, Value)]>),
    /// Every frame says the same.
    Pulse,
}

/// Labels by which a DBC says that a number is none.
const SILENT: [&str; 5] = ["not available", "n/a", "sna", "invalid", "unknown"];

impl Reading {
    /// How `signal` tells `fact`.
    ///
    /// # Errors
    ///
    /// In words, why it cannot tell it and what to write instead.
    pub(super) fn new(fact: Fact, signal: &Signal) -> Result<Self, String> {
        match fact.kind() {
            FactKind::Pulse => Ok(Self::Pulse),
            FactKind::Number(unit) => {
                if !same_unit(&signal.unit, unit) {
                    let found = signal.unit.escape_default();
                    return Err(format!("`{fact}` is in {unit}, the signal in {found}; scale it to {unit}"));
                }
                Ok(Self::Number(
                    labelled(signal, |word| SILENT.contains(&word).then_some(()))
                        .map(|(raw, ())| raw)
                        .collect(),
                ))
            }
            FactKind::Ignition => {
                let position = |word: &str| {
                    Ignition::ALL.into_iter().find(|position| position.word().eq_ignore_ascii_case(word))
                };
                let words: Box<[_]> = labelled(signal, |word| position(word).map(Value::Ignition)).collect();
                if words.is_empty() {
                    return Err("none of its labels (VAL_) is off, ACC, ON or START".to_owned());
                }
                Ok(Self::Words(words))
            }
            FactKind::Switch => switch(fact, signal),
        }
    }

    /// What `raw` says, if it says anything.
    pub(super) fn value(&self, signal: &Signal, raw: Raw) -> Option<Value> {
        match self {
            Self::Pulse => Some(Value::Switch(true)),
            Self::Words(words) => {
                let raw = raw.as_i64()?;
                let index = words.binary_search_by_key(&raw, |(raw, _)| *raw).ok()?;
                Some(words[index].1)
            }
            Self::Number(silent) => {
                if raw.as_i64().is_some_and(|raw| silent.binary_search(&raw).is_ok()) {
                    return None;
                }
                let number = signal.physical(raw);
                number.is_finite().then_some(Value::Number(number))
            }
        }
    }

    /// Writes `value`; `false` if no raw value stands for it or the payload is too short.
    pub(super) fn write(&self, signal: &Signal, value: Value, payload: &mut [u8]) -> bool {
        match (self, value) {
            (Self::Pulse, Value::Switch(true)) => signal.fits(payload.len()),
            (Self::Number(_), Value::Number(number)) => signal.encode(number, payload),
            (Self::Words(words), _) => {
                // Of several values for one word the plainly labelled one is meant: `1 "on"`, not
                // `17 "on, with beep"`.
                let plain = |raw: i64| {
                    signal.labels.iter().all(|(value, label)| *value != raw || !label.contains(','))
                };
                let mut fitting = words.iter().filter(|(_, word)| *word == value).map(|(raw, _)| *raw);
                let Some(first) = fitting.next() else { return false };
                let raw = std::iter::once(first).chain(fitting).find(|raw| plain(*raw)).unwrap_or(first);
                let unsigned = u64::try_from(raw).is_ok_and(|raw| signal.insert(Raw::Unsigned(raw), payload));
                unsigned || signal.insert(Raw::Signed(raw), payload)
            }
            _ => false,
        }
    }
}

/// The reading of a switch: its labels, or without any the plain bit.
fn switch(fact: Fact, signal: &Signal) -> Result<Reading, String> {
    let (yes, no) = fact.words();
    if signal.labels.is_empty() {
        return Ok(Reading::Words(Box::new([(0, Value::Switch(false)), (1, Value::Switch(true))])));
    }
    let words: Box<[_]> = labelled(signal, |word| match word {
        _ if word.eq_ignore_ascii_case(yes) => Some(Value::Switch(true)),
        _ if word.eq_ignore_ascii_case(no) => Some(Value::Switch(false)),
        _ => None,
    })
    .collect();
    if words.is_empty() {
        return Err(format!("none of its labels (VAL_) is `{yes}` or `{no}`"));
    }
    Ok(Reading::Words(words))
}

/// The raw values whose word, the label up to its first comma in lower case, `meaning` takes; ascending.
fn labelled<T>(signal: &Signal, meaning: impl Fn(&str) -> Option<T>) -> impl Iterator<Item = (i64, T)> {
    signal.labels.iter().filter_map(move |(raw, label)| {
        let word = label.split(',').next().unwrap_or_default().trim().to_lowercase();
        Some((*raw, meaning(&word)?))
    })
}

/// Whether a DBC's unit is the fact's; a missing one is taken on trust.
fn same_unit(found: &str, unit: &str) -> bool {
    let found = found.trim();
    let others: &[&str] = match unit {
        "km/h" => &["kph", "kmh", "kmph", "km/hr"],
        "V" => &["volt", "volts"],
        _ => &[],
    };
    found.is_empty()
        || found.eq_ignore_ascii_case(unit)
        || others.iter().any(|other| found.eq_ignore_ascii_case(other))
}
