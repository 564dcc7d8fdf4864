//! What was learned, added to a DBC file that exists: what it says already is confirmed, what contradicts it is shown, and not one
//! of its bytes changes.

use super::conclusion::{Candidate, Conclusion};
use super::file::{
    About, DEFINITIONS, LEARNED, PAGE, Written, block, cycle, definition, message_name, number, unique,
    written,
};
use super::place::Place;
use crate::body::{Fact, Source, Value};
use crate::car::Car;
use crate::dbc::{Draft, Message, Signal};
use crate::frame::{CanId, MAX_PAYLOAD};

/// How one learned bit meets what a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// The file says the same of this bit; nothing was added.
    Confirmed {
        /// The file's signal.
        signal: String,
    },
    /// Nothing in the file contradicts it; it was added.
    Added,
    /// The file has other places for the fact, none of which was learned; this one was added as a further source.
    Elsewhere {
        /// The file's signals for the fact, each as `MESSAGE SIGNAL`.
        signals: Vec<String>,
    },
    /// The file says the opposite of this bit; nothing was added.
    Turned {
        /// The file's signal.
        signal: String,
    },
    /// The bit belongs to something else in the file; it was not added.
    Taken {
        /// The file's signal that holds it.
        signal: String,
        /// What that is said to tell; `None` for nothing.
        tells: Option<Fact>,
    },
    /// By the file, the message ends before the bit; it was not added.
    Beyond {
        /// The file's message.
        message: String,
        /// Its bytes, by the file.
        len: usize,
    },
    /// The first byte says what a frame holds, and by the file it is something else; it was not added.
    Unpaged {
        /// The file's message.
        message: String,
    },
}

impl Met {
    /// Whether file and recording contradict each other.
    pub const fn is_conflict(&self) -> bool {
        !matches!(self, Self::Confirmed { .. } | Self::Added)
    }

    const fn is_added(&self) -> bool {
        matches!(self, Self::Added | Self::Elsewhere { .. })
    }
}

/// One learned bit beside what the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The fact.
    pub fact: Fact,
    /// The bit.
    pub place: Place,
    /// How they meet.
    pub met: Met,
}

