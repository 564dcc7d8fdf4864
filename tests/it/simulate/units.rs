//! What simulated units answer, asked over ISO-TP by a tester on their bus.

use std::time::Duration;

use doorjamb::ask::isotp::{Event, Link, Route, Settings};
use doorjamb::car::Car;
use doorjamb::frame::{CanId, Frame, Time};
use doorjamb::simulate::{Progress, Scenario, Simulation};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

const QASHQAI: &str = "car nissan_qashqai_j10\nstart ignition-on\n";

/// How long the tester listens after each request.
const PATIENCE: Duration = Duration::from_secs(1);

fn route(request: u32, response: u32) -> Route {
    let id = |id| CanId::standard(id).or_else(|| CanId::extended(id)).unwrap();
    Route::new(id(request), id(response))
}

fn bcm() -> Route {
    route(0x745, 0x765)
}

/// Asks one request after the other from the fourth second on, and gives each answer in hexadecimal, with the milliseconds
/// it took.
fn timed(story: &str, car: Option<Car>, route: Route, requests: &[&[u8]]) -> Vec<(u128, String)> {
    let scenario = Scenario::parse("test", &format!("{story}100 end\n")).unwrap();
    let mut simulation = match car {
        Some(car) => Simulation::with_car(&scenario, &car),
        None => Simulation::new(&scenario).unwrap(),
    };
    let mut tester = Link::new(route, Settings::default());
    let mut frame = Frame::empty();
    let mut now = Time::ZERO.after(Duration::from_secs(4));
    while let Progress::Frame = simulation.proceed(now, &mut frame) {}
    let mut answers = Vec::new();
    for request in requests {
        let asked = now;
        tester.send(request, now).unwrap();
        while now < asked.after(PATIENCE) {
            while let Some(frame) = tester.outgoing(now) {
                simulation.hear(&frame, now);
            }
            tester.advance(now);
            now = now.after(Duration::from_millis(1));
            while let Progress::Frame = simulation.proceed(now, &mut frame) {
                for event in tester.feed(&frame, now) {
                    if let Event::Received(answer) = event {
                        answers.push((now.since(asked).as_millis(), hex(&answer)));
                    }
                }
            }
        }
    }
    answers
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
}

fn answers(story: &str, route: Route, requests: &[&[u8]]) -> Vec<String> {
    timed(story, None, route, requests).into_iter().map(|(_, answer)| answer).collect()
}

#[test]
fn the_body_control_module_shows_its_inputs_in_its_session() {
    let requests: [&[u8]; 4] = [&[0x21, 0x47], &[0x10, 0xC0], &[0x21, 0x47], &[0x21, 0x48]];
    let story = format!("{QASHQAI}1 driver-door open\n1 rear-right open\n1 key in\n");
    assert_eq!(answers(&story, bcm(), &requests), ["7F 21 80", "50 C0", "61 47 4A 00", "61 48 00 50"]);
    // On the other side of the car the driver's door is the right one, and still the driver's.
    let story = format!("{QASHQAI}handed right\n1 front-right open\n");
    assert_eq!(answers(&story, bcm(), &requests[1..3]), ["50 C0", "61 47 08 00"]);
}

#[test]
fn a_session_that_is_left_or_not_kept_open_ends() {
    let open: &[u8] = &[0x10, 0xC0];
    let ask: &[u8] = &[0x21, 0x42];
    assert_eq!(answers(QASHQAI, bcm(), &[open, ask, &[0x20], ask])[1..], ["61 42 00 00", "60", "7F 21 80"]);
    assert_eq!(answers(QASHQAI, bcm(), &[open, &[0x10, 0x81], ask])[1..], ["50 81", "7F 21 80"]);
    let silence: &[u8] = &[0x3E, 0x80];
    let kept = answers(QASHQAI, bcm(), &[open, silence, silence, silence, silence, silence, silence, ask]);
    assert_eq!(kept, ["50 C0", "61 42 00 00"], "tester present wants no answer, and keeps it open");
    // Nobody is asked for six seconds: the meter's answers are not heard here.
    let slow = format!("{QASHQAI}5.5 unit bcm silent until 11\n");
    let left = answers(&slow, bcm(), &[open, ask, ask, ask, ask, ask, ask, ask, ask]);
    assert_eq!(left, ["50 C0", "61 42 00 00", "7F 21 80", "7F 21 80"]);
}

