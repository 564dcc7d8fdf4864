//! What gives a car away is blanked wherever it stands, and nothing else is touched.

use std::time::Duration;

use doorjamb::ask::isotp::Addressing;
use doorjamb::dbc::Database;
use doorjamb::frame::{CanId, Flags, Frame, Time};
use doorjamb::scrub::{Found, Private, Removed, Survey};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::{Index, select};

use super::isotp::frames as segments;

const VIN: &[u8; 17] = b"SJNFAAJ10U1234567";

fn id(value: u32) -> CanId {
    CanId::standard(value).unwrap_or_else(|| CanId::extended(value).unwrap())
}

fn frame(value: u32, payload: &[u8]) -> Frame {
    let flags = if payload.len() > 8 { Flags::FD } else { Flags::empty() };
    Frame::new(Time::ZERO, id(value), flags, payload).unwrap()
}

/// A message of diagnostics as its frames.
fn message(value: u32, width: usize, addressing: Addressing, message: &[&[u8]]) -> Vec<Frame> {
    segments(&message.concat(), width, addressing).iter().map(|payload| frame(value, payload)).collect()
}

/// A millisecond between frames, each with its line.
fn timed(frames: &mut [Frame]) {
    for (place, frame) in (1..).zip(frames) {
        frame.time = Time::ZERO.after(Duration::from_millis(place));
        frame.origin.line = place;
    }
}

fn scrubbed(frames: &[Frame], databases: Vec<Database>) -> (Vec<Frame>, Vec<Removed>) {
    let mut survey = Survey::new(databases);
    for frame in frames {
        survey.look(frame);
    }
    let mut plan = survey.plan();
    let mut blanked = frames.to_vec();
    for frame in &mut blanked {
        plan.blank(frame).unwrap();
    }
    (blanked, plan.finish().0)
}

/// The letters of `frames` in a row.
fn letters(frames: &[Frame]) -> Vec<u8> {
    frames.iter().flat_map(|frame| frame.payload().iter().copied()).collect()
}

/// The ways a VIN travels, by what the report says of each.
fn ways(vin: &[u8]) -> Vec<(&'static str, Vec<Frame>)> {
    let normal = Addressing::Normal;
    let turn = |count: u8, letters: &[u8]| frame(0x3E0, &[&[count], letters].concat());
    let bam = |count: u8, letters: &[u8]| frame(0x1CEB_FF00, &[&[count], letters].concat());
    vec![
        ("diagnostic message 49 02", message(0x7E8, 8, normal, &[b"\x49\x02\x01", vin])),
        ("diagnostic message 62 F1 90", message(0x18DA_F110, 8, normal, &[b"\x62\xF1\x90", vin])),
        ("diagnostic message 2E F1 90", message(0x745, 8, normal, &[b"\x2E\xF1\x90", vin])),
        ("diagnostic message 62 F1 90", message(0x7EC, 64, normal, &[b"\x62\xF1\x90", vin])),
        ("diagnostic message 5A 90", message(0x765, 8, normal, &[b"\x5A\x90", vin])),
        ("diagnostic message 61 81", message(0x763, 8, normal, &[b"\x61\x81", vin, b"\0\0"])),
        ("17 letters and digits in a row", message(0x612, 8, Addressing::Extended, &[b"\x70\x01\x02", vin])),
        ("17 letters and digits in a row", message(0x123, 8, normal, &[b"\x01\x02", vin, b"\x80\x80"])),
        ("17 letters and digits in a row", vec![frame(0x321, &[b"\0\0\0", vin, &[0; 12]].concat())]),
        (
            "17 letters and digits, in turns",
            vec![turn(0, &vin[..7]), turn(1, &vin[7..14]), turn(2, &[&vin[14..], &[0; 4]].concat())],
        ),
        (
            "parameter group 65260",
            vec![
                frame(0x1CEC_FF00, &[32, 18, 0, 3, 0xFF, 0xEC, 0xFE, 0]),
                bam(1, &vin[..7]),
                bam(2, &vin[7..14]),
                bam(3, &[&vin[14..], &b"*\xFF\xFF\xFF"[..]].concat()),
            ],
        ),
    ]
}

