//! Writes MF4 files of every shape that loggers and tools give them, block by block.

use std::io::Write;

use doorjamb::frame::{Flags, Frame};
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// How the bytes of a group are put into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Stored,
    Deflated,
    Transposed,
}

/// Where data bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// 64 bytes in each record.
    InRecord,
    /// In a chain of their own.
    Apart,
    /// In records of their own, before or behind those of the frames.
    RecordBefore,
    RecordBehind,
}

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) is_big_endian: bool,
    /// Bytes of record numbers; 0 gives each kind of frame a data group of its own.
    pub(crate) id_size: usize,
    pub(crate) values: Values,
    pub(crate) packing: Packing,
    /// Bytes in each block of a list, if there is one.
    pub(crate) split: Option<usize>,
    /// The flags of an unfinished file.
    pub(crate) undone: Option<u16>,
    /// The data stand before what describes them.
    pub(crate) is_data_first: bool,
    /// Columns, with the times in a group of their own and blocks of MDF 4.2.
    pub(crate) is_by_column: bool,
    /// The moment from which times count, in nanoseconds, and the flags beside it.
    pub(crate) start: (u64, u8),
}

/// What a CANedge does not do: everything finished and sorted.
pub(crate) const SORTED: Shape = Shape {
    is_big_endian: false,
    id_size: 0,
    values: Values::InRecord,
    packing: Packing::Stored,
    split: None,
    undone: None,
    is_data_first: false,
    is_by_column: false,
    start: (0, 0),
};

/// What a logger leaves when its power is cut.
pub(crate) const UNFINISHED: Shape =
    Shape { id_size: 1, values: Values::RecordBehind, undone: Some(0x25), ..SORTED };

/// Bytes of a record before the data bytes.
const FRONT: usize = 15;

/// A file in the making.
pub(crate) struct File {
    pub(crate) bytes: Vec<u8>,
}

/// Where the HD block is.
pub(crate) const HEADER: u64 = 64;

impl File {
    pub(crate) fn new(undone: Option<u16>, start: (u64, u8)) -> Self {
        let mut bytes = if undone.is_some() { b"UnFinMF ".to_vec() } else { b"MDF     ".to_vec() };
        bytes.extend(b"4.20    doorjamb");
        bytes.resize(28, 0);
        bytes.extend(420_u16.to_le_bytes());
        bytes.resize(60, 0);
        bytes.extend(undone.unwrap_or(0).to_le_bytes());
        bytes.resize(64, 0);
        let mut file = Self { bytes };
        let mut data = start.0.to_le_bytes().to_vec();
        // An hour ahead, and an hour of summer time.
        data.extend([60, 0, 60, 0, start.1]);
        data.resize(32, 0);
        file.block(*b"HD", &[0; 6], &data);
        file
    }

    /// Appends a block; says where.
    pub(crate) fn block(&mut self, kind: [u8; 2], links: &[u64], data: &[u8]) -> u64 {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let at = self.bytes.len() as u64;
        let length = (24 + links.len() * 8 + data.len()) as u64;
        self.bytes.extend(b"##");
        self.bytes.extend(kind);
        self.bytes.extend([0; 4]);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend((links.len() as u64).to_le_bytes());
        self.bytes.extend(links.iter().flat_map(|link| link.to_le_bytes()));
        self.bytes.extend(data);
        at
    }

