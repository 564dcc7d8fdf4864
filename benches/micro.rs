//! The steps of a frame's way, each alone: reading it from a log, decoding it, feeding it, letting time pass.
//! `cargo bench` runs all of them; `cargo bench -- feed` those with that word.

#![expect(
    clippy::expect_used,
    reason = "the files are part of the project; without them nothing can be timed"
)]

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, main as run};
use doorjamb::body::Handedness;
use doorjamb::capture::{Item, Reader};
use doorjamb::car::Car;
use doorjamb::frame::{Frame, SourceId};
use doorjamb::learn::{Learner, Settings};
use doorjamb::monitor::Monitor;
use doorjamb::simulate::unknown::Unknown;

/// The capture that is read, and the car that it is of.
const CAPTURE: &str = "captures/closed-but-reported-open.log";
const CAR: &str = "nissan_qashqai_j10";

fn main() {
    run();
}

fn bytes() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CAPTURE);
    std::fs::read(path).expect("the capture is part of the project")
}

fn car() -> Car {
    Car::by_name(CAR).expect("the car comes with the program").expect("its file is sound")
}

/// Reads `bytes` to their end.
fn read(bytes: Vec<u8>, mut each: impl FnMut(&Frame)) {
    let mut reader =
        Reader::from_read(Box::new(Cursor::new(bytes)), "bench", SourceId(0)).expect("a capture");
    let mut frame = Frame::empty();
    while let Ok(Some(item)) = reader.next(&mut frame) {
        if let Item::Frame = item {
            each(&frame);
        }
    }
}

fn frames() -> Vec<Frame> {
    let mut frames = Vec::new();
    read(bytes(), |frame| frames.push(frame.clone()));
    frames
}

#[divan::bench]
fn parse_a_candump_log(bencher: Bencher<'_, '_>) {
    let bytes = bytes();
    bencher.counter(ItemsCount::new(frames().len())).with_inputs(|| bytes.clone()).bench_values(|bytes| {
        let mut length = 0;
        read(bytes, |frame| length += frame.len());
        length
    });
}

#[divan::bench]
fn decode_every_signal(bencher: Bencher<'_, '_>) {
    let (car, frames) = (car(), frames());
    bencher.counter(ItemsCount::new(frames.len())).bench(|| {
        for frame in &frames {
            if let Some(message) = car.database().message(frame.id) {
                message.decode(black_box(frame.payload()), |_, raw| {
                    black_box(raw);
                });
            }
        }
    });
}

#[divan::bench]
fn feed_the_monitor(bencher: Bencher<'_, '_>) {
    let (car, frames) = (car(), frames());
    let fresh = || Monitor::new(&car, Handedness::Left);
    bencher.counter(ItemsCount::new(frames.len())).with_inputs(fresh).bench_values(|mut monitor| {
        for frame in &frames {
            monitor.feed(black_box(frame));
            monitor.drain().for_each(drop);
        }
        monitor
    });
}

/// A car that says nothing for a minute, looked at every millisecond.
/// An unknown car of some hundred identifiers, while somebody opens and locks it.
#[divan::bench(sample_count = 10)]
fn learn_an_unknown_car(bencher: Bencher<'_, '_>) {
    let mut session = Unknown::new(8).session();
    let (mut frames, mut frame) = (Vec::new(), Frame::empty());
    while session.next(&mut frame) {
        frames.push(frame.clone());
    }
    bencher
        .counter(ItemsCount::new(frames.len()))
        .with_inputs(|| Learner::new(Settings::default()))
        .bench_refs(|learner| {
            for frame in &frames {
                learner.feed(black_box(frame));
            }
            learner.identifiers()
        });
}

#[divan::bench]
fn advance_the_monitor(bencher: Bencher<'_, '_>) {
    const TICKS: u64 = 60_000;
    let (car, frames) = (car(), frames());
    let last = frames.last().map_or_else(Default::default, |frame| frame.time);
    let fed = || {
        let mut monitor = Monitor::new(&car, Handedness::Left);
        for frame in &frames {
            monitor.feed(frame);
        }
        monitor.drain().for_each(drop);
        monitor
    };
    bencher.counter(ItemsCount::new(TICKS)).with_inputs(fed).bench_values(|mut monitor| {
        for tick in 1..=TICKS {
            monitor.advance(black_box(last.after(std::time::Duration::from_millis(tick))));
            monitor.drain().for_each(drop);
        }
        monitor
    });
}
