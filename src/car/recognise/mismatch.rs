//! Whether the traffic can be that of a car which a person named.

use std::fmt;

use super::observed::Observed;
use crate::car::Car;
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
    /// Why what was `seen` cannot be this car's, if so. `None` as long as nothing was seen, and for a car
    /// that tells no facts. Ask after two seconds of traffic or at its end.
    pub fn mismatch(&self, seen: &Observed) -> Option<Mismatch> {
        if seen.frames() == 0 || self.watches_nothing() {
            return None;
        }
        let (mut seen_messages, mut seen_facts, mut cut_facts) = (0, 0, 0);
        let (mut missing, mut cut) = ((0, None), (0, None));
        for (place, message) in self.messages().iter().enumerate() {
            let bindings = self.sources().iter().zip(self.bindings());
            let of_message = bindings.filter(|(source, _)| source.message == place);
            let (facts, needs) = of_message.fold((0, 0), |(facts, needs), (_, binding)| {
                let signal = &self.database().messages()[binding.message].signals()[binding.signal];
                (facts + 1, signal.last_byte().max(needs))
            });
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
        let (car, messages) = (self.name().to_owned(), self.messages().len());
        if seen_messages == 0 {
            return Some(Mismatch::NoneSeen { car, messages });
        }
        if let (Some((id, has, needs)), true) = (cut.1, cut_facts * 2 > seen_facts) {
            return Some(Mismatch::OtherLengths { car, id, has, needs });
        }
        let missing = missing.1.filter(|_| seen_facts * ONE_FACT_IN < self.sources().len())?;
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