/// A file that nothing can be added to, because what is broken in it would spread.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{name}:{line}: broken, so that what is added to the file would not be read as it is meant: {reason}; mend this line first"
)]
pub struct Broken {
    /// The file.
    pub name: String,
    /// The first line that is broken, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// The file with these bytes, which is that of `car`, with what was learned; and how each bit met it.
///
/// # Errors
/// If it would then not say what it said, and what was added to it.
pub fn merge(
    bytes: &[u8],
    car: &Car,
    about: &About,
    conclusions: &[Conclusion],
) -> Result<(Vec<u8>, Vec<Merged>), Broken> {
    let learned = written(conclusions);
    let file = File { car, learned: &learned };
    let met: Vec<Met> = learned.iter().map(|one| file.meet(one)).collect();
    let merged = learned.iter().zip(&met).map(|(one, met)| Merged {
        fact: one.source.fact,
        place: one.place(),
        met: met.clone(),
    });
    let merged = merged.collect();
    let added = learned.iter().zip(&met).filter(|(_, met)| met.is_added());
    let mut added: Vec<Written> = added.map(|(one, _)| one.clone()).collect();
    if added.is_empty() {
        return Ok((bytes.to_vec(), merged));
    }
    let mut draft = Draft::of(bytes);
    let mut used = vec!["DoorjambFact", "DoorjambGrade"];
    let (mut blocks, mut cycles) = (String::new(), String::new());
    for signals in added.chunk_by_mut(|one, other| one.place().id == other.place().id) {
        let Some(id) = signals.first().map(|first| first.place().id) else { continue };
        let known = file.message(id);
        if let Some(known) = known {
            draft.add_signals(id, &named_within(known, signals));
        } else {
            let is_taken = |name: &str| car.database().messages().iter().any(|known| known.name == name);
            blocks.push('\n');
            blocks += &block(signals, &unique(&message_name(id), is_taken), "Vector__XXX");
        }
        let has_cycle =
            known.is_some_and(|known| known.cycle.is_some()) || draft.gives("GenMsgCycleTime", id);
        let at = draft.number(id).unwrap_or(number(id));
        cycles.extend(signals.first().filter(|_| !has_cycle).and_then(|first| cycle(first, at)));
    }
    if !blocks.is_empty() {
        draft.add("BO_", &blocks);
    }
    if !cycles.is_empty() {
        used.push("GenMsgCycleTime");
    }
    for (name, define, default) in DEFINITIONS.iter().filter(|(name, ..)| used.contains(name)) {
        if !draft.defines(name) {
            draft.add("BA_DEF_", define);
            draft.add("BA_DEF_DEF_", default);
        }
    }
    let grade =
        if draft.defines("DoorjambGrade") { draft.word("DoorjambGrade", "learned") } else { Some(LEARNED) };
    let grade = grade.map_or_else(|| "\"learned\"".to_owned(), |grade| grade.to_string());
    if !cycles.is_empty() {
        draft.add("BA_", &cycles);
    }
    for signal in &added {
        let at = draft.number(signal.place().id).unwrap_or(number(signal.place().id));
        let [comment, attributes, words] = signal.statements(about.start, at, &grade);
        draft.add("CM_", &comment);
        draft.add("BA_", &attributes);
        draft.add("VAL_", &words);
    }
    let whole = draft.into_bytes();
    if says_all(&whole, car, &added) {
        return Ok((whole, merged));
    }
    let repair = car.database().repairs().first();
    let (line, reason) =
        repair.map_or((1, "a quote is missing"), |repair| (repair.line, repair.text.as_str()));
    Err(Broken { name: car.name().to_owned(), line, reason: reason.to_owned() })
}

/// Whether a file says what that of `car` says, and what was added.
fn says_all(bytes: &[u8], car: &Car, added: &[Written<'_>]) -> bool {
    let Ok(whole) = Car::load(car.name(), bytes) else { return false };
    let signal = |id: CanId, name: &str| whole.database().message(id)?.signal(name);
    let is_same = |id: CanId, one: &Signal| {
        signal(id, &one.name).is_some_and(|other| {
            (one.labels == other.labels) && one.bit_positions().eq(other.bit_positions())
        })
    };
    let mut before = car.database().messages().iter();
    let is_kept = before.all(|message| message.signals().iter().all(|one| is_same(message.id, one)));
    let is_there = |one: &Written<'_>| {
        let of = |(number, source): (usize, &Source)| {
            let (message, signal) = whole.signal(number)?;
            Some(source.fact == one.source.fact && message.id == one.place().id && holds(signal, one.place()))
        };
        whole.sources().iter().enumerate().any(|source| of(source) == Some(true))
    };
    is_kept && whole.sources().len() == car.sources().len() + added.len() && added.iter().all(is_there)
}

/// The lines of signals that `known` does not have yet, which get names that it does not have either.
fn named_within(known: &Message, signals: &mut [Written<'_>]) -> String {
    let is_taken = |name: &str| known.signal(name).is_some();
    for signal in &mut *signals {
        signal.name = unique(&signal.name, is_taken);
    }
    let needs_page = !has_page(known) && signals.iter().any(|one| one.place().page.is_some());
    definition(signals, needs_page.then(|| unique(PAGE, is_taken)).as_deref())
}

/// The file beside what was learned.
struct File<'a> {
    car: &'a Car,
    learned: &'a [Written<'a>],
}

