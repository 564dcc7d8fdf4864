//! The program itself, listening to the kernel's interfaces.

mod findings;
mod hardships;
mod learning;
mod recording;
mod shown;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::ground::sh;

/// Longer than anything here takes on the slow machine these tests run in.
const PATIENCE: Duration = Duration::from_secs(60);

/// `doorjamb live`, running.
struct Live {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
    /// Every line of its results so far.
    lines: Vec<String>,
}

/// How it ended.
struct Ended {
    code: Option<i32>,
    lines: Vec<String>,
    err: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "how long a person waits is what is tested")]
fn now() -> Instant {
    Instant::now()
}

/// Where the program is: built for release, while these tests are not.
fn binary() -> String {
    std::env::var("DOORJAMB").unwrap()
}

fn program() -> Command {
    Command::new(binary())
}

/// A capture of this repository.
fn capture(name: &str) -> String {
    format!("{}/captures/{name}.log", std::env::var("PROJECT").unwrap())
}

/// Plays a capture onto an interface, in its own time, to its end.
fn play(name: &str, interface: &str) {
    sh(&format!("canplayer -I {} {interface}=can0", capture(name)));
}

/// Plays the first seconds of a car where nothing is wrong.
fn play_healthy(interface: &str) {
    sh(&format!("timeout 5 canplayer -I {} {interface}=can0 || true", capture("healthy-presses-twice")));
}

fn lines_of(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Live {
    /// Begins to listen, and waits until it does.
    fn start(arguments: &str) -> Self {
        Self::start_with(program().arg("live").args(arguments.split_whitespace()))
    }

    fn start_with(command: &mut Command) -> Self {
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let (out, err) = (lines_of(child.stdout.take().unwrap()), lines_of(child.stderr.take().unwrap()));
        let mut live = Self { child, out, err, lines: Vec::new() };
        live.until("the state of an interface", |line| {
            line.contains(": up")
                || line.contains(": down")
                || line.contains(": not there")
                || line.contains("interface\"")
        });
        live
    }

    /// Waits for a line of its results; gives it and how long that took.
    #[track_caller]
    fn until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> (String, Duration) {
        let start = now();
        loop {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let Ok(line) = self.out.recv_timeout(left) else {
                let err: Vec<_> = self.err.try_iter().collect();
                panic!("waited in vain for {what}: {:#?} {err:#?}", self.lines);
            };
            self.lines.push(line.clone());
            if wanted(&line) {
                return (line, start.elapsed());
            }
        }
    }

    #[track_caller]
    fn until_says(&mut self, words: &str) -> String {
        self.until(words, |line| line.contains(words)).0
    }

    /// Types a line.
    fn types(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    fn signal(&self, name: &str) {
        sh(&format!("kill -{name} {}", self.child.id()));
    }

    /// Waits for its end.
    fn ended(mut self) -> Ended {
        let start = now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end: {:#?}", self.lines);
            thread::sleep(Duration::from_millis(20));
        };
        self.lines.extend(self.out.iter());
        Ended { code: status.code(), lines: std::mem::take(&mut self.lines), err: self.err.iter().collect() }
    }

    /// Ends it as a person does.
    fn end(self) -> Ended {
        self.signal("INT");
        self.ended()
    }

    /// Bytes of memory of its own.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1000
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Ended {
    fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Its results as running text.
    fn words(&self) -> String {
        self.lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
    }

    fn json(&self) -> Vec<Value> {
        self.lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Every file here that is a recording, in order.
fn recordings(begin: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(".").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(begin) && path.extension().is_some_and(|extension| extension == "log")
    });
    paths.sort();
    paths
}

/// What `replay` says of these recordings, one after the other, as JSON.
fn replayed(paths: &[PathBuf]) -> Vec<Value> {
    let path = match paths {
        [only] => only.display().to_string(),
        several => {
            let names: Vec<_> = several.iter().map(|path| path.display().to_string()).collect();
            sh(&format!("cat {} >whole.log", names.join(" ")));
            "whole.log".to_owned()
        }
    };
    let output = program().args(["replay", "--format", "json", &path]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
