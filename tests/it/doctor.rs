//! `doctor` on systems in every state, described by hand: which steps come out how, and what to type.

use std::time::Duration;

use doorjamb::bus::error_frame::{Cause, State};
use doorjamb::bus::interface::{Activity, Controller, ErrorCounters};
use doorjamb::bus::{Interface, Traffic};
use doorjamb::car::{Car, Recogniser};
use doorjamb::doctor::{
    Advice, Checkup, Heard, Kernel, Modules, Outcome, Readings, Sockets, UsbDevice, check,
};
use doorjamb::frame::{CanId, Flags, Frame, Time};

fn modules(loaded: &[&str], shipped: &[&str]) -> Modules {
    let set = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    Modules { loaded: set(loaded), shipped: set(shipped), ..Modules::default() }
}

fn controller() -> Controller {
    Controller {
        bitrate: Some(500_000),
        sample_point: Some(0.875),
        data_bitrate: None,
        listen_only: true,
        can_listen_only: Some(true),
        state: Activity::Running(State::Active),
        errors: Some(ErrorCounters::default()),
        restart_ms: 0,
    }
}

fn can0(controller: Controller) -> Interface {
    Interface {
        name: "can0".to_owned(),
        index: 3,
        up: true,
        fd: false,
        kind: Some("can".to_owned()),
        driver: Some("gs_usb".to_owned()),
        controller: Some(controller),
        traffic: Traffic::default(),
    }
}

/// What is heard of `ids`, each a frame of eight bytes every 100 ms for five seconds.
fn heard(ids: &[u32], causes: &[(Cause, u64)]) -> Heard {
    let mut recogniser = Recogniser::embedded();
    for tenth in 0..50 {
        for id in ids {
            let id = CanId::standard(*id).unwrap();
            let time = Time::from_nanos(1_700_000_000_000_000_000 + tenth * 100_000_000);
            recogniser.observe(&Frame::new(time, id, Flags::empty(), &[0; 8]).unwrap());
        }
    }
    Heard { waited: Duration::from_secs(5), recogniser, causes: causes.to_vec(), lost: 0, after: None }
}

/// An adapter beside a J10, all as it should be.
fn healthy() -> Readings {
    Readings {
        asked: Some("can0".to_owned()),
        bitrate: 500_000,
        car: None,
        kernel: Kernel {
            release: "6.1.0-49-amd64".to_owned(),
            sockets: Sockets::Work,
            modules: modules(&["can", "can_raw", "gs_usb"], &["can", "can_raw", "gs_usb", "slcan"]),
        },
        interfaces: Ok(vec![can0(controller())]),
        others: vec!["lo".to_owned(), "eth0".to_owned()],
        usb: Some(Vec::new()),
        heard: Some(Ok(heard(&[0x60D, 0x358, 0x35D, 0x625], &[]))),
    }
}

fn with(change: impl FnOnce(&mut Controller)) -> Readings {
    let mut controller = controller();
    change(&mut controller);
    Readings { interfaces: Ok(vec![can0(controller)]), ..healthy() }
}

/// A machine without any CAN interface, with this plugged in.
fn bare(vendor: u16, product: u16, port: Option<&str>) -> Readings {
    let device = UsbDevice {
        vendor,
        product,
        name: "thing".to_owned(),
        ports: port.map(str::to_owned).into_iter().collect(),
        interfaces: Vec::new(),
    };
    Readings { interfaces: Ok(Vec::new()), usb: Some(vec![device]), heard: None, ..healthy() }
}

fn outcome(checkup: &Checkup, name: &str) -> Option<Outcome> {
    checkup.steps.iter().find(|step| step.name == name).map(|step| step.outcome)
}

/// The commands of a step.
fn commands<'a>(checkup: &'a Checkup, name: &str) -> Vec<&'a str> {
    let advice = checkup.steps.iter().filter(|step| step.name == name).flat_map(|step| &step.advice);
    let command = |advice: &'a Advice| match advice {
        Advice::Command(command) => Some(command.as_str()),
        Advice::Hint(_) => None,
    };
    advice.filter_map(command).collect()
}

fn words(checkup: &Checkup, name: &str) -> String {
    let step = checkup.steps.iter().find(|step| step.name == name).unwrap();
    format!("{} {:?}", step.found, step.advice)
}

