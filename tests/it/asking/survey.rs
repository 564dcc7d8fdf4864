//! A survey of a simulated car, from the questions on the bus to the words of the report.

use doorjamb::ask::trouble::Texts;
use doorjamb::ask::{Request, Survey};
use doorjamb::car::{Car, Protocol};
use doorjamb::frame::CanId;
use doorjamb::report::{Asked, Palette, asked_json, asked_text};

use super::line::{Simulated, at, scenario};

const QASHQAI: &str = "car nissan_qashqai_j10\nstart ignition-on\n";

fn qashqai() -> Car {
    Car::by_name("nissan_qashqai_j10").unwrap().unwrap()
}

/// The car whose meter can be asked, which only exists here.
fn with_meter() -> Car {
    let bytes = std::fs::read("captures/asked/simulated_meter.dbc").unwrap();
    let car = Car::load("simulated_meter.dbc", &bytes).unwrap();
    assert_eq!(car.repairs(), []);
    car
}

/// What is told of a survey of `car` in the story, as text, and everything that was said for it.
fn told(story: &str, car: Option<&Car>, simulated: &Car) -> (String, Vec<Vec<u8>>) {
    let scenario = scenario(story);
    let mut line = Simulated::new(&scenario, simulated);
    let mut survey = Survey::default();
    survey.make(car, &mut line).unwrap();
    let text = text(&survey, car, &line, false);
    (text, line.said.iter().map(|frame| frame.payload().to_vec()).collect())
}

