//! How the body learns: frames, silence and the passing of time turned into values, edges and events. The
//! gestures that follow from them are worked out in `follow`.

use super::cite::told;
use super::cue::{Cue, Cues};
use super::event::{Event, What};
use super::fact::{Fact, FactKind, Value};
use super::machine::Machine as _;
use super::mark::Mark;
use super::phase::PhaseInput;
use super::state::Body;
use super::traffic::{Heard, REORDER, Seam, SeamKind};
use crate::frame::{Flags, Frame, Time};

/// What comes with a message, or a bus, that begins to talk or stops.
const TALKS: Cues = Cues::NONE.with(Cue::Message).with(Cue::Bus);

impl Body {
    /// A frame of any identifier, before what it says is told. The caller has settled everything due up to its
    /// time. Frames whose clock went backwards end what was known: see [`Body::went_backwards`].
    #[inline]
    pub fn hear(&mut self, frame: &Frame) {
        self.now = self.now.max(frame.time);
        if frame.flags.contains(Flags::ANSWER) {
            // The frames that carried it were heard.
            return;
        }
        match self.traffic.hear(frame) {
            Heard::On => {}
            Heard::AfterPause => {
                self.cues.insert(Cue::Bus);
                self.settle_phase(frame.time);
            }
            Heard::AfterSilence(before) => {
                self.cues.insert(Cue::Bus);
                if self.silence_was_a_gap(frame) {
                    let after = (frame.time, frame.origin, frame.id);
                    self.seam = Some(Seam { kind: SeamKind::Gap, before, after });
                } else {
                    self.woke_at = Some(frame.time);
                }
                self.settle_phase(frame.time);
            }
        }
    }

    /// A bus falls silent by itself only when the car sleeps: with the ignition off, and on cars that tell,
    /// after the module announced it or before a wake-up frame.
    fn silence_was_a_gap(&self, resumed: &Frame) -> bool {
        if let Some((position, _)) = self.last_ignition()
            && position != super::fact::Ignition::Off
        {
            return true;
        }
        if self.history(Fact::Speed).last_known.and_then(Value::number).is_some_and(|speed| speed > 0.0) {
            return true;
        }
        let announced = self.history(Fact::BcmAwake).last_known == Some(Value::Switch(false));
        let woken = self.wake_id == Some(resumed.id);
        self.wake_id.is_some() && self.can_tell(Fact::BcmAwake) && !announced && !woken
    }

    /// Whether `time` lies so far before an earlier frame that the clock went backwards.
    pub fn is_backwards(&self, time: Time) -> bool {
        self.traffic.latest().is_some_and(|latest| time.after(REORDER) < latest)
    }

    /// The clock went backwards: nothing known before says anything about now.
    pub fn went_backwards(&mut self, frame: &Frame) {
        let before = self.traffic.last();
        self.store.forget();
        for fact in Fact::ALL {
            self.resolve(fact, frame, frame.time, None);
        }
        self.follow(frame.time);
        for history in &mut self.histories {
            history.forget();
        }
        self.forget_gestures();
        let cut_off = self.phase.step(PhaseInput::CutOff);
        let phase = std::mem::replace(&mut self.phase, cut_off);
        if phase != cut_off {
            self.events.push(Event { time: frame.time, what: What::Phase(phase, cut_off), evidence: None });
        }
        self.traffic = super::traffic::Traffic::default();
        self.now = frame.time;
        if let Some(before) = before {
            let after = (frame.time, frame.origin, frame.id);
            self.seam = Some(Seam { kind: SeamKind::Backwards, before, after });
        }
        self.cues = Cues::ALL;
    }

    /// Notes a frame of the message at this position. `true`: its signals must be told, even if its bytes are
    /// those of the last one, because it had stopped.
    pub fn beat(&mut self, message: usize, frame: &Frame) -> bool {
        let Some(heartbeat) = self.store.heartbeats.get_mut(message) else { return false };
        let was_fresh = heartbeat.fresh;
        heartbeat.note_hole(frame.time);
        heartbeat.last_seen = Some(frame.time);
        heartbeat.origin = frame.origin;
        heartbeat.fresh = true;
        heartbeat.ever_seen = true;
        if self.store.messages[message].request.is_some() {
            // An answer as before is news: it may be the first since another source changed.
            self.cues.insert(Cue::Message);
            self.store.repeat(message, frame);
        } else if !was_fresh {
            self.cues.insert(Cue::Message);
        }
        !was_fresh
    }

    /// Notes that a frame is shorter (`Some`: bytes it has, bytes its signals need) than its signals need, or is not.
    pub fn shortness(&mut self, message: usize, time: Time, short: Option<(u8, u8)>) {
        let Some(heartbeat) = self.store.heartbeats.get_mut(message) else { return };
        if heartbeat.short.is_some() != short.is_some() {
            heartbeat.short_since = time;
            self.cues.insert(Cue::Short);
        }
        heartbeat.short = short;
    }

    /// Notes what the source at this position says in `frame`; `None` if it says that it does not know.
    pub fn tell(&mut self, source: usize, value: Option<Value>, frame: &Frame) {
        let Some(fact) = self.store.sources.get(source).map(|source| source.fact) else { return };
        if fact.kind() == FactKind::Pulse {
            self.pulse(fact, source, frame);
            return;
        }
        let was_proven = self.store.is_proven(source);
        let proven = self.store.tell(source, value, frame);
        self.resolve(fact, frame, frame.time, proven);
        if !was_proven && self.store.is_proven(source) {
            for other in self.store.prove_message(source) {
                self.resolve(self.store.sources[other].fact, frame, frame.time, None);
            }
        }
    }

