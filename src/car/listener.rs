//! The hot path: which message a frame is, whether it says anything new, and what its signals say of their
//! facts. It allocates nothing after it was made and keeps no facts.

use std::sync::Arc;

use super::Car;
use super::reading::Reading;
use crate::body::{FactKind, Value};
use crate::dbc::{Database, Message, Raw, Signal, Undefined};
use crate::frame::{CanId, Flags, Frame, MAX_PAYLOAD};

/// What a frame is to a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// None of its messages, or no data: a remote request or an error frame.
    Stranger,
    /// This message (a position in [`Car::messages`]) with the payload it had before.
    Same(usize),
    /// This message with a payload to decode. Of a message that tells an event, every frame.
    New(usize),
}

/// A frame that ends before a signal that should tell a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Bytes the frame has.
    pub has: u8,
    /// Bytes its signals need.
    pub needs: u8,
}

/// What was wrong with a decoded frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Telling {
    /// It is too short.
    pub short: Option<Short>,
    /// A multiplexer has a value that the DBC does not define.
    pub undefined: Option<Undefined>,
}

/// Hears the frames of one bus for one car.
#[derive(Debug, Clone)]
pub struct Listener {
    database: Arc<Database>,
    /// The message of each 11-bit identifier, or [`NONE`].
    standard: Box<[usize]>,
    /// The message of each 29-bit identifier, ascending.
    extended: Box<[(CanId, usize)]>,
    messages: Box<[Heeded]>,
    signals: Box<[Feeding]>,
}

/// A message that carries facts.
#[derive(Debug, Clone)]
struct Heeded {
    id: CanId,
    /// Its position in the database.
    message: usize,
    /// Its part of [`Listener::signals`].
    signals: (usize, usize),
    every_frame_counts: bool,
    has_switch: bool,
    is_answer: bool,
    last: Option<Payload>,
}

/// The last payload of a message.
#[derive(Debug, Clone, Copy)]
struct Payload {
    len: usize,
    bytes: [u8; MAX_PAYLOAD],
}

/// A signal that tells a fact.
#[derive(Debug, Clone)]
struct Feeding {
    source: usize,
    signal: usize,
    reading: Reading,
}

/// No message.
const NONE: usize = usize::MAX;

impl Listener {
    /// A listener for `car` that has heard nothing.
    pub fn new(car: &Car) -> Self {
        let database = Arc::clone(&car.database);
        let mut standard = vec![NONE; CanId::MAX_STANDARD as usize + 1].into_boxed_slice();
        let mut extended = Vec::new();
        let mut messages = Vec::with_capacity(car.messages().len());
        let mut signals = Vec::with_capacity(car.sources().len());
        for (place, message) in car.messages().iter().enumerate() {
            if message.id.is_extended() {
                extended.push((message.id, place));
            } else {
                standard[message.id.value() as usize] = place;
            }
            let first = signals.len();
            let mut heeded = Heeded {
                id: message.id,
                message: 0,
                signals: (first, first),
                every_frame_counts: false,
                has_switch: false,
                is_answer: message.request.is_some(),
                last: None,
            };
            let feeding = car.sources().iter().zip(car.bindings()).enumerate();
            for (source, (told, binding)) in feeding.filter(|(_, (told, _))| told.message == place) {
                let whole = &database.messages()[binding.message];
                heeded.message = binding.message;
                heeded.every_frame_counts |= told.fact.kind() == FactKind::Pulse;
                heeded.has_switch = whole.signals().iter().any(Signal::is_switch);
                signals.push(Feeding { source, signal: binding.signal, reading: binding.reading.clone() });
            }
            heeded.signals.1 = signals.len();
            messages.push(heeded);
        }
        extended.sort_unstable();
        Self {
            database,
            standard,
            extended: extended.into(),
            messages: messages.into(),
            signals: signals.into(),
        }
    }

