//! The story: what happened, one line each, as it happens. Facts first seen together share a line, and so do the
//! flashes of a turn lamp.

use std::io::{self, Write};
use std::time::Duration;

use super::flutter::Flutter;
use super::layout::wrap;
use super::sentence::{sentence, states, untold};
use super::told::{AllTold, News};
use crate::body::{Event, Fact, Shows, Value, What};
use crate::frame::Time;
use crate::monitor::Finding;
use crate::report::groups::KEPT;
use crate::report::words;
use crate::report::{Palette, Session};
use crate::rules::{self, Subject};

/// Facts first seen within this span share a line: the slowest body message comes every 100 ms, and a car whose
/// bus wakes sends all of them within a few of its periods.
const TOGETHER: Duration = Duration::from_millis(500);

/// Turn lamps lit within this span of each other are lit by one hand; their frames are sent every 100 ms.
const BOTH: Duration = Duration::from_millis(250);

/// Longest time from one flash to the next: relays flash 60 to 120 times a minute (UN ECE regulation 48), and
/// a lamp that is lit again within twice the longest period is still the same flashing.
const SAME_FLASHING: Duration = Duration::from_secs(2);

/// Column in which the words of a line begin.
const WORDS_AT: usize = 14;

/// The state of the telling.
#[derive(Debug, Default)]
pub(super) struct Story {
    begun: bool,
    pending: Pending,
    told: AllTold,
    flutter: Flutter,
    /// When either turn lamp was last lit.
    lit: Option<Time>,
    /// Numbers of findings that were told and last.
    open: Vec<u64>,
    /// How often each finding was raised.
    raised: Vec<(&'static str, Subject, usize)>,
    /// Words of doubt that were used.
    doubts: Vec<&'static str>,
}

/// What waits for others to share its line.
#[derive(Debug, Default)]
enum Pending {
    #[default]
    Nothing,
    Seen(Time, Vec<(Fact, Value, Option<&'static str>)>),
    Lamp(Time, Fact),
}

/// Where a story goes.
pub(super) struct To<'a, W> {
    pub(super) out: &'a mut W,
    pub(super) palette: Palette,
    pub(super) session: &'a Session,
}

impl Story {
    /// Tells of an event.
    pub(super) fn event<W: Write>(&mut self, to: &mut To<'_, W>, event: &Event) -> io::Result<()> {
        self.settle(to, event.time)?;
        let doubt = doubt(to.session, event);
        let mut words = match (self.told.hear(event), event.what) {
            (News::Told, What::Seen(fact, value)) => return self.seen(to, event.time, (fact, value, doubt)),
            (News::ChangedUnseen(before), What::Seen(fact, value)) => {
                format!("{} (while it was not told)", words::change(fact, before, value))
            }
            (News::Other, What::Changed(fact, _, now)) if is_lamp(fact) => {
                return self.lamp(to, event.time, fact, now);
            }
            (News::Other, What::Changed(fact, _, now)) if !self.flutter.tells(fact, now, event.time) => {
                return Ok(());
            }
            (News::Other, _) => match sentence(to.session, event) {
                Some(words) => words,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        if let Some(doubt) = doubt {
            self.doubt(doubt);
            words.push(' ');
            words.push_str(doubt);
        }
        self.flush(to)?;
        self.line(to, event.time, &words)
    }

    /// Keeps a fact that is told for others to share its line.
    fn seen<W: Write>(
        &mut self,
        to: &mut To<'_, W>,
        time: Time,
        seen: (Fact, Value, Option<&'static str>),
    ) -> io::Result<()> {
        if let Pending::Seen(since, facts) = &mut self.pending
            && time.since(*since) <= TOGETHER
        {
            facts.push(seen);
            return Ok(());
        }
        self.flush(to)?;
        self.pending = Pending::Seen(time, vec![seen]);
        Ok(())
    }

    /// Notes that a lamp was lit, unless it goes on flashing.
    fn lamp<W: Write>(&mut self, to: &mut To<'_, W>, time: Time, fact: Fact, now: Value) -> io::Result<()> {
        if now != Value::Switch(true) {
            return Ok(());
        }
        let is_new = self.lit.is_none_or(|lit| time.since(lit) > SAME_FLASHING);
        self.lit = Some(time);
        match self.pending {
            Pending::Lamp(since, first) if first != fact && time.since(since) <= BOTH => {
                self.pending = Pending::Nothing;
                self.line(to, since, "both turn lamps flash")
            }
            _ if is_new => {
                self.flush(to)?;
                self.pending = Pending::Lamp(time, fact);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Tells of a finding: that it is raised, or over.
    pub(super) fn finding<W: Write>(&mut self, to: &mut To<'_, W>, finding: &Finding) -> io::Result<()> {
        self.settle(to, finding.raised)?;
        self.flush(to)?;
        let (severity, style) = (finding.severity.id(), to.palette.severity(finding.severity));
        let (id, subject) = (finding.rule, finding.subject);
        if let Some(at) = self.open.iter().position(|&number| number == finding.number) {
            self.open.swap_remove(at);
            return match finding.cleared {
                Some(cleared) if cleared > finding.raised => {
                    self.line(to, cleared, &format!("over: {id}, {subject}"))
                }
                _ => Ok(()),
            };
        }
        match self.times(id, subject) {
            ..KEPT => {}
            KEPT => {
                let words = format!("{id}, {subject}: again and again, counted below");
                return self.line(to, finding.raised, &words);
            }
            _ => return Ok(()),
        }
        if finding.cleared.is_none() {
            self.open.push(finding.number);
        }
        let title = rules::by_id(id).map_or(id, |rule| rule.title);
        let title = title.replace("{subject}", &subject.to_string());
        let tag = format!("{severity}[{id}]");
        self.begin(to)?;
        // Wrapped without the colours, which take no room.
        let words = wrap(&format!("{tag}: {title}"), WORDS_AT, WORDS_AT);
        let words = words.replacen(&tag, &format!("{style}{tag}{style:#}"), 1);
        writeln!(to.out, "{:>12.3}  {words}", to.session.seconds(finding.raised))
    }

    /// How often the finding was told before, then counts this time: what comes after [`KEPT`] is no longer told, so
    /// neither are clearings, which may count too.
    fn times(&mut self, id: &'static str, subject: Subject) -> usize {
        let about = |known: &&mut (&'static str, Subject, usize)| (known.0, known.1) == (id, subject);
        if let Some((_, _, times)) = self.raised.iter_mut().find(about) {
            *times += 1;
            return *times - 1;
        }
        self.raised.push((id, subject, 1));
        0
    }

    /// Tells what still waits by `last`, the end, and what the words of doubt meant.
    pub(super) fn end<W: Write>(mut self, to: &mut To<'_, W>, last: Option<Time>) -> io::Result<()> {
        if let Some(last) = last {
            self.settle(to, last)?;
        }
        self.flush(to)?;
        while let Some(over) = self.flutter.over(Time::MAX) {
            self.line(to, last.unwrap_or(over.last), &untold(to.session, &over))?;
        }
        if !self.doubts.is_empty() {
            let faint = to.palette.faint();
            writeln!(to.out, "{faint}{}{faint:#}", words::doubts(&self.doubts))?;
        }
        Ok(())
    }

    /// Tells what has come due by `now` though no event says so.
    fn settle<W: Write>(&mut self, to: &mut To<'_, W>, now: Time) -> io::Result<()> {
        while let Some(over) = self.flutter.over(now) {
            self.flush(to)?;
            self.line(to, over.time, &untold(to.session, &over))?;
        }
        let Some(missing) = self.told.missing(now) else { return Ok(()) };
        self.flush(to)?;
        let names: Vec<_> = missing.facts.iter().map(|fact| fact.name()).collect();
        let since = to.session.seconds(missing.since);
        self.line(to, missing.time, &format!("not told since {since:.3}: {}", names.join(", ")))
    }

    /// Tells what no event will bring on any more by `now`.
    pub(super) fn advance<W: Write>(&mut self, to: &mut To<'_, W>, now: Time) -> io::Result<()> {
        self.settle(to, now)?;
        let is_over = match self.pending {
            Pending::Nothing => false,
            // Nobody should wait for what comes once a second.
            Pending::Seen(since, _) | Pending::Lamp(since, _) => now.since(since) > BOTH,
        };
        if is_over { self.flush(to) } else { Ok(()) }
    }

    /// Tells something that is not about the car.
    pub(super) fn aside<W: Write>(
        &mut self,
        to: &mut To<'_, W>,
        time: Option<Time>,
        words: &str,
    ) -> io::Result<()> {
        self.flush(to)?;
        // Not wrapped: commands in them are there to be copied.
        match time {
            Some(time) => {
                self.begin(to)?;
                writeln!(to.out, "{:>12.3}  {words}", to.session.seconds(time))
            }
            None => writeln!(to.out, "{words}"),
        }
    }

    /// Tells what waits for others to share its line.
    pub(super) fn flush<W: Write>(&mut self, to: &mut To<'_, W>) -> io::Result<()> {
        match std::mem::take(&mut self.pending) {
            Pending::Nothing => Ok(()),
            Pending::Seen(time, facts) => {
                facts.iter().filter_map(|(_, _, doubt)| *doubt).for_each(|doubt| self.doubt(doubt));
                self.line(to, time, &format!("seen: {}", states(&facts)))
            }
            Pending::Lamp(time, fact) => self.line(to, time, &format!("{} flashes", words::subject(fact))),
        }
    }

    fn doubt(&mut self, word: &'static str) {
        if !self.doubts.contains(&word) {
            self.doubts.push(word);
        }
    }

    fn line<W: Write>(&mut self, to: &mut To<'_, W>, time: Time, words: &str) -> io::Result<()> {
        self.begin(to)?;
        writeln!(to.out, "{:>12.3}  {}", to.session.seconds(time), wrap(words, WORDS_AT, WORDS_AT))
    }

    /// The heading, once there is something to tell.
    fn begin<W: Write>(&mut self, to: &mut To<'_, W>) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        let heading = to.palette.heading();
        writeln!(to.out, "\n{heading}what happened{heading:#}, in seconds from the first frame")
    }
}

const fn is_lamp(fact: Fact) -> bool {
    matches!(fact, Fact::TurnLeft | Fact::TurnRight)
}

/// The word of doubt about the signal that shows `event`, or that it was asked for.
fn doubt(session: &Session, event: &Event) -> Option<&'static str> {
    match event.evidence.as_ref()?.shows {
        Shows::Fact { source, .. } => session.doubt(source),
        _ => None,
    }
}
