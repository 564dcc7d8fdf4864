//! Private things in the messages of diagnostics: which frames they came in, and where in those.

use std::collections::HashMap;

use super::named::{Named, named};
use super::numbers::{Known, runs};
use super::private::{Found, Private};
use crate::ask::isotp::{Addressing, Fault, Kind, PATIENCE, Part, Reassembly, Taken};
use crate::frame::{CanId, Frame};

/// Transfers under way that are followed; the one that rested longest gives way.
const MOST: usize = 256;

/// Longest message that is looked into, in bytes.
const LONGEST: usize = 32 << 10;

/// Where diagnostics are spoken among 11-bit identifiers; OBD has 7DF to 7EF, makers those around it.
const DIAGNOSTIC: std::ops::RangeInclusive<u32> = 0x600..=0x7FF;

/// Something private in one frame: which of its bytes, as bits.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) ordinal: u64,
    pub(super) bytes: u64,
    pub(super) private: Private,
    pub(super) found: Found,
    pub(super) channel: u8,
    pub(super) id: CanId,
}

/// Who sends: bus, identifier, and address where the frames bear one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Speaker {
    channel: u8,
    id: CanId,
    address: Option<u8>,
}

/// Which bytes of a frame are the next ones of a message.
#[derive(Debug, Clone, Copy)]
struct Piece {
    ordinal: u64,
    start: u8,
    len: u8,
}

#[derive(Debug)]
struct Transfer {
    reassembly: Reassembly,
    pieces: Vec<Piece>,
    /// What a message held that was given up: what follows of it is private all the same.
    suspect: Option<Named>,
    /// The latest message was said to be longer than what is looked into.
    is_long: bool,
    latest: u64,
}

/// What was found, and what could not be looked into.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) hits: Vec<Hit>,
    pub(super) vins: Known,
    /// Messages of which frames are missing.
    pub(super) cut: u64,
    /// Messages longer than what is looked into.
    pub(super) too_long: u64,
}

/// All transfers of a capture.
#[derive(Debug, Default)]
pub(super) struct Transfers {
    open: HashMap<Speaker, Transfer>,
}

impl Transfers {
    /// Looks at the frame with this ordinal.
    pub(super) fn look(&mut self, ordinal: u64, frame: &Frame, findings: &mut Findings) {
        for addressing in [Addressing::Normal, Addressing::Extended] {
            let Ok(part) = Part::read(frame.payload(), addressing) else { continue };
            let address = match addressing {
                Addressing::Normal => None,
                Addressing::Extended => frame.payload().first().copied(),
            };
            let speaker = Speaker { channel: frame.channel, id: frame.id, address };
            match part.kind {
                Kind::FlowControl { .. } => {}
                Kind::First { .. } => {
                    self.make_room(speaker, findings);
                    let transfer = self.open.entry(speaker).or_insert_with(|| Transfer::new(addressing));
                    transfer.feed(speaker, ordinal, frame, &part, findings);
                }
                Kind::Single | Kind::Consecutive { .. } => match self.open.get_mut(&speaker) {
                    Some(transfer) => transfer.feed(speaker, ordinal, frame, &part, findings),
                    None if part.kind == Kind::Single => {
                        let piece = Piece::of(ordinal, &part);
                        judge(speaker, &frame.payload()[part.data], &[piece], findings);
                    }
                    None => {}
                },
            }
        }
    }

    /// Looks at what is still under way.
    pub(super) fn finish(&mut self, findings: &mut Findings) {
        for (speaker, transfer) in self.open.drain() {
            transfer.end(speaker, findings);
        }
    }

    fn make_room(&mut self, speaker: Speaker, findings: &mut Findings) {
        if self.open.len() < MOST || self.open.contains_key(&speaker) {
            return;
        }
        let oldest =
            self.open.iter().min_by_key(|(_, transfer)| transfer.latest).map(|(speaker, _)| *speaker);
        if let Some((speaker, transfer)) = oldest.and_then(|speaker| self.open.remove_entry(&speaker)) {
            transfer.end(speaker, findings);
        }
    }
}

impl Transfer {
    fn new(addressing: Addressing) -> Self {
        let reassembly = Reassembly::new(addressing, LONGEST, PATIENCE);
        Self { reassembly, pieces: Vec::new(), suspect: None, is_long: false, latest: 0 }
    }

