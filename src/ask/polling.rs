//! The declared questions of one car, asked again and again: at a stated rate, one at a time, ever more seldom of whoever does
//! not answer, and with every session left in the end. It neither sends nor waits.

use std::fmt;
use std::time::Duration;

use super::isotp::{Link, Route, Settings};
use super::{Exchange, NoAnswer, Outcome, Refusal, Request, Session, Timing};
use crate::car::Car;
use crate::frame::{CanId, Frame, Time};

/// Of so many bits of the bus, questions and answers take one at most: 2 %.
const SHARE: u64 = 50;

/// How long a unit is left alone that did not answer; each time in a row twice as long, up to [`LONGEST_REST`].
const REST: Duration = Duration::from_secs(2);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How often and on what bus may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The least time between two questions.
    pub spacing: Duration,
    /// The bus's bits a second.
    pub bitrate: u32,
}

impl Default for Rate {
    /// Two questions a second on a bus of 500 kbit/s.
    fn default() -> Self {
        Self { spacing: Duration::from_millis(500), bitrate: 500_000 }
    }
}

/// Something that a person should know of the asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Who was asked.
    pub unit: String,
    /// What came of it.
    pub what: What,
}

/// What came of a question, where that is news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The unit answers, for the first time or again.
    Answers,
    /// It does not; it is asked again after so long.
    Not(Request, NoAnswer, Duration),
    /// It never will, and is not asked for this again.
    Never(Request, Refusal),
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = &self.unit;
        match &self.what {
            What::Answers => write!(f, "{unit} answers"),
            What::Not(request, why, rest) => {
                write!(f, "{unit} asked {request}: {why}; it is left alone for {} s", rest.as_secs())
            }
            What::Never(request, why) => {
                write!(f, "{unit} asked {request}: refused: {why}; it is not asked for this again")
            }
        }
    }
}

/// The asking.
#[derive(Debug, Clone)]
pub struct Polling {
    units: Vec<Polled>,
    plan: Vec<Planned>,
    rate: Rate,
    mode: Mode,
    /// The position in the plan that is to be asked next.
    next: usize,
    /// Nothing is asked before this.
    from: Time,
    /// What is being asked.
    asking: Option<Asking>,
    questions: u64,
    news: Vec<News>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Asks,
    /// Not now; sessions are left.
    Held,
    /// Never again; sessions are left.
    Ends,
}

/// A unit that is asked.
#[derive(Debug, Clone)]
struct Polled {
    name: String,
    route: Route,
    exchange: Exchange,
    /// Questions in a row that were not answered.
    failures: u32,
    rest_until: Time,
    /// Whether a person was told that it answers.
    told: Option<bool>,
}

/// A question of the car's file.
#[derive(Debug, Clone, Copy)]
struct Planned {
    unit: usize,
    request: Request,
    session: Option<Session>,
    is_given_up: bool,
}

/// A question under way.
#[derive(Debug, Clone, Copy)]
struct Asking {
    unit: usize,
    /// Its position in the plan; `None` for what only leaves a session.
    planned: Option<usize>,
    begun: Time,
    /// Bits on the bus for it so far.
    bits: u64,
}

impl Polling {
    /// The questions of `car`, from `now` on. What its file declares that is no reading is left out.
    pub fn new(car: &Car, rate: Rate, now: Time) -> Self {
        let mut polling = Self {
            units: Vec::new(),
            plan: Vec::new(),
            rate,
            mode: Mode::Asks,
            next: 0,
            from: now,
            asking: None,
            questions: 0,
            news: Vec::new(),
        };
        for answer in car.answers() {
            let (Some(unit), Some(request)) =
                (car.units().get(answer.unit), Request::parse(answer.request.bytes()).ok())
            else {
                continue;
            };
            let session = match Request::parse(answer.session.bytes()) {
                Ok(Request::Session(session)) => Some(session).filter(|session| !session.is_default()),
                _ if answer.session.is_empty() => None,
                _ => continue,
            };
            let route = Route::new(unit.request, unit.response);
            let unit = polling.unit(&unit.name, route);
            polling.plan.push(Planned { unit, request, session, is_given_up: false });
        }
        polling
    }

