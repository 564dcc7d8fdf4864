//! What the chosen finding means, why it matters, what to look at, and every frame it rests on with its place.

use ratatui::style::Style;

use super::findings::span;
use crate::report::{bytes, shows};
use crate::rules;
use crate::screen::found::Entry;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Column where explanations begin.
const WORDS_AT: u16 = 9;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let chosen = model.chosen().and_then(|at| model.scene().found.entries().get(at));
    let Some(entry) = chosen else {
        pen.text(0, 0, "no finding to explain so far", Theme::faint());
        return;
    };
    let style = pen.theme().severity(entry.finding.severity);
    let sheet = sheet(pen.width(), model, entry, style);
    sheet.draw_page(pen, &model.view);
}

fn sheet(columns: u16, model: &Model, entry: &Entry, style: Style) -> Sheet {
    let finding = &entry.finding;
    let mut sheet = Sheet::new(columns);
    sheet.words(0, &format!("{}[{}]", finding.severity.id(), finding.rule), style);
    let rule = rules::by_id(finding.rule);
    if let Some(rule) = rule {
        sheet.words(0, &rule.title_for(finding.subject), Theme::strong());
    }
    let times = if entry.times > 1 { format!(", the last of {}", entry.times) } else { String::new() };
    sheet.words(0, &format!("{}{times}", span(model, entry)), Theme::plain());
    sheet.blank();
    let mut point = |label: &str, text: &str| {
        sheet.labelled(WORDS_AT, (label, Theme::strong()), text, Theme::plain());
    };
    if let Some(rule) = rule {
        point("means", rule.meaning);
        point("matters", rule.matters);
        point("look at", rule.look);
    }
    point("how sure", &format!("grade {}, {}", finding.grade, finding.grade.words()));
    sheet.blank();
    let session = &model.scene().session;
    for piece in &finding.evidence {
        let place = session.place(piece.origin);
        sheet.words(0, &format!("--> {place}"), Theme::faint());
        let time = model.seconds(piece.time);
        let frame = piece.frame.as_ref().map(|frame| bytes(session, frame)).unwrap_or_default();
        sheet.words(4, &format!("{time:.3} s  {frame}"), Theme::plain());
        sheet.words(4, &shows(session, &piece.shows), Theme::plain());
    }
    sheet
}
