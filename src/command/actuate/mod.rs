//! `actuate`: makes a unit do one thing that the car's file declares, after everything a person must have said, and says what the
//! body did. What may be done at all is for [`Deed`] to judge.

mod outcome;

use std::io::{self, BufRead, Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::ask::{LISTENING, Wire};
use super::choice::Choice;
use super::interrupt::Interrupt;
use super::live::log_path;
use super::{Error, Exit, Streams};
use crate::ask::isotp::Route;
use crate::ask::{Deed, Ended, Permitted, Request, Tester, Withheld};
use crate::body::Fact;
use crate::car::{Actuation, Car, Unit};
use crate::frame::CanId;
use crate::report::{Escaped, doubt, wrap};
use outcome::{Felt, Moved, state};

/// How long to look whether the car still stands, once the word is typed: some of its frames come every 100 ms.
const GLANCE: Duration = Duration::from_millis(500);

/// How long to watch what the body does: locks follow a command by a second, slow ones by three.
const WATCHING: Duration = Duration::from_secs(5);

/// Longest line that is read: nobody types more for a word.
const LONGEST: u64 = 1 << 10;

/// The engine unit, which tells the speed by OBD where no broadcast does.
const SPEED: (u32, u32, Request) = (0x7E0, 0x7E8, Request::Current(0x0D));

/// Make the car do one thing (lock, unlock, unlock-driver, tailgate, clear-codes), and say what came of it.
///
/// Only what the car's DBC file declares can be done, one thing at a time, while the car stands, and only after its word was
/// typed. Everything that is sent is told. Then the body is watched: what moves on the module's command but not on the button has
/// a bad button or wire; what does not move has a bad motor, fuse, cable or rod. Exit code 1 if nothing moved, 2 if it was not
/// done.
#[derive(Debug, Args)]
pub(super) struct Actuate {
    /// The CAN interface, such as can0.
    #[arg(value_name = "IFACE")]
    interface: String,
    /// What to do, by its word in the car's file.
    #[arg(value_name = "ACTION")]
    action: String,
    /// Permit it. Without this nothing is sent, on any bus.
    #[arg(long)]
    permit_actuation: bool,
    /// The car: a name that `doorjamb cars` lists, or a DBC file. Without it, the car is recognised from its traffic.
    #[arg(long, value_name = "NAME|FILE.dbc")]
    car: Option<PathBuf>,
    /// Record everything on the bus meanwhile, as a candump log. A file that is there is never overwritten.
    #[arg(long, value_name = "FILE", value_parser = log_path)]
    record: Option<PathBuf>,
}

impl Actuate {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        if !self.permit_actuation {
            return Err(Error::Withheld(Withheld::NotPermitted));
        }
        let named = self.car.as_ref().map(|car| Choice::make(car, Path::new(""))).transpose()?;
        let named = named.map(|choice| choice.car);
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let mut wire = Wire::open(&self.interface, named.as_ref(), self.record.clone(), interrupt)?;
        let done = self.with(&mut wire, named, streams);
        wire.ears.end_recording()?;
        done
    }

    fn with(&self, wire: &mut Wire, named: Option<Car>, streams: &mut Streams) -> Result<Exit, Error> {
        if named.is_none() {
            listen(wire, LISTENING)?;
        }
        let car = named.or_else(|| wire.ears.recognised()).ok_or(Error::NoCarToActuate)?;
        let actuation = self.declared(&car)?;
        let unit = &car.units()[actuation.unit];
        wire.ears.follow(&car);
        listen(wire, LISTENING)?;
        tell(streams, unit, actuation, speed(wire)?)?;
        let typed = line()?;
        // Somebody may have driven off meanwhile.
        listen(wire, GLANCE)?;
        let said = Permitted {
            by_flag: self.permit_actuation,
            shown: Some(actuation.grade),
            typed: &typed,
            speed: speed(wire)?,
        };
        let deed = Deed::consented(actuation, said).map_err(Error::Withheld)?;
        let before = wire.ears.body.as_ref().map(|(monitor, _)| state(monitor.body())).unwrap_or_default();
        let is_done = perform(wire, (unit, actuation), deed, streams)?;
        if !is_done {
            return Ok(Exit::Failed);
        }
        let after = wire.ears.body.as_ref().map(|(monitor, _)| state(monitor.body())).unwrap_or_default();
        Ok(tell_outcome(streams, &actuation.word, &Moved::between(&actuation.word, &before, &after))?)
    }

    /// What the car's file declares by this word.
    fn declared<'c>(&self, car: &'c Car) -> Result<&'c Actuation, Error> {
        let found = car.actuations().iter().find(|one| one.word == self.action);
        found.ok_or_else(|| {
            let words: Vec<&str> = car.actuations().iter().map(|one| one.word.as_str()).collect();
            let declared = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
            Error::NotDeclared { car: car.name().to_owned(), action: self.action.clone(), declared }
        })
    }
}

