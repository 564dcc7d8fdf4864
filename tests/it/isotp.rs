//! ISO-TP heard from the side: what was sent comes back whole, and what was not sent never does.

use std::time::Duration;

use doorjamb::ask::isotp::{Addressing, Fault, LONGEST_CLASSIC, PATIENCE, Reassembly, Taken};
use doorjamb::frame::Time;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::{Index, select};

/// The frames of `message`, `width` bytes each, as a sender makes them; short ones are filled up with 0xCC.
pub(super) fn frames(message: &[u8], width: usize, addressing: Addressing) -> Vec<Vec<u8>> {
    let address: &[u8] = if addressing == Addressing::Normal { &[] } else { &[0xF1] };
    let room = width - address.len();
    let frame = |header: &[u8], data: &[u8]| {
        let mut frame = [address, header, data].concat();
        frame.resize(width.max(frame.len()), 0xCC);
        frame
    };
    let length = u32::try_from(message.len()).unwrap();
    let single = room - if width > 8 { 2 } else { 1 };
    if message.len() <= single {
        let low = u8::try_from(length).unwrap();
        let header = if width > 8 { vec![0, low] } else { vec![low] };
        return vec![frame(&header, message)];
    }
    let header = if length <= 0xFFF {
        (0x1000 | u16::try_from(length).unwrap()).to_be_bytes().to_vec()
    } else {
        [&[0x10, 0][..], &length.to_be_bytes()].concat()
    };
    let (beginning, rest) = message.split_at(room - header.len());
    let following = rest.chunks(room - 1).zip((0..16).cycle().skip(1));
    let following = following.map(|(data, number)| frame(&[0x20 | number], data));
    std::iter::once(frame(&header, beginning)).chain(following).collect()
}

/// The time of the frame at this place, one every millisecond.
fn at(place: usize) -> Time {
    Time::ZERO.after(Duration::from_millis(place as u64))
}

fn addressing() -> impl Strategy<Value = Addressing> {
    select(&[Addressing::Normal, Addressing::Extended][..])
}

/// The whole messages, and the faults, that come of `payloads`.
fn heard(reassembly: &mut Reassembly, payloads: &[Vec<u8>]) -> (Vec<Vec<u8>>, Vec<Fault>) {
    let (mut whole, mut faults) = (Vec::new(), Vec::new());
    for (place, payload) in payloads.iter().enumerate() {
        let fed = reassembly.feed(at(place), payload);
        faults.extend(fed.abandoned.map(|abandoned| abandoned.fault));
        if let Some(Taken::Whole(message)) = fed.taken {
            whole.push(message.to_vec());
        }
    }
    (whole, faults)
}

proptest! {
    #[test]
    fn every_message_comes_back_whole(
        messages in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..9000), 1..4),
        width in select(&[8_usize, 12, 16, 20, 24, 32, 48, 64][..]),
        addressing in addressing(),
    ) {
        let mut reassembly = Reassembly::new(addressing, 9000, PATIENCE);
        let payloads: Vec<_> =
            messages.iter().flat_map(|message| frames(message, width, addressing)).collect();
        prop_assert_eq!(heard(&mut reassembly, &payloads), (messages, vec![]));
    }

    #[test]
    fn a_message_that_misses_a_frame_is_given_up_once_and_never_told(
        message in proptest::collection::vec(any::<u8>(), 8..LONGEST_CLASSIC),
        next in proptest::collection::vec(any::<u8>(), 8..200),
        missing in any::<Index>(),
    ) {
        let mut payloads = frames(&message, 8, Addressing::Normal);
        let missing = missing.index(payloads.len());
        payloads.remove(missing);
        // A beginning that was not heard leaves nothing to give up, but every frame behind it says so.
        let faults = if missing == 0 { payloads.len() } else { 1 };
        payloads.extend(frames(&next, 8, Addressing::Normal));
        let mut reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
        let (whole, told) = heard(&mut reassembly, &payloads);
        prop_assert_eq!(whole, vec![next]);
        prop_assert_eq!(told.len(), faults, "{:?}", told);
    }

    #[test]
    fn whatever_comes_is_taken_or_told_and_never_more_is_kept_than_came(
        payloads in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..=64),
                (select(&[0x10_u8, 0x21, 0x22, 0x30, 0x02][..]), any::<[u8; 7]>())
                    .prop_map(|(first, rest)| [&[first][..], &rest].concat()),
                Just(vec![0x10, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2]),
            ],
            0..60,
        ),
        addressing in addressing(),
        limit in 0_usize..100,
    ) {
        let mut reassembly = Reassembly::new(addressing, limit, PATIENCE);
        let mut came = 0;
        for (place, payload) in payloads.iter().enumerate() {
            came += payload.len();
            let fed = reassembly.feed(at(place), payload);
            let skipped = fed.taken.is_none() && fed.abandoned.is_none();
            prop_assert!(!skipped || payload.iter().take(2).any(|byte| byte >> 4 == 2));
            if let Some(Taken::Whole(message)) = fed.taken {
                prop_assert!(message.len() <= limit.max(62));
            }
            let received = reassembly.received().len();
            prop_assert!(received <= limit && received <= came);
        }
    }
}

#[test]
fn a_frame_that_comes_too_late_belongs_to_nothing() {
    let payloads = frames(&[7; 20], 8, Addressing::Normal);
    let mut reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
    assert_eq!(reassembly.feed(at(0), &payloads[0]).taken, Some(Taken::Begun(20)));
    assert_eq!(reassembly.feed(at(1000), &payloads[1]).taken, Some(Taken::More));
    let fed = reassembly.feed(at(2001), &payloads[2]);
    let abandoned = fed.abandoned.unwrap();
    assert_eq!((abandoned.fault, abandoned.received.len(), fed.taken), (Fault::Late, 13, None));
}

#[test]
fn a_message_that_another_interrupts_is_told_with_what_had_come() {
    let long = frames(&[1; 20], 8, Addressing::Normal);
    let mut reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
    reassembly.feed(at(0), &long[0]);
    let fed = reassembly.feed(at(1), &[0x03, 0x7F, 0x22, 0x78]);
    let abandoned = fed.abandoned.unwrap();
    assert_eq!((abandoned.fault, abandoned.received), (Fault::Interrupted, &[1; 6][..]));
    assert_eq!(fed.taken, Some(Taken::Whole(&[0x7F, 0x22, 0x78][..])));
}

#[test]
fn flow_control_between_the_frames_of_a_message_changes_nothing() {
    let mut payloads = frames(&[9; 20], 8, Addressing::Normal);
    payloads.insert(1, vec![0x30, 0, 0]);
    let mut reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
    assert_eq!(heard(&mut reassembly, &payloads), (vec![vec![9; 20]], vec![]));
}

#[test]
fn what_claims_to_be_too_long_is_said_once_and_its_frames_are_passed_over() {
    let payloads = frames(&[3; 5000], 8, Addressing::Normal);
    let mut reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
    assert_eq!(heard(&mut reassembly, &payloads), (vec![], vec![Fault::TooLong(5000)]));
    assert!(reassembly.received().is_empty());
}
