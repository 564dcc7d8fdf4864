//! From what was seen of a capture to a verdict a person can use: good, usable or poor, and why. It sees no frames.

use std::fmt;
use std::time::Duration;

use super::{Bus, Observer, Pace, Trace};
use crate::frame::Origin;
use crate::notice::NoticeKind;

/// Of a hundred frames: below the first, lost frames are no matter; from the second on, much rests on luck.
const LOST_MATTERS: (u64, u64) = (1, 5);

/// The shares, in percent, from which frames that are there twice are no accident, and make a capture poor.
const TWICE_MATTERS: u64 = 1;

/// Two channels that share at least this much (in percent) of the frames of the smaller one are one bus.
const ONE_BUS_PERCENT: u64 = 50;

/// Lines that could not be read matter much from this share on, in percent.
const UNREAD_MATTERS: u64 = 5;

/// Stamps coarser than the first (in nanoseconds) blur what happens at a door, coarser than the second, all of it.
const COARSE: (u64, u64) = (50_000_000, 1_000_000_000);

/// No bus carries the same identifier twice within this, in nanoseconds, and few stamps are coarser.
const TWICE_WITHIN: u64 = 2_000_000;

/// How good a capture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing to object.
    Good,
    /// Something is wrong with it; findings hold, but something may be missed.
    Usable,
    /// Much may be missed or misjudged: record again if it matters.
    Poor,
}

impl Verdict {
    /// The word for it, in text and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Usable => "usable",
            Self::Poor => "poor",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// One thing worth knowing about a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Kebab-case word for it.
    pub id: &'static str,
    /// The best verdict that it allows; [`Verdict::Good`] for what is no fault.
    pub allows: Verdict,
    /// In words: lower-case, no full stop. May name buses, so it must be escaped before it is shown.
    pub text: String,
    /// Where it shows first, if it has a place.
    pub origin: Option<Origin>,
}

/// The verdict on a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// How good it is.
    pub verdict: Verdict,
    /// What is wrong with it, the worst first; empty for a good one.
    pub reasons: Vec<Reason>,
    /// What is worth knowing and no fault.
    pub remarks: Vec<Reason>,
}

/// Puts together what `seen` shows.
pub(super) fn judge(seen: &Observer, channels: &[String]) -> Quality {
    let mut all = Vec::new();
    stamps(seen, &mut all);
    if seen.has_clock() {
        losses(seen, channels, &mut all);
        pauses(seen, channels, &mut all);
        twice(seen, channels, &mut all);
    }
    file(seen, &mut all);
    if let [_, _, ..] = seen.buses() {
        let names: Vec<_> = seen.buses().iter().map(|bus| name(channels, bus.channel)).collect();
        let text = format!("holds {} buses: {}", names.len(), names.join(", "));
        all.push(Reason { id: "several-buses", allows: Verdict::Good, text, origin: None });
    }
    let (mut reasons, remarks): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|reason| reason.allows > Verdict::Good);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.allows));
    let verdict = reasons.first().map_or(Verdict::Good, |reason| reason.allows);
    Quality { verdict, reasons, remarks }
}

fn stamps(seen: &Observer, all: &mut Vec<Reason>) {
    let clock = &seen.clock;
    let mut add = |id, allows, text, origin| all.push(Reason { id, allows, text, origin });
    if !seen.has_clock() {
        let text =
            "has no times: every frame bears the same, so nothing that takes time can be judged".to_owned();
        add("no-clock", Verdict::Poor, text, None);
        return;
    }
    if clock.missing > 0 {
        let text = format!("{} without a time", frames(clock.missing));
        add("times-missing", Verdict::Poor, text, clock.missing_at);
    }
    if let Some((rows, origin)) = clock.stale() {
        let text = format!("the first {} of another time than the rest", frames_are(rows));
        add("stale-rows", Verdict::Usable, text, Some(origin));
    }
    if let Some((count, origin)) = clock.set_back() {
        let text = format!("the clock goes backwards {}", times(count));
        add("clock-back", Verdict::Usable, text, Some(origin));
    }
    let resolution = clock.resolution();
    if resolution >= COARSE.0 {
        let allows = if resolution >= COARSE.1 { Verdict::Poor } else { Verdict::Usable };
        let text = format!("its times go in steps of {:?}", Duration::from_nanos(resolution));
        add("coarse-times", allows, text, None);
    }
    if clock.reordered > 0 {
        let text = format!("{} a little earlier than the one before", frames_are(clock.reordered));
        add("reordered", Verdict::Good, text, None);
    }
}

