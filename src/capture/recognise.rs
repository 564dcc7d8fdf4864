//! Which format is this? Decided by content, from the first line or bytes that only one format has; the same
//! decision however the input arrives in pieces.

use memchr::memchr2;

use super::error::Error;
use super::input::Input;
use super::text::quote;
use super::utf16::Order;
use super::{FORMATS, Format, Sign};

/// How far into an input a format's first sign is looked for, in bytes: beyond any heading or stray lines.
const HEAD: usize = 64 * 1024;

/// Bytes that tell all binary formats apart.
const MARK: usize = 16;

/// ASAM measurement data of another version than 4, finished or not.
const MDF: &str = "is a measurement in an MDF version that is not read; convert it to MF4, ASC or BLF first";

/// Signatures of what people hand in by mistake, and what to call it. From the formats' own specifications.
const STRANGERS: [(&[u8], &str); 11] = [
    (b"MDF     ", MDF),
    (b"UnFinMF ", MDF),
    (b"\x89PNG\r\n\x1A\n", "looks like a PNG image"),
    (b"\xFF\xD8\xFF", "looks like a JPEG image"),
    (b"GIF8", "looks like a GIF image"),
    (b"%PDF", "looks like a PDF document"),
    (b"PK\x03\x04", "looks like a ZIP archive; unpack it first"),
    (b"7z\xBC\xAF\x27\x1C", "looks like a 7-Zip archive; unpack it first"),
    (b"\x7FELF", "looks like a program"),
    (b"SQLite format 3\0", "looks like an SQLite database"),
    (b"\x1F\x8B", "is compressed twice; unpack it first"),
];

/// Recognises the format of `input` without consuming more of it than a byte-order mark.
pub(super) fn format(input: &mut Input) -> Result<Format, Error> {
    if !input.need(1)? {
        return Err(nothing(input));
    }
    input.need(MARK)?;
    if let Some(order) = Order::of(input.rest()) {
        input.turn(order);
        input.need(MARK)?;
    }
    if let Some(format) = by_head(&input.rest()[..input.rest().len().min(MARK)]) {
        return Ok(format);
    }
    if input.rest().starts_with(b"\xEF\xBB\xBF") {
        input.consume(3);
    }
    let mut at = 0;
    loop {
        let rest = input.rest();
        match memchr2(b'\n', b'\r', &rest[at.min(rest.len())..]) {
            Some(length) => {
                if let Some(format) = by_line(&rest[at..at + length]) {
                    return Ok(format);
                }
                at += length + 1;
            }
            None if rest.len() < HEAD && input.fill()? => {}
            None => break,
        }
        if at >= HEAD {
            break;
        }
    }
    // The last line of a short capture may lack its end.
    let last = input.rest().get(at..).unwrap_or_default();
    if input.is_ended()
        && let Some(format) = by_line(last)
    {
        return Ok(format);
    }
    Err(unknown(input))
}

fn by_head(head: &[u8]) -> Option<Format> {
    let begins = |format: &&Format| match format.sign {
        Sign::Head(sign) => sign(head),
        Sign::Line(_) => false,
    };
    FORMATS.iter().find(begins).copied()
}

fn by_line(line: &[u8]) -> Option<Format> {
    let wrote = |format: &&Format| match format.sign {
        Sign::Line(sign) => sign(line),
        Sign::Head(_) => false,
    };
    FORMATS.iter().find(wrote).copied()
}

fn nothing(input: &mut Input) -> Error {
    damaged(input).unwrap_or_else(|| Error::Empty { name: input.name().to_owned() })
}

fn unknown(input: &mut Input) -> Error {
    damaged(input).unwrap_or_else(|| {
        let known = Format::known().collect::<Vec<_>>().join(", ");
        Error::Unknown { name: input.name().to_owned(), seems: appearance(input.rest()), known }
    })
}

/// Damage explains more than what little was unpacked looks like.
fn damaged(input: &mut Input) -> Option<Error> {
    let damage = input.take_damage()?;
    Some(Error::Unreadable {
        name: input.name().to_owned(),
        reason: format!("no frame could be unpacked: {damage}"),
    })
}

/// What `head` looks like, as the end of the sentence "it ...".
fn appearance(head: &[u8]) -> String {
    if let Some((_, seems)) = STRANGERS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return (*seems).to_owned();
    }
    let odd = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let sample = &head[..head.len().min(4096)];
    if sample.iter().filter(odd).count() * 10 > sample.len() {
        return "holds binary data".to_owned();
    }
    let lines =
        || sample.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.trim_ascii().is_empty());
    match lines().find(|line| !line.trim_ascii_start().starts_with(b"#")) {
        Some(line) => format!("has `{}` where a frame or a heading was expected", quote(line)),
        None if lines().next().is_some() => "holds nothing but comments".to_owned(),
        None => "holds nothing but blank lines".to_owned(),
    }
}