    /// What `frame` is; remembers its payload.
    pub fn hear(&mut self, frame: &Frame) -> Heard {
        let Some(place) = self.place(frame) else { return Heard::Stranger };
        let message = &mut self.messages[place];
        let payload = frame.payload();
        let same = message.last.as_ref().is_some_and(|last| last.bytes[..last.len] == *payload);
        if same && !message.every_frame_counts {
            return Heard::Same(place);
        }
        let last = message.last.get_or_insert(Payload { len: 0, bytes: [0; MAX_PAYLOAD] });
        last.len = payload.len();
        last.bytes[..payload.len()].copy_from_slice(payload);
        Heard::New(place)
    }

    /// Calls `each` with every source (a position in [`Car::sources`]) of `message` (one that [`Heard`] gave)
    /// and what `frame` says by it: `None` if it says nothing, because the value stands for nothing or the
    /// frame is too short. A source that the frame's multiplexer does not bring is left out.
    pub fn decode(
        &self,
        message: usize,
        frame: &Frame,
        mut each: impl FnMut(usize, Option<Value>),
    ) -> Telling {
        let mut telling = Telling::default();
        let Some(heeded) = self.messages.get(message) else { return telling };
        let whole = &self.database.messages()[heeded.message];
        let payload = frame.payload();
        let mut needs = 0;
        for feeding in &self.signals[heeded.signals.0..heeded.signals.1] {
            let signal = &whole.signals()[feeding.signal];
            let raw = match brought(whole, signal, payload) {
                Brought::No => continue,
                Brought::CutOff(bytes) => {
                    needs = bytes.max(needs);
                    None
                }
                Brought::Yes(raw) => Some(raw),
            };
            each(feeding.source, raw.and_then(|raw| feeding.reading.value(signal, raw)));
        }
        if needs > 0 {
            let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
            telling.short = Some(Short { has: byte(payload.len()), needs: byte(needs) });
        }
        if heeded.has_switch {
            telling.undefined = whole.decode(payload, |_, _| {}).undefined;
        }
        telling
    }

    /// The identifiers worth receiving, in the order of [`Car::messages`].
    pub fn interest(&self) -> impl Iterator<Item = CanId> {
        self.messages.iter().map(|message| message.id)
    }

    /// Forgets every payload, so that the next frame of each message is [`Heard::New`].
    pub fn forget(&mut self) {
        self.messages.iter_mut().for_each(|message| message.last = None);
    }

    fn place(&self, frame: &Frame) -> Option<usize> {
        if !frame.is_data() {
            return None;
        }
        let is_answer = frame.flags.contains(Flags::ANSWER);
        if frame.id.is_extended() {
            let index = self.extended.binary_search_by_key(&frame.id, |(id, _)| *id).ok()?;
            let place = self.extended[index].1;
            // A frame that bears the name of an answer is none, and nobody may speak for the unit so.
            return (self.messages[place].is_answer == is_answer).then_some(place);
        }
        self.standard.get(frame.id.value() as usize).copied().filter(|place| *place != NONE && !is_answer)
    }
}

/// Whether a signal is in a payload.
enum Brought {
    Yes(Raw),
    /// Its multiplexer has another value.
    No,
    /// The payload ends before it, or before its multiplexer; it would need so many bytes.
    CutOff(usize),
}

fn brought(message: &Message, signal: &Signal, payload: &[u8]) -> Brought {
    let mut selector = signal.multiplex.selector.as_ref();
    // Ends, because loading refuses loops of multiplexers.
    while let Some(wanted) = selector {
        let switch = &message.signals()[wanted.switch];
        let bits = match switch.raw(payload) {
            None => return Brought::CutOff(switch.last_byte()),
            Some(Raw::Unsigned(bits)) => bits,
            // Selectors count the bits as they are, whatever sign they are given.
            Some(Raw::Signed(value)) => value.cast_unsigned() & (u64::MAX >> (64 - switch.size.clamp(1, 64))),
            Some(Raw::Float(_)) => return Brought::No,
        };
        if !wanted.values.contains(bits) {
            return Brought::No;
        }
        selector = switch.multiplex.selector.as_ref();
    }
    signal.raw(payload).map_or_else(|| Brought::CutOff(signal.last_byte()), Brought::Yes)
}
