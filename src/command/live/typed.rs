//! Lines typed on standard input, such as marks. They are read on a thread of their own, since a terminal cannot be waited for
//! otherwise.

use std::fs;
use std::future::pending;
use std::io::{self, BufRead, Read};
use std::thread;

use tokio::sync::mpsc::{Receiver, channel};

use super::front::Wish;
use crate::capture::marks::MarkKind;

/// Bytes of a line that are looked at. What a person notes is shorter.
const LONGEST: u64 = 4096;

/// Lines that may wait.
const WAITING: usize = 64;

/// The lines typed.
pub(in crate::command) struct Typed(Receiver<String>);

impl Typed {
    /// Begins to read standard input.
    ///
    /// # Errors
    /// If there can be no thread.
    pub(in crate::command) fn read() -> io::Result<Self> {
        let (sender, receiver) = channel(WAITING);
        thread::Builder::new().name("marks".to_owned()).spawn(move || {
            let mut input = io::stdin().lock();
            while let Some(line) = line(&mut input) {
                if sender.blocking_send(line).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self(receiver))
    }

    /// Waits for a line; `None` once there are no more.
    pub(in crate::command) async fn line(&mut self) -> Option<String> {
        self.0.recv().await
    }

    /// Waits for a mark; for ever, once there are no more lines.
    pub(super) async fn wish(&mut self) -> Wish {
        loop {
            let Some(line) = self.line().await else { return pending().await };
            let words = line.trim();
            if !words.is_empty() {
                return match MarkKind::parse(words) {
                    Ok(kind) => Wish::Mark(kind, words.to_owned()),
                    Err(understood) => Wish::Puzzled(words.to_owned(), understood),
                };
            }
        }
    }
}

/// Whether this program is the one that the terminal's keys go to: one in the background that reads is stopped.
pub(super) fn is_in_foreground() -> bool {
    // proc_pid_stat(5): behind the name in brackets come state, parent, process group, session, terminal and the terminal's
    // own process group.
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else { return true };
    let Some((_, rest)) = stat.rsplit_once(')') else { return true };
    let fields: Vec<&str> = rest.split_whitespace().collect();
    fields.get(2) == fields.get(5)
}

/// The next line, or its beginning; `None` at the end.
fn line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let read = input.take(LONGEST).read_until(b'\n', &mut bytes).ok()?;
    if read == 0 {
        return None;
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST {
        skip_line(input)?;
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn skip_line(input: &mut impl BufRead) -> Option<()> {
    loop {
        let waiting = input.fill_buf().ok()?;
        let end = memchr::memchr(b'\n', waiting);
        let length = end.map_or(waiting.len(), |end| end + 1);
        let is_over = end.is_some() || waiting.is_empty();
        input.consume(length);
        if is_over {
            return Some(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{LONGEST, line};

    #[test]
    fn a_line_without_end_costs_no_memory_and_spoils_no_other() {
        let long = "x".repeat(100_000);
        let mut input = Cursor::new(format!("tailgate closed\n{long}\nfob pressed"));
        let lines: Vec<String> = std::iter::from_fn(|| line(&mut input)).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "tailgate closed\n");
        assert_eq!(lines[1].len() as u64, LONGEST);
        assert_eq!(lines[2], "fob pressed");
    }
}
