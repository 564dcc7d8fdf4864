//! Causes and questions explained: what a diagnosis rests on, so that it can be argued with.

use std::io::{self, Write};

use crate::command::Streams;
use crate::diagnosis::{
    Cause, Column, Effort, Kin, Kind, Level, MODELS, Place, Weight, causes, level, question, questions,
};
use crate::report::{Palette, wrap};

/// Generations as people compare them.
const GENERATIONS: [&str; 3] = ["J10", "J11", "J12"];

/// Every cause in a line.
pub(super) fn list(out: &mut Streams, palette: Palette) -> io::Result<()> {
    let width = causes().map(|cause| cause.id.len()).max().unwrap_or(0);
    let heading = palette.heading();
    writeln!(out, "{heading}{:width$}  fault  what{heading:#}", "cause")?;
    for cause in causes() {
        let is_fault = if cause.kind == Kind::Fault { "yes" } else { "no" };
        let at = width + 9;
        writeln!(out, "{:width$}  {is_fault:5}  {}", cause.id, wrap(&any_place(cause), at, at))?;
    }
    writeln!(out, "\ndoorjamb explain CAUSE says what speaks for and against it.")
}

/// Every question with its answers, as a file of answers writes them.
pub(super) fn list_questions(out: &mut Streams, palette: Palette) -> io::Result<()> {
    let heading = palette.heading();
    for (number, question) in questions().enumerate() {
        let blank = if number > 0 { "\n" } else { "" };
        let effort = if question.effort == Effort::Ask { "" } else { question.effort.needs() };
        let needs = if effort.is_empty() { String::new() } else { format!(" (needs {effort})") };
        writeln!(out, "{blank}{heading}{}{heading:#}{needs}", question.id)?;
        writeln!(out, "  {}", wrap(&question.text_at(None), 2, 2))?;
        for (_, answer) in question.lettered() {
            let at = 4 + 15;
            writeln!(out, "    {:14} {}", answer.id, wrap(answer.text, at, at))?;
        }
    }
    Ok(())
}

/// One cause with its row of the table.
pub(super) fn explain(out: &mut Streams, palette: Palette, cause: &Cause) -> io::Result<()> {
    let heading = palette.heading();
    let kind = if cause.kind == Kind::Fault { "cause" } else { "not a fault" };
    writeln!(out, "{heading}{kind}[{}]: {}{heading:#}", cause.id, any_place(cause))?;
    let mut point = |label: &str, text: &str| {
        let at = 2 + label.chars().count() + 2;
        writeln!(out, "  {heading}{label}:{heading:#} {}", wrap(text, at, 4))
    };
    point("what fails", cause.fails)?;
    point("how it shows", cause.shows)?;
    for step in cause.confirm {
        point("to make sure", &format!("{} Good: {}. Bad: {}.", step.act, step.good, step.bad))?;
    }
    point(if cause.kind == Kind::Fault { "remedy" } else { "what to do" }, cause.remedy)?;
    for warning in cause.warnings {
        point("mind", warning.words())?;
    }
    if cause.kind == Kind::Fault {
        point("effort", &format!("difficulty {}, parts {}", cause.difficulty.id(), cause.cost.id()))?;
    }
    let places: Vec<String> = cause.places.iter().map(Place::to_string).collect();
    point("where", &places.join(", "))?;
    if cause.kin != Kin::Any {
        let by_generation = GENERATIONS.map(|name| format!("{name} {}", word(level(cause.kin, name))));
        point("how often", &by_generation.join(", "))?;
    }
    let models: Vec<&str> =
        MODELS.iter().filter(|(_, id)| *id == cause.id).map(|(model, _)| *model).collect();
    if !models.is_empty() {
        point("known for it", &models.join(", "))?;
    }
    writeln!(out, "  {heading}what speaks for and against it{heading:#}")?;
    for weight in cause.weights {
        let text = format!("{}: {}", evidence(weight), weight.why);
        writeln!(out, "    {:17} {}", weight.strength.id(), wrap(&text, 22, 22))?;
    }
    Ok(())
}

fn any_place(cause: &Cause) -> String {
    match cause.places {
        [only] => cause.title_at(*only),
        _ => cause.title.replace("the {place}", "a door or lid").replace("{place}", "a lock"),
    }
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::High => "often",
        Level::Average => "average",
        Level::Low => "seldom",
    }
}

fn evidence(weight: &Weight) -> String {
    match weight.column {
        Column::Raised(rule) => format!("finding {rule}"),
        Column::RaisedForAll(rule) => format!("finding {rule} of all locks"),
        Column::Quiet(rule) => format!("no finding {rule}, though watched"),
        Column::Seen(sign) => sign.words().to_owned(),
        Column::Answered(id, answer) => {
            let text =
                question(id).and_then(|question| question.answer(answer)).map_or(answer, |known| known.text);
            format!("answer {id} {answer} ({text})")
        }
    }
}
