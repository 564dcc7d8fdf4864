//! What units answer when they are asked, as a car's file declares it.

use doorjamb::body::{Fact, Grade, Handedness, Opening};
use doorjamb::car::Car;

use super::{embedded, named};

/// Each request of a car with the facts its answer tells.
fn asked(car: &Car) -> String {
    let mut lines = Vec::new();
    for answer in car.answers() {
        let message = car.messages().iter().position(|message| message.id == answer.id).unwrap();
        let sources = car.sources().iter().filter(|source| source.message == message);
        let told: Vec<String> = sources.map(|source| format!("{} {}", source.place, source.fact)).collect();
        let unit = &car.units()[answer.unit].name;
        lines.push(format!(
            "{unit} {} in {} {}: {}",
            answer.request,
            answer.session,
            answer.grade,
            told.join(", ")
        ));
    }
    lines.join("\n")
}

const J10: &str = "\
BCM 21 47 in 10 C0 C: 0.3 door.front-left.open, 0.2 door.front-right.open, 0.0 door.rear-left.open, \
0.1 door.rear-right.open, 1.7 tailgate.open, 0.6 key.in-slot
BCM 21 48 in 10 C0 C: 1.6 door.front-left.open, 1.5 door.front-right.open, 1.3 door.rear-left.open, \
1.4 door.rear-right.open, 1.2 tailgate.open
BCM 21 42 in 10 C0 C: 0.5 door.front-left.open, 0.4 door.front-right.open, 0.2 door.rear-left.open, \
0.3 door.rear-right.open";

#[test]
fn the_qashqai_j10_answers_these_requests_with_these_bits() {
    assert_eq!(asked(named("nissan_qashqai_j10")), J10);
}

#[test]
fn no_car_is_said_to_answer_more_than_one_source_knows() {
    for car in embedded() {
        assert!(car.answers().iter().all(|answer| answer.grade >= Grade::C), "{}", car.name());
        assert!(car.actuations().iter().all(|actuation| actuation.grade >= Grade::C), "{}", car.name());
        assert!(car.name() == "nissan_qashqai_j10" || car.answers().is_empty(), "{}", car.name());
    }
}

#[test]
fn what_is_said_by_seat_is_said_of_the_door_where_the_driver_sits() {
    let car = named("nissan_qashqai_j10");
    assert!(std::ptr::eq(car.seated(Handedness::Left).as_ref(), car));
    let right = car.seated(Handedness::Right);
    let place = |car: &Car, opening: Opening| {
        let asked = car.sources().iter().filter(|source| car.messages()[source.message].request.is_some());
        let mut at = asked.filter(|source| source.fact == Fact::Open(opening));
        at.next().map(|source| source.signal.clone()).unwrap()
    };
    assert_eq!(place(car, Opening::FrontLeft), "DOOR_47_DRIVER");
    assert_eq!(place(&right, Opening::FrontLeft), "DOOR_47_PASSENGER");
    assert_eq!(place(&right, Opening::FrontRight), "DOOR_47_DRIVER");
    assert_eq!(asked(right.seated(Handedness::Left).as_ref()), J10);
    // What is told by its own side stays there.
    let broadcast = |car: &Car| {
        car.sources()
            .iter()
            .find(|source| source.fact == Fact::Open(Opening::FrontLeft))
            .unwrap()
            .signal
            .clone()
    };
    assert_eq!((broadcast(car), broadcast(&right)), ("DOOR_OPEN_FL".to_owned(), "DOOR_OPEN_FL".to_owned()));
}

#[test]
fn what_moves_something_is_listed_apart_and_tells_no_fact() {
    let car = named("nissan_qashqai_j10");
    let all: Vec<String> =
        car.actuations().iter().map(|one| format!("{} {}", one.word, one.request)).collect();
    assert_eq!(
        all,
        [
            "lock 30 07 00 01",
            "unlock 30 07 00 02",
            "unlock-driver 30 07 00 03",
            "unlock-passengers 30 07 00 04",
            "tailgate 30 26 00 01"
        ]
    );
    assert!(car.answers().iter().all(|answer| answer.request.bytes()[0] == 0x21));
}

