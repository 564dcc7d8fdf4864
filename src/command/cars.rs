//! `cars`: what is known of each car, and what can be watched on it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::choice::Choice;
use super::{Error, Exit, Streams};
use crate::body::{Fact, Grade, Handedness, Source};
use crate::car::{Ask, AtPlug, Car};
use crate::monitor::{Monitor, WhyUnwatched};
use crate::report::{Escaped, Palette, doubt, sources, wholly_unwatched, wrap};
use crate::rules;

/// List the cars that are known, or tell all about one.
///
/// Without a name: every car with what can and cannot be watched on it. With one: each signal with the grade of what is
/// known about it, and the units that answer diagnostics.
#[derive(Debug, Args)]
pub(super) struct Cars {
    /// A car of the list, or a DBC file.
    #[arg(value_name = "NAME|FILE.dbc")]
    car: Option<PathBuf>,
}

impl Cars {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let palette = streams.palette();
        if let Some(name) = self.car {
            let choice = Choice::make(&name, Path::new(""))?;
            detail(streams, palette, &choice.car)?;
            return Ok(Exit::Clean);
        }
        for (number, name) in Car::embedded().enumerate() {
            let Some(car) = Car::by_name(name) else { continue };
            if number > 0 {
                writeln!(streams)?;
            }
            brief(streams, palette, &car?)?;
        }
        writeln!(
            streams,
            "\n(likely): known from one source only. (a guess): sources conflict, or nothing is proven.\n\
             `doorjamb cars NAME` tells all about one car."
        )?;
        Ok(Exit::Clean)
    }
}

fn brief(out: &mut impl Write, palette: Palette, car: &Car) -> io::Result<()> {
    head(out, palette, car)?;
    let watched = car.coverage().filter_map(|(fact, grade)| grade.map(|grade| marked(fact, grade)));
    let watched: Vec<_> = watched.collect();
    let missing: Vec<_> =
        car.coverage().filter(|(_, grade)| grade.is_none()).map(|(fact, _)| fact.name().to_owned()).collect();
    line(out, "tells", &watched)?;
    if !watched.is_empty() {
        line(out, "tells not", &missing)?;
    }
    asked(out, car)?;
    line(out, "findings", &[watchable(car)])
}

/// Which facts its units tell when they are asked.
fn asked(out: &mut impl Write, car: &Car) -> io::Result<()> {
    let is_asked = |source: &&Source| {
        car.messages().get(source.message).is_some_and(|message| message.request.is_some())
    };
    let mut sources: Vec<&Source> = car.sources().iter().filter(is_asked).collect();
    sources.dedup_by_key(|source| source.fact);
    if sources.is_empty() {
        return Ok(());
    }
    let facts: Vec<String> = sources.iter().map(|source| marked(source.fact, source.grade)).collect();
    line(out, "asked", &facts)
}

fn head(out: &mut impl Write, palette: Palette, car: &Car) -> io::Result<()> {
    let (heading, profile) = (palette.heading(), car.profile());
    writeln!(out, "{heading}{}{heading:#}: {}", Escaped(car.name()), Escaped(car.title()))?;
    let at_plug = match profile.at_plug {
        AtPlug::Yes => "the body can be heard at the plug",
        AtPlug::Expected => "the body should be heard at the plug, though nobody has recorded it",
        AtPlug::Unknown => "whether the body can be heard at the plug is not known: listen and see",
        AtPlug::Hidden => "a gateway hides the body at the plug: only diagnostics answer",
    };
    let grade = profile.at_plug_grade;
    line(out, "at plug", &[format!("{at_plug} (grade {grade}: {})", grade.words())])
}

/// A fact, with a word of doubt where it is due.
fn marked(fact: Fact, grade: Grade) -> String {
    match doubt(grade) {
        Some(doubt) => format!("{} {doubt}", fact.name()),
        None => fact.name().to_owned(),
    }
}

