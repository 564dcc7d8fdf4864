//! Where frames come from: the bytes of a capture, what decodes them, and who listens meanwhile. It keeps no frames.

use super::input::Input;
use super::quality::Witness;
use super::{Decoder, Item, Next};
use crate::frame::Frame;
use crate::notice::NoticeKind;

/// A capture on its way in.
pub(super) struct Feed {
    pub(super) input: Input,
    pub(super) decoder: Box<dyn Decoder>,
    pub(super) witness: Option<Witness>,
}

impl Feed {
    /// Reads into `frames`, as [`Decoder::fill`].
    pub(super) fn fill(&mut self, frames: &mut [Frame]) -> (usize, Option<Next>) {
        let (count, after) = self.decoder.fill(&mut self.input, frames);
        let after = match after {
            Some(Ok(None)) => Some(Ok(self.damage())),
            after => after,
        };
        if let Some(witness) = &mut self.witness {
            witness.hear(&mut frames[..count], self.decoder.channels());
            if let Some(Ok(Some(Item::Notice(notice)))) = &after {
                witness.notice(notice);
            }
        }
        (count, after)
    }

    /// The notice about damaged compression, once.
    #[cold]
    fn damage(&mut self) -> Option<Item> {
        let text = self.input.take_damage()?;
        Some(self.input.notice(NoticeKind::DamagedCompression, text))
    }
}
