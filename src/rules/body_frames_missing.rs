//! `body-frames-missing`: a body control module that stops talking with the ignition on.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Body, Cite, Fact, Grade, PAUSE};
use crate::frame::Time;

/// Name of the body control module as a sender in a car's DBC.
const BCM: &str = "BCM";

/// While the recording loses frames the module cannot be judged; after this it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// The rule. How long a message may be missing is the body's [`crate::body::STALE_CYCLES`], counted while the rest
/// of the bus talks: a silent bus, or a logger that paused, says nothing of the module.
pub(super) const RULE: Rule = Rule {
    id: "body-frames-missing",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: THE_CAR,
    needs: &[Need::Fact(Fact::Ignition)],
    cues: &[super::MESSAGE, super::BUS],
    hold: Duration::ZERO,
    title: "the {subject}'s body control module stopped sending with the ignition on",
    meaning: "The other units go on talking, the body control module does not: its supply, its ground or the module \
        itself fails, or its wire to the bus is broken.",
    matters: "Locks, lamps, wipers and alarm hang on this module.",
    look: "Measure supply and ground at the module while it happens, then its trouble codes: U1000 (no communication), \
        B2617, B2618 (module).",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    if !look.body.last_ignition_on() {
        return if look.body.last_ignition().is_some() { Verdict::Holds } else { Verdict::Unknown };
    }
    let Some((alive_since, last)) = look.body.alive() else { return Verdict::Unknown };
    let Some(message) = bcm_messages(look.body).find(|message| stopped(look, *message, alive_since)) else {
        return Verdict::Holds;
    };
    if look.now.since(last) >= PAUSE {
        // The bus itself is silent: that it speaks again is a cue, so there is no need to look until then.
        return Verdict::Unknown;
    }
    if look.body.loses_frames_besides(BCM, look.now) {
        look.again_in(AGAIN);
        return Verdict::Unknown;
    }
    Verdict::broken(&[Cite::LastOf(message), Cite::Fact(Fact::Ignition)])
}

fn stopped(look: &Look<'_>, message: usize, alive_since: Time) -> bool {
    let Some(heartbeat) = look.body.heartbeat(message) else { return false };
    let (Some(seen), Some(patience)) = (heartbeat.last_seen, heartbeat.patience) else { return false };
    !heartbeat.fresh && look.passed(seen.max(alive_since), patience)
}

fn bcm_messages(body: &Body) -> impl Iterator<Item = usize> + '_ {
    // An answer that does not come says only that nobody asked.
    let of_bcm = |(index, message): (usize, &crate::body::Message)| {
        (message.sender == BCM && message.request.is_none()).then_some(index)
    };
    body.messages().iter().enumerate().filter_map(of_bcm)
}