#[test]
fn beside_a_car_with_all_set_up_every_step_is_ok() {
    let checkup = check(&healthy());
    assert_eq!(checkup.outcome(), Outcome::Ok, "{checkup:#?}");
    assert_eq!((checkup.steps.len(), checkup.not_taken.len()), (10, 0));
    assert!(words(&checkup, "car").contains("nissan_"), "{checkup:#?}");
    assert!(words(&checkup, "gateway").contains("60D"));
    assert!(words(&checkup, "adapter").contains("in Linux since 3.16"));
}

#[test]
fn what_fails_first_is_the_last_step_and_the_rest_is_named() {
    let mut no_can = healthy();
    no_can.kernel.sockets = Sockets::Missing;
    let down = Interface { up: false, ..can0(Controller { state: Activity::Stopped, ..controller() }) };
    let cases = [
        (no_can, "kernel", 9),
        (Readings { asked: Some("can7".to_owned()), ..healthy() }, "interface", 8),
        (Readings { interfaces: Ok(vec![down]), heard: None, ..healthy() }, "up", 4),
        (with(|controller| controller.state = Activity::Running(State::BusOff)), "controller", 3),
        (Readings { heard: Some(Ok(heard(&[], &[]))), ..healthy() }, "traffic", 2),
    ];
    for (readings, last, not_taken) in cases {
        let checkup = check(&readings);
        let step = checkup.steps.last().unwrap();
        assert_eq!((step.name, step.outcome, checkup.not_taken.len()), (last, Outcome::NotOk, not_taken));
        assert_eq!(checkup.outcome(), Outcome::NotOk);
        assert!(!step.advice.is_empty(), "{step:?}");
    }
}

#[test]
fn a_kernel_without_the_module_loaded_gets_it_and_one_without_the_module_is_told() {
    let mut readings = healthy();
    readings.kernel.sockets = Sockets::Missing;
    readings.kernel.modules = modules(&[], &["can", "can_raw"]);
    assert_eq!(commands(&check(&readings), "kernel"), ["sudo modprobe can_raw"]);
    readings.kernel.modules = modules(&[], &[]);
    let checkup = check(&readings);
    assert!(commands(&checkup, "kernel").is_empty());
    assert!(words(&checkup, "kernel").contains("built without CAN"));
    readings.kernel.sockets = Sockets::Refused("Operation not permitted".to_owned());
    let checkup = check(&readings);
    assert_eq!(checkup.outcome(), Outcome::Unchecked);
}

#[test]
fn a_wrong_bit_rate_comes_with_the_commands_that_set_it() {
    let checkup = check(&with(|controller| controller.bitrate = Some(250_000)));
    assert_eq!(outcome(&checkup, "bit-rate"), Some(Outcome::NotOk));
    let expected =
        ["sudo ip link set can0 down", "sudo ip link set can0 up type can bitrate 500000 listen-only on"];
    assert_eq!(commands(&checkup, "bit-rate"), expected);
    // It may be right for another car, and what is heard decides.
    assert_eq!(outcome(&checkup, "gateway"), Some(Outcome::Ok));
    let other = Readings { bitrate: 250_000, ..with(|controller| controller.bitrate = Some(250_000)) };
    assert_eq!(check(&other).outcome(), Outcome::Ok);
    assert_eq!(
        outcome(&check(&with(|controller| controller.bitrate = None)), "bit-rate"),
        Some(Outcome::NotOk)
    );
}

#[test]
fn an_adapter_that_takes_part_in_the_bus_is_not_ok() {
    let checkup = check(&with(|controller| controller.listen_only = false));
    let expected = [
        "sudo ip link set can0 down",
        "sudo ip link set can0 type can listen-only on",
        "sudo ip link set can0 up",
    ];
    assert_eq!(commands(&checkup, "listen-only"), expected);
    let unable =
        with(|controller| (controller.listen_only, controller.can_listen_only) = (false, Some(false)));
    let checkup = check(&unable);
    assert_eq!(outcome(&checkup, "listen-only"), Some(Outcome::NotOk));
    assert!(commands(&checkup, "listen-only").is_empty(), "there is nothing to type");
}

#[test]
fn errors_of_the_controller_are_not_ok_also_when_they_came_while_listening() {
    for state in [State::Warning, State::Passive] {
        let checkup = check(&with(|controller| controller.state = Activity::Running(state)));
        assert_eq!(outcome(&checkup, "controller"), Some(Outcome::NotOk), "{state}");
    }
    let mut readings = healthy();
    let mut heard = heard(&[0x60D], &[]);
    let errors = Some(ErrorCounters { transmit: 0, receive: 135 });
    heard.after = Some(can0(Controller { state: Activity::Running(State::Passive), errors, ..controller() }));
    readings.heard = Some(Ok(heard));
    let checkup = check(&readings);
    assert!(words(&checkup, "controller").contains("135 receiving"), "{checkup:#?}");
}

