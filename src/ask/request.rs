//! The wall: what can be asked at all. Each variant of [`Request`] reads, so nothing else can be built, said or parsed.

use std::fmt;

use super::service::{parameter, service};

/// A diagnostic session that changes nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Session {
    /// What a KWP2000 unit is in when nobody talks to it (`10 81`).
    KwpDefault,
    /// Nissan's for reading, of units that speak KWP2000 (`10 C0`). To a unit that speaks UDS it would mean another thing:
    /// ask it of KWP2000 units only.
    Nissan,
    /// What a UDS unit is in when nobody talks to it (`10 01`).
    UdsDefault,
    /// UDS's with more to read (`10 03`).
    UdsExtended,
}

impl Session {
    /// Every session.
    pub const ALL: [Self; 4] = [Self::KwpDefault, Self::Nissan, Self::UdsDefault, Self::UdsExtended];

    /// Its byte on the bus.
    pub const fn code(self) -> u8 {
        match self {
            Self::KwpDefault => 0x81,
            Self::Nissan => 0xC0,
            Self::UdsDefault => 0x01,
            Self::UdsExtended => 0x03,
        }
    }

    /// Whether the unit is in it without being asked, so that nothing has to be kept or left.
    pub const fn is_default(self) -> bool {
        matches!(self, Self::KwpDefault | Self::UdsDefault)
    }

    /// What leaves it.
    pub const fn leave(self) -> Request {
        match self {
            Self::KwpDefault | Self::Nissan => Request::Session(Self::KwpDefault),
            Self::UdsDefault | Self::UdsExtended => Request::Session(Self::UdsDefault),
        }
    }
}

/// The forms of "tester present".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `3E`, as KWP2000 has it.
    Bare,
    /// `3E 00`, which a UDS unit answers.
    Answered,
    /// `3E 80`, which it does not.
    Silent,
    /// `3E 01`, which a KWP2000 unit answers.
    KwpAnswered,
    /// `3E 02`, which it does not.
    KwpSilent,
}

impl Presence {
    const ALL: [(Self, &'static [u8]); 5] = [
        (Self::Bare, &[0x3E]),
        (Self::Answered, &[0x3E, 0x00]),
        (Self::Silent, &[0x3E, 0x80]),
        (Self::KwpAnswered, &[0x3E, 0x01]),
        (Self::KwpSilent, &[0x3E, 0x02]),
    ];
}

/// What of the trouble codes a UDS unit is asked for (service 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codes {
    /// How many have one of these status bits (`19 01`).
    Count(u8),
    /// Those that have one of these status bits (`19 02`).
    Having(u8),
    /// What was stored with one when it came: the code, and which record (`19 04`).
    Snapshot([u8; 3], u8),
    /// What else is known of one: the code, and which record (`19 06`).
    Details([u8; 3], u8),
    /// All that the unit could have (`19 0A`).
    Supported,
}

/// A question that changes nothing.
///
/// ```
/// use doorjamb::ask::Request;
///
/// assert_eq!(Request::parse(&[0x21, 0x47]), Ok(Request::Local(0x47)));
/// assert!(Request::parse(&[0x30, 0x07, 0x00, 0x01]).is_err(), "that would lock the doors");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request {
    /// Enter a session (`10`).
    Session(Session),
    /// Leave the session, with units that speak KWP2000 (`20`).
    StopSession,
    /// The tester is still there (`3E`).
    TesterPresent(Presence),
    /// Read a local identifier (`21`, KWP2000).
    Local(u8),
    /// Read a data identifier (`22`).
    Identifier(u16),
    /// Read a record of the unit's identification (`1A`, KWP2000).
    Identification(u8),
    /// Read the status of trouble codes of a group, FF00 for all (`17`, KWP2000).
    KwpCodes(u16),
    /// Read the trouble codes of a group that have a status (`18`, KWP2000).
    KwpCodesByStatus {
        /// Which, as the unit's maker numbers it; 00 and 02 are stored ones.
        status: u8,
        /// Of which group, FF00 for all.
        group: u16,
    },
    /// Read trouble codes (`19`, UDS).
    UdsCodes(Codes),
    /// Read a parameter of the engine and its like (`01`, OBD).
    Current(u8),
    /// Read stored trouble codes (`03`, OBD).
    Stored,
    /// Read pending trouble codes (`07`, OBD).
    Pending,
    /// Read what the vehicle is (`09`, OBD).
    Vehicle(u8),
    /// Read permanent trouble codes (`0A`, OBD).
    Permanent,
}

/// Bytes that are no question which only reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is no request that only reads; such are 10 with 01, 03, 81 or C0, 17, 18, 19, 1A, 20, 21, 22, 3E, and 01, 03, 07, \
     09 and 0A of OBD",
    Bytes(.0)
)]
pub struct NotARead(pub Vec<u8>);

/// Bytes as people write them; of many, the beginning.
struct Bytes<'a>(&'a [u8]);

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (at, byte) in self.0.iter().take(8).enumerate() {
            let gap = if at > 0 { " " } else { "" };
            write!(f, "{gap}{byte:02X}")?;
        }
        if self.0.len() > 8 { f.write_str(" ...") } else { Ok(()) }
    }
}

