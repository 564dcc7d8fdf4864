//! What units answer to whoever asks them, overheard: each answer that a car's DBC declares, as a frame that the car's
//! monitor takes like any other. It asks nothing, and needs not have heard the question: an answer repeats it.

use super::isotp::{Addressing, LONGEST_CLASSIC, PATIENCE, Reassembly, Taken};
use crate::car::{Answer, Car};
use crate::frame::{CanId, Flags, Frame, MAX_PAYLOAD, Origin};
use crate::monitor::Monitor;

/// The answers of one car's units, overheard on one bus.
#[derive(Debug, Clone)]
pub struct Overhearing {
    units: Vec<Speaker>,
    answer: Frame,
}

/// A unit that gives declared answers.
#[derive(Debug, Clone)]
struct Speaker {
    response: CanId,
    answers: Vec<Answer>,
    message: Reassembly,
    /// Where the message under way began.
    begun: Origin,
}

impl Overhearing {
    /// For a bus on which nothing was heard yet; of a car that is not known, nothing is overheard.
    pub fn of(car: Option<&Car>) -> Self {
        car.map_or_else(|| Self { units: Vec::new(), answer: Frame::empty() }, Self::new)
    }

    /// For a bus of `car` on which nothing was heard yet.
    pub fn new(car: &Car) -> Self {
        let of = |unit: usize| car.answers().iter().filter(move |answer| answer.unit == unit).cloned();
        let units = car.units().iter().enumerate().filter_map(|(number, unit)| {
            let answers: Vec<Answer> = of(number).collect();
            (!answers.is_empty()).then(|| Speaker {
                response: unit.response,
                answers,
                message: Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE),
                begun: Origin::default(),
            })
        });
        Self { units: units.collect(), answer: Frame::empty() }
    }

    /// Feeds `monitor` a frame of the bus, and then the answer that it completes.
    #[inline]
    pub fn feed(&mut self, monitor: &mut Monitor, frame: &Frame) {
        monitor.feed(frame);
        if let Some(answer) = self.hear(frame) {
            monitor.feed(answer);
        }
    }

    /// The identifiers that it must hear.
    pub fn interest(&self) -> impl Iterator<Item = CanId> + '_ {
        self.units.iter().map(|unit| unit.response)
    }

    /// Takes in a frame of the bus; gives the answer that it completes, if it does. The answer has the time of this frame,
    /// which is when the unit had said it, and the place of the frame that began it.
    #[inline]
    pub fn hear(&mut self, frame: &Frame) -> Option<&Frame> {
        let unit = self.units.iter().position(|unit| unit.response == frame.id)?;
        self.hear_unit(unit, frame)
    }

    fn hear_unit(&mut self, unit: usize, frame: &Frame) -> Option<&Frame> {
        if !frame.is_data() {
            return None;
        }
        let unit = &mut self.units[unit];
        let message = match unit.message.feed(frame.time, frame.payload()).taken? {
            Taken::Begun(_) => {
                unit.begun = frame.origin;
                return None;
            }
            Taken::Whole(message) => message,
            Taken::More | Taken::FlowControl(_) => return None,
        };
        let found = unit.answers.iter().find_map(|answer| Some((answer.id, answer.request.data(message)?)));
        let (id, data) = found?;
        let is_single = frame.payload().first().is_some_and(|first| first >> 4 == 0);
        self.answer.id = id;
        self.answer.time = frame.time;
        self.answer.channel = frame.channel;
        self.answer.origin = if is_single { frame.origin } else { unit.begun };
        // Long ones are cut: what lies further behind, no signal can tell.
        self.answer.flags = Flags::ANSWER | Flags::FD;
        self.answer.set_payload(&data[..data.len().min(MAX_PAYLOAD)]);
        Some(&self.answer)
    }
}
