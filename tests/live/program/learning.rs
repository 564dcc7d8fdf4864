//! The guided search: a made-up car on the bus, and a person at the keys who does what is asked.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use doorjamb::body::{Fact, Lock, Opening};
use doorjamb::bus::{Permission, RealBus, Sender};
use doorjamb::frame::{Frame, Time};
use doorjamb::simulate::unknown::{Action, Car, Truth, Unknown};

use super::{Live, lines_of, now, program};

/// The seed of a car that is not too lively for a slow machine, and tells of its doors, its tailgate and each of its locks.
const SEED: u64 = 178;

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

/// What a person does who is asked so; `None` for what this one leaves out.
fn deed(asked: &str) -> Option<Action> {
    let known = [
        ("Open the front-left door", Action::Opens(Opening::FrontLeft)),
        ("Close the front-left door", Action::Closes(Opening::FrontLeft)),
        ("Open the front-right door", Action::Opens(Opening::FrontRight)),
        ("Close the front-right door", Action::Closes(Opening::FrontRight)),
        ("Open the tailgate", Action::Opens(Opening::Tailgate)),
        ("Close the tailgate", Action::Closes(Opening::Tailgate)),
        ("Lock the car", Action::Locks),
        ("Unlock the car", Action::Unlocks),
        ("Unlock the driver's door alone", Action::UnlocksByHand(Lock::Driver)),
        ("Unlock another door alone", Action::UnlocksByHand(Lock::Others)),
    ];
    known.iter().find(|(words, _)| asked.contains(words)).map(|(_, action)| *action)
}

/// Waits for the next request, or the end.
fn next_request(live: &mut Live) -> Option<String> {
    let (request, _) =
        live.until("a request", |line| line.contains("press Enter") || line.starts_with("Actions: "));
    request.contains("press Enter").then_some(request)
}

/// The bits of a DBC file: the fact of each, its message and where in it.
fn bits(file: &str) -> Vec<(String, u32, u8)> {
    let text = fs::read_to_string(file).unwrap();
    let (mut message, mut bits) = (0, Vec::new());
    for line in text.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["BO_", id, ..] => message = id.parse().unwrap(),
            ["SG_", name, ":", place, ..] => {
                bits.push((name.to_owned(), message, place.split('|').next().unwrap().parse().unwrap()));
            }
            _ => {}
        }
    }
    bits
}

/// Every bit that really tells of `fact`, as a DBC file has it.
fn truth(fact: Fact) -> Vec<(String, u32, u8)> {
    let name = fact.name().to_uppercase().replace(['.', '-'], "_");
    let unknown = Unknown::new(SEED);
    unknown.truth().carriers(fact).map(|carrier| (name.clone(), carrier.id.value(), carrier.bit)).collect()
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_car_is_learned_by_doing_what_is_asked_and_then_known() {
    let car = Parked::new();
    // The report is for a program, so what is asked comes on standard error. Being a little less sure saves the slow machine time.
    let mut live =
        learn("vcan0 --baseline 2s --confidence 95 --record x.log --dbc learned.dbc --format json");
    std::mem::swap(&mut live.out, &mut live.err);
    let (mut count, mut right_doors) = (0, 0);
    while let Some(line) = next_request(&mut live) {
        count += 1;
        assert!(count < 40, "it asks for ever: {:#?}", live.lines);
        // To tell the left door from both, the right one is moved, but not more often than that takes.
        let is_right = line.contains("front-right");
        right_doors += usize::from(is_right);
        let Some(action) = deed(&line).filter(|_| !is_right || right_doors <= 2) else {
            live.types("s");
            continue;
        };
        thread::sleep(Duration::from_millis(100));
        car.does(action);
        thread::sleep(Duration::from_millis(300));
        live.types("");
    }
    std::mem::swap(&mut live.out, &mut live.err);
    let asked = std::mem::take(&mut live.lines).join("\n");
    let ended = live.ended();
    // One door was not moved often enough.
    assert!(matches!(ended.code, Some(0 | 1)), "{asked} {:#?} {:#?}", ended.lines, ended.err);
    assert!(asked.contains("the tailgate: ") && asked.contains("bits before, now sure: "), "{asked}");
    assert!(asked.contains("the bonnet is left out."), "{asked}");
    let [report] = &ended.json()[..] else { panic!("{:#?}", ended.lines) };
    assert_eq!(report["dbc"], "learned.dbc");

    // What it says is so, and the tailgate, a door and the locks are there.
    let learned = bits("learned.dbc");
    let sought = [Fact::Open(Opening::Tailgate), Fact::Open(Opening::FrontLeft)];
    for fact in sought.into_iter().chain(Lock::ALL.map(Fact::Locked)) {
        assert!(truth(fact).iter().any(|bit| learned.contains(bit)), "{fact}: {learned:?}");
    }
    for bit in &learned {
        assert!(
            Truth::asked().iter().any(|fact| truth(*fact).contains(bit)),
            "{bit:?} is wrong: {learned:?}"
        );
    }

    // What was recorded can be learned again without the car, and says the same.
    let again =
        program().args(["learn", "x.log", "--confidence", "95", "--dbc", "again.dbc"]).output().unwrap();
    assert_eq!(again.status.code(), ended.code, "{again:?}");
    assert_eq!(bits("again.dbc"), learned);

    // What was learned is a car like any other: what was done is seen in the recording.
    let replayed = program().args(["replay", "--car", "learned.dbc", "x.log"]).output().unwrap();
    let told = String::from_utf8(replayed.stdout).unwrap();
    let marks = fs::read_to_string("x.log.marks").unwrap();
    for (opens, mark) in [
        ("tailgate opens (learned)", "tailgate open"),
        ("front-left door opens (learned)", "front-left door open"),
    ] {
        let done = marks.lines().filter(|line| line.ends_with(mark) && !line.contains("note")).count();
        assert_eq!((done > 1, told.matches(opens).count()), (true, done), "{mark}: {told} {marks}");
    }

    // And on the bus, as it happens.
    let mut live = Live::start("vcan0 --car learned.dbc --plain");
    live.until_says("  seen: ");
    thread::sleep(Duration::from_secs(1));
    car.does(Action::Opens(Opening::FrontLeft));
    live.until_says("front-left door opens (learned)");
    car.does(Action::Closes(Opening::FrontLeft));
    live.until_says("front-left door closes (learned)");
    let ended = live.end();
    assert_eq!(ended.code, Some(0), "{:#?} {:#?}", ended.lines, ended.err);
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
