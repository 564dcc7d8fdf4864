//! What a controller says in an error frame (`linux/can/error.h`), from a live bus or from a capture. It reads
//! one frame and keeps no history.

use std::fmt;

use crate::frame::{Flags, Frame};

/// How much of the bus a controller still takes part in (ISO 11898-1 fault confinement).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Both error counters below 96.
    Active,
    /// A counter from 96 to 127: still normal operation, but something is wrong.
    Warning,
    /// A counter of 128 or more: the controller may no longer signal errors to others.
    Passive,
    /// Transmit counter above 255: the controller has left the bus until it is restarted.
    BusOff,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "error-active",
            Self::Warning => "error-warning",
            Self::Passive => "error-passive",
            Self::BusOff => "bus-off",
        })
    }
}

/// One thing an error frame reports; a frame may report several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The driver gave up sending a frame.
    TransmitTimeout,
    /// Another sender won the bus; in which bit of the frame is in [`ErrorFrame::arbitration_bit`].
    ArbitrationLost,
    /// The controller's receive buffer overflowed: at least one frame is lost.
    ReceiveOverrun,
    /// The controller's transmit buffer overflowed.
    TransmitOverrun,
    /// The receive error counter reached 96.
    ReceiveWarning,
    /// The transmit error counter reached 96.
    TransmitWarning,
    /// The receive error counter reached 128.
    ReceivePassive,
    /// The transmit error counter reached 128.
    TransmitPassive,
    /// Both counters are low again.
    BackToActive,
    /// A bit on the wire was not the one sent.
    Bit,
    /// A bit of fixed value had the other one: typical of a wrong bitrate.
    Form,
    /// Six equal bits in a row: typical of a wrong bitrate.
    Stuff,
    /// A dominant bit could not be sent.
    DominantBit,
    /// A recessive bit could not be sent.
    RecessiveBit,
    /// Some controller asked for more time by an overload frame.
    Overload,
    /// The controller announced an error actively.
    ActiveError,
    /// The error happened while sending.
    WhileSending,
    /// The checksum of a frame did not match; the kernel puts this into the location only.
    Checksum,
    /// The CANH wire is broken.
    HighNoWire,
    /// The CANH wire is shorted to battery.
    HighShortToBattery,
    /// The CANH wire is shorted to ground.
    HighShortToGround,
    /// The CANH wire is shorted to the transceiver's supply.
    HighShortToSupply,
    /// The CANL wire is broken.
    LowNoWire,
    /// The CANL wire is shorted to battery.
    LowShortToBattery,
    /// The CANL wire is shorted to ground.
    LowShortToGround,
    /// The CANL wire is shorted to the transceiver's supply.
    LowShortToSupply,
    /// The two wires are shorted to each other.
    LowShortToHigh,
    /// Nobody acknowledged a frame: no other controller is on the bus, or none at this bitrate.
    NoAcknowledge,
    /// The controller left the bus; it hears nothing until it is restarted.
    BusOff,
    /// A bus error the driver does not describe further.
    BusError,
    /// The controller came back from bus-off.
    Restarted,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TransmitTimeout => "transmit timeout",
            Self::ArbitrationLost => "arbitration lost",
            Self::ReceiveOverrun => "controller receive overrun",
            Self::TransmitOverrun => "controller transmit overrun",
            Self::ReceiveWarning => "error-warning by receive errors",
            Self::TransmitWarning => "error-warning by transmit errors",
            Self::ReceivePassive => "error-passive by receive errors",
            Self::TransmitPassive => "error-passive by transmit errors",
            Self::BackToActive => "error-active again",
            Self::Bit => "bit error",
            Self::Form => "form error",
            Self::Stuff => "stuff error",
            Self::DominantBit => "dominant bit not sent",
            Self::RecessiveBit => "recessive bit not sent",
            Self::Overload => "bus overload",
            Self::ActiveError => "active error announced",
            Self::WhileSending => "while sending",
            Self::Checksum => "checksum error",
            Self::HighNoWire => "CANH: no wire",
            Self::HighShortToBattery => "CANH: short to battery",
            Self::HighShortToGround => "CANH: short to ground",
            Self::HighShortToSupply => "CANH: short to supply",
            Self::LowNoWire => "CANL: no wire",
            Self::LowShortToBattery => "CANL: short to battery",
            Self::LowShortToGround => "CANL: short to ground",
            Self::LowShortToSupply => "CANL: short to supply",
            Self::LowShortToHigh => "CANL: short to CANH",
            Self::NoAcknowledge => "no acknowledge",
            Self::BusOff => "bus-off",
            Self::BusError => "bus error",
            Self::Restarted => "restarted after bus-off",
        })
    }
}

