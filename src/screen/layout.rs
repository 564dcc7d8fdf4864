//! Where each panel stands. At 80 by 24:
//!
//! ```text
//!  doorjamb  can0  Nissan Qashqai J10 (grade A)              12.3 s  REC  FROZEN   header
//!  ignition ON  engine running  0.0 km/h  12.5 V                                   facts
//! - car ------------------------+- findings: 1 fault ------------------------------
//!          .----------.         | > fault    tailgate seen closed but reported open
//!          |6  bonnet |         |            since 13.3 s
//!          | not told |         |            12.3 s  60D#80...: tailgate open
//!          |==========|         |   warning  front-left door flickers (3 times)
//!   closed |1        2| closed  |
//!   driver |  driver  |         +- events -----------------------------------------
//!          |  LOCKED  |         |    12.3 s  tailgate opens
//!   closed |3  others4|\ OPEN   |    13.0 s  you saw: tailgate closed
//!          |  LOCKED  | \       |    13.3 s  fault: tailgate seen closed but ...
//!          |==========|         |
//!          |5 tailgate|         |
//!          |   OPEN   |         +- not watched: 4 of 28 findings -----------------
//!          'vvvvvvvvvv'         | no signal of this car is known for supply:
//! - bus ------------------------+   supply-low, supply-dip
//!  can0: up, listen-only        |
//!  1,234 frames/s, load 41-49 % |
//!  c closed  o open  f fob ...                                                     status
//! ```
//!
//! A taller terminal gives the right side more lines and shows every value under the car; one of [`WIDE`] columns keeps
//! the explanation of the chosen finding beside the overview. On a narrower one it takes the overview's place, as do
//! the causes, what cannot be watched and the help.

use ratatui::Frame;

use super::model::Model;
use super::panel::{bus, car, causes, events, explain, facts, findings, header, help, status, unwatched};
use super::pen::Pen;
use super::theme::Theme;
use super::view::Page;
use super::wrap::wrap;

/// The smallest terminal, in columns and rows, that holds everything.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Columns from which the explanation has a place of its own.
const WIDE: u16 = 150;
/// Columns of the left side: the car's, and one of air on each side.
const LEFT: u16 = car::WIDTH + 2;
/// Rows of the header and the line of facts.
const TOP: u16 = 2;
/// Rows the bus panel needs with its title.
const BUS: u16 = 6;

/// Draws all panels.
pub fn draw(model: &Model, frame: &mut Frame<'_>) {
    let mut pen = Pen::new(frame.buffer_mut(), model.theme);
    let (width, height) = (pen.width(), pen.height());
    if width < SMALLEST.0 || height < SMALLEST.1 {
        too_small(&mut pen);
        return;
    }
    header::draw(&mut pen.part(1, 0, width - 2, 1), model);
    facts::line(&mut pen.part(1, 1, width - 2, 1), &model.scene().body);
    status::draw(&mut pen.part(1, height - 1, width - 2, 1), model);
    let rows = height - TOP - 1;
    left(&mut pen.part(0, TOP, LEFT, rows), model);
    let rest = width - LEFT - 1;
    divide(&mut pen, LEFT, rows);
    if width < WIDE {
        right(&mut pen.part(LEFT + 1, TOP, rest, rows), model, model.view.page);
        return;
    }
    let overview = rest / 2;
    let beside = rest - overview - 1;
    divide(&mut pen, LEFT + 1 + overview, rows);
    right(&mut pen.part(LEFT + 1, TOP, overview, rows), model, Page::Overview);
    let page = if model.view.page == Page::Overview { Page::Explain } else { model.view.page };
    right(&mut pen.part(LEFT + 2 + overview, TOP, beside, rows), model, page);
}

/// The rule between two sides.
fn divide(pen: &mut Pen<'_>, x: u16, rows: u16) {
    let (rules, style) = (pen.theme().rules(), pen.theme().line());
    pen.text(x, TOP, &rules.branch.to_string(), style);
    for row in 1..rows {
        pen.text(x, TOP + row, &rules.down.to_string(), style);
    }
}

/// The car, its values where there is room, the bus.
fn left(pen: &mut Pen<'_>, model: &Model) {
    let (width, height) = (pen.width(), pen.height());
    let scene = model.scene();
    let car_rows = car::HEIGHT + 1;
    let wanted = facts::rows(&scene.body) + 1;
    let facts_rows = if height >= car_rows + BUS + wanted { wanted } else { 0 };
    let is_asking = model.view.asking.is_some();
    car::draw(&mut pen.part(0, 0, width, car_rows).titled("car from above"), &scene.body, is_asking);
    if facts_rows > 0 {
        facts::list(&mut pen.part(0, car_rows, width, facts_rows).titled("values"), &scene.body);
    }
    let above = car_rows + facts_rows;
    bus::draw(&mut pen.part(0, above, width, height.saturating_sub(above)).titled("bus"), scene);
}

/// The page.
fn right(pen: &mut Pen<'_>, model: &Model, page: Page) {
    let (width, height) = (pen.width(), pen.height());
    match page {
        Page::Explain => {
            explain::draw(&mut pen.part(0, 0, width, height).titled("what it means"), model);
        }
        Page::Causes => {
            causes::draw(&mut pen.part(0, 0, width, height).titled("probable causes"), model);
        }
        Page::Unwatched => unwatched::page(&mut pen.part(0, 0, width, height).titled("not watched"), model),
        Page::Help => help::draw(&mut pen.part(0, 0, width, height).titled("keys and signs"), model),
        Page::Overview => {
            let (above, below) = (height * 2 / 5, height / 4);
            let between = height - above - below;
            let title = findings::title(model.scene());
            findings::draw(&mut pen.part(0, 0, width, above).titled(&title), model);
            events::draw(&mut pen.part(0, above, width, between).titled("events"), model);
            let title = unwatched::title(model.scene());
            unwatched::panel(&mut pen.part(0, above + between, width, below).titled(&title), model);
        }
    }
}

/// Says what is needed.
fn too_small(pen: &mut Pen<'_>) {
    let (width, height) = (pen.width(), pen.height());
    let text = format!(
        "The screen needs {} columns and {} rows; this terminal has {width} and {height}. Make it larger, or press q to \
         end.",
        SMALLEST.0, SMALLEST.1
    );
    for (line, row) in wrap(&text, usize::from(width)).iter().zip(0..) {
        pen.text(0, row, line, Theme::plain());
    }
}
