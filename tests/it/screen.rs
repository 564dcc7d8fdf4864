//! The terminal screen: what it shows for stories of cars, that nothing makes it panic, and how the real program
//! behaves in a real terminal.

mod keys;
mod pictures;
mod robust;
mod stories;
mod terminal;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use doorjamb::screen::{Effect, Model, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// What a terminal of that size shows.
fn drawn(model: &Model, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(model, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text of it, a line for each row, without blanks at their ends.
fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width).map(|row| {
        let row: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        row.trim_end().to_owned() + "\n"
    });
    rows.collect()
}

fn shown(model: &Model, size: (u16, u16)) -> String {
    text(&drawn(model, size))
}

/// Presses the key of a character.
fn press(model: &mut Model, key: char) -> Option<Effect> {
    press_code(model, KeyCode::Char(key))
}

fn press_code(model: &mut Model, code: KeyCode) -> Option<Effect> {
    model.press(KeyEvent::new(code, KeyModifiers::NONE))
}
