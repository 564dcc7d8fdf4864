//! From a received message to a frame of ours: which channel, when, the how-many-th, and what was lost before it.
//! Makes no system call but for asking who an unknown interface is.

use super::batch::{Batch, Event, Loss, LossCause};
use super::channels::{Channels, Place};
use super::control::Control;
use super::error_frame::{Cause, ErrorFrame};
use super::kernel::Message;
use super::{links, wire};
use crate::frame::{Flags, Frame, Origin, SourceId, Time};

/// Everything that is remembered from one message to the next.
pub(super) struct Intake {
    pub(super) channels: Channels,
    /// The source of channel 0; the others follow.
    first: SourceId,
    /// The channel of every frame, if the socket listens to one interface only.
    only: Option<u8>,
    /// The socket's drop counter, as far as its drops were told.
    dropped: u32,
    /// The last frame from any channel.
    last: Option<Time>,
}

impl Intake {
    pub(super) fn new(channels: Channels, first: SourceId, only: Option<u8>) -> Self {
        Self { channels, first, only, dropped: 0, last: None }
    }

    /// A new socket counts its drops from zero.
    pub(super) fn new_socket(&mut self) {
        self.dropped = 0;
    }

    /// Adds the frame of `message` to `batch`, after what was lost before it.
    pub(super) fn take(&mut self, message: &Message<'_>, batch: &mut Batch) {
        let control = Control::parse(message.control);
        // With SO_TIMESTAMPNS the kernel stamps every frame; the rest only keeps time from running backwards.
        let software = control.software.or(control.hardware).or(self.last).unwrap_or(Time::ZERO);
        let number = match self.place(message.interface, batch) {
            Place::Channel(number) => number,
            Place::Unwanted | Place::Unknown => return,
            Place::Overflow => {
                let loss = Loss {
                    channel: None,
                    lost: 1,
                    cause: LossCause::NoChannel,
                    since: self.last,
                    until: None,
                };
                return batch.tell(Event::Loss(loss));
            }
        };
        let Some(channel) = self.channels.get_mut(number) else { return };
        let time = whole_micros(channel.clock.time(control.hardware, software));
        let before = channel.last.replace(time);
        channel.frames += 1;
        let line = channel.frames;
        // Without a wire, the senders on this machine are the bus.
        let is_ours = message.local && !channel.is_virtual;
        if let Some(count) = control.dropped {
            self.note_drops(count, Some(time), batch);
        }
        self.last = Some(time);
        let frame = batch.add();
        if !wire::read(message.frame, frame) {
            // The kernel passes nothing but whole frames.
            return batch.take_back();
        }
        frame.time = time;
        frame.channel = number;
        frame.origin = Origin { source: SourceId(self.first.0.saturating_add(u16::from(number))), line };
        frame.flags.set(Flags::TX, is_ours);
        if overrun(frame) {
            let cause = LossCause::ControllerOverrun;
            let loss = Loss { channel: Some(number), lost: 1, cause, since: before, until: Some(time) };
            batch.tell_before_last(Event::Loss(loss));
        }
    }

    /// Tells how many frames were lost if the socket's drop counter has moved on. Where it was read ahead of the
    /// queue, later frames carry earlier counts, which say nothing new.
    pub(super) fn note_drops(&mut self, count: u32, until: Option<Time>, batch: &mut Batch) {
        let more = count.wrapping_sub(self.dropped);
        if more == 0 || more > u32::MAX / 2 {
            return;
        }
        self.dropped = count;
        let cause = LossCause::SocketBuffer;
        let loss = Loss { channel: self.only, lost: u64::from(more), cause, since: self.last, until };
        batch.tell(Event::Loss(loss));
    }

    fn place(&mut self, index: u32, batch: &mut Batch) -> Place {
        let known = self.channels.place(index);
        if known != Place::Unknown {
            return known;
        }
        // An interface created a moment ago: its first frame overtook the news of it.
        if let Ok(links) = links::all() {
            self.channels.update(&links, batch);
        }
        if self.channels.place(index) == Place::Unknown {
            self.channels.forget(index);
        }
        self.channels.place(index)
    }
}

/// Logs hold whole microseconds, and what is recorded must replay as it was heard. A bit lasts a microsecond at the fastest.
fn whole_micros(time: Time) -> Time {
    let nanos = time.as_nanos();
    Time::from_nanos(nanos - nanos.rem_euclid(1000))
}

fn overrun(frame: &Frame) -> bool {
    ErrorFrame::decode(frame).is_some_and(|error| error.reports(Cause::ReceiveOverrun))
}

#[cfg(test)]
mod tests {
    use super::super::links::{CanLink, Traffic};
    use super::*;

    const CAN0: u32 = 3;

    fn intake(only: Option<u8>) -> Intake {
        let mut channels = Channels::new(&["can0".into(), "can1".into()], false);
        let link = |index, name: &str| CanLink {
            index,
            name: name.into(),
            up: true,
            kind: None,
            traffic: Traffic::default(),
        };
        channels.update(&[link(CAN0, "can0"), link(CAN0 + 1, "can1")], &mut Batch::new());
        Intake::new(channels, SourceId(10), only)
    }

    fn control(kind: libc::c_int, data: &[u8]) -> Vec<u8> {
        let header = size_of::<libc::cmsghdr>();
        let mut bytes = (header + data.len()).to_ne_bytes().to_vec();
        bytes.extend(libc::SOL_SOCKET.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.resize(header, 0);
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(size_of::<usize>()), 0);
        bytes
    }

