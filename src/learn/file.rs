//! What was learned as a DBC file in our conventions: which bit tells which fact, how it is known, and how often its message comes.

use std::fmt::Write;

use super::conclusion::{Conclusion, Source};
use super::place::Place;
use crate::body::Fact;
use crate::dbc::encode;
use crate::frame::{CanId, Time};

/// Observations whose times are written down of each signal; of more, only the number.
const TIMES: usize = 12;

/// The place of `learned` among the words of `DoorjambGrade`, from 0, where it is defined as below.
pub(super) const LEARNED: usize = 4;

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
#[derive(Debug, Clone)]
pub(super) struct Written<'a> {
    pub(super) source: &'a Source,
    pub(super) name: String,
    /// Other facts that the same bit tells; a signal can be given only one.
    also: Vec<Fact>,
}

/// Every bit that was claimed and can be written, once, by identifier, page and bit.
pub(super) fn written(conclusions: &[Conclusion]) -> Vec<Written<'_>> {
    let mut all: Vec<Written> = Vec::new();
    let unwritable = left_out(conclusions);
    for source in sources(conclusions).filter(|source| !unwritable.contains(source)) {
        if let Some(known) =
            all.iter_mut().find(|known| known.source.candidate.place == source.candidate.place)
        {
            known.also.push(source.fact);
            continue;
        }
        let stem = source.fact.name().to_uppercase().replace(['.', '-'], "_");
        let id = source.candidate.place.id;
        let is_taken =
            |name: &str| all.iter().any(|other| other.source.candidate.place.id == id && other.name == name);
        let name = unique(&stem, is_taken);
        all.push(Written { source, name, also: Vec::new() });
    }
    all.sort_by_key(|one| one.source.candidate.place);
    all
}

/// What was claimed and cannot be written with the rest: signals that overlap are refused by most tools, and what holds for all frames
/// tells more than what holds for those of one first byte.
pub fn left_out(conclusions: &[Conclusion]) -> Vec<&Source> {
    let places = || sources(conclusions).map(|source| source.candidate.place);
    let wholes: Vec<Place> = places().filter(|place| place.page.is_none()).collect();
    let is_under = |one: Place, whole: &Place| one.id == whole.id && (one.bit == whole.bit || whole.bit < 8);
    let is_left_out = |source: &&Source| {
        let place = source.candidate.place;
        place.page.is_some() && wholes.iter().any(|whole| is_under(place, whole))
    };
    sources(conclusions).filter(is_left_out).collect()
}

fn sources(conclusions: &[Conclusion]) -> impl Iterator<Item = &Source> {
    conclusions.iter().filter_map(Conclusion::claimed).flat_map(|claim| &claim.sources)
}

/// `stem`, or with a number behind it if that is taken.
pub(super) fn unique(stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut names = std::iter::once(stem.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| stem.to_owned())
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
pub(super) const PAGE: &str = "PAGE";

impl Written<'_> {
    pub(super) fn place(&self) -> Place {
        self.source.candidate.place
    }

    /// Everything that the bit tells.
    pub(super) fn facts(&self) -> impl Iterator<Item = Fact> {
        std::iter::once(self.source.fact).chain(self.also.iter().copied())
    }

    /// Its `SG_` line.
    fn definition(&self) -> String {
        let page = self.place().page.map(|page| format!(" m{page}")).unwrap_or_default();
        format!(" SG_ {}{page} : {}|1@1+ (1,0) [0|1] \"\" Vector__XXX\n", self.name, self.place().bit)
    }

    /// Its comment.
    fn comment(&self, start: Time) -> String {
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

    /// What follows the messages: comment, attributes and words. `id` is the message as the file writes it, `grade` the value of
    /// `DoorjambGrade`.
    pub(super) fn statements(&self, start: Time, id: u32, grade: &str) -> [String; 3] {
        let (name, fact) = (&self.name, self.source.fact);
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

/// The `SG_` lines of one message's signals, behind that of the signal called `page` if it is to say which page a frame is.
pub(super) fn definition(signals: &[Written<'_>], page: Option<&str>) -> String {
    let page = page.map(|name| format!(" SG_ {name} M : 0|8@1+ (1,0) [0|255] \"\" Vector__XXX\n"));
    page.into_iter().chain(signals.iter().map(Written::definition)).collect()
}

/// The `BO_` block of a message with these signals.
pub(super) fn block(signals: &[Written<'_>], name: &str, sender: &str) -> String {
    let Some(first) = signals.first() else { return String::new() };
    let is_paged = signals.iter().any(|signal| signal.place().page.is_some());
    let head = format!("BO_ {} {name}: {} {sender}\n", number(first.place().id), first.source.len);
    head + &definition(signals, is_paged.then_some(PAGE))
}

/// What a message that was learned is called.
pub(super) fn message_name(id: CanId) -> String {
    format!("LEARNED_{id}")
}

/// The cycle time of the message, if it has one; `id` as the file writes it.
pub(super) fn cycle(signal: &Written<'_>, id: u32) -> Option<String> {
    let cycle = signal.source.cycle?.as_millis().min(65_535);
    Some(format!("BA_ \"GenMsgCycleTime\" BO_ {id} {cycle};\n"))
}

/// Definitions of the attributes that are used, each with its default.
pub(super) const DEFINITIONS: [(&str, &str, &str); 4] = [
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
];

/// The whole file as DBC tools take it: every claimed bit with its fact, the grade `learned`, its observations, the measured period of its message, and
/// words for both values. `None` if nothing was claimed, for a DBC without a message is none.
pub fn dbc(about: &About, conclusions: &[Conclusion]) -> Option<Vec<u8>> {
    let all = written(conclusions);
    if all.is_empty() {
        return None;
    }
    let mut text = "VERSION \"\"\n\nNS_ :\n\nBS_:\n\nBU_: CAR\n\n".to_owned();
    let messages = || all.chunk_by(|one, other| one.place().id == other.place().id);
    for signals in messages() {
        let name = signals.first().map(|first| message_name(first.place().id)).unwrap_or_default();
        text.push_str(&block(signals, &name, "CAR"));
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "CM_ \"Learned by moving each part of the car and looking which bit follows; from {}.\";",
        quoted(&about.learned_from)
    );
    let grade = LEARNED.to_string();
    let statements: Vec<[String; 3]> =
        all.iter().map(|signal| signal.statements(about.start, number(signal.place().id), &grade)).collect();
    text.extend(statements.iter().map(|[comment, ..]| comment.as_str()));
    text.extend(DEFINITIONS.iter().map(|(_, definition, _)| *definition));
    text.extend(DEFINITIONS.iter().map(|(.., default)| *default));
    let _ = writeln!(text, "BA_ \"DoorjambTitle\" \"{}\";", quoted(&about.title));
    text.extend(messages().filter_map(|signals| {
        let first = signals.first()?;
        cycle(first, number(first.place().id))
    }));
    text.extend(statements.iter().map(|[_, attributes, _]| attributes.as_str()));
    text.extend(statements.iter().map(|[.., words]| words.as_str()));
    Some(encode(&text))
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
