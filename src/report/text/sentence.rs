//! Events as sentences of a story. It decides nothing about what is worth telling beyond one event.

use super::flutter::Over;
use crate::body::{Event, Fact, FactKind, Lock, Value, What};
use crate::report::{Session, words};

/// What an event says; `None` for what other lines already said.
pub(crate) fn sentence(session: &Session, event: &Event) -> Option<String> {
    Some(match event.what {
        What::Changed(fact, from, to) => words::change(fact, from, to),
        What::Phase(from, to) => words::phase(from, to)?.to_owned(),
        What::LockedBy { lock, locked, edge, agent } => {
            let done = if locked { "locked" } else { "unlocked" };
            let verb = if lock == Lock::Others { "were" } else { "was" };
            let (edge, agent) = (session.seconds(edge), words::agent(agent));
            format!("{lock} {verb} {done} {agent}, at {edge:.3} (inferred)")
        }
        What::AnswerBack(flashes) => format!("answer-back: both turn lamps flashed {}", times(flashes)),
        What::Hazard => "hazard lights flash".to_owned(),
        What::KeyFob(true) => "key fob pressed to lock (inferred)".to_owned(),
        What::KeyFob(false) => "key fob pressed to unlock (inferred)".to_owned(),
        What::TailgateRequest => "tailgate asked to open".to_owned(),
        What::Seen(..) | What::Lost(_) => return None,
    })
}

/// What is told of a run of changes that is over.
pub(super) fn untold(session: &Session, over: &Over) -> String {
    let (count, last) = (words::count(over.untold, "more change"), session.seconds(over.last));
    format!("{}, after {count} up to {last:.3}", words::state(over.fact, over.now))
}

/// States in a row, those that share their words said once: `front-left door, tailgate closed`.
pub(super) fn states(facts: &[(Fact, Value, Option<&'static str>)]) -> String {
    let mut parts: Vec<(String, String)> = Vec::new();
    for &(fact, value, doubt) in facts {
        let mut end = match fact.kind() {
            FactKind::Pulse => String::new(),
            _ => format!(" {}", words::value_words(fact, value)),
        };
        if let Some(doubt) = doubt {
            end.push(' ');
            end.push_str(doubt);
        }
        let subject = words::subject(fact);
        match parts.iter_mut().find(|(_, known)| is_one_of_many(fact) && *known == end) {
            Some((subjects, _)) => {
                subjects.push_str(", ");
                subjects.push_str(&subject);
            }
            None => parts.push((subject, end)),
        }
    }
    let parts: Vec<_> = parts.into_iter().map(|(subjects, end)| subjects + &end).collect();
    parts.join("; ")
}

/// Whether the fact is said of several things alike, which then share its words.
const fn is_one_of_many(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::Open(_)
            | Fact::Closed(_)
            | Fact::Locked(_)
            | Fact::Commanded(_)
            | Fact::TurnLeft
            | Fact::TurnRight
    )
}

fn times(count: u8) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::states;
    use crate::body::{Fact, Ignition, Opening, Value};

    #[test]
    fn states_that_share_their_words_are_said_once() {
        let closed = |opening| (Fact::Open(opening), Value::Switch(false), None);
        let facts = [
            closed(Opening::FrontLeft),
            (Fact::Ignition, Value::Ignition(Ignition::Off), None),
            closed(Opening::Tailgate),
            (Fact::Open(Opening::RearLeft), Value::Switch(false), Some("(likely)")),
        ];
        let text = "front-left door, tailgate closed; ignition off; rear-left door closed (likely)";
        assert_eq!(states(&facts), text);
    }
}