    /// A frame `id` with data 00 01 00 .., stamped a little after `micros`, with a drop counter.
    fn take(intake: &mut Intake, batch: &mut Batch, interface: u32, id: u32, micros: i64, dropped: u32) {
        let nanos = micros * 1000 + 999;
        let mut beside = control(libc::SCM_TIMESTAMPNS, &[0_i64.to_ne_bytes(), nanos.to_ne_bytes()].concat());
        beside.extend(control(libc::SO_RXQ_OVFL, &dropped.to_ne_bytes()));
        let mut frame = id.to_ne_bytes().to_vec();
        frame.extend([8, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        intake.take(&Message { frame: &frame, control: &beside, interface, local: false }, batch);
    }

    fn losses(batch: &Batch) -> Vec<Loss> {
        let losses = batch.events().filter_map(|event| match event {
            Event::Loss(loss) => Some(loss),
            Event::Link { .. } => None,
        });
        losses.collect()
    }

    #[test]
    fn frames_are_counted_per_interface() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        for interface in [CAN0, CAN0 + 1, CAN0] {
            take(&mut intake, &mut batch, interface, 0x123, 5, 0);
        }
        let places: Vec<_> = batch
            .frames()
            .iter()
            .map(|frame| (frame.channel, frame.origin.source.0, frame.origin.line))
            .collect();
        assert_eq!(places, [(0, 10, 1), (1, 11, 1), (0, 10, 2)]);
    }

    #[test]
    fn dropped_frames_are_told_between_the_frames_around_them() {
        let (mut intake, mut batch) = (intake(Some(0)), Batch::new());
        take(&mut intake, &mut batch, CAN0, 1, 100, 0);
        take(&mut intake, &mut batch, CAN0, 1, 200, 7);
        take(&mut intake, &mut batch, CAN0, 1, 300, 7);
        let at = |micros: i64| Some(Time::from_nanos(micros * 1000));
        let loss = Loss {
            channel: Some(0),
            lost: 7,
            cause: LossCause::SocketBuffer,
            since: at(100),
            until: at(200),
        };
        assert_eq!(losses(&batch), [loss]);
    }

    #[test]
    fn a_counter_read_ahead_of_the_queue_counts_nothing_twice() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        take(&mut intake, &mut batch, CAN0, 1, 100, 3);
        intake.note_drops(9, None, &mut batch);
        take(&mut intake, &mut batch, CAN0, 1, 200, 5);
        take(&mut intake, &mut batch, CAN0, 1, 300, 9);
        take(&mut intake, &mut batch, CAN0, 1, 400, 10);
        assert_eq!(losses(&batch).iter().map(|loss| loss.lost).collect::<Vec<_>>(), [3, 6, 1]);
    }

    #[test]
    fn the_drop_counter_may_wrap_around() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        intake.note_drops(u32::MAX / 2, None, &mut batch);
        intake.note_drops(u32::MAX - 1, None, &mut batch);
        intake.note_drops(2, None, &mut batch);
        assert_eq!(losses(&batch).last().map(|loss| loss.lost), Some(4));
    }

    #[test]
    fn a_controllers_overrun_is_a_loss_before_its_error_frame() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        take(&mut intake, &mut batch, CAN0, 1, 100, 0);
        take(&mut intake, &mut batch, CAN0, 0x040 | libc::CAN_ERR_FLAG, 200, 0);
        assert_eq!(losses(&batch), []);
        // The data byte [1] of the frames made here is 1: receive overrun, in this class.
        take(&mut intake, &mut batch, CAN0, 0x004 | libc::CAN_ERR_FLAG, 300, 0);
        let [loss] = losses(&batch)[..] else { panic!("{batch:?}") };
        let expected = (Some(0), LossCause::ControllerOverrun, Some(Time::from_nanos(200_000)));
        assert_eq!((loss.channel, loss.cause, loss.since), expected);
        assert_eq!(batch.frames().len(), 3);
    }

    #[test]
    fn frames_of_interfaces_nobody_asked_for_are_left_out() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        take(&mut intake, &mut batch, 4711, 1, 100, 0);
        assert!(batch.frames().is_empty());
    }

    #[test]
    fn on_a_virtual_interface_what_this_machine_sent_is_the_bus() {
        let mut channels = Channels::new(&["vcan0".into()], false);
        let kind = Some("vcan".to_owned());
        let link = CanLink { index: CAN0, name: "vcan0".into(), up: true, kind, traffic: Traffic::default() };
        channels.update(&[link], &mut Batch::new());
        let (mut intake, mut batch) = (Intake::new(channels, SourceId(0), None), Batch::new());
        let frame = [&1_u32.to_ne_bytes()[..], &[0; 12]].concat();
        intake.take(&Message { frame: &frame, control: &[], interface: CAN0, local: true }, &mut batch);
        assert_eq!(batch.frames()[0].flags, Flags::empty());
    }

    #[test]
    fn what_this_machine_sent_is_marked() {
        let (mut intake, mut batch) = (intake(None), Batch::new());
        let frame = [&1_u32.to_ne_bytes()[..], &[0; 12]].concat();
        intake.take(&Message { frame: &frame, control: &[], interface: CAN0, local: true }, &mut batch);
        assert_eq!(batch.frames()[0].flags, Flags::TX);
    }
}
