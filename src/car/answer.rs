//! What a unit answers when it is asked, and what it can be made to do: the requests that a DBC declares. It asks nothing.

use std::fmt;
use std::time::Duration;

use super::{Repair, Unit, sources};
use crate::body::Grade;
use crate::dbc::{AttributeValue, Database, Message};
use crate::frame::{CanId, MAX_PAYLOAD};

/// The lowest identifier by which an answer may be called. From here up the first seven bits are all recessive, which the
/// first specification of CAN forbids, so that hardly any bus has a frame of this name.
const LOWEST: u32 = 0x1FC0_0000;

/// How often an answer is wanted of which the file does not say it.
const USUAL: Duration = Duration::from_secs(1);

/// A request's longest: a service and what a single frame can bring with it.
const LONGEST: usize = 7;

/// The bytes of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask(Vec<u8>);

/// What a unit says when it is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its name in the DBC.
    pub name: String,
    /// What it is, for people (its `CM_`); may be empty.
    pub comment: String,
    /// The identifier by which the DBC calls it. No frame has it.
    pub id: CanId,
    /// Who answers: a position in [`super::Car::units`].
    pub unit: usize,
    /// What it is asked.
    pub request: Ask,
    /// The session in which it answers, as the request that opens it; empty for the one that is there by itself.
    pub session: Ask,
    /// How often it is wanted.
    pub period: Duration,
    /// How well it is known that the unit answers so.
    pub grade: Grade,
}

/// What a unit can be made to do. Asking never sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actuation {
    /// The word for it, such as `lock`.
    pub word: String,
    /// What it does, for people (its `CM_`); may be empty.
    pub comment: String,
    /// Who does it: a position in [`super::Car::units`].
    pub unit: usize,
    /// What it is told.
    pub request: Ask,
    /// The session in which it does it, as the request that opens it; empty for the one that is there by itself.
    pub session: Ask,
    /// How well it is known that the unit does so.
    pub grade: Grade,
}

impl Ask {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes a positive answer repeats before its data, the service among them; `None` for what does more than
    /// read one thing.
    pub fn echo(&self) -> Option<usize> {
        match (self.0.first()?, self.0.len()) {
            // OBD-II data of now and of the vehicle; KWP2000 identification and local identifiers.
            (0x01 | 0x09 | 0x1A | 0x21, 2) => Some(2),
            // Data identifiers of KWP2000 and UDS.
            (0x22, 3) => Some(3),
            _ => None,
        }
    }

    /// The data of `answer`, if it is the positive answer to this.
    pub fn data<'a>(&self, answer: &'a [u8]) -> Option<&'a [u8]> {
        let (repeated, data) = answer.split_at_checked(self.echo()?)?;
        let (service, rest) = repeated.split_first()?;
        let is_it = *service == self.0.first()? | 0x40 && *rest == self.0[1..];
        is_it.then_some(data)
    }

    /// As people write bytes; `None` if they do not, or write too many.
    fn parse(text: &str) -> Option<Self> {
        let byte = |word: &str| {
            let is_hex = word.len() == 2 && word.bytes().all(|digit| digit.is_ascii_hexdigit());
            if is_hex { u8::from_str_radix(word, 16).ok() } else { None }
        };
        let bytes: Vec<u8> = text.split_whitespace().map(byte).collect::<Option<_>>()?;
        (bytes.len() <= LONGEST).then_some(Self(bytes))
    }
}

