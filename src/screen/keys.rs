//! What each key does: it changes what is looked at, or asks the command for an effect. It carries out none.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::model::Model;
use super::view::{Asking, Page, Source};
use crate::body::{MarkWhat, Opening};

/// Lines that a page is scrolled at once.
const LEAF: i16 = 10;

/// What a person wants done that a screen cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// To note what the person sees or did, now. The monitor must be told, and then [`Model::mark`].
    Mark(MarkWhat),
    /// To begin recording (`true`) or to end it; [`Model::recording`] shows what came of it.
    Record(bool),
    /// To pause the capture, or to let it go on.
    Pause,
    /// To go on to the next thing that happens, and to pause there.
    Step,
    /// To play the capture faster.
    Faster,
    /// To play it slower.
    Slower,
    /// To draw everything anew: something else wrote on the terminal.
    Redraw,
    /// To end.
    Quit,
}

/// A key of the overview, for the help page and the last line.
pub(super) struct Binding {
    pub(super) keys: &'static str,
    /// For the last line; empty if it is left to the help page.
    pub(super) short: &'static str,
    pub(super) does: &'static str,
    /// Where it works; `None` for everywhere.
    pub(super) source: Option<Source>,
}

const fn key(key: &'static str, short: &'static str, does: &'static str) -> Binding {
    Binding { keys: key, short, does, source: None }
}

const fn only(source: Source, key: &'static str, short: &'static str, does: &'static str) -> Binding {
    Binding { keys: key, short, does, source: Some(source) }
}

/// Every key, in the order people need them.
pub(super) const KEYS: &[Binding] = &[
    key("c 1-6", "closed", "you see this opening closed: c, then its number in the car"),
    key("o 1-6", "open", "you see this opening open: o, then its number in the car"),
    key("f", "fob", "you press a button of the key fob now"),
    key("t", "tailgate", "you press the tailgate's own button now"),
    key("Up Down", "", "choose a finding, or scroll"),
    key("e Enter", "explain", "what the chosen finding means, with its frames"),
    key("d", "", "what is probably behind the findings, and what to check next"),
    key("u", "", "all that cannot be watched on this car, and why"),
    key("z", "", "freeze the screen, or let it go on; following never stops"),
    only(Source::Live, "r", "record", "begin or end recording"),
    only(Source::Capture, "Space", "pause", "pause, or go on"),
    only(Source::Capture, "s", "", "on to the next thing that happens"),
    only(Source::Capture, "+ -", "", "faster, slower"),
    key("PgUp PgDn", "", "scroll by a page"),
    key("Esc", "", "back"),
    key("Ctrl-L", "", "draw the screen anew"),
    key("h ?", "help", "this page"),
    key("q Ctrl-C", "quit", "end"),
];

impl Model {
    /// Takes a key; returns what it asks for beyond what the screen can do itself.
    pub fn press(&mut self, event: KeyEvent) -> Option<Effect> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        self.message = None;
        self.touch();
        if event.modifiers.contains(KeyModifiers::CONTROL) {
            return match event.code {
                KeyCode::Char('c') => Some(Effect::Quit),
                KeyCode::Char('l') => Some(Effect::Redraw),
                _ => None,
            };
        }
        match self.view.asking.take() {
            Some(asking) => self.answer(asking, event.code),
            None => self.command(event.code),
        }
    }

    fn answer(&mut self, asking: Asking, code: KeyCode) -> Option<Effect> {
        let opening = match code {
            KeyCode::Char(digit) => numbered(digit),
            _ => None,
        };
        match (opening, code) {
            (Some(opening), _) => Some(Effect::Mark(MarkWhat::Opening(opening, asking.open))),
            (None, KeyCode::Esc) => None,
            // The other word is a change of mind; anything else is asked again.
            (None, KeyCode::Char('c' | 'o')) => self.command(code),
            (None, _) => {
                self.view.asking = Some(asking);
                None
            }
        }
    }

    fn command(&mut self, code: KeyCode) -> Option<Effect> {
        match code {
            KeyCode::Char('c') => self.view.asking = Some(Asking { open: false }),
            KeyCode::Char('o') => self.view.asking = Some(Asking { open: true }),
            KeyCode::Char('f') => return Some(Effect::Mark(MarkWhat::FobPressed)),
            KeyCode::Char('t') => return Some(Effect::Mark(MarkWhat::TailgatePressed)),
            KeyCode::Up | KeyCode::Char('k') => self.go(-1),
            KeyCode::Down | KeyCode::Char('j') => self.go(1),
            KeyCode::PageUp => self.view.scroll(-LEAF),
            KeyCode::PageDown => self.view.scroll(LEAF),
            KeyCode::Enter | KeyCode::Char('e') => self.turn(Page::Explain),
            KeyCode::Char('d') => self.turn(Page::Causes),
            KeyCode::Char('u') => self.turn(Page::Unwatched),
            KeyCode::Char('h' | '?') | KeyCode::F(1) => self.turn(Page::Help),
            KeyCode::Esc => self.view.turn(Page::Overview),
            KeyCode::Char('z') => self.freeze(),
            KeyCode::Char('q') => return Some(Effect::Quit),
            _ => return self.of_source(code),
        }
        None
    }

    fn of_source(&self, code: KeyCode) -> Option<Effect> {
        match (self.source, code) {
            (Source::Live, KeyCode::Char('r')) => Some(Effect::Record(!self.is_recording())),
            (Source::Capture, KeyCode::Char(' ')) => Some(Effect::Pause),
            (Source::Capture, KeyCode::Char('s' | '.')) => Some(Effect::Step),
            (Source::Capture, KeyCode::Char('+' | '=')) => Some(Effect::Faster),
            (Source::Capture, KeyCode::Char('-')) => Some(Effect::Slower),
            _ => None,
        }
    }

    /// To a page, or back from it.
    fn turn(&mut self, page: Page) {
        self.view.turn(if self.view.page == page { Page::Overview } else { page });
    }

    /// To the next or last finding, or line of a page.
    fn go(&mut self, step: i16) {
        if self.view.page != Page::Overview {
            self.view.scroll(step);
            return;
        }
        let entries = self.scene().found.entries();
        let at = self.chosen().unwrap_or(0).saturating_add_signed(isize::from(step));
        let chosen = entries.get(at.min(entries.len().saturating_sub(1))).map(super::found::Entry::key);
        self.view.choose(chosen);
    }

    /// Position of the chosen finding; `None` if there is no finding.
    pub(super) fn chosen(&self) -> Option<usize> {
        let entries = self.scene().found.entries();
        let at = entries.iter().position(|entry| Some(entry.key()) == self.view.chosen);
        at.or(if entries.is_empty() { None } else { Some(0) })
    }
}

/// The number of an opening in the car.
pub(super) const fn number(opening: Opening) -> char {
    match opening {
        Opening::FrontLeft => '1',
        Opening::FrontRight => '2',
        Opening::RearLeft => '3',
        Opening::RearRight => '4',
        Opening::Tailgate => '5',
        Opening::Bonnet => '6',
    }
}

fn numbered(digit: char) -> Option<Opening> {
    Opening::ALL.into_iter().find(|&opening| number(opening) == digit)
}
