//! What other testers asked the car's units: at its first time in the story, and counted behind the findings.

use std::io::{self, Write};

use super::layout::wrap;
use super::story::{Story, To};
use crate::ask::conversation::{Conversation, Exchanged, Question, Said};
use crate::ask::trouble::Texts;
use crate::frame::CanId;
use crate::report::words::count;
use crate::report::{Escaped, Palette, Session};

/// Lines that a story has for testers at most, and how many of them for what changes something: real testers ask thousands
/// of times.
const LINES: usize = 40;

/// Questions of one conversation that are shown.
const SHOWN: usize = 15;

/// Conversations that are shown.
const TALKS: usize = 10;

/// What of conversations the story has told.
#[derive(Debug, Default)]
pub(super) struct Talks {
    told: Vec<(CanId, CanId, u8, bool)>,
    changes: usize,
}

impl Talks {
    /// Tells of an exchange that is the first of its kind, or changes something.
    pub(super) fn tell<W: Write>(
        &mut self,
        story: &mut Story,
        to: &mut To<'_, W>,
        exchanged: &Exchanged<'_>,
    ) -> io::Result<()> {
        let is_refused = matches!(exchanged.said, Said::Refused(_));
        let is_read = exchanged.head.is_read();
        let key = (exchanged.tester, exchanged.unit, exchanged.head.service(), is_refused);
        let is_new = !self.told.contains(&key);
        if is_new && self.told.len() < LINES {
            self.told.push(key);
        } else if is_read || is_new || self.changes >= LINES {
            return Ok(());
        }
        self.changes += usize::from(!is_read);
        let unit = unit(exchanged.name, exchanged.tester);
        let verb = if is_read { "asks" } else { "tells" };
        let outcome = match exchanged.said {
            Said::Data if is_read => "answered".to_owned(),
            Said::Data => "done".to_owned(),
            Said::Pending => "not yet answered".to_owned(),
            Said::Refused(refusal) => format!("refused: {refusal}"),
        };
        let about = exchanged.about.map(|about| format!(" {about},")).unwrap_or_default();
        let words = format!("a tester {verb} {unit}: {},{about} {outcome}", exchanged.head);
        story.aside(to, Some(exchanged.time), &Escaped(&words).to_string())
    }
}

/// Writes what was asked, if anything was.
pub(super) fn write(
    out: &mut impl Write,
    palette: Palette,
    session: &Session,
    talks: &[Conversation],
) -> io::Result<()> {
    if talks.is_empty() {
        return Ok(());
    }
    let heading = palette.heading();
    writeln!(out, "\n{heading}what testers asked{heading:#} on this bus, in seconds from the first frame")?;
    let texts = Texts::default();
    for talk in talks.iter().take(TALKS) {
        let unit = Escaped(&unit(talk.name.as_deref(), talk.tester)).to_string();
        writeln!(out, "  {unit}, answers from {}:", talk.unit)?;
        for asked in talk.questions.iter().take(SHOWN) {
            writeln!(out, "    {}", wrap(&Escaped(&question(session, asked)).to_string(), 4, 6))?;
            for code in &asked.codes {
                let text = texts.of(*code).map(|text| format!(": {text}")).unwrap_or_default();
                let status = code.status.map(|status| format!(", {status}")).unwrap_or_default();
                writeln!(out, "      {}", wrap(&format!("{code}{text}{status}"), 6, 8))?;
            }
        }
        let more = talk.questions.len().saturating_sub(SHOWN) as u64;
        if more > 0 || talk.untold > 0 {
            let untold: u64 = talk.questions.iter().skip(SHOWN).map(Question::times).sum();
            writeln!(out, "    and other questions {}", times(untold + talk.untold))?;
        }
    }
    if let more @ 1.. = talks.len().saturating_sub(TALKS) {
        writeln!(out, "  and {}", count(more as u64, "more conversation"))?;
    }
    Ok(())
}

fn unit(name: Option<&str>, tester: CanId) -> String {
    name.map_or_else(|| tester.to_string(), |name| format!("{name} ({tester})"))
}

fn question(session: &Session, question: &Question) -> String {
    let about = question.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
    let (first, last) = (session.seconds(question.first), session.seconds(question.last));
    let span = if question.times() > 1 {
        format!("{} from {first:.3} to {last:.3}", times(question.times()))
    } else {
        format!("once, at {first:.3}")
    };
    let refused = question.refused.iter().map(|(refusal, n)| format!("; refused {}: {refusal}", times(*n)));
    let silent = (question.unanswered > 0).then(|| format!("; not answered {}", times(question.unanswered)));
    let outcomes: String = refused.chain(silent).collect();
    format!("{}{about}: {span}{outcomes}", question.head)
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
