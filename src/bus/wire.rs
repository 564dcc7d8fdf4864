//! The kernel's `struct can_frame` and `struct canfd_frame` (`linux/can.h`) into [`Frame`] and back. Knows the
//! layout of the bytes, not where they come from or go.

use crate::frame::{CanId, Flags, Frame};

/// Size of a classic frame as the kernel passes it: `CAN_MTU`.
pub(super) const CLASSIC: usize = libc::CAN_MTU;
/// Size of an FD frame as the kernel passes it: `CANFD_MTU`.
pub(super) const FD: usize = libc::CANFD_MTU;

const DATA: usize = 8;
const FD_BRS: u8 = 0x01;
const FD_ESI: u8 = 0x02;

/// Fills `frame`'s identifier, kind and data from what the kernel passed; the size says classic or FD. `false`,
/// with `frame` undefined, if the bytes are no frame of either kind.
pub(super) fn read(bytes: &[u8], frame: &mut Frame) -> bool {
    let &[a, b, c, d, length, kind, _, len8_dlc, ..] = bytes else { return false };
    let word = u32::from_ne_bytes([a, b, c, d]);
    let value = word & libc::CAN_EFF_MASK;
    frame.flags = Flags::empty();
    frame.len8_dlc = 0;
    let id = if word & libc::CAN_ERR_FLAG != 0 {
        frame.flags |= Flags::ERROR;
        CanId::extended(value)
    } else if word & libc::CAN_EFF_FLAG != 0 {
        CanId::extended(value)
    } else {
        CanId::standard(value)
    };
    let Some(id) = id else { return false };
    frame.id = id;
    match bytes.len() {
        CLASSIC if word & (libc::CAN_RTR_FLAG | libc::CAN_ERR_FLAG) == libc::CAN_RTR_FLAG => {
            frame.set_payload(&[]) && frame.set_remote(length)
        }
        CLASSIC => {
            frame.len8_dlc = if matches!(len8_dlc, 9..=15) && length == 8 { len8_dlc } else { 0 };
            payload(bytes, length).is_some_and(|data| frame.set_payload(data))
        }
        FD => {
            frame.flags |= Flags::FD;
            frame.flags.set(Flags::BRS, kind & FD_BRS != 0);
            frame.flags.set(Flags::ESI, kind & FD_ESI != 0);
            payload(bytes, length).is_some_and(|data| frame.set_payload(data))
        }
        _ => false,
    }
}

/// `frame` as the kernel takes it. It must be no error frame: the kernel would pass one on to everybody as the
/// controller's own.
pub(super) fn write(frame: &Frame, bytes: &mut [u8; FD]) -> usize {
    let payload = frame.payload();
    let mut word = frame.id.value();
    if frame.id.is_extended() {
        word |= libc::CAN_EFF_FLAG;
    }
    let is_fd = frame.flags.contains(Flags::FD);
    if frame.flags.contains(Flags::REMOTE) && !is_fd {
        word |= libc::CAN_RTR_FLAG;
    }
    bytes.fill(0);
    bytes[..4].copy_from_slice(&word.to_ne_bytes());
    // A frame is never longer than its 64 bytes.
    bytes[4] = u8::try_from(frame.len()).unwrap_or(0);
    bytes[DATA..DATA + payload.len()].copy_from_slice(payload);
    if is_fd {
        let brs = if frame.flags.contains(Flags::BRS) { FD_BRS } else { 0 };
        let esi = if frame.flags.contains(Flags::ESI) { FD_ESI } else { 0 };
        bytes[5] = brs | esi;
        return FD;
    }
    bytes[7] = frame.len8_dlc;
    CLASSIC
}

