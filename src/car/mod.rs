//! A car: what its DBC's attributes say of which signal tells which fact, how well that is known, whom one
//! can ask, and by what traffic the car is recognised. It keeps no state of the body and judges nothing.

mod answer;
mod embedded;
mod listener;
mod place;
mod profile;
mod reading;
mod recognise;
mod repair;
mod sources;
mod unit;

use std::borrow::Cow;
use std::sync::Arc;

pub use answer::{Actuation, Answer, Ask};
pub use listener::{Heard, Listener, Short, Telling};
pub use profile::{AtPlug, Platform, Profile};
pub use recognise::{Explanation, Mismatch, Observed, Recogniser, Tally, Verdict};
pub use repair::Repair;
pub use sources::grade_of;
pub use unit::{Protocol, Unit};

use crate::body::{Fact, Grade, Handedness, Message, Source, Value};
use crate::dbc::{self, Database, Raw, Signal};
use crate::near::nearest;
use recognise::Signature;
use sources::{Binding, Told};

/// A car, read from one DBC file.
#[derive(Debug, Clone)]
pub struct Car {
    name: String,
    profile: Profile,
    units: Vec<Unit>,
    answers: Vec<Answer>,
    actuations: Vec<Actuation>,
    told: Told,
    signature: Option<Signature>,
    database: Arc<Database>,
    repairs: Vec<Repair>,
}

impl Car {
    /// The car that `database` describes. What cannot be used, such as a fact that does not exist, is left
    /// out and listed in [`Car::repairs`]; a file without any fact makes a car that is only decoded.
    pub fn from_database(name: &str, database: Database) -> Self {
        let mut repairs: Vec<Repair> = database.repairs().iter().map(Repair::from).collect();
        let mut of_attribute =
            |attribute: &str, text: String| repairs.push(Repair::of_attribute(attribute, "", text));
        let profile = Profile::read(name, &database, &mut of_attribute);
        let signature = Signature::read(&database, &mut of_attribute);
        let units = unit::read(&database, |node, text| {
            repairs.push(Repair::of_attribute("DoorjambRe", &format!(" BU_ {node} "), text));
        });
        let (answers, actuations) = answer::read(&database, &units, &mut repairs);
        let told = sources::read(&database, profile.handed, &answers, &mut repairs);
        let database = Arc::new(database);
        Self {
            name: name.to_owned(),
            profile,
            units,
            answers,
            actuations,
            told,
            signature,
            database,
            repairs,
        }
    }

    /// The car of a DBC file with these bytes; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// If not one message of the file can be read.
    pub fn load(name: &str, bytes: &[u8]) -> Result<Self, dbc::Error> {
        let mut car = Self::from_database(name, Database::parse(name, bytes)?);
        car.repairs.iter_mut().for_each(|repair| repair.locate(bytes));
        car.repairs.sort_by_key(|repair| repair.line);
        Ok(car)
    }

    /// The names of the cars that come with the program.
    pub fn embedded() -> impl Iterator<Item = &'static str> {
        embedded::FILES.iter().map(|(name, _)| *name)
    }

    /// The car of that name among those that come with the program.
    pub fn by_name(name: &str) -> Option<Result<Self, dbc::Error>> {
        let (name, bytes) = embedded::FILES.iter().find(|(known, _)| *known == name)?;
        Some(Self::load(name, bytes))
    }

    /// The DBC file of the car of that name among those that come with the program.
    pub fn file(name: &str) -> Option<&'static [u8]> {
        embedded::FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
    }

    /// The embedded car whose name is nearest to a mistyped one.
    pub fn suggest(name: &str) -> Option<&'static str> {
        nearest(name, Self::embedded())
    }

    /// Its name: the stem of its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        &self.profile.title
    }

    /// Its architecture.
    pub fn platform(&self) -> Platform {
        self.profile.platform
    }

    /// What is known of it as a whole.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The units that answer questions.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// What its units answer, and to which requests, in the order of the file.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// What its units can be made to do, in the order of the file. Nothing is made to move by knowing it.
    pub fn actuations(&self) -> &[Actuation] {
        &self.actuations
    }

    /// The same car with its driver on that side: what its file says by seat is said of the door there.
    pub fn seated(&self, handed: Handedness) -> Cow<'_, Self> {
        if handed == self.profile.handed || !self.told.has_seats() {
            return Cow::Borrowed(self);
        }
        let mut other = self.clone();
        other.profile.handed = handed;
        other.told.change_sides();
        Cow::Owned(other)
    }

    /// The messages that carry facts, in the order of the file; answers among them.
    pub fn messages(&self) -> &[Message] {
        &self.told.messages
    }

    /// The signals that tell facts: by fact, of one fact the better grade first, then the order of the file.
    pub fn sources(&self) -> &[Source] {
        &self.told.sources
    }

    /// The whole DBC, for decoding what tells no fact.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// What in the file was repaired or left out, by line.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Whether no signal tells any fact, so that nothing but decoding can be done.
    pub fn watches_nothing(&self) -> bool {
        self.told.sources.is_empty()
    }

    /// How well the best source of `fact` is known; `None` if this car has none.
    pub fn watches(&self, fact: Fact) -> Option<Grade> {
        self.told.sources.iter().find(|source| source.fact == fact).map(|source| source.grade)
    }

    /// Every fact with the grade of its best source, or `None` where the car has none, in the order of
    /// [`Fact::ALL`].
    pub fn coverage(&self) -> impl Iterator<Item = (Fact, Option<Grade>)> {
        Fact::ALL.into_iter().map(|fact| (fact, self.watches(fact)))
    }

    /// Whether its traffic can be told from that of other cars, so that it need not be named.
    pub fn is_recognised(&self) -> bool {
        self.signature.is_some()
    }

    /// Writes `value` into a payload of the message of `source` (a position in [`Car::sources`]), with the
    /// multiplexers that bring it; `false` if there is no such source, the value is not of its kind, no raw
    /// value stands for it, or the payload is too short.
    pub fn encode(&self, source: usize, value: Value, payload: &mut [u8]) -> bool {
        let Some(binding) = self.told.bindings.get(source) else { return false };
        let message = &self.database.messages()[binding.message];
        let signal = &message.signals()[binding.signal];
        let mut selector = signal.multiplex.selector.as_ref();
        while let Some(wanted) = selector {
            let switch = &message.signals()[wanted.switch];
            let Some((value, _)) = wanted.values.iter().next() else { return false };
            if !switch.insert(Raw::Unsigned(value), payload) {
                return false;
            }
            selector = switch.multiplex.selector.as_ref();
        }
        binding.reading.write(signal, value, payload)
    }

    /// The message and the signal of `source`, a position in [`Car::sources`].
    pub fn signal(&self, source: usize) -> Option<(&dbc::Message, &Signal)> {
        let binding = self.told.bindings.get(source)?;
        let message = self.database.messages().get(binding.message)?;
        Some((message, message.signals().get(binding.signal)?))
    }

    /// What `source`, a position in [`Car::sources`], says in a payload of its message that brings it; `None` if there is no such
    /// source, the payload is too short, or its value says nothing.
    pub fn decode(&self, source: usize, payload: &[u8]) -> Option<Value> {
        let (_, signal) = self.signal(source)?;
        self.told.bindings.get(source)?.reading.value(signal, signal.raw(payload)?)
    }

    fn bindings(&self) -> &[Binding] {
        &self.told.bindings
    }
}
