//! Nothing but the guarded door can send: shown on the source itself, beside what the lints and the types enforce.

use std::fs;

use super::layers::{below, code};

const DOOR: &str = "src/bus/send.rs";

/// The files of the program in whose code one of `words` stands.
fn naming(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in below(std::path::Path::new("src")) {
        let code = code(&file);
        if words.iter().any(|word| code.contains(word)) {
            found.push(file.to_str().unwrap().to_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn a_can_socket_is_held_in_two_places_only() {
    let holders = naming(&["CanFdSocket", "CanSocket", "CanRawSocket", "AF_CAN", "PF_CAN", "socket::create"]);
    assert_eq!(holders, ["src/bus/kernel.rs", DOOR, "src/bus/socket.rs"]);
}

#[test]
fn of_these_only_the_door_names_a_call_that_sends() {
    let calls = [
        ".send(",
        "send_to",
        "send_with",
        "send_vectored",
        "sendto",
        "sendmsg",
        "sendmmsg",
        "write_frame",
        ".write(",
        "write_all",
        "write_vectored",
        "io::Write",
        "fmt::Write",
        "libc::write",
        "libc::syscall",
        "splice",
        "io_uring",
    ];
    for file in ["src/bus/kernel.rs", "src/bus/socket.rs"] {
        let code = code(std::path::Path::new(file));
        for call in calls {
            assert!(!code.contains(call), "{file} names `{call}`");
        }
    }
    assert_eq!(code(std::path::Path::new(DOOR)).matches(".send(").count(), 1, "the door has one call");
}

#[test]
fn the_lint_against_calls_that_send_is_silenced_for_the_door_alone() {
    // The clock's file silences it for reading the clock.
    assert_eq!(naming(&["disallowed_methods"]), [DOOR, "src/command/clock.rs"]);
    let clock = code(std::path::Path::new("src/command/clock.rs"));
    for word in ["bus", "socket", "libc", "send", "write"] {
        assert!(!clock.contains(word), "a clock has nothing to do with `{word}`");
    }
    let lints = fs::read_to_string(".clippy.toml").unwrap();
    for call in [
        "socket2::Socket::send",
        "socketcan::Socket::write_frame",
        "libc::send",
        "libc::write",
        "libc::sendmmsg",
    ] {
        assert!(lints.contains(&format!("\"{call}\"")), "{call}");
    }
}

#[test]
fn only_a_flag_of_the_command_line_permits_a_real_bus() {
    let by_flag = ["src/command/onto/mod.rs", "src/command/serve.rs"];
    // To ask is what the person wants who runs `ask`: what is asked can only read.
    let asking = "src/command/ask/door.rs";
    assert_eq!(naming(&["RealBus::Permitted"]), [&[DOOR, asking][..], &by_flag].concat());
    for file in by_flag {
        let flag = code(std::path::Path::new(file));
        assert!(flag.contains("if self.transmit_on_a_real_bus { RealBus::Permitted }"), "{flag}");
    }
}

#[test]
fn only_one_command_asks_for_consent_to_move_a_car() {
    assert_eq!(naming(&["Deed::consented"]), ["src/command/actuate/mod.rs"]);
    // Whoever asks has no way to it: a deed is made there and done there.
    assert_eq!(naming(&["tester.perform("]), ["src/command/actuate/mod.rs"]);
}

#[test]
fn only_commands_that_are_meant_to_send_open_the_door() {
    // Each as it is written where it is used: threads have senders, too.
    let door = ["Permission::", " Sender", "{Sender", "::Sender", "<Sender", "(Sender", "RealBus"];
    assert_eq!(
        naming(&door),
        [
            "src/bus/mod.rs",
            DOOR,
            "src/command/ask/door.rs",
            "src/command/ask/wire.rs",
            "src/command/live/asker.rs",
            "src/command/onto/mod.rs",
            "src/command/onto/play.rs",
            "src/command/outlet.rs",
            "src/command/serve.rs"
        ]
    );
}
