//! The trouble codes in an answer, whichever service it answers.

use super::{Code, Kwp, Status};
use crate::ask::{Codes, Request};

/// Codes from one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Those that are there.
    pub codes: Vec<Code>,
    /// How many the unit says there are, where it says so.
    pub announced: Option<usize>,
    /// Bytes behind the last whole code: filling, or the answer was not understood.
    pub left_over: usize,
}

impl List {
    /// Whether what the unit announced is what came.
    pub fn is_whole(&self) -> bool {
        self.left_over == 0 && self.announced.is_none_or(|announced| announced == self.codes.len())
    }
}

/// The codes in the answer `data` (see [`crate::ask::Answer::Data`]) to `request`; `None` if it asked for no list of codes.
pub fn list(request: Request, data: &[u8]) -> Option<List> {
    match request {
        Request::KwpCodes(_) | Request::KwpCodesByStatus { .. } => {
            Some(counted(data, 3, |code| Code { status: Some(Status::Kwp(Kwp(code[2]))), ..pair(code) }))
        }
        Request::Stored | Request::Pending | Request::Permanent => Some(counted(data, 2, pair)),
        Request::UdsCodes(Codes::Having(_) | Codes::Supported) => {
            // The first byte says which bits of a status this unit uses at all.
            let read = |code: &[u8]| Code {
                failure: Some(code[2]),
                status: Some(Status::Uds(code[3])),
                ..pair(code)
            };
            Some(every(data.get(1..).unwrap_or_default(), 4, read))
        }
        _ => None,
    }
}

fn pair(code: &[u8]) -> Code {
    Code::new(u16::from_be_bytes([code[0], code[1]]))
}

fn counted(data: &[u8], width: usize, read: impl Fn(&[u8]) -> Code) -> List {
    let Some((&count, rest)) = data.split_first() else { return List::default() };
    let count = usize::from(count);
    let end = rest.len().min(count * width);
    List { announced: Some(count), ..every(&rest[..end], width, read) }
}

fn every(data: &[u8], width: usize, read: impl Fn(&[u8]) -> Code) -> List {
    let whole = data.chunks_exact(width);
    let left_over = whole.remainder().len();
    // Zeros fill the end of a list; no code is P0000.
    let codes = whole.map(read).filter(|code| code.number != 0).collect();
    List { codes, announced: None, left_over }
}

#[cfg(test)]
mod tests {
    use super::{List, list};
    use crate::ask::{Codes, Request};

    fn told(request: Request, data: &[u8]) -> (Vec<String>, bool) {
        let list = list(request, data).unwrap();
        let told = |code: &super::Code| match code.status {
            Some(status) => format!("{code} {:02X}", status.byte()),
            None => code.to_string(),
        };
        (list.codes.iter().map(told).collect(), list.is_whole())
    }

    #[test]
    fn every_language_says_its_codes_in_its_own_way() {
        let two = vec!["U1000 60".to_owned(), "B2562 20".to_owned()];
        assert_eq!(told(Request::KwpCodes(0xFF00), &[2, 0xD0, 0, 0x60, 0xA5, 0x62, 0x20]), (two, true));
        let uds = Request::UdsCodes(Codes::Having(0xFF));
        assert_eq!(told(uds, &[0xFF, 0xC4, 0x15, 0x81, 0x09]), (vec!["U0415-81 09".to_owned()], true));
        assert_eq!(told(Request::Stored, &[1, 0x03, 0x40]), (vec!["P0340".to_owned()], true));
        assert_eq!(list(Request::Local(0x47), &[1, 2, 3]), None);
        assert_eq!(list(Request::Stored, &[]), Some(List::default()));
    }

    #[test]
    fn an_answer_that_holds_fewer_than_it_says_is_not_whole() {
        assert_eq!(
            told(Request::KwpCodes(0xFF00), &[2, 0xD0, 0, 0x60]),
            (vec!["U1000 60".to_owned()], false)
        );
        assert_eq!(told(Request::Stored, &[1, 0x03]), (vec![], false));
        // Filling behind what was announced is none.
        assert_eq!(told(Request::KwpCodes(0xFF00), &[0, 0, 0, 0]), (vec![], true));
    }
}
