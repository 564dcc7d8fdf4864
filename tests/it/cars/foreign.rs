//! What is made of anyone's DBC, however it is written.

use doorjamb::body::{Fact, Grade, Lock, Opening, Value};
use doorjamb::car::{Car, Heard, Listener, Platform};
use proptest::prelude::*;

use super::frame;

fn load(text: &str) -> Car {
    Car::load("mine.dbc", text.as_bytes()).unwrap()
}

fn repairs(text: &str) -> Vec<String> {
    load(text).repairs().iter().map(ToString::to_string).collect()
}

/// One message with the one-bit signal `Ajar` and a word `Volts`, then `rest`.
fn file(rest: &str) -> String {
    format!(
        "BO_ 256 Doors: 8 BCM\n SG_ Ajar : 3|1@1+ (1,0) [0|1] \"\" X\n SG_ Volts : 15|16@0+ (0.01,0) [0|0] \"V\" X\n{rest}"
    )
}

#[test]
fn a_file_without_facts_is_decoded_and_watches_nothing() {
    let car = load(&file(""));
    assert!(car.watches_nothing());
    assert_eq!(car.repairs(), []);
    assert_eq!((car.name(), car.title(), car.platform()), ("mine.dbc", "mine.dbc", Platform::Other));
    assert_eq!(car.database().messages().len(), 1);
}

#[test]
fn facts_are_taken_without_definitions_grades_or_labels() {
    let car = load(&file("BA_ \"DoorjambFact\" SG_ 256 Ajar \"tailgate.open\";\n"));
    assert_eq!(car.repairs(), []);
    assert_eq!(car.watches(Fact::Open(Opening::Tailgate)), Some(Grade::D), "ungraded is a guess");
    assert_eq!(car.messages()[0].cycle, None);
}

#[test]
fn a_mistyped_fact_is_named_with_its_line_and_the_likely_one() {
    let text = file("\nBA_ \"DoorjambFact\" SG_ 256 Ajar \"door.front-left.opne\";\n");
    assert_eq!(
        repairs(&text),
        ["line 5: signal Ajar of Doors (100): no fact is called `door.front-left.opne`; did you mean \
          `door.front-left.open`?"]
    );
    assert!(load(&text).watches_nothing());
    let far = repairs(&file("BA_ \"DoorjambFact\" SG_ 256 Ajar \"\u{1b}[2Jcoolant\";\n"));
    assert!(far[0].contains("the known ones stand in dbc/README.md"), "{far:?}");
    assert!(!far[0].contains('\u{1b}'));
}

#[test]
fn a_signal_that_cannot_tell_its_fact_is_left_out_with_the_reason() {
    let told = |rest: &str| repairs(&file(rest)).join("\n");
    let labels =
        "VAL_ 256 Ajar 0 \"shut\" 1 \"ajar\" ;\nBA_ \"DoorjambFact\" SG_ 256 Ajar \"bonnet.open\";\n";
    assert!(told(labels).contains("line 5: signal Ajar of Doors (100): cannot tell `bonnet.open`: none of its labels (VAL_) is `open` or `closed`"));
    let unit = "BA_ \"DoorjambFact\" SG_ 256 Volts \"speed\";\n";
    assert!(told(unit).contains("`speed` is in km/h, the signal in V; scale it to km/h"));
    let bare = "BA_ \"DoorjambFact\" SG_ 256 Ajar \"ignition\";\n";
    assert!(told(bare).contains("none of its labels (VAL_) is off, ACC, ON or START"));
}

#[test]
fn a_wrong_grade_counts_for_the_worst() {
    let text = file(
        "BA_ \"DoorjambFact\" SG_ 256 Ajar \"bonnet.open\";\nBA_ \"DoorjambGrade\" SG_ 256 Ajar \"A+\";\n",
    );
    assert_eq!(
        repairs(&text),
        ["line 5: signal Ajar of Doors (100): its grade is none of A, B, C, D and learned; taken for D"]
    );
    assert_eq!(load(&text).watches(Fact::Open(Opening::Bonnet)), Some(Grade::D));
}

#[test]
fn attributes_of_the_car_that_mean_nothing_are_named() {
    let told = |line: &str| repairs(&file(line)).join("\n");
    let platform = told("BA_ \"DoorjambPlatform\" \"clasic\";\n");
    assert_eq!(platform, "line 4: DoorjambPlatform is `clasic`; it can be classic, ProPILOT, gateway, other");
    let recognise = told("BA_ \"DoorjambRecognise\" \"100 60D\";\n");
    assert!(recognise.starts_with("line 4: DoorjambRecognise names `60D`"), "{recognise}");
    assert_eq!(told("BA_ \"DoorjambRecognise\" \"100 !60D\";\n"), "");
    let unit = format!("BU_: BCM X\n{}BA_ \"DoorjambRequestId\" BU_ BCM 1861;\n", file(""));
    let unit = repairs(&unit).join("\n");
    assert!(unit.starts_with("line 5: unit BCM has the diagnostic identifiers 1861 and 0"), "{unit}");
}

