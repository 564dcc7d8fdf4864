//! Finding out which car a capture is of and which of its buses carries the body, from frames that are held back
//! until then.

use std::borrow::Cow;
use std::time::Duration;

use super::{CAPTURE, DBC, MOST_BUSES};
use crate::car::{Car, Recogniser, Verdict};
use crate::command::Error;
use crate::command::choice::Choice;
use crate::command::reading::Settings;
use crate::frame::{Frame, Origin};
use crate::notice::{Notice, NoticeKind};
use crate::report;

/// Frames held back at most, about 10 MB: 25 s of a bus at full load, minutes of one with a car parked at it. A
/// car that said nothing of its body by then is not recognised.
const MOST_HELD: usize = 100_000;

/// How long a bus must be heard before it is said that it does not fit a car.
const SETTLE: Duration = Duration::from_secs(2);

/// The finding out about a recording.
pub(in crate::command) struct Recognition {
    buses: Buses,
    held: Vec<Frame>,
    /// Whether any two stamps differ.
    has_clock: bool,
}

/// The buses of a session, and what each was heard to be.
pub(in crate::command) struct Buses {
    choice: Option<Choice>,
    fresh: Recogniser,
    /// By channel.
    list: Vec<Recogniser>,
}

/// What was found out.
pub(in crate::command) struct Recognised {
    /// The car; `None` if it is not known.
    pub(in crate::command) car: Option<Car>,
    /// The same, for reports.
    pub(in crate::command) shown: report::Car,
    /// The bus to follow.
    pub(in crate::command) channel: u8,
    /// What does not fit, or was wrong with the car's file.
    pub(in crate::command) notices: Vec<Notice>,
    /// Whether anything of the car can be watched.
    pub(in crate::command) is_watched: bool,
    /// Whether the frames that were held back have times.
    pub(in crate::command) has_clock: bool,
    /// The frames that were held back, in order.
    pub(in crate::command) held: Vec<Frame>,
}

impl Recognition {
    /// Nothing heard yet.
    pub(in crate::command) fn new(settings: &Settings) -> Self {
        Self { buses: Buses::new(settings), held: Vec::new(), has_clock: false }
    }

    /// Takes in a frame; says whether it is time to stop holding frames back. As long as all stamps are the same, it is not,
    /// for there may be no times at all.
    pub(in crate::command) fn hear(&mut self, frame: &Frame) -> bool {
        self.has_clock |= self.held.first().is_some_and(|first| first.time != frame.time);
        self.held.push(frame.clone());
        self.buses.hear(frame, SETTLE) && self.has_clock || self.held.len() >= MOST_HELD
    }

    /// Whether no frame was heard.
    pub(in crate::command) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The answer; `channels` are the names of the buses.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(in crate::command) fn answer(self, channels: &[String]) -> Result<Recognised, Error> {
        // A single frame has no other to differ from.
        let has_clock = self.has_clock || self.held.len() < 2;
        Ok(Recognised { has_clock, held: self.held, ..self.buses.answer(channels)? })
    }
}

impl Buses {
    /// Nothing heard yet.
    pub(in crate::command) fn new(settings: &Settings) -> Self {
        let fresh = if settings.car.is_some() { Recogniser::new([]) } else { Recogniser::embedded() };
        Self { choice: settings.car.clone(), fresh, list: Vec::new() }
    }

    /// Whether the car was named.
    pub(in crate::command) const fn is_named(&self) -> bool {
        self.choice.is_some()
    }

    /// Takes in a frame; says whether it is clear which car this is and on which bus. A named car must fit one for so long.
    pub(in crate::command) fn hear(&mut self, frame: &Frame, fits_for: Duration) -> bool {
        let channel = usize::from(frame.channel);
        if channel >= MOST_BUSES {
            return false;
        }
        if self.list.len() <= channel {
            self.list.resize(channel + 1, self.fresh.clone());
        }
        let bus = &mut self.list[channel];
        bus.observe(frame);
        match &self.choice {
            None => bus.is_found(),
            Some(choice) => {
                let seen = bus.observed();
                seen.listened() >= fits_for && seen.frames() > 0 && choice.car.mismatch(seen).is_none()
            }
        }
    }

