//! The time of a record: what its master channel says, in nanoseconds behind the start of the measurement, and when
//! that was.

use super::blocks::{Block, Fields};
use super::channels::{Channel, Raw};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;
use crate::frame::Time;

/// Nanoseconds in a second, in which master channels count.
const NANOS: f64 = 1e9;

/// A master channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    channel: Channel,
    offset_ns: f64,
    /// What one of the channel's units is.
    factor_ns: f64,
    /// The same where both are whole, so that nothing need be rounded.
    whole: Option<(i128, i128)>,
}

impl Clock {
    /// The clock of this master channel; `None` if it does not count time in a way that is read.
    pub(super) fn new(channel: Channel) -> Option<Self> {
        let linear = channel.linear?;
        let (offset_ns, factor_ns) = (linear.offset * NANOS, linear.factor * NANOS);
        let whole = nearly_whole(offset_ns).zip(nearly_whole(factor_ns));
        // A factor such as 1e-9 is not exact in binary; what it means is.
        #[expect(clippy::cast_precision_loss, reason = "it was a float before")]
        let (offset_ns, factor_ns) = whole.map_or((offset_ns, factor_ns), |(o, f)| (o as f64, f as f64));
        Some(Self { channel, offset_ns, factor_ns, whole })
    }

    /// The moment of `record`, counted from `start`; see [`Channel::raw`].
    #[inline]
    pub(super) fn time(&self, start: Time, record: &[u8], data: usize, index: u64) -> Option<Time> {
        let nanos = match (self.channel.raw(record, data, index)?, self.whole) {
            (Raw::Whole(raw), Some((offset, factor))) => raw.checked_mul(factor)?.checked_add(offset)?,
            (Raw::Whole(raw), None) => rounded(self.factor_ns.mul_add(raw as f64, self.offset_ns))?,
            (Raw::Float(raw), _) => rounded(self.factor_ns.mul_add(raw, self.offset_ns))?,
        };
        let nanos = nanos.checked_add(start.as_nanos().into())?;
        i64::try_from(nanos).ok().map(Time::from_nanos)
    }
}

/// The whole number that `float` is but for rounding.
fn nearly_whole(float: f64) -> Option<i128> {
    let whole = float.round();
    let is_near = (float - whole).abs() <= whole.abs() * 1e-12;
    if is_near { rounded(whole) } else { None }
}

#[expect(clippy::cast_possible_truncation, reason = "checked against the range of i64")]
fn rounded(float: f64) -> Option<i128> {
    // 2^63, the first that no `Time` holds.
    (float.abs() < 9_223_372_036_854_775_808.0).then(|| float.round() as i128)
}

/// The start of the measurement by the HD block: since the Unix epoch, or zero where only a clock of an unknown time
/// zone was read.
pub(super) fn start(store: &mut Seekable, header: &Block) -> Result<Time, Error> {
    const IS_LOCAL: u8 = 1;
    const HAS_OFFSETS: u8 = 2;
    let fields = Fields(header.fields(store, 16)?);
    let nanos = i128::from(fields.u64(0));
    let minutes = i128::from(fields.u16(8).cast_signed()) + i128::from(fields.u16(10).cast_signed());
    let nanos = match fields.u8(12) {
        flags if flags & IS_LOCAL == 0 => nanos,
        flags if flags & HAS_OFFSETS != 0 => nanos - minutes * 60_000_000_000,
        _ => 0,
    };
    Ok(i64::try_from(nanos).map_or(Time::ZERO, Time::from_nanos))
}
