//! `replay --onto` as far as no bus is needed: what it refuses, and how it says so.

use super::run;

const LOG: &str = "captures/closed-but-reported-open.log";

#[test]
fn an_interface_that_is_not_there_is_told_of() {
    for name in ["nowhere9", "lo"] {
        let ran = run(["replay", "--onto", name, LOG]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("error: {name}: n")), "{}", ran.err);
    }
}

#[test]
fn options_of_sending_mean_nothing_without_a_bus_to_send_onto() {
    for option in ["--speed=2", "--loop", "--max-gap=1", "--transmit-on-a-real-bus"] {
        let ran = run(["replay", option, LOG]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{option}");
        assert!(ran.err.contains("--onto"), "{option}: {}", ran.err);
    }
}

#[test]
fn options_of_judging_mean_nothing_when_sending() {
    for option in ["--car=nissan_qashqai_j10", "--handed=left", "--only=door-flicker", "--format=json"] {
        let ran = run(["replay", "--onto", "nowhere9", option, LOG]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("cannot be used with"), "{option}: {}", ran.err);
    }
}

#[test]
fn factors_and_rounds_that_mean_nothing_are_refused_with_what_would_do() {
    for (option, help) in
        [("--speed=0", "0.001 to 1000"), ("--loop=0", "1 or more"), ("--max-gap=-1", "such as 1 or 0.5")]
    {
        let ran = run(["replay", "--onto", "nowhere9", option, LOG]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(help), "{option}: {}", ran.err);
    }
}

#[test]
fn a_pipe_cannot_be_sent_again() {
    let ran = run(["replay", "--onto", "nowhere9", "--loop=2", "-"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("only once"), "{}", ran.err);
}
