//! `convert`: the same frames in another format, or some of them.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::follow::{CAPTURE, name_of};
use super::interrupt::{Interrupt, Unfinished};
use super::moment::Moment;
use super::passage::Passage;
use super::progress::Watch;
use super::rewrite::{Fate, Writing};
use super::span::{Stretch, Within};
use super::{Error, Exit, Streams};
use crate::capture::Reader;
use crate::frame::{CanId, Flags, Frame};

/// Write a capture in another format, whole or in part.
///
/// What the format cannot hold is said on standard error. OUT appears when it is whole, so Ctrl-C leaves nothing behind;
/// but what came through a pipe until then is kept.
#[derive(Debug, Args)]
pub(super) struct Convert {
    /// The capture; `-` is standard input.
    #[arg(value_name = "IN")]
    input: PathBuf,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    choosing: Choosing,
}

/// Which frames are written.
#[derive(Debug, Clone, Args)]
struct Choosing {
    /// Leave out frames before this moment: seconds from the capture's first frame (12.5), or a time as the capture
    /// stamps it (@1700000012.5).
    #[arg(long, value_name = "MOMENT", allow_negative_numbers = true)]
    from: Option<Moment>,
    /// Leave out frames after this moment, given like `--from`.
    #[arg(long, value_name = "MOMENT", allow_negative_numbers = true)]
    until: Option<Moment>,
    /// Only these buses, by the names the capture gives them, such as can0.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    channel: Vec<String>,
    /// Only these identifiers: 60D, 700-7FF, or with eight digits for 29 bits, 18DAF110. Error frames have none.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    id: Vec<Ids>,
}

/// An identifier, or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ids {
    first: CanId,
    last: CanId,
}

impl FromStr for Ids {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let wrong = "give three hexadecimal digits for 11 bits or eight for 29, or two such joined by -";
        let (first, last) = (identifier(first).ok_or(wrong)?, identifier(last).ok_or(wrong)?);
        if first.is_extended() != last.is_extended() {
            return Err("both ends of a range must be of 11 bits, or both of 29");
        }
        if first > last { Err("the range ends before it begins") } else { Ok(Self { first, last }) }
    }
}

/// As candump writes it.
fn identifier(text: &str) -> Option<CanId> {
    let value = u32::from_str_radix(text, 16).ok().filter(|_| !text.starts_with('+'))?;
    match text.len() {
        8 => CanId::extended(value),
        1..=3 => CanId::standard(value),
        _ => None,
    }
}

impl Convert {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let stretch = Stretch::between(self.choosing.from, self.choosing.until);
        stretch.check()?;
        let unfinished = Unfinished::default();
        let interrupt = Interrupt::listen_for(&unfinished).map_err(Error::Signals)?;
        let err = streams.err().clone();
        let watch = Watch { interrupt: &interrupt, bar: err.bar() };
        let mut passage = Passage::new(Reader::open(&self.input, CAPTURE)?, watch);
        let name = name_of(&self.input);
        let rewriting = self.writing.begin(streams, &err, name.clone(), &unfinished)?;
        let mut chosen = Chosen { choosing: &self.choosing, within: Within::new(stretch), buses: Vec::new() };
        let done = rewriting.go(&mut passage, |frame, channels| chosen.fate(frame, channels));
        // What was not read to its end may still have it, and what could not be written is worse.
        if passage.is_whole()
            && matches!(done, Ok(_) | Err(Error::NothingLeft { .. }))
            && let Some(channel) = chosen.missing()
        {
            return Err(Error::NoBus { name, bus: channel.clone(), buses: chosen.buses });
        }
        done.map(super::rewrite::Rewritten::exit)
    }
}

/// The choice at work.
struct Chosen<'a> {
    choosing: &'a Choosing,
    within: Within,
    /// The buses of the capture.
    buses: Vec<String>,
}

impl Chosen<'_> {
    fn fate(&mut self, frame: &Frame, channels: &[String]) -> Result<Fate, Error> {
        if self.buses.len() < channels.len() {
            self.buses = channels.to_vec();
        }
        Ok(if self.within.holds(frame.time)? && self.holds(frame) { Fate::Kept } else { Fate::Dropped })
    }

    fn holds(&self, frame: &Frame) -> bool {
        let Choosing { channel, id, .. } = self.choosing;
        let name = self.buses.get(usize::from(frame.channel));
        let on_bus = channel.is_empty() || name.is_some_and(|name| channel.contains(name));
        let is_asked = |ids: &Ids| ids.first <= frame.id && frame.id <= ids.last;
        let asked = id.is_empty() || (!frame.flags.contains(Flags::ERROR) && id.iter().any(is_asked));
        on_bus && asked
    }

    /// A bus that was asked for and is not there.
    fn missing(&self) -> Option<&String> {
        let known = !self.buses.is_empty();
        self.choosing.channel.iter().find(|name| known && !self.buses.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use crate::frame::CanId;

    #[test]
    fn identifiers_are_given_as_candump_writes_them() {
        let ids = |text: &str| text.parse::<Ids>();
        let standard = |id| CanId::standard(id).unwrap();
        let extended = |id| CanId::extended(id).unwrap();
        assert_eq!(ids("60D"), Ok(Ids { first: standard(0x60D), last: standard(0x60D) }));
        assert_eq!(ids("700-7ff"), Ok(Ids { first: standard(0x700), last: standard(0x7FF) }));
        assert_eq!(ids("0000060D"), Ok(Ids { first: extended(0x60D), last: extended(0x60D) }));
        for wrong in
            ["", "-", "800", "60G", "+60", "60D-", "7FF-700", "700-000007FF", "12345", "FFFFFFFF", "1-2-3"]
        {
            assert!(ids(wrong).is_err(), "{wrong}");
        }
    }
}
