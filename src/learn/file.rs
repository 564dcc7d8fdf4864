//! What was learned as a DBC file in our conventions: which bit tells which fact, how it is known, and how often its message comes.

use std::fmt::Write;

use super::conclusion::{Conclusion, Source};
use super::place::Place;
use crate::body::Fact;
use crate::frame::{CanId, Time};

/// Observations whose times are written down of each signal; of more, only the number.
const TIMES: usize = 12;

/// The words of `DoorjambGrade`, in the order that numbers count them.
pub(super) const GRADES: [&str; 5] = ["A", "B", "C", "D", "learned"];

/// What goes into a file beside the signals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The car's name for people.
    pub title: String,
    /// What it was learned from: names of recordings or interfaces.
    pub learned_from: String,
    /// When the recording begins: times in comments count from there.
    pub start: Time,
}

/// One signal as it is written.
pub(super) struct Written<'a> {
    pub(super) source: &'a Source,
    pub(super) name: String,
    /// Other facts that the same bit tells; a signal can be given only one.
    also: Vec<Fact>,
}

/// Every bit that was claimed, once, by identifier, page and bit.
pub(super) fn written(conclusions: &[Conclusion]) -> Vec<Written<'_>> {
    let mut all: Vec<Written> = Vec::new();
    for source in conclusions.iter().filter_map(Conclusion::claimed).flat_map(|claim| &claim.sources) {
        if let Some(known) =
            all.iter_mut().find(|known| known.source.candidate.place == source.candidate.place)
        {
            known.also.push(source.fact);
            continue;
        }
        let stem = source.fact.name().to_uppercase().replace(['.', '-'], "_");
        let id = source.candidate.place.id;
        let is_taken = |name: &String| {
            all.iter().any(|other| other.source.candidate.place.id == id && other.name == *name)
        };
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let name = std::iter::once(stem.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(stem);
        all.push(Written { source, name, also: Vec::new() });
    }
    all.sort_by_key(|one| one.source.candidate.place);
    all
}

/// The identifier as a DBC writes it: bit 31 marks 29 bits.
pub(super) const fn number(id: CanId) -> u32 {
    id.value() | if id.is_extended() { 0x8000_0000 } else { 0 }
}

/// Text as it may stand between quotes.
pub(super) fn quoted(text: &str) -> String {
    text.chars().map(|c| if c == '"' || c == '\\' || c.is_control() { '\'' } else { c }).collect()
}

/// The name of the signal that says which page a frame is.
const PAGE: &str = "PAGE";

impl Written<'_> {
    fn place(&self) -> Place {
        self.source.candidate.place
    }

    /// Its `SG_` line.
    pub(super) fn definition(&self) -> String {
        let page = self.place().page.map(|page| format!(" m{page}")).unwrap_or_default();
        format!(" SG_ {}{page} : {}|1@1+ (1,0) [0|1] \"\" Vector__XXX\n", self.name, self.place().bit)
    }

    /// Its comment.
    pub(super) fn comment(&self, start: Time) -> String {
        let Source { candidate, cycle, has_extra_frames, lag, .. } = self.source;
        let agreed = &candidate.evidence.agreed;
        let mut text = format!(
            "Learned: followed {} of {}",
            agreed.len(),
            count(agreed.len() + candidate.evidence.contradicted.len(), "observation")
        );
        let times = agreed.iter().take(TIMES).map(|time| format!("{:.3}", time.since(start).as_secs_f64()));
        let _ = write!(text, ", at {}", times.collect::<Vec<_>>().join(", "));
        let _ = write!(text, "{} s. ", if agreed.len() > TIMES { " and later" } else { "" });
        let _ = write!(text, "Probability {:.4}. ", (candidate.posterior * 1e4).floor() / 1e4);
        match cycle {
            Some(cycle) => {
                let _ = write!(text, "Its message comes every {} ms", cycle.as_millis());
            }
            None => text.push_str("Its message comes on events"),
        }
        text.push_str(if *has_extra_frames { ", and at once on a change." } else { "." });
        if lag.as_millis() > 0 {
            let _ = write!(text, " {} ms behind the quickest.", lag.as_millis());
        }
        for fact in &self.also {
            let _ = write!(text, " Tells {fact} as well.");
        }
        text
    }

    /// What follows the messages: comment, attributes and words.
    pub(super) fn statements(&self, start: Time, grade: usize) -> [String; 3] {
        let (id, name, fact) = (number(self.place().id), &self.name, self.source.fact);
        let (yes, no) = fact.words();
        let (zero, one) = if self.source.candidate.inverted { (yes, no) } else { (no, yes) };
        [
            format!("CM_ SG_ {id} {name} \"{}\";\n", quoted(&self.comment(start))),
            format!(
                "BA_ \"DoorjambFact\" SG_ {id} {name} \"{fact}\";\nBA_ \"DoorjambGrade\" SG_ {id} {name} {grade};\n"
            ),
            format!("VAL_ {id} {name} 0 \"{zero}\" 1 \"{one}\" ;\n"),
        ]
    }
}

