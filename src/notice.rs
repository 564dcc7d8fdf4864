//! Notices: what an input had wrong with it, counted and located, so that nothing is dropped in silence.
//! They are about the input, never about the car, and never stop the job.

use std::borrow::Cow;

use crate::frame::Origin;

/// What kind of thing was wrong; the word is the same in text and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A line or record that is no frame.
    MalformedLine,
    /// The last line or record was cut off.
    CutOff,
    /// The compressed stream broke; what came before it was read.
    DamagedCompression,
    /// A frame shorter than a signal its DBC puts there.
    ShortFrame,
    /// A multiplexer value its DBC does not define.
    UndefinedMultiplexer,
    /// Something in a DBC that was repaired or left out.
    DbcRepair,
    /// A line of a marks file that says nothing known.
    MalformedMark,
    /// A line of a list of trouble codes that says none.
    MalformedCode,
    /// The frames do not fit the car that was named.
    CarMismatch,
    /// An interface: what it is, and that it came, went, or was set up or down.
    Interface,
    /// A controller reports errors on the bus, or another state.
    BusErrors,
    /// Frames that were on the bus and did not arrive.
    FramesLost,
    /// What is asked of the car's units, and how that goes.
    Asking,
    /// What is recorded where.
    Recording,
    /// Something that could not be recorded.
    RecordingFailed,
}

impl NoticeKind {
    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::MalformedLine => "malformed-line",
            Self::CutOff => "cut-off",
            Self::DamagedCompression => "damaged-compression",
            Self::ShortFrame => "short-frame",
            Self::UndefinedMultiplexer => "undefined-multiplexer",
            Self::DbcRepair => "dbc-repair",
            Self::MalformedMark => "malformed-mark",
            Self::MalformedCode => "malformed-code",
            Self::CarMismatch => "car-mismatch",
            Self::Interface => "interface",
            Self::BusErrors => "bus-errors",
            Self::FramesLost => "frames-lost",
            Self::Asking => "asking",
            Self::Recording => "recording",
            Self::RecordingFailed => "recording-failed",
        }
    }
}

/// One thing that was wrong, where it stands, and in words what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What kind of thing.
    pub kind: NoticeKind,
    /// Where.
    pub origin: Origin,
    /// Lower-case, no full stop; may quote the input, so it must be escaped before it is shown.
    pub text: Cow<'static, str>,
}

/// How many notices of one kind are kept with their text; the rest are only counted, so that a file of
/// nothing but bad lines costs no memory.
pub const KEPT_PER_KIND: usize = 10;

/// Notices counted by kind, the first [`KEPT_PER_KIND`] of each kept whole.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    kinds: Vec<(NoticeKind, u64)>,
    kept: Vec<Notice>,
}

impl Notices {
    /// Counts `notice`; says whether it was kept (it is among the first of its kind).
    pub fn add(&mut self, notice: Notice) -> bool {
        let count = if let Some((_, count)) = self.kinds.iter_mut().find(|(kind, _)| *kind == notice.kind) {
            *count += 1;
            *count
        } else {
            self.kinds.push((notice.kind, 1));
            1
        };
        let keep = count <= KEPT_PER_KIND as u64;
        if keep {
            self.kept.push(notice);
        }
        keep
    }

    /// Counts one more of a kind whose first are told already; for those of which there may be millions.
    pub fn add_untold(&mut self, kind: NoticeKind) {
        if let Some((_, count)) = self.kinds.iter_mut().find(|(known, _)| *known == kind) {
            *count += 1;
        } else {
            self.kinds.push((kind, 1));
        }
    }

    /// Each kind that occurred with its count, in order of first occurrence.
    pub fn counts(&self) -> &[(NoticeKind, u64)] {
        &self.kinds
    }

    /// The notices kept whole, in order.
    pub fn kept(&self) -> &[Notice] {
        &self.kept
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}
