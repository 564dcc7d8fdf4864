//! Stories for the screen: captures of this repository followed up to a moment, and troubles on the way to a car.

use std::path::Path;
use std::time::Duration;

use doorjamb::body::{Handedness, Mark, MarkWhat};
use doorjamb::bus::Link;
use doorjamb::bus::error_frame::State;
use doorjamb::capture::marks::{MarkKind, MarkedOpening, Marks};
use doorjamb::capture::{Item, Reader};
use doorjamb::car::{Car, Recogniser, Verdict};
use doorjamb::diagnosis::{Case, Observer};
use doorjamb::frame::{Frame, Origin, SourceId, Time};
use doorjamb::monitor::Monitor;
use doorjamb::report::{self, Session};
use doorjamb::screen::{Bus, Load, Meter, Model, Recording, Source, Theme};

/// With characters beyond ASCII, without colours.
pub(super) const PLAIN: Theme = Theme::new(false, true);

/// Every frame of a capture.
fn frames(name: &str) -> (Vec<Frame>, Vec<String>) {
    let path = format!("captures/{name}.log");
    let mut reader = Reader::open(Path::new(&path), SourceId(0)).unwrap();
    let (mut frames, mut frame) = (Vec::new(), Frame::empty());
    while let Some(item) = reader.next(&mut frame).unwrap() {
        if item == Item::Frame {
            frames.push(frame.clone());
        }
    }
    (frames, reader.channels().to_vec())
}

fn recognised(frames: &[Frame]) -> Car {
    let mut recogniser = Recogniser::embedded();
    for frame in frames {
        recogniser.observe(frame);
    }
    let Verdict::Car(name) = recogniser.finish() else { panic!("not recognised") };
    Car::by_name(&name).unwrap().unwrap()
}

/// A person's marks of the openings beside a capture.
fn marks(name: &str) -> Vec<Mark> {
    let path = format!("captures/{name}.marks");
    if !Path::new(&path).exists() {
        return Vec::new();
    }
    let read = Marks::read(Path::new(&path), SourceId(1)).unwrap();
    let what = |kind| match kind {
        MarkKind::Seen { opening: MarkedOpening::Tailgate, open } => {
            MarkWhat::Opening(doorjamb::body::Opening::Tailgate, open)
        }
        MarkKind::FobPressed => MarkWhat::FobPressed,
        other => panic!("{other:?}"),
    };
    let mark = |mark: &doorjamb::capture::marks::Mark| Mark {
        time: mark.time,
        origin: Origin { source: SourceId(1), line: mark.line },
        what: what(mark.kind),
    };
    read.marks.iter().map(mark).collect()
}

/// A capture followed for so many seconds, as if it were live.
pub(super) fn followed(name: &str, seconds: u64, handed: Handedness) -> Model {
    let (frames, channels) = frames(name);
    let car = recognised(&frames);
    let mut monitor = Monitor::new(&car, handed);
    let mut observer = Observer::default();
    let mut model = Model::new(Source::Live, PLAIN);
    let start = frames[0].time;
    model.session(&Session {
        names: vec![format!("captures/{name}.log"), format!("captures/{name}.marks")],
        format: "candump".to_owned(),
        channels: channels.clone(),
        car: report::Car::Known {
            id: car.name().to_owned(),
            title: car.title().to_owned(),
            how: "recognised by its traffic".to_owned(),
        },
        handedness: handed,
        messages: monitor.body().messages().to_vec(),
        sources: monitor.body().sources().to_vec(),
        start: Some(start),
    });
    let end = start.after(Duration::from_secs(seconds));
    let marks = marks(name);
    let mut marks = marks.iter().filter(|mark| mark.time <= end).peekable();
    let mut meter = Meter::default();
    for frame in frames.iter().filter(|frame| frame.time <= end) {
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            model.mark(mark);
            monitor.mark(mark);
            observer.mark(mark);
        }
        meter.count(frame);
        monitor.feed(frame);
        pass_on(&mut monitor, &mut observer, &mut model);
        observer.look(monitor.body());
    }
    monitor.advance(end);
    pass_on(&mut monitor, &mut observer, &mut model);
    model.body(monitor.body(), end);
    model.unwatched(&monitor.unwatched());
    model.case(&Case::new(Some(&car), handed).with_seen(observer.evidence(&monitor.unwatched())));
    model.buses(vec![Bus {
        name: channels[0].clone(),
        link: Some(Link::Up),
        state: Some(State::Active),
        listen_only: Some(true),
        bitrate: Some(500_000),
        rate: meter.rate(end),
        load: meter.load(end, 500_000),
        lost: 0,
        errors: 0,
    }]);
    model
}

fn pass_on(monitor: &mut Monitor, observer: &mut Observer, model: &mut Model) {
    let (outputs, body) = monitor.drain_with_body();
    for output in outputs {
        observer.take(&output, body);
        model.output(output);
    }
}

/// Nothing heard yet.
pub(super) fn nothing() -> Model {
    Model::new(Source::Live, PLAIN)
}

/// A bus of no known car.
pub(super) fn unknown_car() -> Model {
    let mut model = nothing();
    let monitor = Monitor::without_car();
    let headline = Verdict::UnknownCar { identifiers: 40 };
    let mut explanation = vec![headline.headline()];
    explanation.extend(headline.explanations().iter().map(|one| format!("{}: {}", one.cause, one.tell)));
    model.session(&Session {
        names: vec!["can0".to_owned()],
        car: report::Car::Unknown { explanation },
        start: Some(Time::ZERO),
        ..Session::default()
    });
    model.body(monitor.body(), Time::from_nanos(61_000_000_000));
    model.unwatched(&monitor.unwatched());
    model
}

/// Two adapters, one gone and one off the bus; a full disk; all that was known is stale.
pub(super) fn trouble() -> Model {
    let mut model = followed("healthy-lock-and-walk-away", 900, Handedness::Left);
    model.buses(vec![
        Bus { name: "can0".to_owned(), link: Some(Link::Gone), lost: 12_345, ..Bus::default() },
        Bus {
            name: "can1".to_owned(),
            link: Some(Link::Up),
            state: Some(State::BusOff),
            listen_only: Some(false),
            bitrate: Some(125_000),
            rate: 812,
            load: Some(Load { least: 72, most: 89 }),
            errors: 345,
            ..Bus::default()
        },
    ]);
    model.recording(Some(Recording {
        file: "/var/tmp/drive.log".to_owned(),
        frames: 1_234_567,
        trouble: Some(
            "/var/tmp/drive.log: the disk is full; recording goes on when there is room".to_owned(),
        ),
    }));
    model
}
