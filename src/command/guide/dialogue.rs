//! The words of a guided search: what is asked, and what came of each answer. Plain lines, for a terminal or a pipe.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::standing::Standing;
use super::words::{name, request};
use crate::learn::{Answer, Guide, Heard, Learner, Step};
use crate::report::Palette;

/// What can be typed, for people.
const KEYS: &str = "Enter: done   s: skip, I cannot   r: repeat the last   u: undo the last   q: enough";

/// A line that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Answer(Answer),
    Puzzling,
}

/// What a typed line says.
pub(super) fn understand(line: &str) -> Line {
    Line::Answer(match line.trim().to_lowercase().as_str() {
        "" | "d" | "done" => Answer::Done,
        "s" | "skip" => Answer::Skip,
        "r" | "repeat" => Answer::Repeat,
        "u" | "undo" => Answer::Undo,
        "q" | "quit" => Answer::Enough,
        _ => return Line::Puzzling,
    })
}

/// The one side of the talk that is shown.
pub(super) struct Dialogue<'a> {
    out: &'a mut dyn Write,
    palette: Palette,
    standing: Standing,
}

impl<'a> Dialogue<'a> {
    /// Says what is going to happen.
    pub(super) fn begin(
        out: &'a mut dyn Write,
        palette: Palette,
        interface: &str,
        baseline: Duration,
        recording: &Path,
    ) -> io::Result<Self> {
        let (recording, seconds) = (recording.display(), baseline.as_secs());
        writeln!(out, "Listening on {interface}, and sending nothing. Recording to {recording}.")?;
        writeln!(out, "Ignition on, everything shut and unlocked, and nobody touches the car:")?;
        writeln!(out, "quiet for {seconds} s, to see what moves by itself.")?;
        out.flush()?;
        Ok(Self { out, palette, standing: Standing::default() })
    }

    /// Says how the search stands after `before` is over.
    pub(super) fn step(&mut self, before: Step, guide: &Guide) -> io::Result<()> {
        let learner = guide.learner();
        match before {
            Step::Quiet(_) => self.heard_so_far(learner)?,
            Step::Settle(_) => {
                for line in self.standing.lines(learner) {
                    writeln!(self.out, "  {line}")?;
                }
            }
            _ => {}
        }
        self.ask(guide)
    }

    /// Says what became of an answer.
    pub(super) fn heard(&mut self, before: Step, heard: Heard, guide: &Guide) -> io::Result<()> {
        match heard {
            Heard::Counted(_) | Heard::Ended => {}
            Heard::Skipped(subject) => writeln!(self.out, "  {} is left out.", name(subject))?,
            Heard::Again(subject) => writeln!(self.out, "  {} once more.", name(subject))?,
            Heard::Forgotten(action) => {
                writeln!(self.out, "  Forgotten: {action}. Put it back as it was before, now.")?;
            }
            Heard::Nothing => {
                let why = match before {
                    Step::Ask(_) => "nothing was done yet",
                    _ => "one moment, nothing is asked yet",
                };
                writeln!(self.out, "  {why}")?;
            }
        }
        if guide.step() != before {
            self.ask(guide)?;
        }
        self.out.flush()
    }

    /// Says what can be typed.
    pub(super) fn puzzled(&mut self, guide: &Guide) -> io::Result<()> {
        writeln!(self.out, "  {KEYS}")?;
        self.ask(guide)
    }

    /// Says what happened to the bus.
    pub(super) fn trouble(&mut self, what: &str) -> io::Result<()> {
        writeln!(self.out, "  {what}")?;
        self.out.flush()
    }

    /// Says that it is over.
    pub(super) fn end(&mut self, learner: &Learner) -> io::Result<()> {
        let (count, frames, identifiers) = (learner.windows().len(), learner.frames(), learner.identifiers());
        writeln!(self.out, "\nActions: {count}. Frames: {frames}, of {identifiers} identifiers.\n")?;
        self.out.flush()
    }

    fn ask(&mut self, guide: &Guide) -> io::Result<()> {
        if let Step::Ask(action) = guide.step() {
            let heading = self.palette.heading();
            if guide.learner().windows().is_empty() {
                writeln!(self.out, "{KEYS}")?;
            }
            writeln!(self.out, "\n{heading}{}{heading:#}, then press Enter.", request(action))?;
            write!(self.out, "> ")?;
        }
        self.out.flush()
    }

    fn heard_so_far(&mut self, learner: &Learner) -> io::Result<()> {
        if learner.frames() == 0 {
            writeln!(
                self.out,
                "Nothing was heard at all. Is the ignition on? `doorjamb doctor` looks for what is wrong;"
            )?;
            return writeln!(self.out, "a sleeping bus may wake with the first door.");
        }
        let busy = learner.set_aside().busy_bits;
        writeln!(
            self.out,
            "{} frames of {} identifiers; {busy} bits move by themselves and are set aside.",
            learner.frames(),
            learner.identifiers()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Time;
    use crate::learn::Settings;

    #[test]
    fn every_key_is_understood_and_nothing_else() {
        assert_eq!(understand("\n"), Line::Answer(Answer::Done));
        assert_eq!(understand(" S \n"), Line::Answer(Answer::Skip));
        for (word, answer) in [("r", Answer::Repeat), ("u", Answer::Undo), ("q", Answer::Enough)] {
            assert_eq!(understand(word), Line::Answer(answer));
        }
        assert_eq!(understand("door"), Line::Puzzling);
    }

    fn at(seconds: u64) -> Time {
        Time::ZERO.after(Duration::from_secs(seconds))
    }

    #[test]
    fn a_talk_says_what_to_do_and_what_came_of_it() {
        let mut out = Vec::new();
        let mut guide = Guide::new(Settings::default(), Time::ZERO, Duration::from_secs(5));
        let mut talk =
            Dialogue::begin(&mut out, Palette::default(), "can0", Duration::from_secs(5), Path::new("x.log"))
                .unwrap();
        let before = guide.step();
        assert!(guide.advance(at(5)));
        talk.step(before, &guide).unwrap();
        for (answer, when) in [(Answer::Undo, 6), (Answer::Done, 7), (Answer::Done, 8)] {
            let before = guide.step();
            let heard = guide.answer(answer, at(when));
            talk.heard(before, heard, &guide).unwrap();
        }
        let before = guide.step();
        assert!(guide.advance(at(10)));
        talk.step(before, &guide).unwrap();
        let before = guide.step();
        let heard = guide.answer(Answer::Skip, at(11));
        talk.heard(before, heard, &guide).unwrap();
        talk.puzzled(&guide).unwrap();
        talk.end(guide.learner()).unwrap();
        let said = String::from_utf8(out).unwrap();
        for words in [
            "Recording to x.log.",
            "quiet for 5 s",
            "Nothing was heard at all.",
            "Open the front-left door, then press Enter.\n> ",
            "nothing was done yet",
            "one moment, nothing is asked yet",
            "the front-left door: 0 bits before, now none: there were no frames\n",
            "not on this bus: the front-left door; 6 not moved yet",
            "Close the front-left door, then press Enter.",
            "the front-left door is left out.",
            "s: skip",
            "Actions: 1. Frames: 0, of 0 identifiers.",
        ] {
            assert!(said.contains(words), "`{words}` is not in:\n{said}");
        }
    }
}