fn payload(bytes: &[u8], length: u8) -> Option<&[u8]> {
    bytes.get(DATA..DATA + usize::from(length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classic(id: u32, length: u8, len8_dlc: u8) -> Vec<u8> {
        let mut bytes = id.to_ne_bytes().to_vec();
        bytes.extend([length, 0, 0, len8_dlc, 1, 2, 3, 4, 5, 6, 7, 8]);
        bytes
    }

    fn decoded(bytes: &[u8]) -> Option<Frame> {
        let mut frame = Frame::empty();
        // What an earlier frame left in the slot must not show through.
        frame.flags = Flags::FD | Flags::REMOTE;
        frame.set_payload(&[0xEE; 64]);
        frame.len8_dlc = 9;
        read(bytes, &mut frame).then_some(frame)
    }

    #[test]
    fn identifiers_of_both_lengths_stay_apart() {
        let short = decoded(&classic(0x123, 2, 0)).unwrap();
        let long = decoded(&classic(0x123 | libc::CAN_EFF_FLAG, 2, 0)).unwrap();
        assert_eq!((short.id.to_string(), short.payload()), ("123".into(), &[1, 2][..]));
        assert_eq!((long.id.to_string(), long.flags), ("00000123".into(), Flags::empty()));
    }

    #[test]
    fn a_remote_request_has_a_length_and_no_data() {
        let frame = decoded(&classic(0x60D | libc::CAN_RTR_FLAG, 8, 0)).unwrap();
        assert_eq!((frame.flags, frame.len(), frame.payload()), (Flags::REMOTE, 8, &[][..]));
    }

    #[test]
    fn an_error_frame_keeps_its_class_and_details() {
        let frame = decoded(&classic(0x204 | libc::CAN_ERR_FLAG, 8, 0)).unwrap();
        assert_eq!((frame.flags, frame.id.value(), frame.len()), (Flags::ERROR, 0x204, 8));
    }

    #[test]
    fn the_size_says_which_kind_of_frame_it_is() {
        let mut bytes = classic(0x7FF, 12, 0);
        assert!(decoded(&bytes).is_none());
        bytes[5] = FD_BRS | FD_ESI;
        bytes.resize(FD, 0xAB);
        let frame = decoded(&bytes).unwrap();
        assert_eq!((frame.flags, frame.len()), (Flags::FD | Flags::BRS | Flags::ESI, 12));
        assert_eq!(frame.payload()[7..], [8, 0xAB, 0xAB, 0xAB, 0xAB]);
    }

    #[test]
    fn a_raw_length_code_above_eight_is_kept() {
        assert_eq!(decoded(&classic(1, 8, 13)).unwrap().len8_dlc, 13);
        assert_eq!(decoded(&classic(1, 7, 13)).unwrap().len8_dlc, 0);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(
            (id, kind, data) in (0_u32..=0x1FFF_FFFF, 0..4_u8, proptest::collection::vec(any::<u8>(), 0..=64)),
            extended in any::<bool>(),
            (brs, esi, len8_dlc) in (any::<bool>(), any::<bool>(), 9..=15_u8),
        ) {
            let id = if extended { CanId::extended(id) } else { CanId::standard(id % 0x800) }.unwrap();
            let mut frame = Frame::empty();
            frame.id = id;
            match kind {
                0 => {
                    frame.flags = Flags::FD;
                    frame.flags.set(Flags::BRS, brs);
                    frame.flags.set(Flags::ESI, esi);
                    prop_assert!(frame.set_payload(&data));
                }
                1 => prop_assert!(frame.set_remote(len8_dlc % 9)),
                2 => {
                    prop_assert!(frame.set_payload(&[7; 8]));
                    frame.len8_dlc = len8_dlc;
                }
                _ => prop_assert!(frame.set_payload(&data[..data.len().min(8)])),
            }
            let mut bytes = [0xEE; FD];
            let length = write(&frame, &mut bytes);
            prop_assert_eq!(decoded(&bytes[..length]), Some(frame));
        }

        #[test]
        fn any_bytes_give_a_whole_frame_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..=FD + 1), cut in any::<bool>()) {
            let bytes = if cut { &bytes[..bytes.len().min(CLASSIC)] } else { &bytes[..] };
            if let Some(frame) = decoded(bytes) {
                prop_assert!(bytes.len() == CLASSIC || bytes.len() == FD);
                prop_assert!(frame.len() <= bytes.len() - DATA);
            }
        }
    }
}