    fn feed(&mut self, speaker: Speaker, ordinal: u64, frame: &Frame, part: &Part, findings: &mut Findings) {
        self.latest = ordinal;
        let payload = frame.payload();
        let piece = Piece::of(ordinal, part);
        let is_beginning = !matches!(part.kind, Kind::Consecutive { .. });
        let is_certain = self.is_certain(speaker);
        let fed = self.reassembly.feed(frame.time, payload);
        if let Some(abandoned) = fed.abandoned {
            match abandoned.fault {
                Fault::TooLong(_) => {
                    self.is_long = true;
                    self.suspect = holds(speaker, &payload[part.data.clone()]);
                    if let Some(named) = &self.suspect {
                        let header = u8::try_from(named.header).unwrap_or(u8::MAX);
                        findings.hit(speaker, piece.without(header), named);
                    }
                }
                Fault::Headless => {}
                _ => {
                    findings.cut += u64::from(is_certain);
                    self.suspect = judge(speaker, abandoned.received, &self.pieces, findings);
                }
            }
            self.pieces.clear();
            if is_beginning && !matches!(abandoned.fault, Fault::TooLong(_)) {
                self.suspect = None;
            }
        }
        match fed.taken {
            Some(Taken::Whole(message)) => {
                self.pieces.push(piece);
                judge(speaker, message, &self.pieces, findings);
                self.pieces.clear();
                self.suspect = None;
            }
            Some(Taken::Begun(_)) => {
                self.suspect = None;
                self.pieces.push(piece);
            }
            Some(Taken::More) => self.pieces.push(piece),
            None if !is_beginning => {
                let is_second = part.kind == Kind::Consecutive { number: 1 };
                findings.too_long += u64::from(is_second && self.is_long && is_diagnostic(speaker));
                self.is_long = false;
                if let Some(named) = &self.suspect {
                    findings.hit(speaker, piece, named);
                }
            }
            Some(Taken::FlowControl(_)) | None => {}
        }
    }

    /// Whether this is a message, and no broadcast that happens to look like the beginning of one.
    fn is_certain(&self, speaker: Speaker) -> bool {
        is_diagnostic(speaker) && speaker.address.is_none() && self.pieces.len() > 1
    }

    fn end(self, speaker: Speaker, findings: &mut Findings) {
        if self.reassembly.is_receiving() {
            findings.cut += u64::from(self.is_certain(speaker));
            judge(speaker, self.reassembly.received(), &self.pieces, findings);
        }
    }
}

impl Piece {
    /// A payload has at most 64 bytes.
    #[expect(clippy::cast_possible_truncation, reason = "a payload has at most 64 bytes")]
    fn of(ordinal: u64, part: &Part) -> Self {
        Self { ordinal, start: part.data.start as u8, len: part.data.len() as u8 }
    }

    fn without(self, front: u8) -> Self {
        let front = front.min(self.len);
        Self { start: self.start + front, len: self.len - front, ..self }
    }

    /// Its bytes from `from` up to `to` of the message, of which it holds those from `at` on; as bits of the frame.
    fn bits(self, at: usize, from: usize, to: usize) -> u64 {
        let range = from.max(at)..to.min(at + usize::from(self.len));
        range.fold(0, |bits, place| bits | 1 << (usize::from(self.start) + place - at))
    }
}

impl Findings {
    fn hit(&mut self, speaker: Speaker, piece: Piece, named: &Named) {
        let bytes = piece.bits(0, 0, usize::from(piece.len));
        self.add(speaker, piece.ordinal, bytes, named.private, &named.found);
    }

    fn add(&mut self, speaker: Speaker, ordinal: u64, bytes: u64, private: Private, found: &Found) {
        if bytes != 0 {
            let Speaker { channel, id, .. } = speaker;
            self.hits.push(Hit { ordinal, bytes, private, found: found.clone(), channel, id });
        }
    }
}

/// What a message of diagnostics says it holds.
fn holds(speaker: Speaker, message: &[u8]) -> Option<Named> {
    if is_diagnostic(speaker) { named(message) } else { None }
}

/// Whether diagnostics are spoken with this identifier.
fn is_diagnostic(speaker: Speaker) -> bool {
    if speaker.id.is_extended() {
        // Normal fixed addressing, to one unit and to all.
        matches!(speaker.id.value() >> 16 & 0xFF, 0xDA | 0xDB)
    } else {
        DIAGNOSTIC.contains(&speaker.id.value())
    }
}

/// Finds what is private in a message, or what came of it; gives back what the message says it holds.
fn judge(speaker: Speaker, message: &[u8], pieces: &[Piece], findings: &mut Findings) -> Option<Named> {
    let named = holds(speaker, message);
    let mut mark = |from: usize, to: usize, private, found: &Found| {
        // Nothing but what fills up: the car does not tell it.
        if message[from..to].iter().all(|byte| matches!(byte, 0 | 0xFF)) {
            return;
        }
        let mut at = 0;
        for piece in pieces {
            findings.add(speaker, piece.ordinal, piece.bits(at, from, to), private, found);
            at += usize::from(piece.len);
        }
    };
    if let Some(named) = &named {
        mark(named.header.min(message.len()), message.len(), named.private, &named.found);
    } else {
        for run in runs(message) {
            mark(run.start, run.end, Private::Vin, &Found::Text);
        }
    }
    for run in runs(message) {
        findings.vins.add(&message[run]);
    }
    named
}
