//! What a car's units said when they were asked, for a person beside the car.

use std::io::{self, Write};

use super::{Asked, Door};
use crate::ask::{Found, NoAnswer};
use crate::report::words::{count, doubt};
use crate::report::{Escaped, Palette, wrap};

/// Where what a unit says begins.
const INDENT: usize = 12;

/// Writes who answers and what they say; if nobody does, what to look at next.
///
/// # Errors
/// If it cannot be written.
pub fn text(out: &mut (impl Write + ?Sized), palette: Palette, asked: &Asked<'_>) -> io::Result<()> {
    let (heading, survey) = (palette.heading(), asked.survey);
    let car = match asked.car {
        Some(car) => format!("{} ({})", car.title(), car.name()),
        None => "a car that is not known: whoever answers to OBD-II was asked; name it with --car".to_owned(),
    };
    let head = format!("{}: ", Escaped(asked.interface));
    let car = wrap(&Escaped(&car).to_string(), head.chars().count(), 4);
    writeln!(out, "{heading}{head}{heading:#}{car}")?;
    writeln!(out, "\n{heading}who answers{heading:#}")?;
    for unit in &survey.units {
        self::unit(out, asked, unit)?;
    }
    if !survey.is_answered() {
        nobody(out, asked)?;
    }
    let doors = asked.doors();
    if !doors.is_empty() {
        writeln!(out, "\n{heading}the doors, as each unit sees them{heading:#}")?;
    }
    for door in &doors {
        self::door(out, door)?;
    }
    supply(out, palette, asked)?;
    if survey.is_cut_short {
        writeln!(out, "\nended by hand before everyone was asked")?;
    }
    let questions = count(survey.questions, "question");
    writeln!(out, "\n{questions} asked, all of which only read; every session is left")
}

fn unit(out: &mut (impl Write + ?Sized), asked: &Asked<'_>, unit: &Found) -> io::Result<()> {
    let (name, request, response) = (Escaped(&unit.name).to_string(), unit.request, unit.response);
    match unit.presence {
        Ok(()) => {
            writeln!(out, "  {name:8}  at {request}, answers at {response}, {}", unit.protocol.word())?;
        }
        Err(why) => return writeln!(out, "  {name:8}  at {request}: {why}"),
    }
    for identity in &unit.identity {
        let (kind, text) = (identity.kind.word(), asked.identity(identity));
        let masked =
            if identity.kind.is_private() && !asked.is_shown { "  (--show-vin shows it)" } else { "" };
        writeln!(out, "{:INDENT$}{kind} {}{masked}", "", Escaped(&text))?;
    }
    match &unit.codes {
        None => {}
        Some(Ok(codes)) if codes.is_empty() => writeln!(out, "{:INDENT$}no trouble codes", "")?,
        Some(Ok(codes)) => {
            for code in codes {
                let text = asked.code(*code).map(|text| format!(": {text}")).unwrap_or_default();
                let told = format!("trouble code {code}{text}");
                writeln!(out, "{:INDENT$}{}", "", wrap(&Escaped(&told).to_string(), INDENT, INDENT + 2))?;
            }
        }
        Some(Err(why)) => line(out, &format!("trouble codes: {why}"))?,
    }
    for (request, outcome) in &unit.declared {
        if let Err(why) = outcome {
            line(out, &format!("asked {request}: {}", said(*why)))?;
        }
    }
    Ok(())
}

fn said(why: NoAnswer) -> String {
    match why {
        NoAnswer::Refused(refusal) if refusal.is_final() => {
            format!("refused: {refusal}; this unit is another than the car's file knows")
        }
        why => why.to_string(),
    }
}

fn line(out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
    writeln!(out, "{:INDENT$}{}", "", wrap(&Escaped(text).to_string(), INDENT, INDENT + 2))
}

fn door(out: &mut (impl Write + ?Sized), door: &Door<'_>) -> io::Result<()> {
    writeln!(out, "  {}", door.opening)?;
    for view in &door.views {
        let state = if view.open { "open" } else { "closed" };
        let how = match view.request {
            Some(request) => format!("asked {request}"),
            None => format!("broadcasts ({})", view.id),
        };
        let unsure = doubt(view.grade).map(|doubt| format!(" {doubt}")).unwrap_or_default();
        let unit = Escaped(view.unit).to_string();
        writeln!(out, "    {unit:8}  {how:18}  {state}{unsure}")?;
    }
    match door.verdict.words() {
        Some(words) => writeln!(out, "    {}", wrap(words, 4, 4)),
        None => Ok(()),
    }
}

fn supply(out: &mut (impl Write + ?Sized), palette: Palette, asked: &Asked<'_>) -> io::Result<()> {
    let heading = palette.heading();
    let mut told = Vec::new();
    if let Some((unit, volts)) = &asked.survey.supply {
        told.push(format!("{volts:.2} V at {}, asked 01 42", Escaped(unit)));
    }
    if let Some(volts) = asked.broadcast_supply() {
        told.push(format!("{volts:.1} V broadcast"));
    }
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}supply{heading:#}  {}", told.join("; "))
}

/// Nobody answers: what may be the reason, and how to tell.
fn nobody(out: &mut (impl Write + ?Sized), asked: &Asked<'_>) -> io::Result<()> {
    let steps: &[&str] = if asked.frames_before == 0 {
        &[
            "nothing is heard on the bus either: switch the ignition on and ask again",
            "if it stays silent, the way to the car is not right: `doorjamb doctor` finds out why",
        ]
    } else {
        &[
            "the bus talks, so the way to it is right: switch the ignition ON (not ACC) and ask again",
            "it may be another car than the file of it knows: `doorjamb cars` lists who is asked where",
            "at some plugs a gateway lets only its maker's testers ask",
        ]
    };
    writeln!(out, "  nobody answers")?;
    for step in steps {
        writeln!(out, "  - {}", wrap(step, 4, 4))?;
    }
    Ok(())
}