impl File<'_> {
    /// How one bit meets the file.
    fn meet(&self, one: &Written<'_>) -> Met {
        let place = one.place();
        if let Some(message) = self.message(place.id) {
            if let Some(signal) = message.signals().iter().find(|signal| holds(signal, place)) {
                return self.meet_at(message, signal, one);
            }
            let name = message.name.clone();
            if message.length * 8 <= usize::from(place.bit) {
                return Met::Beyond { message: name, len: message.length };
            }
            if place.page.is_some() && !has_page(message) && !has_room(message) {
                return Met::Unpaged { message: name };
            }
        }
        let others: Vec<(&Message, &Signal)> = self
            .broadcast()
            .filter(|(_, source, ..)| source.fact == one.source.fact)
            .map(|(_, _, message, signal)| (message, signal))
            .collect();
        let is_learned = |(message, signal): &(&Message, &Signal)| {
            let tells = |known: &&Written<'_>| known.facts().any(|fact| fact == one.source.fact);
            self.learned
                .iter()
                .filter(tells)
                .any(|known| known.place().id == message.id && holds(signal, known.place()))
        };
        if others.is_empty() || others.iter().any(is_learned) {
            return Met::Added;
        }
        let name = |(message, signal): &(&Message, &Signal)| format!("{} {}", message.name, signal.name);
        Met::Elsewhere { signals: others.iter().map(name).collect() }
    }

    /// How one bit meets the file's signal in its place.
    fn meet_at(&self, message: &Message, signal: &Signal, one: &Written<'_>) -> Met {
        let is_it = |(_, _, of, known): &(usize, &Source, &Message, &Signal)| {
            of.id == message.id && known.name == signal.name
        };
        let name = signal.name.clone();
        let Some((number, source, ..)) = self.broadcast().find(is_it) else {
            return Met::Taken { signal: name, tells: None };
        };
        if !one.facts().any(|fact| opening(fact) == opening(source.fact)) {
            return Met::Taken { signal: name, tells: Some(source.fact) };
        }
        let mut payload = [0; MAX_PAYLOAD];
        let place = one.place();
        let says = |payload: &[u8]| self.car.decode(number, payload).and_then(Value::switch);
        let zero = says(&payload);
        payload[usize::from(place.bit / 8)] |= 1 << (place.bit % 8);
        let is_inverted = zero == Some(true) || says(&payload) == Some(false);
        let is_complement =
            matches!(source.fact, Fact::Closed(_)) != matches!(one.source.fact, Fact::Closed(_));
        let Candidate { inverted, .. } = one.source.candidate;
        if signal.size == 1 && is_inverted ^ is_complement != inverted {
            return Met::Turned { signal: name };
        }
        Met::Confirmed { signal: name }
    }

    fn message(&self, id: CanId) -> Option<&Message> {
        self.car.database().messages().iter().find(|message| message.id == id)
    }

    /// Every signal that tells a fact without being asked, with its number among the car's sources.
    fn broadcast(&self) -> impl Iterator<Item = (usize, &Source, &Message, &Signal)> {
        let sources = self.car.sources().iter().enumerate();
        sources.filter_map(|(number, source)| {
            let is_asked = self.car.messages().get(source.message)?.request.is_some();
            let (message, signal) = self.car.signal(number)?;
            (!is_asked).then_some((number, source, message, signal))
        })
    }
}

/// An opening and its complement are told by one bit, each the other way round.
const fn opening(fact: Fact) -> Fact {
    if let Fact::Closed(opening) = fact { Fact::Open(opening) } else { fact }
}

/// Whether a signal holds the bit, in frames that have it.
fn holds(signal: &Signal, place: Place) -> bool {
    let brings = |page: u8| {
        signal.multiplex.selector.as_ref().is_none_or(|wanted| wanted.values.contains(u64::from(page)))
    };
    place.page.is_none_or(brings) && signal.bit_positions().any(|bit| bit == usize::from(place.bit))
}

/// Whether the whole first byte, and nothing else, says what a frame of the message holds.
fn has_page(message: &Message) -> bool {
    let mut switches = message.signals().iter().filter(|signal| signal.is_switch());
    let is_first_byte =
        |signal: &Signal| signal.multiplex.selector.is_none() && signal.bit_positions().eq(0..8);
    switches.next().is_some_and(is_first_byte) && switches.next().is_none()
}

/// Whether the first byte can become what says so.
fn has_room(message: &Message) -> bool {
    message.signals().iter().all(|signal| !signal.is_switch() && signal.bit_positions().all(|bit| bit >= 8))
}
