//! Frames arrive as they were sent, or are counted as lost.

use std::time::Duration;

use doorjamb::bus::{Interface, Listen, LossCause};
use doorjamb::frame::{CanId, Flags};
use tokio::time::sleep;

use crate::ground::{Heard, candump, sh};

/// The same traffic as candump, which the story has started with its log in `candump.log`.
async fn beside_candump(send: &str, expected: usize) -> Heard {
    let mut receiver = Listen::to(["vcan0"]).open().unwrap();
    let mut heard = Heard::default();
    // The kernel stamps at arrival only some time after the first socket asked for it; until then each socket gets a
    // stamp of its own.
    sleep(Duration::from_millis(500)).await;
    sh(send);
    heard.until_quiet(&mut receiver).await;
    sh("pkill -INT -x candump; while pgrep -x candump >/dev/null; do sleep 0.05; done");
    let log = std::fs::read_to_string("candump.log").unwrap();
    assert_eq!(log.lines().count(), expected, "candump itself missed some");
    assert_eq!(heard.frames.len(), expected);
    for (frame, line) in heard.frames.iter().zip(log.lines()) {
        assert_eq!(candump(frame, "vcan0"), line, "frame {}", frame.origin.line);
    }
    assert_eq!(heard.lost(), 0);
    assert!(heard.frames.is_sorted_by_key(|frame| frame.time), "stamps ran backwards");
    assert!(heard.frames.iter().zip(1..).all(|(frame, line)| frame.origin.line == line));
    heard
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn frames_of_every_kind_arrive_as_sent() {
    let frames = [
        "123#DEADBEEF",
        "000#",
        "7FF#0102030405060708",
        "00000123#11",
        "1FFFFFFF#22",
        "60D#R",
        "60D#R8",
        "456##0",
        "456##1112233445566778899AABBCC",
        "12345678##3AA",
        "20000204#0004000000008061",
    ];
    let send = format!("for frame in {}; do cansend vcan0 $frame; done", frames.join(" "));
    let heard = beside_candump(&send, frames.len()).await;
    let kinds: Vec<Flags> = heard.frames.iter().map(|frame| frame.flags).collect();
    assert_eq!(kinds[5], Flags::REMOTE);
    assert_eq!((heard.frames[6].len(), heard.frames[6].payload()), (8, &[][..]));
    assert_eq!(kinds[8], Flags::FD | Flags::BRS);
    assert_eq!(kinds[9], Flags::FD | Flags::BRS | Flags::ESI);
    assert_eq!(kinds[10], Flags::ERROR);
    // No wire is behind it, so this machine is the bus.
    assert!(heard.frames.iter().all(|frame| !frame.flags.contains(Flags::TX)));
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn mixed_traffic_equals_candumps_stamps_included() {
    beside_candump(
        "cangen vcan0 -g 0 -p 10 -m -I r -L r -D r -n 5000; cangen vcan0 -g 0 -R -I r -n 1000",
        6000,
    )
    .await;
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn received_and_lost_frames_add_up_to_the_sent() {
    for (names, channel) in [(&["vcan0"][..], Some(0)), (&["vcan0", "vcan1"], None)] {
        let mut receiver = Listen::to(names.iter().copied()).buffer(200_000).open().unwrap();
        assert_eq!(receiver.buffer(), 400_000);
        let mut heard = Heard::default();
        // Nobody reads: nearly all are dropped, and no frame follows that could carry the news.
        sh("cangen vcan0 -g 0 -I 123 -L 8 -n 20001");
        heard.until_quiet(&mut receiver).await;
        assert!(heard.lost() > 10_000, "{:?}", heard.losses());
        assert_eq!(heard.frames.len() as u64 + heard.lost(), 20_001);
        assert_eq!(heard.losses().last().unwrap().until, None);
        // The next frame says the same again, and must not be counted again; then the loss is within the traffic.
        sh("cansend vcan0 124#; sleep 0.1; cangen vcan0 -g 0 -I 123 -L 8 -n 5000");
        heard.next(&mut receiver, Duration::from_secs(1)).await;
        sh("cansend vcan0 125#");
        heard.until_quiet(&mut receiver).await;
        assert_eq!(heard.frames.len() as u64 + heard.lost(), 25_003);
        for loss in heard.losses() {
            assert_eq!((loss.channel, loss.cause), (channel, LossCause::SocketBuffer));
            assert!(loss.since.is_some());
        }
        assert_eq!(heard.frames.last().unwrap().id.value(), 0x125);
    }
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn a_flood_is_taken_without_loss() {
    let mut receiver = Listen::to(["vcan0"]).open().unwrap();
    assert!(receiver.buffer() >= 16 << 20, "root may raise the buffer: {}", receiver.buffer());
    let mut heard = Heard::default();
    let mut flood = std::process::Command::new("cangen")
        .args(["vcan0", "-g", "0", "-I", "i", "-L", "8", "-D", "i", "-n", "30000"])
        .spawn()
        .unwrap();
    heard
        .until(&mut receiver, "30,000 frames", |heard| heard.frames.len() as u64 + heard.lost() >= 30_000)
        .await;
    assert!(flood.wait().unwrap().success());
    assert_eq!((heard.frames.len(), heard.lost()), (30_000, 0));
    for (frame, number) in heard.frames.iter().zip(0_u64..) {
        assert_eq!(frame.payload(), number.to_le_bytes(), "frame {number}");
    }
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn only_wanted_identifiers_and_errors_pass_the_kernel() {
    let wanted = [CanId::standard(0x60D).unwrap(), CanId::extended(0x60D).unwrap()];
    let mut receiver = Listen::to(["vcan0"]).only(wanted).open().unwrap();
    let mut heard = Heard::default();
    for frame in [
        "60C#01",
        "60D#02",
        "60D#R",
        "0000060D#03",
        "0000060C#04",
        "60D##105",
        "20000040#0000000000000000",
        "60D#06",
    ] {
        sh(&format!("cansend vcan0 {frame}"));
    }
    heard.until_quiet(&mut receiver).await;
    let ids: Vec<String> = heard.frames.iter().map(|frame| frame.id.to_string()).collect();
    assert_eq!(ids, ["60D", "0000060D", "60D", "00000040", "60D"]);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn without_rights_only_the_buffer_is_smaller() {
    let mut receiver = Listen::any().open().unwrap();
    assert!((200_000..16 << 20).contains(&receiver.buffer()), "granted {}", receiver.buffer());
    assert!(Interface::find("vcan0").unwrap().unwrap().up);
    let mut heard = Heard::default();
    sh("cangen vcan0 -g 0 -I 123 -L 8 -n 5000");
    heard.until_quiet(&mut receiver).await;
    assert_eq!(heard.frames.len() as u64 + heard.lost(), 5000);
}
