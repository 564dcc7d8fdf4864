//! What other testers ask and units answer, heard from the side. It takes a pair of identifiers for a conversation only
//! when what one says answers the other; it says nothing itself and keeps no data of answers but trouble codes.

mod address;
mod exchange;
mod pair;
mod speaker;

use crate::car::{Car, Unit};
use crate::frame::{CanId, Frame, Time};
use pair::Pair;
use speaker::{Asked, Speaker};

pub use exchange::{Exchanged, Head, Said};
pub use pair::Question;

/// Identifiers listened to at most; the rest is not heard.
const MOST_SPEAKERS: usize = 256;

/// Pairs followed at most.
const MOST_PAIRS: usize = 64;

/// What testers and units say on the buses of one capture.
#[derive(Debug, Clone, Default)]
pub struct Conversations {
    units: Vec<Unit>,
    /// What is known of the car's requests: who is asked, the bytes, and what they are about.
    names: Vec<Named>,
    /// Identifiers of the car's units that lie where nobody expects them.
    others: Vec<CanId>,
    speakers: Vec<Speaker>,
    pairs: Vec<Pair>,
    /// The answer being looked at.
    answer: Vec<u8>,
}

/// A request that the car's DBC has a name for.
#[derive(Debug, Clone)]
struct Named {
    unit: usize,
    request: Vec<u8>,
    name: String,
}

/// One tester's talk with one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The bus, by its number in the capture.
    pub channel: u8,
    /// The identifier of the questions; of one that asks all units at once, theirs.
    pub tester: CanId,
    /// The identifier of the answers.
    pub unit: CanId,
    /// The unit's name in the car's DBC.
    pub name: Option<String>,
    /// What was asked, each question once, in the order in which it was first asked.
    pub questions: Vec<Question>,
    /// Times other questions were asked than those that are kept.
    pub untold: u64,
}

impl Conversations {
    /// Nothing heard yet; units and requests have the names that `car` gives them.
    pub fn new(car: Option<&Car>) -> Self {
        let Some(car) = car else { return Self::default() };
        let answers = car.answers().iter().map(|answer| (answer.unit, &answer.request, &answer.name));
        let actuations = car.actuations().iter().map(|one| (one.unit, &one.request, &one.word));
        let named = |(unit, request, name): (usize, &crate::car::Ask, &String)| Named {
            unit,
            request: request.bytes().to_vec(),
            name: name.clone(),
        };
        let ids = car.units().iter().flat_map(|unit| [unit.request, unit.response]);
        Self {
            units: car.units().to_vec(),
            names: answers.chain(actuations).map(named).collect(),
            others: ids.filter(|id| !address::is_diagnostic(*id)).collect(),
            ..Self::default()
        }
    }

    /// Whether the bytes of frames with this identifier matter; to be asked before [`Conversations::hear`].
    #[inline]
    pub fn wants(&self, id: CanId) -> bool {
        address::is_diagnostic(id) || (!self.others.is_empty() && self.others.contains(&id))
    }

    /// Another capture begins: nothing was heard of it.
    pub fn forget(&mut self) {
        self.speakers.clear();
        self.pairs.clear();
    }

    /// The identifiers that matter besides those by which diagnostics are usually spoken.
    pub fn others(&self) -> &[CanId] {
        &self.others
    }

