//! The TRC trace of PEAK-System's PCAN tools, versions 1.0 to 2.1. Times count from the start of the trace.

use super::channels::Channels;
use super::digits::{decimal, milliseconds};
use super::fields::{Base, classic_length, clear, data, fd_length, identifier, length, remote};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign, epoch};
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "PEAK TRC",
    sign: Sign::Line(|line| {
        line.starts_with(b";$FILEVERSION=")
            || Trc::default().parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
    }),
    start: |_| Text::start(Trc::default()),
};

/// Columns of version 2 where a file names none (2.0 before the keyword existed).
const COLUMNS_2_0: &[u8] = b"NOTIdlD";

/// Most columns a heading may name; PEAK defines eleven.
const MOST_COLUMNS: usize = 16;

/// How a row is laid out: one letter a column, as `$COLUMNS` names them. `M` is a column without meaning.
#[derive(Debug, Clone, Copy)]
struct Layout {
    letters: [u8; MOST_COLUMNS],
    count: usize,
    /// Up to version 1.3 a row number ends in `)`, and a remote request is the word `RTR` among the data.
    is_old: bool,
}

impl Layout {
    fn new(letters: &[u8], is_old: bool) -> Option<Self> {
        let mut layout = Self { letters: [0; MOST_COLUMNS], count: letters.len(), is_old };
        layout.letters.get_mut(..letters.len())?.copy_from_slice(letters);
        Some(layout)
    }

    /// The layout of a version without `$COLUMNS` (PEAK CAN TRC file format, chapter on each version).
    fn of_version(version: &[u8]) -> Option<Self> {
        match version {
            b"1.1" => Self::new(b"NOtIlD", true),
            b"1.2" => Self::new(b"NOBtIlD", true),
            b"1.3" => Self::new(b"NOBtIMlD", true),
            _ if version.starts_with(b"2") => Self::new(COLUMNS_2_0, false),
            _ => Self::new(b"NOIlD", true),
        }
    }
}

/// Reads rows in the layout the heading gives, which for version 1.0 is none.
struct Trc {
    layout: Layout,
    /// The moment from which stamps count, where a comment of our own tells it.
    epoch: Time,
}

impl Default for Trc {
    fn default() -> Self {
        let letters = *b"NOIlD\0\0\0\0\0\0\0\0\0\0\0";
        Self { layout: Layout { letters, count: 5, is_old: true }, epoch: Time::ZERO }
    }
}

/// A row taken apart.
#[derive(Default)]
struct Row<'a> {
    offset: &'a [u8],
    /// Type of version 2, or type and direction of version 1.
    kind: &'a [u8],
    bus: &'a [u8],
    id: &'a [u8],
    direction: &'a [u8],
    /// The number of data bytes.
    length: &'a [u8],
    /// The DLC.
    dlc: &'a [u8],
}

impl LineFormat for Trc {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.is_empty() {
            return Ok(Parsed::Nothing);
        }
        if let Some(comment) = line.strip_prefix(b";") {
            return self.heading(comment);
        }
        let mut words = words(line);
        let row = self.row(&mut words)?;
        clear(frame);
        let offset = milliseconds(row.offset).ok_or("the time is no decimal number of milliseconds")?;
        frame.time = epoch::after(offset, self.epoch);
        frame.flags.set(Flags::TX, row.kind == b"Tx" || row.direction == b"Tx");
        let parsed = if self.layout.is_old {
            old_frame(&row, &mut words, frame)?
        } else {
            new_frame(&row, &mut words, frame)?
        };
        if parsed == Parsed::Frame {
            let bus = if row.bus.is_empty() { b"1" } else { row.bus };
            frame.channel =
                channels.number(bus).ok_or("the bus has no usable number, or is one of too many")?;
        }
        Ok(parsed)
    }
}

impl Trc {
    fn heading(&mut self, comment: &[u8]) -> Result<Parsed, Complaint> {
        if let Some(version) = comment.strip_prefix(b"$FILEVERSION=") {
            self.layout = Layout::of_version(trim(version)).unwrap_or(self.layout);
        } else if let Some(columns) = comment.strip_prefix(b"$COLUMNS=") {
            let mut letters = [0; MOST_COLUMNS];
            let mut count = 0;
            for column in trim(columns).split(|&byte| byte == b',') {
                let letter = letters.get_mut(count).ok_or("the heading names too many columns")?;
                *letter = trim(column).first().copied().unwrap_or(b'M');
                count += 1;
            }
            self.layout = Layout { letters, count, is_old: false };
        } else if let Some(epoch) = epoch::read(comment) {
            self.epoch = epoch;
        }
        Ok(Parsed::Nothing)
    }

