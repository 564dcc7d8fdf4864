//! The catalogue of rules: one finding, one file. Rules are data and pure functions of the body; they know no car,
//! keep no state and print nothing.
//!
//! To add a finding: its file, a `mod` line and a line in [`ALL`], and a capture that raises it.

mod answer_back_without_lock;
mod bcm_restart;
mod body_frames_missing;
mod capture_gap;
mod closed_but_reported_open;
mod commanded_not_followed;
mod door_flicker;
mod fob_press_unseen;
mod lock_left_behind;
mod lock_refused;
mod lock_response;
mod locked_by_itself;
mod locked_while_open;
mod malformed_frame;
mod open_and_closed;
mod open_but_reported_closed;
mod open_while_driving;
mod opened_while_driving;
mod opened_while_locked;
mod reopens_at_once;
mod rule;
mod shuts_at_once;
mod sources_disagree;
mod stuck_open_since_restart;
mod supply_dip;
mod supply_low;
mod tailgate_request_ignored;
mod tailgate_request_while_driving;
mod time_went_backwards;
mod unlocked_by_itself;

use std::time::Duration;

pub use rule::{Cites, Look, MAX_CITES, Need, Rule, Severity, Subject, Verdict};

use crate::body::{Agent, Cite, Cue, Fact, Lock, MarkWhat, Opening, SeamKind, Value};
use crate::frame::Time;

/// Every rule, in the order in which people read them.
pub const ALL: &[&Rule] = &[
    &open_while_driving::RULE,
    &opened_while_driving::RULE,
    &locked_while_open::RULE,
    &opened_while_locked::RULE,
    &closed_but_reported_open::RULE,
    &open_but_reported_closed::RULE,
    &open_and_closed::RULE,
    &door_flicker::RULE,
    &reopens_at_once::RULE,
    &shuts_at_once::RULE,
    &tailgate_request_ignored::RULE,
    &tailgate_request_while_driving::RULE,
    &unlocked_by_itself::RULE,
    &locked_by_itself::RULE,
    &commanded_not_followed::RULE,
    &lock_refused::RULE,
    &lock_left_behind::RULE,
    &answer_back_without_lock::RULE,
    &fob_press_unseen::RULE,
    &supply_low::RULE,
    &supply_dip::RULE,
    &stuck_open_since_restart::RULE,
    &body_frames_missing::RULE,
    &bcm_restart::RULE,
    &sources_disagree::RULE,
    &malformed_frame::RULE,
    &capture_gap::RULE,
    &time_went_backwards::RULE,
];

/// The rules that judge each frame by itself. All others compare moments, and mean nothing on frames without times.
pub const WITHOUT_CLOCK: &[&Rule] = &[&malformed_frame::RULE];

/// The rule of that id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

const DOORS: &[Subject] = &[
    Subject::Opening(Opening::FrontLeft),
    Subject::Opening(Opening::FrontRight),
    Subject::Opening(Opening::RearLeft),
    Subject::Opening(Opening::RearRight),
];
const TAILGATE: &[Subject] = &[Subject::Opening(Opening::Tailgate)];
const OPENINGS: &[Subject] = &[
    Subject::Opening(Opening::FrontLeft),
    Subject::Opening(Opening::FrontRight),
    Subject::Opening(Opening::RearLeft),
    Subject::Opening(Opening::RearRight),
    Subject::Opening(Opening::Tailgate),
    Subject::Opening(Opening::Bonnet),
];
const LOCKS: &[Subject] = &[Subject::Lock(Lock::Driver), Subject::Lock(Lock::Others)];
/// One lock alone, or both as one: then the subject is the car.
const LOCKS_AND_CAR: &[Subject] = &[Subject::Lock(Lock::Driver), Subject::Lock(Lock::Others), Subject::Car];
const THE_CAR: &[Subject] = &[Subject::Car];

const LOCKED_DRIVER: Cue = Cue::Fact(Fact::Locked(Lock::Driver));
const LOCKED_OTHERS: Cue = Cue::Fact(Fact::Locked(Lock::Others));
const COMMANDED_DRIVER: Cue = Cue::Fact(Fact::Commanded(Lock::Driver));
const COMMANDED_OTHERS: Cue = Cue::Fact(Fact::Commanded(Lock::Others));
const LOCK_CHANGE: Cue = Cue::LockChange;
const ANSWER_BACK: Cue = Cue::AnswerBack;
const REQUEST: Cue = Cue::Request;
const MESSAGE: Cue = Cue::Message;
const BUS: Cue = Cue::Bus;
const SHORT: Cue = Cue::Short;
const MARK: Cue = Cue::Mark;
/// What makes [`lock_response`] look again: locks, commands and every opening.
const LOCK_RESPONSE: &[Cue] = &[
    LOCKED_DRIVER,
    LOCKED_OTHERS,
    COMMANDED_DRIVER,
    COMMANDED_OTHERS,
    Cue::Fact(Fact::Open(Opening::FrontLeft)),
    Cue::Fact(Fact::Open(Opening::FrontRight)),
    Cue::Fact(Fact::Open(Opening::RearLeft)),
    Cue::Fact(Fact::Open(Opening::RearRight)),
    Cue::Fact(Fact::Open(Opening::Tailgate)),
];

/// Whether any lock was commanded, or moved, within `from..=to`.
fn any_lock_moved(look: &Look<'_>, from: Time, to: Time) -> bool {
    Lock::ALL.into_iter().flat_map(|lock| [Fact::Locked(lock), Fact::Commanded(lock)]).any(|fact| {
        let history = look.body.history(fact);
        history.changed_within(true, from, to) || history.changed_within(false, from, to)
    })
}

/// Whether the recording was interrupted in this way, at a seam that is still the latest.
fn interrupted(look: &Look<'_>, kind: SeamKind) -> Verdict {
    match look.body.seam() {
        Some(seam) if seam.kind == kind => {
            Verdict::happened(seam.after.0, &[Cite::BeforeSeam, Cite::AfterSeam])
        }
        _ => Verdict::Holds,
    }
}

/// Whether the last judged lock change concerns the subject and was put down to nobody.
fn changed_by_nobody(look: &Look<'_>, locked: bool) -> Verdict {
    let Some(change) = look.body.lock_change() else { return Verdict::Holds };
    if !change.concerns(look.lock()) || change.locked != locked {
        return Verdict::Holds;
    }
    match change.agent {
        Some(Agent::Nobody) => Verdict::happened(
            change.at,
            &[Cite::LockChange(Lock::Driver), Cite::LockChange(Lock::Others), Cite::Fact(Fact::Ignition)],
        ),
        Some(Agent::Unknown) | None => Verdict::Unknown,
        Some(_) => Verdict::Holds,
    }
}

/// Whether the report contradicts a person who last saw the opening so, and has not moved since, but for what followed within
/// `soon` of the mark.
fn contradicts_a_person(look: &Look<'_>, seen_open: bool, soon: Duration) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let Some(mark) = look.body.mark(opening) else { return Verdict::Unknown };
    let fact = Fact::Open(opening);
    let history = look.body.history(fact);
    let Some(open) = history.value.and_then(Value::switch) else { return Verdict::Unknown };
    let has_moved = history.edges().next().is_some_and(|edge| edge.time > mark.time.after(soon));
    if mark.what == MarkWhat::Opening(opening, seen_open) && open != seen_open && !has_moved {
        Verdict::broken(&[Cite::Mark(opening), Cite::Fact(fact)])
    } else {
        Verdict::Holds
    }
}
