//! What cannot be watched on this car, and why: a finding that could not be made is no good news.

use crate::report::{Car, count, reason};
use crate::rules;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::scene::Scene;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

pub(in crate::screen) fn title(scene: &Scene) -> String {
    format!("not watched: {} of {} findings", scene.unwatched, rules::ALL.len())
}

/// The first lines.
pub(in crate::screen) fn panel(pen: &mut Pen<'_>, model: &Model) {
    sheet(pen.width(), model.scene()).draw_first(pen, "press u");
}

/// All of it.
pub(in crate::screen) fn page(pen: &mut Pen<'_>, model: &Model) {
    let sheet = sheet(pen.width(), model.scene());
    let from = model.view.scrolled(sheet.len(), pen.height());
    sheet.draw(pen, usize::from(from));
}

fn sheet(columns: u16, scene: &Scene) -> Sheet {
    let mut sheet = Sheet::new(columns);
    if let Car::Unknown { explanation } = &scene.session.car {
        for paragraph in explanation {
            sheet.words(0, paragraph, Theme::strong());
        }
    }
    for gap in &scene.gaps {
        sheet.words(0, &format!("{}:", reason(&gap.reason)), Theme::plain());
        sheet.words(2, &gap.rules.join(", "), Theme::strong());
    }
    for (why, rules) in &scene.partly {
        let words = format!("in part, {}: {}", count(*rules as u64, "finding"), reason(why));
        sheet.words(0, &words, Theme::plain());
    }
    if sheet.len() == 0 {
        sheet.words(0, "everything is watched", Theme::faint());
    }
    sheet
}
