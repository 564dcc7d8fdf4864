//! Our ISO-TP against the kernel's own, with can-utils at its other end: every way to address, to fill and to pace.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use doorjamb::ask::isotp::{Event, Frames, Link, Route, Separation, Settings, Width};
use doorjamb::bus::{Batch, Listen, Permission, RealBus, Receiver, Sender, Sent};
use doorjamb::frame::{CanId, Time};
use tokio::time::{Instant, sleep, timeout};

/// Longer than anything here takes on the slow machine these tests run in.
const PATIENCE: Duration = Duration::from_secs(20);

/// Lengths on both sides of each limit: one frame, many, twelve bits, and beyond them.
const LENGTHS: [usize; 7] = [1, 7, 8, 62, 300, 4095, 4500];

/// Those that every way is tried with: the machine is slow.
const FEW: [usize; 3] = [6, 63, 300];

/// One way to talk: ours, and its other end in can-utils' words.
#[derive(Debug, Clone, Copy)]
struct Way {
    route: Route,
    settings: Settings,
    options: &'static str,
    /// Those that only its receiver has.
    receiving: &'static str,
}

fn ways() -> Vec<Way> {
    let short = |id| CanId::standard(id).unwrap();
    let long = |id| CanId::extended(id).unwrap();
    let plain = Route::new(short(0x745), short(0x765));
    let patient = Duration::from_secs(5);
    let settings = Settings {
        limit: 8000,
        transmission: patient,
        flow_control: patient,
        consecutive: patient,
        ..Settings::default()
    };
    let wide = Frames::Fd { width: Width::holding(64).unwrap(), is_fast: false };
    vec![
        Way { route: plain, settings, options: "-p CC:CC", receiving: "" },
        Way {
            route: plain,
            settings: Settings { padding: None, block: 5, ..settings },
            options: "",
            receiving: "-b 8 -m F5",
        },
        Way {
            route: plain.with_bytes(0x40, 0xF1),
            settings: Settings { separation: Separation(1), ..settings },
            options: "-x F1:40 -p CC:CC",
            receiving: "-b 3",
        },
        Way {
            route: Route::new(long(0x18DA_40F1), long(0x18DA_F140)),
            settings: Settings { block: 15, separation: Separation(0xF1), ..settings },
            options: "",
            receiving: "-m 1",
        },
        Way {
            route: plain,
            settings: Settings { frames: wide, ..settings },
            options: "-L 72:64:0",
            receiving: "-b 2",
        },
    ]
}

/// One end of a link on vcan0.
struct End {
    link: Link,
    sender: Sender,
    receiver: Receiver,
    batch: Batch,
    begun: Instant,
}

impl End {
    fn new(way: &Way) -> Self {
        Self {
            link: Link::new(way.route, way.settings),
            sender: Sender::open(Permission::ask("vcan0", RealBus::Untouched).unwrap()).unwrap(),
            receiver: Listen::to(["vcan0"]).open().unwrap(),
            batch: Batch::new(),
            begun: Instant::now(),
        }
    }

    fn now(&self) -> Time {
        Time::ZERO.after(self.begun.elapsed())
    }

    /// Goes on until a message has come or gone.
    async fn run(&mut self) -> Event {
        loop {
            let now = self.now();
            if let Some(event) = self.link.advance(now).pop() {
                return event;
            }
            while let Some(frame) = self.link.outgoing(self.now()) {
                let frame = self.sender.prepare(&frame).unwrap();
                while self.sender.send(&frame).unwrap() == Sent::Full {
                    sleep(Duration::from_millis(1)).await;
                }
            }
            let now = self.now();
            let wait = self.link.due().map_or(PATIENCE, |due| due.since(now));
            if let Ok(heard) = timeout(wait, self.receiver.next_batch(&mut self.batch)).await {
                heard.unwrap();
                let mut came = None;
                for frame in self.batch.frames() {
                    came = self.link.feed(frame, now).pop().or(came);
                }
                if let Some(event) = came {
                    return event;
                }
            } else {
                assert!(wait < PATIENCE, "waited in vain: {:?}", self.link);
            }
        }
    }
}

/// The first way with every length, the others with few.
fn tries() -> impl Iterator<Item = (Way, usize)> {
    let lengths = |place| if place == 0 { &LENGTHS[..] } else { &FEW[..] };
    ways()
        .into_iter()
        .enumerate()
        .flat_map(move |(place, way)| lengths(place).iter().map(move |length| (way, *length)))
}

fn message(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 + at / 256).to_le_bytes()[0]).collect()
}

fn hex(message: &[u8]) -> String {
    let bytes: Vec<String> = message.iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(" ")
}

/// can-utils' end of `way`, whose identifiers are ours the other way round.
fn peer(tool: &str, way: &Way) -> Child {
    let Way { route, options, receiving, .. } = way;
    let command =
        format!("exec timeout 20 {tool} -s {} -d {} {options} {receiving} vcan0", route.hears, route.sends);
    let mut child = Command::new("sh");
    child.args(["-c", &command]).stdin(Stdio::piped()).stdout(Stdio::piped());
    child.spawn().unwrap()
}

/// Waits until the kernel hears for somebody's ISO-TP socket.
async fn bound() {
    for _ in 0..1000 {
        let lists =
            ["sff", "eff"].map(|list| fs::read_to_string(format!("/proc/net/can/rcvlist_{list}")).unwrap());
        if lists.iter().any(|list| list.contains("isotp")) {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("isotprecv does not listen");
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn the_kernel_takes_our_messages_whole() {
    for (way, length) in tries() {
        let message = message(length);
        let receiver = peer("isotprecv", &way);
        bound().await;
        let mut end = End::new(&way);
        end.link.send(&message, end.now()).unwrap();
        assert_eq!(end.run().await, Event::Sent, "{length} bytes, {way:?}");
        let said = tokio::task::spawn_blocking(move || receiver.wait_with_output()).await.unwrap().unwrap();
        let words = String::from_utf8(said.stdout).unwrap();
        assert_eq!(words.trim(), hex(&message), "{length} bytes, {way:?}");
    }
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn we_take_the_kernels_messages_whole() {
    for (way, length) in tries() {
        let message = message(length);
        let mut end = End::new(&way);
        let mut sender = peer("isotpsend", &Way { receiving: "", ..way });
        let mut words = sender.stdin.take().unwrap();
        words.write_all(hex(&message).as_bytes()).unwrap();
        drop(words);
        assert_eq!(end.run().await, Event::Received(message), "{length} bytes, {way:?}");
        tokio::task::spawn_blocking(move || sender.wait()).await.unwrap().unwrap();
    }
}
