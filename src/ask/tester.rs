//! One question after the other over a line, each to its outcome. Sessions that were entered are left in the end.

use std::time::Duration;

use super::isotp::{Link, Route, Settings, Stopped};
use super::line::{Heard, Line};
use super::{Deed, Everyone, Exchange, Functional, NoAnswer, Outcome, Reply, Request, Session, Timing};
use crate::frame::Time;

/// How long the end may take: whoever wants it to end is not kept waiting for a unit that is gone.
const LEAVING: Duration = Duration::from_millis(800);

/// Why the asking ended early.
#[derive(Debug)]
pub enum Ended<E> {
    /// The bus failed.
    Failed(E),
    /// Someone wanted it to.
    Stopped,
}

/// Whoever asks.
pub struct Tester<'l, L> {
    line: &'l mut L,
    questions: u64,
}

impl<'l, L: Line> Tester<'l, L> {
    /// Asks over `line`.
    pub const fn new(line: &'l mut L) -> Self {
        Self { line, questions: 0 }
    }

    /// How many questions were asked.
    pub const fn questions(&self) -> u64 {
        self.questions
    }

    /// A talk with the unit over `route`.
    pub fn talk(route: Route) -> Exchange {
        Exchange::new(Link::new(route, Settings::default()), Timing::default())
    }

    /// Asks a unit.
    ///
    /// # Errors
    /// If the bus fails, or someone wants it to end.
    pub fn ask(&mut self, talk: &mut Exchange, request: Request) -> Result<Outcome, Ended<L::Error>> {
        let now = self.line.now();
        if talk.ask(request, now).is_err() {
            // What was under way is given up, as nobody waits for it any more.
            talk.give_up(now);
            let _ = talk.ask(request, now);
        }
        self.questions += 1;
        self.finish(talk, Time::MAX, true)
    }

    /// Enters a session, unless the talk is in it.
    ///
    /// # Errors
    /// Those of [`Tester::ask`].
    pub fn enter(&mut self, talk: &mut Exchange, session: Session) -> Result<Outcome, Ended<L::Error>> {
        if session.is_default() || talk.session() == Some(session) {
            return Ok(Ok(Vec::new()));
        }
        self.ask(talk, Request::Session(session))
    }

    /// Does what a person has consented to, once.
    ///
    /// # Errors
    /// Those of [`Tester::ask`].
    pub fn perform(&mut self, talk: &mut Exchange, deed: Deed) -> Result<Outcome, Ended<L::Error>> {
        let now = self.line.now();
        talk.give_up(now);
        // Nothing is under way, so it is taken.
        let _ = talk.perform(deed, now);
        self.questions += 1;
        self.finish(talk, Time::MAX, true)
    }

    /// Hears what there is to hear for a while, and keeps the session that the talk is in.
    ///
    /// # Errors
    /// Those of [`Tester::ask`].
    pub fn watch(&mut self, talk: &mut Exchange, span: Duration) -> Result<(), Ended<L::Error>> {
        let until = self.line.now().after(span);
        loop {
            let now = self.line.now();
            if now >= until {
                return Ok(());
            }
            // What comes late is set aside.
            let _ = talk.advance(now);
            while let Some(frame) = talk.outgoing(self.line.now()) {
                self.line.say(&frame).map_err(Ended::Failed)?;
            }
            let due = talk.due().filter(|due| *due > now).unwrap_or(until).min(until);
            match self.line.hear(due).map_err(Ended::Failed)? {
                Heard::Frame(frame) => {
                    let _ = talk.feed(&frame, self.line.now());
                }
                Heard::Nothing => {}
                Heard::Stop => return Err(Ended::Stopped),
            }
        }
    }

    /// Leaves the session that the talk is in, if it is in one, also when someone wants it to end.
    ///
    /// # Errors
    /// If the bus fails.
    pub fn leave(&mut self, talk: &mut Exchange) -> Result<(), L::Error> {
        let now = self.line.now();
        talk.give_up(now);
        if talk.leave(now) != Ok(true) {
            return Ok(());
        }
        self.questions += 1;
        match self.finish(talk, now.after(LEAVING), false) {
            Err(Ended::Failed(error)) => Err(error),
            Ok(_) | Err(Ended::Stopped) => Ok(()),
        }
    }

    /// Asks everyone at once.
    ///
    /// # Errors
    /// Those of [`Tester::ask`].
    pub fn ask_all(
        &mut self,
        everyone: Everyone,
        request: Request,
    ) -> Result<Result<Vec<Reply>, Stopped>, Ended<L::Error>> {
        self.questions += 1;
        let now = self.line.now();
        let mut call = Functional::new(everyone, request, Settings::default(), Timing::default(), now);
        loop {
            while let Some(frame) = call.outgoing(self.line.now()) {
                self.line.say(&frame).map_err(Ended::Failed)?;
            }
            if let Some(replies) = call.advance(self.line.now()) {
                return Ok(replies);
            }
            let until = call.due().unwrap_or_else(|| self.line.now());
            match self.line.hear(until).map_err(Ended::Failed)? {
                Heard::Frame(frame) => call.feed(&frame, self.line.now()),
                Heard::Nothing => {}
                Heard::Stop => return Err(Ended::Stopped),
            }
        }
    }

    /// Hears what there is to hear for a while.
    ///
    /// # Errors
    /// Those of [`Tester::ask`].
    pub fn listen(&mut self, span: Duration) -> Result<(), Ended<L::Error>> {
        let until = self.line.now().after(span);
        while self.line.now() < until {
            if self.line.hear(until).map_err(Ended::Failed)? == Heard::Stop {
                return Err(Ended::Stopped);
            }
        }
        Ok(())
    }

    /// Goes on until the question has its outcome, or until `limit`.
    fn finish(
        &mut self,
        talk: &mut Exchange,
        limit: Time,
        may_stop: bool,
    ) -> Result<Outcome, Ended<L::Error>> {
        loop {
            while let Some(frame) = talk.outgoing(self.line.now()) {
                self.line.say(&frame).map_err(Ended::Failed)?;
            }
            if let Some(outcome) = talk.advance(self.line.now()) {
                return Ok(outcome);
            }
            if self.line.now() >= limit {
                talk.give_up(self.line.now());
                return Ok(Err(NoAnswer::Silent));
            }
            let until = talk.due().unwrap_or_else(|| self.line.now()).min(limit);
            match self.line.hear(until).map_err(Ended::Failed)? {
                Heard::Frame(frame) => {
                    if let Some(outcome) = talk.feed(&frame, self.line.now()) {
                        return Ok(outcome);
                    }
                }
                Heard::Stop if may_stop => return Err(Ended::Stopped),
                Heard::Nothing | Heard::Stop => {}
            }
        }
    }
}
