//! How the locks answered the last command: the one judgement that three rules share. No rule itself.

use super::{Look, Subject, Verdict};
use crate::body::{Body, Cite, Fact, Lock};

/// What a rule looks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Response {
    /// The subject's locks did not follow, and no other did.
    NoneFollowed,
    /// The same, for a command to lock, whichever lock was commanded.
    NoneLocked,
    /// The subject's lock did not follow, the other did.
    OtherFollowed,
}

/// What one lock did since its last command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Its command, or it, is not known.
    Unknown,
    /// No command was seen, or it was already so.
    Idle,
    /// It followed, and may have been moved by hand since: the command signal does not follow the hand.
    Followed,
    /// It stayed.
    Stayed { to_lock: bool },
}

fn answer(body: &Body, lock: Lock) -> Answer {
    let (command, lock) = (body.history(Fact::Commanded(lock)), body.history(Fact::Locked(lock)));
    let (Some(commanded), Some(locked)) = (command.value, lock.value) else { return Answer::Unknown };
    if !command.seen_changing {
        return Answer::Idle;
    }
    let moved_since = lock.seen_changing && lock.since >= command.since;
    match (commanded == locked, moved_since) {
        (_, true) => Answer::Followed,
        (true, false) => Answer::Idle,
        (false, false) => Answer::Stayed { to_lock: commanded.switch() == Some(true) },
    }
}

/// Broken while the locks answered the last command in the way that `wanted` says. The evidence begins with `first`.
pub(super) fn respond(look: &Look<'_>, wanted: Response, first: &[Cite]) -> Verdict {
    let [driver, others] = Lock::ALL.map(|lock| answer(look.body, lock));
    let stayed = |answer| matches!(answer, Answer::Stayed { .. });
    let (subject, other) = match look.subject {
        Subject::Lock(Lock::Others) => (others, driver),
        _ => (driver, others),
    };
    if driver == Answer::Unknown && others == Answer::Unknown {
        return Verdict::Unknown;
    }
    let broken = match (wanted, look.subject) {
        (Response::OtherFollowed, _) => stayed(subject) && other == Answer::Followed,
        (Response::NoneFollowed, Subject::Car) => stayed(driver) && stayed(others),
        (Response::NoneFollowed, _) => stayed(subject) && !stayed(other) && other != Answer::Followed,
        (Response::NoneLocked, _) => {
            let to_lock = |answer| answer == Answer::Stayed { to_lock: true };
            (to_lock(driver) && others != Answer::Followed) || (to_lock(others) && driver != Answer::Followed)
        }
    };
    if !broken {
        return Verdict::Holds;
    }
    let mut cites = first.to_vec();
    for (lock, answer) in Lock::ALL.into_iter().zip([driver, others]) {
        if stayed(answer) {
            cites.extend([Cite::Fact(Fact::Commanded(lock)), Cite::Fact(Fact::Locked(lock))]);
        } else if wanted == Response::OtherFollowed {
            cites.push(Cite::Fact(Fact::Locked(lock)));
        }
    }
    Verdict::broken(&cites)
}
