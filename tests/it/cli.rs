//! The program as its users run it: arguments in, output and exit code out.

mod about;
mod actuate;
mod ask;
mod bad_input;
mod conversations;
mod convert;
mod dbc_check;
mod decode;
mod diagnose;
mod doctor;
mod drive;
mod expected_reports;
mod inspect;
mod interrupt;
mod interview;
mod json;
mod learn;
mod onto;
mod page;
mod quality;
mod replay;
mod scrub;
mod simulate;
mod terminal;

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

/// What came of a run.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// The program, with nothing in its surroundings that changes its output.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorjamb"));
    command.env_remove("NO_COLOR").env("TERM", "xterm-256color");
    command
}

fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    run_with(arguments, b"")
}

/// Runs with `input` on standard input.
fn run_with<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>, input: &[u8]) -> Ran {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that ends early closes its input; that is for the test to judge by its output.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: output.status.code().expect("ended by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
