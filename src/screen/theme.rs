//! Colours and line characters, or none. Colour only repeats what words and shapes say already.

use ratatui::style::{Color, Modifier, Style};

use crate::body::Grade;
use crate::rules::Severity;

/// How the terminal is to be drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    coloured: bool,
    unicode: bool,
}

/// The characters that panels are ruled with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) across: char,
    pub(super) down: char,
    /// Where a rule across meets one that begins below it.
    pub(super) branch: char,
    /// What stands for text that was cut off.
    pub(super) more: char,
}

impl Theme {
    /// With colours or not; with characters beyond ASCII, for terminals that show UTF-8, or not.
    pub const fn new(coloured: bool, unicode: bool) -> Self {
        Self { coloured, unicode }
    }

    pub(super) const fn is_coloured(self) -> bool {
        self.coloured
    }

    pub(super) const fn rules(self) -> Rules {
        if self.unicode {
            Rules { across: '─', down: '│', branch: '┬', more: '…' }
        } else {
            Rules { across: '-', down: '|', branch: '+', more: '~' }
        }
    }

    pub(super) const fn plain() -> Style {
        Style::new()
    }

    /// Of titles, and of what is open.
    pub(super) const fn strong() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Of what is there for completeness.
    pub(super) const fn faint() -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Of what a person has chosen, or must not overlook.
    pub(super) const fn reversed() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Of rules between panels.
    pub(super) fn line(self) -> Style {
        self.in_colour(Self::plain(), Color::Blue)
    }

    pub(super) fn severity(self, severity: Severity) -> Style {
        let colour = match severity {
            Severity::Fault => Color::Red,
            Severity::Warning => Color::Yellow,
            Severity::Note => Color::Cyan,
        };
        self.in_colour(Self::strong(), colour)
    }

    /// Of something wrong with the way to the car, or of an opening that is open.
    pub(super) fn alarm(self) -> Style {
        self.in_colour(Self::strong(), Color::Red)
    }

    /// Of something well known to be in order; less sure knowledge stays without colour.
    pub(super) fn sure(self, grade: Grade) -> Style {
        if grade <= Grade::B { self.in_colour(Self::plain(), Color::Green) } else { Self::plain() }
    }

    fn in_colour(self, style: Style, colour: Color) -> Style {
        if self.coloured { style.fg(colour) } else { style }
    }
}
