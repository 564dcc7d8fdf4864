//! Which stretch of a capture is looked at: the options for it, and what they mean once the first frame is known.

use clap::Args;

use super::Error;
use super::moment::Moment;
use crate::frame::Time;

/// The options that name a stretch of a capture.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Stretch {
    /// Leave out frames before this moment: seconds from the capture's first frame (12.5), or a time as the capture
    /// stamps it (@1700000012.5).
    #[arg(long, value_name = "MOMENT", allow_negative_numbers = true)]
    from: Option<Moment>,
    /// Leave out frames after this moment, given like `--from`.
    #[arg(long, visible_alias = "until", value_name = "MOMENT", allow_negative_numbers = true)]
    to: Option<Moment>,
}

impl Stretch {
    /// Whether nothing is left out.
    pub(super) const fn is_whole(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// From one moment to another, for commands whose options have other names.
    pub(super) const fn between(from: Option<Moment>, to: Option<Moment>) -> Self {
        Self { from, to }
    }

    /// Checks what can be checked without a capture.
    ///
    /// # Errors
    /// If `--from` is not before `--to`.
    pub(super) fn check(self) -> Result<(), Error> {
        // One of each kind can only be compared once the first frame is known.
        let is_backwards = match (self.from, self.to) {
            (Some(Moment::After(from)), Some(Moment::After(to))) => from >= to,
            (Some(Moment::Stamp(from)), Some(Moment::Stamp(to))) => from >= to,
            _ => false,
        };
        if is_backwards { Err(Error::NoSpan) } else { Ok(()) }
    }

    /// The moments by the clock of a capture whose first frame came at `first`.
    ///
    /// # Errors
    /// If `--from` is not before `--to`.
    pub(super) fn span(self, first: Time) -> Result<Span, Error> {
        let from = self.from.map_or(Time::MIN, |moment| moment.from(first));
        let to = self.to.map_or(Time::MAX, |moment| moment.from(first));
        if from >= to {
            return Err(Error::NoSpan);
        }
        Ok(Span { from, to })
    }
}

/// A stretch of one capture as it is read: what it means is known from the first frame on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Within {
    stretch: Stretch,
    span: Option<Span>,
}

impl Within {
    /// Of a capture of which no frame was read yet.
    pub(super) const fn new(stretch: Stretch) -> Self {
        Self { stretch, span: None }
    }

    /// Whether the next frame, of `time`, is looked at.
    ///
    /// # Errors
    /// If `--from` is not before `--to`.
    pub(super) fn holds(&mut self, time: Time) -> Result<bool, Error> {
        let span = match self.span {
            Some(span) => span,
            None => *self.span.insert(self.stretch.span(time)?),
        };
        Ok(span.holds(time))
    }
}

/// The moments between which frames are looked at, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    from: Time,
    to: Time,
}

impl Span {
    /// The first and the last of them.
    pub(super) const fn ends(self) -> (Time, Time) {
        (self.from, self.to)
    }

    /// Whether a frame of `time` is looked at.
    pub(super) fn holds(self, time: Time) -> bool {
        self.from <= time && time <= self.to
    }
}