fn vin() -> impl Strategy<Value = Vec<u8>> {
    ("[A-HJ-NPR-Z]{3}[A-HJ-NPR-Z0-9]{10}", "[0-9]{4}").prop_map(|(front, end)| (front + &end).into_bytes())
}

#[test]
fn a_vin_is_blanked_in_each_way_it_travels_and_the_way_is_told() {
    for (found, frames) in ways(VIN) {
        let (blanked, removed) = scrubbed(&frames, vec![]);
        assert!(!removed.is_empty(), "{found}: nothing was found in {frames:?}");
        assert!(removed.iter().any(|one| one.found.to_string() == found), "{found}: {removed:?}");
        assert!(removed.iter().all(|one| one.private == Private::Vin), "{removed:?}");
        // Headers stay, every letter goes; of a message also what fills it up.
        let (before, after) = (letters(&frames), letters(&blanked));
        assert_eq!(before.len(), after.len());
        let kept: Vec<u8> =
            before.iter().zip(&after).filter(|(one, other)| one == other).map(|(one, _)| *one).collect();
        let lost = before.len() - kept.len();
        assert!(
            (17..=19).contains(&lost) || found.starts_with("parameter"),
            "{found}: {lost} bytes were blanked: {blanked:?}"
        );
        assert!(
            !kept.windows(3).any(|piece| VIN.windows(3).any(|part| part == piece)),
            "{found}: {kept:02X?}"
        );
    }
}

proptest! {
    #[test]
    fn no_piece_of_a_vin_is_left_and_nothing_else_is_touched(
        vin in vin(),
        which in proptest::collection::vec(0_usize..11, 1..6),
        noise in proptest::collection::vec(
            (0x100_u32..0x120, proptest::collection::vec(0x80_u8..=0xEF, 0..=8), any::<Index>()), 0..60),
    ) {
        let ways = ways(&vin);
        let mut frames: Vec<Frame> = which.iter().flat_map(|way| ways[*way].1.clone()).collect();
        let mut is_noise = vec![false; frames.len()];
        for (value, payload, place) in noise {
            let place = place.index(frames.len() + 1);
            frames.insert(place, frame(value, &payload));
            is_noise.insert(place, true);
        }
        timed(&mut frames);
        let (blanked, removed) = scrubbed(&frames, vec![]);
        prop_assert!(!removed.is_empty());
        for ((before, after), is_noise) in frames.iter().zip(&blanked).zip(&is_noise) {
            prop_assert_eq!((before.time, before.id, before.len()), (after.time, after.id, after.len()));
            prop_assert!(before == after || !is_noise, "{:?}", before);
            let is_piece = |piece: &[u8]| vin.windows(4).any(|part| part == piece);
            prop_assert!(!after.payload().windows(4).any(is_piece), "{:?} of {:?}", after, removed);
        }
        let (again, removed) = scrubbed(&blanked, vec![]);
        prop_assert_eq!(again, blanked);
        prop_assert_eq!(removed, vec![]);
    }

    #[test]
    fn what_follows_a_missing_frame_is_blanked_all_the_same(missing in 1_usize..3, way in 0_usize..3) {
        let mut frames = ways(VIN).swap_remove(way).1;
        frames.remove(missing);
        timed(&mut frames);
        let (blanked, _) = scrubbed(&frames, vec![]);
        for frame in &blanked[1..] {
            prop_assert!(frame.payload()[1..].iter().all(|byte| matches!(byte, b'X' | 0xCC)), "{:?}", frame);
        }
    }

    #[test]
    fn any_frames_keep_their_number_lengths_and_times(
        frames in proptest::collection::vec(
            (select(&[0x60D_u32, 0x7E8, 0x745, 0x18DA_F110, 0x18FE_F300, 0x1CEC_FF00, 0x1CEB_FF00][..]),
             proptest::collection::vec(
                select(&[0x00_u8, 0x03, 0x10, 0x14, 0x21, 0x22, 0x49, 0x02, 0x62, 0xF1, 0x90, b'S', b'7', 0xFF][..]), 0..=8)),
            0..80),
    ) {
        let mut frames: Vec<Frame> = frames.iter().map(|(value, payload)| frame(*value, payload)).collect();
        timed(&mut frames);
        let (blanked, removed) = scrubbed(&frames, vec![]);
        let changed = frames.iter().zip(&blanked).filter(|(one, other)| one != other).count();
        let counted: u64 = removed.iter().map(|one| one.frames).sum();
        prop_assert!(changed as u64 <= counted && (changed == 0) == removed.is_empty());
        for (before, after) in frames.iter().zip(&blanked) {
            prop_assert_eq!((before.time, before.id, before.len()), (after.time, after.id, after.len()));
        }
    }
}

