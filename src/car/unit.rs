//! The control units of a car that answer questions, and at which identifiers. It asks nothing.

use crate::body::Grade;
use crate::dbc::{AttributeValue, Database, Node};
use crate::frame::CanId;

/// The language a unit answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// KWP2000 (ISO 14230-3) over ISO-TP.
    Kwp2000,
    /// UDS (ISO 14229).
    Uds,
    /// Only the generic services of OBD-II (ISO 15031-5) are known to be answered.
    Obd,
    /// Not known: try UDS, then KWP2000.
    Unknown,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Self; 4] = [Self::Kwp2000, Self::Uds, Self::Obd, Self::Unknown];

    /// The word for it, as DBC files write it (`DoorjambProtocol`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kwp2000 => "KWP2000",
            Self::Uds => "UDS",
            Self::Obd => "OBD",
            Self::Unknown => "unknown",
        }
    }
}

/// A control unit that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its name in the DBC, such as `BCM`.
    pub name: String,
    /// What it is, for people (its `CM_`); may be empty.
    pub comment: String,
    /// The identifier of requests to it.
    pub request: CanId,
    /// The identifier of its answers.
    pub response: CanId,
    /// The language it answers in.
    pub protocol: Protocol,
    /// How well all this is known.
    pub grade: Grade,
}

/// The nodes of `database` that have both identifiers; what is wrong with another is named to `repair`
/// together with the node's name.
pub(super) fn read(database: &Database, mut repair: impl FnMut(&str, String)) -> Vec<Unit> {
    let mut units = Vec::new();
    for node in database.nodes() {
        let (request, response) = (number(node, "DoorjambRequestId"), number(node, "DoorjambResponseId"));
        if request == 0 && response == 0 {
            continue;
        }
        let (Some(request), Some(response)) = (identifier(request), identifier(response)) else {
            let text = format!(
                "unit {} has the diagnostic identifiers {request} and {response}; both must lie from 1 to {}",
                node.name,
                CanId::MAX_EXTENDED
            );
            repair(&node.name, text);
            continue;
        };
        let text = |attribute| node.attribute(attribute);
        let protocol = text("DoorjambProtocol");
        let grade = text("DoorjambUnitGrade");
        units.push(Unit {
            name: node.name.clone(),
            comment: node.comment.clone().unwrap_or_default(),
            request,
            response,
            protocol: word(protocol.as_ref(), &Protocol::ALL, Protocol::word).unwrap_or(Protocol::Unknown),
            grade: word(grade.as_ref(), &Grade::ALL, super::sources::letter).unwrap_or(Grade::D),
        });
    }
    units
}

fn word<T: Copy>(found: Option<&AttributeValue>, all: &[T], word: impl Fn(T) -> &'static str) -> Option<T> {
    let found = found?.as_text()?.trim();
    all.iter().copied().find(|one| word(*one).eq_ignore_ascii_case(found))
}

/// The attribute's number, 0 if it is not there; what is no identifier at all becomes -1.
fn number(node: &Node, attribute: &str) -> i64 {
    node.attribute(attribute).map_or(0, |value| value.as_i64().unwrap_or(-1))
}

/// Up to 2047 eleven bits, above twenty-nine.
fn identifier(number: i64) -> Option<CanId> {
    let number = u32::try_from(number).ok().filter(|number| *number != 0)?;
    CanId::standard(number).or_else(|| CanId::extended(number))
}
