//! What the three forms of output have in common: the pieces that a line is put together from. Everything that does
//! not change from frame to frame is made ready once.

use crate::ask::conversation::Exchanged;
use crate::body::Grade;
use crate::car::grade_of;
use crate::dbc::{Message, Raw, Signal};
use crate::frame::Frame;
use crate::report::frames::number::{Number, Scale};

/// Where and when a frame was, as every line begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'a> {
    /// Nanoseconds.
    pub(super) time: i64,
    /// The name of the capture, made ready.
    pub(super) file: &'a [u8],
    /// The line or record in it.
    pub(super) line: u64,
    /// The name of the bus, made ready.
    pub(super) channel: &'a [u8],
}

/// What kind of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Values of signals.
    Signals,
    /// A frame that no DBC knows.
    Unknown,
    /// A remote request.
    Remote,
    /// An error frame.
    Error,
    /// A tester's question and what came of it.
    Exchange,
}

impl Kind {
    /// The word for it in CSV.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Signals => "signal",
            Self::Unknown => "unknown",
            Self::Remote => "remote",
            Self::Error => "error",
            Self::Exchange => "exchange",
        }
    }
}

/// What of a signal is the same in every frame, in the form it is written.
#[derive(Debug)]
pub(super) struct Ready {
    /// What comes before the values, with the name.
    pub(super) before: Box<[u8]>,
    /// The unit.
    pub(super) unit: Box<[u8]>,
    /// What comes after all else, with the grade.
    pub(super) after: Box<[u8]>,
    /// The labels, in the order of [`Signal::labels`].
    pub(super) labels: Box<[Box<[u8]>]>,
    /// How raw values become physical ones.
    pub(super) scale: Scale,
}

/// The value of a signal in one frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) raw: Number,
    pub(super) physical: Number,
    pub(super) label: Option<&'a [u8]>,
}

impl Ready {
    /// The value that `raw` stands for.
    pub(super) fn value(&self, signal: &Signal, raw: Raw) -> Value<'_> {
        let place = raw
            .as_i64()
            .and_then(|value| signal.labels.binary_search_by_key(&value, |(value, _)| *value).ok());
        let label = place.and_then(|place| self.labels.get(place)).map(|label| &label[..]);
        Value { raw: Number::raw(raw), physical: self.scale.physical(signal, raw), label }
    }
}

/// One form of output. Each adds to a buffer.
pub(super) trait Layout {
    /// The line before all others, if there is one.
    fn heading(&self) -> &'static str;
    /// Whether each signal has a line of its own.
    fn is_by_signal(&self) -> bool;
    /// A name, a unit or a label as this form writes it.
    fn word(&self, text: &str) -> Vec<u8>;
    /// A bus without a name.
    fn nameless(&self) -> &'static [u8];
    /// The start of a line, up to the identifier.
    fn begin(&self, out: &mut Vec<u8>, kind: Kind, stamp: &Stamp<'_>);
    /// The message, before its signals; made ready once.
    fn message(&self, message: &Message) -> Vec<u8>;
    /// What is the same for a signal in every frame: before the values, unit, and after all else.
    fn signal(&self, message: &Message, signal: &Signal, grade: Option<Grade>) -> [Vec<u8>; 3];
    /// One signal, `first` of its frame or not.
    fn value(&self, out: &mut Vec<u8>, ready: &Ready, value: &Value<'_>, first: bool);
    /// The end of a frame's signals, for a form that has them in one line.
    fn end(&self, out: &mut Vec<u8>);
    /// The rest of a line for a frame that no DBC knows.
    fn unknown(&self, out: &mut Vec<u8>, frame: &Frame);
    /// The rest of a line for a remote request; `message` is its name if a DBC knows it.
    fn remote(&self, out: &mut Vec<u8>, frame: &Frame, message: Option<&str>);
    /// The rest of a line for a tester's question and what came of it.
    fn exchange(&self, out: &mut Vec<u8>, exchanged: &Exchanged<'_>);
    /// The rest of a line for an error frame, which says `words`.
    fn error(&self, out: &mut Vec<u8>, frame: &Frame, words: &str);
}

/// Makes `signal` ready.
pub(super) fn ready(layout: &dyn Layout, message: &Message, signal: &Signal) -> Ready {
    let [before, unit, after] = layout.signal(message, signal, grade_of(signal)).map(Vec::into_boxed_slice);
    let labels = signal.labels.iter().map(|(_, label)| layout.word(label).into_boxed_slice()).collect();
    Ready { before, unit, after, labels, scale: Scale::of(signal) }
}
