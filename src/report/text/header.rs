//! The head of a text report: which capture or bus, which car, and how it is known.

use std::io::{self, Write};

use super::layout::wrap;
use crate::body::Handedness;
use crate::report::{Car, Escaped, Palette, Session};

/// Writes what the frames come from.
pub(super) fn input(out: &mut impl Write, palette: Palette, session: &Session) -> io::Result<()> {
    let heading = palette.heading();
    let capture = Escaped(session.capture());
    writeln!(out, "{heading}{capture}{heading:#}: {}", Escaped(&session.format))
}

/// Writes which car it is.
pub(super) fn car(out: &mut impl Write, session: &Session) -> io::Result<()> {
    match &session.car {
        Car::Known { id, title, how } => {
            let side = match session.handedness {
                Handedness::Left => "left-hand drive",
                Handedness::Right => "right-hand drive",
            };
            let car = format!("{} ({}), {}; {side}", Escaped(title), Escaped(id), Escaped(how));
            writeln!(out, "car: {}", wrap(&car, 5, 5))?;
        }
        Car::Unknown { explanation } => {
            writeln!(out, "car: not recognised")?;
            for paragraph in explanation {
                let paragraph = Escaped(paragraph).to_string();
                writeln!(out, "  {}", wrap(&paragraph, 2, 2))?;
            }
        }
    }
    Ok(())
}
