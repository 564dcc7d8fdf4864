//! What the kernel tells beside a frame: its time stamps and the socket's count of dropped frames. Reads the
//! control messages of one received message; calls nothing.

use crate::frame::Time;

/// Room for the stamps of both kinds and the drop counter, with their headers, on every architecture.
pub(super) const SPACE: usize = 192;

/// What came beside one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Control {
    /// The kernel's stamp, on the system clock.
    pub(super) software: Option<Time>,
    /// The adapter's own stamp, on its own clock, whose zero may lie anywhere.
    pub(super) hardware: Option<Time>,
    /// Frames the socket had dropped when this one was queued; wraps around.
    pub(super) dropped: Option<u32>,
}

const HEADER: usize = size_of::<libc::cmsghdr>();
const WORD: usize = size_of::<usize>();

impl Control {
    /// Reads the control messages in `bytes`. Anything cut short or unknown is passed over.
    pub(super) fn parse(mut bytes: &[u8]) -> Self {
        let mut control = Self::default();
        while let Some((level, kind, data, rest)) = next(bytes) {
            if level == libc::SOL_SOCKET {
                control.take(kind, data);
            }
            bytes = rest;
        }
        control
    }

    fn take(&mut self, kind: libc::c_int, data: &[u8]) {
        match kind {
            libc::SCM_TIMESTAMPNS => self.software = stamp(data).or(self.software),
            libc::SCM_TIMESTAMPING => {
                // Three stamps: software, one the kernel no longer fills, raw hardware.
                let each = data.len() / 3;
                self.software = self.software.or_else(|| stamp(data.get(..each)?));
                self.hardware = data.get(2 * each..).and_then(stamp);
            }
            libc::SO_RXQ_OVFL => self.dropped = data.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes)),
            _ => {}
        }
    }
}

/// The first control message of `bytes` (level, type, data) and what follows it.
fn next(bytes: &[u8]) -> Option<(libc::c_int, libc::c_int, &[u8], &[u8])> {
    let length = usize::from_ne_bytes(*bytes.first_chunk()?);
    let level = libc::c_int::from_ne_bytes(*bytes.get(WORD..)?.first_chunk()?);
    let kind = libc::c_int::from_ne_bytes(*bytes.get(WORD + size_of::<libc::c_int>()..)?.first_chunk()?);
    let data = bytes.get(HEADER..length)?;
    let rest = bytes.get(length.checked_next_multiple_of(WORD)?..).unwrap_or(&[]);
    Some((level, kind, data, rest))
}

/// A `struct timespec` of either width; `None` for the zero that stands for "no stamp".
fn stamp(bytes: &[u8]) -> Option<Time> {
    let (seconds, nanos) = match bytes.len() {
        16 => (i64::from_ne_bytes(*bytes.first_chunk()?), i64::from_ne_bytes(*bytes.last_chunk()?)),
        8 => (
            i64::from(i32::from_ne_bytes(*bytes.first_chunk()?)),
            i64::from(i32::from_ne_bytes(*bytes.last_chunk()?)),
        ),
        _ => return None,
    };
    let nanos = seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?;
    (nanos != 0).then_some(Time::from_nanos(nanos))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(level: i32, kind: i32, data: &[u8]) -> Vec<u8> {
        let mut bytes = (HEADER + data.len()).to_ne_bytes().to_vec();
        bytes.extend(level.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.resize(HEADER, 0);
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(WORD), 0);
        bytes
    }

    fn timespec(seconds: i64, nanos: i64) -> Vec<u8> {
        [seconds.to_ne_bytes(), nanos.to_ne_bytes()].concat()
    }

    #[test]
    fn stamps_and_the_drop_counter_are_read_together() {
        let three = [timespec(10, 5), timespec(0, 0), timespec(3, 7)].concat();
        let bytes = [
            message(libc::SOL_SOCKET, libc::SCM_TIMESTAMPNS, &timespec(10, 6)),
            message(libc::SOL_SOCKET, libc::SCM_TIMESTAMPING, &three),
            message(libc::SOL_SOCKET, libc::SO_RXQ_OVFL, &42_u32.to_ne_bytes()),
        ]
        .concat();
        assert!(bytes.len() <= SPACE);
        let expected = Control {
            software: Some(Time::from_nanos(10_000_000_006)),
            hardware: Some(Time::from_nanos(3_000_000_007)),
            dropped: Some(42),
        };
        assert_eq!(Control::parse(&bytes), expected);
    }

    #[test]
    fn a_driver_without_a_clock_gives_no_hardware_stamp() {
        let three = [timespec(10, 5), timespec(0, 0), timespec(0, 0)].concat();
        let control = Control::parse(&message(libc::SOL_SOCKET, libc::SCM_TIMESTAMPING, &three));
        assert_eq!((control.software, control.hardware), (Some(Time::from_nanos(10_000_000_005)), None));
    }

    #[test]
    fn messages_of_other_levels_are_passed_over() {
        let bytes = [
            message(libc::SOL_CAN_RAW, libc::SO_RXQ_OVFL, &[1; 4]),
            message(libc::SOL_SOCKET, libc::SO_RXQ_OVFL, &7_u32.to_ne_bytes()),
        ]
        .concat();
        assert_eq!(Control::parse(&bytes), Control { dropped: Some(7), ..Control::default() });
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..SPACE)) {
            Control::parse(&bytes);
        }

        #[test]
        fn any_contents_are_read_without_panic(kind in 0..64_i32, data in proptest::collection::vec(any::<u8>(), 0..64)) {
            Control::parse(&message(libc::SOL_SOCKET, kind, &data));
        }
    }
}
