//! The words of a guided search: what is asked, and what came of each answer. Plain lines, for a terminal or a pipe.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crate::body::{Fact, Lock};
use crate::learn::{Action, Answer, Guide, Heard, Learner, Step, Subject};
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
        Ok(Self { out, palette })
    }

    /// Says how the search stands after `before` is over.
    pub(super) fn step(&mut self, before: Step, guide: &Guide) -> io::Result<()> {
        let learner = guide.learner();
        match before {
            Step::Quiet(_) => self.heard_so_far(learner)?,
            Step::Settle(_) => self.candidates(learner)?,
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

    fn candidates(&mut self, learner: &Learner) -> io::Result<()> {
        let Some(last) = learner.windows().last() else { return Ok(()) };
        let subject = last.action.subject;
        let candidates = learner.candidates(subject);
        let Some(best) = candidates.first() else {
            return writeln!(self.out, "  {}: nothing moved with it so far", name(subject));
        };
        let sure = best.posterior * 100.0;
        let count = match candidates.len() {
            1 => "one bit".to_owned(),
            several => format!("{several} bits"),
        };
        writeln!(self.out, "  {}: {count} may tell it, the best {} ({sure:.1} %)", name(subject), best.place)
    }
}

/// What is moved, in words.
fn name(subject: Subject) -> String {
    match subject {
        Subject::Fact(Fact::Open(opening)) => format!("the {opening}"),
        Subject::Fact(Fact::Locked(Lock::Driver)) => "the driver's lock".to_owned(),
        Subject::Fact(Fact::Locked(Lock::Others)) => "the other locks".to_owned(),
        Subject::Fact(fact) => fact.name().to_owned(),
        Subject::Locks => "the locks".to_owned(),
    }
}

/// What a person is to do.
fn request(action: Action) -> String {
    let verb = |yes: &'static str, no: &'static str| if action.value { yes } else { no };
    match action.subject {
        Subject::Fact(Fact::Open(opening)) => format!("{} the {opening}", verb("Open", "Close")),
        Subject::Fact(Fact::Locked(Lock::Driver)) => {
            format!("{} the driver's door alone, by its knob or key", verb("Lock", "Unlock"))
        }
        Subject::Fact(Fact::Locked(Lock::Others)) => {
            format!("{} another door alone, by its knob", verb("Lock", "Unlock"))
        }
        Subject::Locks => format!("{} the car with the key fob", verb("Lock", "Unlock")),
        Subject::Fact(_) => format!("Do this: {action}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Handedness;
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
            "the front-left door: nothing moved with it so far",
            "Close the front-left door, then press Enter.",
            "the front-left door is left out.",
            "s: skip",
            "Actions: 1. Frames: 0, of 0 identifiers.",
        ] {
            assert!(said.contains(words), "`{words}` is not in:\n{said}");
        }
    }

    #[test]
    fn requests_say_what_to_do() {
        let said = |text| request(Action::parse(text, Handedness::Left).unwrap());
        assert_eq!(said("front-left open"), "Open the front-left door");
        assert_eq!(said("tailgate closed"), "Close the tailgate");
        assert_eq!(said("unlocked"), "Unlock the car with the key fob");
    }
}
