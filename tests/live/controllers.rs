//! Two SJA1000 controllers on one wire, with the driver real adapters use.

use std::process::Command;
use std::time::Duration;

use doorjamb::bus::error_frame::State;
use doorjamb::bus::interface::Activity;
use doorjamb::bus::{Interface, Listen};
use doorjamb::frame::Flags;

use crate::ground::{Heard, sh};

fn find(name: &str) -> Interface {
    Interface::find(name).unwrap().unwrap()
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn bitrate_and_listen_only_are_told_and_frames_come_over_the_wire() {
    let ours = find("can0");
    assert_eq!((ours.kind.as_deref(), ours.driver.as_deref()), (Some("can"), Some("kvaser_pci")));
    assert_eq!((ours.up, ours.fd), (true, false));
    let controller = ours.controller.unwrap();
    assert_eq!(controller.bitrate, Some(500_000));
    assert!(controller.sample_point.is_some_and(|point| (0.8..0.9).contains(&point)), "{controller:?}");
    assert!(controller.listen_only);
    assert_eq!(controller.can_listen_only, Some(true));
    assert_eq!((controller.state, controller.restart_ms), (Activity::Running(State::Active), 0));
    let other = find("can1").controller.unwrap();
    assert_eq!((other.bitrate, other.listen_only, other.restart_ms), (Some(250_000), false, 100));

    let before = ours.traffic;
    let mut receiver = Listen::to(["can0"]).open().unwrap();
    let mut heard = Heard::default();
    sh("for n in 1 2 3; do cansend can1 12$n#0$n; sleep 0.02; done");
    heard.until(&mut receiver, "three frames", |heard| heard.frames.len() == 3).await;
    assert!(heard.frames.iter().all(|frame| !frame.flags.contains(Flags::TX)), "they came from the wire");
    assert_eq!(find("can0").traffic.received, before.received + 3);

    sh("ip link set can0 down");
    let controller = find("can0").controller.unwrap();
    assert_eq!(controller.state, Activity::Stopped);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn listening_under_a_flood_puts_nothing_on_the_wire() {
    let before = [find("can0").traffic.sent, find("can1").traffic.received];
    let mut flood =
        Command::new("cangen").args(["can1", "-g", "0", "-p", "10", "-n", "3000"]).spawn().unwrap();
    let mut heard = Heard::default();
    {
        let mut receiver = Listen::to(["can0"]).open().unwrap();
        let mut any = Listen::any().open().unwrap();
        while flood.try_wait().unwrap().is_none() {
            heard.next(&mut receiver, Duration::from_millis(50)).await;
            Heard::default().next(&mut any, Duration::from_millis(50)).await;
            Interface::all().unwrap();
        }
        heard.until_quiet(&mut receiver).await;
    }
    assert!(heard.frames.len() > 300, "only {} frames came: that is no flood", heard.frames.len());
    assert_eq!([find("can0").traffic.sent, find("can1").traffic.received], before);
    // candump may be slower than the flood; it may also lose some of it, which says nothing of us.
    sh("while a=$(wc -l <candump.log); sleep 0.5; [ $(wc -l <candump.log) -ne $a ]; do :; done");
    assert_eq!(
        sh("grep -c ' RX ' candump.log || true").trim(),
        "0",
        "candump beside the flood saw only the flood"
    );
    assert!(sh("grep -c ' TX ' candump.log").trim().parse::<u32>().unwrap() > 300);
    // The check can fail: one frame sent on purpose is seen in all three places.
    sh("cansend can0 001#");
    sh("sleep 0.3");
    assert_eq!([find("can0").traffic.sent, find("can1").traffic.received], before.map(|count| count + 1));
    assert!(sh("grep ' RX ' candump.log").contains(" 001 "));
}
