//! From what the monitor says to lines. It writes nothing.

use std::borrow::Cow;
use std::fmt::Write;

use super::{line, term};
use crate::body::{Event, Evidence, Fact, Grade, Handedness, Ignition, Shows, Value, What};
use crate::capture::quality::{Quality, Reason, Verdict};
use crate::frame::{Flags, Frame, Time};
use crate::monitor::{Finding, Unwatched, WhyUnwatched};
use crate::notice::{Notice, Notices};
use crate::report::{Car, Ending, Session, Stop, words};
use crate::rules::{self, Severity};

pub(super) fn event<'a>(session: &'a Session, event: &Event) -> line::Event<'a> {
    let mut line = line::Event {
        file: session.capture(),
        time_ns: event.time.as_nanos(),
        what: term::What::Lost,
        fact: None,
        value: None,
        was: None,
        subject: None,
        phase: None,
        agent: None,
        locked: None,
        edge_ns: None,
        flashes: None,
        inferred: false,
        evidence: event.evidence.iter().map(|piece| evidence(session, piece)).collect(),
    };
    match event.what {
        What::Seen(fact, now) => {
            line.what = term::What::Seen;
            (line.fact, line.value) = (Some(fact.name()), Some(value(now)));
        }
        What::Changed(fact, from, to) => {
            line.what = term::What::Changed;
            (line.fact, line.value, line.was) = (Some(fact.name()), Some(value(to)), Some(value(from)));
        }
        What::Lost(fact) => {
            line.what = term::What::Lost;
            line.fact = Some(fact.name());
        }
        What::Phase(_, phase) => {
            line.what = term::What::Phase;
            line.phase = Some(phase.id());
        }
        What::LockedBy { lock, locked, edge, agent } => {
            line.what = term::What::LockedBy;
            (line.subject, line.agent) = (Some(lock.id()), Some(agent.id()));
            (line.locked, line.edge_ns) = (Some(locked), Some(edge.as_nanos()));
            line.inferred = true;
        }
        What::AnswerBack(flashes) => {
            line.what = term::What::AnswerBack;
            (line.flashes, line.inferred) = (Some(flashes), true);
        }
        What::Hazard => {
            line.what = term::What::Hazard;
            line.inferred = true;
        }
        What::KeyFob(locked) => {
            line.what = term::What::KeyFob;
            (line.locked, line.inferred) = (Some(locked), true);
        }
        What::TailgateRequest => line.what = term::What::TailgateRequest,
    }
    line
}

pub(super) fn finding<'a>(session: &'a Session, finding: &Finding) -> line::Finding<'a> {
    let title = rules::by_id(finding.rule).map_or(finding.rule, |rule| rule.title);
    line::Finding {
        file: session.capture(),
        number: finding.number,
        id: finding.rule,
        subject: finding.subject.id(),
        severity: match finding.severity {
            Severity::Fault => term::Severity::Fault,
            Severity::Warning => term::Severity::Warning,
            Severity::Note => term::Severity::Note,
        },
        grade: grade(finding.grade),
        title: title.replace("{subject}", &finding.subject.to_string()),
        since_ns: finding.since.as_nanos(),
        raised_ns: finding.raised.as_nanos(),
        cleared_ns: finding.cleared.map(Time::as_nanos),
        evidence: finding.evidence.iter().map(|piece| evidence(session, piece)).collect(),
    }
}

fn evidence<'a>(session: &'a Session, piece: &Evidence) -> line::Evidence<'a> {
    let frame = piece.frame.as_ref();
    let is_answer = frame.is_some_and(|frame| frame.flags.contains(Flags::ANSWER));
    let answer = session.messages.iter().find(|message| is_answer && Some(message.id) == piece.id);
    let channel = frame.map(|frame| session.channel(frame.channel)).filter(|name| !name.is_empty());
    let mut line = line::Evidence {
        file: session.name(piece.origin.source),
        line: piece.origin.line,
        time_ns: piece.time.as_nanos(),
        shows: term::Shows::Fact,
        channel,
        can_id: frame.filter(|_| !is_answer).map(|frame| frame.id.to_string()),
        unit: answer.map(|message| message.sender.as_str()),
        request: answer.and_then(|message| message.request.as_deref()),
        data: frame.map(hexadecimal),
        fact: None,
        value: None,
        signal: None,
        place: None,
        grade: None,
    };
    line.shows = match piece.shows {
        Shows::Fact { fact, value: shown, source } => {
            (line.fact, line.value) = (Some(fact.name()), Some(value(shown)));
            if let Some(source) = session.sources.get(source) {
                (line.signal, line.place) = (Some(source.signal.as_str()), Some(source.place.as_str()));
                line.grade = Some(grade(source.grade));
            }
            term::Shows::Fact
        }
        Shows::SeenBy(opening, open) => {
            (line.fact, line.value) = (Some(Fact::Open(opening).name()), Some(term::Value::Switch(open)));
            term::Shows::Seen
        }
        Shows::LastBefore => term::Shows::LastBefore,
        Shows::FirstAfter => term::Shows::FirstAfter,
        Shows::Short { .. } => term::Shows::Short,
        Shows::FobPressed => term::Shows::FobPressed,
        Shows::TailgatePressed => term::Shows::TailgatePressed,
    };
    line
}

