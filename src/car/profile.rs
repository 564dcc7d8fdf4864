//! What a DBC says of its car as a whole: platform, years, what can be heard where, how it is recognised.

use crate::body::{Grade, Handedness};
use crate::dbc::{AttributeValue, Database};

/// The architecture a car belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// One CAN without gateway: the body control module broadcasts where the plug is.
    Classic,
    /// The inner bus of cars with `ProPILOT`.
    ProPilot,
    /// A gateway stands before the plug: only diagnostics answer.
    Gateway,
    /// Anything else, such as someone's own DBC.
    Other,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 4] = [Self::Classic, Self::ProPilot, Self::Gateway, Self::Other];

    /// The word for it, as DBC files write it (`DoorjambPlatform`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::ProPilot => "ProPILOT",
            Self::Gateway => "gateway",
            Self::Other => "other",
        }
    }
}

/// Whether the body can be heard at the OBD-II plug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtPlug {
    /// It broadcasts there.
    Yes,
    /// It should, by its generation; nobody has recorded it.
    Expected,
    /// Nobody knows: listen and see.
    Unknown,
    /// A gateway hides it.
    Hidden,
}

impl AtPlug {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Expected, Self::Unknown, Self::Hidden];

    /// The word for it, as DBC files write it (`DoorjambAtPlug`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Expected => "expected",
            Self::Unknown => "unknown",
            Self::Hidden => "hidden",
        }
    }
}

/// What is known of a car as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The car's name for people; the file's name where it gives none.
    pub title: String,
    /// Its architecture.
    pub platform: Platform,
    /// The maker's code for the generation, such as `J10`; empty if not given.
    pub generation: String,
    /// When it was built, such as `2007-2013`; empty if not given.
    pub years: String,
    /// Whether its body can be heard at the OBD-II plug.
    pub at_plug: AtPlug,
    /// How well that is known.
    pub at_plug_grade: Grade,
    /// Which side the driver sits on if nobody says otherwise.
    pub handed: Handedness,
    /// What to know before relying on it (the file's `CM_`); may be empty.
    pub comment: String,
}

impl Profile {
    /// Reads the attributes of `database`; a word that means nothing is named to `repair`.
    pub(super) fn read(name: &str, database: &Database, mut repair: impl FnMut(&str, String)) -> Self {
        let text = |attribute: &str| {
            database
                .attribute(attribute)
                .as_ref()
                .and_then(AttributeValue::as_text)
                .unwrap_or_default()
                .to_owned()
        };
        let title = text("DoorjambTitle");
        let mut word = |attribute: &'static str, known: &[&str]| {
            let found = text(attribute);
            let place = known.iter().position(|word| word.eq_ignore_ascii_case(found.trim()));
            if place.is_none() && !found.is_empty() {
                repair(
                    attribute,
                    format!("{attribute} is `{}`; it can be {}", found.escape_default(), known.join(", ")),
                );
            }
            place
        };
        let platform = word("DoorjambPlatform", &Platform::ALL.map(Platform::word));
        let at_plug = word("DoorjambAtPlug", &AtPlug::ALL.map(AtPlug::word));
        let grade = word("DoorjambAtPlugGrade", &Grade::ALL.map(super::sources::letter));
        let right = word("DoorjambDriverSide", &["left", "right"]) == Some(1);
        Self {
            title: if title.is_empty() { name.to_owned() } else { title },
            platform: platform.map_or(Platform::Other, |place| Platform::ALL[place]),
            generation: text("DoorjambGeneration"),
            years: text("DoorjambYears"),
            at_plug: at_plug.map_or(AtPlug::Unknown, |place| AtPlug::ALL[place]),
            at_plug_grade: grade.map_or(Grade::D, |place| Grade::ALL[place]),
            handed: if right { Handedness::Right } else { Handedness::Left },
            comment: database.comment().unwrap_or_default().to_owned(),
        }
    }
}
