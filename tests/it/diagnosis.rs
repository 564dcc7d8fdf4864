//! From findings to causes: the tables hold together, the sums behave, and simulated cars with a known fault are
//! diagnosed rightly.

mod answers;
mod case;
mod stories;
mod tables;
mod truth;

use doorjamb::body::{Handedness, Mark, MarkWhat, Opening};
use doorjamb::capture::marks::{MarkKind, Marks};
use doorjamb::car::Car;
use doorjamb::diagnosis::{Answers, Case, Given, Observer};
use doorjamb::frame::{Frame, Origin, SourceId};
use doorjamb::monitor::{Monitor, Output};
use doorjamb::simulate::{Scenario, Simulation};

/// The case of a story that is told by its scenario.
fn told(text: &str) -> Case {
    let scenario = Scenario::parse("story", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let car = Car::by_name(&scenario.settings.car).expect("a known car").expect("a sound DBC");
    let handed = scenario.settings.handed;
    let mut monitor = Monitor::new(&car, handed);
    let mut observer = Observer::default();
    let mut marks = marks(&scenario).into_iter().peekable();
    let mut simulation = Simulation::new(&scenario).unwrap_or_else(|error| panic!("{error}"));
    let mut frame = Frame::empty();
    let mut outputs: Vec<Output> = Vec::new();
    while simulation.next(&mut frame) {
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            monitor.mark(&mark);
            observer.mark(&mark);
        }
        monitor.feed(&frame);
        outputs.extend(monitor.drain());
        for output in outputs.drain(..) {
            observer.take(&output, monitor.body());
        }
        observer.look(monitor.body());
    }
    Case::new(Some(&car), handed).with_seen(observer.evidence(&monitor.unwatched()))
}

/// The marks file of a story, read as any marks file is.
fn marks(scenario: &Scenario) -> Vec<Mark> {
    let read = Marks::parse(scenario.marks().unwrap_or_default().as_bytes(), SourceId(1));
    let what = |kind| match kind {
        MarkKind::Seen { opening, open } => {
            let opening =
                Opening::ALL.into_iter().find(|known| format!("{opening:?}") == format!("{known:?}"));
            MarkWhat::Opening(opening.expect("scenarios mark physical sides"), open)
        }
        MarkKind::FobPressed => MarkWhat::FobPressed,
        MarkKind::TailgateButtonPressed => MarkWhat::TailgatePressed,
        MarkKind::Note => panic!("scenarios write no notes"),
    };
    let mark = |mark: &doorjamb::capture::marks::Mark| Mark {
        time: mark.time,
        origin: Origin { source: SourceId(1), line: mark.line },
        what: what(mark.kind),
    };
    read.marks.iter().map(mark).collect()
}

/// Answers as a file of them says.
fn answers(text: &str) -> Vec<Given> {
    let answers = Answers::parse(text);
    assert!(answers.misread.is_empty(), "{:?}", answers.misread);
    answers.given
}

/// A case of which only answers are known, on an embedded car.
fn answered(car: &str, text: &str) -> Case {
    let car = Car::by_name(car).expect("a known car").expect("a sound DBC");
    let mut case = Case::new(Some(&car), Handedness::Left);
    for given in answers(text) {
        case.answer(given);
    }
    case
}
