//! Doubts about one signal: limits and words that its bits cannot hold, multiplexers that do nothing.

use super::LintKind;
use crate::dbc::{Kind, Message, Signal};

/// Adds what is doubtful of `signal` of `message`.
pub(super) fn look(message: &Message, signal: &Signal, add: &mut impl FnMut(LintKind, u64, String)) {
    let name = format!("signal {} of {}", signal.name, message.name);
    let line = signal.line;
    limits(signal, &mut |kind, text| add(kind, line, format!("{name} {text}")));
    words(signal, &mut |kind, text| add(kind, line, format!("{name} {text}")));
    if signal.kind == Kind::Signed && signal.size == 1 {
        add(LintKind::SignedBit, line, format!("{name} is signed and has one bit: it reads 0 or -1"));
    }
    if signal.is_switch() && signal.multiplex.defined.is_empty() {
        add(LintKind::IdleMultiplexer, line, format!("{name} is a multiplexer, but brings no signal"));
    }
}

fn limits(signal: &Signal, add: &mut impl FnMut(LintKind, String)) {
    let (Some(minimum), Some(maximum)) = (signal.minimum, signal.maximum) else { return };
    if minimum > maximum {
        add(LintKind::LimitsCrossed, format!("has a minimum of {minimum} above its maximum of {maximum}"));
        return;
    }
    let Some((low, high)) = raw_range(signal) else { return };
    let [one, other] = [low, high].map(|raw| raw * signal.factor + signal.offset);
    let (low, high) = (one.min(other), one.max(other));
    // One raw step is left to those who round.
    let step = signal.factor.abs();
    if minimum < low - step || maximum > high + step {
        let text =
            format!("has limits [{minimum}|{maximum}], but its {} bits say {low} to {high}", signal.size);
        add(LintKind::LimitsBeyondBits, text);
    }
}

/// Smallest and largest raw value of an integer signal.
fn raw_range(signal: &Signal) -> Option<(f64, f64)> {
    let size = i32::from(signal.size);
    match signal.kind {
        Kind::Unsigned => Some((0.0, 2.0_f64.powi(size) - 1.0)),
        Kind::Signed => Some((-2.0_f64.powi(size - 1), 2.0_f64.powi(size - 1) - 1.0)),
        Kind::Float | Kind::Double => None,
    }
}

fn words(signal: &Signal, add: &mut impl FnMut(LintKind, String)) {
    let Some((first, _)) = signal.labels.first() else { return };
    let unused = 64 - u32::from(signal.size);
    let fits = |value: i64| match signal.kind {
        Kind::Unsigned => u64::try_from(value).is_ok_and(|value| value <= u64::MAX >> unused),
        Kind::Signed => (value << unused) >> unused == value,
        Kind::Float | Kind::Double => true,
    };
    if matches!(signal.kind, Kind::Float | Kind::Double) {
        add(
            LintKind::LabelOfFloat,
            format!("is a float, so its words (VAL_, from {first} on) are never used"),
        );
        return;
    }
    let mut outside = signal.labels.iter().filter(|(value, _)| !fits(*value));
    if let Some((value, word)) = outside.next() {
        let more = match outside.count() {
            0 => String::new(),
            more => format!(", and for {more} more such values"),
        };
        let bits =
            if signal.size == 1 { "its one bit".to_owned() } else { format!("its {} bits", signal.size) };
        let text = format!("has a word for {value} (`{word}`){more}, which {bits} cannot say");
        add(LintKind::LabelOutOfRange, text);
    }
}
