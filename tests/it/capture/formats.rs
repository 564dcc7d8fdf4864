//! The same ten awkward frames in every format: each sample in `tests/formats/` reads as these frames, as far as its
//! format can hold them.

use doorjamb::frame::{Flags, Frame, SourceId, Time};

use super::{Contents, drain, extended, frame, read, standard};
use doorjamb::capture::Reader;

/// What a format can hold.
#[derive(Clone, Copy)]
struct Holds {
    /// CAN FD frames.
    fd: bool,
    /// Whether CAN FD frames ran at the higher bit rate.
    brs: bool,
    /// Remote requests; with the length they ask for.
    remote: Option<bool>,
    /// Error frames; with their class and data.
    error: Option<bool>,
    /// The smallest step of its stamps, in nanoseconds; zero if it has none.
    step: i64,
    /// The names of its buses; only one if it does not tell them apart.
    buses: &'static [&'static str],
    /// A 29-bit identifier that would fit 11 bits.
    small_extended: bool,
}

/// Everything that a frame can be.
const ALL: Holds = Holds {
    fd: true,
    brs: true,
    remote: Some(true),
    error: Some(true),
    step: 1,
    buses: &["can0", "can1"],
    small_extended: true,
};

/// The ten frames.
pub(super) fn awkward() -> Vec<Frame> {
    let none = Flags::empty();
    let fd = Flags::FD;
    let at = |nanos, id, flags, data: &[u8]| frame(nanos, id, flags, data);
    let long: Vec<u8> = (0..64).collect();
    let mut remote = at(1_001_000_000, standard(0x123), none, &[]);
    assert!(remote.set_remote(5));
    let mut other_bus = at(1_007_000_000, standard(0x60D), none, &[0x10, 6, 0, 0, 0, 0, 0, 0]);
    other_bus.channel = 1;
    vec![
        at(1_000_000_000, extended(0x18DA_F110), none, &[1, 2, 3, 4, 5, 6, 7, 8]),
        remote,
        at(1_002_500_000, standard(0x321), fd | Flags::BRS, &long[1..13]),
        at(1_003_000_000, extended(4), Flags::ERROR, &[0, 4, 0, 0, 0, 0, 0, 0]),
        at(1_004_000_000, standard(0x7FF), none, &[]),
        at(1_005_000_000, standard(0x456), fd, &long),
        at(1_006_000_000, extended(0x123), none, &[0xAB]),
        other_bus,
        at(1_008_123_456, standard(0x60D), none, &[0, 0x16]),
        at(900_000_000, standard(0x35D), none, &[1, 2]),
    ]
}

/// What a format that holds this much makes of the ten frames.
fn expected(holds: Holds) -> Vec<Frame> {
    let mut frames = awkward();
    frames.retain(|frame| {
        (holds.fd || !frame.flags.contains(Flags::FD))
            && (holds.remote.is_some() || !frame.flags.contains(Flags::REMOTE))
            && (holds.error.is_some() || !frame.flags.contains(Flags::ERROR))
            && (holds.small_extended || !frame.id.is_extended() || frame.id.value() > 0x7FF)
    });
    for frame in &mut frames {
        let nanos = frame.time.as_nanos();
        let held = if holds.step == 0 { 0 } else { nanos / holds.step * holds.step };
        frame.time = Time::from_nanos(held);
        if !holds.brs {
            frame.flags.remove(Flags::BRS);
        }
        if frame.flags.contains(Flags::REMOTE) && holds.remote == Some(false) {
            assert!(frame.set_remote(0));
        }
        if frame.flags.contains(Flags::ERROR) && holds.error == Some(false) {
            frame.id = extended(0);
            assert!(frame.set_payload(&[]));
        }
        if holds.buses.len() == 1 {
            frame.channel = 0;
        }
    }
    frames
}

fn sample(name: &str) -> (&'static str, Contents) {
    let path = format!("{}/tests/formats/{name}", env!("CARGO_MANIFEST_DIR"));
    let reader = Reader::open(path.as_ref(), SourceId(0)).expect("the sample is a capture");
    (reader.format().name(), drain(reader))
}

/// The sample called `name` is recognised as `format` and holds the ten frames as far as it can.
fn check(name: &str, format: &str, holds: Holds) {
    let (recognised, mut contents) = sample(name);
    assert_eq!(recognised, format);
    assert_eq!(contents.notices, [], "{name}");
    assert_eq!(contents.channels, holds.buses, "{name}");
    for frame in &mut contents.frames {
        assert_ne!(frame.origin.line, 0, "{name}");
        frame.origin = Frame::empty().origin;
    }
    assert_eq!(contents.frames, expected(holds), "{name}");
}

#[test]
fn candump_log() {
    check("candump.log", "candump log", ALL);
}

