//! `open-while-driving`: an opening that reads open for a while at speed. Whether it really is open, only a look can tell.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{AT_SPEED, Cite, Fact, Grade};

/// A door noticed open at once is shut at once; after this it is either not noticed or not open.
const HOLD: Duration = Duration::from_secs(10);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "open-while-driving",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Fact(Fact::Speed)],
    cues: &[],
    hold: HOLD,
    title: "{subject} reported open while driving",
    meaning: "Either it really is open: stop and shut it. Or it is shut and falsely reported open: then its ajar \
        switch, or the wire from it, reads open all the time.",
    matters: "A door that really is open can fly open. A false report keeps the warning lamp and the interior light \
        on, and central locking may refuse to lock.",
    look: "Stop and press it shut. If the report stays, compare the module's own DOOR SW item with the latch turned \
        by hand: its input reads 9-16 V closed and 0-0.5 V open, so a wire shorted to ground reads open.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let (open, speed) = (look.body.switch(Fact::Open(opening)), look.body.number(Fact::Speed));
    match (open, speed) {
        (Some(true), Some(speed)) if speed > AT_SPEED => {
            Verdict::broken(&[Cite::Fact(Fact::Open(opening)), Cite::Fact(Fact::Speed)])
        }
        (Some(false), _) | (_, Some(_)) => Verdict::Holds,
        _ => Verdict::Unknown,
    }
}
