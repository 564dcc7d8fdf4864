//! `stuck-open-since-restart`: an opening that has read open ever since the body control module restarted.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{Cite, Fact, Grade, OpeningState};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "stuck-open-since-restart",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Fact(Fact::BcmWake), Need::Fact(Fact::Ignition)],
    cues: &[super::BUS, super::LOCKED_DRIVER, super::LOCKED_OTHERS],
    hold: Duration::ZERO,
    title: "{subject} has read open without a break since the body control module restarted",
    meaning: "Since its restart the module has not reported it closed once, over at least one cycle of the locks or \
        of the ignition. The module may have kept a wrong state; or the opening really stayed open.",
    matters: "A state that is stuck in the module cannot be mended at the door.",
    look: "Look whether it is shut. If it is, open and shut it, lock and unlock a few times; if the report stays, \
        disconnect the battery for 15-20 minutes (clock, radio and seat settings are lost).",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    match (look.body.restart(), look.body.opening(opening)) {
        (Some(restart), OpeningState::Open) if restart.never_closed(opening) && restart.cycled() => {
            Verdict::broken(&[Cite::Restart, Cite::Fact(Fact::Open(opening))])
        }
        (_, OpeningState::Unknown) => Verdict::Unknown,
        _ => Verdict::Holds,
    }
}
