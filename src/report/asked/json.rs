//! What a car's units said when they were asked, for programs: one object. Comments become descriptions in the JSON Schema.

use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Asked, Sides};
use crate::ask::Found;
use crate::report::json::write_line;

/// The line of `doorjamb ask --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "doorjamb answers", deny_unknown_fields)]
struct Line<'a> {
    /// The interface.
    interface: &'a str,
    /// The car, as `--car` takes it; null if it is not known.
    car: Option<&'a str>,
    /// Everyone who was asked.
    units: Vec<Unit<'a>>,
    /// The openings, as each unit sees them.
    openings: Vec<Seen<'a>>,
    /// What the engine unit measures at its own supply, in volts; null if none says so.
    supply_volts: Option<f64>,
    /// The supply as it is broadcast, in volts; null if it is not.
    broadcast_supply_volts: Option<f64>,
    /// How many questions were asked. All of them only read.
    questions: u64,
    /// Whether it was ended by hand before everyone was asked.
    cut_short: bool,
}

/// A unit that was asked.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unit<'a> {
    /// Its name in the car's file, or where it answers.
    name: &'a str,
    /// Where it is asked, in hexadecimal.
    request_id: String,
    /// Where it answers.
    response_id: String,
    /// `KWP2000`, `UDS`, `OBD` or `unknown`.
    protocol: &'static str,
    /// Whether it answers.
    answers: bool,
    /// Why not; null if it does.
    why_not: Option<String>,
    /// What it says of who it is.
    identity: Vec<Identity>,
    /// Its trouble codes; null if they were not told.
    codes: Option<Vec<Trouble<'a>>>,
    /// Questions of the car's file that it did not answer, and why.
    unanswered: Vec<Unanswered<'a>>,
}

/// What a unit says of who it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Identity {
    /// `VIN`, `serial number` or `part number`.
    kind: &'static str,
    /// What it says; of what tells one car from all others, stars, unless they were asked for.
    text: String,
    /// Whether there are stars in it.
    masked: bool,
}

/// A trouble code.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Trouble<'a> {
    /// The code, such as `B2562`.
    code: String,
    /// What it is about; null if that is not known.
    text: Option<&'a str>,
    /// Its status as the unit tells it, one byte; null if it tells none.
    status: Option<u8>,
}

/// A question that was not answered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unanswered<'a> {
    /// The request, such as `21 47`.
    request: &'a str,
    /// Why.
    why: String,
}

/// An opening.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Seen<'a> {
    /// Which, such as `front-left`.
    opening: &'static str,
    /// Who says what of it, the most believed first.
    views: Vec<View<'a>>,
    /// How these compare.
    verdict: Verdict,
}

/// One unit's view of an opening.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct View<'a> {
    /// The unit.
    unit: &'a str,
    /// The request that it answered so; null for what it broadcasts.
    request: Option<&'a str>,
    /// The identifier of the message; null for an answer.
    can_id: Option<String>,
    /// Whether it says that the opening is open.
    open: bool,
    /// How well it is known that it says so: `A` to `D`.
    grade: String,
}

/// How the views of an opening compare.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    /// There is one view at most, or they are not of one moment.
    Alone,
    /// All say that it is shut.
    AllShut,
    /// All say that it is open.
    AllOpen,
    /// Two units differ.
    UnitsDiffer,
    /// One unit says both.
    OneSaysBoth,
}

/// Writes it as one line.
///
/// # Errors
/// If it cannot be written.
pub fn json(out: &mut impl Write, asked: &Asked<'_>) -> io::Result<()> {
    let survey = asked.survey;
    let doors = asked.doors();
    let units = survey.units.iter().map(|found| unit(asked, found)).collect();
    let supply_volts = survey.supply.as_ref().map(|(_, volts)| *volts);
    let line = Line {
        interface: asked.interface,
        car: asked.car.map(crate::car::Car::name),
        units,
        openings: doors.iter().map(opening).collect(),
        supply_volts,
        broadcast_supply_volts: asked.broadcast_supply(),
        questions: survey.questions,
        cut_short: survey.is_cut_short,
    };
    write_line(out, &line)
}

fn unit<'a>(asked: &'a Asked<'_>, unit: &'a Found) -> Unit<'a> {
    let identity = unit.identity.iter().map(|identity| Identity {
        kind: identity.kind.word(),
        text: asked.identity(identity),
        masked: identity.kind.is_private() && !asked.is_shown,
    });
    let codes = unit.codes.as_ref().and_then(|codes| codes.as_ref().ok()).map(|codes| {
        let code = |code: &crate::ask::trouble::Code| Trouble {
            code: code.to_string(),
            text: asked.code(*code),
            status: code.status.map(crate::ask::trouble::Status::byte),
        };
        codes.iter().map(code).collect()
    });
    let unanswered = unit.declared.iter().filter_map(|(request, outcome)| {
        Some(Unanswered { request, why: outcome.as_ref().err()?.to_string() })
    });
    Unit {
        name: &unit.name,
        request_id: unit.request.to_string(),
        response_id: unit.response.to_string(),
        protocol: unit.protocol.word(),
        answers: unit.presence.is_ok(),
        why_not: unit.presence.err().map(|why| why.to_string()),
        identity: identity.collect(),
        codes,
        unanswered: unanswered.collect(),
    }
}

fn opening<'a>(door: &super::Door<'a>) -> Seen<'a> {
    Seen {
        opening: door.opening.id(),
        views: door.views.iter().map(view).collect(),
        verdict: verdict(door.verdict),
    }
}

fn view<'a>(view: &super::View<'a>) -> View<'a> {
    View {
        unit: view.unit,
        request: view.request,
        can_id: view.request.is_none().then(|| view.id.clone()),
        open: view.open,
        grade: view.grade.to_string(),
    }
}

const fn verdict(sides: Sides) -> Verdict {
    match sides {
        Sides::Alone => Verdict::Alone,
        Sides::AllShut => Verdict::AllShut,
        Sides::AllOpen => Verdict::AllOpen,
        Sides::UnitsDiffer => Verdict::UnitsDiffer,
        Sides::OneSaysBoth => Verdict::OneSaysBoth,
    }
}

/// The JSON Schema (draft 2020-12) of the line.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}