// Classes: bits of the identifier of an error frame.
const CONTROLLER: u32 = 0x004;
const PROTOCOL: u32 = 0x008;
const TRANSCEIVER: u32 = 0x010;
const BUS_OFF: u32 = 0x040;
const RESTARTED: u32 = 0x100;
const COUNTERS: u32 = 0x200;

/// Where a cause stands: its class, then in which data byte which bits must have which value.
struct Place(u32, usize, u8, u8, Cause);

impl Place {
    const fn class(class: u32, cause: Cause) -> Self {
        Self(class, 0, 0, 0, cause)
    }

    const fn bit(class: u32, byte: usize, bit: u8, cause: Cause) -> Self {
        Self(class, byte, bit, bit, cause)
    }

    const fn value(byte: usize, mask: u8, value: u8, cause: Cause) -> Self {
        Self(TRANSCEIVER, byte, mask, value, cause)
    }
}

static PLACES: [Place; 31] = [
    Place::class(0x001, Cause::TransmitTimeout),
    Place::class(0x002, Cause::ArbitrationLost),
    Place::bit(CONTROLLER, 1, 0x01, Cause::ReceiveOverrun),
    Place::bit(CONTROLLER, 1, 0x02, Cause::TransmitOverrun),
    Place::bit(CONTROLLER, 1, 0x04, Cause::ReceiveWarning),
    Place::bit(CONTROLLER, 1, 0x08, Cause::TransmitWarning),
    Place::bit(CONTROLLER, 1, 0x10, Cause::ReceivePassive),
    Place::bit(CONTROLLER, 1, 0x20, Cause::TransmitPassive),
    Place::bit(CONTROLLER, 1, 0x40, Cause::BackToActive),
    Place::bit(PROTOCOL, 2, 0x01, Cause::Bit),
    Place::bit(PROTOCOL, 2, 0x02, Cause::Form),
    Place::bit(PROTOCOL, 2, 0x04, Cause::Stuff),
    Place::bit(PROTOCOL, 2, 0x08, Cause::DominantBit),
    Place::bit(PROTOCOL, 2, 0x10, Cause::RecessiveBit),
    Place::bit(PROTOCOL, 2, 0x20, Cause::Overload),
    Place::bit(PROTOCOL, 2, 0x40, Cause::ActiveError),
    Place::bit(PROTOCOL, 2, 0x80, Cause::WhileSending),
    Place(PROTOCOL, 3, 0xFF, 0x08, Cause::Checksum),
    Place::value(4, 0x0F, 0x04, Cause::HighNoWire),
    Place::value(4, 0x0F, 0x05, Cause::HighShortToBattery),
    Place::value(4, 0x0F, 0x06, Cause::HighShortToGround),
    Place::value(4, 0x0F, 0x07, Cause::HighShortToSupply),
    Place::value(4, 0xF0, 0x40, Cause::LowNoWire),
    Place::value(4, 0xF0, 0x50, Cause::LowShortToBattery),
    Place::value(4, 0xF0, 0x60, Cause::LowShortToGround),
    Place::value(4, 0xF0, 0x70, Cause::LowShortToSupply),
    Place::value(4, 0xF0, 0x80, Cause::LowShortToHigh),
    Place::class(0x020, Cause::NoAcknowledge),
    Place::class(BUS_OFF, Cause::BusOff),
    Place::class(0x080, Cause::BusError),
    Place::class(RESTARTED, Cause::Restarted),
];

