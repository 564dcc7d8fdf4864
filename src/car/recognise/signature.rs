//! The traffic by which a car is told from others: identifiers that must be there, with their length and
//! about their period, and identifiers that must not.

use std::time::Duration;

use super::observed::Observed;
use crate::dbc::Database;
use crate::frame::CanId;

/// A car's `DoorjambRecognise`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::car) struct Signature {
    wanted: Vec<Wanted>,
    unwanted: Vec<CanId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    id: CanId,
    /// Bytes a frame must have at least.
    length: usize,
    cycle: Option<Duration>,
}

/// How a bus compares with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// It is another car.
    No,
    /// All wanted identifiers were seen, too few times to believe it.
    Perhaps,
    /// It is this car.
    Yes,
}

/// Frames of a wanted identifier before it is believed: with four, three periods can be compared.
const ENOUGH: u32 = 4;

/// How far the mean period may be from the declared one, either way: as a factor. Extra frames on a change at
/// most halve it; the 370Z capture, whose logger loses frames, shows 60D at 1.6 times its period, and there are
/// worse loggers.
const TOLERANCE: u32 = 5;

/// Of so many frames at most one may be shorter than declared: a faulty unit sends some, a stranger with the
/// same identifier sends all.
const SHORT_ONE_IN: u32 = 4;

impl Signature {
    /// The signature in `database`, if it has one that can be used; what is wrong with it is named to `repair`
    /// with the attribute.
    pub(in crate::car) fn read(database: &Database, mut repair: impl FnMut(&str, String)) -> Option<Self> {
        const ATTRIBUTE: &str = "DoorjambRecognise";
        let attribute = database.attribute(ATTRIBUTE)?;
        let text = attribute.as_text()?;
        match Self::parse(text, database) {
            Ok(signature) => signature,
            Err(word) => {
                let word = word.escape_default();
                let text = format!(
                    "{ATTRIBUTE} names `{word}`, which is no message here in hexadecimal; it is not recognised"
                );
                repair(ATTRIBUTE, text);
                None
            }
        }
    }

    /// `Err` holds the word that cannot be used.
    fn parse<'a>(text: &'a str, database: &Database) -> Result<Option<Self>, &'a str> {
        let mut signature = Self { wanted: Vec::new(), unwanted: Vec::new() };
        for word in text.split_whitespace() {
            let unwanted = word.strip_prefix('!');
            let id = identifier(unwanted.unwrap_or(word)).ok_or(word)?;
            if unwanted.is_some() {
                signature.unwanted.push(id);
                continue;
            }
            let message = database.message(id).ok_or(word)?;
            signature.wanted.push(Wanted { id, length: message.length, cycle: message.cycle });
        }
        Ok((!signature.wanted.is_empty()).then_some(signature))
    }

    /// How what was seen compares; with `complete`, no more frames will come, and a recording too short to
    /// show periods is believed by its lengths.
    pub(super) fn compare(&self, seen: &Observed, complete: bool) -> Match {
        if self.unwanted.iter().any(|id| seen.of(*id).frames() > 0) {
            return Match::No;
        }
        self.wanted.iter().map(|wanted| wanted.compare(seen, complete)).min().unwrap_or(Match::No)
    }

    /// Whether another frame of `id` can make it match.
    pub(super) fn wants(&self, id: CanId) -> bool {
        self.wanted.iter().any(|wanted| wanted.id == id)
    }

    /// Whether it rests on what is not there, so that one must have listened for a while.
    pub(super) fn needs_time(&self) -> bool {
        !self.unwanted.is_empty()
    }
}

impl Wanted {
    fn compare(&self, seen: &Observed, complete: bool) -> Match {
        let tally = seen.of(self.id);
        let (whole, frames) = (tally.of_length(self.length), tally.frames());
        if whole == 0 || (frames - whole).saturating_mul(SHORT_ONE_IN) > frames {
            return Match::No;
        }
        let cycle = self.cycle.unwrap_or_default();
        let slow =
            |span: Duration, periods: u32| span > cycle.saturating_mul(periods.saturating_mul(TOLERANCE));
        let fits = if frames >= ENOUGH && tally.span() >= cycle * (ENOUGH - 1) / 2 {
            let periods = frames - 1;
            let fast = tally.span().saturating_mul(TOLERANCE) < cycle.saturating_mul(periods);
            !(fast || slow(tally.span(), periods))
        } else if complete {
            // Too few to compare, or without stamps; but had they a period, more would have come by the end.
            !slow(seen.listened().saturating_sub(tally.first()), frames)
        } else {
            return Match::Perhaps;
        };
        if fits || cycle.is_zero() { Match::Yes } else { Match::No }
    }
}

/// As `candump` writes it: up to three digits for 11 bits, eight for 29.
fn identifier(word: &str) -> Option<CanId> {
    let number = u32::from_str_radix(word, 16).ok()?;
    if word.len() == 8 { CanId::extended(number) } else { CanId::standard(number) }
}
