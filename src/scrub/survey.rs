//! The first reading: finds what is private, and remembers where. It changes nothing.

use super::account::Unread;
use super::numbers::runs;
use super::parameter_groups::ParameterGroups;
use super::plan::Plan;
use super::private::{Found, Private};
use super::signals::Signals;
use super::transfers::{Findings, Hit, Transfers};
use super::turns::Turns;
use crate::dbc::Database;
use crate::frame::Frame;

/// Looks at every frame of a capture. It grows with what is private in the capture, not with the capture.
#[derive(Debug, Default)]
pub struct Survey {
    frames: u64,
    findings: Findings,
    transfers: Transfers,
    groups: ParameterGroups,
    turns: Turns,
    signals: Signals,
}

impl Survey {
    /// Of a capture whose signals these files name.
    pub fn new(databases: Vec<Database>) -> Self {
        Self { signals: Signals::of(databases), ..Self::default() }
    }

    /// Looks at the next frame.
    pub fn look(&mut self, frame: &Frame) {
        let ordinal = self.frames;
        self.frames += 1;
        if !frame.is_data() {
            return;
        }
        self.transfers.look(ordinal, frame, &mut self.findings);
        self.turns.look(frame, &mut self.findings.vins);
        if let Some((bytes, private, found)) = self.groups.look(frame) {
            self.hit(ordinal, frame, bytes, private, found);
        }
        for run in runs(frame.payload()) {
            self.findings.vins.add(&frame.payload()[run.clone()]);
            let bytes = run.fold(0, |bits, at| bits | 1 << at);
            self.hit(ordinal, frame, bytes, Private::Vin, Found::Text);
        }
    }

    fn hit(&mut self, ordinal: u64, frame: &Frame, bytes: u64, private: Private, found: Found) {
        let is_filled = |(at, byte): (usize, &u8)| bytes >> at & 1 == 0 || matches!(byte, 0 | 0xFF);
        if !frame.payload().iter().enumerate().all(is_filled) {
            let (channel, id) = (frame.channel, frame.id);
            self.findings.hits.push(Hit { ordinal, bytes, private, found, channel, id });
        }
    }

    /// What is to be blanked in the second reading.
    pub fn plan(mut self) -> Plan {
        self.transfers.finish(&mut self.findings);
        let Findings { mut hits, vins, cut, too_long } = self.findings;
        hits.sort_by_key(|hit| hit.ordinal);
        Plan::new(self.frames, hits, vins, self.turns, self.signals, Unread { cut, too_long })
    }
}
