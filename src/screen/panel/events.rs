//! What happened last, the newest at the bottom.

use crate::screen::journal::Kind;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Column where the words begin, behind the time.
const WORDS_AT: u16 = 10;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let theme = pen.theme();
    let rows = usize::from(pen.height());
    // Each line fills a row at least, so no more than this many can be seen.
    let newest: Vec<_> = model.scene().journal.newest().take(rows).collect();
    if newest.is_empty() {
        pen.text(0, 0, "nothing happened yet", Theme::faint());
    }
    let mut sheet = Sheet::new(pen.width());
    for line in newest.iter().rev() {
        let time = line.time.map_or_else(String::new, |time| format!("{:>7.1} s", model.seconds(time)));
        let style = match line.kind {
            Kind::Car => Theme::plain(),
            Kind::Finding(severity) => theme.severity(severity),
            Kind::Person | Kind::Input => Theme::strong(),
        };
        sheet.labelled(WORDS_AT, (&time, Theme::faint()), &line.words, style);
    }
    sheet.draw(pen, sheet.len().saturating_sub(rows));
}
