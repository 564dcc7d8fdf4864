//! The files of `dbc/` held to what `dbc/README.md` asks of them.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use doorjamb::body::{Fact, Grade, Opening, Source};
use doorjamb::car::{AtPlug, Car, Platform, Protocol};
use doorjamb::dbc::{Message, Signal};
use doorjamb::frame::CanId;

use super::{embedded, named};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dbc")
}

fn text(car: &Car) -> String {
    std::fs::read_to_string(folder().join(car.name()).with_extension("dbc")).unwrap()
}

#[test]
fn every_file_is_embedded_and_loads_without_repairs() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "dbc"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let embedded = embedded();
    assert_eq!(embedded.len(), 8);
    assert_eq!(files, embedded.iter().map(|car| car.name().to_owned()).collect());
    for car in embedded {
        assert_eq!(car.repairs(), [], "{}", car.name());
        assert_ne!(car.title(), car.name(), "it has a title");
        assert_ne!(car.platform(), Platform::Other);
        assert!(!car.profile().comment.is_empty());
    }
}

#[test]
fn no_two_signals_share_a_bit_and_all_fit_their_frames() {
    for car in embedded() {
        for message in car.database().messages() {
            let mut taken = HashMap::new();
            for signal in message.signals() {
                assert!(signal.fits(message.length), "{} {}", car.name(), signal.name);
                for bit in signal.bit_positions() {
                    let other = taken.insert(bit, &signal.name);
                    assert_eq!(other, None, "{} {} bit {bit} of {}", car.name(), signal.name, message.id);
                }
            }
        }
    }
}

#[test]
fn every_signal_has_a_grade_and_a_source_of_its_own() {
    let mut signals = 0;
    for car in embedded() {
        let text = text(car);
        for message in car.database().messages() {
            for signal in message.signals() {
                let id = message.id.value() | if message.id.is_extended() { 1 << 31 } else { 0 };
                let graded = format!("BA_ \"DoorjambGrade\" SG_ {id} {} ", signal.name);
                assert!(text.contains(&graded), "{} {}", car.name(), signal.name);
                assert!(signal.comment.as_ref().is_some_and(|comment| comment.len() > 10));
                signals += 1;
            }
        }
    }
    // The Qashqai J10 tells 17 more to whoever asks.
    assert_eq!(signals, 4 * 41 + 2 * 18 + 17);
}

/// The facts that a car broadcasts, with the grade of each source.
fn facts(name: &str) -> String {
    let car = named(name);
    let mut lines: Vec<String> = Vec::new();
    let broadcast = |source: &&Source| car.messages()[source.message].request.is_none();
    for source in car.sources().iter().filter(broadcast) {
        let id = car.messages()[source.message].id;
        let proof = if source.needs_proof { " proof" } else { "" };
        lines.push(format!("{} {} {id}:{}{proof}", source.fact, source.grade, source.place));
    }
    lines.join("\n")
}

const CLASSIC: &str = "\
door.front-left.open A 60D:0.3
door.front-right.open A 60D:0.4
door.rear-left.open A 60D:0.5
door.rear-right.open B 60D:0.6
tailgate.open B 60D:0.7
lock.driver.locked B 60D:2.4 proof
lock.others.locked B 60D:2.3 proof
lock.driver.commanded B 358:5.0 proof
lock.others.commanded B 358:5.1 proof
tailgate.request C 60D:3.1-3.5
ignition A 60D:1.1-1.2
engine.running B 551:3.5-3.7
speed A 280:4-5
speed A 284:4-5
speed B 354:0-1
supply C 625:2
supply C 6F6:0
parking-brake B 5C5:0.2
belt.driver.unfastened B 280:0.1
brake B 35D:4.4
brake B 354:6.4
turn.left A 60D:1.5
turn.right A 60D:1.6
bcm.awake B 35D:1.0-1.1
bcm.wake C 682:0
key.in-slot B 358:0.0";

const PROPILOT: &str = "\
door.front-left.open C 454:5.5
door.front-right.open C 454:5.7
door.rear-left.open C 454:5.3
door.rear-right.open C 454:5.1
tailgate.open C 454:6.7
door.front-left.closed C 454:5.4
door.front-right.closed C 454:5.6
door.rear-left.closed C 454:5.2
door.rear-right.closed C 454:5.0
speed C 285:0-1
belt.driver.unfastened C 4F9:3.1
turn.left C 453:1.3
turn.right C 453:1.4";