impl Request {
    /// The question that these bytes are.
    ///
    /// # Errors
    /// If they are anything but one.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotARead> {
        let wide = |high, low| u16::from_be_bytes([high, low]);
        let request = match *bytes {
            [0x10, code] => Session::ALL.into_iter().find(|one| one.code() == code).map(Self::Session),
            [0x20] => Some(Self::StopSession),
            [0x3E, ..] => {
                let forms = Presence::ALL.into_iter();
                forms.filter(|(_, form)| *form == bytes).map(|(one, _)| Self::TesterPresent(one)).next()
            }
            [0x21, id] => Some(Self::Local(id)),
            [0x22, high, low] => Some(Self::Identifier(wide(high, low))),
            [0x1A, id] => Some(Self::Identification(id)),
            [0x17, high, low] => Some(Self::KwpCodes(wide(high, low))),
            [0x18, status, high, low] => Some(Self::KwpCodesByStatus { status, group: wide(high, low) }),
            [0x19, 0x01, mask] => Some(Self::UdsCodes(Codes::Count(mask))),
            [0x19, 0x02, mask] => Some(Self::UdsCodes(Codes::Having(mask))),
            [0x19, 0x04, a, b, c, record] => Some(Self::UdsCodes(Codes::Snapshot([a, b, c], record))),
            [0x19, 0x06, a, b, c, record] => Some(Self::UdsCodes(Codes::Details([a, b, c], record))),
            [0x19, 0x0A] => Some(Self::UdsCodes(Codes::Supported)),
            [0x01, id] => Some(Self::Current(id)),
            [0x03] => Some(Self::Stored),
            [0x07] => Some(Self::Pending),
            [0x09, id] => Some(Self::Vehicle(id)),
            [0x0A] => Some(Self::Permanent),
            _ => None,
        };
        request.ok_or_else(|| NotARead(bytes.to_vec()))
    }

    /// The question as it travels, one to six bytes.
    pub fn bytes(self) -> Vec<u8> {
        let wide = |service: &[u8], id: u16| [service, &id.to_be_bytes()].concat();
        match self {
            Self::Session(session) => vec![0x10, session.code()],
            Self::StopSession => vec![0x20],
            Self::TesterPresent(form) => {
                let forms = Presence::ALL.into_iter();
                forms.filter(|(one, _)| *one == form).flat_map(|(_, bytes)| bytes).copied().collect()
            }
            Self::Local(id) => vec![0x21, id],
            Self::Identifier(id) => wide(&[0x22], id),
            Self::Identification(id) => vec![0x1A, id],
            Self::KwpCodes(group) => wide(&[0x17], group),
            Self::KwpCodesByStatus { status, group } => wide(&[0x18, status], group),
            Self::UdsCodes(Codes::Count(mask)) => vec![0x19, 0x01, mask],
            Self::UdsCodes(Codes::Having(mask)) => vec![0x19, 0x02, mask],
            Self::UdsCodes(Codes::Snapshot([a, b, c], record)) => vec![0x19, 0x04, a, b, c, record],
            Self::UdsCodes(Codes::Details([a, b, c], record)) => vec![0x19, 0x06, a, b, c, record],
            Self::UdsCodes(Codes::Supported) => vec![0x19, 0x0A],
            Self::Current(id) => vec![0x01, id],
            Self::Stored => vec![0x03],
            Self::Pending => vec![0x07],
            Self::Vehicle(id) => vec![0x09, id],
            Self::Permanent => vec![0x0A],
        }
    }

    /// The service that is asked for.
    pub fn service(self) -> u8 {
        self.bytes().first().copied().unwrap_or_default()
    }

    /// Whether a unit is to say something at all.
    pub const fn is_answered(self) -> bool {
        !matches!(self, Self::TesterPresent(Presence::Silent | Presence::KwpSilent))
    }

    /// How many bytes of the question an answer repeats, the service among them.
    pub(super) const fn echo(self) -> usize {
        match self {
            Self::Identifier(_) => 3,
            Self::Session(_)
            | Self::Local(_)
            | Self::Identification(_)
            | Self::UdsCodes(_)
            | Self::Current(_)
            | Self::Vehicle(_) => 2,
            Self::StopSession
            | Self::TesterPresent(_)
            | Self::KwpCodes(_)
            | Self::KwpCodesByStatus { .. }
            | Self::Stored
            | Self::Pending
            | Self::Permanent => 1,
        }
    }
}

impl fmt::Display for Request {
    /// Its bytes and its name, `21 47 (read data by local identifier)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes();
        write!(f, "{}", Bytes(&bytes))?;
        let name = match *self {
            Self::Current(id) | Self::Vehicle(id) => parameter(self.service(), id),
            _ => None,
        };
        match name.or_else(|| service(self.service())) {
            Some(name) => write!(f, " ({name})"),
            None => Ok(()),
        }
    }
}
