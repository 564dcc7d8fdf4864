//! One signal (`SG_`): its place, its scale and its words. Which frames hold it is for its message to say.

use crate::dbc::attribute::{AttributeValue, Attributes};
use crate::dbc::bits::{ByteOrder, Field};
use crate::dbc::multiplex::Multiplex;
use crate::dbc::raw::Raw;

/// How the bits of a signal are read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `+`
    Unsigned,
    /// `-`, two's complement
    Signed,
    /// `SIG_VALTYPE_` 1: IEEE 754 single precision, always 32 bits.
    Float,
    /// `SIG_VALTYPE_` 2: IEEE 754 double precision, always 64 bits.
    Double,
}

/// One signal of a message.
#[derive(Debug, Clone)]
pub struct Signal {
    /// The line that defines it, from 1.
    pub line: u64,
    /// Its name; the long one where the file gives one (`SystemSignalLongSymbol`).
    pub name: String,
    /// Start bit as in the file: the least significant bit of an Intel signal, the most significant of a
    /// Motorola one.
    pub start_bit: u16,
    /// Width in bits, 1 to 64.
    pub size: u16,
    /// Which way the bits run.
    pub order: ByteOrder,
    /// How they make a number.
    pub kind: Kind,
    /// Physical value of one raw step.
    pub factor: f64,
    /// Physical value at raw zero.
    pub offset: f64,
    /// Smallest physical value that makes sense; `None` where the file gives `[0|0]`, which says nothing.
    pub minimum: Option<f64>,
    /// Largest physical value that makes sense; `None` as for `minimum`.
    pub maximum: Option<f64>,
    /// Physical unit, often empty.
    pub unit: String,
    /// Its comment (`CM_ SG_`).
    pub comment: Option<String>,
    /// Words for raw values (`VAL_`), each value once, in ascending order.
    pub labels: Vec<(i64, String)>,
    /// In which frames of its message it is present.
    pub multiplex: Multiplex,
    pub(super) field: Field,
    pub(super) attributes: Attributes,
}

impl Signal {
    /// The raw value in `payload`; `None` if the payload ends before the signal does. Does not look at
    /// multiplexing: see [`Message::decode`](crate::dbc::Message::decode).
    #[expect(clippy::cast_possible_truncation, reason = "a float signal is 32 bits wide")]
    pub fn raw(&self, payload: &[u8]) -> Option<Raw> {
        let bits = self.field.get(payload)?;
        Some(match self.kind {
            Kind::Unsigned => Raw::Unsigned(bits),
            Kind::Signed => Raw::Signed(self.extend(bits)),
            Kind::Float => Raw::Float(f64::from(f32::from_bits(bits as u32))),
            Kind::Double => Raw::Float(f64::from_bits(bits)),
        })
    }

    /// The physical value of `raw`: times factor, plus offset.
    pub fn physical(&self, raw: Raw) -> f64 {
        raw.as_f64() * self.factor + self.offset
    }

    /// The word for `raw`, if the file has one.
    pub fn label(&self, raw: Raw) -> Option<&str> {
        let value = raw.as_i64()?;
        let index = self.labels.binary_search_by_key(&value, |(value, _)| *value).ok()?;
        Some(&self.labels[index].1)
    }

    /// Whether a payload of `payload_len` bytes holds the whole signal.
    pub fn fits(&self, payload_len: usize) -> bool {
        payload_len >= self.last_byte()
    }

    /// How many bytes a payload must have to hold the signal: the index of its last byte, plus one.
    pub fn last_byte(&self) -> usize {
        self.field.end()
    }

    /// Writes the physical `value`, rounded to the nearest raw step and held within what the bits can say;
    /// `minimum` and `maximum` are advice and do not limit it. `false`, writing nothing, if the payload is
    /// too short, or if no raw value stands for it (a factor of zero, or not a number for an integer).
    pub fn encode(&self, value: f64, payload: &mut [u8]) -> bool {
        if self.factor == 0.0 {
            return false;
        }
        let raw = (value - self.offset) / self.factor;
        let bits = match self.kind {
            Kind::Float => u64::from(single(raw).to_bits()),
            Kind::Double => raw.to_bits(),
            Kind::Unsigned | Kind::Signed if raw.is_nan() => return false,
            Kind::Unsigned => unsigned(raw).min(self.field.mask()),
            Kind::Signed => {
                let top = self.field.mask() >> 1;
                let largest = i64::try_from(top).unwrap_or(i64::MAX);
                signed(raw).clamp(-largest - 1, largest).cast_unsigned()
            }
        };
        self.field.set(payload, bits)
    }

    /// Writes `raw` as it is; `false`, writing nothing, if the payload is too short, the value needs more bits
    /// than the signal has, or it is an integer for a float signal or the reverse.
    pub fn insert(&self, raw: Raw, payload: &mut [u8]) -> bool {
        let bits = match (self.kind, raw) {
            (Kind::Unsigned, Raw::Unsigned(value)) if value <= self.field.mask() => value,
            (Kind::Signed, Raw::Signed(value)) if self.extend(value.cast_unsigned()) == value => {
                value.cast_unsigned()
            }
            (Kind::Float, Raw::Float(value)) => u64::from(single(value).to_bits()),
            (Kind::Double, Raw::Float(value)) => value.to_bits(),
            _ => return false,
        };
        self.field.set(payload, bits)
    }

    /// The value of the attribute `name` (`BA_ ... SG_`), or its default.
    pub fn attribute(&self, name: &str) -> Option<AttributeValue> {
        self.attributes.get(name)
    }

    /// Whether other signals of the message depend on this one.
    pub fn is_switch(&self) -> bool {
        self.multiplex.is_switch
    }

    /// The positions of the signal's bits in the payload, `8 * byte + bit` with bit 0 the least significant
    /// of its byte; the least significant bit of the value first.
    pub fn bit_positions(&self) -> impl Iterator<Item = usize> {
        self.field.positions()
    }

    /// The bits as they are, to compare with multiplexer values.
    pub(super) fn bits(&self, payload: &[u8]) -> Option<u64> {
        self.field.get(payload)
    }

    fn extend(&self, bits: u64) -> i64 {
        let unused = 64 - u32::from(self.size);
        (bits << unused).cast_signed() >> unused
    }
}

/// Nearest single-precision float.
#[expect(clippy::cast_possible_truncation, reason = "the signal has no more than single precision")]
fn single(value: f64) -> f32 {
    value as f32
}

/// Nearest unsigned integer, the ends of the range for values beyond them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast stops at the ends")]
fn unsigned(value: f64) -> u64 {
    value.round() as u64
}

/// Nearest signed integer, the ends of the range for values beyond them.
#[expect(clippy::cast_possible_truncation, reason = "the cast stops at the ends")]
fn signed(value: f64) -> i64 {
    value.round() as i64
}
