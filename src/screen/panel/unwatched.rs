//! What cannot be watched on this car, and why: a finding that could not be made is no good news.

use crate::report::{Car, count, reason};
use crate::rules;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::scene::Scene;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

pub(in crate::screen) fn title(scene: &Scene) -> String {
    let all = rules::ALL.len();
    match scene.unwatched {
        Some(unwatched) => format!("not watched: {unwatched} of {all} findings"),
        None => "not watched: all, before the car is known".to_owned(),
    }
}

/// The first lines.
pub(in crate::screen) fn panel(pen: &mut Pen<'_>, model: &Model) {
    sheet(pen.width(), model.scene()).draw_first(pen, "press u");
}

/// All of it.
pub(in crate::screen) fn page(pen: &mut Pen<'_>, model: &Model) {
    let sheet = sheet(pen.width(), model.scene());
    sheet.draw_page(pen, &model.view);
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
    if sheet.len() == 0 && scene.unwatched.is_some() {
        sheet.words(0, "everything is watched", Theme::faint());
    }
    sheet
}