/// The part of a frame in which a protocol violation was seen, as the kernel encodes it (the SJA1000's segment codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location(u8);

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            0x03 => "start of frame",
            0x02 => "identifier bits 28-21",
            0x06 => "identifier bits 20-18",
            0x04 => "substitute remote bit",
            0x05 => "identifier extension bit",
            0x07 => "identifier bits 17-13",
            0x0F => "identifier bits 12-5",
            0x0E => "identifier bits 4-0",
            0x0C => "remote bit",
            0x0D => "reserved bit 1",
            0x09 => "reserved bit 0",
            0x0B => "length code",
            0x0A => "data",
            0x08 => "checksum",
            0x18 => "checksum delimiter",
            0x19 => "acknowledge slot",
            0x1B => "acknowledge delimiter",
            0x1A => "end of frame",
            0x12 => "intermission",
            code => return write!(f, "segment 0x{code:02X}"),
        })
    }
}

/// A controller's error counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Counters {
    /// Errors while sending, weighted as ISO 11898-1 prescribes; 0 to 255 (the kernel's byte).
    pub transmit: u8,
    /// Errors while receiving, weighted likewise.
    pub receive: u8,
}

/// A decoded error frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorFrame {
    class: u32,
    data: [u8; 8],
}

impl ErrorFrame {
    /// Reads `frame`; `None` if it is not an error frame. Bytes a short frame does not carry count as 0,
    /// which in this encoding says "nothing to report".
    pub fn decode(frame: &Frame) -> Option<Self> {
        if !frame.flags.contains(Flags::ERROR) {
            return None;
        }
        let mut data = [0; 8];
        for (to, from) in data.iter_mut().zip(frame.payload()) {
            *to = *from;
        }
        Some(Self { class: frame.id.value(), data })
    }

    /// Everything the frame reports, in the order of the kernel's classes; empty if a newer kernel reports
    /// something unknown here.
    pub fn causes(&self) -> impl Iterator<Item = Cause> + '_ {
        let reported = |place: &&Place| self.class & place.0 != 0 && self.data[place.1] & place.2 == place.3;
        PLACES.iter().filter(reported).map(|place| place.4)
    }

    /// Whether `cause` is among [`ErrorFrame::causes`].
    pub fn reports(&self, cause: Cause) -> bool {
        self.causes().any(|reported| reported == cause)
    }

    /// The controller's new state, if the frame tells; the worse of its sending and receiving side.
    pub fn state(&self) -> Option<State> {
        let of = |cause| match cause {
            Cause::BusOff => Some(State::BusOff),
            Cause::ReceivePassive | Cause::TransmitPassive => Some(State::Passive),
            Cause::ReceiveWarning | Cause::TransmitWarning => Some(State::Warning),
            Cause::BackToActive | Cause::Restarted => Some(State::Active),
            _ => None,
        };
        self.causes().filter_map(of).max()
    }

    /// Where in a frame a protocol violation was seen, if the driver knows.
    pub fn location(&self) -> Option<Location> {
        (self.class & PROTOCOL != 0 && self.data[3] != 0).then_some(Location(self.data[3]))
    }

    /// In which bit of the frame arbitration was lost, if the driver knows.
    pub fn arbitration_bit(&self) -> Option<u8> {
        (self.class & 0x002 != 0 && self.data[0] != 0).then_some(self.data[0])
    }

    /// The error counters, if the frame carries them. Kernels before 6.0 have no mark for that; there, counters
    /// other than zero beside a change of the controller's state are taken as such.
    pub fn counters(&self) -> Option<Counters> {
        let counters = Counters { transmit: self.data[6], receive: self.data[7] };
        let unmarked = self.class & CONTROLLER != 0 && counters != Counters::default();
        (self.class & COUNTERS != 0 || unmarked).then_some(counters)
    }
}

