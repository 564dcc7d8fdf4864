//! From when to when something was, in words: a finding, a whole session.

use super::words::count;
use super::{Ending, Escaped, Session, Stop};
use crate::monitor::Finding;

/// From when to when it was wrong.
pub(super) fn lasted(session: &Session, finding: &Finding) -> String {
    let (since, raised) = (session.seconds(finding.since), session.seconds(finding.raised));
    match finding.cleared {
        Some(cleared) if cleared == finding.raised && since >= raised => format!("at {raised:.3} s"),
        Some(cleared) if cleared == finding.raised => format!("from {since:.3} s to {raised:.3} s"),
        Some(cleared) => {
            let cleared = session.seconds(cleared);
            format!("from {since:.3} s to {cleared:.3} s, raised at {raised:.3} s")
        }
        None => format!("from {since:.3} s to the end, raised at {raised:.3} s"),
    }
}

/// How much there was, and why there is no more.
pub(super) fn heard(session: &Session, ending: &Ending) -> String {
    let frames = count(ending.frames, "frame");
    let seconds = ending.last.map_or(0.0, |last| session.seconds(last));
    match &ending.stop {
        Stop::End => format!("{frames} over {seconds:.3} s"),
        Stop::Interrupted => {
            format!("{frames} over {seconds:.3} s, then stopped by hand: the rest was not read")
        }
        Stop::Failed(why) => {
            format!("{frames} over {seconds:.3} s, then reading failed: {}", Escaped(why))
        }
    }
}
