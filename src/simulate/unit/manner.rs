//! How a unit can behave when it is asked: the list that is the grammar of a scenario's `unit` lines.

use std::time::Duration;

use crate::simulate::fault::Fault;
use crate::simulate::form::{Phrase, Place, Words};

/// A unit, as a scenario names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) enum Station {
    Bcm,
    Meter,
    Abs,
    Ipdm,
    Hvac,
    Engine,
}

/// How it behaves, beside answering at once what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) enum Manner {
    /// It does not answer.
    Silent,
    /// It has no time now.
    Busy,
    /// It says that it is at it, and answers so much later.
    Slow(Duration),
    /// It answers to nothing, the conditions not being right.
    Refuses,
    /// It shows an opening open (`true`) or closed, whatever others say.
    Shows(Place, bool),
    /// It keeps this trouble code, in two bytes.
    Code(u16),
}

impl Station {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Bcm, "bcm", "BCM"),
        (Self::Meter, "meter", "METER"),
        (Self::Abs, "abs", "ABS"),
        (Self::Ipdm, "ipdm", "IPDM_ER"),
        (Self::Hvac, "hvac", "HVAC"),
        (Self::Engine, "engine", "ENGINE"),
    ];

    /// The unit that a car's DBC calls so; `None` for one that scenarios have no word for.
    pub(super) fn of_node(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(.., node)| *node == name).map(|(station, ..)| station)
    }

    fn named(words: &Words) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word, _)| words.is(0, word)).map(|(station, ..)| station)
    }
}

/// The longest that a unit may put off an answer: no tester waits for longer.
const SLOWEST: Duration = Duration::from_secs(60);

fn manner(words: &Words, manner: Manner) -> Option<Fault> {
    Some(Fault::Unit(Station::named(words)?, manner))
}

/// A trouble code as it is printed, such as `B2562`, in the two bytes in which units tell it (SAE J2012).
fn code(text: &str) -> Option<u16> {
    let (system, digits) = text.split_at_checked(1)?;
    let system = ["P", "C", "B", "U"].iter().position(|letter| *letter == system)?;
    let is_hex = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let digits = u16::from_str_radix(digits, 16).ok().filter(|digits| is_hex && *digits < 0x4000)?;
    Some(u16::try_from(system).ok()? << 14 | digits)
}

/// Everything a unit can be told to do, after the word `unit`; `until <seconds>` may follow.
pub(in crate::simulate) const MANNERS: &[Phrase<Fault>] = &[
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine silent",
        example: "meter silent",
        means: "does not answer",
        build: |words| manner(words, Manner::Silent),
    },
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine busy",
        example: "bcm busy",
        means: "answers that it has no time now (21)",
        build: |words| manner(words, Manner::Busy),
    },
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine refuses",
        example: "abs refuses",
        means: "answers that the conditions are not right (22)",
        build: |words| manner(words, Manner::Refuses),
    },
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine slow <number> s",
        example: "bcm slow 2 s",
        means: "says that it is at it (78) and answers so much later, up to a minute",
        build: |words| {
            let span = words.number(2)?.seconds();
            if span > SLOWEST { None } else { manner(words, Manner::Slow(span)) }
        },
    },
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine shows <opening> open|closed",
        example: "meter shows front-left open",
        means: "its data monitor shows this, whatever is broadcast",
        build: |words| manner(words, Manner::Shows(words.place(2)?, words.is(3, "open"))),
    },
    Phrase {
        form: "bcm|meter|abs|ipdm|hvac|engine code <name>",
        example: "bcm code B2562",
        means: "keeps this trouble code",
        build: |words| manner(words, Manner::Code(code(words.name(2)?)?)),
    },
];

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn trouble_codes_are_two_bytes() {
        assert_eq!(code("B2562"), Some(0xA562));
        assert_eq!(code("U1000"), Some(0xD000));
        assert_eq!(code("P0301"), Some(0x0301));
        for none in ["", "B", "B256", "B25622", "X0000", "P4000", "B+562", "bcm"] {
            assert_eq!(code(none), None, "{none}");
        }
    }
}
