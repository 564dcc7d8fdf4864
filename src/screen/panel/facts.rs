//! The values that the picture of the car does not show: those that matter most in a line, all of them in a list.

use crate::body::{Fact, FactKind, Grade, Phase};
use crate::report::{doubt, subject, value_words};
use crate::screen::pen::Pen;
use crate::screen::picture::{Picture, Telling};
use crate::screen::theme::Theme;

/// Column of the values in the list.
const VALUES_AT: u16 = 20;

/// Ignition, engine, speed and supply in one line.
pub(in crate::screen) fn line(pen: &mut Pen<'_>, body: &Picture) {
    let mut x = pen.text(0, 0, &format!("car {}", phase(body.phase)), Theme::plain());
    for fact in [Fact::Ignition, Fact::EngineRunning, Fact::Speed, Fact::Supply] {
        let words = match (body.telling(fact), fact) {
            (Telling::Never, _) => continue,
            (Telling::Unknown, _) => format!("{} unknown", subject(fact)),
            (Telling::Known(value, grade), Fact::Speed | Fact::Supply) => {
                with_doubt(&value_words(fact, value), grade)
            }
            (Telling::Known(value, grade), _) => {
                with_doubt(&format!("{} {}", subject(fact), value_words(fact, value)), grade)
            }
        };
        x = pen.text(x + 2, 0, &words, Theme::plain());
    }
}

/// Every fact of this car that has no place in the picture.
pub(in crate::screen) fn list(pen: &mut Pen<'_>, body: &Picture) {
    for (fact, row) in listed(body).zip(0..) {
        pen.text(0, row, subject(fact).trim_end_matches(':'), Theme::plain());
        let room = pen.width().saturating_sub(VALUES_AT);
        let mut values = pen.part(VALUES_AT, row, room, 1);
        match body.telling(fact) {
            Telling::Known(value, grade) => {
                let words = format!("{}{}", value_words(fact, value), letter(grade));
                values.text(0, 0, &words, Theme::plain());
            }
            Telling::Never | Telling::Unknown => {
                values.text(0, 0, "unknown", Theme::faint());
            }
        }
    }
}

/// How many rows the list needs.
pub(in crate::screen) fn rows(body: &Picture) -> u16 {
    u16::try_from(listed(body).count()).unwrap_or(u16::MAX)
}

fn listed(body: &Picture) -> impl Iterator<Item = Fact> + '_ {
    Fact::ALL.into_iter().filter(|&fact| {
        let is_drawn = matches!(fact, Fact::Open(_) | Fact::Closed(_) | Fact::Locked(_));
        !is_drawn && fact.kind() != FactKind::Pulse && body.telling(fact) != Telling::Never
    })
}

fn with_doubt(words: &str, grade: Grade) -> String {
    doubt(grade).map_or_else(|| words.to_owned(), |doubt| format!("{words} {doubt}"))
}

/// The letter that marks what is not certain.
pub(super) const fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A | Grade::B => "",
        Grade::C => " C",
        Grade::D => " D",
    }
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Unknown => "not heard",
        Phase::Asleep => "asleep",
        Phase::Awake => "awake",
        Phase::GoingToSleep => "going to sleep",
        Phase::Accessory => "at ACC",
        Phase::On => "on",
        Phase::Cranking => "cranking",
        Phase::Running => "running",
        Phase::Driving => "driving",
    }
}
