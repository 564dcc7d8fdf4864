//! What was learned as a DBC file, by itself and added to others: readable by everyone, and not one byte of the other file changed.

use std::time::Duration;

use doorjamb::body::{Fact, Grade, Lock, Opening};
use doorjamb::car::Car;
use doorjamb::dbc::{Database, Draft};
use doorjamb::frame::{CanId, Time};
use doorjamb::learn::{
    About, Candidate, Claim, Conclusion, Evidence, Met, Outcome, Place, Source, dbc, left_out, merge,
};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::bench::at;

const LEFT: Fact = Fact::Open(Opening::FrontLeft);
const TAILGATE: Fact = Fact::Open(Opening::Tailgate);

fn source(fact: Fact, id: u32, page: Option<u8>, bit: u16) -> Source {
    let id = if id > 0x7FF { CanId::extended(id) } else { CanId::standard(id) }.unwrap();
    let evidence = Evidence { agreed: vec![at(1000), at(2000), at(3000)], contradicted: Vec::new() };
    let candidate = Candidate { place: Place { id, page, bit }, posterior: 0.999, inverted: false, evidence };
    let cycle = Some(Duration::from_millis(100));
    Source { candidate, fact, len: 8, cycle, has_extra_frames: false, lag: Duration::ZERO }
}

fn learned(sources: impl IntoIterator<Item = Source>) -> Vec<Conclusion> {
    let one = |source: Source| Conclusion {
        subject: source.fact.into(),
        outcome: Outcome::Claimed(Claim { sources: vec![source], followers: Vec::new() }),
    };
    sources.into_iter().map(one).collect()
}

fn about(title: &str) -> About {
    About { title: title.to_owned(), learned_from: title.to_owned(), start: Time::ZERO }
}

fn merged(file: &[u8], sources: impl IntoIterator<Item = Source>) -> (Vec<u8>, Vec<Met>) {
    let car = Car::load("known", file).unwrap();
    let (bytes, merged) = merge(file, &car, &about("x"), &learned(sources)).unwrap();
    (bytes, merged.into_iter().map(|one| one.met).collect())
}

/// Whether everything of `file` is in `other`, in its order.
fn is_kept(file: &[u8], other: &[u8]) -> bool {
    let mut rest = other.iter();
    file.iter().all(|byte| rest.any(|other| other == byte))
}

fn sound(bytes: &[u8]) -> Car {
    let car = Car::load("merged", bytes).unwrap();
    assert!(car.repairs().is_empty(), "{:?}\n{}", car.repairs(), String::from_utf8_lossy(bytes));
    car
}

/// A file as German editors write them, but for its encoding.
const KNOWN: &str = "VERSION \"\"\n\nNS_ :\n\tCM_\n\tBA_DEF_\n\tVAL_\n\nBS_:\n\nBU_: TUER\n\n\
    BO_ 257 TUEREN: 8 Vector__XXX\n SG_ HAUBE : 3|1@1+ (1,0) [0|1] \"\" Vector__XXX\n\nBO_ 258 KLIMA: 8 Vector__XXX\n\n\
    CM_ \"T\u{fc}ren, Fenster\nBO_ 257 NICHTS: 8 X\n SG_ NICHTS : 0|8@1+ (1,0) [0|1] \\\"\\\" X\n\";\n\
    BA_DEF_ SG_ \"DoorjambFact\" STRING ;\nBA_DEF_ SG_  \"DoorjambGrade\" ENUM \"A\",\"B\" , \"C\",\"D\" ;\n\
    BA_DEF_DEF_ \"DoorjambFact\" \"\";\nBA_DEF_DEF_ \"DoorjambGrade\" \"D\";\n\
    BA_ \"DoorjambFact\" SG_ 257 HAUBE \"bonnet.open\"; // gepr\u{fc}ft\nVAL_ 257 HAUBE 0 \"closed\" 1 \"open\" ;\n";

/// [`KNOWN`] in every encoding and with every line end.
fn everywhere() -> Vec<Vec<u8>> {
    let narrow = |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let mut all = Vec::new();
    for end in ["\n", "\r\n", "\r"] {
        for text in [KNOWN.to_owned(), KNOWN.trim_end().to_owned()] {
            let text = text.replace('\n', end);
            all.push(text.clone().into_bytes());
            all.push(format!("\u{feff}{text}").into_bytes());
            all.push(narrow(&text));
            all.push(wide(&text, u16::to_le_bytes));
            all.push(wide(&text, u16::to_be_bytes));
        }
    }
    all
}

