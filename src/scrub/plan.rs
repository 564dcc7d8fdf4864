//! The second reading: blanks what the first found.

use std::iter::Peekable;
use std::vec;

use super::account::{Account, Removed, Unread};
use super::numbers::Known;
use super::private::{Found, Private};
use super::signals::Signals;
use super::transfers::Hit;
use super::turns::Turns;
use crate::frame::{Frame, MAX_PAYLOAD};

/// What is to be blanked in the frames of a capture, which come in the order of the first reading.
#[derive(Debug)]
pub struct Plan {
    surveyed: u64,
    next: u64,
    hits: Peekable<vec::IntoIter<Hit>>,
    vins: Known,
    turns: Turns,
    signals: Signals,
    unread: Unread,
    account: Account,
}

/// The capture is not as it was in the first reading, so nothing is known of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it changed between its two readings, so what it holds is not known; try again when it is whole")]
pub struct Changed;

impl Plan {
    pub(super) fn new(
        surveyed: u64,
        hits: Vec<Hit>,
        vins: Known,
        turns: Turns,
        signals: Signals,
        unread: Unread,
    ) -> Self {
        let hits = hits.into_iter().peekable();
        Self { surveyed, next: 0, hits, vins, turns, signals, unread, account: Account::default() }
    }

    /// Blanks what is private in the next frame.
    ///
    /// # Errors
    /// If there were fewer frames in the first reading, or this is another one.
    pub fn blank(&mut self, frame: &mut Frame) -> Result<(), Changed> {
        let ordinal = self.next;
        self.next += 1;
        if ordinal >= self.surveyed {
            return Err(Changed);
        }
        let mut copy = [0; MAX_PAYLOAD];
        let len = frame.payload().len();
        let payload = &mut copy[..len];
        payload.copy_from_slice(frame.payload());
        while let Some(hit) = self.hits.next_if(|hit| hit.ordinal == ordinal) {
            if hit.channel != frame.channel || hit.id != frame.id {
                return Err(Changed);
            }
            let bytes = fill(payload, hit.bytes, hit.private);
            self.tell(frame, hit.private, hit.found, bytes);
        }
        if !frame.is_data() {
            return Ok(());
        }
        let bytes = fill(payload, self.turns.private(frame), Private::Vin);
        self.tell(frame, Private::Vin, Found::Turns, bytes);
        let bytes = fill(payload, self.vins.pieces(payload), Private::Vin);
        self.tell(frame, Private::Vin, Found::Known, bytes);
        let account = &mut self.account;
        self.signals.blank(frame.id, payload, |private, name, bytes| {
            account.add(frame, private, Found::Signal(name.clone()), bytes);
        });
        // It is as long as it was, so it fits.
        let _ = frame.set_payload(payload);
        Ok(())
    }

    fn tell(&mut self, frame: &Frame, private: Private, found: Found, bytes: u64) {
        if bytes > 0 {
            self.account.add(frame, private, found, bytes);
        }
    }

    /// What was blanked, and what could not be looked into.
    pub fn finish(self) -> (Vec<Removed>, Unread) {
        (self.account.finish(), self.unread)
    }
}

/// Fills these bytes of `payload`; says how many of them were anything else.
fn fill(payload: &mut [u8], bytes: u64, private: Private) -> u64 {
    let mut changed = 0;
    for (at, byte) in payload.iter_mut().enumerate() {
        if bytes >> at & 1 == 1 && *byte != private.filler() {
            *byte = private.filler();
            changed += 1;
        }
    }
    changed
}
