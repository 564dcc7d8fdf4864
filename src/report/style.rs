//! Colours, or none. Whether to use them is decided once, by whoever knows where the text goes.

use anstyle::{AnsiColor, Style};

use crate::doctor::Outcome;
use crate::rules::Severity;

/// The styles of a text report; all empty without colour, so that writing them writes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Palette {
    coloured: bool,
}

impl Palette {
    /// With colours, or without.
    pub const fn new(coloured: bool) -> Self {
        Self { coloured }
    }

    /// Of a finding's severity.
    pub(crate) const fn severity(self, severity: Severity) -> Style {
        self.bold_in(match severity {
            Severity::Fault => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        })
    }

    /// Of what came of a step.
    pub(crate) const fn outcome(self, outcome: Outcome) -> Style {
        self.bold_in(match outcome {
            Outcome::Ok => AnsiColor::Green,
            Outcome::NotOk => AnsiColor::Red,
            Outcome::Unchecked => AnsiColor::Yellow,
        })
    }

    /// Of headings and titles.
    pub(crate) const fn heading(self) -> Style {
        if self.coloured { Style::new().bold() } else { Style::new() }
    }

    /// Of what guides the eye and says nothing itself.
    pub(crate) const fn guide(self) -> Style {
        self.bold_in(AnsiColor::Blue)
    }

    /// Of what is there for completeness.
    pub(crate) const fn faint(self) -> Style {
        if self.coloured { Style::new().dimmed() } else { Style::new() }
    }

    /// Of lines that a difference adds (`true`) or removes.
    pub(crate) const fn difference(self, added: bool) -> Style {
        if !self.coloured {
            return Style::new();
        }
        let colour = if added { AnsiColor::Green } else { AnsiColor::Red };
        Style::new().fg_color(Some(anstyle::Color::Ansi(colour)))
    }

    const fn bold_in(self, colour: AnsiColor) -> Style {
        if !self.coloured {
            return Style::new();
        }
        Style::new().fg_color(Some(anstyle::Color::Ansi(colour))).bold()
    }
}
