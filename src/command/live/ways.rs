//! How the way to the car is: interfaces that come and go, what their controllers say of the bus, frames lost on the way.
//! What changes is told once; what goes on and on is counted and told now and then.

use std::fmt::Write;
use std::time::Duration;

use crate::bus::error_frame::{ErrorFrame, State};
use crate::bus::interface::{Activity, Controller};
use crate::bus::{Interface, Link, Loss, LossCause};
use crate::frame::{Frame, Time};
use crate::notice::NoticeKind;

/// The time between two words about the same trouble of one interface.
const SELDOM: Duration = Duration::from_secs(10);

/// The least time between two words about the state of one controller: on a bad wire it changes all the time.
const SOON: Duration = Duration::from_secs(1);

/// One interface that is listened to.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Its name.
    pub(super) name: String,
    /// How it is; `None` before that was told.
    pub(super) link: Option<Link>,
    /// What the kernel knows of it; `None` while it is gone.
    pub(super) interface: Option<Interface>,
    /// What its controller last said of itself.
    pub(super) state: Option<State>,
    /// Frames known to be lost, since the beginning.
    pub(super) lost: u64,
    /// Error frames, since the beginning.
    pub(super) errors: u64,
    told: Told,
}

/// What was told of an interface.
#[derive(Debug, Clone, Default)]
struct Told {
    state: Option<State>,
    state_at: Option<Time>,
    errors: u64,
    errors_at: Option<Time>,
    /// The last error, in words.
    error: String,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    /// The interface, by channel; `None` if it concerns all.
    pub(super) channel: Option<u8>,
    /// What kind of thing.
    pub(super) kind: NoticeKind,
    /// When; `None` for now.
    pub(super) time: Option<Time>,
    /// What.
    pub(super) text: String,
}

/// All interfaces.
#[derive(Debug, Default)]
pub(super) struct Ways {
    list: Vec<Way>,
    /// Losses that were not told, by cause.
    losses: Vec<Loss>,
    news: Vec<News>,
}

impl Ways {
    /// The interfaces, by channel.
    pub(super) fn list(&self) -> &[Way] {
        &self.list
    }

    /// Whether any interface is up, so that something could be heard.
    pub(super) fn is_any_up(&self) -> bool {
        self.list.iter().any(|way| way.link == Some(Link::Up))
    }

