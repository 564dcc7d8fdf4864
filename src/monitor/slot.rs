//! One rule watched for one subject: how long it has been broken, whether that is a finding already, and when to
//! look again. It decides nothing about the car.

use super::finding::Finding;
use super::{Output, unwatched};
use crate::body::{Body, Cues, Evidence, Grade, Shows};
use crate::frame::Time;
use crate::rules::{self, Cites, Look, Rule, Subject, Verdict};

/// Where a watched rule stands.
#[derive(Debug, Clone, PartialEq)]
enum State {
    /// Not broken, or not known.
    Quiet,
    /// Broken since then, not yet for long enough.
    Pending(Time),
    /// A finding.
    Raised(Box<Finding>),
}

/// One rule watched for one subject.
pub(super) struct Slot {
    rule: &'static Rule,
    subject: Subject,
    cues: Cues,
    state: State,
    again: Time,
    /// The last thing that happened in a moment and was raised.
    happened: Option<Time>,
}

impl Slot {
    /// A slot for every rule and subject that this body can have watched.
    pub(super) fn all(body: &Body) -> Vec<Self> {
        let mut slots = Vec::new();
        for &rule in rules::ALL {
            for &subject in rule.subjects {
                if unwatched::possible(body, rule, subject) {
                    let cues = rule.cues_for(subject);
                    slots.push(Self {
                        rule,
                        subject,
                        cues,
                        state: State::Quiet,
                        again: Time::MAX,
                        happened: None,
                    });
                }
            }
        }
        slots
    }

    pub(super) fn needs_clock(&self) -> bool {
        self.rule.needs_clock()
    }

    pub(super) fn cues(&self) -> Cues {
        self.cues
    }

    /// When it must look again though nothing changes.
    pub(super) fn due(&self) -> Time {
        if let State::Pending(since) = self.state {
            self.again.min(since.after(self.rule.hold))
        } else {
            self.again
        }
    }

    /// Lets the rule look at the body at `now`.
    pub(super) fn look(&mut self, body: &Body, now: Time, findings: &mut u64, out: &mut Vec<Output>) {
        let look = Look::new(body, self.subject, now);
        let verdict = (self.rule.check)(&look);
        self.again = look.again();
        match verdict {
            Verdict::Unknown => {
                if matches!(self.state, State::Pending(_)) {
                    self.state = State::Quiet;
                }
            }
            Verdict::Holds => self.end(now, out),
            Verdict::Broken(cites) => self.broken(body, now, cites, findings, out),
            Verdict::Happened(at, cites) => {
                if self.happened != Some(at) {
                    self.happened = Some(at);
                    let finding = self.finding(body, at, now, Some(now), cites, findings);
                    out.push(Output::Finding(finding));
                }
            }
        }
    }

    fn broken(&mut self, body: &Body, now: Time, cites: Cites, findings: &mut u64, out: &mut Vec<Output>) {
        let since = match self.state {
            State::Raised(_) => return,
            State::Pending(since) => since,
            State::Quiet => now,
        };
        if since.after(self.rule.hold) > now {
            self.state = State::Pending(since);
            return;
        }
        let finding = self.finding(body, since, now, None, cites, findings);
        out.push(Output::Finding(finding.clone()));
        self.state = State::Raised(Box::new(finding));
    }

    /// Ends a finding at `time`, and forgets one that was on its way.
    pub(super) fn end(&mut self, time: Time, out: &mut Vec<Output>) {
        if let State::Raised(mut finding) = std::mem::replace(&mut self.state, State::Quiet) {
            finding.cleared = Some(time);
            out.push(Output::Finding(*finding));
        }
    }

    fn finding(
        &self,
        body: &Body,
        since: Time,
        raised: Time,
        cleared: Option<Time>,
        cites: Cites,
        findings: &mut u64,
    ) -> Finding {
        let mut evidence: Vec<Evidence> = Vec::with_capacity(rules::MAX_CITES);
        for shown in cites.iter().filter_map(|cite| body.evidence(cite)) {
            if !evidence.contains(&shown) {
                evidence.push(shown);
            }
        }
        evidence.sort_by_key(|shown| shown.time);
        *findings += 1;
        Finding {
            number: *findings,
            rule: self.rule.id,
            subject: self.subject,
            severity: self.rule.severity,
            grade: evidence.iter().filter_map(|shown| grade(body, shown)).fold(self.rule.grade, Grade::max),
            since,
            raised,
            cleared,
            evidence,
        }
    }
}

fn grade(body: &Body, shown: &Evidence) -> Option<Grade> {
    let Shows::Fact { source, .. } = shown.shows else { return None };
    body.sources().get(source).map(|source| source.grade)
}
