//! What the blocks of an MF4 file say about its data: which groups hold frames of CAN, and what their records look
//! like. It does not read the data.

use std::collections::{HashMap, HashSet};

use super::blocks::{Block, Fields, text};
use super::channels::{COMPOSITION, Channel, DATA, NAME, NEXT, Role};
use super::clock::Clock;
use super::data::Starts;
use super::frames::{Kind, Layout};
use super::records::{Kinds, Size};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;

/// The most blocks that are looked at: many times what the largest measurements have.
const MOST_BLOCKS: usize = 1_000_000;

/// The most groups of frames: one for each identifier on several buses fits.
const MOST_FRAME_GROUPS: usize = 4096;

/// How deep structures of channels may be nested.
const DEEPEST: usize = 4;

/// A group of records that are frames.
pub(super) struct FrameGroup {
    /// The place of its kind of record.
    pub(super) id: u64,
    pub(super) layout: Layout,
    /// The block of the values of variable length: data, or the description of records.
    pub(super) values: u64,
    /// The description of the records that hold the times, if not these themselves.
    pub(super) times: u64,
}

/// Records that stand together and hold frames.
pub(super) struct DataGroup {
    pub(super) root: u64,
    pub(super) kinds: Kinds,
    pub(super) frames: Vec<FrameGroup>,
}

/// Everything that is to be read.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) groups: Vec<DataGroup>,
    /// The blocks that were met, each with the data and the number of what it describes.
    pub(super) met: HashMap<u64, Met>,
    /// What was wrong.
    pub(super) said: Vec<&'static str>,
    /// Frames of CAN are described, even if none came.
    pub(super) is_of_can: bool,
    roots: HashSet<u64>,
    frame_groups: usize,
}

/// What the channels of a group come to.
struct Found {
    data: usize,
    clock: Option<Clock>,
    layout: Option<Layout>,
    values: u64,
}

/// Where the records are that a block describes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// The data of its group.
    pub(super) root: u64,
    /// The number of its kind of record.
    pub(super) id: u64,
}

impl Contents {
    /// Reads the descriptions that begin at the HD block.
    pub(super) fn read(store: &mut Seekable, header: &Block) -> Result<Self, Error> {
        let mut contents = Self::default();
        let mut at = header.link(store, 0)?;
        while let Some(block) = contents.meet(store, at, *b"DG", Met { root: 0, id: 0 })? {
            contents.data_group(store, &block)?;
            at = block.link(store, NEXT)?;
        }
        Ok(contents)
    }

    /// The time, the bytes of data, and the length of the records that the CG block at `at` describes, if they have the
    /// time and stand alone.
    pub(super) fn times(
        store: &mut Seekable,
        at: u64,
        met: &Met,
    ) -> Result<Option<(Clock, usize, u64)>, Error> {
        let Some(block) = Block::read_kind(store, at, *b"CG")? else { return Ok(None) };
        let is_by_column = is_by_column(store, met.root)?;
        let Size::Fixed(size) = size(store, &block, is_by_column)? else { return Ok(None) };
        let mut found = Found { data: 0, clock: None, layout: None, values: 0 };
        let first = block.link(store, 1)?;
        Self::default().channels(store, first, None, 0, &mut found)?;
        let data = data_bytes(store, &block)?;
        Ok(found.clock.zip(data).map(|(clock, data)| (clock, data, size)))
    }

