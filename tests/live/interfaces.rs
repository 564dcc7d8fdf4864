//! Several interfaces at once, and what is known of each.

use doorjamb::bus::{Error, Interface, Link, Listen};

use crate::ground::{Heard, sh};

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn any_names_the_right_interface_also_of_one_that_comes_later() {
    let mut receiver = Listen::any().open().unwrap();
    let mut heard = Heard::default();
    sh("for n in 1 2 3 4 5; do cansend vcan0 100#0$n; cansend vcan1 101#0$n; done");
    // Created and used before the news of it can have been read.
    sh("ip link add vcan7 type vcan; ip link set vcan7 up; cansend vcan7 107#");
    heard.until(&mut receiver, "11 frames", |heard| heard.frames.len() == 11).await;
    let names: Vec<String> = receiver.names().map(str::to_owned).collect();
    assert_eq!(names[names.len() - 1], "vcan7", "{names:?}");
    let order: Vec<(&str, u32)> =
        heard.frames.iter().map(|frame| (&*names[usize::from(frame.channel)], frame.id.value())).collect();
    let mut expected = [("vcan0", 0x100), ("vcan1", 0x101)].repeat(5);
    expected.push(("vcan7", 0x107));
    assert_eq!(order, expected, "frames of several interfaces keep their order");
    assert!(heard.frames.is_sorted_by_key(|frame| frame.time));
    let lines: Vec<u64> = heard.frames.iter().map(|frame| frame.origin.line).collect();
    assert_eq!(lines, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 1]);
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn several_names_are_channels_in_their_order_and_others_stay_out() {
    let mut receiver = Listen::to(["vcan2", "vcan0"]).open().unwrap();
    let mut heard = Heard::default();
    sh("cansend vcan0 100#; cansend vcan1 101#; cansend vcan2 102#");
    heard.until_quiet(&mut receiver).await;
    let seen: Vec<(u8, u32)> = heard.frames.iter().map(|frame| (frame.channel, frame.id.value())).collect();
    assert_eq!(seen, [(1, 0x100), (0, 0x102)]);
    assert_eq!(receiver.names().collect::<Vec<_>>(), ["vcan2", "vcan0"]);
    assert_eq!((heard.links(0), heard.links(1)), (vec![Link::Up], vec![Link::Up]));
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn a_wrong_name_is_told_with_the_right_ones() {
    let error = Listen::to(["vcan0", "cna0"]).open().err().unwrap();
    assert!(matches!(&error, Error::NoInterface { name, .. } if name == "cna0"));
    let words = error.to_string();
    assert!(words.starts_with("cna0: no such interface; CAN interfaces are "), "{words}");
    assert!(words.contains("vcan0"), "{words}");
    let error = Listen::to(["lo"]).open().err().unwrap();
    assert!(matches!(error, Error::NotCan { .. }), "{error}");
}

#[tokio::test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
async fn a_virtual_interface_has_no_controller() {
    let interface = Interface::find("vcan0").unwrap().unwrap();
    assert_eq!(interface.kind.as_deref(), Some("vcan"));
    assert_eq!(
        (interface.up, interface.fd, interface.controller, interface.driver),
        (true, true, None, None)
    );
    assert_eq!(Interface::find("lo").unwrap(), None);
    let names: Vec<String> = Interface::all().unwrap().into_iter().map(|interface| interface.name).collect();
    assert!(
        ["can0", "can1", "vcan0"].iter().all(|name| names.iter().any(|found| found == name)),
        "{names:?}"
    );
}
