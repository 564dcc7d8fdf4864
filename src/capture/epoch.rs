//! From when the stamps of a written file count: formats with a date in their heading get small stamps, and a line of
//! our own from which reading gets back the exact moment.

use crate::capture::digits::seconds;
use crate::frame::Time;

/// Stamps from here on, September 2001, are of the clock; those below count from the start of a recording.
const CLOCK: Time = Time::from_nanos(1_000_000_000_000_000_000);

/// What stands before the seconds in the line of our own.
const MARK: &str = "times count from epoch second ";

/// The moment from which the stamps of a file count whose first frame is of `first`.
pub(super) fn of(first: Time) -> Time {
    // Whole microseconds, so that cutting stamps off there does not depend on it.
    let micros = first.as_nanos() / 1000 * 1000;
    if first < CLOCK { Time::ZERO } else { Time::from_nanos(micros) }
}

/// The text that says so, if there is need of one.
pub(super) fn text(epoch: Time) -> Option<String> {
    let nanos = epoch.as_nanos();
    (nanos > 0).then(|| format!("{MARK}{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000))
}

/// The moment that `line` names, if it is a line of our own.
pub(super) fn read(line: &[u8]) -> Option<Time> {
    let at = memchr::memmem::find(line, MARK.as_bytes())? + MARK.len();
    let number = line.get(at..)?.trim_ascii();
    seconds(number)
}

/// `time` counted from `epoch`.
pub(super) fn since(time: Time, epoch: Time) -> Time {
    Time::from_nanos(time.as_nanos().saturating_sub(epoch.as_nanos()))
}

/// The moment that is `stamp` behind `epoch`.
pub(super) fn after(stamp: Time, epoch: Time) -> Time {
    Time::from_nanos(stamp.as_nanos().saturating_add(epoch.as_nanos()))
}