    /// What is heard, on buses that were listened to for `waited`, whether frames came or not. A named car is none that is
    /// recognised.
    pub(in crate::command) fn verdict(&self, waited: Duration) -> Verdict {
        let car = self.list.iter().map(|bus| bus.verdict_after(waited));
        let car = car.into_iter().find(|verdict| matches!(verdict, Verdict::Car(_)));
        car.unwrap_or_else(|| self.bus(self.busiest()).verdict_after(waited))
    }

    /// The answer as long as no car is recognised.
    pub(in crate::command) fn unknown(verdict: &Verdict) -> report::Car {
        let mut explanation = vec![format!("{}. It may be that", verdict.headline())];
        explanation.extend(verdict.explanations().iter().map(|one| format!("- {}: {}", one.cause, one.tell)));
        report::Car::Unknown { explanation }
    }

    /// The answer if no more is heard, without any frames; `channels` are the names of the buses.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(in crate::command) fn answer(&self, channels: &[String]) -> Result<Recognised, Error> {
        if let Some(choice) = &self.choice {
            return Ok(self.named(choice.clone(), channels));
        }
        let found = self.list.iter().zip(0..).find_map(|(bus, channel)| match bus.finish() {
            Verdict::Car(name) => Some((name, channel)),
            _ => None,
        });
        if let Some((name, channel)) = found
            && let Some(car) = Car::by_name(&name)
        {
            let car = car?;
            let how = format!("recognised by its traffic{}", on(channels, channel));
            let shown = shown(&car, how);
            return Ok(Recognised {
                shown,
                channel,
                notices: Vec::new(),
                is_watched: !car.watches_nothing(),
                car: Some(car),
                has_clock: true,
                held: Vec::new(),
            });
        }
        let channel = self.busiest();
        let verdict = self.bus(channel).finish();
        Ok(Recognised {
            car: None,
            shown: Self::unknown(&verdict),
            channel,
            notices: Vec::new(),
            is_watched: false,
            has_clock: true,
            held: Vec::new(),
        })
    }

    fn named(&self, choice: Choice, channels: &[String]) -> Recognised {
        let car = choice.car;
        let fits = |bus: &Recogniser| bus.observed().frames() > 0 && car.mismatch(bus.observed()).is_none();
        let fitting = self.list.iter().zip(0..).find(|(bus, _)| fits(bus)).map(|(_, channel)| channel);
        let channel = fitting.unwrap_or_else(|| self.busiest());
        let mut notices: Vec<_> = car
            .repairs()
            .iter()
            .map(|repair| Notice {
                kind: NoticeKind::DbcRepair,
                origin: Origin { source: DBC, line: repair.line.unwrap_or(0) },
                text: Cow::Owned(repair.text.clone()),
            })
            .collect();
        let seen = self.list.get(usize::from(channel)).map(Recogniser::observed);
        if let Some(mismatch) = seen.and_then(|seen| car.mismatch(seen)) {
            let origin = Origin { source: CAPTURE, line: 0 };
            let text = Cow::Owned(mismatch.to_string());
            notices.push(Notice { kind: NoticeKind::CarMismatch, origin, text });
        }
        let is_watched = seen.is_some_and(|seen| car.is_heard(seen));
        let how = match &choice.file {
            Some(file) => format!("named by its file {file}"),
            None => "named by hand".to_owned(),
        };
        let shown = shown(&car, how + &on(channels, channel));
        Recognised { shown, channel, notices, is_watched, car: Some(car), has_clock: true, held: Vec::new() }
    }

    fn bus(&self, channel: u8) -> &Recogniser {
        self.list.get(usize::from(channel)).unwrap_or(&self.fresh)
    }

    /// The bus with the most frames.
    pub(in crate::command) fn busiest(&self) -> u8 {
        let frames = |bus: &Recogniser| bus.observed().frames();
        let most = self.list.iter().map(frames).max().unwrap_or(0);
        let first = self.list.iter().position(|bus| frames(bus) == most);
        first.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
    }
}

fn shown(car: &Car, how: String) -> report::Car {
    report::Car::Known { id: car.name().to_owned(), title: car.title().to_owned(), how }
}

/// Which bus is followed, where there are several.
fn on(channels: &[String], channel: u8) -> String {
    match channels.get(usize::from(channel)) {
        Some(name) if channels.len() > 1 => format!(", on {name} (one of {})", channels.join(", ")),
        _ => String::new(),
    }
}
