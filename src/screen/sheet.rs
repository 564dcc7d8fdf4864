//! Lines one below the other, wrapped to a width: what pages and lists are made of before they are drawn.

use ratatui::style::Style;

use super::pen::Pen;
use super::theme::Theme;
use super::view::View;
use super::wrap::wrap;

/// Lines that grow downwards.
pub(super) struct Sheet {
    columns: u16,
    rows: Vec<Row>,
}

struct Row {
    x: u16,
    text: String,
    style: Style,
    /// What stands in front of the text, in its own style.
    label: Option<(String, Style)>,
}

impl Sheet {
    /// Nothing, for so many columns.
    pub(super) const fn new(columns: u16) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A paragraph from column `x` on.
    pub(super) fn words(&mut self, x: u16, text: &str, style: Style) {
        let room = usize::from(self.columns.saturating_sub(x));
        self.rows.extend(wrap(text, room).into_iter().map(|text| Row { x, text, style, label: None }));
    }

    /// A paragraph from column `x` on with a label in its first line, from column 0 on.
    pub(super) fn labelled(&mut self, x: u16, label: (&str, Style), text: &str, style: Style) {
        let first = self.rows.len();
        self.words(x, text, style);
        if self.rows.len() == first {
            self.rows.push(Row { x, text: String::new(), style, label: None });
        }
        if let Some(row) = self.rows.get_mut(first) {
            row.label = Some((label.0.to_owned(), label.1));
        }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.rows.push(Row { x: 0, text: String::new(), style: Theme::plain(), label: None });
    }

    /// Draws as many lines as there is room for, from the one numbered `from` on.
    pub(super) fn draw(&self, pen: &mut Pen<'_>, from: usize) {
        for (row, y) in self.rows.iter().skip(from).zip(0..pen.height()) {
            if let Some((label, style)) = &row.label {
                pen.text(0, y, label, *style);
            }
            pen.text(row.x, y, &row.text, row.style);
        }
    }

    /// Draws the lines as a page that is scrolled, with a line on where in it that is if it does not fit.
    pub(super) fn draw_page(&self, pen: &mut Pen<'_>, view: &View) {
        let (width, height) = (pen.width(), pen.height());
        if self.rows.len() <= usize::from(height) {
            view.scrolled(0, 0);
            return self.draw(pen, 0);
        }
        let above = height.saturating_sub(1);
        let from = usize::from(view.scrolled(self.rows.len(), above));
        self.draw(&mut pen.part(0, 0, width, above), from);
        let shown = (from + usize::from(above)).min(self.rows.len());
        let place = format!("lines {} to {shown} of {}: Up, Down, PgUp, PgDn", from + 1, self.rows.len());
        pen.text(0, above, &place, Theme::faint());
    }

    /// Draws the lines from the first on, and says in the last row how many did not fit and how to see them.
    pub(super) fn draw_first(&self, pen: &mut Pen<'_>, how: &str) {
        let height = usize::from(pen.height());
        if self.rows.len() <= height || height == 0 {
            return self.draw(pen, 0);
        }
        let (width, above) = (pen.width(), pen.height() - 1);
        self.draw(&mut pen.part(0, 0, width, above), 0);
        let more = format!("{} more lines: {how}", self.rows.len() - height + 1);
        pen.text(0, above, &more, Theme::faint());
    }
}
