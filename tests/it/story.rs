//! A simulated story told to a monitor, frame by frame, with the marks that belong to it.

use doorjamb::body::{Mark, MarkWhat, Opening};
use doorjamb::capture::marks::{MarkKind, MarkedOpening, Marks};
use doorjamb::car::Car;
use doorjamb::frame::{Frame, Origin, SourceId};
use doorjamb::monitor::Monitor;
use doorjamb::simulate::{Scenario, Simulation};

/// Tells the story to a monitor; `after` is called after each mark, with it, and after each frame.
pub(crate) fn tell(scenario: &Scenario, mut after: impl FnMut(&mut Monitor, Option<&Mark>)) -> Monitor {
    let car = Car::by_name(&scenario.settings.car).expect("a known car").expect("a sound DBC");
    let mut monitor = Monitor::new(&car, scenario.settings.handed);
    let mut marks = marks(scenario).into_iter().peekable();
    let mut simulation = Simulation::new(scenario).unwrap_or_else(|error| panic!("{error}"));
    let mut frame = Frame::empty();
    while simulation.next(&mut frame) {
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            monitor.mark(&mark);
            after(&mut monitor, Some(&mark));
        }
        monitor.feed(&frame);
        after(&mut monitor, None);
    }
    monitor
}

/// The marks file of a story, read as any marks file is.
fn marks(scenario: &Scenario) -> Vec<Mark> {
    let read = Marks::parse(scenario.marks().unwrap_or_default().as_bytes(), SourceId(1));
    assert!(read.notices.is_empty(), "{:?}", read.notices);
    let mark = |mark: &doorjamb::capture::marks::Mark| Mark {
        time: mark.time,
        origin: Origin { source: SourceId(1), line: mark.line },
        what: what(mark.kind),
    };
    read.marks.iter().map(mark).collect()
}

fn what(kind: MarkKind) -> MarkWhat {
    match kind {
        MarkKind::Seen { opening, open } => MarkWhat::Opening(physical(opening), open),
        MarkKind::FobPressed => MarkWhat::FobPressed,
        MarkKind::TailgateButtonPressed => MarkWhat::TailgatePressed,
        MarkKind::Locked { .. } | MarkKind::Switched { .. } | MarkKind::Note => {
            panic!("scenarios mark only what is judged")
        }
    }
}

fn physical(opening: MarkedOpening) -> Opening {
    match opening {
        MarkedOpening::FrontLeft => Opening::FrontLeft,
        MarkedOpening::FrontRight => Opening::FrontRight,
        MarkedOpening::RearLeft => Opening::RearLeft,
        MarkedOpening::RearRight => Opening::RearRight,
        MarkedOpening::Tailgate => Opening::Tailgate,
        MarkedOpening::Bonnet => Opening::Bonnet,
        MarkedOpening::Driver | MarkedOpening::Passenger => panic!("scenarios mark physical sides"),
    }
}
