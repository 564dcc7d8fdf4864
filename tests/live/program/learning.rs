//! The guided search: a made-up car on the bus, and a person at the keys who does what is asked.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use doorjamb::body::Opening;
use doorjamb::bus::{Permission, RealBus, Sender};
use doorjamb::frame::{Frame, Time};
use doorjamb::simulate::unknown::{Action, Car, Unknown};

use super::{Live, lines_of, now, program};

/// The seed of the car.
const SEED: u64 = 49;

/// A car whose frames are on vcan0 as time goes by.
struct Parked {
    car: Arc<Mutex<(Car, Time)>>,
    is_gone: Arc<AtomicBool>,
    drives: Option<JoinHandle<()>>,
}

impl Parked {
    fn new() -> Self {
        let car = Arc::new(Mutex::new((Unknown::new(SEED).car(), Time::ZERO)));
        let is_gone = Arc::new(AtomicBool::new(false));
        let (shared, gone) = (Arc::clone(&car), Arc::clone(&is_gone));
        let drives = thread::spawn(move || {
            let sender = Sender::open(Permission::ask("vcan0", RealBus::Untouched).unwrap()).unwrap();
            let begun = now();
            let mut frame = Frame::empty();
            while !gone.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(10));
                let mut car = shared.lock().unwrap();
                car.1 = Time::ZERO.after(begun.elapsed());
                let until = car.1;
                while car.0.next(until, &mut frame) {
                    sender.send(&sender.prepare(&frame).unwrap()).unwrap();
                }
            }
        });
        Self { car, is_gone, drives: Some(drives) }
    }

    fn does(&self, action: Action) {
        let mut car = self.car.lock().unwrap();
        let now = car.1;
        car.0.perform(action, now);
    }
}

impl Drop for Parked {
    fn drop(&mut self) {
        self.is_gone.store(true, Ordering::Relaxed);
        if let Some(drives) = self.drives.take() {
            let _ = drives.join();
        }
    }
}

fn learn(arguments: &str) -> Live {
    let mut command = program();
    command.arg("learn").args(arguments.split_whitespace());
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let (out, err) = (lines_of(child.stdout.take().unwrap()), lines_of(child.stderr.take().unwrap()));
    Live { child, out, err, lines: Vec::new() }
}

/// Waits for the next request, or the end.
fn next_request(live: &mut Live) -> Option<String> {
    let (request, _) =
        live.until("a request", |line| line.contains("press Enter") || line.starts_with("Actions: "));
    request.contains("press Enter").then_some(request)
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn ctrl_c_ends_a_search_with_what_was_done_and_a_pipe_that_closes_does_too() {
    let car = Parked::new();
    let mut live = learn("vcan0 --baseline 1s --record y.log");
    live.until_says("quiet for 1 s");
    next_request(&mut live).unwrap();
    live.types("nonsense");
    live.until_says("skip");
    car.does(Action::Opens(Opening::FrontLeft));
    thread::sleep(Duration::from_millis(400));
    live.types("");
    next_request(&mut live).unwrap();
    let ended = live.end();
    assert!(matches!(ended.code, Some(0 | 1)), "{:?}", ended.err);
    let marks = fs::read_to_string("y.log.marks").unwrap();
    assert!(marks.contains(" front-left door open") && marks.contains("note asked: front-left"), "{marks}");
    assert!(fs::read_to_string("y.log").unwrap().lines().count() > 500);
    let mut live = learn("vcan0 --baseline 1s --record z.log");
    next_request(&mut live).unwrap();
    drop(live.child.stdin.take());
    assert!(matches!(live.ended().code, Some(0 | 1)));
}
