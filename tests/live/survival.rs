//! Interfaces that go down, vanish and come back.

use std::time::Duration;

use doorjamb::bus::{Interface, Link, Listen};
use tokio::time::sleep;

use crate::ground::{Heard, sh};

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_interface_set_down_and_up_is_heard_again() {
    for names in [&["vcan0"][..], &["vcan0", "vcan1"]] {
        let mut receiver = Listen::to(names.iter().copied()).open().unwrap();
        let mut heard = Heard::default();
        sh("cansend vcan0 001#");
        heard.until(&mut receiver, "a frame", |heard| heard.frames.len() == 1).await;
        sh("ip link set vcan0 down");
        heard
            .until(&mut receiver, "the link going down", |heard| heard.links(0) == [Link::Up, Link::Down])
            .await;
        sh("ip link set vcan0 up");
        heard.until(&mut receiver, "the link coming up", |heard| heard.links(0).len() == 3).await;
        sh("cansend vcan0 002#");
        heard.until(&mut receiver, "a frame afterwards", |heard| heard.frames.len() == 2).await;
        assert_eq!(heard.links(0), [Link::Up, Link::Down, Link::Up]);
    }
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn listening_may_begin_while_the_interface_is_down() {
    sh("ip link set vcan0 down");
    let mut receiver = Listen::to(["vcan0"]).open().unwrap();
    let mut heard = Heard::default();
    heard.until_quiet(&mut receiver).await;
    assert_eq!(heard.links(0), [Link::Down]);
    sh("ip link set vcan0 up; cansend vcan0 001#");
    heard.until(&mut receiver, "a frame", |heard| heard.frames.len() == 1).await;
    assert_eq!(heard.links(0), [Link::Down, Link::Up]);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_interface_deleted_and_made_anew_is_heard_again() {
    for names in [&["vcan0"][..], &["vcan0", "vcan1"]] {
        let mut receiver = Listen::to(names.iter().copied()).open().unwrap();
        let first = Interface::find("vcan0").unwrap().unwrap().index;
        let mut heard = Heard::default();
        // Frames that still wait when the interface is already gone are not lost.
        sh("cangen vcan0 -g 0 -I 001 -n 1000; ip link delete vcan0");
        heard
            .until(&mut receiver, "the link vanishing", |heard| heard.links(0).last() == Some(&Link::Gone))
            .await;
        heard.until_quiet(&mut receiver).await;
        assert_eq!((heard.frames.len(), heard.lost()), (1000, 0));
        sleep(Duration::from_millis(200)).await;
        sh(
            "ip link add vcan9 type vcan; ip link add vcan0 type vcan; ip link set vcan0 up; ip link delete vcan9",
        );
        heard
            .until(&mut receiver, "the link coming back", |heard| heard.links(0).last() == Some(&Link::Up))
            .await;
        assert_ne!(Interface::find("vcan0").unwrap().unwrap().index, first);
        sh("cansend vcan0 002#");
        heard.until(&mut receiver, "a frame afterwards", |heard| heard.frames.len() == 1001).await;
        let last = heard.frames.last().unwrap();
        assert_eq!((last.id.value(), last.channel, last.origin.line), (2, 0, 1001), "the count goes on");
        assert_eq!(receiver.names().next(), Some("vcan0"));
    }
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn a_socket_lost_with_its_interface_keeps_its_drop_count() {
    let mut receiver = Listen::to(["vcan0"]).buffer(200_000).open().unwrap();
    let mut heard = Heard::default();
    sh("cangen vcan0 -g 0 -I 001 -n 3000; ip link delete vcan0");
    heard
        .until(&mut receiver, "the link vanishing", |heard| heard.links(0).last() == Some(&Link::Gone))
        .await;
    assert_eq!(heard.frames.len() as u64 + heard.lost(), 3000);
    assert!(heard.lost() > 0);
    sh("ip link add vcan0 type vcan; ip link set vcan0 up");
    heard
        .until(&mut receiver, "the link coming back", |heard| heard.links(0).last() == Some(&Link::Up))
        .await;
    sh("cangen vcan0 -g 0 -I 002 -n 3000");
    heard.until_quiet(&mut receiver).await;
    assert_eq!(heard.frames.len() as u64 + heard.lost(), 6000);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_interface_that_is_not_there_yet_is_waited_for() {
    let mut receiver = Listen::to(["vcan5"]).wait_for_missing().open().unwrap();
    let mut heard = Heard::default();
    heard.until_quiet(&mut receiver).await;
    assert_eq!((heard.links(0), receiver.buffer()), (vec![Link::Gone], 0));
    sh("ip link add vcan5 type vcan; ip link set vcan5 up");
    heard.until(&mut receiver, "the link coming up", |heard| heard.links(0).last() == Some(&Link::Up)).await;
    sh("cansend vcan5 001#");
    heard.until(&mut receiver, "a frame", |heard| heard.frames.len() == 1).await;
    assert!(receiver.buffer() > 0);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn an_interface_given_another_name_is_gone_until_it_has_its_name_again() {
    let mut receiver = Listen::to(["vcan0"]).open().unwrap();
    let mut heard = Heard::default();
    sh("cansend vcan0 001#; ip link set vcan0 down; ip link set vcan0 name other; ip link set other up");
    heard
        .until(&mut receiver, "the name vanishing", |heard| heard.links(0).last() == Some(&Link::Gone))
        .await;
    sh("cansend other 002#");
    heard.until_quiet(&mut receiver).await;
    sh("ip link set other down; ip link set other name vcan0; ip link set vcan0 up");
    heard
        .until(&mut receiver, "the name coming back", |heard| heard.links(0).last() == Some(&Link::Up))
        .await;
    sh("cansend vcan0 003#");
    heard
        .until(&mut receiver, "a frame", |heard| heard.frames.iter().any(|frame| frame.id.value() == 3))
        .await;
    assert_eq!(heard.frames.iter().map(|frame| frame.id.value()).collect::<Vec<_>>(), [1, 3]);
}
