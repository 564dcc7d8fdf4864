//! One channel of a record: where its bits stand and what number they are. It does not know what the number means.

use super::blocks::{Block, Fields};
use crate::capture::bytes::Order;
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;

/// Links of a CN block (ASAM MDF 4.2, section 6.17).
pub(super) const NEXT: u64 = 0;
pub(super) const COMPOSITION: u64 = 1;
pub(super) const NAME: u64 = 2;
const CONVERSION: u64 = 4;
pub(super) const DATA: u64 = 5;

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A value of its own.
    Value,
    /// The place of a value of variable length.
    Variable,
    /// The time, if it is of the kind that synchronises by time.
    Master { is_time: bool },
}

/// How the bits are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Unsigned(Order),
    Signed(Order),
    Float(Order),
    Bytes,
    /// No bits at all: the number of the record.
    Counted,
}

/// What a conversion makes of a number: `offset + factor * number`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Linear {
    pub(super) offset: f64,
    pub(super) factor: f64,
}

/// A number as it stands in the record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Raw {
    Whole(i128),
    Float(f64),
}

/// One channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Channel {
    pub(super) role: Role,
    form: Form,
    byte: usize,
    bit: u32,
    bits: u32,
    /// The bit behind the record's data that marks the value as invalid.
    invalid: Option<u32>,
    /// `None`: converted in a way that is not read.
    pub(super) linear: Option<Linear>,
}

impl Channel {
    /// The channel that a CN block describes.
    pub(super) fn read(store: &mut Seekable, block: &Block) -> Result<Self, Error> {
        const MAY_BE_INVALID: u32 = 2;
        let fields = Fields(block.fields(store, 24)?);
        let (kind, sync, data_type) = (fields.u8(0), fields.u8(1), fields.u8(2));
        let (bit, byte, bits) = (u32::from(fields.u8(3)), fields.u32(4), fields.u32(8));
        let (flags, invalid) = (fields.u32(12), fields.u32(16));
        let role = match kind {
            1 => Role::Variable,
            2 | 3 => Role::Master { is_time: sync == 1 },
            _ => Role::Value,
        };
        let form = match (kind, data_type) {
            (3 | 6, _) => Form::Counted,
            (_, 0) => Form::Unsigned(Order::Little),
            (_, 1) => Form::Unsigned(Order::Big),
            (_, 2) => Form::Signed(Order::Little),
            (_, 3) => Form::Signed(Order::Big),
            (_, 4) => Form::Float(Order::Little),
            (_, 5) => Form::Float(Order::Big),
            // The place of a variable value is an unsigned number whatever type the value has.
            _ if role == Role::Variable => Form::Unsigned(Order::Little),
            _ => Form::Bytes,
        };
        let form = if role == Role::Variable { Form::Unsigned(Order::Little) } else { form };
        let conversion = block.link(store, CONVERSION)?;
        let linear = linear(store, conversion)?;
        let invalid = (flags & MAY_BE_INVALID != 0).then_some(invalid);
        // No file is as large as a place that does not fit.
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        Ok(Self { role, form, byte, bit, bits, invalid, linear })
    }

    /// Where its bytes begin, and how many they are, if it is whole bytes.
    pub(super) fn place(&self) -> Option<(usize, usize)> {
        let is_whole = self.bit == 0 && self.bits.is_multiple_of(8) && self.form != Form::Counted;
        is_whole.then_some((self.byte, (self.bits / 8) as usize))
    }

    /// The number in `record`, whose data are `data` bytes and which is number `index` of its kind.
    pub(super) fn raw(&self, record: &[u8], data: usize, index: u64) -> Option<Raw> {
        if let Some(bit) = self.invalid {
            // Data stored by columns have these marks elsewhere, and they are taken for valid.
            let mark = record.get(data.checked_add((bit / 8) as usize)?);
            if mark.is_some_and(|mark| mark >> (bit % 8) & 1 != 0) {
                return None;
            }
        }
        let (order, is_float, is_signed) = match self.form {
            Form::Unsigned(order) => (order, false, false),
            Form::Signed(order) => (order, false, true),
            Form::Float(order) => (order, true, false),
            Form::Counted => return Some(Raw::Whole(index.into())),
            Form::Bytes => return None,
        };
        if self.bit > 7 || !(1..=64).contains(&self.bits) {
            return None;
        }
        let count = (self.bit + self.bits).div_ceil(8) as usize;
        let bytes = record.get(self.byte..self.byte.checked_add(count)?)?;
        let join = |value: u128, byte: &u8| value << 8 | u128::from(*byte);
        let value = match order {
            Order::Little => bytes.iter().rev().fold(0, join),
            Order::Big => bytes.iter().fold(0, join),
        };
        let value = value >> self.bit & (u128::MAX >> (128 - self.bits));
        let bits = u64::try_from(value).ok()?;
        Some(if is_float {
            match self.bits {
                64 => Raw::Float(f64::from_bits(bits)),
                32 => Raw::Float(f32::from_bits(u32::try_from(bits).ok()?).into()),
                _ => return None,
            }
        } else if is_signed {
            let unused = 64 - self.bits;
            Raw::Whole(((bits << unused).cast_signed() >> unused).into())
        } else {
            Raw::Whole(bits.into())
        })
    }

    /// The number that the channel means, where it is a whole one of at most 32 bits.
    #[inline]
    pub(super) fn number(&self, record: &[u8], data: usize, index: u64) -> Option<u32> {
        let value = match (self.raw(record, data, index)?, self.linear) {
            (raw, Some(linear)) if linear != ONE_TO_ONE => {
                let raw = match raw {
                    Raw::Whole(whole) => whole as f64,
                    Raw::Float(float) => float,
                };
                Raw::Float(linear.factor.mul_add(raw, linear.offset))
            }
            // What a number is called is of no concern here.
            (raw, _) => raw,
        };
        match value {
            Raw::Whole(whole) => u32::try_from(whole).ok(),
            Raw::Float(float) => whole(float),
        }
    }
}

/// A whole number of 32 bits.
fn whole(float: f64) -> Option<u32> {
    let fits = float.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&float);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in the line above")]
    fits.then_some(float as u32)
}

pub(super) const ONE_TO_ONE: Linear = Linear { offset: 0.0, factor: 1.0 };

/// The conversion that `at` leads to; `None` if it is no linear one.
fn linear(store: &mut Seekable, at: u64) -> Result<Option<Linear>, Error> {
    let Some(block) = Block::read_kind(store, at, *b"CC")? else { return Ok(Some(ONE_TO_ONE)) };
    let fields = Fields(block.fields(store, 40)?);
    Ok(match fields.u8(0) {
        0 => Some(ONE_TO_ONE),
        1 => Some(Linear { offset: fields.f64(24), factor: fields.f64(32) }),
        _ => None,
    })
}
