//! The findings, a line each, and under the chosen one the frames it rests on.

use crate::body::Evidence;
use crate::report::{Car, bytes, count, doubt, shows};
use crate::rules;
use crate::screen::found::Entry;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::scene::Scene;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Column where the words of a finding begin.
const WORDS_AT: u16 = 10;

pub(in crate::screen) fn title(scene: &Scene) -> String {
    let tally = scene.found.tally();
    let kinds = [(tally.faults, "fault"), (tally.warnings, "warning"), (tally.notes, "note")];
    let kinds: Vec<_> = kinds.iter().filter(|(n, _)| *n > 0).map(|&(n, noun)| count(n, noun)).collect();
    if kinds.is_empty() {
        "findings: none".to_owned()
    } else {
        format!("findings: {} (d: the cause)", kinds.join(", "))
    }
}

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let scene = model.scene();
    let entries = scene.found.entries();
    if entries.is_empty() {
        let words = match scene.session.car {
            Car::Known { .. } => "nothing contradicts itself so far",
            Car::Unknown { .. } => "car not known: hardly anything can be found",
        };
        pen.text(0, 0, words, Theme::faint());
        return;
    }
    let chosen = model.chosen();
    let mut sheet = Sheet::new(pen.width());
    let (mut begin, mut end) = (0, 0);
    for (number, entry) in entries.iter().enumerate() {
        let is_chosen = chosen == Some(number);
        if is_chosen {
            begin = sheet.len();
        }
        entry_line(&mut sheet, entry, is_chosen, pen.theme());
        if is_chosen {
            evidence(&mut sheet, model, entry);
            end = sheet.len();
        }
    }
    // The chosen one stays in sight, its own line before its frames.
    let from = end.saturating_sub(usize::from(pen.height())).min(begin);
    sheet.draw(pen, from);
}

fn entry_line(sheet: &mut Sheet, entry: &Entry, is_chosen: bool, theme: Theme) {
    let finding = &entry.finding;
    let rule = rules::by_id(finding.rule);
    let mut words = rule.map_or_else(|| finding.rule.to_owned(), |rule| rule.title_for(finding.subject));
    if let Some(doubt) = doubt(finding.grade) {
        words = format!("{words} {doubt}");
    }
    if entry.times > 1 {
        words = format!("{words} ({} times)", entry.times);
    }
    let sign = if is_chosen { '>' } else { ' ' };
    let (word, style, words_style) = if entry.is_over() {
        ("over", Theme::faint(), Theme::plain())
    } else {
        (finding.severity.id(), theme.severity(finding.severity), Theme::strong())
    };
    sheet.labelled(WORDS_AT, (&format!("{sign} {word}"), style), &words, words_style);
}

/// When it was wrong, and what shows it.
fn evidence(sheet: &mut Sheet, model: &Model, entry: &Entry) {
    sheet.words(WORDS_AT, &span(model, entry), Theme::plain());
    for piece in &entry.finding.evidence {
        sheet.words(WORDS_AT, &frame(model, piece), Theme::plain());
    }
}

/// From when to when.
pub(super) fn span(model: &Model, entry: &Entry) -> String {
    let finding = &entry.finding;
    let since = model.seconds(finding.since);
    match finding.cleared {
        None => format!("since {since:.1} s"),
        Some(cleared) if cleared == finding.since => format!("at {since:.1} s"),
        Some(cleared) => format!("from {since:.1} s to {:.1} s", model.seconds(cleared)),
    }
}

/// A piece of evidence in short: when, the frame's bytes, and what they say.
fn frame(model: &Model, piece: &Evidence) -> String {
    let session = &model.scene().session;
    let time = model.seconds(piece.time);
    let says = shows(session, &piece.shows);
    match &piece.frame {
        Some(frame) => format!("{time:.1} s {}: {says}", bytes(session, frame)),
        None => format!("{time:.1} s {says}"),
    }
}