    /// Takes a frame; gives the exchange that it ends, on a pair that is a conversation.
    pub fn hear(&mut self, frame: &Frame) -> Option<Exchanged<'_>> {
        let time = frame.time;
        if !frame.is_data() {
            return None;
        }
        let at = self.speaker(frame.channel, frame.id)?;
        let message = self.speakers[at].hear(frame, time)?;
        if let Some(asked) = Asked::of(message, frame, time) {
            let before = self.speakers[at].asked.replace(asked);
            self.left_unanswered(frame, before);
            return None;
        }
        let said = Said::of(message)?;
        let mut answer = std::mem::take(&mut self.answer);
        answer.clear();
        answer.extend_from_slice(message);
        let pair = self.answered(at, &answer, said, frame, time);
        self.answer = answer;
        let (asked, pair) = pair?;
        if !self.pairs[pair].is_trusted() || said == Said::Pending {
            return None;
        }
        let unit = address::unit(&self.units, self.pairs[pair].tester, frame.id);
        Some(Exchanged {
            time,
            origin: asked.origin,
            channel: frame.channel,
            tester: self.pairs[pair].tester,
            unit: frame.id,
            name: unit.map(|unit| self.units[unit].name.as_str()),
            about: about(&self.names, unit, &asked.head),
            head: asked.head,
            said,
            length: self.answer.len(),
        })
    }

    /// Holds an answer of speaker `at` against what was asked; gives the question and its pair.
    fn answered(
        &mut self,
        at: usize,
        answer: &[u8],
        said: Said,
        frame: &Frame,
        time: Time,
    ) -> Option<(Asked, usize)> {
        let (partner, strength) = self.partner(at, answer, time)?;
        let tester = self.speakers[partner].id;
        let asked = self.speakers[partner].asked.as_mut()?;
        match said {
            Said::Pending => asked.latest = time,
            _ if address::is_to_all(tester) => {}
            _ => asked.is_answered = true,
        }
        let asked = asked.clone();
        let place = self.pair(frame.channel, tester, frame.id)?;
        let pair = &mut self.pairs[place];
        pair.trust(address::are_related(&self.units, tester, frame.id), strength);
        pair.said(&asked, said, time, asked.codes(answer));
        Some((asked, place))
    }

    /// Every conversation, in the order in which they began.
    pub fn told(&self) -> Vec<Conversation> {
        let mut told: Vec<Conversation> = self
            .pairs
            .iter()
            .filter(|pair| pair.is_trusted())
            .map(|pair| {
                let unit = address::unit(&self.units, pair.tester, pair.unit);
                let mut questions = pair.questions.clone();
                for question in &mut questions {
                    question.about = about(&self.names, unit, &question.head).map(str::to_owned);
                }
                Conversation {
                    channel: pair.channel,
                    tester: pair.tester,
                    unit: pair.unit,
                    name: unit.map(|unit| self.units[unit].name.clone()),
                    questions,
                    untold: pair.untold,
                }
            })
            .collect();
        told.sort_by_key(|talk| talk.questions.first().map_or(Time::MAX, |question| question.first));
        told
    }

    fn speaker(&mut self, channel: u8, id: CanId) -> Option<usize> {
        let known = self.speakers.iter().position(|speaker| (speaker.channel, speaker.id) == (channel, id));
        if known.is_some() || self.speakers.len() >= MOST_SPEAKERS {
            return known;
        }
        self.speakers.push(Speaker::new(channel, id));
        Some(self.speakers.len() - 1)
    }

    /// Whose question the message of speaker `at` answers: of those it could be, one with a related identifier, else the
    /// latest.
    fn partner(&self, at: usize, message: &[u8], time: Time) -> Option<(usize, pair::Strength)> {
        let me = &self.speakers[at];
        let candidates = self
            .speakers
            .iter()
            .enumerate()
            .filter(|(place, other)| *place != at && other.channel == me.channel);
        let answered = candidates.filter_map(|(place, other)| {
            let asked = other.asked.as_ref()?;
            let strength = asked.is_answered_by(message, time)?;
            Some((address::are_related(&self.units, other.id, me.id), asked.time, place, strength))
        });
        let (.., place, strength) = answered.max_by_key(|(is_related, asked, ..)| (*is_related, *asked))?;
        Some((place, strength))
    }

    fn pair(&mut self, channel: u8, tester: CanId, unit: CanId) -> Option<usize> {
        let is_it = |pair: &Pair| (pair.channel, pair.tester, pair.unit) == (channel, tester, unit);
        let known = self.pairs.iter().position(is_it);
        if known.is_some() || self.pairs.len() >= MOST_PAIRS {
            return known;
        }
        self.pairs.push(Pair::new(channel, tester, unit));
        Some(self.pairs.len() - 1)
    }

    /// The question before the one that `frame` ends had no answer, if nobody gave one.
    fn left_unanswered(&mut self, frame: &Frame, before: Option<Asked>) {
        let Some(before) = before.filter(|asked| !asked.is_answered && !address::is_to_all(frame.id)) else {
            return;
        };
        for pair in &mut self.pairs {
            if (pair.channel, pair.tester) == (frame.channel, frame.id) {
                pair.unanswered(&before);
            }
        }
    }
}

/// What the car's DBC calls a request.
fn about<'a>(names: &'a [Named], unit: Option<usize>, head: &Head) -> Option<&'a str> {
    let is_it = |named: &&Named| Some(named.unit) == unit && named.request == head.bytes();
    names.iter().find(is_it).map(|named| named.name.as_str())
}
