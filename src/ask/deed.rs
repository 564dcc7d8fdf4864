//! The other wall: what makes a car move something, or clears its trouble codes. A [`Deed`] is made from a car's declared
//! actuation and a person's consent to just that one, and from nothing else.

use std::fmt;

use crate::body::Grade;
use crate::car::Actuation;

/// Longest request that a DBC declares: what fits a single frame.
const LONGEST: usize = 7;

/// Services by which units move something or clear their trouble codes: input and output control of KWP2000 and of UDS, and
/// clearing. What writes into a unit, starts programs in it or guards a car is none of them, whatever a DBC declares.
const DEEDS: [u8; 3] = [0x14, 0x2F, 0x30];

/// Fastest that a standing car reports, in km/h: nothing.
const STANDING: f64 = 0.0;

/// What one person said to one actuation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permitted<'a> {
    /// Whether the command line permits actuations at all.
    pub by_flag: bool,
    /// The grade that was shown beside the request.
    pub shown: Option<Grade>,
    /// What was typed when it was asked for.
    pub typed: &'a str,
    /// The car's speed in km/h, now; `None` if nobody tells it.
    pub speed: Option<f64>,
}

/// Why nothing is done.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Withheld {
    /// The command line does not permit it.
    #[error("this makes the car do something; give --permit-actuation if that is what you want")]
    NotPermitted,
    /// Its grade was not shown, or another.
    #[error("nobody was told how well this request is known")]
    NotShown,
    /// Nobody tells the car's speed.
    #[error("nothing tells the car's speed, so it may be driving; switch the ignition on")]
    SpeedUnknown,
    /// It drives.
    #[error("the car drives ({0} km/h)")]
    Driving(f64),
    /// What was typed is not its word.
    #[error("the word was not typed as it stands")]
    NotConfirmed,
    /// The declared request is of a service that is never sent.
    #[error(
        "the car's DBC declares a request for it that is never sent: service {0:02X} moves nothing and clears nothing"
    )]
    NoDeed(u8),
}

/// A request that makes a car do one thing, once.
///
/// ```compile_fail
/// let deed = doorjamb::ask::Deed { bytes: [0x30, 7, 0, 1, 0, 0, 0], len: 4 };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Deed {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Deed {
    /// What `actuation` declares, if `said` is consent to it.
    ///
    /// # Errors
    /// What is missing.
    pub fn consented(actuation: &Actuation, said: Permitted<'_>) -> Result<Self, Withheld> {
        let request = actuation.request.bytes();
        let service = request.first().copied().unwrap_or_default();
        if !DEEDS.contains(&service) || request.len() > LONGEST {
            return Err(Withheld::NoDeed(service));
        }
        if !said.by_flag {
            return Err(Withheld::NotPermitted);
        }
        if said.shown != Some(actuation.grade) {
            return Err(Withheld::NotShown);
        }
        match said.speed {
            None => return Err(Withheld::SpeedUnknown),
            Some(speed) if speed != STANDING => return Err(Withheld::Driving(speed)),
            Some(_) => {}
        }
        if said.typed.trim() != actuation.word {
            return Err(Withheld::NotConfirmed);
        }
        let mut bytes = [0; LONGEST];
        bytes[..request.len()].copy_from_slice(request);
        Ok(Self { bytes, len: request.len() })
    }

    /// The request as it travels.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// How many bytes of it an answer repeats: the service, and what is moved.
    pub(super) const fn echo(&self) -> usize {
        match self.bytes[0] {
            0x2F => 3,
            0x30 => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.bytes().iter().enumerate() {
            write!(f, "{}{byte:02X}", if at > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}
