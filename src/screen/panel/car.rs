//! The car from above, its front at the top: what each opening and lock reports, in words and shapes, so that no colour
//! is needed. Unknown is drawn as unknown, never as closed.

use ratatui::style::Style;

use super::facts::letter;
use crate::body::{Fact, Lock, Opening, Value};
use crate::screen::keys::number;
use crate::screen::pen::Pen;
use crate::screen::picture::{Picture, Telling};
use crate::screen::theme::Theme;

/// Columns of the picture.
pub(in crate::screen) const WIDTH: u16 = 28;
/// Rows of the picture.
pub(in crate::screen) const HEIGHT: u16 = 13;

/// Column of the car's left wall.
const LEFT: u16 = 8;
/// Column of its right wall.
const RIGHT: u16 = 19;
/// Columns between them.
const INSIDE: u16 = RIGHT - LEFT - 1;

/// What an opening reports.
#[derive(Clone, Copy, PartialEq)]
enum Report {
    Open,
    Closed,
    Unknown,
    Never,
}

/// How a report is drawn.
struct Look {
    report: Report,
    words: String,
    style: Style,
}

impl Look {
    fn of(body: &Picture, opening: Opening, theme: Theme) -> Self {
        let (report, words, style) = match body.telling(Fact::Open(opening)) {
            Telling::Known(Value::Switch(true), grade) => {
                (Report::Open, format!("OPEN{}", letter(grade)), theme.alarm())
            }
            Telling::Known(_, grade) => {
                (Report::Closed, format!("closed{}", letter(grade)), theme.sure(grade))
            }
            Telling::Unknown => (Report::Unknown, "unknown".to_owned(), Theme::faint()),
            Telling::Never => (Report::Never, "not told".to_owned(), Theme::faint()),
        };
        Self { report, words, style }
    }

    /// The wall where the opening is: a gap if it is open.
    const fn wall(&self, closed: &'static str) -> &'static str {
        match self.report {
            Report::Open => " ",
            Report::Closed => closed,
            Report::Unknown => "?",
            Report::Never => ":",
        }
    }
}

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, body: &Picture, is_asking: bool) {
    let lines = [
        " .----------.",
        " |          |",
        " |          |",
        " |==========|",
        " |          |",
        " |          |",
        " |          |",
        " |          |",
        " |          |",
        " |==========|",
        " |          |",
        " |          |",
        " '----------'",
    ];
    for (line, row) in lines.iter().zip(0..) {
        pen.text(LEFT - 1, row, line, Theme::plain());
    }
    bonnet(pen, body);
    tailgate(pen, body);
    door(pen, body, Opening::FrontLeft, 4);
    door(pen, body, Opening::FrontRight, 4);
    door(pen, body, Opening::RearLeft, 7);
    door(pen, body, Opening::RearRight, 7);
    centred(pen, 5, "driver", Theme::plain());
    lock(pen, body, Lock::Driver, 6);
    centred(pen, 7, "others", Theme::plain());
    lock(pen, body, Lock::Others, 8);
    numbers(pen, is_asking);
}

/// The numbers by which openings are named to the keys.
fn numbers(pen: &mut Pen<'_>, is_asking: bool) {
    let style = if is_asking { Theme::reversed() } else { Theme::faint() };
    for opening in Opening::ALL {
        let (x, y) = match opening {
            Opening::FrontLeft => (LEFT + 1, 4),
            Opening::FrontRight => (RIGHT - 1, 4),
            Opening::RearLeft => (LEFT + 1, 7),
            Opening::RearRight => (RIGHT - 1, 7),
            Opening::Tailgate => (LEFT + 1, 10),
            Opening::Bonnet => (LEFT + 1, 1),
        };
        pen.text(x, y, &number(opening).to_string(), style);
    }
}