#[test]
fn the_better_grade_comes_first_then_the_order_of_the_file() {
    let graded = |worse: &str, better: &str| {
        let car = load(&format!(
            "BO_ 1 One: 8 X\n SG_ First : 0|1@1+ (1,0) [0|1] \"\" X\n SG_ Second : 1|1@1+ (1,0) [0|1] \"\" X\n\
             BA_ \"DoorjambFact\" SG_ 1 First \"brake\";\nBA_ \"DoorjambFact\" SG_ 1 Second \"brake\";\n\
             BA_ \"DoorjambGrade\" SG_ 1 First \"{worse}\";\nBA_ \"DoorjambGrade\" SG_ 1 Second \"{better}\";\n"
        ));
        car.sources().iter().map(|source| source.signal.clone()).collect::<Vec<_>>()
    };
    assert_eq!(graded("B", "A"), ["Second", "First"]);
    assert_eq!(graded("B", "B"), ["First", "Second"]);
}

#[test]
fn proof_may_be_asked_for_by_word_or_number() {
    for (word, asked) in [("\"yes\"", true), ("1", true), ("\"no\"", false), ("0", false)] {
        let car = load(&file(&format!(
            "BA_ \"DoorjambFact\" SG_ 256 Ajar \"lock.driver.locked\";\nBA_ \"DoorjambNeedsProof\" SG_ 256 Ajar {word};\n"
        )));
        assert_eq!(car.sources()[0].fact, Fact::Locked(Lock::Driver));
        assert_eq!(car.sources()[0].needs_proof, asked, "{word}");
    }
}

const MULTIPLEXED: &str = "BO_ 256 Doors: 8 BCM\n SG_ Page M : 0|4@1+ (1,0) [0|15] \"\" X\n SG_ Left m1 : 8|1@1+ (1,0) [0|1] \"\" X\n SG_ Right m2 : 16|1@1+ (1,0) [0|1] \"\" X\n\
    BA_ \"DoorjambFact\" SG_ 256 Left \"door.front-left.open\";\nBA_ \"DoorjambFact\" SG_ 256 Right \"door.front-right.open\";\n";

#[test]
fn a_multiplexed_source_speaks_only_when_its_page_is_sent() {
    let car = load(MULTIPLEXED);
    let mut listener = Listener::new(&car);
    let mut page = |payload: &[u8]| {
        let frame = frame(0, 256, payload);
        let Heard::New(message) = listener.hear(&frame) else { panic!() };
        let mut said = Vec::new();
        let telling = listener.decode(message, &frame, |source, value| {
            said.push((car.sources()[source].signal.clone(), value));
        });
        (said, telling)
    };
    let open = Some(Value::Switch(true));
    let (said, telling) = page(&[1, 1, 0]);
    assert_eq!(said, [("Left".to_owned(), open)]);
    assert_eq!((telling.short, telling.undefined), (None, None));
    assert_eq!(page(&[2, 0, 1]).0, [("Right".to_owned(), open)]);
    let (said, telling) = page(&[3, 0xFF, 0xFF]);
    assert_eq!((said.len(), telling.undefined.unwrap().value), (0, 3));
    let (said, telling) = page(&[1]);
    assert_eq!(said, [("Left".to_owned(), None)], "its page, but cut off");
    assert_eq!(telling.short.unwrap().needs, 2);
    assert_eq!(page(&[]).0.len(), 2, "which page it was cannot be told");
}

#[test]
fn writing_a_multiplexed_source_turns_to_its_page() {
    let car = load(MULTIPLEXED);
    let mut payload = [0; 8];
    assert!(car.encode(1, Value::Switch(true), &mut payload));
    assert_eq!(payload[..3], [2, 0, 1]);
}

#[test]
fn mistyped_car_names_are_suggested() {
    assert_eq!(Car::suggest("nissan_quashqai_j10"), Some("nissan_qashqai_j10"));
    assert_eq!(Car::suggest("volvo"), None);
    assert!(Car::by_name("volvo").is_none());
}

const SAMPLE: &[u8] = include_bytes!("../../../dbc/nissan_xtrail_t32.dbc");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_damage_to_a_file_makes_loading_panic(
        cuts in prop::collection::vec((0..SAMPLE.len(), any::<u8>()), 1..30),
        end in 0..=SAMPLE.len(),
    ) {
        let mut bytes = SAMPLE.to_vec();
        for (at, byte) in cuts {
            bytes[at] = byte;
        }
        bytes.truncate(end);
        if let Ok(car) = Car::load("damaged.dbc", &bytes) {
            let mut listener = Listener::new(&car);
            let frame = frame(0, 0x454, &[0xFF; 8]);
            if let Heard::New(message) = listener.hear(&frame) {
                listener.decode(message, &frame, |source, _| assert!(source < car.sources().len()));
            }
        }
    }
}
