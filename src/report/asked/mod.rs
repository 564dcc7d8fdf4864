//! What a car's units said when they were asked, put together for a reader: who is there, and each door as each of them sees
//! it. What tells one car from all others is masked here, once for every form.

mod json;
mod text;

pub use json::{json, schema};
pub use text::text;

use std::fmt::Write as _;
use std::time::Duration;

use crate::ask::trouble::{Code, Texts};
use crate::ask::{Found, Identity, IdentityKind, Request, Survey};
use crate::body::{Body, Fact, Grade, Opening, Value};
use crate::car::Car;

/// What is said of one moment lies no further apart: units were asked one after the other.
const MOMENT: Duration = Duration::from_millis(500);

/// Letters of a masked number that are shown: of a vehicle's, the maker.
const SHOWN: usize = 3;

/// The answers of one car.
pub struct Asked<'a> {
    /// The interface.
    pub interface: &'a str,
    /// The car, if it is known.
    pub car: Option<&'a Car>,
    /// What its units said.
    pub survey: &'a Survey,
    /// What was broadcast and answered, as the car's file understands it.
    pub body: Option<&'a Body>,
    /// Frames heard before anything was asked.
    pub frames_before: u64,
    /// What trouble codes say.
    pub texts: &'a Texts,
    /// Numbers that tell this car from all others are shown.
    pub is_shown: bool,
}

/// One opening, as each source that speaks of it sees it.
pub(super) struct Door<'a> {
    pub(super) opening: Opening,
    pub(super) views: Vec<View<'a>>,
    pub(super) verdict: Sides,
}

/// One source's view.
pub(super) struct View<'a> {
    /// Who says so.
    pub(super) unit: &'a str,
    /// By which request, or, of what is broadcast, in which message.
    pub(super) request: Option<&'a str>,
    pub(super) id: String,
    pub(super) open: bool,
    pub(super) grade: Grade,
}

/// How the views of an opening compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// There is one at most, or they are not of one moment.
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

impl Sides {
    /// What it means, in the words of the service manual's procedure for a door warning that stays on.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Alone | Self::AllShut => None,
            Self::AllOpen => {
                Some("the same, and open: if you see it shut, it is its switch or the harness to it")
            }
            Self::UnitsDiffer => {
                Some("they differ: it is the meter, or the line between the two, and not the switch")
            }
            Self::OneSaysBoth => Some(
                "one unit says both: it moved just then, or what is known of one of the two is wrong; ask again",
            ),
        }
    }
}

impl Asked<'_> {
    /// Whether there is something for a person to look into.
    pub fn has_trouble(&self) -> bool {
        let has_codes = |unit: &Found| matches!(&unit.codes, Some(Ok(codes)) if !codes.is_empty());
        self.survey.units.iter().any(has_codes)
            || self.doors().iter().any(|door| matches!(door.verdict, Sides::UnitsDiffer | Sides::OneSaysBoth))
    }

    /// The openings that anyone speaks of.
    pub(super) fn doors(&self) -> Vec<Door<'_>> {
        let Some(body) = self.body else { return Vec::new() };
        let door = |opening| {
            let told: Vec<(usize, bool)> = body
                .tellings(Fact::Open(opening))
                .filter_map(|(source, value)| Some((source, Value::switch(value)?)))
                .collect();
            let verdict = sides(body, &told);
            let views = told.iter().filter_map(|&(source, open)| view(body, source, open)).collect();
            Door { opening, views, verdict }
        };
        Opening::ALL.into_iter().map(door).filter(|door| !door.views.is_empty()).collect()
    }

    /// The supply by whatever is broadcast, beside what the engine unit measures.
    pub(super) fn broadcast_supply(&self) -> Option<f64> {
        self.body?.number(Fact::Supply)
    }

    /// What a unit says of who it is, for a reader.
    pub(super) fn identity(&self, identity: &Identity) -> String {
        let bytes = match (identity.request, &identity.bytes[..]) {
            // Service 09 says first how many there are.
            (Request::Vehicle(_), [1, rest @ ..]) => rest,
            (_, bytes) => bytes,
        };
        let is_text = !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
        let text: String = if is_text {
            String::from_utf8_lossy(bytes).trim().to_owned()
        } else {
            // Writing to a string cannot fail.
            bytes.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02X}");
                text
            })
        };
        if self.is_shown || !identity.kind.is_private() {
            return text;
        }
        let shown = if identity.kind == IdentityKind::Vin { SHOWN } else { 0 };
        text.chars().enumerate().map(|(at, letter)| if at < shown { letter } else { '*' }).collect()
    }

    /// What a trouble code says, if that is known.
    pub(super) fn code(&self, code: Code) -> Option<&str> {
        self.texts.of(code)
    }
}

fn view(body: &Body, source: usize, open: bool) -> Option<View<'_>> {
    let source = body.sources().get(source)?;
    let message = body.messages().get(source.message)?;
    let (unit, request) = (message.sender.as_str(), message.request.as_deref());
    Some(View { unit, request, id: message.id.to_string(), open, grade: source.grade })
}

fn sides(body: &Body, told: &[(usize, bool)]) -> Sides {
    let unit = |source: usize| {
        let source = body.sources().get(source)?;
        body.messages().get(source.message).map(|message| message.sender.as_str())
    };
    let Some((&(first, open), others)) = told.split_first() else { return Sides::Alone };
    let mut differing = others.iter().filter(|(_, said)| *said != open);
    let of_now = |other: &&(usize, bool)| body.are_of_one_moment(first, other.0, MOMENT);
    if let Some((other, _)) = differing.clone().find(of_now) {
        return if unit(first) == unit(*other) { Sides::OneSaysBoth } else { Sides::UnitsDiffer };
    }
    match (others.is_empty() || differing.next().is_some(), open) {
        (true, _) => Sides::Alone,
        (false, false) => Sides::AllShut,
        (false, true) => Sides::AllOpen,
    }
}
