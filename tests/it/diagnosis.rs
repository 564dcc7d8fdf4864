//! From findings to causes: the tables hold together, the sums behave, and simulated cars with a known fault are
//! diagnosed rightly.

mod answers;
mod case;
mod stories;
mod tables;
mod teller;
mod truth;

use doorjamb::body::Handedness;
use doorjamb::car::Car;
use doorjamb::diagnosis::{Answers, Case, Given, Observer};
use doorjamb::simulate::Scenario;

use crate::story::tell;

/// The case of a story that is told by its scenario.
fn told(text: &str) -> Case {
    let scenario = Scenario::parse("story", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let car = Car::by_name(&scenario.settings.car).expect("a known car").expect("a sound DBC");
    let mut observer = Observer::default();
    let monitor = tell(&scenario, |monitor, mark| {
        if let Some(mark) = mark {
            return observer.mark(mark);
        }
        let (outputs, body) = monitor.drain_with_body();
        for output in outputs {
            observer.take(&output, body);
        }
        observer.look(monitor.body());
    });
    Case::new(Some(&car), scenario.settings.handed).with_seen(observer.evidence(&monitor.unwatched()))
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