#[test]
fn whatever_its_encoding_and_line_ends_not_one_byte_of_a_file_is_changed() {
    for file in everywhere() {
        let sources = [
            source(LEFT, 0x101, None, 12),
            source(TAILGATE, 0x18DA_F110, Some(5), 20),
            source(Fact::Locked(Lock::Driver), 0x102, Some(0x21), 9),
        ];
        let (bytes, met) = merged(&file, sources);
        assert!(met.iter().all(|met| *met == Met::Added), "{met:?}");
        assert!(is_kept(&file, &bytes));
        let car = sound(&bytes);
        for fact in [LEFT, TAILGATE, Fact::Locked(Lock::Driver)] {
            assert_eq!(car.watches(fact), Some(Grade::Learned), "{fact}");
        }
        assert_eq!(car.watches(Fact::Open(Opening::Bonnet)), Some(Grade::D));
        assert_eq!(car.database().encoding(), Database::parse("known", &file).unwrap().encoding());
        assert!(car.database().messages().iter().all(|message| message.name != "NICHTS"));
        let cycle = |id| car.database().message(CanId::standard(id).unwrap()).unwrap().cycle;
        assert_eq!(cycle(0x101), Some(Duration::from_millis(100)));
    }
}

#[test]
fn new_lines_end_as_the_file_does_and_stand_where_their_kind_belongs() {
    let file = KNOWN.replace('\n', "\r\n");
    let (bytes, _) =
        merged(file.as_bytes(), [source(LEFT, 0x101, None, 12), source(TAILGATE, 0x7A0, None, 0)]);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(!text.contains("\r\r"));
    let order = [
        " SG_ HAUBE",
        " SG_ DOOR_FRONT_LEFT_OPEN",
        "BO_ 258",
        "BO_ 1952 LEARNED_7A0",
        "CM_ \"T",
        "CM_ SG_ 257",
        "BA_DEF_ SG_ \"DoorjambFact\"",
        "BA_DEF_ BO_ \"GenMsgCycleTime\"",
        "BA_DEF_DEF_ \"DoorjambFact\"",
        "BA_DEF_DEF_ \"GenMsgCycleTime\"",
        "BA_ \"DoorjambFact\" SG_ 257 HAUBE",
        "BA_ \"DoorjambFact\" SG_ 1952",
        "VAL_ 257 HAUBE",
        "VAL_ 1952",
    ];
    let places: Vec<usize> =
        order.iter().map(|what| text.find(what).unwrap_or_else(|| panic!("{what}\n{text}"))).collect();
    assert!(places.is_sorted(), "{places:?}\n{text}");
    assert!(text.contains("\"bonnet.open\"; // gepr\u{fc}ft\r\n"), "{text}");
    assert!(!text.contains("NeedsProof"));
}

#[test]
fn what_is_merged_again_is_confirmed_and_adds_nothing() {
    let sources = || [source(LEFT, 0x101, None, 12), source(TAILGATE, 0x7A0, Some(3), 9)];
    let (once, _) = merged(KNOWN.as_bytes(), sources());
    let (twice, met) = merged(&once, sources());
    assert!(met.iter().all(|met| matches!(met, Met::Confirmed { .. })), "{met:?}");
    assert_eq!(once, twice);
}

/// A file with one message of two bytes, and attributes.
fn file(signals: &str, statements: &str) -> String {
    format!(
        "VERSION \"\"\n\nBU_: B\n\nBO_ 257 M: 2 B\n{signals}\nBA_DEF_ SG_ \"DoorjambFact\" STRING ;\n\
         BA_DEF_DEF_ \"DoorjambFact\" \"\";\n{statements}"
    )
}

fn signal(name: &str, place: &str) -> String {
    format!(" SG_ {name} : {place} (1,0) [0|0] \"\" Vector__XXX\n")
}

#[test]
fn what_cannot_stand_beside_the_rest_is_named() {
    let all = [
        source(LEFT, 0x101, None, 20),
        source(TAILGATE, 0x101, Some(5), 20),
        source(TAILGATE, 0x102, Some(5), 20),
    ];
    let conclusions = learned(all.clone());
    assert_eq!(left_out(&conclusions), [&all[1]]);
    let car = sound(&dbc(&about("x"), &conclusions).unwrap());
    let facts: Vec<Fact> = car.sources().iter().map(|source| source.fact).collect();
    assert_eq!(facts, [LEFT, TAILGATE]);
}