#[test]
fn candump_screen_output() {
    let microseconds = Holds { step: 1000, ..ALL };
    check("candump-screen.txt", "candump screen output", microseconds);
    check("candump-screen-details.txt", "candump screen output", microseconds);
    check("candump-screen-no-times.txt", "candump screen output", Holds { step: 0, ..ALL });
}

#[test]
fn gvret_csv() {
    // The format has no place for remote requests, error frames, or the fast data phase of CAN FD.
    let holds = Holds { remote: None, error: None, brs: false, step: 1000, buses: &["0", "1"], ..ALL };
    check("gvret.csv", "GVRET CSV", holds);
}

#[test]
fn slcan_text() {
    let holds = Holds { error: None, step: 0, buses: &["1"], ..ALL };
    check("slcan.txt", "SLCAN text", holds);
}

#[test]
fn crtd_log() {
    let holds = Holds { remote: None, error: None, brs: false, buses: &["1", "2"], ..ALL };
    check("crtd.txt", "CRTD log", holds);
}

#[test]
fn busmaster_log() {
    let holds = Holds { fd: false, error: None, step: 100_000, buses: &["1", "2"], ..ALL };
    check("busmaster.log", "BusMaster log", holds);
}

#[test]
fn vector_asc() {
    let holds = Holds { error: Some(false), buses: &["1", "2"], ..ALL };
    check("vector.asc", "Vector ASC", holds);
    check("vector-decimal-relative.asc", "Vector ASC", holds);
}

#[test]
fn peak_trc() {
    let one_bus = Holds { error: Some(false), step: 1000, buses: &["1"], ..ALL };
    let two_buses = Holds { buses: &["1", "2"], ..one_bus };
    check("peak_1_0.trc", "PEAK TRC", Holds { fd: false, step: 1_000_000, ..one_bus });
    check("peak_1_1.trc", "PEAK TRC", Holds { fd: false, step: 100_000, ..one_bus });
    check("peak_1_2.trc", "PEAK TRC", Holds { fd: false, ..two_buses });
    check("peak_1_3.trc", "PEAK TRC", Holds { fd: false, ..two_buses });
    check("peak_2_0.trc", "PEAK TRC", one_bus);
    check("peak_2_1.trc", "PEAK TRC", two_buses);
}

/// A format of data frames only, which does not tell small identifiers of 29 bits from those of 11.
const PLAIN: Holds =
    Holds { brs: false, remote: None, error: None, small_extended: false, buses: &["1"], ..ALL };

#[test]
fn canhacker_trace() {
    check("canhacker.trc", "CanHacker trace", Holds { fd: false, step: 1_000_000, ..PLAIN });
}

#[test]
fn carbus_trace() {
    check("carbus.txt", "CARBUS Analyzer trace", Holds { step: 1000, buses: &["1", "2"], ..PLAIN });
}

#[test]
fn microchip_log() {
    check("microchip.log", "Microchip log", Holds { fd: false, step: 1_000_000, ..PLAIN });
}

#[test]
fn generic_csv() {
    check("generic.csv", "generic CSV", Holds { step: 0, ..PLAIN });
}

#[test]
fn dashed_list() {
    let holds = Holds { small_extended: true, step: 1_000_000, ..PLAIN };
    check("dashed.txt", "dashed list", holds);
}

#[test]
fn every_text_reads_the_same_in_utf_16() {
    for entry in std::fs::read_dir(format!("{}/tests/formats", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let Ok(text) = str::from_utf8(&bytes) else { continue };
        if text.contains('\0') {
            continue;
        }
        let little: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        let plain = read(&bytes).unwrap();
        assert_eq!(read(&little).unwrap(), plain, "{text}");
        assert_eq!(read(&big).unwrap(), plain, "{text}");
    }
}

#[test]
fn pcap() {
    check("socketcan.pcap", "pcap", Holds { buses: &["1"], ..ALL });
    check("cooked-microseconds.pcap", "pcap", Holds { step: 1000, buses: &["3", "4"], ..ALL });
}

#[test]
fn pcapng() {
    check("little-endian.pcapng", "pcapng", ALL);
    check("big-endian.pcapng", "pcapng", ALL);
}

#[test]
fn vector_blf() {
    let holds = Holds { error: Some(false), buses: &["1", "2"], ..ALL };
    check("vector.blf", "Vector BLF", holds);
    check("vector-uncompressed.blf", "Vector BLF", holds);
}

#[test]
fn asam_mf4() {
    let holds = Holds { error: Some(false), buses: &["1", "2"], ..ALL };
    check("asam-sorted.mf4", "ASAM MF4", holds);
    check("asam-unfinished.mf4", "ASAM MF4", holds);
}