#[test]
fn a_unit_of_this_generation_speaks_kwp_and_refuses_the_rest() {
    let meter = route(0x743, 0x763);
    let requests: [&[u8]; 6] = [
        &[0x22, 0x0E, 0x28],
        &[0x21, 0x01],
        &[0x27, 0x01],
        &[0x30, 0x07, 0x00, 0x01],
        &[0x3E],
        &[0x17, 0xFF, 0x00],
    ];
    let expected = ["7F 22 11", "7F 21 12", "7F 27 11", "7F 30 11", "7E", "57 00"];
    assert_eq!(answers(QASHQAI, meter, &requests), expected);
}

#[test]
fn trouble_codes_and_who_it_is_are_told() {
    let story = format!("{QASHQAI}1 unit bcm code B2562\n1 unit bcm code U1000\n1 unit engine code P0335\n");
    let requests: [&[u8]; 3] = [&[0x17, 0xFF, 0x00], &[0x18, 0x02, 0xFF, 0x00], &[0x1A, 0x90]];
    let told = answers(&story, bcm(), &requests);
    assert_eq!(told[..2], ["57 02 A5 62 60 D0 00 60", "58 02 A5 62 60 D0 00 60"]);
    assert_eq!(told[2], format!("5A 90 {}", hex(b"D00RJAMBS1MULATED")));
    let engine = route(0x7DF, 0x7E8);
    assert_eq!(answers(&story, engine, &[&[0x03], &[0x01, 0x0D]]), ["43 01 03 35", "41 0D 00"]);
    assert_eq!(
        answers(&story, engine, &[&[0x22, 0x0E, 0x28]]),
        Vec::<String>::new(),
        "asked of all, nobody refuses"
    );
}

#[test]
fn the_engine_unit_measures_its_supply() {
    let engine = route(0x7E0, 0x7E8);
    let volts = |story: &str| {
        let told = answers(story, engine, &[&[0x01, 0x42]]);
        let millivolts = told[0].strip_prefix("41 42 ").unwrap().replace(' ', "");
        u32::from_str_radix(&millivolts, 16).unwrap()
    };
    assert_eq!(volts(QASHQAI), 12_350);
    assert_eq!(volts(&format!("{QASHQAI}1 fault weak-battery 11.4 V\n")), 11_150);
    assert_eq!(answers(QASHQAI, engine, &[&[0x01, 0x00]]), ["41 00 08 18 00 01"]);
    // Without ignition the engine unit sleeps.
    assert_eq!(
        answers("car nissan_qashqai_j10\nstart awake\n", engine, &[&[0x01, 0x42]]),
        Vec::<String>::new()
    );
}

#[test]
fn units_behave_as_the_scenario_says() {
    let ask: &[u8] = &[0x3E];
    let told = |manner: &str| timed(&format!("{QASHQAI}1 unit bcm {manner}\n"), None, bcm(), &[ask]);
    let texts = |manner: &str| told(manner).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert_eq!(texts("silent"), Vec::<String>::new());
    assert_eq!(texts("busy"), ["7F 3E 21"]);
    assert_eq!(texts("refuses"), ["7F 3E 22"]);
    let slow = told("slow 0.6 s");
    assert_eq!(slow[0].1, "7F 3E 78");
    assert_eq!(slow[1].1, "7E");
    assert!((600..620).contains(&slow[1].0), "{slow:?}");
    assert_eq!(answers(&format!("{QASHQAI}1 fault bcm-dies\n"), bcm(), &[ask]), Vec::<String>::new());
    assert_eq!(answers(&format!("{QASHQAI}1 unit meter silent\n"), bcm(), &[ask]), ["7E"]);
}

