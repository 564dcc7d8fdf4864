//! Frames that their DBC does not fit: too short for their signals, or with a multiplexer value it does not define.
//! Each message is told of once with its place, all frames are counted.

use std::collections::HashSet;

use crate::dbc::{Decoded, Message};
use crate::frame::{CanId, Frame, Origin};
use crate::notice::{Notice, NoticeKind, Notices};

/// What was wrong so far, with frames and with the captures themselves.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    notices: Notices,
    told: HashSet<(NoticeKind, CanId)>,
}

impl Trouble {
    /// Everything that was wrong.
    pub(super) fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Something was wrong with a capture.
    pub(super) fn add(&mut self, notice: Notice) {
        self.notices.add(notice);
    }

    /// `frame` of `message` could be decoded as far as `decoded` says.
    pub(super) fn look(&mut self, frame: &Frame, message: &Message, decoded: &Decoded) {
        if let Some(first) = decoded.first_short {
            self.note(NoticeKind::ShortFrame, frame, || {
                let signal = message.signals().get(first);
                let (name, needs) = signal.map_or(("", 0), |signal| (&signal.name, signal.last_byte()));
                let others = match decoded.short {
                    0 | 1 => String::new(),
                    short => format!(", and {} more of its signals need more", short - 1),
                };
                let has = frame.payload().len();
                let bytes = if has == 1 { "byte" } else { "bytes" };
                format!("{} ({}) has {has} {bytes}, {name} needs {needs}{others}", message.name, message.id)
            });
        }
        if let Some(undefined) = decoded.undefined {
            self.note(NoticeKind::UndefinedMultiplexer, frame, || {
                let name = message.signals().get(undefined.switch).map_or("", |switch| &switch.name);
                let value = undefined.value;
                format!("{name} of {} ({}) is {value}, which brings no signals", message.name, message.id)
            });
        }
    }

    fn note(&mut self, kind: NoticeKind, frame: &Frame, text: impl FnOnce() -> String) {
        if !self.told.insert((kind, frame.id)) {
            return self.notices.add_untold(kind);
        }
        let Origin { source, line } = frame.origin;
        self.notices.add(Notice { kind, origin: Origin { source, line }, text: text().into() });
    }
}
