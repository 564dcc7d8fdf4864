//! One message (`BO_`) and the decoding of its frames: which signals a payload holds, and their raw values.

use std::time::Duration;

use crate::dbc::attribute::{AttributeValue, Attributes};
use crate::dbc::raw::Raw;
use crate::dbc::signal::Signal;
use crate::frame::CanId;

/// One message.
#[derive(Debug, Clone)]
pub struct Message {
    /// The line that defines it, from 1.
    pub line: u64,
    /// Its identifier.
    pub id: CanId,
    /// Its name; the long one where the file gives one (`SystemMessageLongSymbol`).
    pub name: String,
    /// Length in bytes; above 64 only where a transport protocol carries it.
    pub length: usize,
    /// The node that sends it.
    pub sender: Option<String>,
    /// Time between two frames (`GenMsgCycleTime`, milliseconds); `None` if it is not cyclic.
    pub cycle: Option<Duration>,
    /// Its comment (`CM_ BO_`).
    pub comment: Option<String>,
    pub(super) signals: Vec<Signal>,
    pub(super) attributes: Attributes,
}

/// What [`Message::decode`] could not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decoded {
    /// Signals that were given out.
    pub signals: usize,
    /// Signals that the payload was too short for. What a short multiplexer would have brought is unknown
    /// and not counted.
    pub short: usize,
    /// The first of those, as an index into [`Message::signals`].
    pub first_short: Option<usize>,
    /// The first multiplexer whose value the file does not define.
    pub undefined: Option<Undefined>,
}

impl Decoded {
    /// Whether everything was there and defined.
    pub fn is_complete(&self) -> bool {
        self.short == 0 && self.undefined.is_none()
    }
}

/// A multiplexer value that the file does not define.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undefined {
    /// The multiplexer, as an index into [`Message::signals`].
    pub switch: usize,
    /// Its bits.
    pub value: u64,
}

impl Message {
    /// Its signals, in the order of the file.
    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }

    /// The signal called `name`; of several multiplexed ones of the same name, the first.
    pub fn signal(&self, name: &str) -> Option<&Signal> {
        self.signals.iter().find(|signal| signal.name == name)
    }

    /// The value of the attribute `name` (`BA_ ... BO_`), or its default.
    pub fn attribute(&self, name: &str) -> Option<AttributeValue> {
        self.attributes.get(name)
    }

    /// Calls `each` with every signal that is present in `payload` and its raw value, in the order of the
    /// file. A signal that a multiplexer does not bring, or that the payload is too short for, is left out.
    pub fn decode<'a>(&'a self, payload: &[u8], mut each: impl FnMut(&'a Signal, Raw)) -> Decoded {
        self.decode_places(payload, |_, signal, raw| each(signal, raw))
    }

    /// The same, with the place of each signal: its index into [`Message::signals`].
    pub fn decode_places<'a>(
        &'a self,
        payload: &[u8],
        mut each: impl FnMut(usize, &'a Signal, Raw),
    ) -> Decoded {
        let mut decoded = Decoded::default();
        // Signals of one switch stand together: it is read once, not for each of them.
        let mut latest: Option<(usize, Option<u64>)> = None;
        for (index, signal) in self.signals.iter().enumerate() {
            if let Some(selector) = &signal.multiplex.selector {
                let value = match latest {
                    Some((switch, value)) if switch == selector.switch => value,
                    _ => self.switch_value(selector.switch, payload),
                };
                latest = Some((selector.switch, value));
                if !value.is_some_and(|value| selector.values.contains(value)) {
                    continue;
                }
            }
            let Some(raw) = signal.raw(payload) else {
                decoded.short += 1;
                decoded.first_short.get_or_insert(index);
                continue;
            };
            if signal.multiplex.is_switch && decoded.undefined.is_none() {
                decoded.undefined = undefined(index, signal, payload);
            }
            decoded.signals += 1;
            each(index, signal, raw);
        }
        decoded
    }

    /// Whether `signal` (an index into [`Message::signals`]) is in `payload`: brought by its multiplexers
    /// and not cut off.
    pub fn is_present(&self, signal: usize, payload: &[u8]) -> bool {
        self.switch_value(signal, payload).is_some()
    }

    /// The bits of a signal if it is present. Ends, because loading refuses loops of multiplexers.
    fn switch_value(&self, index: usize, payload: &[u8]) -> Option<u64> {
        let signal = self.signals.get(index)?;
        if let Some(selector) = &signal.multiplex.selector {
            let value = self.switch_value(selector.switch, payload)?;
            if !selector.values.contains(value) {
                return None;
            }
        }
        signal.bits(payload)
    }
}

/// The value of a switch, if the file gives it no meaning.
fn undefined(index: usize, signal: &Signal, payload: &[u8]) -> Option<Undefined> {
    let value = signal.bits(payload)?;
    let defined = &signal.multiplex.defined;
    (!defined.is_empty() && !defined.contains(value)).then_some(Undefined { switch: index, value })
}
