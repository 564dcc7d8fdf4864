//! What a person has chosen to look at: the chosen finding, the page, how far it is scrolled. It holds nothing of the car.

use std::cell::Cell;

use super::found::Key;

/// Where the frames come from, which decides what keys there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A bus, now: the screen can be frozen and the bus recorded.
    Live,
    /// A capture: it can be paused, stepped and played faster or slower.
    Capture,
}

/// What fills the right of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Page {
    /// Findings, events, what cannot be watched.
    #[default]
    Overview,
    /// What the chosen finding means, with its frames.
    Explain,
    /// The probable causes, and the next check.
    Causes,
    /// All that cannot be watched.
    Unwatched,
    /// The keys.
    Help,
}

/// What a person sees of an opening and is about to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asking {
    /// Whether the opening to be named is open.
    pub(super) open: bool,
}

/// What is being looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub(super) page: Page,
    /// The chosen finding; the first if it is none of those there are.
    pub(super) chosen: Option<Key>,
    /// An opening is being asked for.
    pub(super) asking: Option<Asking>,
    scroll: u16,
    /// How far the page could be scrolled when it was last drawn: only drawing knows how long it is.
    limit: Cell<u16>,
}

impl View {
    /// Turns to a page, at its top.
    pub(super) fn turn(&mut self, page: Page) {
        self.page = page;
        self.scroll = 0;
    }

    /// Chooses a finding, whose explanation begins at its top.
    pub(super) fn choose(&mut self, chosen: Option<Key>) {
        self.chosen = chosen;
        self.scroll = 0;
    }

    pub(super) fn scroll(&mut self, lines: i16) {
        self.scroll = self.scroll.min(self.limit.get()).saturating_add_signed(lines).min(self.limit.get());
    }

    /// The lines to leave out above, of a page of so many lines shown in so many rows.
    pub(super) fn scrolled(&self, lines: usize, rows: u16) -> u16 {
        let limit = u16::try_from(lines).unwrap_or(u16::MAX).saturating_sub(rows);
        self.limit.set(limit);
        self.scroll.min(limit)
    }
}
