//! How far a search is: how many bits may still tell each thing that was moved, before the last action and now. It only puts
//! that into words; what is asked next is not decided here.

use super::words::name;
use crate::learn::{Candidate, Conclusion, Learner, MOST_CANDIDATES, Outcome, Subject};
use crate::report::{count, wrap};

/// What is left of one thing's candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// It is found.
    Sure,
    /// So many bits may tell it.
    Bits(usize),
    /// It is not on this bus.
    Absent,
}

/// How the search stood when it was last looked at.
#[derive(Debug, Default)]
pub(super) struct Standing {
    before: Vec<(Subject, Left)>,
}

impl Standing {
    /// The lines that say how it stands by now: what the last action did, what is sure, and what is open. None while nothing was done.
    pub(super) fn lines(&mut self, learner: &Learner) -> Vec<String> {
        let Some(last) = learner.windows().last().map(|window| window.action.subject) else {
            self.before.clear();
            return Vec::new();
        };
        let conclusions = learner.conclude();
        let moved = conclusions.iter().filter(|one| is_part(one.subject, last));
        let mut lines: Vec<String> = moved.map(|one| self.shrunk(one, learner)).collect();
        self.before = conclusions.iter().map(|one| (one.subject, left(one))).collect();
        let of = |wanted: fn(Left) -> bool| {
            let chosen = self.before.iter().filter(move |(_, left)| wanted(*left));
            chosen.map(|(subject, left)| match left {
                Left::Bits(0) => format!("{} (no bit yet)", name(*subject)),
                Left::Bits(number) => format!("{} ({})", name(*subject), bits(*number)),
                _ => name(*subject),
            })
        };
        let sure: Vec<String> = of(|left| left == Left::Sure).collect();
        let open: Vec<String> = of(|left| matches!(left, Left::Bits(_))).collect();
        let absent: Vec<String> = of(|left| left == Left::Absent).collect();
        let is_moved = |usual: Subject| self.before.iter().any(|(subject, _)| is_part(*subject, usual));
        let untouched = Subject::USUAL
            .into_iter()
            .filter(|usual| !learner.is_skipped(*usual) && !is_moved(*usual))
            .count();
        let mut parts = Vec::new();
        for (what, all) in [("sure", sure), ("not on this bus", absent), ("open", open)] {
            if !all.is_empty() {
                parts.push(format!("{what}: {}", all.join(", ")));
            }
        }
        if untouched > 0 {
            parts.push(format!("{untouched} not moved yet"));
        }
        lines.push(parts.join("; "));
        lines.into_iter().map(|line| wrap(&line, 2, 4)).collect()
    }

    /// What an action left of the candidates.
    fn shrunk(&self, one: &Conclusion, learner: &Learner) -> String {
        let known = self.before.iter().find(|(subject, _)| *subject == one.subject);
        // Before each lock was moved alone, only all of them together were spoken of.
        let whole = || self.before.iter().find(|(subject, _)| is_part(one.subject, *subject));
        let began = match known.or_else(whole) {
            Some((_, Left::Sure)) if one.claimed().is_some() => "still".to_owned(),
            Some((_, Left::Sure)) => "was sure, now".to_owned(),
            Some((_, Left::Absent | Left::Bits(0))) => "none before, now".to_owned(),
            Some((_, Left::Bits(number))) => format!("{} before, now", bits(*number)),
            // Until it is moved, any bit may tell it that does not move by itself.
            None => {
                let quiet = learner.bits().saturating_sub(learner.set_aside().busy_bits);
                format!("{} before, now", count(quiet, "bit"))
            }
        };
        let now = match &one.outcome {
            Outcome::Claimed(claim) => {
                let best = claim.sources.first().map(|source| shown(&source.candidate)).unwrap_or_default();
                let copies = match claim.sources.len() {
                    0 | 1 => String::new(),
                    several => format!(", and {} more", several - 1),
                };
                format!("sure: {best}{copies}")
            }
            Outcome::Absent(why) => format!("none: {why}"),
            Outcome::Undecided(_, candidates) => match candidates.first() {
                Some(best) => format!("{}, the best {}", bits(candidates.len()), shown(best)),
                None => "none that moved with it".to_owned(),
            },
        };
        format!("{}: {began} {now}", name(one.subject))
    }
}