    /// Takes the columns before the data.
    fn row<'a>(&self, words: &mut impl Iterator<Item = &'a [u8]>) -> Result<Row<'a>, Complaint> {
        let mut row = Row::default();
        for letter in self.layout.letters.iter().take(self.layout.count) {
            if *letter == b'D' {
                break;
            }
            let word = words.next().ok_or("the row has fewer columns than its version says")?;
            match letter {
                b'N' => check_number(word, self.layout.is_old)?,
                b'O' => row.offset = word,
                b'T' | b't' => row.kind = word,
                b'B' => row.bus = word,
                b'I' => row.id = word,
                b'd' => row.direction = word,
                b'l' => row.length = word,
                b'L' => row.dlc = word,
                _ => {}
            }
        }
        Ok(row)
    }
}

fn check_number(word: &[u8], is_old: bool) -> Result<(), Complaint> {
    let digits = if is_old { word.strip_suffix(b")") } else { Some(word) };
    match digits.filter(|digits| !digits.is_empty()).and_then(decimal) {
        Some(_) => Ok(()),
        None => Err("the row does not begin with its number".into()),
    }
}

/// A row of version 1.
fn old_frame<'a>(
    row: &Row<'a>,
    words: &mut impl Iterator<Item = &'a [u8]>,
    frame: &mut Frame,
) -> Result<Parsed, Complaint> {
    // An error of the bus, in version 1.0 known by its identifier only; its data are PCAN's own.
    if row.id == b"FFFFFFFF" || matches!(row.kind, b"Warng" | b"Error") {
        return Ok(error(frame));
    }
    frame.id = row_identifier(row.id)?;
    let length = classic_length(length(row.length)?, frame);
    let mut words = words.peekable();
    if words.next_if_eq(&&b"RTR"[..]).is_some() {
        remote(length, frame)?;
    } else {
        data(&mut words, length, Base::Hex, frame)?;
    }
    Ok(Parsed::Frame)
}

/// A row of version 2.
fn new_frame<'a>(
    row: &Row<'a>,
    words: &mut impl Iterator<Item = &'a [u8]>,
    frame: &mut Frame,
) -> Result<Parsed, Complaint> {
    let fd = match row.kind {
        b"DT" | b"RR" => Flags::empty(),
        b"FD" => Flags::FD,
        b"FB" => Flags::FD | Flags::BRS,
        b"FE" => Flags::FD | Flags::ESI,
        b"BI" => Flags::FD | Flags::BRS | Flags::ESI,
        b"ER" => return Ok(error(frame)),
        // Status, error counters, events: not of the bus.
        b"ST" | b"EC" | b"EV" => return Ok(Parsed::Nothing),
        _ => return Err("the type is none that PEAK defines, such as `DT`".into()),
    };
    frame.flags |= fd;
    frame.id = row_identifier(row.id)?;
    let length = if row.length.is_empty() {
        let dlc = length(row.dlc)?;
        let length = if fd.is_empty() { Some(classic_length(dlc, frame)) } else { fd_length(dlc) };
        length.ok_or("the DLC is no number from 0 to 15")?
    } else {
        length(row.length)?
    };
    if row.kind == b"RR" {
        remote(length.min(MAX_CLASSIC_PAYLOAD), frame)?;
    } else {
        data(words, length, Base::Hex, frame)?;
    }
    Ok(Parsed::Frame)
}

/// Four digits are an 11-bit identifier, eight are 29 bits.
fn row_identifier(text: &[u8]) -> Result<CanId, Complaint> {
    identifier(text, Base::Hex, text.len() > 4)
}

/// An error frame; PEAK's own error codes are not those of SocketCAN.
fn error(frame: &mut Frame) -> Parsed {
    frame.flags = Flags::ERROR;
    frame.id = CanId::extended(0).unwrap_or(frame.id);
    Parsed::Frame
}