/// A car with one unit and one answer, its message's line and its request written so.
fn with(message: &str, attributes: &str) -> Car {
    let text = format!(
        "VERSION \"\"\n\nBU_: BCM DEAF\n\n{message}\n SG_ DOOR : 0|1@1+ (1,0) [0|1] \"\" Vector__XXX\n\n\
         BA_DEF_ BU_ \"DoorjambRequestId\" INT 0 536870911;\nBA_DEF_ BU_ \"DoorjambResponseId\" INT 0 536870911;\n\
         BA_DEF_ BO_ \"DoorjambRequest\" STRING;\nBA_DEF_ BO_ \"DoorjambSession\" STRING;\n\
         BA_DEF_ BO_ \"DoorjambActuation\" STRING;\nBA_DEF_ SG_ \"DoorjambFact\" STRING;\n\
         BA_ \"DoorjambRequestId\" BU_ BCM 1861;\nBA_ \"DoorjambResponseId\" BU_ BCM 1893;\n{attributes}\n\
         BA_ \"DoorjambFact\" SG_ 2683782471 DOOR \"door.rear-left.open\";\n"
    );
    Car::load("test", text.as_bytes()).unwrap()
}

#[test]
fn a_request_that_cannot_be_made_is_left_out_and_told_with_its_line() {
    let good = with("BO_ 2683782471 X: 1 BCM", "BA_ \"DoorjambRequest\" BO_ 2683782471 \"22 01 02\";");
    assert_eq!((good.answers().len(), good.repairs()), (1, &[][..]));
    assert!(!good.watches_nothing());
    let bad = [
        ("X: 1 BCM", "\"2147\"", "", "up to seven bytes"),
        ("X: 1 BCM", "\"21 4Z\"", "", "up to seven bytes"),
        ("X: 1 DEAF", "\"21 47\"", "", "no diagnostic identifiers"),
        ("X: 1 BCM", "\"14 FF 00\"", "", "does not read one thing"),
        ("X: 1 BCM", "\"2E F1 90 00\"", "", "does not read one thing"),
        ("X: 1 BCM", "\"21 47\"", "10 02", "none that `10 xx` opens"),
        ("X: 1 BCM", "\"21 47\"", "10 85", "none that `10 xx` opens"),
        ("X: 1 BCM", "\"21 47\"", "27 01", "none that `10 xx` opens"),
    ];
    for (message, request, session, why) in bad {
        let attributes = format!(
            "BA_ \"DoorjambRequest\" BO_ 2683782471 {request};\nBA_ \"DoorjambSession\" BO_ 2683782471 \"{session}\";"
        );
        let car = with(&format!("BO_ 2683782471 {message}"), &attributes);
        let told: Vec<String> = car.repairs().iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|one| one.contains(why) && one.contains("line ")), "{request}: {told:?}");
        assert!(car.answers().is_empty() && car.watches_nothing(), "{request}");
    }
}

#[test]
fn an_answer_named_like_a_frame_is_left_out() {
    let text = "VERSION \"\"\n\nBU_: BCM\n\nBO_ 1549 X: 1 BCM\n SG_ DOOR : 0|1@1+ (1,0) [0|1] \"\" Vector__XXX\n\n\
        BA_DEF_ BO_ \"DoorjambRequest\" STRING;\nBA_ \"DoorjambRequestId\" BU_ BCM 1861;\n\
        BA_ \"DoorjambResponseId\" BU_ BCM 1893;\nBA_ \"DoorjambRequest\" BO_ 1549 \"21 47\";\n";
    let car = Car::load("test", text.as_bytes()).unwrap();
    assert!(car.answers().is_empty());
    assert!(car.repairs()[0].text.contains("could be a frame's"), "{}", car.repairs()[0]);
}
