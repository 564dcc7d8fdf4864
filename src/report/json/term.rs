//! The words of the JSON report that come from a fixed list, and values. Their comments become descriptions in its
//! JSON Schema.

use schemars::JsonSchema;
use serde::Serialize;

/// The kinds of event.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum What {
    /// A fact is told that was not.
    Seen,
    /// A fact changed.
    Changed,
    /// A fact is no longer told.
    Lost,
    /// The car as a whole went to another phase.
    Phase,
    /// A lock change was put down to someone.
    LockedBy,
    /// Both turn lamps answered a lock request.
    AnswerBack,
    /// Both turn lamps keep flashing.
    Hazard,
    /// The key fob was pressed.
    KeyFob,
    /// Someone asked for the tailgate.
    TailgateRequest,
}

/// The value of a fact: of a switch true or false; of the ignition `off`, `acc`, `on` or `start`; of `speed` a number in
/// km/h, of `supply` one in volts.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Value {
    /// Of a switch.
    Switch(bool),
    /// Of the ignition.
    Ignition(Ignition),
    /// Of a number.
    Number(f64),
}

/// Positions of the ignition switch.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ignition {
    /// Off.
    Off,
    /// Accessories.
    Acc,
    /// On.
    On,
    /// The starter turns.
    Start,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Severity {
    /// Something is broken.
    Fault,
    /// Something may be broken, or will be.
    Warning,
    /// Worth knowing; nothing is broken.
    Note,
}

/// How well a meaning is known: A by several sources and a real capture, B by several sources, C by one source, D
/// a guess; learned by moving it on a car. Never treat C or D as certain.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) enum Grade {
    /// Several independent sources, and seen in a real capture.
    A,
    /// Several sources.
    B,
    /// Seen moving when somebody moved it, by `doorjamb learn`.
    #[serde(rename = "learned")]
    Learned,
    /// One source.
    C,
    /// Sources conflict, or nothing is proven.
    D,
}

/// What a piece of evidence shows.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shows {
    /// The value of a fact.
    Fact,
    /// The last frame before an interruption.
    LastBefore,
    /// The first frame after an interruption.
    FirstAfter,
    /// A frame too short for its signals.
    Short,
    /// A person saw an opening open or closed.
    Seen,
    /// A person pressed the key fob.
    FobPressed,
    /// A person pressed the tailgate button.
    TailgatePressed,
}

/// Why a rule could not be watched.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reason {
    /// The car has no signal for the facts.
    NotOnCar,
    /// The frames that would tell the facts never came.
    NeverSeen,
    /// The facts were never seen set, as on a car that lacks the signal.
    NeverProven,
    /// The car always said that the values are not available.
    NeverTold,
    /// No fact has two sources.
    OneSource,
    /// A unit would have to be asked for the facts, or for a second source of them.
    NotAsked,
    /// No person's marks were given.
    NoMarks,
    /// The car is not known.
    NoCar,
    /// The frames bear no times, and the rule compares moments.
    NoClock,
}

/// How good a capture is as a recording.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::report) enum Verdict {
    /// Nothing to object.
    Good,
    /// Something is wrong with it; something may be missed.
    Usable,
    /// Much may be missed or misjudged.
    Poor,
}

/// How reading ended.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stop {
    /// At the end of the capture.
    End,
    /// The person stopped it.
    Interrupted,
    /// It failed.
    Failed,
}

/// A side of the car, seen from its driver's seat.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}