#[test]
fn silence_is_told_from_errors_and_both_from_a_bus_nobody_sends_on() {
    let silent = check(&Readings { heard: Some(Ok(heard(&[], &[]))), ..healthy() });
    assert!(words(&silent, "traffic").contains("gateway"), "{silent:#?}");
    let noisy = check(&Readings {
        heard: Some(Ok(heard(&[], &[(Cause::Form, 90), (Cause::Stuff, 7)]))),
        ..healthy()
    });
    let told = words(&noisy, "traffic");
    assert!(told.contains("only bus errors") && told.contains("90 times form error"), "{told}");
    assert!(told.contains("bit rate is wrong"), "{told}");
    let vcan =
        Interface { kind: Some("vcan".to_owned()), driver: None, controller: None, ..can0(controller()) };
    let checkup =
        check(&Readings { interfaces: Ok(vec![vcan]), heard: Some(Ok(heard(&[], &[]))), ..healthy() });
    assert_eq!(commands(&checkup, "traffic"), ["doorjamb replay --onto can0 FILE"]);
    assert_eq!(
        checkup.count(Outcome::NotOk),
        1,
        "a virtual bus has nothing else that could be wrong: {checkup:#?}"
    );
}

#[test]
fn a_few_errors_are_noted_and_many_are_not_ok() {
    let with_errors =
        |count| Readings { heard: Some(Ok(heard(&[0x60D, 0x358], &[(Cause::Bit, count)]))), ..healthy() };
    assert_eq!(outcome(&check(&with_errors(1)), "traffic"), Some(Outcome::Ok));
    assert!(words(&check(&with_errors(1)), "traffic").contains("1 bus error"));
    assert_eq!(outcome(&check(&with_errors(2)), "traffic"), Some(Outcome::NotOk));
}

#[test]
fn frames_lost_here_are_not_ok() {
    let mut lost = heard(&[0x60D], &[]);
    lost.lost = 3;
    let checkup = check(&Readings { heard: Some(Ok(lost)), ..healthy() });
    assert!(commands(&checkup, "traffic")[0].contains("rmem_max"));
}

#[test]
fn a_gateway_is_told_by_hearing_nothing_but_diagnostics() {
    let checkup = check(&Readings { heard: Some(Ok(heard(&[0x745, 0x765], &[]))), ..healthy() });
    assert_eq!(outcome(&checkup, "car"), Some(Outcome::Unchecked));
    assert_eq!(outcome(&checkup, "gateway"), Some(Outcome::NotOk));
    assert!(words(&checkup, "gateway").contains("a gateway hides the body"));
}

#[test]
fn a_stranger_is_not_ok_and_its_body_could_not_be_looked_for() {
    let checkup = check(&Readings { heard: Some(Ok(heard(&[0x123, 0x456], &[]))), ..healthy() });
    assert_eq!(outcome(&checkup, "car"), Some(Outcome::NotOk));
    assert_eq!(outcome(&checkup, "gateway"), Some(Outcome::Unchecked));
}

#[test]
fn a_car_that_is_named_is_compared_with_what_is_heard() {
    let named = |name: &str, ids: &[u32]| Readings {
        car: Some(Car::by_name(name).unwrap().unwrap()),
        heard: Some(Ok(heard(ids, &[]))),
        ..healthy()
    };
    let j12 = check(&named("nissan_qashqai_j12", &[0x123]));
    assert!(words(&j12, "gateway").contains("hides the body at the plug"), "{j12:#?}");
    assert_eq!(commands(&j12, "gateway"), ["doorjamb cars nissan_qashqai_j12"]);
    let wrong = check(&named("nissan_qashqai_j10", &[0x123]));
    assert_eq!(outcome(&wrong, "car"), Some(Outcome::NotOk));
    assert_eq!(outcome(&wrong, "gateway"), Some(Outcome::NotOk));
    let right =
        check(&named("nissan_qashqai_j10", &[0x60D, 0x358, 0x35D, 0x5C5, 0x280, 0x284, 0x625, 0x551]));
    assert_eq!(right.outcome(), Outcome::Ok, "{right:#?}");
}