#[test]
fn each_car_tells_these_facts_from_these_bits_with_these_grades() {
    assert_eq!(facts("nissan_classic"), CLASSIC);
    assert_eq!(facts("nissan_qashqai_j10"), CLASSIC);
    assert_eq!(
        facts("nissan_altima_l33"),
        CLASSIC.replace("tailgate.open B 60D:0.7", "tailgate.open C 358:2.0")
    );
    let derived = CLASSIC.replace(" C ", " D ").replace(" A ", " C ").replace(" B ", " C ");
    assert_eq!(facts("nissan_teana_j32"), derived);
    assert_eq!(facts("nissan_xtrail_t32"), PROPILOT);
    assert_eq!(facts("nissan_qashqai_j11"), PROPILOT.replace(" C ", " D "));
    for hidden in ["nissan_qashqai_j12", "nissan_murano_z52"] {
        assert_eq!(facts(hidden), "");
        assert!(named(hidden).watches_nothing());
        assert_eq!(named(hidden).profile().at_plug, AtPlug::Hidden);
    }
}

#[test]
fn coverage_names_what_a_car_cannot_watch() {
    let car = named("nissan_xtrail_t32");
    let missing: Vec<&str> =
        car.coverage().filter(|(_, grade)| grade.is_none()).map(|(fact, _)| fact.name()).collect();
    assert!(missing.contains(&"lock.driver.locked") && missing.contains(&"ignition"));
    assert_eq!(car.watches(Fact::Open(Opening::FrontLeft)), Some(Grade::C));
    assert_eq!(car.coverage().count(), Fact::COUNT);
}

#[test]
fn relatives_of_the_classic_platform_agree_bit_for_bit() {
    let classic = named("nissan_classic");
    for relative in ["nissan_qashqai_j10", "nissan_teana_j32", "nissan_altima_l33"].map(named) {
        for message in relative.database().messages().iter().filter(|message| !message.id.is_extended()) {
            let same = classic.database().message(message.id).unwrap();
            assert_eq!((&same.name, same.length, same.cycle), (&message.name, message.length, message.cycle));
            for signal in message.signals().iter().filter(|signal| signal.name != "TRUNK_OPEN") {
                let twin = same.signal(&signal.name).unwrap();
                assert!(signal.bit_positions().eq(twin.bit_positions()), "{}", signal.name);
                assert_eq!((signal.factor, signal.offset), (twin.factor, twin.offset));
                assert_eq!(signal.labels, twin.labels);
            }
        }
    }
}

#[test]
fn what_captures_disprove_is_not_read_by_any_car() {
    for car in embedded() {
        let of = |id| car.database().message(CanId::standard(id).unwrap());
        assert!(of(0x292).is_none_or(|motion| motion.signals().is_empty()));
        let byte_3 = |bit: usize| (24..32).contains(&bit);
        let lamps = of(0x625).into_iter().flat_map(Message::signals);
        assert!(!lamps.flat_map(Signal::bit_positions).any(byte_3));
    }
}

#[test]
fn diagnostic_addresses_are_those_of_the_maker() {
    for car in embedded() {
        let unit = |name: &str| car.units().iter().find(|unit| unit.name == name).unwrap();
        let ids = |name| (unit(name).request.to_string(), unit(name).response.to_string());
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(ids("BCM"), pair("745", "765"));
        assert_eq!(ids("METER"), pair("743", "763"));
        assert_eq!(ids("ABS"), pair("740", "760"));
        assert_eq!(ids("IPDM_ER"), pair("74D", "76D"));
        assert_eq!(ids("HVAC"), pair("744", "764"));
        let long = car.name() == "nissan_qashqai_j12";
        assert_eq!(ids("ENGINE"), if long { pair("18DB33F1", "18DAF110") } else { pair("7E0", "7E8") });
        let classic = car.platform() == Platform::Classic;
        assert_eq!(unit("BCM").protocol, if classic { Protocol::Kwp2000 } else { Protocol::Uds });
        assert_eq!(unit("ENGINE").protocol, Protocol::Obd);
    }
}

#[test]
fn the_readme_tells_every_attribute_and_every_fact() {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for car in embedded() {
        for line in text(car).lines().filter(|line| line.starts_with("BA_DEF_ ")) {
            let name = line.split('"').nth(1).unwrap();
            assert!(readme.contains(&format!("`{name}`")), "{name} is not explained");
        }
    }
    for fact in Fact::ALL.into_iter().filter(|fact| !matches!(fact, Fact::Closed(_))) {
        assert!(readme.contains(&format!("`{fact}`")), "{fact} is not listed");
    }
    for grade in Grade::ALL {
        assert!(readme.contains(&format!("| {grade} |")));
    }
}
