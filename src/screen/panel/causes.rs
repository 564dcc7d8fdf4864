//! What is probably behind the findings: the causes with what speaks for and against each, and the next check.

use ratatui::style::Style;

use crate::diagnosis::{Diagnosis, Ranked};
use crate::report::reasoning::{because, check, headline, how, odds, others};
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Column where reasons begin.
const REASONS_AT: u16 = 2;
/// Column where the words on a cause begin.
const WORDS_AT: u16 = 9;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let scene = model.scene();
    let diagnosed = scene.diagnosed.as_ref().filter(|(_, diagnosis)| !diagnosis.ranked.is_empty());
    let Some((_, diagnosis)) = diagnosed.filter(|_| scene.found.tally().total() > 0) else {
        pen.text(0, 0, "nothing was found that needs a cause so far", Theme::faint());
        return;
    };
    sheet(pen.width(), diagnosis).draw_page(pen, &model.view);
}

fn sheet(columns: u16, diagnosis: &Diagnosis) -> Sheet {
    let mut sheet = Sheet::new(columns);
    let Some(first) = diagnosis.ranked.first() else { return sheet };
    sheet.words(0, headline(diagnosis), Theme::plain());
    cause(&mut sheet, first, odds(diagnosis, first), Theme::strong());
    if let Some(next) = &diagnosis.next {
        sheet.blank();
        sheet.words(0, "check next", Theme::plain());
        sheet.words(0, &check(next), Theme::strong());
        for answer in next.question.answers {
            sheet.labelled(REASONS_AT, ("-", Theme::plain()), answer.text, Theme::plain());
        }
    }
    sheet.blank();
    let mut point = |label: &str, text: &str| {
        sheet.labelled(WORDS_AT, (label, Theme::strong()), text, Theme::plain());
    };
    point("fails", first.cause.fails);
    point("remedy", first.cause.remedy);
    for warning in first.cause.warnings {
        point("mind", warning.words());
    }
    for other in others(diagnosis) {
        sheet.blank();
        sheet.words(0, "or else", Theme::plain());
        cause(&mut sheet, other, Some(other.odds()), Theme::strong());
    }
    sheet
}

fn cause(sheet: &mut Sheet, one: &Ranked, odds: Option<String>, style: Style) {
    let odds = odds.map(|odds| format!(" (odds {odds})")).unwrap_or_default();
    sheet.words(0, &format!("{}{odds}", one.title()), style);
    for (reasons, sign) in [(&one.supports, "+"), (&one.opposes, "-")] {
        for reason in reasons {
            let text = format!("{}: {}", how(reason.strength), because(reason));
            sheet.labelled(REASONS_AT, (sign, Theme::strong()), &text, Theme::plain());
        }
    }
}