impl fmt::Display for Ask {
    /// As people write it: `21 47`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if number > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

/// Whether a message is an answer, and none that is sent by itself.
pub(super) fn is_asked(message: &Message) -> bool {
    !text(message, "DoorjambRequest").is_empty()
}

/// The answers and actuations of `database`, whose units are these; adds to `repairs` what was left out.
pub(super) fn read(
    database: &Database,
    units: &[Unit],
    repairs: &mut Vec<Repair>,
) -> (Vec<Answer>, Vec<Actuation>) {
    let (mut answers, mut actuations) = (Vec::new(), Vec::new());
    for message in database.messages().iter().filter(|message| is_asked(message)) {
        let mut leave_out = |text: &str| repairs.push(Repair::of_message("DoorjambRequest", message, text));
        let Some(request) = Ask::parse(&text(message, "DoorjambRequest")) else {
            leave_out("its request is not written as up to seven bytes such as `21 47`; it is left out");
            continue;
        };
        let Some(session) = Ask::parse(&text(message, "DoorjambSession")) else {
            leave_out("its session is not written as bytes such as `10 C0`; it is left out");
            continue;
        };
        // Never the sessions in which units are programmed: 02 of UDS, 85 of KWP2000.
        if !matches!(session.bytes(), [] | [0x10, 0x01 | 0x03..=0x84 | 0x86..]) {
            leave_out("its session is none that `10 xx` opens for diagnostics; it is left out");
            continue;
        }
        let sender = message.sender.as_deref().unwrap_or_default();
        let Some(unit) = units.iter().position(|unit| unit.name == sender) else {
            leave_out("its sender has no diagnostic identifiers, so it cannot be asked; it is left out");
            continue;
        };
        let (comment, grade) = (message.comment.clone().unwrap_or_default(), grade(message));
        let word = text(message, "DoorjambActuation");
        if !word.is_empty() {
            actuations.push(Actuation { word, comment, unit, request, session, grade });
        } else if request.echo().is_none() {
            leave_out(
                "its request does not read one thing (01, 09, 1A or 21 with one byte, 22 with two); it is left out",
            );
        } else if !message.id.is_extended() || message.id.value() < LOWEST {
            leave_out(
                "its identifier could be a frame's; answers are called 1FC00000 or higher; it is left out",
            );
        } else {
            if message.length > MAX_PAYLOAD {
                leave_out("only its first 64 bytes are looked at");
            }
            let period = message.cycle.unwrap_or(USUAL);
            let (name, id) = (message.name.clone(), message.id);
            answers.push(Answer { name, comment, id, unit, request, session, period, grade });
        }
    }
    (answers, actuations)
}

fn grade(message: &Message) -> Grade {
    message.attribute("DoorjambRequestGrade").as_ref().and_then(sources::letter_in).unwrap_or(Grade::D)
}

fn text(message: &Message, attribute: &str) -> String {
    let found = message.attribute(attribute);
    found.as_ref().and_then(AttributeValue::as_text).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Ask;

    #[test]
    fn only_what_repeats_the_request_is_its_answer() {
        let ask = Ask::parse("21 47").unwrap();
        assert_eq!(ask.data(&[0x61, 0x47, 8, 0]), Some(&[8, 0][..]));
        assert_eq!(ask.data(&[0x61, 0x47]), Some(&[][..]));
        assert_eq!(ask.data(&[0x61, 0x48, 8, 0]), None);
        assert_eq!(ask.data(&[0x7F, 0x21, 0x12]), None);
        assert_eq!(ask.data(&[0x61]), None);
        let ask = Ask::parse("22 f1 90").unwrap();
        assert_eq!(ask.to_string(), "22 F1 90");
        assert_eq!(ask.data(&[0x62, 0xF1, 0x90, 1]), Some(&[1][..]));
    }

    #[test]
    fn what_moves_or_changes_anything_is_no_question() {
        for text in ["30 07 00 01", "14 FF 00", "27 01", "2E F1 90 00", "3B 01", "10 C0", "21 47 01", "11 01"]
        {
            assert_eq!(Ask::parse(text).unwrap().echo(), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_bytes_or_none(text in "\\PC{0,30}") {
            if let Some(ask) = Ask::parse(&text) {
                prop_assert_eq!(Ask::parse(&ask.to_string()), Some(ask));
            }
        }
    }
}
