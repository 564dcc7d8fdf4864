//! What a person noted while recording: the `.marks` file beside a capture, one `(seconds) what` a line. It reads
//! the notes; what they contradict is for the rules.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::digits::seconds;
use super::error::Error;
use super::text::quote;
use crate::body::{Fact, FactKind, Lock};
use crate::frame::{Origin, SourceId, Time};
use crate::notice::{Notice, NoticeKind};

/// The largest marks file that is read, in bytes. A person's notes on one drive stay far below.
const LARGEST: u64 = 256 * 1024;

/// Extensions of compressed captures.
const PACKED: [&str; 4] = ["gz", "bz2", "xz", "zst"];

/// What may stand behind the time, for people.
const UNDERSTOOD: &str = "expected `(seconds) OPENING open` or `closed`, `fob pressed`, `tailgate button pressed` or \
     `note ...`, where OPENING is front-left, front-right, rear-left, rear-right, driver, passenger, tailgate or bonnet; for \
     learning a car also `locked`, `driver unlocked`, `others locked`, or a fact and a word, such as `parking-brake on`";

/// An opening as a person names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkedOpening {
    /// The front-left door.
    FrontLeft,
    /// The front-right door.
    FrontRight,
    /// The rear-left door.
    RearLeft,
    /// The rear-right door.
    RearRight,
    /// The driver's door; which side that is depends on the car.
    Driver,
    /// The front passenger's door; which side that is depends on the car.
    Passenger,
    /// The back door or boot lid.
    Tailgate,
    /// The bonnet.
    Bonnet,
}

/// What a person saw or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// An opening was open or closed at that moment.
    Seen {
        /// Which.
        opening: MarkedOpening,
        /// Whether it was open.
        open: bool,
    },
    /// A button of the key fob was pressed.
    FobPressed,
    /// The tailgate's own button was pressed.
    TailgateButtonPressed,
    /// Locks were locked or unlocked: all of them, or one by hand. Nothing is judged by it, but a car is learned with it.
    Locked {
        /// Which; `None` for all.
        lock: Option<Lock>,
        /// Whether they were locked.
        locked: bool,
    },
    /// Another switch was moved. Nothing is judged by it, but a car is learned with it.
    Switched {
        /// What it tells.
        fact: Fact,
        /// Whether that is so now.
        value: bool,
    },
    /// Free text.
    Note,
}

impl MarkKind {
    /// What a line says behind its time, such as `tailgate closed`.
    ///
    /// # Errors
    /// What could stand there, if it says nothing known.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        kind(&text.trim().to_lowercase()).ok_or(UNDERSTOOD)
    }
}

impl fmt::Display for MarkKind {
    /// As it is written in a marks file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (opening, open) = match self {
            Self::FobPressed => return f.write_str("fob pressed"),
            Self::TailgateButtonPressed => return f.write_str("tailgate button pressed"),
            Self::Note => return f.write_str("note"),
            Self::Locked { lock, locked } => {
                let (who, state) =
                    (lock.map_or("all", Lock::id), if *locked { "locked" } else { "unlocked" });
                return write!(f, "{who} {state}");
            }
            Self::Switched { fact, value } => {
                let (yes, no) = fact.words();
                return write!(f, "{fact} {}", if *value { yes } else { no });
            }
            Self::Seen { opening, open } => (opening, open),
        };
        let word = OPENINGS.iter().find(|(known, _)| known == opening).map_or("", |(_, word)| word);
        write!(f, "{word} {}", if *open { "open" } else { "closed" })
    }
}

/// One line of a marks file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When, by the clock of the capture.
    pub time: Time,
    /// Which line of the marks file, from 1.
    pub line: u64,
    /// What was seen or done.
    pub kind: MarkKind,
    /// The person's own words, without the time; may hold control characters.
    pub text: String,
}

/// A marks file, in its own order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The lines that were understood.
    pub marks: Vec<Mark>,
    /// The lines that were not.
    pub notices: Vec<Notice>,
}

impl Marks {
    /// The marks file that belongs to `capture`, if there is one: `x.log.marks`, else `x.marks`. For a compressed
    /// `x.log.gz` it may also leave out the `.gz`.
    pub fn beside(capture: &Path) -> Option<PathBuf> {
        let packed =
            capture.extension().is_some_and(|extension| PACKED.iter().any(|packed| extension == *packed));
        let unpacked = if packed { capture.with_extension("") } else { capture.to_path_buf() };
        let appended = |path: &Path| {
            let mut name = path.to_path_buf().into_os_string();
            name.push(".marks");
            PathBuf::from(name)
        };
        let candidates = [appended(capture), appended(&unpacked), unpacked.with_extension("marks")];
        candidates.into_iter().find(|path| path.is_file())
    }

