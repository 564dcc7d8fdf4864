//! Every text format's loop: lines in, frames and located notices out. What a line means is its format's own.

use std::borrow::Cow;

use super::channels::Channels;
use super::error::Error;
use super::input::{Input, LONGEST_LINE, Line};
use super::interest::Interest;
use super::{Decoder, Item, Next, one};
use crate::frame::Frame;
use crate::notice::NoticeKind;

/// How much of a bad line is quoted, in characters.
const QUOTED: usize = 60;

/// What a good line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parsed {
    /// The frame was filled in.
    Frame,
    /// Blank, a comment, or a heading.
    Nothing,
}

/// What is wrong with a line and what was expected instead.
pub(super) type Complaint = Cow<'static, str>;

/// A format of lines.
pub(super) trait LineFormat: Send {
    /// Reads one line. Of `frame`, everything but the origin must be set when it returns a frame.
    fn parse(&mut self, line: &[u8], channels: &mut Channels, frame: &mut Frame)
    -> Result<Parsed, Complaint>;

    /// Reads the frame that `rest` starts with, line end included, where a quicker way than
    /// [`LineFormat::parse`] can; returns its length. Must fill in the frame as `parse` would.
    #[inline]
    fn quick(&mut self, _rest: &[u8], _channels: &mut Channels, _frame: &mut Frame) -> Option<usize> {
        None
    }

    /// How many bytes must be seen before the first line is read, judged by the lines in `head`, of which the first
    /// that this format would write is the last that is sure to be there.
    fn foresight(&self, _head: &[u8]) -> usize {
        0
    }

    /// Looks at as many bytes as [`LineFormat::foresight`] asked for, or all if there are fewer.
    fn foresee(&mut self, _head: &[u8]) {}

    /// Tells which payloads matter.
    fn set_interest(&mut self, _interest: Interest) {}
}

/// Reads a capture of lines.
pub(super) struct Text<F> {
    format: F,
    channels: Channels,
    has_begun: bool,
}

impl<F: LineFormat + 'static> Text<F> {
    /// Starts at the first line.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "what starts a decoder may fail: binary formats have headers"
    )]
    pub(super) fn start(format: F) -> Result<Box<dyn Decoder>, Error> {
        Ok(Box::new(Self { format, channels: Channels::default(), has_begun: false }))
    }

    #[cold]
    fn begin(&mut self, input: &mut Input) -> Result<(), Error> {
        self.has_begun = true;
        let foresight = self.format.foresight(input.rest());
        if foresight > 0 {
            input.need(foresight)?;
            self.format.foresee(input.rest().get(..foresight).unwrap_or(input.rest()));
        }
        Ok(())
    }

    /// Reads frames the quick way as long as it can; says how many.
    fn fill_quickly(&mut self, input: &mut Input, frames: &mut [Frame]) -> usize {
        let mut origin = input.origin();
        let (mut rest, mut count) = (input.rest(), 0);
        let whole = rest.len();
        for frame in frames {
            let Some(length) = self.format.quick(rest, &mut self.channels, frame) else { break };
            rest = rest.get(length..).unwrap_or_default();
            origin.line += 1;
            frame.origin = origin;
            count += 1;
        }
        let taken = whole - rest.len();
        if count > 0 {
            input.consume(taken);
            input.line = origin.line;
        }
        count
    }

    /// What to say about a line that did not parse.
    #[cold]
    fn complain(input: &Input, line: &[u8], ended: bool, complaint: &str) -> Item {
        let quoted = quote(line);
        let (kind, text) = if ended {
            (NoticeKind::MalformedLine, format!("{complaint}: `{quoted}`"))
        } else {
            (NoticeKind::CutOff, format!("the last line is cut off: `{quoted}`"))
        };
        input.notice(kind, text)
    }
}

impl<F: LineFormat + 'static> Decoder for Text<F> {
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Next {
        if !self.has_begun {
            self.begin(input)?;
        }
        loop {
            let (line, ended) = match input.line()? {
                Line::Whole(line) => (input.bytes(line), true),
                Line::Unended(line) => (input.bytes(line), false),
                Line::TooLong => {
                    let text = format!("a line of more than {} KiB was skipped", LONGEST_LINE / 1024);
                    return Ok(Some(input.notice(NoticeKind::MalformedLine, text)));
                }
                Line::End => return Ok(None),
            };
            match self.format.parse(line, &mut self.channels, frame) {
                Ok(Parsed::Frame) => {
                    frame.origin = input.origin();
                    return Ok(Some(Item::Frame));
                }
                Ok(Parsed::Nothing) => {}
                Err(complaint) => return Ok(Some(Self::complain(input, line, ended, &complaint))),
            }
        }
    }

    fn fill(&mut self, input: &mut Input, frames: &mut [Frame]) -> (usize, Option<Next>) {
        if self.has_begun {
            let count = self.fill_quickly(input, frames);
            if count > 0 {
                return (count, None);
            }
        }
        one(self, input, frames)
    }

    fn channels(&self) -> &[String] {
        self.channels.names()
    }

    fn set_interest(&mut self, interest: Interest) {
        self.format.set_interest(interest);
    }
}

/// The beginning of `line` with everything that is not plain text escaped.
pub(super) fn quote(line: &[u8]) -> String {
    // A character is at most four bytes, so this holds all that is quoted.
    let start = String::from_utf8_lossy(line.get(..4 * QUOTED).unwrap_or(line));
    let mut quoted: String = start.trim().chars().take(QUOTED).flat_map(char::escape_debug).collect();
    if start.trim().chars().nth(QUOTED).is_some() {
        quoted.push_str("...");
    }
    quoted
}

/// The lines of `text`, without their ends; a carriage return and line feed give an empty line between.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| matches!(byte, b'\n' | b'\r'))
}

/// `line` without blanks and tabs at both ends.
pub(super) fn trim(line: &[u8]) -> &[u8] {
    line.trim_ascii()
}

/// The words of a line.
pub(super) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}
