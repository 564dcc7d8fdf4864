//! `replay --screen`: a capture played on the screen as if it were happening, to be paused, stepped and marked.

mod pace;
mod playback;

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use super::clock::Clock;
use super::follow::{Followed, name_of};
use super::interrupt::Interrupt;
use super::reading::Settings;
use super::{Error, Streams};
use crate::frame::Time;
use crate::screen::{Effect, Input, Model, Playing, REDRAW, Source, Terminal, Theme, wait};
use pace::Pace;
use playback::{Playback, Played};

/// Frames played between two looks at the keys: some 10 ms of work.
const AT_ONCE: usize = 1 << 13;

/// How long keys are waited for while there is more to play: the shortest time in which they are looked at.
const GLANCE: Duration = Duration::from_millis(1);

/// Plays the capture at `file` until the person ends it.
///
/// # Errors
/// If standard output is no terminal, or the capture cannot be followed.
pub(super) fn watch(
    file: &Path,
    settings: &Settings,
    interrupt: &Interrupt,
    streams: &Streams,
) -> Result<Followed, Error> {
    if !io::stdout().is_terminal() {
        return Err(Error::NoTerminal);
    }
    // Waiting for a pipe would leave the keys unheard.
    if !file.is_file() && file.exists() || file == Path::new("-") {
        return Err(Error::NoFile { name: name_of(file) });
    }
    let theme = Theme::new(streams.is_coloured(), shows_utf8());
    let mut model = Model::new(Source::Capture, theme);
    let playback = Playback::open(file, settings, interrupt, &mut model)?;
    let mut terminal = Terminal::open(theme).map_err(Error::Terminal)?;
    let start = playback.next_time().unwrap_or_default();
    let mut stage = Stage { playback, pace: Pace::new(start), model, is_over: false, steps: false };
    stage.run(&mut terminal, interrupt).map_err(Error::Terminal)?;
    drop(terminal);
    Ok(stage.playback.into_followed(&stage.model))
}

/// Whether the terminal shows more than ASCII, as the locale says (POSIX: the first of these that is set).
pub(super) fn shows_utf8() -> bool {
    let set =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    set.is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// A capture being played.
struct Stage<'a> {
    playback: Playback<'a>,
    pace: Pace,
    model: Model,
    is_over: bool,
    /// On the way to the next thing that happens.
    steps: bool,
}

impl Stage<'_> {
    fn run(&mut self, terminal: &mut Terminal, interrupt: &Interrupt) -> io::Result<()> {
        let clock = Clock::start();
        let (mut last, mut drawn) = (Duration::ZERO, None);
        while !interrupt.is_asked() {
            let now = clock.elapsed();
            self.pace.pass(now.saturating_sub(last));
            last = now;
            let is_behind = self.play();
            if drawn.is_none_or(|drawn| now.saturating_sub(drawn) >= REDRAW) {
                self.show();
                if self.model.take_change() {
                    terminal.draw(&self.model)?;
                }
                drawn = Some(now);
            }
            // With more to play at once, keys are only looked at.
            let patience = if is_behind { GLANCE } else { REDRAW / 2 };
            match wait(patience)? {
                Some(Input::Key(key)) => {
                    let effect = self.model.press(key);
                    if effect == Some(Effect::Quit) {
                        return Ok(());
                    }
                    if effect == Some(Effect::Redraw) {
                        terminal.clear()?;
                    }
                    if let Some(effect) = effect {
                        self.carry_out(effect);
                    }
                    // What a key does is seen at once.
                    drawn = None;
                }
                Some(Input::Resize) => {
                    self.model.touch();
                    drawn = None;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Plays up to where it stands by now; says whether there is more to play at once.
    fn play(&mut self) -> bool {
        if self.is_over || (self.pace.is_paused() && !self.steps) {
            return false;
        }
        if self.playback.jumps_back()
            && let Some(time) = self.playback.next_time()
        {
            self.pace.go_to(time);
        }
        let until = if self.steps { Time::MAX } else { self.pace.at() };
        match self.playback.play(until, AT_ONCE, self.steps, &mut self.model) {
            Played::UpTo => false,
            Played::Behind(time) => {
                self.pace.go_to(time);
                true
            }
            Played::Happened(time) => {
                self.pace.go_to(time);
                self.steps = false;
                false
            }
            Played::ToEnd(last) => {
                (self.is_over, self.steps) = (true, false);
                self.pace.pause(true);
                if let Some(last) = last {
                    self.pace.go_to(last);
                }
                false
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Mark(what) => {
                let at = self.pace.at();
                self.playback.mark(at, what, &mut self.model);
            }
            Effect::Pause if self.is_over => self.model.say("this is the end of the capture".to_owned()),
            Effect::Pause => {
                self.steps = false;
                self.pace.pause(!self.pace.is_paused());
            }
            Effect::Step => {
                self.pace.pause(true);
                self.steps = !self.is_over;
            }
            Effect::Faster => self.pace.faster(),
            Effect::Slower => self.pace.slower(),
            Effect::Record(_) | Effect::Redraw | Effect::Quit => {}
        }
    }

    fn show(&mut self) {
        self.playback.show(self.pace.at(), &mut self.model);
        self.model.playing(Playing {
            speed: self.pace.speed(),
            is_paused: self.pace.is_paused(),
            is_over: self.is_over,
        });
    }
}
