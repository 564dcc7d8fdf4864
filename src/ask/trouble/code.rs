//! One trouble code: two bytes that say its letter and digits, and with UDS a third for the kind of failure.

use std::fmt;
use std::str::FromStr;

use super::Status;

/// Which part of the car a code is about: its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// P: engine and gearbox.
    Powertrain,
    /// C: brakes, steering, suspension.
    Chassis,
    /// B: body.
    Body,
    /// U: the buses between units.
    Network,
}

impl System {
    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::Powertrain => 'P',
            Self::Chassis => 'C',
            Self::Body => 'B',
            Self::Network => 'U',
        }
    }
}

/// A trouble code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Its two bytes: the letter in the top two bits, then four digits.
    pub number: u16,
    /// The kind of failure, with UDS (the failure type byte of SAE J2012-DA).
    pub failure: Option<u8>,
    /// What the unit says of it; OBD says nothing.
    pub status: Option<Status>,
}

impl Code {
    /// The code of these two bytes, with nothing else known.
    pub const fn new(number: u16) -> Self {
        Self { number, failure: None, status: None }
    }

    /// Which part of the car it is about.
    pub const fn system(self) -> System {
        match self.number >> 14 {
            0 => System::Powertrain,
            1 => System::Chassis,
            2 => System::Body,
            _ => System::Network,
        }
    }

    /// Letter and digits without the kind of failure, `U1000`.
    pub fn short(self) -> String {
        Self::new(self.number).to_string()
    }
}

impl fmt::Display for Code {
    /// `U1000`, with a kind of failure `U1000-1C`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:04X}", self.system().letter(), self.number & 0x3FFF)?;
        self.failure.map_or(Ok(()), |failure| write!(f, "-{failure:02X}"))
    }
}

/// What is no trouble code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected P, C, B or U, a digit from 0 to 3, three of 0 to F, and for one kind of failure `-` and two more"
)]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    /// Reads what [`Code`]'s `Display` writes, in capitals or small letters.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let (code, failure) =
            text.split_once('-').map_or((text, None), |(code, failure)| (code, Some(failure)));
        let hex = |digits: &str, length| {
            let is_hex = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten().ok_or(NotACode)
        };
        let mut letters = code.chars();
        let system = match letters.next().map(|letter| letter.to_ascii_uppercase()) {
            Some('P') => 0,
            Some('C') => 1,
            Some('B') => 2,
            Some('U') => 3,
            _ => return Err(NotACode),
        };
        let digits = hex(letters.as_str(), 4)?;
        if digits > 0x3FFF {
            return Err(NotACode);
        }
        let failure = failure.map(|digits| hex(digits, 2)).transpose()?;
        Ok(Self {
            failure: failure.map(|failure| failure.to_be_bytes()[1]),
            ..Self::new(system << 14 | digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, NotACode};

    #[test]
    fn the_letter_stands_in_the_top_bits() {
        let all =
            [(0x0340, "P0340"), (0x5200, "C1200"), (0xA553, "B2553"), (0xD000, "U1000"), (0xFFFF, "U3FFF")];
        for (number, text) in all {
            assert_eq!(Code::new(number).to_string(), text);
            assert_eq!(text.to_lowercase().parse(), Ok(Code::new(number)));
        }
        let failed = Code { failure: Some(0x1C), ..Code::new(0xC415) };
        assert_eq!(failed.to_string(), "U0415-1C");
        assert_eq!((failed.short().as_str(), "u0415-1c".parse()), ("U0415", Ok(failed)));
    }

    #[test]
    fn what_only_looks_like_a_code_is_refused() {
        for text in
            ["", "X1000", "P4000", "P100", "P10000", "P+100", "P1000-", "P1000-123", "é1000", "P1000-é"]
        {
            assert_eq!(text.parse::<Code>(), Err(NotACode), "{text}");
        }
    }
}