    fn pulse(&mut self, fact: Fact, source: usize, frame: &Frame) {
        let value = Value::Switch(true);
        self.store.told[source].ever = true;
        self.histories[fact.index()].take(value, false, frame.time, source, frame);
        let evidence = told(fact, value, source, frame);
        self.events.push(Event { time: frame.time, what: What::Seen(fact, value), evidence: Some(evidence) });
        self.cues.insert(Cue::Fact(fact));
        self.touched.push((fact, true));
    }

    /// Everything a frame says has been told: works out what follows.
    pub fn told_all(&mut self, time: Time) {
        self.follow(time);
    }

    /// A person's mark.
    pub fn mark_seen(&mut self, mark: Mark) {
        self.marks.add(mark);
        self.cues.insert(Cue::Mark);
    }

    /// Brings a fact's value in line with its sources. `proven`: a "no" since then turned out to be one.
    fn resolve(&mut self, fact: Fact, frame: &Frame, time: Time, proven: Option<Time>) {
        let history = &mut self.histories[fact.index()];
        let believed = self.store.believed(fact);
        if let (None, Some(since), Some((source, _))) = (history.value, proven, believed) {
            history.take(Value::Switch(false), false, since, source, frame);
        }
        let mut is_telling = true;
        let (what, changed) = match (history.value, believed) {
            (None, None) => return,
            (Some(_), None) => {
                history.lose(time);
                (Some(What::Lost(fact)), false)
            }
            (None, Some((source, value))) => {
                history.take(value, false, time, source, &self.store.told[source].frame);
                (is_story(fact).then_some(What::Seen(fact, value)), false)
            }
            (Some(old), Some((source, value))) => {
                if old == value {
                    // Another source of the fact may have moved: rules that compare sources must look.
                    let number = value.number().map(|_| Cue::Number(fact));
                    self.cues.insert(number.unwrap_or(Cue::Fact(fact)));
                    return;
                }
                if value.number().is_some() {
                    self.cues.insert(Cue::Number(fact));
                    is_telling = passes(fact.levels(), old, value);
                }
                let changed = source == history.source;
                history.take(value, changed, time, source, &self.store.told[source].frame);
                let what = if changed { What::Changed(fact, old, value) } else { What::Seen(fact, value) };
                (is_story(fact).then_some(what), changed)
            }
        };
        if let Some(what) = what.filter(|what| !matches!(what, What::Lost(fact) if !is_story(*fact))) {
            let history = &self.histories[fact.index()];
            let evidence = history.value.map(|value| told(fact, value, history.source, &history.frame));
            self.events.push(Event { time, what, evidence });
        }
        if is_telling {
            self.cues.insert(Cue::Fact(fact));
        }
        self.touched.push((fact, changed));
    }

    /// The first moment at which something falls due.
    pub fn next_due(&self) -> Time {
        let gestures = self.next_gesture_due();
        self.store.next_due().min(self.traffic.due()).min(gestures)
    }

    /// The first moment at which something can fall due that `cues` brought about; it may be earlier than what does.
    pub fn due_after(&self, cues: Cues) -> Time {
        // Only a message or a bus that begins to talk brings a silence nearer.
        if cues.meets(TALKS) { self.next_due() } else { self.next_gesture_due() }
    }

    /// Settles one thing that falls due at `due`, which is what [`Body::next_due`] said. Call again for the next.
    pub fn settle(&mut self, due: Time) {
        self.now = self.now.max(due);
        let stale = self.store.heartbeats.iter().position(|heartbeat| heartbeat.due() == Some(due));
        if let Some(message) = stale {
            self.lose_message(message, due);
        } else if self.traffic.due() == due {
            self.traffic.fall_silent();
            self.cues.insert(Cue::Bus);
            for message in 0..self.store.heartbeats.len() {
                if self.store.heartbeats[message].fresh {
                    self.lose_message(message, due);
                }
            }
            self.settle_phase(due);
        } else {
            self.settle_gestures(due);
        }
        self.follow(due);
    }

    fn lose_message(&mut self, message: usize, due: Time) {
        self.store.heartbeats[message].fresh = false;
        self.cues.insert(Cue::Message);
        let last_seen = self.store.heartbeats[message].last_seen.unwrap_or(due);
        for at in 0..self.store.sources_in(message).len() {
            let source = self.store.sources_in(message)[at];
            let fact = self.store.sources[source].fact;
            self.resolve(fact, &Frame::empty(), due, None);
            let history = &mut self.histories[fact.index()];
            if history.value.is_none() {
                history.last_known_at = last_seen;
            }
        }
    }

    /// What made rules worth looking at again since the last call.
    pub fn take_cues(&mut self) -> Cues {
        std::mem::take(&mut self.cues)
    }

    /// The events since the last call, in order.
    pub fn drain_events(&mut self) -> std::vec::Drain<'_, Event> {
        self.events.drain(..)
    }
}

/// Whether a number that was `old` and is `new` passed one of these.
fn passes(levels: Option<&[f64]>, old: Value, new: Value) -> bool {
    let (Some(levels), Some(old), Some(new)) = (levels, old.number(), new.number()) else { return true };
    levels.iter().any(|level| (old > *level) != (new > *level))
}

/// Numbers change with every frame: they are shown where they matter, not as events.
fn is_story(fact: Fact) -> bool {
    matches!(fact.kind(), FactKind::Switch | FactKind::Ignition)
}
