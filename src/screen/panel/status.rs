//! The last line: what is being asked, what was just done, or the keys.

use crate::body::Opening;
use crate::screen::keys::{KEYS, number};
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::theme::Theme;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    if let Some(asking) = model.view.asking {
        let state = if asking.open { "open" } else { "closed" };
        let x = pen.text(0, 0, &format!("Which one do you see {state}?"), Theme::strong());
        let (tailgate, bonnet) = (number(Opening::Tailgate), number(Opening::Bonnet));
        let which = format!("1 to 6, as in the car ({tailgate} tailgate, {bonnet} bonnet)");
        pen.text(x + 1, 0, &which, Theme::plain());
        return;
    }
    let trouble = model.scene().recording.as_ref().and_then(|recording| recording.trouble.as_ref());
    if let Some(message) = model.message.as_ref().or(trouble) {
        pen.text(0, 0, message, Theme::strong());
        return;
    }
    let source = Some(model.source);
    let shown = |key: &&crate::screen::keys::Binding| {
        !key.short.is_empty() && (key.source.is_none() || key.source == source)
    };
    let mut x = 0;
    for key in KEYS.iter().filter(shown) {
        let name = key.keys.split(' ').next().unwrap_or_default();
        x = pen.text(x, 0, name, Theme::strong());
        x = pen.text(x + 1, 0, key.short, Theme::plain()) + 2;
    }
}