#[test]
fn serial_numbers_workshops_and_positions_are_blanked_by_what_says_they_are() {
    let normal = Addressing::Normal;
    let mut frames = message(0x7E8, 8, normal, &[b"\x62\xF1\x8C\x01\x02\x03"]);
    frames.extend(message(0x7E8, 8, normal, &[b"\x62\xF1\x98garage 12"]));
    frames.push(frame(0x18FE_F333, &[1, 2, 3, 4, 5, 6, 7, 8]));
    frames.push(frame(0x09F8_0123, &[1, 2, 3, 4, 5, 6, 7, 8]));
    timed(&mut frames);
    let (blanked, removed) = scrubbed(&frames, vec![]);
    let kinds: Vec<_> = removed.iter().map(|one| (one.private, one.bytes)).collect();
    assert_eq!(
        kinds,
        [(Private::Serial, 3), (Private::Workshop, 9), (Private::Position, 8), (Private::Position, 8)]
    );
    assert_eq!(blanked[0].payload(), b"\x06\x62\xF1\x8C\0\0\0\xCC");
    assert_eq!(removed[2].found, Found::ParameterGroup(65267));
}

#[test]
fn signals_that_a_dbc_marks_or_calls_so_are_zeroed_and_their_neighbours_stay() {
    let dbc = "BO_ 256 GPS: 8 X\n SG_ LATITUDE : 4|28@1- (1,0) [0|0] \"\" X\n SG_ MODE : 0|4@1+ (1,0) [0|0] \"\" X\n\
         BO_ 257 OWNER: 8 X\n SG_ KEY_NAME : 0|16@1+ (1,0) [0|0] \"\" X\n SG_ OTHER : 16|16@1+ (1,0) [0|0] \"\" X\n\
         BA_DEF_ SG_ \"DoorjambPrivate\" STRING ;\nBA_ \"DoorjambPrivate\" SG_ 257 KEY_NAME \"serial-number\";\n";
    let database = || Database::parse("x.dbc", dbc.as_bytes()).unwrap();
    let mut frames = vec![frame(0x100, &[0xAB, 1, 2, 3, 4, 5, 6, 7]), frame(0x101, &[9; 8])];
    timed(&mut frames);
    let (blanked, removed) = scrubbed(&frames, vec![database()]);
    assert_eq!(blanked[0].payload(), [0x0B, 0, 0, 0, 4, 5, 6, 7]);
    assert_eq!(blanked[1].payload(), [0, 0, 9, 9, 9, 9, 9, 9]);
    let found: Vec<_> = removed.iter().map(|one| one.found.to_string()).collect();
    assert_eq!(found, ["signal OWNER.KEY_NAME", "signal GPS.LATITUDE"]);
    assert_eq!(scrubbed(&frames, vec![]).1, []);
}

#[test]
fn an_answer_that_tells_no_vin_is_left_as_it_is() {
    for filler in [0x00, 0xFF] {
        let mut frames = message(0x7E8, 8, Addressing::Normal, &[b"\x49\x02\x01", &[filler; 17]]);
        timed(&mut frames);
        assert_eq!(scrubbed(&frames, vec![]), (frames.clone(), vec![]));
    }
}

#[test]
fn a_capture_that_grew_between_its_readings_is_refused() {
    let mut plan = Survey::default().plan();
    assert!(plan.blank(&mut frame(0x100, &[1])).is_err());
}