fn text(survey: &Survey, car: Option<&Car>, line: &Simulated<'_>, is_shown: bool) -> String {
    let texts = Texts::default();
    let body = car.map(|_| line.body.0.body());
    let asked = Asked { interface: "can0", car, survey, body, frames_before: 9, texts: &texts, is_shown };
    let mut out = Vec::new();
    asked_text(&mut out, Palette::new(false), &asked).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn everyone_is_asked_who_they_are_and_the_doors_stand_beside_each_other() {
    let story = format!("{QASHQAI}1 driver-door open\n1 unit bcm code B2562\n1 unit hvac silent\n");
    let car = qashqai();
    let (text, _) = told(&story, Some(&car), &car);
    let expected = "\
can0: Nissan Qashqai J10 (nissan_qashqai_j10)

who answers
  BCM       at 745, answers at 765, KWP2000
            part number SIMULATED0
            VIN D00**************  (--show-vin shows it)
            trouble code B2562: low supply voltage (below 8.8 V)
  METER     at 743, answers at 763, KWP2000
            part number SIMULATED0
            VIN D00**************  (--show-vin shows it)
            no trouble codes
  ABS       at 740, answers at 760, KWP2000
            part number SIMULATED0
            VIN D00**************  (--show-vin shows it)
            no trouble codes
  IPDM_ER   at 74D, answers at 76D, KWP2000
            part number SIMULATED0
            VIN D00**************  (--show-vin shows it)
            no trouble codes
  HVAC      at 744: no answer
  ENGINE    at 7E0, answers at 7E8, OBD
            VIN D00**************  (--show-vin shows it)
            no trouble codes

the doors, as each unit sees them
  front-left door
    BCM       broadcasts (60D)    open
    BCM       asked 21 47         open (likely)
    BCM       asked 21 48         open (likely)
    BCM       asked 21 42         open (likely)
    the same, and open: if you see it shut, it is its switch or the harness to it
  front-right door
    BCM       broadcasts (60D)    closed
    BCM       asked 21 47         closed (likely)
    BCM       asked 21 48         closed (likely)
    BCM       asked 21 42         closed (likely)
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\nsupply  12.35 V at ENGINE, asked 01 42; 12.4 V broadcast\n"), "{text}");
    assert!(text.ends_with("all of which only read; every session is left\n"), "{text}");
}

#[test]
fn a_meter_against_the_body_control_module_is_told_in_the_words_of_the_procedure() {
    let car = with_meter();
    let story = "car simulated_meter.dbc\nstart ignition-on\n1 unit meter shows rear-left open\n";
    let (text, _) = told(story, Some(&car), &car);
    let expected = "\
  rear-left door
    BCM       broadcasts (60D)    closed
    BCM       asked 21 47         closed (likely)
    METER     asked 21 01         open (a guess)
    they differ: it is the meter, or the line between the two, and not the switch
";
    assert!(text.contains(expected), "{text}");
    // Shut for both: nothing is wrong with the others.
    assert!(!text.contains("the same, and open"), "{text}");
}

#[test]
fn two_units_that_only_answer_are_compared_all_the_same() {
    // The same car behind a gateway: nothing of its body is broadcast.
    let text = std::fs::read_to_string("captures/asked/simulated_meter.dbc").unwrap();
    let gone = |line: &&str| {
        !["BO_ 1549 ", "BO_ 640 ", "SG_ 1549 ", "SG_ 640 ", "VAL_ 1549 ", "VAL_ 640 "]
            .iter()
            .any(|part| line.contains(part))
    };
    let mut is_in = false;
    let mut kept = String::new();
    for line in text.lines() {
        is_in = if line.starts_with(" SG_") { is_in } else { !gone(&line) };
        if !is_in {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let car = Car::load("behind_a_gateway.dbc", kept.as_bytes()).unwrap();
    assert_eq!(car.repairs(), []);
    let story = "car x\nstart ignition-on\n1 rear-left open\n1 unit meter shows front-left open\n";
    let (text, _) = told(story, Some(&car), &car);
    let differ = "\
  front-left door
    BCM       asked 21 47         closed (likely)
    METER     asked 21 01         open (a guess)
    they differ: it is the meter, or the line between the two, and not the switch
";
    let same = "\
  rear-left door
    BCM       asked 21 47         open (likely)
    METER     asked 21 01         open (a guess)
    the same, and open: if you see it shut, it is its switch or the harness to it
";
    assert!(text.contains(differ) && text.contains(same), "{text}");
}

#[test]
fn whatever_is_asked_only_reads_and_sessions_are_left() {
    for story in [
        QASHQAI.to_owned(),
        format!("{QASHQAI}1 unit bcm refuses\n1 unit meter busy\n1 unit abs slow 1 s\n"),
        format!("{QASHQAI}1 fault bcm-dies\n"),
        "car nissan_qashqai_j12\nstart ignition-on\n".to_owned(),
    ] {
        let name = story.split_whitespace().nth(1).unwrap();
        let car = Car::by_name(name).unwrap().unwrap();
        let (_, said) = told(&story, Some(&car), &car);
        assert!(said.len() > 10, "{story}");
        for frame in &said {
            let is_flow_control = frame[0] >> 4 == 3;
            let length = usize::from(frame[0] & 0xF);
            assert!(is_flow_control || Request::parse(&frame[1..=length]).is_ok(), "{frame:02X?}");
        }
        let entered = said.iter().filter(|frame| frame[1] == 0x10 && frame[2] == 0xC0).count();
        let left = said.iter().filter(|frame| frame[1] == 0x10 && frame[2] == 0x81).count();
        let is_answered = !story.contains("bcm");
        assert!(left == entered || !is_answered, "{story}: {entered} {left}");
        assert_eq!(entered == 1, name == "nissan_qashqai_j10" && !story.contains("bcm-dies"), "{story}");
    }
}

#[test]
fn who_stops_it_leaves_no_session_and_is_told_what_was_found_until_then() {
    let scenario = scenario(QASHQAI);
    let car = qashqai();
    for millis in (2_000..6_000).step_by(70) {
        let mut line = Simulated::new(&scenario, &car);
        line.stops = at(millis);
        let mut survey = Survey::default();
        survey.make(Some(&car), &mut line).unwrap();
        let count =
            |session: u8| line.said.iter().filter(|frame| frame.payload()[..3] == [2, 0x10, session]).count();
        // One that had not been answered when it was stopped is not known to be entered.
        let is_answered = survey.units.first().is_some_and(|unit| !unit.declared.is_empty());
        assert!(!is_answered || count(0x81) == count(0xC0), "stopped at {millis} ms");
        assert!(!survey.is_cut_short || text(&survey, Some(&car), &line, false).contains("ended by hand"));
    }
}

#[test]
fn behind_a_gateway_units_answer_in_their_language_and_long_identifiers_are_tried() {
    let car = Car::by_name("nissan_qashqai_j12").unwrap().unwrap();
    let story = "car nissan_qashqai_j12\nstart ignition-on\n1 unit bcm code U1000\n";
    let (text, _) = told(story, Some(&car), &car);
    assert!(text.contains("  BCM       at 745, answers at 765, UDS\n"), "{text}");
    assert!(text.contains("trouble code U1000-00: no communication over CAN"), "{text}");
    assert!(text.contains("serial number ************  (--show-vin shows it)"), "{text}");
    // Of a car that is not known, whoever answers to everyone.
    let (text, _) = told(story, None, &car);
    assert!(text.contains("a car that is not known"), "{text}");
    assert!(text.contains("  unit 18DAF110  at 18DA10F1, answers at 18DAF110, OBD\n"), "{text}");
}

#[test]
fn a_car_of_which_nobody_answers_gets_the_next_steps() {
    let car = qashqai();
    let nobody =
        ["bcm", "meter", "abs", "ipdm", "hvac", "engine"].map(|unit| format!("1 unit {unit} silent\n"));
    let (text, _) = told(&format!("{QASHQAI}{}", nobody.concat()), Some(&car), &car);
    assert!(text.contains("  nobody answers\n  - the bus talks, so the way to it is right"), "{text}");
    // The doors are told all the same: by what is broadcast.
    assert!(text.contains("BCM       broadcasts (60D)    closed"), "{text}");
}

#[test]
fn a_sleeping_car_is_woken_and_asked_again() {
    let car = qashqai();
    let (text, _) = told("car nissan_qashqai_j10\n", Some(&car), &car);
    assert!(text.contains("  BCM       at 745, answers at 765, KWP2000\n"), "{text}");
    assert!(text.contains("  ENGINE    at 7E0: no answer\n"), "without ignition: {text}");
}

#[test]
fn numbers_that_tell_this_car_from_all_others_are_shown_to_who_asks_for_them() {
    let (scenario, car) = (scenario(QASHQAI), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let mut survey = Survey::default();
    survey.make(Some(&car), &mut line).unwrap();
    assert!(text(&survey, Some(&car), &line, true).contains("VIN D00RJAMBS1MULATED\n"));
    let texts = Texts::default();
    for (is_shown, shown) in [(false, false), (true, true)] {
        let body = Some(line.body.0.body());
        let asked = Asked {
            interface: "can0",
            car: Some(&car),
            survey: &survey,
            body,
            frames_before: 1,
            texts: &texts,
            is_shown,
        };
        let mut out = Vec::new();
        asked_json(&mut out, &asked).unwrap();
        let line: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(line.to_string().contains("S1MULATED"), shown);
        let schema = doorjamb::report::asked_schema();
        let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
        assert!(line.as_object().unwrap().keys().eq(described), "{line}");
        assert_eq!(line["openings"][0]["views"][1]["request"], "21 47");
        assert_eq!(line["units"][0]["protocol"], "KWP2000");
    }
    assert_eq!(survey.units[2].protocol, Protocol::Kwp2000);
    assert_eq!(survey.units[0].request, CanId::standard(0x745).unwrap());
}