#[test]
fn an_adapter_without_interface_comes_with_the_commands_for_one() {
    // Its driver is there but not loaded.
    let kvaser = Readings {
        kernel: Kernel { modules: modules(&["can"], &["kvaser_usb"]), ..healthy().kernel },
        ..bare(0x0bfd, 0x0120, None)
    };
    assert_eq!(commands(&check(&kvaser), "adapter"), ["sudo modprobe kvaser_usb"]);
    // Loaded, and did not take it.
    assert_eq!(commands(&check(&bare(0x1d50, 0x606f, None)), "adapter"), ["sudo dmesg | tail"]);
    let slcan = check(&bare(0xad50, 0x60c4, Some("ttyACM2")));
    let expected =
        ["sudo modprobe slcan", "sudo slcand -l -s6 /dev/ttyACM2 can0", "sudo ip link set can0 up"];
    assert_eq!(commands(&slcan, "adapter"), expected);
    // Debian 12 has no can327.
    let elm = check(&bare(0x1a86, 0x7523, Some("ttyUSB0")));
    assert_eq!(outcome(&elm, "adapter"), Some(Outcome::Unchecked));
    assert!(words(&elm, "adapter").contains("does not come with kernel 6.1.0-49-amd64"), "{elm:#?}");
    let mut with_driver = bare(0x1a86, 0x7523, Some("ttyUSB0"));
    with_driver.kernel.modules = modules(&["can327"], &["can327"]);
    let elm = check(&with_driver);
    assert!(
        commands(&elm, "adapter")[0].contains("ldattach")
            && words(&elm, "adapter").contains("frames are missing")
    );
    let nothing = check(&bare(0x1d6b, 0x0002, None));
    assert_eq!(outcome(&nothing, "adapter"), Some(Outcome::NotOk));
    assert!(words(&nothing, "adapter").contains("mcp2515"));
}

#[test]
fn what_only_may_be_an_adapter_is_not_told_of_beside_one_that_is() {
    let mut readings = bare(0x1d50, 0x606f, None);
    let converter = bare(0x0403, 0x6001, Some("ttyUSB0")).usb.unwrap();
    readings.usb.as_mut().unwrap().extend(converter);
    let checkup = check(&readings);
    assert_eq!(checkup.steps.iter().filter(|step| step.name == "adapter").count(), 1);
}

#[test]
fn a_serial_adapter_keeps_to_itself_what_it_was_set_to() {
    let serial =
        Interface { driver: None, ..can0(Controller { bitrate: None, listen_only: false, ..controller() }) };
    let mut readings = Readings { interfaces: Ok(vec![serial]), ..healthy() };
    readings.kernel.modules = modules(&["can_raw", "slcan"], &["slcan"]);
    let checkup = check(&readings);
    assert!(words(&checkup, "adapter").contains("slcan"));
    for name in ["bit-rate", "listen-only"] {
        assert_eq!(outcome(&checkup, name), Some(Outcome::Unchecked));
    }
    assert_eq!(outcome(&checkup, "gateway"), Some(Outcome::Ok), "the rest is checked all the same");
    assert_eq!(checkup.outcome(), Outcome::Unchecked);
}

#[test]
fn a_wrong_name_is_answered_with_the_right_ones() {
    for (name, what) in
        [("can7", "there is no interface can7"), ("eth0", "eth0 is there, but is no CAN interface")]
    {
        let checkup = check(&Readings { asked: Some(name.to_owned()), ..healthy() });
        assert!(words(&checkup, "interface").contains(what), "{checkup:#?}");
        assert_eq!(commands(&checkup, "interface"), ["doorjamb doctor can0"]);
    }
    let vcan = check(&Readings { asked: Some("vcan3".to_owned()), ..bare(0x1d6b, 2, None) });
    assert_eq!(
        commands(&vcan, "interface"),
        ["sudo ip link add vcan3 type vcan", "sudo ip link set vcan3 up"]
    );
    assert_eq!(outcome(&vcan, "adapter"), None, "a virtual bus needs no adapter");
}

#[test]
fn without_a_name_what_is_there_is_listed() {
    let checkup = check(&Readings { asked: None, heard: None, ..healthy() });
    assert_eq!(checkup.outcome(), Outcome::Ok);
    assert!(words(&checkup, "interface").contains("can0: up, 500000 bit/s, listen-only, driver gs_usb"));
    assert_eq!(commands(&checkup, "interface"), ["doorjamb doctor can0"]);
    let checkup = check(&Readings { asked: None, ..bare(0xad50, 0x60c4, Some("ttyACM0")) });
    assert_eq!(outcome(&checkup, "interface"), Some(Outcome::NotOk));
    assert!(commands(&checkup, "adapter").iter().any(|command| command.contains("slcand")));
}
