//! The declared questions of a simulated car, asked again and again.

use std::time::Duration;

use doorjamb::ask::{Heard, Line, Polling, Rate, Request, What};
use doorjamb::body::{Fact, Opening, Value};
use doorjamb::car::Car;
use doorjamb::frame::{Frame, Time};

use super::line::{Simulated, at, scenario};

const QASHQAI: &str = "car nissan_qashqai_j10\nstart ignition-on\n";

fn qashqai() -> Car {
    Car::by_name("nissan_qashqai_j10").unwrap().unwrap()
}

/// Lets it ask until `until`.
fn run(polling: &mut Polling, line: &mut Simulated<'_>, until: Time) {
    while line.now() < until {
        while let Some(frame) = polling.outgoing(line.now()) {
            line.say(&frame).unwrap();
        }
        let due = polling.due().unwrap_or(until).max(line.now().after(Duration::from_micros(100)));
        if let Heard::Frame(frame) = line.hear(due.min(until)).unwrap() {
            polling.feed(&frame, line.now());
        }
    }
}

fn requests(line: &Simulated<'_>) -> Vec<Vec<u8>> {
    let request = |frame: &Frame| {
        let payload = frame.payload();
        (payload[0] >> 4 == 0).then(|| payload[1..=usize::from(payload[0])].to_vec())
    };
    line.said.iter().filter_map(request).collect()
}

#[test]
fn two_questions_a_second_are_asked_in_turn_in_the_session_they_need() {
    let (scenario, car) = (scenario(QASHQAI), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let mut polling = Polling::new(&car, Rate::default(), line.now());
    run(&mut polling, &mut line, at(12_000));
    let asked = requests(&line);
    assert_eq!(
        asked[..5],
        [vec![0x10, 0xC0], vec![0x21, 0x47], vec![0x21, 0x48], vec![0x21, 0x42], vec![0x21, 0x47]]
    );
    assert_eq!(asked.len(), 20, "ten seconds");
    assert_eq!(polling.questions(), 19);
    for request in &asked {
        assert!(Request::parse(request).is_ok());
    }
    let news: Vec<String> = polling.drain().map(|news| news.to_string()).collect();
    assert_eq!(news, ["BCM answers"]);
    assert_eq!(line.body.0.body().tellings(Fact::Open(Opening::FrontLeft)).count(), 4);
}

#[test]
fn the_end_leaves_the_session_and_says_nothing_more() {
    let (scenario, car) = (scenario(QASHQAI), qashqai());
    // Whatever is under way when it ends.
    for millis in (0..1_200).step_by(7) {
        let mut line = Simulated::new(&scenario, &car);
        let mut polling = Polling::new(&car, Rate::default(), line.now());
        run(&mut polling, &mut line, at(2_600 + millis));
        polling.end(line.now());
        run(&mut polling, &mut line, at(4_600 + millis));
        assert!(polling.is_over(), "{millis}");
        let asked = requests(&line);
        assert_eq!(asked.last().unwrap(), &[0x10, 0x81], "ended {millis} ms after it began");
        let said = line.said.len();
        run(&mut polling, &mut line, at(9_000 + millis));
        assert_eq!(line.said.len(), said);
    }
}

#[test]
fn while_it_is_held_nothing_is_asked_and_no_session_is_open() {
    let (scenario, car) = (scenario(QASHQAI), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let mut polling = Polling::new(&car, Rate::default(), line.now());
    run(&mut polling, &mut line, at(5_000));
    polling.hold(true);
    run(&mut polling, &mut line, at(6_000));
    let said = requests(&line);
    assert_eq!(said.last().unwrap(), &[0x10, 0x81]);
    run(&mut polling, &mut line, at(12_000));
    assert_eq!(requests(&line).len(), said.len());
    polling.hold(false);
    run(&mut polling, &mut line, at(14_000));
    assert_eq!(requests(&line)[said.len()..][..2], [vec![0x10, 0xC0], vec![0x21, 0x42]]);
}

#[test]
fn who_does_not_answer_is_asked_ever_more_seldom_and_again_at_once_when_it_does() {
    let (scenario, car) = (scenario(&format!("{QASHQAI}1 unit bcm silent until 20\n")), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let mut polling = Polling::new(&car, Rate::default(), line.now());
    run(&mut polling, &mut line, at(19_000));
    assert_eq!(line.said.len(), 4, "after 2, 4 and 8 seconds");
    let news: Vec<_> = polling.drain().collect();
    assert!(matches!(&news[..], [one] if matches!(one.what, What::Not(..))), "told once: {news:?}");
    run(&mut polling, &mut line, at(55_000));
    assert!(polling.drain().any(|news| news.what == What::Answers));
}

#[test]
fn what_a_unit_refuses_for_good_is_not_asked_again() {
    // The meter of the Qashqai knows no request: a car whose file says otherwise is wrong about it.
    let text = std::fs::read_to_string("captures/asked/simulated_meter.dbc").unwrap();
    let asks_more = Car::load("x", text.as_bytes()).unwrap();
    let scenario = scenario(QASHQAI);
    let mut line = Simulated::new(&scenario, &qashqai());
    let mut polling = Polling::new(&asks_more, Rate::default(), line.now());
    run(&mut polling, &mut line, at(12_000));
    let asked = requests(&line);
    assert_eq!(asked.iter().filter(|request| **request == [0x21, 0x01]).count(), 1);
    assert!(asked.iter().filter(|request| **request == [0x21, 0x47]).count() > 10);
    assert!(polling.drain().any(|news| matches!(news.what, What::Never(..)) && news.unit == "METER"));
}

#[test]
fn a_slow_bus_is_asked_less_so_that_two_percent_of_it_are_never_passed() {
    let (scenario, car) = (scenario(QASHQAI), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let rate = Rate { spacing: Duration::from_millis(10), bitrate: 20_000 };
    let mut polling = Polling::new(&car, rate, line.now());
    run(&mut polling, &mut line, at(22_000));
    // A question and its answer take two frames of 133 bits: of 400 bits a second that leaves one and a half.
    assert!((28..=32).contains(&requests(&line).len()), "{}", requests(&line).len());
}

#[test]
fn a_unit_that_restarts_is_asked_for_its_session_anew() {
    let (scenario, car) = (scenario(&format!("{QASHQAI}8 unit bcm silent until 15\n")), qashqai());
    let mut line = Simulated::new(&scenario, &car);
    let mut polling = Polling::new(&car, Rate::default(), line.now());
    run(&mut polling, &mut line, at(30_000));
    let opened = requests(&line).iter().filter(|request| **request == [0x10, 0xC0]).count();
    assert!(opened >= 2, "{opened}");
    let value = line.body.0.body().tellings(Fact::Open(Opening::FrontLeft)).nth(1).unwrap().1;
    assert_eq!(value, Value::Switch(false));
}