/// What is left of what was moved.
const fn left(one: &Conclusion) -> Left {
    match &one.outcome {
        Outcome::Claimed(_) => Left::Sure,
        Outcome::Undecided(_, candidates) => Left::Bits(candidates.len()),
        Outcome::Absent(_) => Left::Absent,
    }
}

/// Whether moving `whole` moves `part`.
fn is_part(part: Subject, whole: Subject) -> bool {
    part == whole || whole.facts().iter().any(|fact| part == (*fact).into())
}

fn shown(candidate: &Candidate) -> String {
    // Rounded down, as nothing is certain.
    let percent = (candidate.posterior * 1e3).floor() / 10.0;
    format!("{} ({percent:.1} %)", candidate.place)
}

/// So many candidates; there may be more than are told.
fn bits(number: usize) -> String {
    if number >= MOST_CANDIDATES { format!("{number} bits or more") } else { count(number as u64, "bit") }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::body::Handedness;
    use crate::frame::{CanId, Flags, Frame, Time};
    use crate::learn::{Action, Settings, Window};

    /// A bus with the tailgate, its lamp, which goes out by itself, and a counter.
    struct Bus {
        learner: Learner,
        standing: Standing,
        tenths: u32,
        is_open: bool,
        is_lit: bool,
    }

    impl Bus {
        fn new() -> Self {
            let learner = Learner::new(Settings { confidence: 0.9, ..Settings::default() });
            Self { learner, standing: Standing::default(), tenths: 0, is_open: false, is_lit: false }
        }

        fn now(&self) -> Time {
            Time::ZERO.after(Duration::from_millis(100 * u64::from(self.tenths)))
        }

        fn wait(&mut self, tenths: u32) {
            for _ in 0..tenths {
                self.tenths += 1;
                let bytes =
                    [u8::from(self.is_open) << 4, u8::from(self.is_lit), self.tenths.to_le_bytes()[0]];
                let id = CanId::standard(0x3A0).unwrap();
                self.learner.feed(&Frame::new(self.now(), id, Flags::empty(), &bytes).unwrap());
            }
        }

        /// Does something, and says how the search stands then.
        fn does(&mut self, text: &str) -> String {
            let action = Action::parse(text, Handedness::Left).unwrap();
            let begin = self.now();
            self.wait(5);
            if text.starts_with("tailgate") {
                self.is_open = action.value;
            }
            self.is_lit |= action.value;
            self.wait(5);
            self.learner.add(Window { action, begin, end: self.now() });
            self.wait(30);
            self.is_lit &= self.is_open;
            self.wait(30);
            self.standing.lines(&self.learner).join("\n")
        }
    }

    #[test]
    fn it_says_how_many_bits_were_left_and_are_left_and_what_is_sure_and_open() {
        let mut bus = Bus::new();
        bus.wait(200);
        assert_eq!(bus.standing.lines(&bus.learner), Vec::<String>::new());
        let said = bus.does("tailgate open");
        assert!(said.starts_with("the tailgate: 23 bits before, now 2 bits, the best 3A0 "), "{said}");
        assert!(said.ends_with("\nopen: the tailgate (2 bits); 6 not moved yet"), "{said}");
        bus.learner.skip(Action::parse("locked", Handedness::Left).unwrap().subject);
        let said = bus.does("tailgate closed");
        assert!(said.starts_with("the tailgate: 2 bits before, now "), "{said}");
        assert!(said.ends_with("; 5 not moved yet"), "{said}");
        let said = bus.does("front-left open");
        assert!(said.contains("bits before, now none that moved with it\nopen: the front-left door (no bit yet), the tailgate"), "{said}");
        bus.does("front-left closed");
        bus.does("tailgate open");
        let said = bus.does("tailgate closed");
        assert!(said.starts_with("the tailgate: still sure: 3A0 0.4 ("), "{said}");
        assert!(
            said.contains("sure: the tailgate; open: the front-left door (no bit yet); 4 not moved yet"),
            "{said}"
        );
        bus.does("front-left open");
        let said = bus.does("front-left closed");
        assert!(said.starts_with("the front-left door: none before, now none: moved 4 times"), "{said}");
        assert!(
            said.ends_with("sure: the tailgate; not on this bus: the front-left door; 4 not moved yet"),
            "{said}"
        );
    }
}
