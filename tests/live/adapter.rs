//! A serial adapter (slcan) played over a pseudo-terminal: it reports errors the emulated controllers cannot have,
//! and it can be unplugged. The story lays out `adapter`, whose other end the kernel's driver holds.

use std::fs::OpenOptions;
use std::io::Write as _;

use doorjamb::bus::error_frame::{Cause, ErrorFrame, State};
use doorjamb::bus::interface::Activity;
use doorjamb::bus::{Interface, Link, Listen, LossCause};

use crate::ground::{Heard, sh};

/// What the adapter says, one line.
fn say(line: &str) {
    let mut adapter = OpenOptions::new().write(true).open("adapter").unwrap();
    adapter.write_all(format!("{line}\r").as_bytes()).unwrap();
}

fn state() -> Activity {
    Interface::find("slcan0").unwrap().unwrap().controller.unwrap().state
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn a_wrong_bitrate_goes_from_errors_to_bus_off_and_is_heard_again_after_a_restart() {
    let mut receiver = Listen::to(["slcan0"]).open().unwrap();
    let mut heard = Heard::default();
    assert_eq!(state(), Activity::Running(State::Active));
    say("t60D2AABB");
    heard.until(&mut receiver, "a frame", |heard| heard.frames.len() == 1).await;
    assert_eq!(heard.frames[0].payload(), [0xAA, 0xBB]);

    let mut next = async |line: &str, expected: usize| {
        say(line);
        heard.until(&mut receiver, line, |heard| heard.frames.len() == expected).await;
        ErrorFrame::decode(heard.frames.last().unwrap()).unwrap()
    };
    let form = next("e1f", 2).await;
    assert!(form.reports(Cause::Form), "{form}");
    let stuff = next("e1s", 3).await;
    assert!(stuff.reports(Cause::Stuff), "{stuff}");
    let warning = next("sw000100", 4).await;
    assert_eq!(warning.state(), Some(State::Warning), "{warning}");
    assert_eq!(state(), Activity::Running(State::Warning));
    let passive = next("sp000140", 5).await;
    assert_eq!(passive.state(), Some(State::Passive), "{passive}");
    assert_eq!(state(), Activity::Running(State::Passive));
    let counters = passive.counters().unwrap();
    assert_eq!(counters.transmit.max(counters.receive), 140, "{counters:?}");
    let off = next("sb000000", 6).await;
    assert_eq!(off.state(), Some(State::BusOff), "{off}");
    assert_eq!(state(), Activity::Running(State::BusOff));

    sh("ip link set slcan0 down; ip link set slcan0 up");
    heard
        .until(&mut receiver, "the restart", |heard| heard.links(0) == [Link::Up, Link::Down, Link::Up])
        .await;
    assert_eq!(state(), Activity::Running(State::Active));
    say("t60D100");
    heard.until(&mut receiver, "a frame after the restart", |heard| heard.frames.len() == 7).await;
    assert!(heard.frames[6].is_data());
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_adapter_unplugged_and_plugged_in_again_is_heard_again() {
    let mut receiver = Listen::to(["slcan0"]).open().unwrap();
    let first = Interface::find("slcan0").unwrap().unwrap().index;
    let mut heard = Heard::default();
    say("t0011AA");
    heard.until(&mut receiver, "a frame", |heard| heard.frames.len() == 1).await;
    sh("./unplug");
    heard.until(&mut receiver, "the unplugging", |heard| heard.links(0).last() == Some(&Link::Gone)).await;
    assert_eq!(Interface::find("slcan0").unwrap(), None);
    sh("./plug");
    heard.until(&mut receiver, "the plugging in", |heard| heard.links(0).last() == Some(&Link::Up)).await;
    assert_ne!(Interface::find("slcan0").unwrap().unwrap().index, first);
    say("t0021BB");
    heard.until(&mut receiver, "a frame afterwards", |heard| heard.frames.len() == 2).await;
    assert_eq!(heard.frames[1].payload(), [0xBB]);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_overrun_of_the_controller_is_a_loss() {
    let mut receiver = Listen::to(["slcan0"]).open().unwrap();
    let mut heard = Heard::default();
    for line in ["t0011AA", "e1o", "t0021BB"] {
        say(line);
    }
    heard.until(&mut receiver, "two frames and an error frame", |heard| heard.frames.len() == 3).await;
    let [loss] = heard.losses()[..] else { panic!("{heard:#?}") };
    assert_eq!((loss.channel, loss.lost, loss.cause), (Some(0), 1, LossCause::ControllerOverrun));
    assert_eq!((loss.since, loss.until), (Some(heard.frames[0].time), Some(heard.frames[1].time)));
    assert_eq!(Interface::find("slcan0").unwrap().unwrap().traffic.receive_overruns, 1);
}
