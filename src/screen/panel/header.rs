//! The first line: what is followed, which car it is, the time, and whether the screen stands still.

use crate::report::{Car, number};
use crate::screen::model::Model;
use crate::screen::pen::Pen;
use crate::screen::theme::Theme;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, model: &Model) {
    let mut end = pen.width();
    let alarm = pen.theme().alarm();
    if model.is_frozen() {
        end = pen.text_before(end, 0, " FROZEN ", Theme::reversed()).saturating_sub(1);
    }
    let scene = model.scene();
    if let Some(recording) = &scene.recording {
        let (words, style) = match &recording.trouble {
            Some(_) => ("REC FAILED".to_owned(), alarm),
            None => (format!("REC {}", number(recording.frames)), Theme::strong()),
        };
        end = pen.text_before(end, 0, &words, style).saturating_sub(2);
    }
    if let Some(playing) = &scene.playing {
        let words = match (playing.is_over, playing.is_paused) {
            (true, _) => "at the end".to_owned(),
            (false, true) => "PAUSED".to_owned(),
            (false, false) => format!("x{}", playing.speed),
        };
        end = pen.text_before(end, 0, &words, Theme::strong()).saturating_sub(2);
    }
    if let Some(now) = scene.now {
        let time = format!("{:.1} s", model.seconds(now));
        end = pen.text_before(end, 0, &time, Theme::plain()).saturating_sub(2);
    }
    let mut left = pen.part(0, 0, end, 1);
    let x = left.text(0, 0, "doorjamb", Theme::strong());
    let x = left.text(x + 2, 0, model.title(), Theme::plain());
    match &scene.session.car {
        Car::Known { title, .. } => left.text(x + 2, 0, title, Theme::plain()),
        Car::Unknown { explanation } if explanation.is_empty() => {
            left.text(x + 2, 0, "listening: which car is it?", Theme::faint())
        }
        Car::Unknown { .. } => left.text(x + 2, 0, "car not recognised (u tells why)", alarm),
    };
}
