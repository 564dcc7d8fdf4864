//! The only way onto the screen: every text is made safe for a terminal and cut at the edge of its area, so that no
//! panel has to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::theme::Theme;
use crate::report::Escaped;

/// Draws within one area, whose upper left corner is column 0 of row 0.
pub(super) struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    theme: Theme,
}

impl<'a> Pen<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        let area = buffer.area;
        Self { buffer, area, theme }
    }

    pub(super) const fn theme(&self) -> Theme {
        self.theme
    }

    pub(super) const fn width(&self) -> u16 {
        self.area.width
    }

    pub(super) const fn height(&self) -> u16 {
        self.area.height
    }

    /// A pen for a part of this one's area, cut where it reaches beyond it.
    pub(super) fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let wanted = Rect::new(self.area.x.saturating_add(x), self.area.y.saturating_add(y), width, height);
        let area = self.area.intersection(wanted);
        Pen { buffer: self.buffer, area, theme: self.theme }
    }

    /// Writes one line of text from column `x` of row `y`; returns the column behind it. What does not fit is cut off,
    /// and shown to be.
    pub(super) fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if x >= self.width() || y >= self.height() {
            return x;
        }
        let text = Escaped(text).to_string();
        let room = usize::from(self.width() - x);
        let is_cut = width(&text) > room;
        let (column, row) = (self.area.x + x, self.area.y + y);
        let fitting = if is_cut { room - 1 } else { room };
        let (mut end, _) = self.buffer.set_stringn(column, row, text, fitting, style);
        if is_cut {
            let more = self.theme.rules().more.to_string();
            (end, _) = self.buffer.set_stringn(end, row, more, 1, style);
        }
        end - self.area.x
    }

    /// Writes one line of text that ends before column `end`; returns the column where it begins.
    pub(super) fn text_before(&mut self, end: u16, y: u16, text: &str, style: Style) -> u16 {
        let wide = u16::try_from(width(&Escaped(text).to_string())).unwrap_or(u16::MAX);
        let x = end.saturating_sub(wide);
        self.text(x, y, text, style);
        x
    }

    /// A rule across the top with a title in it; returns the pen for what is below, a column of air on each side.
    pub(super) fn titled(mut self, title: &str) -> Self {
        let theme = self.theme;
        let across = theme.rules().across.to_string().repeat(usize::from(self.width()));
        self.text(0, 0, &across, theme.line());
        let room = self.width().saturating_sub(2);
        self.part(1, 0, room, 1).text(0, 0, &format!(" {title} "), Theme::strong());
        self.area.y = self.area.y.saturating_add(1);
        self.area.height = self.area.height.saturating_sub(1);
        self.area.x = self.area.x.saturating_add(1);
        self.area.width = room;
        self
    }
}

/// How many columns a terminal needs for `text`.
pub(super) fn width(text: &str) -> usize {
    Span::raw(text).width()
}