#[test]
fn every_fault_of_a_door_shows_in_the_data_monitor_too() {
    let requests: [&[u8]; 2] = [&[0x10, 0xC0], &[0x21, 0x47]];
    let shows = |line: &str| answers(&format!("{QASHQAI}{line}\n"), bcm(), &requests).pop().unwrap();
    assert_eq!(shows("1 fault ajar-switch-stuck-open rear-left"), "61 47 01 00");
    assert_eq!(shows("1 fault wiring-shorted tailgate"), "61 47 00 80");
    assert_eq!(shows("1 unit bcm shows rear-right open"), "61 47 02 00");
    let stuck = format!("{QASHQAI}1 rear-left open\n1 fault ajar-switch-stuck-closed rear-left\n");
    assert_eq!(answers(&stuck, bcm(), &requests)[1], "61 47 00 00");
}

#[test]
fn a_sleeping_car_wakes_when_asked_and_answers_once_it_is_awake() {
    let scenario = Scenario::parse("test", "car nissan_qashqai_j10\n20 end\n").unwrap();
    let mut simulation = Simulation::new(&scenario).unwrap();
    let mut frame = Frame::empty();
    let at = |millis| Time::ZERO.after(Duration::from_millis(millis));
    assert!(matches!(simulation.proceed(at(5_000), &mut frame), Progress::Waiting(_)), "asleep");
    let mut tester = Link::new(bcm(), Settings::default());
    tester.send(&[0x3E], at(5_000)).unwrap();
    let asked = tester.outgoing(at(5_000)).unwrap();
    assert!(simulation.hear(&asked, at(5_000)));
    assert_eq!(simulation.proceed(at(5_100), &mut frame), Progress::Frame);
    assert_eq!(frame.id, CanId::standard(0x682).unwrap(), "the wake frame comes first");
    let mut answered = |simulation: &mut Simulation<'_>, until| {
        let mut found = false;
        while simulation.proceed(at(until), &mut frame) == Progress::Frame {
            found |= frame.id == bcm().hears;
        }
        found
    };
    assert!(!answered(&mut simulation, 5_500));
    simulation.hear(&asked, at(5_500));
    assert!(answered(&mut simulation, 5_600));
}

#[test]
fn behind_a_gateway_nothing_is_sent_and_units_answer_in_uds() {
    let gateway = "car nissan_qashqai_j12\nstart ignition-on\n1 unit bcm code B2562\n";
    let scenario = Scenario::parse("test", &format!("{gateway}10 end\n")).unwrap();
    let mut frame = Frame::empty();
    assert!(!Simulation::new(&scenario).unwrap().next(&mut frame), "no broadcast at the plug");
    let requests: [&[u8]; 5] =
        [&[0x10, 0x03], &[0x19, 0x02, 0xFF], &[0x22, 0xF1, 0x90], &[0x22, 0x12, 0x34], &[0x21, 0x47]];
    let told = answers(gateway, bcm(), &requests);
    assert_eq!(told[0], "50 03 00 32 01 F4");
    assert_eq!(told[1], "59 02 7F A5 62 00 09");
    assert_eq!(told[2], format!("62 F1 90 {}", hex(b"D00RJAMBS1MULATED")));
    assert_eq!(told[3..], ["7F 22 31", "7F 21 11"]);
    // Asked of all with 29 bits, a long answer goes on where the unit itself is told to.
    let engine = route(0x18DA_10F1, 0x18DA_F110);
    assert_eq!(
        answers(gateway, engine, &[&[0x09, 0x02]]),
        [format!("49 02 01 {}", hex(b"D00RJAMBS1MULATED"))]
    );
}

proptest! {
    // Each tells a story of three seconds.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_bytes_on_the_bus_get_an_answer_or_none(payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..=8), 1..20)) {
        let scenario = Scenario::parse("test", &format!("{QASHQAI}3 end\n")).unwrap();
        let mut simulation = Simulation::new(&scenario).unwrap();
        let mut frame = Frame::empty();
        let mut frames = 0;
        for (payload, tenth) in payloads.iter().zip(1_u64..) {
            let now = Time::ZERO.after(Duration::from_millis(tenth * 100));
            while let Progress::Frame = simulation.proceed(now, &mut frame) {
                frames += 1;
            }
            for id in [0x745, 0x743, 0x7DF, 0x7E0] {
                let id = CanId::standard(id).unwrap();
                let said = Frame::new(now, id, doorjamb::frame::Flags::empty(), payload).unwrap();
                simulation.hear(&said, now);
            }
        }
        prop_assert!(frames > 0);
    }
}