/// The `BO_` block of a message with these signals.
pub(super) fn block(signals: &[&Written<'_>], sender: &str) -> String {
    let Some(first) = signals.first() else { return String::new() };
    let (id, len) = (first.place().id, first.source.len);
    let mut text = format!("BO_ {} LEARNED_{id}: {len} {sender}\n", number(id));
    if signals.iter().any(|signal| signal.place().page.is_some()) {
        let _ = writeln!(text, " SG_ {PAGE} M : 0|8@1+ (1,0) [0|255] \"\" Vector__XXX");
    }
    text.extend(signals.iter().map(|signal| signal.definition()));
    text
}

/// The cycle time of a message, if it has one.
pub(super) fn cycle(signal: &Written<'_>) -> Option<String> {
    let cycle = signal.source.cycle?.as_millis().min(65_535);
    Some(format!("BA_ \"GenMsgCycleTime\" BO_ {} {cycle};\n", number(signal.place().id)))
}

/// Definitions of the attributes that are used, each with its default.
pub(super) const DEFINITIONS: [(&str, &str, &str); 5] = [
    ("DoorjambTitle", "BA_DEF_ \"DoorjambTitle\" STRING ;\n", "BA_DEF_DEF_ \"DoorjambTitle\" \"\";\n"),
    (
        "GenMsgCycleTime",
        "BA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 65535;\n",
        "BA_DEF_DEF_ \"GenMsgCycleTime\" 0;\n",
    ),
    ("DoorjambFact", "BA_DEF_ SG_ \"DoorjambFact\" STRING ;\n", "BA_DEF_DEF_ \"DoorjambFact\" \"\";\n"),
    (
        "DoorjambGrade",
        "BA_DEF_ SG_ \"DoorjambGrade\" ENUM \"A\",\"B\",\"C\",\"D\",\"learned\";\n",
        "BA_DEF_DEF_ \"DoorjambGrade\" \"D\";\n",
    ),
    (
        "DoorjambNeedsProof",
        "BA_DEF_ SG_ \"DoorjambNeedsProof\" ENUM \"no\",\"yes\";\n",
        "BA_DEF_DEF_ \"DoorjambNeedsProof\" \"no\";\n",
    ),
];

/// The whole file: every claimed bit with its fact, the grade `learned`, its observations, the measured period of its message, and
/// words for both values. `None` if nothing was claimed, for a DBC without a message is none.
pub fn dbc(about: &About, conclusions: &[Conclusion]) -> Option<String> {
    let all = written(conclusions);
    if all.is_empty() {
        return None;
    }
    let mut text = "VERSION \"\"\n\nNS_ :\n\nBS_:\n\nBU_: CAR\n\n".to_owned();
    let messages: Vec<Vec<&Written>> = all
        .chunk_by(|one, other| one.place().id == other.place().id)
        .map(|chunk| chunk.iter().collect())
        .collect();
    for signals in &messages {
        text.push_str(&block(signals, "CAR"));
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "CM_ \"Learned by moving each part of the car and looking which bit follows; from {}.\";",
        quoted(&about.learned_from)
    );
    let statements: Vec<[String; 3]> =
        all.iter().map(|signal| signal.statements(about.start, GRADES.len() - 1)).collect();
    text.extend(statements.iter().map(|[comment, ..]| comment.as_str()));
    text.extend(DEFINITIONS.iter().map(|(_, definition, _)| *definition));
    text.extend(DEFINITIONS.iter().map(|(.., default)| *default));
    let _ = writeln!(text, "BA_ \"DoorjambTitle\" \"{}\";", quoted(&about.title));
    text.extend(messages.iter().filter_map(|signals| cycle(signals.first()?)));
    text.extend(statements.iter().map(|[_, attributes, _]| attributes.as_str()));
    text.extend(statements.iter().map(|[.., words]| words.as_str()));
    Some(text)
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