    /// Whether there is anything to ask.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// Questions asked so far; of those by which a session is opened, kept or left, none.
    pub const fn questions(&self) -> u64 {
        self.questions
    }

    /// The identifiers that it must hear.
    pub fn interest(&self) -> impl Iterator<Item = CanId> + '_ {
        self.units.iter().map(|unit| unit.route.hears)
    }

    /// Whether it is held: what it was about to ask waits, and sessions are left.
    pub fn hold(&mut self, is_held: bool) {
        if self.mode != Mode::Ends {
            self.mode = if is_held { Mode::Held } else { Mode::Asks };
        }
    }

    /// Whether it is held.
    pub fn is_held(&self) -> bool {
        self.mode == Mode::Held
    }

    /// Ends it: nothing more is asked, but that every session be left.
    pub fn end(&mut self, now: Time) {
        self.mode = Mode::Ends;
        self.from = now;
        if self.asking.is_some_and(|asking| asking.planned.is_some()) {
            self.asking = None;
            self.units.iter_mut().for_each(|unit| unit.exchange.give_up(now));
        }
    }

    /// Whether it has ended, with every session left.
    pub fn is_over(&self) -> bool {
        self.mode == Mode::Ends && self.asking.is_none() && !self.has_session()
    }

    /// Takes in a frame of the bus, heard at `now`.
    pub fn feed(&mut self, frame: &Frame, now: Time) {
        let Some(at) = self.units.iter().position(|unit| unit.route.carries(frame)) else { return };
        self.count(at, frame);
        if let Some(outcome) = self.units[at].exchange.feed(frame, now) {
            self.came(at, &outcome, now);
        }
    }

    /// The next frame that may go by now; to be asked until there is none.
    pub fn outgoing(&mut self, now: Time) -> Option<Frame> {
        self.proceed(now);
        let mut units = self.units.iter_mut().enumerate();
        let (at, frame) = units.find_map(|(at, unit)| Some((at, unit.exchange.outgoing(now)?)))?;
        self.count(at, &frame);
        Some(frame)
    }

    /// When it must be looked at next, if no frame comes before; may lie in the past.
    pub fn due(&self) -> Option<Time> {
        let exchanges = self.units.iter().filter_map(|unit| unit.exchange.due());
        exchanges.chain(self.next_question()).min()
    }

    /// What a person should know, since the last call.
    pub fn drain(&mut self) -> std::vec::Drain<'_, News> {
        self.news.drain(..)
    }

    fn unit(&mut self, name: &str, route: Route) -> usize {
        if let Some(at) = self.units.iter().position(|unit| unit.route == route) {
            return at;
        }
        let exchange = Exchange::new(Link::new(route, Settings::default()), Timing::default());
        let (name, rest_until) = (name.to_owned(), Time::MIN);
        self.units.push(Polled { name, route, exchange, failures: 0, rest_until, told: None });
        self.units.len() - 1
    }

    fn has_session(&self) -> bool {
        self.units.iter().any(|unit| unit.exchange.session().is_some())
    }

    /// When the next question may be asked; `None` while one is under way, and if there is none.
    fn next_question(&self) -> Option<Time> {
        if self.asking.is_some() {
            return None;
        }
        if self.mode != Mode::Asks {
            return self.has_session().then_some(self.from);
        }
        let planned = self.plan.iter().filter(|planned| !planned.is_given_up);
        planned.map(|planned| self.units[planned.unit].rest_until.max(self.from)).min()
    }

    /// Asks what is due by now, and notes what did not come.
    fn proceed(&mut self, now: Time) {
        for at in 0..self.units.len() {
            if let Some(outcome) = self.units[at].exchange.advance(now) {
                self.came(at, &outcome, now);
            }
        }
        if self.next_question().is_some_and(|due| due <= now) {
            if self.mode == Mode::Asks { self.ask(now) } else { self.leave(now) }
        }
    }

    /// Asks the next question whose unit is not left alone, or for the session that it needs.
    fn ask(&mut self, now: Time) {
        let count = self.plan.len();
        for step in 0..count {
            let at = (self.next + step) % count;
            let Planned { unit, request, session, is_given_up } = self.plan[at];
            if is_given_up || self.units[unit].rest_until > now {
                continue;
            }
            let exchange = &mut self.units[unit].exchange;
            let needed = session.filter(|session| exchange.session() != Some(*session));
            let asked = needed.map_or(request, Request::Session);
            if exchange.ask(asked, now).is_err() {
                continue;
            }
            // The session is opened for the question's sake, which is still to be asked.
            self.next = if needed.is_some() { at } else { at + 1 };
            self.questions += u64::from(needed.is_none());
            self.asking = Some(Asking { unit, planned: Some(at), begun: now, bits: 0 });
            return;
        }
    }

    fn leave(&mut self, now: Time) {
        for (unit, polled) in self.units.iter_mut().enumerate() {
            if polled.exchange.leave(now) == Ok(true) {
                self.asking = Some(Asking { unit, planned: None, begun: now, bits: 0 });
                return;
            }
        }
    }

    /// Notes what came of the question under way.
    fn came(&mut self, unit: usize, outcome: &Outcome, now: Time) {
        let Some(asking) = self.asking.take_if(|asking| asking.unit == unit) else { return };
        let second = Duration::from_secs(1).as_nanos();
        let cost = u128::from(asking.bits * SHARE) * second / u128::from(self.rate.bitrate.max(1));
        let cost = Duration::from_nanos(u64::try_from(cost).unwrap_or(u64::MAX));
        self.from = asking.begun.after(self.rate.spacing.max(cost)).max(now);
        let Some(planned) = asking.planned else { return };
        let request = self.plan[planned].request;
        let polled = &mut self.units[unit];
        let name = || polled.name.clone();
        let what = match *outcome {
            Ok(_) => {
                polled.failures = 0;
                (polled.told.replace(true) != Some(true)).then_some(What::Answers)
            }
            Err(NoAnswer::Refused(refusal)) if refusal.is_final() => {
                self.plan[planned].is_given_up = true;
                Some(What::Never(request, refusal))
            }
            Err(why) => {
                let rest = (REST * 2_u32.saturating_pow(polled.failures.min(6))).min(LONGEST_REST);
                polled.failures += 1;
                polled.rest_until = now.after(rest);
                if is_sessionless(why) {
                    polled.exchange =
                        Exchange::new(Link::new(polled.route, Settings::default()), Timing::default());
                } else if polled.exchange.leave(now) == Ok(true) {
                    // While it is left alone, no session is kept with it.
                    self.asking = Some(Asking { unit, planned: None, begun: now, bits: 0 });
                }
                (polled.told.replace(false) != Some(false)).then_some(What::Not(request, why, rest))
            }
        };
        if let Some(what) = what {
            self.news.push(News { unit: name(), what });
        }
    }

    fn count(&mut self, unit: usize, frame: &Frame) {
        if let Some(asking) = self.asking.as_mut().filter(|asking| asking.unit == unit) {
            // A frame's own bits, and a fifth stuffed.
            let own = if frame.id.is_extended() { 67 } else { 47 } + 8 * frame.payload().len() as u64;
            asking.bits += own + own / 5;
        }
    }
}

/// Whether a unit that says so, or says nothing, is in no session any more: it restarted, or ended it by itself.
const fn is_sessionless(why: NoAnswer) -> bool {
    // Not in the session that is open: 7E and 7F of UDS, 80 of KWP2000.
    matches!(why, NoAnswer::Silent | NoAnswer::Refused(Refusal(0x7E..=0x80)))
}
