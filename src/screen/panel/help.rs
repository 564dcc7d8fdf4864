//! What the keys do, and what the signs in the car mean.

use crate::screen::keys::KEYS;
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Column where explanations begin.
const WORDS_AT: u16 = 10;

/// What the signs mean.
const SIGNS: [(&str, &str); 8] = [
    ("OPEN", "reported open; the wall has a gap and the door stands out"),
    ("closed", "reported closed"),
    ("unknown", "not seen yet, or not lately (wall of ?): never the same as closed"),
    ("not told", "no signal of this car is known to tell it (wall of :)"),
    ("L", "learned: it moved with it on such a car, and no document says so"),
    ("C", "known from one source only: likely"),
    ("D", "sources conflict, or nothing is proven: a guess"),
    ("you:shut", "what you last said you see there"),
];

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let mut sheet = Sheet::new(pen.width());
    let source = Some(model.source);
    for key in KEYS.iter().filter(|key| key.source.is_none() || key.source == source) {
        sheet.labelled(WORDS_AT, (key.keys, Theme::strong()), key.does, Theme::plain());
    }
    sheet.blank();
    for (sign, means) in SIGNS {
        sheet.labelled(WORDS_AT, (sign, Theme::strong()), means, Theme::plain());
    }
    sheet.draw_page(pen, &model.view);
}