/// A door: its report and shape in two rows from `row` on, what a person saw of it in the third.
fn door(pen: &mut Pen<'_>, body: &Picture, opening: Opening, row: u16) {
    let look = Look::of(body, opening, pen.theme());
    let is_left = matches!(opening, Opening::FrontLeft | Opening::RearLeft);
    let wall = if is_left { LEFT } else { RIGHT };
    for part in [row, row + 1] {
        pen.text(wall, part, look.wall("|"), Theme::plain());
    }
    if look.report == Report::Open {
        // Hinged at its front, it leans outwards towards its rear.
        let (shape, near, far) =
            if is_left { ("/", LEFT - 1, LEFT - 2) } else { ("\\", RIGHT + 1, RIGHT + 2) };
        pen.text(near, row, shape, look.style);
        pen.text(far, row + 1, shape, look.style);
    }
    beside(pen, is_left, row, &look.words, look.style, look.report == Report::Open);
    if opening == body.handed.driver_door() {
        beside(pen, is_left, row + 1, "driver", Theme::plain(), look.report == Report::Open);
    }
    if let Some(seen) = seen(body, opening) {
        beside(pen, is_left, row + 2, seen, Theme::strong(), false);
    }
}

/// Words beside the car, close to its wall, or to the door that stands open there.
fn beside(pen: &mut Pen<'_>, is_left: bool, row: u16, words: &str, style: Style, leaves_room: bool) {
    let room = if leaves_room { 2 } else { 0 };
    if is_left {
        pen.text_before(LEFT - room, row, words, style);
    } else {
        pen.text(RIGHT + 1 + room, row, words, style);
    }
}

fn bonnet(pen: &mut Pen<'_>, body: &Picture) {
    let look = Look::of(body, Opening::Bonnet, pen.theme());
    lid(pen, 0, &look, ("-", "^"));
    centred(pen, 1, "bonnet", Theme::plain());
    centred(pen, 2, &look.words, look.style);
    if let Some(seen) = seen(body, Opening::Bonnet) {
        beside(pen, false, 2, seen, Theme::strong(), false);
    }
}

fn tailgate(pen: &mut Pen<'_>, body: &Picture) {
    let look = Look::of(body, Opening::Tailgate, pen.theme());
    lid(pen, HEIGHT - 1, &look, ("-", "v"));
    pen.text(LEFT + 3, 10, "tailgate", Theme::plain());
    centred(pen, 11, &look.words, look.style);
    if let Some(seen) = seen(body, Opening::Tailgate) {
        beside(pen, false, 11, seen, Theme::strong(), false);
    }
}

/// The edge of the car under a lid.
fn lid(pen: &mut Pen<'_>, row: u16, look: &Look, (closed, open): (&'static str, &'static str)) {
    let edge = if look.report == Report::Open { open } else { look.wall(closed) };
    let style = if look.report == Report::Open { look.style } else { Theme::plain() };
    pen.text(LEFT + 1, row, &edge.repeat(usize::from(INSIDE)), style);
}

fn lock(pen: &mut Pen<'_>, body: &Picture, lock: Lock, row: u16) {
    let (words, style) = match body.telling(Fact::Locked(lock)) {
        Telling::Known(Value::Switch(true), grade) => (format!("LOCKED{}", letter(grade)), Theme::strong()),
        Telling::Known(_, grade) => (format!("unlocked{}", letter(grade)), Theme::plain()),
        Telling::Unknown => ("unknown".to_owned(), Theme::faint()),
        Telling::Never => ("not told".to_owned(), Theme::faint()),
    };
    centred(pen, row, &words, style);
}

fn centred(pen: &mut Pen<'_>, row: u16, words: &str, style: Style) {
    let wide = u16::try_from(words.chars().count()).unwrap_or(INSIDE);
    pen.text(LEFT + 1 + INSIDE.saturating_sub(wide) / 2, row, words, style);
}

fn seen(body: &Picture, opening: Opening) -> Option<&'static str> {
    body.seen(opening).map(|open| if open { "you:open" } else { "you:shut" })
}
