//! Ctrl-C: the report so far, then the end.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::drive::Drive;
use super::program;

#[test]
fn the_first_ctrl_c_ends_with_the_report_so_far() {
    let mut command = program();
    command.args(["replay", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than pipe and reader hold, so that it is in the midst of reading when this has been written.
    let log = Drive::new().wait(3_000).front_left(true).wait(400_000).log();
    assert!(log.len() > 1_000_000);
    stdin.write_all(log.as_bytes()).unwrap();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    // It looks every few thousand frames, so it must not wait for more than this.
    let more = Drive::new().wait(100_000).log();
    let _ = stdin.write_all(more.as_bytes());
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(out.contains("front-left door opens"), "{out}");
    assert!(out.contains("stopped by hand"), "{out}");
    drop(stdin);
}
