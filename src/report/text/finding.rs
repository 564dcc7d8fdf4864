//! One finding and its repetitions, like a compiler's message: the title, the frames it rests on, what it means
//! and where to look next.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::layout::wrap;
use crate::body::{Evidence, Grade, Shows};
use crate::frame::{Flags, Frame};
use crate::monitor::Finding;
use crate::report::groups::Group;
use crate::report::timing::lasted;
use crate::report::words;
use crate::report::{Escaped, Palette, Session};
use crate::rules;

/// Column in which explanations begin.
const WORDS_AT: usize = 4;

/// Writes the findings of one rule about one subject.
pub(super) fn write(
    out: &mut impl Write,
    palette: Palette,
    session: &Session,
    group: &Group,
) -> io::Result<()> {
    let Some(first) = group.kept.first() else { return Ok(()) };
    let rule = rules::by_id(first.rule);
    let subject = first.subject.to_string();
    let title = rule.map_or(subject.clone(), |rule| rule.title.replace("{subject}", &subject));
    let (severity, heading) = (palette.severity(first.severity), palette.heading());
    writeln!(
        out,
        "\n{severity}{}[{}]{severity:#}{heading}: {title}{heading:#}",
        first.severity.id(),
        first.rule
    )?;
    let mut grade = first.grade;
    for (number, finding) in group.kept.iter().enumerate() {
        let lead = if number == 0 { "" } else { "again, " };
        writeln!(out, "  {lead}{}", lasted(session, finding))?;
        evidence(out, palette, session, &finding.evidence)?;
        grade = grade.max(finding.grade);
    }
    if group.more > 0 {
        let (more, last) = (words::number(group.more), session.seconds(group.last));
        writeln!(out, "  and {more} more like these, the last at {last:.3} s")?;
    }
    point(out, palette, "how sure:", &format!("grade {grade}, {}", grade.words()))?;
    let Some(rule) = rule else { return Ok(()) };
    point(out, palette, "means:", rule.meaning)?;
    point(out, palette, "matters:", rule.matters)?;
    point(out, palette, "look next:", rule.look)
}

/// Writes a finding as soon as it is raised.
pub(super) fn write_new(
    out: &mut impl Write,
    palette: Palette,
    session: &Session,
    finding: &Finding,
) -> io::Result<()> {
    evidence(out, palette, session, &finding.evidence)?;
    point(out, palette, "how sure:", &format!("grade {}, {}", finding.grade, finding.grade.words()))?;
    let Some(rule) = rules::by_id(finding.rule) else { return Ok(()) };
    point(out, palette, "means:", rule.meaning)?;
    point(out, palette, "look next:", rule.look)
}

/// The frames, each once, with all that it shows.
fn evidence(
    out: &mut impl Write,
    palette: Palette,
    session: &Session,
    pieces: &[Evidence],
) -> io::Result<()> {
    let guide = palette.guide();
    let mut last = None;
    for piece in pieces {
        if last != Some(piece.origin) {
            last = Some(piece.origin);
            let place = session.place(piece.origin);
            writeln!(out, "  {guide}-->{guide:#} {}", Escaped(&place))?;
            let time = session.seconds(piece.time);
            let Some(frame) = &piece.frame else {
                writeln!(out, "   {guide}|{guide:#} {time:.3} s  {}", shows(session, &piece.shows))?;
                continue;
            };
            writeln!(out, "   {guide}|{guide:#} {time:.3} s  {}", bytes(session, frame))?;
        }
        writeln!(out, "   {guide}|{guide:#} {}", shows(session, &piece.shows))?;
    }
    Ok(())
}

/// A frame as `candump -l` writes it, so that it can be searched for in the file. (Writing to a string cannot fail.)
pub(crate) fn bytes(session: &Session, frame: &Frame) -> String {
    if frame.flags.contains(Flags::ANSWER) {
        return answer(session, frame);
    }
    let channel = session.channel(frame.channel);
    let mut text = Escaped(channel).to_string();
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(&frame.id.to_string());
    text.push('#');
    if frame.flags.contains(Flags::FD) {
        let flags =
            u8::from(frame.flags.contains(Flags::BRS)) | u8::from(frame.flags.contains(Flags::ESI)) << 1;
        let _ = write!(text, "#{flags:X}");
    }
    if frame.flags.contains(Flags::REMOTE) {
        text.push('R');
    }
    for byte in frame.payload() {
        let _ = write!(text, "{byte:02X}");
    }
    text
}

/// An answer, by who gave it to what: its bytes lie in several frames, after what repeats the question.
fn answer(session: &Session, frame: &Frame) -> String {
    let message = session.messages.iter().find(|message| message.id == frame.id);
    let name = message.map_or("", |message| message.sender.as_str());
    let request = message.and_then(|message| message.request.as_deref()).unwrap_or_default();
    let mut text = format!("{} asked {request}, answered", Escaped(name));
    for byte in frame.payload() {
        let _ = write!(text, " {byte:02X}");
    }
    text
}

/// What a piece of evidence shows, and by which signal.
pub(crate) fn shows(session: &Session, shows: &Shows) -> String {
    match *shows {
        Shows::Fact { fact, value, source } => {
            let state = words::state(fact, value);
            let Some(source) = session.sources.get(source) else { return state };
            let (signal, place) = (Escaped(&source.signal), Escaped(&source.place));
            let doubt = match source.grade {
                Grade::A | Grade::B => "",
                Grade::Learned => " by moving it on a car",
                Grade::C => ", one source only",
                Grade::D => ", a guess",
            };
            format!("{state}: {signal} at {place}, grade {}{doubt}", source.grade)
        }
        Shows::LastBefore => "the last before the interruption".to_owned(),
        Shows::FirstAfter => "the first after the interruption".to_owned(),
        Shows::Short { has, needs } => format!("{has} bytes, its signals need {needs}"),
        Shows::SeenBy(opening, open) => {
            format!("a person saw: {opening} {}", if open { "open" } else { "closed" })
        }
        Shows::FobPressed => "a person pressed the key fob".to_owned(),
        Shows::TailgatePressed => "a person pressed the tailgate button".to_owned(),
    }
}

fn point(out: &mut impl Write, palette: Palette, label: &str, text: &str) -> io::Result<()> {
    let (guide, heading) = (palette.guide(), palette.heading());
    let column = WORDS_AT + label.chars().count() + 1;
    let text = wrap(text, column, WORDS_AT);
    writeln!(out, "  {guide}={guide:#} {heading}{label}{heading:#} {text}")
}