    /// Takes over the names by channel.
    pub(super) fn set_names<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for (number, name) in names.enumerate() {
            if number == self.list.len() {
                self.list.push(Way { name: name.to_owned(), ..Way::default() });
            }
        }
    }

    /// An interface came, went, or was set up or down; `interface` is what the kernel knows of it now.
    pub(super) fn link(&mut self, channel: u8, link: Link, interface: Option<Interface>) {
        let Some(way) = self.list.get_mut(usize::from(channel)) else { return };
        way.link = Some(link);
        way.interface = interface;
        // Whatever its controller said before, it begins anew.
        way.state = None;
        way.told.state = None;
        let text = way.describe();
        let news = News { channel: Some(channel), kind: NoticeKind::Interface, time: None, text };
        self.news.push(news);
    }

    /// Takes in what the kernel knows of an interface now.
    pub(super) fn look(&mut self, channel: u8, interface: Option<Interface>) {
        let Some(way) = self.list.get_mut(usize::from(channel)) else { return };
        let mode = |interface: &Option<Interface>| {
            let controller = interface.as_ref()?.controller?;
            Some((controller.listen_only, controller.bitrate))
        };
        let is_other = mode(&way.interface) != mode(&interface);
        way.interface = interface;
        if let Some(Controller { state: Activity::Running(state), .. }) = way.controller() {
            way.state = Some(state);
        }
        if is_other && way.link == Some(Link::Up) {
            let text = way.describe();
            let news = News { channel: Some(channel), kind: NoticeKind::Interface, time: None, text };
            self.news.push(news);
        }
    }

    /// Takes in an error frame; other frames say nothing of the way.
    pub(super) fn frame(&mut self, frame: &Frame) {
        let Some(error) = ErrorFrame::decode(frame) else { return };
        let Some(way) = self.list.get_mut(usize::from(frame.channel)) else { return };
        way.errors += 1;
        if let Some(state) = error.state() {
            way.state = Some(state);
        }
        // Words are made only for what may be told.
        let is_due = |at: Option<Time>, after| at.is_none_or(|at| frame.time.since(at) >= after);
        if way.told.error.is_empty() || is_due(way.told.errors_at, SELDOM) {
            way.told.error.clear();
            // Writing to a string cannot fail.
            let _ = write!(way.told.error, "{error}");
        }
        self.tell_of(frame.channel, frame.time);
    }

    /// Takes in frames that were lost.
    pub(super) fn loss(&mut self, loss: Loss) {
        for (way, number) in self.list.iter_mut().zip(0..=u8::MAX) {
            if loss.channel.is_none_or(|channel| channel == number) {
                way.lost += loss.lost;
            }
        }
        let alike = |known: &&mut Loss| (known.channel, known.cause) == (loss.channel, loss.cause);
        match self.losses.iter_mut().find(alike) {
            Some(known) => {
                known.lost += loss.lost;
                known.until = loss.until.or(known.until);
            }
            None => self.losses.push(loss),
        }
    }

    /// Tells what was counted, at `now`. Call it about once a second.
    pub(super) fn settle(&mut self, now: Time, buffer: usize) {
        for channel in 0..self.list.len() {
            self.tell_of(u8::try_from(channel).unwrap_or(u8::MAX), now);
        }
        for loss in std::mem::take(&mut self.losses) {
            let text = lost(&loss, buffer);
            let time = loss.until.or(loss.since);
            self.news.push(News { channel: loss.channel, kind: NoticeKind::FramesLost, time, text });
        }
    }

    /// What there is to tell.
    pub(super) fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// Tells of errors and of the state of a controller, unless that was done a moment ago.
    fn tell_of(&mut self, channel: u8, now: Time) {
        let Some(way) = self.list.get_mut(usize::from(channel)) else { return };
        let told = &mut way.told;
        let is_due = |at: Option<Time>, after| at.is_none_or(|at| now.since(at) >= after);
        let mut tell = |text| {
            let kind = NoticeKind::BusErrors;
            self.news.push(News { channel: Some(channel), kind, time: Some(now), text });
        };
        // A controller that was never anything but active says nothing new.
        let state = way.state.unwrap_or(State::Active);
        if state != told.state.unwrap_or(State::Active) && is_due(told.state_at, SOON) {
            (told.state, told.state_at) = (Some(state), Some(now));
            (told.errors, told.errors_at) = (way.errors, Some(now));
            let error = std::mem::take(&mut told.error);
            tell(of_state(state, &error));
        } else if way.errors > told.errors && is_due(told.errors_at, SELDOM) {
            let more = way.errors - told.errors;
            (told.errors, told.errors_at) = (way.errors, Some(now));
            let s = if more == 1 { "" } else { "s" };
            tell(format!("{more} error frame{s}, the last: {}", std::mem::take(&mut told.error)));
        }
    }
}

impl Way {
    /// Its controller; `None` of a virtual interface, and while it is gone.
    pub(super) fn controller(&self) -> Option<Controller> {
        self.interface.as_ref()?.controller
    }

    /// How it is, in one line, with what to do about it.
    fn describe(&self) -> String {
        let link = match self.link {
            Some(Link::Gone) | None => {
                return "not there: nothing is heard until it is plugged in again".to_owned();
            }
            Some(Link::Down) => "down",
            Some(Link::Up) => "up",
        };
        let mut text = link.to_owned();
        let Some(interface) = &self.interface else { return text };
        let Some(controller) = &interface.controller else {
            if self.link == Some(Link::Down) {
                let _ = write!(text, "; to listen: {}", interface.command_to_bring_up());
            }
            return text;
        };
        if let Some(bitrate) = controller.bitrate {
            let _ = write!(text, ", {} kbit/s", f64::from(bitrate) / 1000.0);
        }
        text.push_str(if controller.listen_only { ", listen-only" } else { ", not listen-only" });
        if let Some(driver) = &interface.driver {
            let _ = write!(text, " ({driver})");
        }
        if self.link == Some(Link::Down) {
            let _ = write!(text, "; to listen: {}", interface.command_to_listen_only());
        } else if !controller.listen_only {
            let _ = match controller.can_listen_only {
                Some(false) => {
                    write!(text, "; its driver cannot only listen: it acknowledges what others send")
                }
                _ => write!(
                    text,
                    "; it sends nothing but acknowledges what others send; to only listen: {}",
                    interface.command_to_listen_only()
                ),
            };
        }
        text
    }
}

fn of_state(state: State, error: &str) -> String {
    let hint = match state {
        State::Active => "",
        State::Warning | State::Passive => {
            "; if it stays so, the bit rate is wrong or the wires are bad: these cars use 500 kbit/s"
        }
        State::BusOff => "; it hears nothing until it is restarted",
    };
    let error = if error.is_empty() { String::new() } else { format!(" ({error})") };
    format!("the controller is {state}{error}{hint}")
}