/// Says what would be done, how sure it is, and what to type.
fn tell(streams: &mut Streams, unit: &Unit, actuation: &Actuation, speed: Option<f64>) -> io::Result<()> {
    let name = Escaped(&unit.name);
    writeln!(
        streams,
        "{name} ({}) would be told {}: {}",
        unit.request,
        actuation.request,
        Escaped(&actuation.word)
    )?;
    if !actuation.comment.is_empty() {
        writeln!(streams, "{}", wrap(&Escaped(&actuation.comment).to_string(), 0, 0))?;
    }
    let grade = actuation.grade;
    let doubt = doubt(grade).map_or("", |_| "; it may do something else, or nothing");
    writeln!(streams, "{}", wrap(&format!("how sure: grade {grade}, {}{doubt}", grade.words()), 0, 0))?;
    match speed {
        Some(speed) => writeln!(streams, "speed: {speed} km/h")?,
        None => writeln!(streams, "speed: nobody tells it")?,
    }
    writeln!(streams, "Keep hands, children and animals clear of what moves, and a key in your pocket.")?;
    write!(streams, "Type `{}` to do it, anything else to leave it: ", Escaped(&actuation.word))?;
    streams.flush()
}

/// Says what came of it, and what that means.
fn tell_outcome(streams: &mut Streams, action: &str, moved: &Moved) -> io::Result<Exit> {
    for change in &moved.changes {
        writeln!(streams, "  {change}")?;
    }
    let mut felt = Felt::Unknown;
    if moved.can_be_felt() {
        write!(streams, "Did you see, hear or feel it move? y, n, or nothing if you cannot tell: ")?;
        streams.flush()?;
        felt = Felt::of(&line()?);
    }
    let meaning = moved.meaning(action, felt);
    writeln!(streams, "{}", wrap(meaning.text, 0, 0))?;
    if let Some(answer) = meaning.answer {
        writeln!(streams, "For `doorjamb diagnose --answers FILE`, a line: {answer}")?;
    }
    Ok(if meaning.is_good { Exit::Clean } else { Exit::Found })
}

/// What a person types, without what surrounds it; nothing at the end of the input.
fn line() -> io::Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

fn listen(wire: &mut Wire, span: Duration) -> Result<(), Error> {
    Tester::new(wire).listen(span).map_err(ended)
}

fn ended(ended: Ended<Error>) -> Error {
    match ended {
        Ended::Failed(error) => error,
        Ended::Stopped => Error::NothingDone,
    }
}

/// The speed that the broadcasts tell, or else the engine unit.
fn speed(wire: &mut Wire) -> Result<Option<f64>, Error> {
    let told = wire.ears.body.as_ref().and_then(|(monitor, _)| monitor.body().number(Fact::Speed));
    if told.is_some() {
        return Ok(told);
    }
    let (Some(request), Some(response)) = (CanId::standard(SPEED.0), CanId::standard(SPEED.1)) else {
        return Ok(None);
    };
    let mut talk = Tester::<Wire>::talk(Route::new(request, response));
    let answer = Tester::new(wire).ask(&mut talk, SPEED.2).map_err(ended)?;
    Ok(answer.ok().and_then(|data| data.first().copied()).map(f64::from))
}

/// Enters the session, does it, watches, and leaves the session again; says whether the unit did not refuse.
fn perform(
    wire: &mut Wire,
    (unit, actuation): (&Unit, &Actuation),
    deed: Deed,
    streams: &mut Streams,
) -> Result<bool, Error> {
    let mut talk = Tester::<Wire>::talk(Route::new(unit.request, unit.response));
    let name = Escaped(&unit.name).to_string();
    let mut tester = Tester::new(wire);
    if !actuation.session.is_empty() {
        let Ok(Request::Session(session)) = Request::parse(actuation.session.bytes()) else {
            return Err(Error::NoSession { session: actuation.session.to_string() });
        };
        writeln!(streams, "sent to {name}: {}", actuation.session)?;
        if let Err(why) = tester.enter(&mut talk, session).map_err(ended)? {
            writeln!(streams, "{name} does not enter the session: {why}; nothing was done")?;
            return Ok(false);
        }
    }
    writeln!(streams, "sent to {name}: {deed}")?;
    streams.flush()?;
    let done = tester.perform(&mut talk, deed);
    let watched = match &done {
        Ok(Ok(_)) => tester.watch(&mut talk, WATCHING),
        _ => Ok(()),
    };
    if talk.session().is_some() {
        writeln!(streams, "the session is left")?;
    }
    tester.leave(&mut talk)?;
    watched.map_err(ended)?;
    match done.map_err(ended)? {
        Ok(_) => {
            writeln!(streams, "{name} says that it has done it")?;
            Ok(true)
        }
        Err(why) => {
            writeln!(streams, "{name}: {why}")?;
            Ok(false)
        }
    }
}
