//! What is to be said of a DBC file, for a person: places as compilers write them, then what the file holds.

use std::io::{self, Write};

use super::Check;
use crate::dbc::{Lint, LintKind};
use crate::report::words::number;
use crate::report::{Escaped, Palette, sources, wrap};

/// How many doubts of one kind are shown with their place.
const SHOWN: usize = 10;

/// Writes everything about one file.
///
/// # Errors
/// If it cannot be written.
pub fn text(out: &mut impl Write, palette: Palette, check: &Check<'_>) -> io::Result<()> {
    let heading = palette.heading();
    let database = check.car.database();
    writeln!(out, "{heading}{}{heading:#}", Escaped(check.name))?;
    writeln!(out, "  encoding  {}", database.encoding().name())?;
    writeln!(out, "  holds     {}", wrap(&holds(check), 12, 12))?;
    if check.is_clean() {
        writeln!(out, "  nothing to repair, nothing doubtful")?;
    }
    if !check.car.repairs().is_empty() {
        writeln!(out, "\n{heading}repaired or left out{heading:#}")?;
    }
    for repair in check.car.repairs() {
        let place =
            repair.line.map_or_else(|| check.name.to_owned(), |line| format!("{}:{line}", check.name));
        item(out, &format!("{place}: {}", repair.text))?;
    }
    if !check.lints.is_empty() {
        writeln!(out, "\n{heading}doubtful{heading:#}")?;
    }
    for kind in LintKind::ALL {
        let of_kind: Vec<&Lint> = check.lints.iter().filter(|lint| lint.kind == kind).collect();
        for lint in of_kind.iter().take(SHOWN) {
            item(out, &format!("{}:{}: {} [{}]", check.name, lint.line, lint.text, kind.id()))?;
        }
        if of_kind.len() > SHOWN {
            let more = number((of_kind.len() - SHOWN) as u64);
            writeln!(out, "  and {more} more [{}]; --format json lists all", kind.id())?;
        }
    }
    if !check.car.watches_nothing() {
        writeln!(out, "\n{heading}what tells what{heading:#}")?;
        sources(out, check.car, 2)?;
    }
    Ok(())
}

fn item(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "  {}", wrap(&Escaped(text).to_string(), 2, 4))
}

fn holds(check: &Check<'_>) -> String {
    let counts = check.counts();
    let all = [
        (counts.messages, "message", "messages"),
        (counts.signals, "signal", "signals"),
        (counts.multiplexed, "multiplexed signal", "multiplexed signals"),
        (counts.labelled, "signal with words", "signals with words"),
        (counts.nodes, "node", "nodes"),
        (counts.attributes, "attribute", "attributes"),
        (counts.value_tables, "value table", "value tables"),
    ];
    let there = all.into_iter().filter(|(many, ..)| *many > 0);
    let words = there
        .map(|(many, one, more)| format!("{} {}", number(many as u64), if many == 1 { one } else { more }));
    words.collect::<Vec<_>>().join(", ")
}
