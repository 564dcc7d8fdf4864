//! Reading one capture: frames one by one or several at once, here or on another thread. It knows no format.

use std::fmt;
use std::io::Read;
use std::path::Path;
use std::thread::available_parallelism;

use super::ahead::Ahead;
use super::batch::Batch;
use super::compression::Compression;
use super::error::Error;
use super::feed::Feed;
use super::input::Input;
use super::interest::Interest;
use super::quality::Witness;
use super::source::Source;
use super::{Format, Item, Next, Progress, recognise};
use crate::frame::{Frame, SourceId};
use crate::notice::Notice;

/// What is left of a file must be worth a thread of its own: less is read while one starts.
const WORTH_A_THREAD: u64 = 1 << 20;

/// Frames read at once: they stay in the first-level cache, and what is done once for all of them costs nothing.
const FRAMES: usize = 64;

/// Reads one capture, in flat memory whatever its size.
pub struct Reader {
    way: Way,
    /// What was read and not taken.
    batch: Batch,
    format: Format,
    name: String,
    compression: Option<Compression>,
    /// Whether no more is to be read.
    is_ended: bool,
}

/// Where reading is done.
enum Way {
    /// Here, when a frame is asked for.
    Here(Feed),
    /// On a thread of its own.
    Ahead(Ahead),
}

/// What [`Reader::next_frames`] read.
#[derive(Debug)]
pub enum Several<'a> {
    /// Frames, at least one, and the names of the buses met so far, indexed by [`Frame::channel`].
    Frames(&'a [Frame], &'a [String]),
    /// Something that was wrong with the capture. Reading goes on.
    Notice(Notice),
    /// Nothing: this is the end.
    End,
}

impl Reader {
    /// Opens the capture at `path`, or standard input for `-`. `source` goes into each frame's origin.
    ///
    /// # Errors
    /// If it cannot be opened or is no capture; see [`Error`].
    pub fn open(path: &Path, source: SourceId) -> Result<Self, Error> {
        Self::start(Source::open(path)?, source)
    }

    /// Reads a capture from `input`, which people know as `name`.
    ///
    /// # Errors
    /// If it cannot be read or is no capture; see [`Error`].
    pub fn from_read(input: Box<dyn Read + Send>, name: &str, source: SourceId) -> Result<Self, Error> {
        Self::start(Source::new(input, name, None)?, source)
    }

    fn start(source: Source, id: SourceId) -> Result<Self, Error> {
        let mut input = Input::new(source, id);
        let format = recognise::format(&mut input)?;
        let decoder = (format.start)(&mut input)?;
        let (name, compression) = (input.name().to_owned(), input.compression());
        let feed = Feed { input, decoder, witness: None };
        Ok(Self {
            way: Way::Here(feed),
            batch: Batch::new(FRAMES),
            format,
            name,
            compression,
            is_ended: false,
        })
    }

    /// From now on reads ahead on a thread of its own, where that is quicker: in what is left of a large file, on a machine with
    /// more than one processor. What is read stays the same. Which payloads matter must have been said before.
    #[must_use]
    pub fn read_ahead(self) -> Self {
        let way = match self.way {
            Way::Here(feed) if !self.is_ended && is_worth_a_thread(&feed.input) => {
                Ahead::begin(feed).map_or_else(Way::Here, Way::Ahead)
            }
            way => way,
        };
        Self { way, ..self }
    }

    /// Reads on: a frame into `frame`, or a notice; `None` at the end. Allocates nothing for a frame.
    ///
    /// # Errors
    /// If the system fails to read on. What was read before stays good.
    #[inline]
    pub fn next(&mut self, frame: &mut Frame) -> Result<Option<Item>, Error> {
        loop {
            if let Some(next) = self.batch.take() {
                frame.clone_from(next);
                return Ok(Some(Item::Frame));
            }
            if let Some(other) = self.turn() {
                return other;
            }
        }
    }

    /// Reads on: as many frames as are there without waiting for more, or a notice. They lie where they were read.
    ///
    /// # Errors
    /// If the system fails to read on. What was read before stays good.
    pub fn next_frames(&mut self) -> Result<Several<'_>, Error> {
        while !self.batch.has_frames() {
            match self.turn() {
                None | Some(Ok(Some(Item::Frame))) => {}
                Some(Ok(Some(Item::Notice(notice)))) => return Ok(Several::Notice(notice)),
                Some(Ok(None)) => return Ok(Several::End),
                Some(Err(error)) => return Err(error),
            }
        }
        Ok(Several::Frames(self.batch.take_all(), self.way.channels()))
    }

    /// Lets `witness` hear everything that is read from now on, before anyone else, and what was read and not taken.
    pub fn set_witness(&mut self, mut witness: Witness) {
        match &mut self.way {
            Way::Here(feed) => {
                self.batch.tell(&mut witness, feed.decoder.channels());
                feed.witness = Some(witness);
            }
            Way::Ahead(_) => debug_assert!(false, "who listens comes before reading ahead"),
        }
    }

    /// Reads no further: what was read already, and heard by who listens, still comes, then the end.
    pub fn end_here(&mut self) {
        self.is_ended = true;
        if let Way::Ahead(ahead) = &mut self.way {
            ahead.end_here();
        }
    }

    /// Ends reading; gives back who listened, which may have heard a little more than was taken.
    pub fn into_witness(self) -> Option<Witness> {
        match self.way {
            Way::Here(feed) => feed.witness,
            Way::Ahead(ahead) => ahead.end(),
        }
    }

    /// Goes on to the next frames, or gives what came instead.
    #[cold]
    fn turn(&mut self) -> Option<Next> {
        if let Some(after) = self.batch.take_after() {
            return Some(after);
        }
        let is_over = match &mut self.way {
            Way::Here(_) if self.is_ended => true,
            Way::Here(feed) => {
                self.batch.read(feed);
                false
            }
            Way::Ahead(ahead) => !ahead.turn(&mut self.batch),
        };
        is_over.then_some(Ok(None))
    }

    /// The format it was recognised as.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// How it is compressed, if it is.
    pub const fn compression(&self) -> Option<Compression> {
        self.compression
    }

    /// The names of the buses met so far, such as `can0`, indexed by [`Frame::channel`].
    pub fn channels(&self) -> &[String] {
        self.way.channels()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let (bytes_read, total) = match &self.way {
            Way::Here(feed) => feed.input.progress(),
            Way::Ahead(ahead) => ahead.progress(),
        };
        Progress { bytes_read, total }
    }

    /// Says that only the payloads of these identifiers will be looked at. The frames of all others still come, with
    /// the right time, identifier, flags and length, but their payload bytes mean nothing and may be unchecked.
    pub fn set_interest(&mut self, interest: Interest) {
        match &mut self.way {
            Way::Here(feed) => feed.decoder.set_interest(interest),
            Way::Ahead(_) => debug_assert!(false, "which payloads matter is said before reading ahead"),
        }
    }
}

impl Way {
    fn channels(&self) -> &[String] {
        match self {
            Self::Here(feed) => feed.decoder.channels(),
            Self::Ahead(ahead) => ahead.channels(),
        }
    }
}

fn is_worth_a_thread(input: &Input) -> bool {
    let (taken, total) = input.progress();
    total.is_some_and(|total| total.saturating_sub(taken) >= WORTH_A_THREAD)
        && available_parallelism().is_ok_and(|processors| processors.get() > 1)
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({}, {})", self.name, self.format.name)
    }
}