#[test]
fn each_way_in_which_a_bit_meets_a_file_is_told_from_the_others() {
    let told = |name: &str, fact: &str| format!("BA_ \"DoorjambFact\" SG_ 257 {name} \"{fact}\";\n");
    let door = signal("L", "8|1@1+");
    let one = |file: String, source: Source| {
        let (bytes, met) = merged(file.as_bytes(), [source]);
        sound(&bytes);
        met[0].clone()
    };
    let at = |page, bit| source(LEFT, 0x101, page, bit);
    let name = || "L".to_owned();
    let message = || "M".to_owned();
    let words = "VAL_ 257 L 0 \"open\" 1 \"closed\" ;\n";
    assert_eq!(
        one(file(&door, &told("L", "door.front-left.open")), at(None, 8)),
        Met::Confirmed { signal: name() }
    );
    assert_eq!(
        one(file(&door, &(told("L", "door.front-left.open") + words)), at(None, 8)),
        Met::Turned { signal: name() }
    );
    let closed = file(&door, &told("L", "door.front-left.closed"));
    assert_eq!(one(closed.clone(), at(None, 8)), Met::Turned { signal: name() });
    let mut inverted = at(None, 8);
    inverted.candidate.inverted = true;
    assert_eq!(one(closed, inverted), Met::Confirmed { signal: name() });
    assert_eq!(one(file(&door, ""), at(None, 8)), Met::Taken { signal: name(), tells: None });
    assert_eq!(
        one(file(&door, &told("L", "tailgate.open")), at(None, 8)),
        Met::Taken { signal: name(), tells: Some(TAILGATE) }
    );
    assert_eq!(
        one(file(&door, &told("L", "door.front-left.open")), at(None, 9)),
        Met::Elsewhere { signals: vec!["M L".to_owned()] }
    );
    assert_eq!(one(file(&door, ""), at(None, 16)), Met::Beyond { message: message(), len: 2 });
    assert_eq!(one(file(&door, ""), at(Some(5), 9)), Met::Added);
    let first = file(&signal("F", "0|1@1+"), "");
    assert_eq!(one(first, at(Some(5), 9)), Met::Unpaged { message: message() });
    let paged = signal("P M", "0|8@1+") + &signal("L m4", "9|1@1+");
    assert_eq!(one(file(&paged, ""), at(Some(5), 9)), Met::Added);
    assert_eq!(one(file(&paged, ""), at(Some(4), 9)), Met::Taken { signal: name(), tells: None });
    let halved = signal("P M", "0|4@1+");
    assert_eq!(one(file(&halved, ""), at(Some(5), 9)), Met::Unpaged { message: message() });
}

#[test]
fn a_second_place_is_no_conflict_where_the_first_was_learned_too() {
    let known = file(&signal("L", "8|1@1+"), "BA_ \"DoorjambFact\" SG_ 257 L \"door.front-left.open\";\n");
    let (_, met) = merged(known.as_bytes(), [source(LEFT, 0x101, None, 8), source(LEFT, 0x200, None, 3)]);
    assert_eq!(met, [Met::Confirmed { signal: "L".to_owned() }, Met::Added]);
}

#[test]
fn what_a_unit_answers_to_questions_is_no_conflict_with_what_is_broadcast() {
    let j10 = Car::file("nissan_qashqai_j10").unwrap();
    let (bytes, met) =
        merged(j10, [source(LEFT, 0x60D, None, 3), source(Fact::Open(Opening::Bonnet), 0x60D, None, 40)]);
    assert!(matches!(met[..], [Met::Confirmed { .. }, Met::Added]), "{met:?}");
    assert!(is_kept(j10, &bytes));
    let car = sound(&bytes);
    assert_eq!(car.watches(LEFT), Some(Grade::A));
    assert_eq!(car.watches(Fact::Open(Opening::Bonnet)), Some(Grade::Learned));
}

