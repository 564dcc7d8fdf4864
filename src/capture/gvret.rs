//! The CSV of SavvyCAN and GVRET devices: a heading that names its columns, stamps in microseconds.

use super::channels::Channels;
use super::digits::decimal;
use super::fields::{Base, clear, data, identifier, length};
use super::text::{Complaint, LineFormat, Parsed, Text, trim};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "GVRET CSV",
    sign: Sign::Line(|line| heading(line).is_some()),
    start: |_| Text::start(Gvret::default()),
};

/// Most columns before the data: nine are known, and a row of few bytes must not cost much.
const MOST_COLUMNS: usize = 16;

/// Which column holds what.
#[derive(Debug, Clone, Copy)]
struct Columns {
    time: usize,
    id: usize,
    extended: usize,
    direction: Option<usize>,
    bus: Option<usize>,
    length: usize,
    /// The first data byte; the others follow.
    data: usize,
}

/// Reads rows by their heading.
#[derive(Default)]
struct Gvret {
    columns: Option<Columns>,
}

impl LineFormat for Gvret {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        if trim(line).is_empty() {
            return Ok(Parsed::Nothing);
        }
        if let Some(columns) = heading(line) {
            self.columns = Some(columns);
            return Ok(Parsed::Nothing);
        }
        let columns = self.columns.ok_or("a row stands before the heading")?;
        row(columns, line, channels, frame)?;
        Ok(Parsed::Frame)
    }
}

fn cells(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|&byte| byte == b',').map(trim)
}

/// The columns, if `line` is a heading.
fn heading(line: &[u8]) -> Option<Columns> {
    if !line.starts_with(b"Time") && !line.starts_with(b"time") {
        return None;
    }
    let find = |name: &str| {
        cells(line).take(MOST_COLUMNS).position(|cell| cell.eq_ignore_ascii_case(name.as_bytes()))
    };
    Some(Columns {
        time: find("Time Stamp")?,
        id: find("ID")?,
        extended: find("Extended")?,
        direction: find("Dir"),
        bus: find("Bus"),
        length: find("LEN")?,
        data: find("D1")?,
    })
}

fn row(columns: Columns, line: &[u8], channels: &mut Channels, frame: &mut Frame) -> Result<(), Complaint> {
    let mut front: [&[u8]; MOST_COLUMNS] = [b""; MOST_COLUMNS];
    for (place, cell) in front.iter_mut().zip(cells(line)) {
        *place = cell;
    }
    let cell = |column: usize| front.get(column).copied().unwrap_or_default();
    clear(frame);
    let micros = Some(cell(columns.time)).filter(|cell| !cell.is_empty()).and_then(decimal);
    let nanos =
        micros.and_then(|micros| i64::try_from(micros).ok()).and_then(|micros| micros.checked_mul(1000));
    frame.time = Time::from_nanos(nanos.ok_or("the time is no number of microseconds")?);
    let extended = cell(columns.extended);
    let is_extended = extended.eq_ignore_ascii_case(b"true") || extended == b"1";
    if !is_extended && !extended.eq_ignore_ascii_case(b"false") && extended != b"0" {
        return Err("the column `Extended` is neither `true` nor `false`".into());
    }
    frame.id = identifier(cell(columns.id), Base::Hex, is_extended)?;
    let is_sent = columns.direction.is_some_and(|column| cell(column).eq_ignore_ascii_case(b"tx"));
    frame.flags.set(Flags::TX, is_sent);
    let length = length(cell(columns.length))?;
    frame.flags.set(Flags::FD, length > MAX_CLASSIC_PAYLOAD);
    data(&mut cells(line).skip(columns.data), length, Base::Hex, frame)?;
    let bus = columns.bus.map_or(&b"0"[..], cell);
    frame.channel = channels.number(bus).ok_or("the bus has no usable name, or is one of too many")?;
    Ok(())
}