fn losses(seen: &Observer, channels: &[String], all: &mut Vec<Reason>) {
    // What comes about as often as the stamps change has no rhythm in them.
    let finest = Duration::from_nanos(seen.clock.resolution().saturating_mul(4));
    let lost_of =
        |trace: &&Trace| trace.cycle().filter(|cycle| cycle.time >= finest).and_then(|cycle| cycle.lost);
    for bus in seen.buses() {
        let traces = || seen.traces().iter().filter(|trace| trace.channel == bus.channel);
        let cyclic = || traces().filter_map(|trace| Some((trace, lost_of(&trace)?)));
        let lost: u64 = cyclic().map(|(_, lost)| lost).sum();
        let heard: u64 = cyclic().map(|(trace, _)| trace.frames).sum();
        let allows = by_share(lost, lost + heard, LOST_MATTERS);
        let concerned = cyclic().filter(|(_, lost)| *lost > 0).count();
        // One unit that skips a beat loses no frames of the recording's.
        if allows == Verdict::Good || concerned < 2 {
            continue;
        }
        let text = format!(
            "about {} of {} lost on {}, by the rhythm of {concerned} identifiers",
            percent(lost, lost + heard),
            frames(lost + heard),
            name(channels, bus.channel)
        );
        all.push(Reason { id: "frames-lost", allows, text, origin: None });
    }
    if seen.overruns > 0 {
        let text = format!("the controller reports {} that it could not keep up", times(seen.overruns));
        all.push(Reason { id: "overrun", allows: Verdict::Usable, text, origin: seen.overrun_at });
    }
}

fn pauses(seen: &Observer, channels: &[String], all: &mut Vec<Reason>) {
    for bus in seen.buses() {
        let Bus { pace, .. } = bus;
        let name = name(channels, bus.channel);
        let mut add = |id, allows, text, origin| all.push(Reason { id, allows, text, origin });
        if pace.gaps > 0 {
            let long = Duration::from_nanos(pace.gap_ns).as_secs_f64();
            let text = format!(
                "{name} breaks off in the midst of traffic {}, for {long:.1} s together",
                times(pace.gaps)
            );
            add("gap", Verdict::Usable, text, pace.gap_at);
        }
        if pace.silences > 0 {
            let text = format!("{name} falls silent {} for half a second or more", times(pace.silences));
            add("silence", Verdict::Good, text, None);
        }
    }
    let of = |is: fn(&Pace) -> bool| {
        let buses = seen.buses().iter().filter(|bus| is(&bus.pace));
        let names: Vec<_> = buses.map(|bus| name(channels, bus.channel)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let mut add = |id, text| all.push(Reason { id, allows: Verdict::Good, text, origin: None });
    if let Some(names) = of(Pace::begins_busy) {
        add("begins-in-traffic", format!("begins in the midst of traffic on {names}"));
    }
    if let Some(names) = of(Pace::ends_busy) {
        add("ends-in-traffic", format!("ends in the midst of traffic on {names}"));
    }
}

fn twice(seen: &Observer, channels: &[String], all: &mut Vec<Reason>) {
    let twice: u64 = seen.traces().iter().map(|trace| trace.twice).sum();
    let compared: u64 = seen.buses().iter().map(|bus| bus.compared).sum();
    if seen.clock.resolution() <= TWICE_WITHIN && twice > 0 && twice * 100 >= compared * TWICE_MATTERS {
        let text = format!("{} there twice, with the same bytes at the same moment", frames_are(twice));
        all.push(Reason { id: "duplicates", allows: Verdict::Usable, text, origin: None });
    }
    let compared = |channel: u8| {
        let bus = seen.buses().iter().find(|bus| bus.channel == channel);
        bus.map_or(0, |bus| bus.compared)
    };
    for &((one, other), shared) in seen.twins.pairs() {
        let least = compared(one).min(compared(other));
        if shared * 100 >= least * ONE_BUS_PERCENT {
            let text = format!(
                "{} and {} carry the same frames at the same moments: one bus, recorded twice",
                name(channels, one),
                name(channels, other)
            );
            all.push(Reason { id: "echo", allows: Verdict::Usable, text, origin: None });
        }
    }
}

fn file(seen: &Observer, all: &mut Vec<Reason>) {
    for &(kind, count, origin) in &seen.notices {
        let mut add = |id, allows, text| all.push(Reason { id, allows, text, origin: Some(origin) });
        match kind {
            NoticeKind::MalformedLine => {
                let heard: u64 = seen.buses.iter().map(|bus| bus.frames + bus.errors).sum();
                let allows = by_share(count, count + heard, (0, UNREAD_MATTERS));
                let noun = if count == 1 { "line or record" } else { "lines or records" };
                add("unreadable", allows, format!("{count} {noun} could not be read"));
            }
            NoticeKind::CutOff => add("cut-off", Verdict::Usable, "the file is cut off".to_owned()),
            NoticeKind::DamagedCompression => {
                add("damaged", Verdict::Poor, "its compression is damaged: the rest is missing".to_owned());
            }
            _ => {}
        }
    }
}

/// The verdict that `part` of `whole` allows, by the shares in percent that matter and that matter much.
fn by_share(part: u64, whole: u64, (some, much): (u64, u64)) -> Verdict {
    let reaches = |percent: u64| part > 0 && part.saturating_mul(100) >= whole.saturating_mul(percent);
    match (reaches(some), reaches(much)) {
        (_, true) => Verdict::Poor,
        (true, _) => Verdict::Usable,
        _ => Verdict::Good,
    }
}

fn name(channels: &[String], channel: u8) -> String {
    channels.get(usize::from(channel)).cloned().unwrap_or_else(|| format!("bus {channel}"))
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

fn frames(count: u64) -> String {
    format!("{count} {}", if count == 1 { "frame" } else { "frames" })
}

fn frames_are(count: u64) -> String {
    format!("{} {}", frames(count), if count == 1 { "is" } else { "are" })
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