fn lost(loss: &Loss, buffer: usize) -> String {
    let s = if loss.lost == 1 { "" } else { "s" };
    let least = if loss.cause == LossCause::ControllerOverrun { "at least " } else { "" };
    let mut text = format!("{least}{} frame{s} lost: {}", loss.lost, loss.cause);
    // Less than half of what was asked for: the system's limit for users.
    if loss.cause == LossCause::SocketBuffer && buffer < 8 << 20 {
        let _ = write!(
            text,
            " ({} kB; as root, or after `sysctl net.core.rmem_max=16777216`, it is larger)",
            buffer / 1000
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{News, Ways};
    use crate::bus::{Link, Loss, LossCause};
    use crate::frame::{CanId, Flags, Frame, Time};
    use crate::notice::NoticeKind;

    fn ways() -> Ways {
        let mut ways = Ways::default();
        ways.set_names(["can0", "can1"].into_iter());
        ways
    }

    fn at(millis: i64) -> Time {
        Time::from_nanos(millis * 1_000_000)
    }

    fn error(millis: i64, class: u32, data: [u8; 8]) -> Frame {
        Frame::new(at(millis), CanId::extended(class).unwrap(), Flags::ERROR, &data).unwrap()
    }

    fn texts(ways: &mut Ways) -> Vec<String> {
        ways.take_news().into_iter().map(|News { text, .. }| text).collect()
    }

    const PASSIVE: [u8; 8] = [0, 0x10, 0, 0, 0, 0, 0, 128];
    const ACTIVE: [u8; 8] = [0, 0x40, 0, 0, 0, 0, 0, 0];

    #[test]
    fn a_controller_that_leaves_the_bus_is_told_at_once_and_so_is_its_return() {
        let mut ways = ways();
        ways.frame(&error(0, 0x004, PASSIVE));
        let told = texts(&mut ways);
        assert!(
            told[0].starts_with("the controller is error-passive (error-passive by receive errors"),
            "{told:?}"
        );
        ways.frame(&error(2_000, 0x040, [0; 8]));
        assert_eq!(
            texts(&mut ways),
            ["the controller is bus-off (bus-off); it hears nothing until it is restarted"]
        );
        ways.frame(&error(4_000, 0x100, [0; 8]));
        assert_eq!(texts(&mut ways), ["the controller is error-active (restarted after bus-off)"]);
    }

    #[test]
    fn a_state_that_changes_all_the_time_is_told_once_a_second() {
        let mut ways = ways();
        for millis in 0..10_000 {
            ways.frame(&error(millis, 0x004, if millis % 2 == 0 { PASSIVE } else { ACTIVE }));
        }
        assert!((5..=11).contains(&texts(&mut ways).len()));
        // However it went on meanwhile, the last state is told in the end.
        ways.frame(&error(10_000, 0x004, PASSIVE));
        ways.settle(at(20_000), 16 << 20);
        let last = texts(&mut ways).pop().unwrap();
        assert!(last.contains("error-passive"), "{last}");
    }

    #[test]
    fn a_babbling_bus_is_a_word_every_ten_seconds() {
        let mut ways = ways();
        for millis in 0..60_000 {
            ways.frame(&error(millis, 0x008, [0, 0, 2, 0, 0, 0, 0, 0]));
        }
        let told = texts(&mut ways);
        assert_eq!(told.len(), 6);
        assert_eq!(told[0], "1 error frame, the last: form error");
        assert_eq!(told[1], "10000 error frames, the last: form error");
        assert_eq!(ways.list()[0].errors, 60_000);
    }

    #[test]
    fn losses_are_added_up_and_told_with_their_cause() {
        let mut ways = ways();
        for lost in 1..=3 {
            let cause = LossCause::SocketBuffer;
            ways.loss(Loss { channel: Some(1), lost, cause, since: Some(at(5)), until: Some(at(9)) });
        }
        ways.settle(at(1_000), 212_992);
        let [News { channel: Some(1), kind: NoticeKind::FramesLost, time: Some(time), text }] =
            &ways.take_news()[..]
        else {
            panic!("not one loss")
        };
        assert_eq!(*time, at(9));
        assert!(text.starts_with("6 frames lost: the socket's buffer was full (212 kB; as root,"), "{text}");
        assert_eq!((ways.list()[0].lost, ways.list()[1].lost), (0, 6));
    }

    #[test]
    fn whether_anything_can_be_heard_is_known() {
        let mut ways = ways();
        assert!(!ways.is_any_up());
        ways.link(1, Link::Up, None);
        assert!(ways.is_any_up());
        ways.link(1, Link::Gone, None);
        assert!(!ways.is_any_up());
        assert_eq!(texts(&mut ways), ["up", "not there: nothing is heard until it is plugged in again"]);
    }
}