#[test]
fn names_and_bits_of_every_kind_make_a_file_that_can_be_read() {
    let sources = || {
        [
            source(LEFT, 0x18DA_F110, None, 12),
            source(TAILGATE, 0x1FB, Some(0), 9),
            source(Fact::Open(Opening::RearLeft), 0x1FB, Some(0xFF), 9),
            source(Fact::Open(Opening::RearRight), 0x1FB, Some(0xFF), 63),
            source(Fact::Open(Opening::Bonnet), 0x2FB, None, 9),
            source(Fact::Open(Opening::Bonnet), 0x2FB, None, 10),
            source(Fact::Open(Opening::FrontRight), 0x3FB, None, 511),
        ]
    };
    for title in
        ["plain", "a \"b\" \\ c", "two\nlines\r\n", "Škoda Živě", "Лада", "\u{1b}[2J\u{7f}\u{85}", ""]
    {
        let bytes = dbc(&about(title), &learned(sources().into_iter().take(6))).unwrap();
        let car = sound(&bytes);
        assert_eq!(car.sources().len(), 6, "{title}");
        assert!(car.sources().iter().all(|source| !source.needs_proof && source.grade == Grade::Learned));
        assert!(!bytes.windows(10).any(|part| part == b"NeedsProof"));
    }
    let title = |title| {
        sound(&dbc(&about(title), &learned(sources().into_iter().take(1))).unwrap()).title().to_owned()
    };
    assert_eq!(title("Škoda"), "Škoda");
    let mut far = learned(sources().into_iter().skip(6));
    if let Outcome::Claimed(claim) = &mut far[0].outcome {
        claim.sources[0].len = 64;
    }
    assert_eq!(sound(&dbc(&about("far"), &far).unwrap()).sources().len(), 1);
    assert_eq!(dbc(&about("none"), &[]), None);
}

#[test]
fn signals_never_lie_upon_each_other() {
    let sources = [
        source(LEFT, 0x101, None, 12),
        source(TAILGATE, 0x101, Some(5), 12),
        source(Fact::Open(Opening::RearLeft), 0x102, None, 3),
        source(Fact::Open(Opening::RearRight), 0x102, Some(5), 9),
    ];
    let car = sound(&dbc(&about("x"), &learned(sources)).unwrap());
    let told: Vec<Fact> = car.sources().iter().map(|source| source.fact).collect();
    assert_eq!(told, [LEFT, Fact::Open(Opening::RearLeft)]);
    assert!(car.database().lints().is_empty(), "{:?}", car.database().lints());
}

#[test]
fn a_file_whose_broken_lines_would_swallow_what_is_added_is_refused() {
    let file = "BO_ 257 M: 8 X\nVAL_\n0\"\nBS_:\n";
    let car = Car::load("odd.dbc", file.as_bytes()).unwrap();
    let error =
        merge(file.as_bytes(), &car, &about("x"), &learned([source(TAILGATE, 0x7A0, None, 0)])).unwrap_err();
    assert_eq!((error.name.as_str(), error.line), ("odd.dbc", 2), "{error}");
    assert!(error.to_string().ends_with("mend this line first"), "{error}");
}

fn line() -> impl Strategy<Value = String> {
    let known: Vec<&str> = KNOWN.lines().collect();
    prop_oneof![8 => select(known).prop_map(str::to_owned), 1 => "[ -~\u{e4}\"]{0,30}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bytes_to_which_nothing_is_added_stay_as_they_are(bytes in vec(any::<u8>(), 0..200), mark in select(vec![&b""[..], b"\xFF\xFE", b"\xFE\xFF"])) {
        let bytes = [mark, &bytes].concat();
        prop_assert_eq!(Draft::of(&bytes).into_bytes(), bytes);
    }

    #[test]
    fn whatever_is_added_to_nothing_of_it_is_lost(lines in vec(line(), 0..40), end in select(vec!["\n", "\r\n", "\r"])) {
        let file = format!("BO_ 257 M: 8 X{end}{}", lines.join(end));
        let Ok(car) = Car::load("known", file.as_bytes()) else { return Ok(()) };
        let sources = [source(LEFT, 0x101, None, 12), source(TAILGATE, 0x7A0, None, 0)];
        let Ok((bytes, _)) = merge(file.as_bytes(), &car, &about("x"), &learned(sources)) else {
            prop_assert!(!car.repairs().is_empty());
            return Ok(());
        };
        prop_assert!(is_kept(file.as_bytes(), &bytes));
        let after = Car::load("merged", &bytes).unwrap();
        let tells = |fact| after.sources().iter().any(|source| source.fact == fact);
        prop_assert!(car.sources().iter().all(|source| tells(source.fact)));
        let added = CanId::standard(0x7A0).unwrap();
        prop_assert!(after.database().message(added).is_some());
        for message in car.database().messages() {
            let same = after.database().message(message.id).unwrap();
            prop_assert!(message.signals().iter().all(|signal| same.signal(&signal.name).is_some()));
        }
    }
}