fn hexadecimal(frame: &Frame) -> String {
    frame.payload().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

fn value(value: Value) -> term::Value {
    match value {
        Value::Switch(on) => term::Value::Switch(on),
        Value::Ignition(position) => term::Value::Ignition(ignition(position)),
        Value::Number(number) => term::Value::Number(number),
    }
}

const fn ignition(position: Ignition) -> term::Ignition {
    match position {
        Ignition::Off => term::Ignition::Off,
        Ignition::Acc => term::Ignition::Acc,
        Ignition::On => term::Ignition::On,
        Ignition::Start => term::Ignition::Start,
    }
}

const fn grade(grade: Grade) -> term::Grade {
    match grade {
        Grade::A => term::Grade::A,
        Grade::B => term::Grade::B,
        Grade::Learned => term::Grade::Learned,
        Grade::C => term::Grade::C,
        Grade::D => term::Grade::D,
    }
}

pub(super) fn notice<'a>(session: &'a Session, time: Option<Time>, notice: &Notice) -> line::Notice<'a> {
    line::Notice {
        time_ns: time.map(Time::as_nanos),
        file: session.name(notice.origin.source),
        line: notice.origin.line,
        kind: notice.kind.id(),
        text: notice.text.clone(),
    }
}

pub(super) fn unwatched<'a>(session: &'a Session, unwatched: &Unwatched) -> line::Unwatched<'a> {
    let none: &[Fact] = &[];
    let (reason, facts) = match &unwatched.reason {
        WhyUnwatched::NotOnCar(facts) => (term::Reason::NotOnCar, &facts[..]),
        WhyUnwatched::NeverSeen(facts) => (term::Reason::NeverSeen, &facts[..]),
        WhyUnwatched::NeverTold(facts) => (term::Reason::NeverTold, &facts[..]),
        WhyUnwatched::NeverProven(facts) => (term::Reason::NeverProven, &facts[..]),
        WhyUnwatched::OneSource => (term::Reason::OneSource, none),
        WhyUnwatched::NotAsked(facts) => (term::Reason::NotAsked, &facts[..]),
        WhyUnwatched::NoMarks => (term::Reason::NoMarks, none),
        WhyUnwatched::NoCar => (term::Reason::NoCar, none),
        WhyUnwatched::NoClock => (term::Reason::NoClock, none),
    };
    line::Unwatched {
        file: session.capture(),
        id: unwatched.rule,
        subjects: unwatched.subjects.iter().map(|subject| subject.id()).collect(),
        reason,
        facts: facts.iter().map(|fact| fact.name()).collect(),
        text: words::reason(&unwatched.reason),
    }
}

pub(super) fn car(session: &Session) -> line::Identity<'_> {
    let (car, car_known_by) = known(session);
    line::Identity { file: session.capture(), car, car_known_by, handed: side(session.handedness) }
}

/// The car, and how it is known or why it is not.
fn known(session: &Session) -> (Option<&str>, Cow<'_, str>) {
    match &session.car {
        Car::Known { id, how, .. } => (Some(id.as_str()), Cow::Borrowed(how.as_str())),
        Car::Unknown { explanation } => (None, Cow::Owned(explanation.join(" "))),
    }
}

const fn side(handedness: Handedness) -> term::Side {
    match handedness {
        Handedness::Left => term::Side::Left,
        Handedness::Right => term::Side::Right,
    }
}

pub(super) fn summary<'a>(session: &'a Session, ending: &'a Ending, notices: &Notices) -> line::Summary<'a> {
    let (stop, error) = match &ending.stop {
        Stop::End => (term::Stop::End, None),
        Stop::Interrupted => (term::Stop::Interrupted, None),
        Stop::Failed(why) => (term::Stop::Failed, Some(why.as_str())),
    };
    let (car, car_known_by) = known(session);
    line::Summary {
        file: session.capture(),
        format: &session.format,
        stop,
        error,
        frames: ending.frames,
        first_ns: session.start.map(Time::as_nanos),
        last_ns: ending.last.map(Time::as_nanos),
        car,
        car_known_by,
        handed: side(session.handedness),
        findings: line::Findings {
            fault: ending.tally.faults,
            warning: ending.tally.warnings,
            note: ending.tally.notes,
        },
        rules: ending.rules as u64,
        rules_watched: ending.watched() as u64,
        notices: notices.counts().iter().map(|&(kind, count)| (kind.id(), count)).collect(),
        quality: ending.quality.as_ref().map(quality),
    }
}

pub(in crate::report) fn quality(quality: &Quality) -> line::Quality<'_> {
    line::Quality {
        verdict: verdict(quality.verdict),
        reasons: quality.reasons.iter().map(quality_reason).collect(),
        remarks: quality.remarks.iter().map(quality_reason).collect(),
    }
}

fn quality_reason(reason: &Reason) -> line::QualityReason<'_> {
    line::QualityReason {
        id: reason.id,
        allows: verdict(reason.allows),
        text: &reason.text,
        line: reason.origin.map(|origin| origin.line),
    }
}

const fn verdict(verdict: Verdict) -> term::Verdict {
    match verdict {
        Verdict::Good => term::Verdict::Good,
        Verdict::Usable => term::Verdict::Usable,
        Verdict::Poor => term::Verdict::Poor,
    }
}
