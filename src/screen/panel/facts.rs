//! The values that the picture of the car does not show: those that matter most in a line, all of them in a list.

use crate::body::{Fact, FactKind, Grade, Lock, Phase, Value};
use crate::report::{doubt, subject, value_words};
use crate::screen::pen::Pen;
use crate::screen::picture::{Picture, Telling};
use crate::screen::theme::Theme;

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
        let (words, style) = match body.telling(fact) {
            Telling::Known(value, grade) => {
                (format!("{}{}", short(fact, value), letter(grade)), Theme::plain())
            }
            Telling::Never | Telling::Unknown => ("unknown".to_owned(), Theme::faint()),
        };
        let end = pen.text_before(pen.width(), row, &words, style).saturating_sub(1);
        pen.part(0, row, end, 1).text(0, 0, &label(fact), Theme::plain());
    }
}

/// What a fact is about, in few letters.
fn label(fact: Fact) -> String {
    match fact {
        Fact::Commanded(Lock::Driver) => "driver's lock told to".to_owned(),
        Fact::Commanded(Lock::Others) => "other locks told to".to_owned(),
        Fact::BcmAwake => "BCM".to_owned(),
        Fact::KeyInSlot => "key in slot".to_owned(),
        _ => subject(fact),
    }
}

fn short(fact: Fact, value: Value) -> String {
    match (fact, value) {
        (Fact::Commanded(_), Value::Switch(lock)) => if lock { "lock" } else { "unlock" }.to_owned(),
        _ => value_words(fact, value),
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
        Grade::Learned => " L",
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
