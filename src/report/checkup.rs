//! The steps of a checkup as text. It judges none of them.

use std::io::{self, Write};

use super::{Escaped, Palette, wrap};
use crate::doctor::{Advice, Checkup, Outcome};

/// Where the words of a step begin.
const INDENT: usize = 24;

/// Writes the steps with what to do about them, and the count.
///
/// # Errors
/// If it cannot be written.
pub fn checkup(out: &mut impl Write, palette: Palette, checkup: &Checkup) -> io::Result<()> {
    for step in &checkup.steps {
        let (style, word) = (palette.outcome(step.outcome), word(step.outcome));
        let found = wrap(&Escaped(&step.found).to_string(), INDENT, INDENT);
        writeln!(out, "{style}{word:9}{style:#}  {:11}  {found}", step.name)?;
        for advice in &step.advice {
            match advice {
                Advice::Command(command) => writeln!(out, "{:INDENT$}$ {}", "", Escaped(command))?,
                Advice::Hint(hint) => {
                    writeln!(
                        out,
                        "{:INDENT$}- {}",
                        "",
                        wrap(&Escaped(hint).to_string(), INDENT + 2, INDENT + 2)
                    )?;
                }
            }
        }
    }
    if !checkup.not_taken.is_empty() {
        let names = checkup.not_taken.join(", ");
        let text = format!("stopped here: when this is put right, the next can be checked: {names}");
        writeln!(out, "\n{}", wrap(&text, 0, 0))?;
    }
    let heading = palette.heading();
    let counts = [Outcome::Ok, Outcome::NotOk, Outcome::Unchecked]
        .map(|outcome| (checkup.count(outcome), word(outcome)))
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"));
    writeln!(out, "\n{heading}{}{heading:#}", counts.collect::<Vec<_>>().join(", "))
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::NotOk => "not ok",
        Outcome::Unchecked => "unchecked",
    }
}