    /// Reads the marks file at `path`. `source` goes into the origin of each notice.
    ///
    /// # Errors
    /// If it cannot be read, or is larger than 256 KiB.
    pub fn read(path: &Path, source: SourceId) -> Result<Self, Error> {
        let name = path.display().to_string();
        let mut text = Vec::new();
        let file = File::open(path).map_err(|error| Error::opening(&name, error))?;
        file.take(LARGEST + 1).read_to_end(&mut text).map_err(|error| Error::opening(&name, error))?;
        if text.len() as u64 > LARGEST {
            let reason = "is too large for a marks file (more than 256 KiB); is it a capture?".to_owned();
            return Err(Error::Unreadable { name, reason });
        }
        Ok(Self::parse(&text, source))
    }

    /// Reads the text of a marks file.
    pub fn parse(text: &[u8], source: SourceId) -> Self {
        let mut read = Self::default();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        for (line, number) in text.split(|&byte| byte == b'\n').zip(1..) {
            let line = line.trim_ascii();
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            match mark(line, number) {
                Ok(mark) => read.marks.push(mark),
                Err(complaint) => {
                    let origin = Origin { source, line: number };
                    let text = Cow::Owned(format!("`{}`: {complaint}", quote(line)));
                    read.notices.push(Notice { kind: NoticeKind::MalformedMark, origin, text });
                }
            }
        }
        read
    }
}

/// One line of a marks file, its end included, with `words` as they would be read back. Line ends among them would make two lines
/// of one.
pub fn line(time: Time, words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("({}) {}\n", super::digits::Seconds(time), words.trim())
}

fn mark(line: &[u8], number: u64) -> Result<Mark, &'static str> {
    let line = line.strip_prefix(b"(").ok_or(UNDERSTOOD)?;
    let close = memchr::memchr(b')', line).ok_or("the `)` behind the time is missing")?;
    let (stamp, text) = line.split_at(close);
    let time = seconds(stamp.trim_ascii()).ok_or("the time is no decimal number of seconds")?;
    let text = String::from_utf8_lossy(&text[1..]).trim().to_owned();
    let kind = kind(&text.to_lowercase()).ok_or(UNDERSTOOD)?;
    Ok(Mark { time, line: number, kind, text })
}

fn kind(text: &str) -> Option<MarkKind> {
    locked(text).or_else(|| switched(text)).or_else(|| seen(text))
}

fn locked(text: &str) -> Option<MarkKind> {
    let (who, state) = text.rsplit_once(char::is_whitespace).unwrap_or(("all", text));
    let lock = match who.trim_end() {
        "all" | "doors" | "car" => None,
        who => Some(Lock::ALL.into_iter().find(|lock| lock.id() == who)?),
    };
    let locked = match state {
        "locked" => true,
        "unlocked" => false,
        _ => return None,
    };
    Some(MarkKind::Locked { lock, locked })
}

fn switched(text: &str) -> Option<MarkKind> {
    let (name, state) = text.split_once(char::is_whitespace)?;
    let fact = Fact::from_name(name).filter(|fact| fact.kind() == FactKind::Switch)?;
    let (yes, no) = fact.words();
    let value = state.trim() == yes;
    (value || state.trim() == no).then_some(MarkKind::Switched { fact, value })
}

fn seen(text: &str) -> Option<MarkKind> {
    let mut words = text.split_whitespace();
    let kind = match (words.next()?, words.next()) {
        ("note", _) => return Some(MarkKind::Note),
        ("fob", Some("pressed")) => MarkKind::FobPressed,
        ("tailgate", Some("button")) => match words.next()? {
            "pressed" => MarkKind::TailgateButtonPressed,
            _ => return None,
        },
        (word, Some(state)) => {
            let opening = opening(word)?;
            // "front-left door open" says the same.
            let state = if state == "door" { words.next()? } else { state };
            let open = match state {
                "open" => true,
                "closed" => false,
                _ => return None,
            };
            MarkKind::Seen { opening, open }
        }
        _ => return None,
    };
    words.next().is_none().then_some(kind)
}

/// Each opening with the word for it.
const OPENINGS: [(MarkedOpening, &str); 8] = [
    (MarkedOpening::FrontLeft, "front-left"),
    (MarkedOpening::FrontRight, "front-right"),
    (MarkedOpening::RearLeft, "rear-left"),
    (MarkedOpening::RearRight, "rear-right"),
    (MarkedOpening::Driver, "driver"),
    (MarkedOpening::Passenger, "passenger"),
    (MarkedOpening::Tailgate, "tailgate"),
    (MarkedOpening::Bonnet, "bonnet"),
];

fn opening(word: &str) -> Option<MarkedOpening> {
    OPENINGS.iter().find(|(_, known)| *known == word).map(|(opening, _)| *opening)
}
