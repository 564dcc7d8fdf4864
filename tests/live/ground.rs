//! What the live tests share: running a command, and gathering what a receiver hears.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use doorjamb::bus::{Batch, Event, Item, Link, Loss, Receiver};
use doorjamb::frame::{Flags, Frame};
use tokio::time::timeout;

/// Longer than anything here takes on the slow machine these tests run in.
const PATIENCE: Duration = Duration::from_secs(15);

/// Runs a shell command to its end and gives its output.
#[track_caller]
pub(crate) fn sh(command: &str) -> String {
    let output = Command::new("sh").args(["-ec", command]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "`{command}` failed: {words}");
    String::from_utf8(output.stdout).unwrap()
}

/// Everything heard so far.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) frames: Vec<Frame>,
    /// Each with the number of frames heard before it.
    pub(crate) events: Vec<(usize, Event)>,
    batch: Batch,
}

impl Heard {
    /// Takes the next batch; `false` if none comes within `wait`.
    pub(crate) async fn next(&mut self, receiver: &mut Receiver, wait: Duration) -> bool {
        let Ok(result) = timeout(wait, receiver.next_batch(&mut self.batch)).await else { return false };
        result.unwrap();
        assert!(!self.batch.is_empty(), "a batch must hold something");
        for item in self.batch.items() {
            match item {
                Item::Frame(frame) => self.frames.push(frame.clone()),
                Item::Event(event) => self.events.push((self.frames.len(), event)),
            }
        }
        true
    }

    /// Listens until `enough`.
    pub(crate) async fn until(
        &mut self,
        receiver: &mut Receiver,
        what: &str,
        enough: impl Fn(&Self) -> bool,
    ) {
        while !enough(self) {
            assert!(self.next(receiver, PATIENCE).await, "waited in vain for {what}: {self:#?}");
        }
    }

    /// Listens until nothing more comes, twice the time after which a socket's last drops are told.
    pub(crate) async fn until_quiet(&mut self, receiver: &mut Receiver) {
        while self.next(receiver, Duration::from_millis(500)).await {}
    }

    /// The states told of a channel, in order.
    pub(crate) fn links(&self, channel: u8) -> Vec<Link> {
        let of = |event: &(usize, Event)| match event.1 {
            Event::Link { channel: told, link } if told == channel => Some(link),
            _ => None,
        };
        self.events.iter().filter_map(of).collect()
    }

    pub(crate) fn losses(&self) -> Vec<Loss> {
        let of = |event: &(usize, Event)| match event.1 {
            Event::Loss(loss) => Some(loss),
            Event::Link { .. } => None,
        };
        self.events.iter().filter_map(of).collect()
    }

    pub(crate) fn lost(&self) -> u64 {
        self.losses().iter().map(|loss| loss.lost).sum()
    }
}

/// `frame` as `candump -L` prints it.
pub(crate) fn candump(frame: &Frame, name: &str) -> String {
    let micros = frame.time.as_nanos() / 1000;
    let mut line = format!("({:010}.{:06}) {name} ", micros / 1_000_000, micros % 1_000_000);
    let mut add = |words: std::fmt::Arguments<'_>| line.write_fmt(words).unwrap();
    if frame.flags.contains(Flags::ERROR) {
        add(format_args!("{:08X}#", frame.id.value() | 0x2000_0000));
    } else if frame.flags.contains(Flags::FD) {
        // The kernel marks every FD frame with the value 4 among the flags, and candump shows it.
        let brs = u8::from(frame.flags.contains(Flags::BRS));
        let esi = u8::from(frame.flags.contains(Flags::ESI));
        add(format_args!("{}##{:X}", frame.id, brs | esi << 1 | 4));
    } else if frame.flags.contains(Flags::REMOTE) {
        add(format_args!("{}#R", frame.id));
        if !frame.is_empty() {
            add(format_args!("{}", frame.len()));
        }
    } else {
        add(format_args!("{}#", frame.id));
    }
    for byte in frame.payload() {
        add(format_args!("{byte:02X}"));
    }
    line
}