impl fmt::Display for ErrorFrame {
    /// In one line: `error-passive by receive errors, form error in data (counters: 0 sending, 128 receiving)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut any = false;
        for cause in self.causes() {
            write!(f, "{}{cause}", if any { ", " } else { "" })?;
            any = true;
        }
        if !any {
            write!(f, "error class 0x{:X}", self.class)?;
        }
        if let Some(location) = self.location() {
            write!(f, " in {location}")?;
        }
        if let Some(counters) = self.counters() {
            write!(f, " (counters: {} sending, {} receiving)", counters.transmit, counters.receive)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::{CanId, Time};

    fn error(class: u32, data: [u8; 8]) -> ErrorFrame {
        let frame = Frame::new(Time::ZERO, CanId::extended(class).unwrap(), Flags::ERROR, &data).unwrap();
        ErrorFrame::decode(&frame).unwrap()
    }

    #[test]
    fn a_data_frame_is_not_decoded() {
        let frame = Frame::new(Time::ZERO, CanId::standard(0x004).unwrap(), Flags::empty(), &[0, 1]).unwrap();
        assert_eq!(ErrorFrame::decode(&frame), None);
    }

    #[test]
    fn an_overrun_is_not_a_change_of_state() {
        let overrun = error(0x004, [0, 0x01, 0, 0, 0, 0, 0, 0]);
        assert_eq!(overrun.causes().collect::<Vec<_>>(), [Cause::ReceiveOverrun]);
        assert_eq!(overrun.state(), None);
        assert_eq!(overrun.counters(), None);
    }

    #[test]
    fn the_worse_side_is_the_state() {
        let frame = error(0x204, [0, 0x24, 0, 0, 0, 0, 128, 97]);
        assert_eq!(frame.state(), Some(State::Passive));
        assert_eq!(frame.counters(), Some(Counters { transmit: 128, receive: 97 }));
        assert_eq!(
            frame.to_string(),
            "error-warning by receive errors, error-passive by transmit errors (counters: 128 sending, 97 receiving)"
        );
    }

    #[test]
    fn bus_off_and_the_restart_are_states() {
        assert_eq!(error(0x040, [0; 8]).state(), Some(State::BusOff));
        assert_eq!(error(0x100, [0; 8]).state(), Some(State::Active));
        assert_eq!(error(0x004, [0, 0x40, 0, 0, 0, 0, 0, 0]).state(), Some(State::Active));
    }

    #[test]
    fn counters_of_older_kernels_are_recognised() {
        let frame = error(0x004, [0, 0x10, 0, 0, 0, 0, 0, 136]);
        assert_eq!(frame.counters(), Some(Counters { transmit: 0, receive: 136 }));
        assert_eq!(error(0x008, [0, 0, 2, 0, 0, 0, 9, 9]).counters(), None);
    }

    #[test]
    fn a_violation_has_its_place_in_the_frame() {
        let frame = error(0x088, [0, 0, 0x02, 0x0A, 0, 0, 0, 0]);
        assert_eq!(frame.to_string(), "form error, bus error in data");
        assert_eq!(error(0x008, [0, 0, 0, 0x08, 0, 0, 0, 0]).causes().next(), Some(Cause::Checksum));
        assert_eq!(error(0x008, [0, 0, 1, 0x1F, 0, 0, 0, 0]).to_string(), "bit error in segment 0x1F");
    }

    #[test]
    fn transceiver_faults_name_the_wire() {
        let frame = error(0x010, [0, 0, 0, 0, 0x46, 0, 0, 0]);
        assert_eq!(frame.causes().collect::<Vec<_>>(), [Cause::HighShortToGround, Cause::LowNoWire]);
    }

    #[test]
    fn lost_arbitration_names_the_bit() {
        assert_eq!(error(0x002, [7, 0, 0, 0, 0, 0, 0, 0]).arbitration_bit(), Some(7));
        assert_eq!(error(0x002, [0; 8]).arbitration_bit(), None);
    }

    #[test]
    fn an_unknown_class_is_shown_as_it_came() {
        assert_eq!(error(0x1000_0000, [0xFF; 8]).to_string(), "error class 0x10000000");
    }

    proptest! {
        #[test]
        fn every_error_frame_decodes_to_words(class in 0_u32..=0x1FFF_FFFF, data in proptest::collection::vec(any::<u8>(), 0..=8)) {
            let frame = Frame::new(Time::ZERO, CanId::extended(class).unwrap(), Flags::ERROR, &data).unwrap();
            let decoded = ErrorFrame::decode(&frame).unwrap();
            prop_assert!(!decoded.to_string().is_empty());
            for cause in decoded.causes() {
                prop_assert!(decoded.reports(cause));
            }
        }
    }
}
