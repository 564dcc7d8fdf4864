//! One opening: closed or open as reported, unknown until seen and when its message stops.

use super::machine::{Machine, Row};

/// State of one opening, as reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpeningState {
    /// Not seen yet, or not seen lately.
    #[default]
    Unknown,
    /// Reported closed.
    Closed,
    /// Reported open.
    Open,
}

/// What an opening reacts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpeningInput {
    /// Its signal says closed.
    ReportedClosed,
    /// Its signal says open.
    ReportedOpen,
    /// Its message stopped.
    Lost,
}

impl Machine for OpeningState {
    type Input = OpeningInput;
    const NAME: &'static str = "opening";
    const ABOUT: &'static str = "each door, the tailgate and the bonnet";
    const STATES: &'static [Self] = &[Self::Unknown, Self::Closed, Self::Open];
    const INPUTS: &'static [OpeningInput] =
        &[OpeningInput::ReportedClosed, OpeningInput::ReportedOpen, OpeningInput::Lost];
    const TABLE: &'static [Row<Self, OpeningInput>] = &[
        Row { from: &[], on: OpeningInput::ReportedClosed, to: Self::Closed, why: "its signal says closed" },
        Row { from: &[], on: OpeningInput::ReportedOpen, to: Self::Open, why: "its signal says open" },
        Row {
            from: &[],
            on: OpeningInput::Lost,
            to: Self::Unknown,
            why: "its message stopped for ten cycles",
        },
    ];
}