/// How many findings can be watched, and which cannot.
fn watchable(car: &Car) -> String {
    let monitor = Monitor::new(car, car.profile().handed);
    let lacking = |why: &WhyUnwatched| matches!(why, WhyUnwatched::NotOnCar(_) | WhyUnwatched::OneSource);
    let mut unwatched = monitor.unwatched();
    unwatched.retain(|unwatched| lacking(&unwatched.reason));
    let names: Vec<_> = wholly_unwatched(&unwatched).map(|rule| rule.id).collect();
    let all = rules::ALL.len();
    if names.is_empty() {
        return format!("all {all} can be watched");
    }
    format!("{} of {all} can be watched; not {}", all - names.len(), names.join(", "))
}

fn detail(out: &mut impl Write, palette: Palette, car: &Car) -> io::Result<()> {
    head(out, palette, car)?;
    let (heading, profile) = (palette.heading(), car.profile());
    let side = match profile.handed {
        Handedness::Left => "left, unless --handed says otherwise",
        Handedness::Right => "right, unless --handed says otherwise",
    };
    let about = [
        ("platform", profile.platform.word()),
        ("generation", &profile.generation),
        ("years", &profile.years),
        ("driver", side),
    ];
    for (label, text) in about {
        if !text.is_empty() {
            line(out, label, &[text.to_owned()])?;
        }
    }
    let known = if car.is_recognised() { "by its traffic" } else { "not by its traffic: name it with --car" };
    line(out, "recognised", &[known.to_owned()])?;
    asked(out, car)?;
    line(out, "findings", &[watchable(car)])?;
    if !profile.comment.is_empty() {
        line(out, "note", std::slice::from_ref(&profile.comment))?;
    }
    if !car.watches_nothing() {
        writeln!(out, "\n{heading}what tells what{heading:#}")?;
    }
    sources(out, car, 2)?;
    if !car.units().is_empty() {
        writeln!(out, "\n{heading}who answers diagnostics{heading:#}")?;
    }
    for unit in car.units() {
        let (request, response) = (unit.request, unit.response);
        let (name, protocol) = (Escaped(&unit.name).to_string(), unit.protocol.word());
        let about = format!(
            "  {name:8}  asked at {request}, answers at {response}, {protocol}, grade {}  ",
            unit.grade
        );
        remark(out, &about, &unit.comment)?;
    }
    requests(out, palette, car)?;
    if !car.repairs().is_empty() {
        writeln!(out, "\n{heading}what was wrong with its file{heading:#}")?;
    }
    for repair in car.repairs() {
        writeln!(out, "  {}", wrap(&Escaped(&repair.to_string()).to_string(), 2, 4))?;
    }
    Ok(())
}

/// What its units can be asked, and what they can be made to do.
fn requests(out: &mut impl Write, palette: Palette, car: &Car) -> io::Result<()> {
    let heading = palette.heading();
    let name = |unit: usize| car.units().get(unit).map_or("", |unit| unit.name.as_str());
    let session = |session: &Ask| {
        if session.is_empty() { String::new() } else { format!(" in session {session}") }
    };
    if !car.answers().is_empty() {
        writeln!(out, "\n{heading}what can be asked{heading:#}")?;
    }
    for answer in car.answers() {
        let (request, unit) = (answer.request.to_string(), Escaped(name(answer.unit)));
        let about = format!("  {request:8}  {unit}{}, grade {}  ", session(&answer.session), answer.grade);
        remark(out, &about, &answer.comment)?;
    }
    if !car.actuations().is_empty() {
        writeln!(out, "\n{heading}what can be made to move, which asking never does{heading:#}")?;
    }
    for actuation in car.actuations() {
        let (word, unit) = (Escaped(&actuation.word).to_string(), Escaped(name(actuation.unit)));
        let (request, session) = (&actuation.request, session(&actuation.session));
        writeln!(out, "  {word:18}  {request}  {unit}{session}, grade {}", actuation.grade)?;
    }
    Ok(())
}

/// Writes what is known, and behind it the remark of the car's file, over as many lines as it takes.
fn remark(out: &mut impl Write, about: &str, remark: &str) -> io::Result<()> {
    writeln!(out, "{about}{}", wrap(&Escaped(remark).to_string(), about.chars().count(), 12))
}

fn line(out: &mut impl Write, label: &str, words: &[String]) -> io::Result<()> {
    let text = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
    writeln!(out, "  {label:10}  {}", wrap(&Escaped(&text).to_string(), 14, 14))
}
