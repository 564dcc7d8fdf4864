//! The check of a documented car, for a person: a line for each signal, and how much of what is not sure was settled.

use std::io::{self, Write};

use super::Learned;
use super::text::section;
use crate::body::Grade;
use crate::frame::Time;
use crate::learn::{Action, Found, Unchecked, Verified};
use crate::report::words::count;
use crate::report::{Escaped, Palette, wrap};

/// Moments shown of one signal.
const SHOWN: usize = 5;

/// What may have been found, in the order in which a sum tells it.
const SUMS: [&str; 5] = ["confirmed", "contradicted", "not exercised", "never heard", "not checkable"];

/// What was found, as a sum calls it.
const fn sum_of(found: &Found) -> &'static str {
    match found {
        Found::Confirmed(_) => SUMS[0],
        Found::Turned(_) | Found::Contradicted(_) => SUMS[1],
        Found::NotExercised => SUMS[2],
        Found::NeverHeard => SUMS[3],
        Found::NotCheckable(_) => SUMS[4],
    }
}

/// Writes what a recording says of each signal of a documented car.
pub(super) fn verified(
    out: &mut (impl Write + ?Sized),
    palette: Palette,
    learned: &Learned<'_>,
) -> io::Result<()> {
    let Some(verified) = learned.verified else { return Ok(()) };
    section(out, palette, "what the car's file says", verified.iter(), |out, one| match one.found {
        Found::NotCheckable(_) => Ok(()),
        _ => writeln!(out, "  {}", wrap(&line(learned, one), 2, 4)),
    })?;
    unchecked(out, verified)?;
    let sum = |title: &str, all: &[&Verified]| {
        let of = |name: &&str| {
            let number = all.iter().filter(|one| sum_of(&one.found) == *name).count();
            (number > 0).then(|| format!("{number} {name}"))
        };
        let parts: Vec<String> = SUMS.iter().filter_map(of).collect();
        format!("{} {title}: {}", count(all.len() as u64, "signal"), parts.join(", "))
    };
    let all: Vec<&Verified> = verified.iter().collect();
    let unsure: Vec<&Verified> = verified.iter().filter(|one| one.grade >= Grade::C).collect();
    if all.is_empty() {
        return writeln!(out, "\nthe car's file tells no fact, so there is nothing to check");
    }
    writeln!(out, "\n{}", wrap(&sum("with a fact", &all), 0, 2))?;
    if unsure.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", wrap(&sum("of grade C or D", &unsure), 0, 2))
}

/// What cannot be checked, by the reason why not.
fn unchecked(out: &mut (impl Write + ?Sized), verified: &[Verified]) -> io::Result<()> {
    let mut reasons: Vec<Unchecked> = Vec::new();
    for one in verified {
        if let Found::NotCheckable(reason) = one.found
            && !reasons.contains(&reason)
        {
            reasons.push(reason);
        }
    }
    for reason in reasons {
        let of_reason = verified.iter().filter(|one| one.found == Found::NotCheckable(reason));
        let signals: Vec<String> = of_reason
            .map(|one| format!("{} by {} (grade {})", one.fact, Escaped(&one.signal), one.grade))
            .collect();
        let line = format!("not checkable, as {reason}: {}", signals.join(", "));
        writeln!(out, "  {}", wrap(&line, 2, 4))?;
    }
    Ok(())
}

fn line(learned: &Learned<'_>, one: &Verified) -> String {
    let bits = if one.bits == 1 { String::new() } else { format!(", {} bits", one.bits) };
    let place = one.place.map(|place| format!(" at {place}")).unwrap_or_default();
    let head = format!("{}: {}{place}{bits}, grade {}: ", one.fact, Escaped(&one.signal), one.grade);
    let both = |action: Action| format!("`{action}` and `{}`", action.reverse());
    head + &match &one.found {
        Found::Confirmed(evidence) => {
            let more = one.next.map(both);
            let more = more.map(|more| format!("; {more} would show that it tells of nothing else"));
            format!("confirmed {}{}", often(evidence.agreed.len()), more.unwrap_or_default())
        }
        Found::Turned(evidence) => {
            let against = against(learned, &evidence.contradicted);
            format!(
                "CONTRADICTED: followed {}, but the other way round{against}",
                often(evidence.agreed.len())
            )
        }
        Found::Contradicted(evidence) => format!(
            "CONTRADICTED{}; followed {}",
            against(learned, &evidence.contradicted),
            often(evidence.agreed.len())
        ),
        Found::NotExercised => {
            let by = one.next.map(both).map(|both| format!("; {both} would do it"));
            format!("not exercised{}", by.unwrap_or_default())
        }
        Found::NeverHeard => "its frames were never heard".to_owned(),
        Found::NotCheckable(reason) => reason.to_string(),
    }
}

/// How often, and when at first.
fn against(learned: &Learned<'_>, times: &[Time]) -> String {
    if times.is_empty() {
        return String::new();
    }
    let shown: Vec<String> =
        times.iter().take(SHOWN).map(|time| format!("{:.3}", learned.seconds(*time))).collect();
    let more = if times.len() > SHOWN { " and later" } else { "" };
    format!(" {}, at {}{more} s", often(times.len()), shown.join(", "))
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        _ => format!("{times} times"),
    }
}