    /// Where blocks are known to begin; see [`Starts`].
    pub(super) fn starts(
        &self,
        store: &mut Seekable,
        header: &Block,
        is_open: bool,
    ) -> Result<Starts, Error> {
        /// The most links of a block that are followed; all but lists of attachments have fewer.
        const LINKS: u64 = 16;
        let values = self.groups.iter().flat_map(|group| group.frames.iter().map(|frames| frames.values));
        let mut places: Vec<u64> =
            self.met.iter().flat_map(|(at, met)| [*at, met.root]).chain(values).collect();
        if is_open {
            // Only here is it of use to know every text as well.
            for at in self.met.keys().copied().chain([header.at()]) {
                let Some(block) = Block::read(store, at)? else { continue };
                for number in 0..block.links().min(LINKS) {
                    places.push(block.link(store, number)?);
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(Starts { places: places.into(), is_open })
    }

    fn data_group(&mut self, store: &mut Seekable, group: &Block) -> Result<(), Error> {
        let id_size = Fields(group.fields(store, 1)?).u8(0);
        let root = group.link(store, 2)?;
        if !matches!(id_size, 0 | 1 | 2 | 4 | 8) {
            self.say("a data group has record numbers of an impossible size");
            return Ok(());
        }
        let is_by_column = is_by_column(store, root)?;
        let (mut sizes, mut frames) = (Vec::new(), Vec::new());
        let mut at = group.link(store, 1)?;
        loop {
            // The number must be known before the block is kept.
            let id = match Block::read_kind(store, at, *b"CG")? {
                Some(block) => Fields(block.fields(store, 8)?).u64(0),
                None => 0,
            };
            let Some(block) = self.meet(store, at, *b"CG", Met { root, id })? else { break };
            sizes.push((id, size(store, &block, is_by_column)?));
            if let Some(frame) = self.frame_group(store, &block, id)? {
                frames.push(frame);
            }
            at = block.link(store, NEXT)?;
        }
        self.is_of_can |= !frames.is_empty();
        // A logger may describe what never came.
        if frames.is_empty() || root == 0 {
            return Ok(());
        }
        if !self.roots.insert(root) {
            self.say("two data groups claim the same data; the second is passed over");
            return Ok(());
        }
        self.groups.push(DataGroup { root, kinds: Kinds::new(id_size.into(), sizes), frames });
        Ok(())
    }

    /// The layout of the records that a CG block describes, if they are frames.
    fn frame_group(
        &mut self,
        store: &mut Seekable,
        block: &Block,
        id: u64,
    ) -> Result<Option<FrameGroup>, Error> {
        const HAS_OTHER_MASTER: u16 = 8;
        let Some(data) = data_bytes(store, block)? else { return Ok(None) };
        let flags = Fields(block.fields(store, 18)?).u16(16);
        let mut found = Found { data, clock: None, layout: None, values: 0 };
        let first = block.link(store, 1)?;
        self.channels(store, first, None, DEEPEST, &mut found)?;
        let Some(mut layout) = found.layout else { return Ok(None) };
        layout.clock = found.clock;
        let times = if flags & HAS_OTHER_MASTER != 0 { block.link(store, 6)? } else { 0 };
        if !layout.is_complete() {
            self.say("a group of frames has no identifiers and is passed over");
            return Ok(None);
        }
        if Kinds::holds(data as u64).is_none() {
            self.say("the records of a group are longer than any of frames; it is passed over");
            return Ok(None);
        }
        if self.frame_groups >= MOST_FRAME_GROUPS {
            self.say("there are more than 4,096 groups of frames; one is passed over");
            return Ok(None);
        }
        self.frame_groups += 1;
        Ok(Some(FrameGroup { id, layout, values: found.values, times }))
    }

    /// Takes in the channels from `at` on, which are members of a structure of this kind if of any.
    fn channels(
        &mut self,
        store: &mut Seekable,
        mut at: u64,
        structure: Option<Kind>,
        depth: usize,
        found: &mut Found,
    ) -> Result<(), Error> {
        while let Some(block) = self.meet(store, at, *b"CN", Met { root: 0, id: 0 })? {
            at = block.link(store, NEXT)?;
            let channel = Channel::read(store, &block)?;
            if let Role::Master { is_time } = channel.role {
                found.clock = if is_time { Clock::new(channel) } else { found.clock };
                continue;
            }
            let name = block.link(store, NAME)?;
            let Some(name) = text(store, name)? else { continue };
            let mut parts = name.rsplit('.');
            let member = parts.next().unwrap_or_default();
            let kind = parts.next().and_then(Kind::named).or(structure);
            if let Some(kind) = Kind::named(member).or(kind) {
                let layout = found.layout.get_or_insert_with(|| Layout::new(kind, found.data));
                if layout.kind == kind {
                    layout.add(member, channel);
                    if member == "DataBytes" {
                        found.values = block.link(store, DATA)?;
                    }
                }
                let members = block.link(store, COMPOSITION)?;
                // An array has members too, but no channels.
                let is_structure = Block::read_kind(store, members, *b"CN")?.is_some();
                if is_structure && depth > 0 {
                    self.channels(store, members, Some(kind), depth - 1, found)?;
                }
            }
        }
        Ok(())
    }

    /// The block at `at`, if it is of this kind and was not met before.
    fn meet(
        &mut self,
        store: &mut Seekable,
        at: u64,
        kind: [u8; 2],
        met: Met,
    ) -> Result<Option<Block>, Error> {
        if at == 0 {
            return Ok(None);
        }
        let Some(block) = Block::read_kind(store, at, kind)? else {
            self.say("a link between descriptions leads nowhere; what it led to is missing");
            return Ok(None);
        };
        if self.met.len() >= MOST_BLOCKS {
            self.say("there are more than a million descriptions; the rest is passed over");
            return Ok(None);
        }
        if self.met.insert(at, met).is_some() {
            self.say("the links between descriptions run in a circle");
            return Ok(None);
        }
        Ok(Some(block))
    }

    /// Says what was wrong, once.
    fn say(&mut self, text: &'static str) {
        if !self.said.contains(&text) {
            self.said.push(text);
        }
    }
}

/// Bytes of a record without those that mark values as invalid.
fn data_bytes(store: &mut Seekable, group: &Block) -> Result<Option<usize>, Error> {
    Ok(usize::try_from(Fields(group.fields(store, 28)?).u32(24)).ok())
}

/// How long the records are that a CG block describes.
fn size(store: &mut Seekable, group: &Block, is_by_column: bool) -> Result<Size, Error> {
    const VARIABLE: u16 = 1;
    let fields = Fields(group.fields(store, 32)?);
    if fields.u16(16) & VARIABLE != 0 {
        return Ok(Size::Variable);
    }
    // Where values stand by column, what marks them as invalid stands elsewhere.
    let invalidation = if is_by_column { 0 } else { fields.u32(28) };
    Ok(Size::Fixed(u64::from(fields.u32(24)) + u64::from(invalidation)))
}

/// Whether the data that begin at `root` are stored by column (ASAM MDF 4.2, section 5.17).
fn is_by_column(store: &mut Seekable, root: u64) -> Result<bool, Error> {
    let Some(block) = Block::read(store, root)? else { return Ok(false) };
    Ok(match &block.kind {
        b"DV" | b"LD" => true,
        b"DZ" => block.fields(store, 2)? == b"DV",
        _ => false,
    })
}
