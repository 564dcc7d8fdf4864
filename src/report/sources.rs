//! Which signals of a car tell which facts, as a table for a person.

use std::io::{self, Write};

use super::Escaped;
use crate::car::Car;

/// Writes one line for each signal of `car` that tells a fact: fact, identifier, place, grade, name and sender.
///
/// # Errors
/// If it cannot be written.
pub fn sources(out: &mut (impl Write + ?Sized), car: &Car, indent: usize) -> io::Result<()> {
    let width = car.sources().iter().map(|source| source.fact.name().len()).max().unwrap_or(0);
    for source in car.sources() {
        let Some(message) = car.messages().get(source.message) else { continue };
        let (fact, grade) = (source.fact.name(), source.grade);
        let id = message.request.clone().unwrap_or_else(|| message.id.to_string());
        let (signal, sender) = (Escaped(&source.signal), Escaped(&message.sender));
        let place = Escaped(&source.place).to_string();
        writeln!(out, "{:indent$}{fact:width$}  {id:8}  {place:7}  grade {grade}  {signal} ({sender})", "")?;
    }
    Ok(())
}