    /// Sets a link of the block at `at`.
    pub(crate) fn link(&mut self, at: u64, number: usize, to: u64) {
        let place = usize::try_from(at).expect("short") + 24 + number * 8;
        self.bytes[place..place + 8].copy_from_slice(&to.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) -> u64 {
        self.block(*b"TX", &[], format!("{text}\0").as_bytes())
    }

    /// A channel of this kind and data type, at a byte and bit.
    pub(crate) fn channel(&mut self, name: &str, kinds: [u8; 3], at: (u32, u8), bits: u32) -> u64 {
        let name = self.text(name);
        let mut data = kinds.to_vec();
        data.push(at.1);
        for field in [at.0, bits, 0, 0] {
            data.extend(field.to_le_bytes());
        }
        data.resize(72, 0);
        self.block(*b"CN", &[0, 0, name, 0, 0, 0, 0, 0], &data)
    }

    /// A conversion by offset and factor.
    pub(crate) fn linear(&mut self, offset: f64, factor: f64) -> u64 {
        let mut data = vec![1, 0, 0, 0, 0, 0, 2, 0];
        for field in [0.0, 0.0, offset, factor] {
            data.extend(field.to_le_bytes());
        }
        self.block(*b"CC", &[0; 4], &data)
    }

    /// Links blocks of a list to each other by their first link; the first of them.
    pub(crate) fn chain(&mut self, blocks: &[u64]) -> u64 {
        for pair in blocks.windows(2) {
            self.link(pair[0], 0, pair[1]);
        }
        blocks.first().copied().unwrap_or(0)
    }

    /// A group of records with these channels.
    pub(crate) fn records(
        &mut self,
        id: u64,
        channels: u64,
        flags: u16,
        size: usize,
        times: Option<u64>,
    ) -> u64 {
        let mut data = id.to_le_bytes().to_vec();
        data.extend(0_u64.to_le_bytes());
        let flags = flags | if times.is_some() { 8 } else { 0 };
        data.extend(flags.to_le_bytes());
        data.resize(24, 0);
        data.extend(u32::try_from(size).expect("short").to_le_bytes());
        data.extend(0_u32.to_le_bytes());
        let mut links = vec![0, channels, 0, 0, 0, 0];
        links.extend(times);
        self.block(*b"CG", &links, &data)
    }

    pub(crate) fn data_group(&mut self, records: u64, data: u64, id_size: usize) -> u64 {
        let id_size = u8::try_from(id_size).expect("short");
        self.block(*b"DG", &[0, records, data, 0], &[id_size, 0, 0, 0, 0, 0, 0, 0])
    }

    /// Data in one block or a list, as `shape` says, whose rows have so many bytes.
    pub(crate) fn data(&mut self, kind: [u8; 2], bytes: &[u8], row: usize, shape: Shape) -> u64 {
        let Some(split) = shape.split else {
            let at = self.piece(kind, bytes, row, shape.packing);
            if shape.undone.is_some() && shape.packing == Packing::Stored {
                let length = usize::try_from(at).expect("short") + 8;
                self.bytes[length..length + 8].copy_from_slice(&24_u64.to_le_bytes());
            }
            return at;
        };
        // Two pieces in each list, with room for a third.
        let pieces: Vec<u64> =
            bytes.chunks(split).map(|bytes| self.piece(kind, bytes, row, shape.packing)).collect();
        let mut lists = Vec::new();
        for pieces in pieces.chunks(2) {
            let mut links = vec![0, pieces[0], pieces.get(1).copied().unwrap_or(0), 0];
            if shape.is_by_column {
                links.extend([0; 3]);
                let flags = (1_u32 << 31).to_le_bytes();
                lists.push(self.block(*b"LD", &links, &[flags, 3_u32.to_le_bytes()].concat()));
            } else {
                lists.push(self.block(*b"DL", &links, &[0; 8]));
            }
        }
        let first = self.chain(&lists);
        self.block(*b"HL", &[first], &[0; 8])
    }

    fn piece(&mut self, kind: [u8; 2], bytes: &[u8], row: usize, packing: Packing) -> u64 {
        if packing == Packing::Stored {
            return self.block(kind, &[], bytes);
        }
        let (method, columns) = if packing == Packing::Transposed { (1, row) } else { (0, 0) };
        let mut turned = Vec::new();
        if method == 1 {
            let rows = bytes.len() / columns;
            for column in 0..columns {
                turned.extend((0..rows).map(|row| bytes[row * columns + column]));
            }
            turned.extend(&bytes[rows * columns..]);
        } else {
            turned.extend(bytes);
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&turned).expect("memory takes it");
        let packed = encoder.finish().expect("memory takes it");
        let mut data = vec![kind[0], kind[1], method, 0];
        data.extend(u32::try_from(columns).expect("short").to_le_bytes());
        data.extend((bytes.len() as u64).to_le_bytes());
        data.extend((packed.len() as u64).to_le_bytes());
        data.extend(packed);
        self.block(*b"DZ", &[], &data)
    }
}

/// The kind of record that holds a frame: data, remote, error.
fn kind(frame: &Frame) -> usize {
    if frame.flags.contains(Flags::ERROR) { 2 } else { usize::from(frame.flags.contains(Flags::REMOTE)) }
}

/// The DLC that a frame was sent with.
fn dlc(frame: &Frame) -> u8 {
    let length = u8::try_from(frame.len()).expect("short");
    match length {
        _ if frame.len8_dlc > 0 => frame.len8_dlc,
        0..=8 => length,
        9..=24 => 9 + (length - 9) / 4,
        _ => 13 + u8::from(length > 32) + u8::from(length > 48),
    }
}

/// One record without its data bytes; bus numbers are those of channels, from 1.
fn record(frame: &Frame, shape: Shape) -> Vec<u8> {
    let time = frame.time.as_nanos();
    let id = frame.id.value() << 3 | 5;
    let mut record = if shape.is_by_column { Vec::new() } else { time.to_le_bytes().to_vec() };
    record.extend(id.to_le_bytes());
    if shape.is_big_endian {
        let ends = record.len() - 4;
        record[..ends].reverse();
        record[ends..].reverse();
    }
    let bit = |flag: Flags, at: u8| u8::from(frame.flags.contains(flag)) << at;
    let length = u8::try_from(frame.payload().len()).expect("short");
    record.push(u8::from(frame.id.is_extended()) | (frame.channel + 1) << 1);
    if kind(frame) == 2 {
        // No type of error.
        record.extend([bit(Flags::TX, 0), 0]);
    } else {
        record.push(bit(Flags::TX, 0) | length << 1);
        record.push(bit(Flags::FD, 0) | bit(Flags::BRS, 1) | bit(Flags::ESI, 2) | dlc(frame) << 4);
    }
    record
}

/// The names of the kinds.
const NAMES: [&str; 3] = ["CAN_DataFrame", "CAN_RemoteFrame", "CAN_ErrorFrame"];

/// The channels of a kind of record; the first of them. `values` is what the data bytes link to.
fn channels(file: &mut File, kind: usize, shape: Shape, values: Option<u64>) -> u64 {
    let number = u8::from(shape.is_big_endian);
    let name = NAMES[kind];
    let from = if shape.is_by_column { 0 } else { 8 };
    let mut members = Vec::new();
    let mut add = |file: &mut File, member: &str, byte: u32, bit: u8, bits: u32| {
        members.push(file.channel(&format!("{name}.{member}"), [0, 0, number], (from + byte, bit), bits));
    };
    add(file, "BusChannel", 4, 1, 7);
    add(file, "Dir", 5, 0, 1);
    if kind == 2 {
        add(file, "ErrorType", 6, 0, 8);
    } else {
        add(file, "ID", 0, 3, 29);
        add(file, "IDE", 4, 0, 1);
        add(file, "DataLength", 5, 1, 7);
        add(file, "DLC", 6, 4, 4);
    }
    if kind == 0 {
        add(file, "EDL", 6, 0, 1);
        add(file, "BRS", 6, 1, 1);
        add(file, "ESI", 6, 2, 1);
        let is_apart = shape.values != Values::InRecord;
        let bits = if is_apart { 64 } else { 512 };
        let bytes = file.channel("CAN_DataFrame.DataBytes", [u8::from(is_apart), 0, 10], (from + 7, 0), bits);
        file.link(bytes, 5, values.unwrap_or(0));
        members.push(bytes);
    }
    let first = file.chain(&members);
    let structure = file.channel(name, [0, 0, 10], (from, 0), 56);
    file.link(structure, 1, first);
    if shape.is_by_column {
        return structure;
    }
    let time = clock(file, number);
    file.chain(&[time, structure])
}

/// A master channel that counts nanoseconds.
fn clock(file: &mut File, number: u8) -> u64 {
    let time = file.channel("Timestamp", [2, 1, number], (0, 0), 64);
    let conversion = file.linear(0.0, 1e-9);
    file.link(time, 4, conversion);
    time
}

/// A file with these frames.
pub(crate) fn file(frames: &[Frame], shape: Shape) -> Vec<u8> {
    let start = i64::try_from(shape.start.0).expect("a date");
    let frames: Vec<Frame> = frames
        .iter()
        .map(|frame| {
            let mut frame = frame.clone();
            let since = frame.time.as_nanos() - if shape.start.1 == 0 { start } else { 0 };
            frame.time = doorjamb::frame::Time::from_nanos(since);
            frame
        })
        .collect();
    let mut file = File::new(shape.undone, shape.start);
    let put = if shape.id_size == 0 { sorted } else { unsorted };
    put(&mut file, &frames, shape);
    file.bytes
}

fn sorted(file: &mut File, frames: &[Frame], shape: Shape) {
    let mut groups = Vec::new();
    for which in 0..3 {
        let frames: Vec<&Frame> = frames.iter().filter(|frame| kind(frame) == which).collect();
        let (mut records, mut values, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for frame in &frames {
            let place = values.len() as u64;
            records.extend(record(frame, shape));
            if shape.is_by_column {
                let time = frame.time.as_nanos();
                times.extend(if shape.is_big_endian { time.to_be_bytes() } else { time.to_le_bytes() });
            }
            if which == 0 && shape.values == Values::InRecord {
                let mut data = frame.payload().to_vec();
                data.resize(64, 0xEE);
                records.extend(data);
            } else if which == 0 {
                records.extend(place.to_le_bytes());
                values.extend(u32::try_from(frame.payload().len()).expect("short").to_le_bytes());
                values.extend(frame.payload());
            }
        }
        let size = match (which, shape.values) {
            (0, Values::InRecord) => FRONT + 64,
            (0, _) => FRONT + 8,
            _ => FRONT,
        } - if shape.is_by_column { 8 } else { 0 };
        let (data_kind, values_kind) = if shape.is_by_column { (*b"DV", *b"SD") } else { (*b"DT", *b"SD") };
        let times_records = shape.is_by_column.then(|| {
            let clock = clock(file, u8::from(shape.is_big_endian));
            file.records(0, clock, 0, 8, None)
        });
        let values = (which == 0 && shape.values == Values::Apart)
            .then(|| file.data(values_kind, &values, 8, Shape { undone: None, ..shape }));
        // Only the last data group may be unfinished.
        let shape_here = Shape { undone: shape.undone.filter(|_| which == 2), ..shape };
        let mut data = 0;
        if shape.is_data_first {
            data = file.data(data_kind, &records, size, shape_here);
        }
        let first = channels(file, which, shape, values);
        let described = file.records(1, first, 6, size, times_records);
        let group = file.data_group(described, data, 0);
        groups.push(group);
        if !shape.is_data_first {
            data = file.data(data_kind, &records, size, shape_here);
            file.link(group, 2, data);
        }
        if let Some(described) = times_records {
            let times = file.data(*b"DV", &times, 8, shape);
            groups.push(file.data_group(described, times, 0));
        }
    }
    let first = file.chain(&groups);
    file.link(HEADER, 0, first);
}

fn unsorted(file: &mut File, frames: &[Frame], shape: Shape) {
    /// The numbers of the three kinds, of records of data bytes, and of something else.
    const IDS: [u64; 5] = [1, 4, 3, 2, 9];
    let id = |which: usize| IDS[which].to_le_bytes()[..shape.id_size].to_vec();
    let (mut records, mut values, mut place) = (Vec::new(), Vec::new(), 0_u64);
    for frame in frames {
        records.extend(id(4));
        records.extend(*b"noise");
        let which = kind(frame);
        let data = frame.payload();
        let length = u32::try_from(data.len()).expect("short").to_le_bytes();
        if which == 0 && shape.values == Values::RecordBefore {
            records.extend([&id(3), &length[..], data].concat());
        }
        records.extend(id(which));
        records.extend(record(frame, shape));
        if which > 0 {
            continue;
        }
        if shape.values == Values::InRecord {
            let mut data = data.to_vec();
            data.resize(64, 0xEE);
            records.extend(data);
            continue;
        }
        records.extend(place.to_le_bytes());
        place += 4 + data.len() as u64;
        match shape.values {
            Values::RecordBehind => records.extend([&id(3), &length[..], data].concat()),
            Values::Apart => values.extend([&length[..], data].concat()),
            Values::InRecord | Values::RecordBefore => {}
        }
    }
    let row = 40;
    let mut data = 0;
    if shape.is_data_first {
        data = file.data(*b"DT", &records, row, shape);
    }
    let mut described = Vec::new();
    let of_values = match shape.values {
        Values::Apart => Some(file.data(*b"SD", &values, row, Shape { undone: None, ..shape })),
        Values::InRecord => None,
        Values::RecordBefore | Values::RecordBehind => {
            let records = file.records(IDS[3], 0, 1, 0, None);
            described.push(records);
            Some(records)
        }
    };
    for (which, id) in IDS.into_iter().take(3).enumerate() {
        let first = channels(file, which, shape, of_values);
        let size = match (which, shape.values) {
            (0, Values::InRecord) => FRONT + 64,
            (0, _) => FRONT + 8,
            _ => FRONT,
        };
        described.push(file.records(id, first, 6, size, None));
    }
    described.push(file.records(IDS[4], 0, 0, 5, None));
    let first = file.chain(&described);
    let group = file.data_group(first, data, shape.id_size);
    file.link(HEADER, 0, group);
    if !shape.is_data_first {
        let data = file.data(*b"DT", &records, row, shape);
        file.link(group, 2, data);
    }
}
