//! The front for a person at a terminal: the screen, and keys.

use std::io;
use std::thread;

use tokio::sync::mpsc::{Receiver, channel};

use super::front::{Front, Standing, Wish};
use super::ways::Way;
use crate::body::{Mark, MarkWhat, Opening};
use crate::bus::Link;
use crate::capture::marks::{MarkKind, MarkedOpening};
use crate::command::Streams;
use crate::command::watch::shows_utf8;
use crate::frame::{Frame, Time};
use crate::monitor::Output;
use crate::notice::Notice;
use crate::report::{Ending, Session};
use crate::screen::{Bus, Effect, Input, Meter, Model, REDRAW, Recording, Source, Terminal, Theme, wait};

/// Keys that may wait.
const WAITING: usize = 64;

/// How often it is looked up what cannot be watched and what is behind the findings, in ticks: that seldom changes.
const SELDOM: u32 = 10;

/// The screen of a live session.
pub(super) struct Panels {
    model: Model,
    /// `None` once it was given back.
    terminal: Option<Terminal>,
    keys: Receiver<io::Result<Input>>,
    /// By channel.
    meters: Vec<Meter>,
    ticks: u32,
    failure: Option<io::Error>,
}

impl Panels {
    /// Takes the terminal, and draws as results are written.
    ///
    /// # Errors
    /// Those of [`Panels::open`].
    pub(super) fn for_streams(streams: &Streams) -> io::Result<Self> {
        Self::open(Theme::new(streams.is_coloured(), shows_utf8()))
    }

    /// Takes the terminal.
    ///
    /// # Errors
    /// If standard output is no terminal, or there are no keys to read.
    fn open(theme: Theme) -> io::Result<Self> {
        let terminal = Terminal::open(theme)?;
        let (sender, keys) = channel(WAITING);
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            while !sender.is_closed() {
                let Some(input) = wait(REDRAW).transpose() else { continue };
                let is_over = input.is_err();
                if sender.blocking_send(input).is_err() || is_over {
                    return;
                }
            }
        })?;
        let model = Model::new(Source::Live, theme);
        Ok(Self { model, terminal: Some(terminal), keys, meters: Vec::new(), ticks: 0, failure: None })
    }

    /// What a person may wish by what the model made of a key; `None` if it is done already.
    fn wish_of(&mut self, effect: Effect) -> Option<Wish> {
        match effect {
            Effect::Mark(what) => {
                let kind = kind(what);
                Some(Wish::Mark(kind, kind.to_string()))
            }
            Effect::Record(begin) => Some(if begin { Wish::Record } else { Wish::EndRecord }),
            Effect::Quit => Some(Wish::Quit),
            Effect::Redraw => {
                let cleared = self.terminal.as_mut().map_or(Ok(()), Terminal::clear);
                self.note(cleared);
                None
            }
            Effect::Pause | Effect::Step | Effect::Faster | Effect::Slower => None,
        }
    }

    fn draw(&mut self) {
        if self.model.take_change()
            && let Some(terminal) = &mut self.terminal
        {
            let drawn = terminal.draw(&self.model);
            self.note(drawn);
        }
    }

    /// Notes that the terminal is gone, if so.
    fn note(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            self.terminal = None;
            self.failure = Some(error);
        }
    }
}

impl Front for Panels {
    fn begin(&mut self, session: &Session) {
        self.model.session(session);
        self.draw();
    }

    fn car(&mut self, session: &Session) {
        self.model.session(session);
    }

    fn output(&mut self, _: &Session, output: Output) {
        self.model.output(output);
    }

    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice) {
        self.model.session(session);
        self.model.tell(time, notice);
    }

    fn frame(&mut self, frame: &Frame) {
        let channel = usize::from(frame.channel);
        if self.meters.len() <= channel {
            self.meters.resize(channel + 1, Meter::default());
        }
        if let Some(meter) = self.meters.get_mut(channel) {
            meter.count(frame);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        self.model.mark(mark);
    }

    fn advance(&mut self, _: &Session, _: Time) {}

    fn stand(&mut self, standing: &Standing<'_>) {
        let Standing { following, now, ways, recorder } = standing;
        self.model.body(following.body(), *now);
        if self.ticks.is_multiple_of(SELDOM) {
            self.model.unwatched(&following.unwatched());
            self.model.case(&following.case());
        }
        self.ticks = self.ticks.wrapping_add(1);
        self.meters.resize(ways.len(), Meter::default());
        self.model
            .buses(ways.iter().zip(&mut self.meters).map(|(way, meter)| bus(way, meter, *now)).collect());
        self.model.recording(recorder.and_then(|recorder| {
            Some(Recording {
                file: recorder.file()?.display().to_string(),
                frames: recorder.frames(),
                trouble: recorder.trouble().map(str::to_owned),
            })
        }));
        self.draw();
    }

    fn end(&mut self, _: &Session, _: &Ending) {
        self.terminal = None;
    }

    fn flush(&mut self) {}

    fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    async fn wish(&mut self) -> Wish {
        loop {
            match self.keys.recv().await {
                Some(Ok(Input::Key(key))) => {
                    let effect = self.model.press(key);
                    // What a key does is seen at once.
                    self.draw();
                    if let Some(wish) = effect.and_then(|effect| self.wish_of(effect)) {
                        return wish;
                    }
                }
                Some(Ok(Input::Resize)) => {
                    self.model.touch();
                    self.draw();
                }
                Some(Err(error)) => {
                    self.note(Err(error));
                    return Wish::Nothing;
                }
                None => return std::future::pending().await,
            }
        }
    }
}

/// An interface as the screen shows it.
fn bus(way: &Way, meter: &mut Meter, now: Time) -> Bus {
    let controller = way.controller();
    let bitrate = controller.and_then(|controller| controller.bitrate);
    Bus {
        name: way.name.clone(),
        link: way.link.or(Some(Link::Gone)),
        state: way.state,
        listen_only: controller.map(|controller| controller.listen_only),
        bitrate,
        rate: meter.rate(now),
        load: bitrate.and_then(|bitrate| meter.load(now, bitrate)),
        lost: way.lost,
        errors: way.errors,
    }
}

/// A mark as it is written beside a recording.
const fn kind(what: MarkWhat) -> MarkKind {
    match what {
        MarkWhat::FobPressed => MarkKind::FobPressed,
        MarkWhat::TailgatePressed => MarkKind::TailgateButtonPressed,
        MarkWhat::Opening(opening, open) => {
            let opening = match opening {
                Opening::FrontLeft => MarkedOpening::FrontLeft,
                Opening::FrontRight => MarkedOpening::FrontRight,
                Opening::RearLeft => MarkedOpening::RearLeft,
                Opening::RearRight => MarkedOpening::RearRight,
                Opening::Tailgate => MarkedOpening::Tailgate,
                Opening::Bonnet => MarkedOpening::Bonnet,
            };
            MarkKind::Seen { opening, open }
        }
    }
}
