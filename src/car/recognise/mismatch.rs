//! Whether the traffic can be that of a car which a person named.

use std::fmt;

use super::observed::Observed;
use crate::body::Message;
use crate::car::{Answer, Car};
use crate::frame::CanId;

/// Why traffic does not fit a named car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// Not one of the messages that carry its facts was seen.
    NoneSeen {
        /// The car.
        car: String,
        /// How many messages it has.
        messages: usize,
    },
    /// What was seen tells too few of its facts to be more than chance.
    FewSeen {
        /// The car.
        car: String,
        /// Messages seen.
        seen: usize,
        /// How many it has.
        messages: usize,
        /// The one missing that tells most.
        missing: CanId,
    },
    /// Its messages are there, but most are shorter than its file says.
    OtherLengths {
        /// The car.
        car: String,
        /// The one of these that tells most.
        id: CanId,
        /// Bytes it has here.
        has: usize,
        /// Bytes its facts need.
        needs: usize,
    },
}

/// Of so many facts at least one must be tellable from the messages seen: two cars often share one or two
/// identifiers, never the one that holds the doors.
const ONE_FACT_IN: usize = 5;

impl Car {
    /// Whether anything was `seen` that tells a fact of this car: a message, or an answer of a unit.
    pub fn is_heard(&self, seen: &Observed) -> bool {
        let tells = |message: &Message| seen.of(message.id).frames() > 0 && message.request.is_none();
        let answers = |answer: &Answer| {
            self.units().get(answer.unit).is_some_and(|unit| seen.of(unit.response).frames() > 0)
        };
        self.messages().iter().any(tells) || self.answers().iter().any(answers)
    }

    /// Why what was `seen` cannot be this car's, if so. `None` as long as nothing was seen, and for a car
    /// that tells no facts, or none without being asked. Ask after two seconds of traffic or at its end.
    pub fn mismatch(&self, seen: &Observed) -> Option<Mismatch> {
        if seen.frames() == 0 || self.watches_nothing() {
            return None;
        }
        let (mut seen_messages, mut seen_facts, mut cut_facts) = (0, 0, 0);
        let (mut missing, mut cut) = ((0, None), (0, None));
        let broadcast =
            || self.messages().iter().enumerate().filter(|(_, message)| message.request.is_none());
        broadcast().next()?;
        let mut facts_of_all = 0;
        for (place, message) in broadcast() {
            let bindings = self.sources().iter().zip(self.bindings());
            let of_message = bindings.filter(|(source, _)| source.message == place);
            let (facts, needs) = of_message.fold((0, 0), |(facts, needs), (_, binding)| {
                let signal = &self.database().messages()[binding.message].signals()[binding.signal];
                (facts + 1, signal.last_byte().max(needs))
            });
            facts_of_all += facts;
            let tally = seen.of(message.id);
            if tally.frames() == 0 {
                if facts > missing.0 {
                    missing = (facts, Some(message.id));
                }
                continue;
            }
            seen_messages += 1;
            seen_facts += facts;
            if tally.of_length(needs) * 2 < tally.frames() {
                cut_facts += facts;
                if facts > cut.0 {
                    cut = (facts, Some((message.id, tally.usual_length(), needs)));
                }
            }
        }
        let (car, messages) = (self.name().to_owned(), broadcast().count());
        if seen_messages == 0 {
            return Some(Mismatch::NoneSeen { car, messages });
        }
        if let (Some((id, has, needs)), true) = (cut.1, cut_facts * 2 > seen_facts) {
            return Some(Mismatch::OtherLengths { car, id, has, needs });
        }
        let missing = missing.1.filter(|_| seen_facts * ONE_FACT_IN < facts_of_all)?;
        Some(Mismatch::FewSeen { car, seen: seen_messages, messages, missing })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoneSeen { car, messages } => {
                write!(f, "this is not {car}: none of its {messages} messages is on the bus")?;
            }
            Self::FewSeen { car, seen, messages, missing } => write!(
                f,
                "this does not look like {car}: only {seen} of its {messages} messages are on the bus, \
                 {missing} is not"
            )?,
            Self::OtherLengths { car, id, has, needs } => write!(
                f,
                "this does not look like {car}: {id} has {has} bytes here, its signals need {needs}"
            )?,
        }
        f.write_str("; leave out --car to have the car recognised, or name another")
    }
}
