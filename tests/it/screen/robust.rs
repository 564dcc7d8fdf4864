//! Whatever the model holds and whatever the size of the terminal: no panic, nothing that steers the terminal, and no
//! colour where none is wanted.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use doorjamb::body::{
    Agent, Event, Evidence, Fact, Grade, Handedness, Ignition, Lock, Mark, MarkWhat, Opening, Phase, Shows,
    Source as Telling, Value, What,
};
use doorjamb::frame::{CanId, Flags, Frame, Origin, SourceId, Time};
use doorjamb::monitor::{Finding, Output, Unwatched, WhyUnwatched};
use doorjamb::notice::{Notice, NoticeKind};
use doorjamb::report::{Car, Session};
use doorjamb::rules;
use doorjamb::screen::{Bus, Load, Model, Playing, Recording, SMALLEST, Source, Theme};
use proptest::prelude::*;
use ratatui::style::Color;

use super::stories::followed;
use super::{drawn, shown};

/// Characters that a terminal obeys, or that hide or reorder others.
const STEERING: &str = "\x1b[31m\x07\r\n\t\u{9b}2J\u{202e}\u{200b}\u{feff}";

fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just(STEERING.repeat(3)),
        Just("長い名前の自動車".repeat(9)),
        Just("x".repeat(500)),
    ]
}

fn time() -> impl Strategy<Value = Time> {
    prop_oneof![any::<i64>(), 0..100_000_000_000_i64].prop_map(Time::from_nanos)
}

fn fact() -> impl Strategy<Value = Fact> {
    proptest::sample::select(&Fact::ALL[..])
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Switch),
        any::<f64>().prop_map(Value::Number),
        proptest::sample::select(&Ignition::ALL[..]).prop_map(Value::Ignition),
    ]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let payload = proptest::collection::vec(any::<u8>(), 0..=64);
    (time(), any::<u8>(), any::<u64>(), payload, fact(), value(), any::<bool>()).prop_map(
        |(time, source, line, payload, fact, value, framed)| Evidence {
            time,
            origin: Origin { source: SourceId(source.into()), line },
            id: CanId::standard(0x60D),
            frame: Frame::new(time, CanId::standard(0x60D).unwrap(), Flags::FD, &payload).filter(|_| framed),
            shows: Shows::Fact { fact, value, source: usize::from(source) },
        },
    )
}

fn event() -> impl Strategy<Value = Output> {
    let what = prop_oneof![
        (fact(), value()).prop_map(|(fact, value)| What::Seen(fact, value)),
        (fact(), value(), value()).prop_map(|(fact, from, to)| What::Changed(fact, from, to)),
        fact().prop_map(What::Lost),
        Just(What::Phase(Phase::Asleep, Phase::Driving)),
        time().prop_map(|edge| What::LockedBy {
            lock: Lock::Others,
            locked: true,
            edge,
            agent: Agent::Nobody
        }),
        any::<u8>().prop_map(What::AnswerBack),
    ];
    (time(), what, proptest::option::of(evidence()))
        .prop_map(|(time, what, evidence)| Output::Event(Event { time, what, evidence }))
}

fn finding() -> impl Strategy<Value = Output> {
    let pieces = proptest::collection::vec(evidence(), 0..6);
    (0..rules::ALL.len(), any::<u64>(), time(), time(), proptest::option::of(time()), pieces).prop_map(
        |(rule, number, since, raised, cleared, evidence)| {
            let rule = rules::ALL[rule];
            Output::Finding(Finding {
                number,
                rule: rule.id,
                subject: rule.subjects[usize::try_from(number % rule.subjects.len() as u64).unwrap()],
                severity: rule.severity,
                grade: Grade::D,
                since,
                raised,
                cleared,
                evidence,
            })
        },
    )
}

fn output() -> impl Strategy<Value = Output> {
    let notice = words().prop_map(|text| {
        let origin = Origin { source: SourceId(0), line: 7 };
        Output::Notice(Notice { kind: NoticeKind::MalformedLine, origin, text: Cow::Owned(text) })
    });
    prop_oneof![4 => event(), 4 => finding(), 1 => notice]
}

fn bus() -> impl Strategy<Value = Bus> {
    (words(), any::<u32>(), any::<u64>(), any::<u32>()).prop_map(|(name, rate, lost, load)| Bus {
        name,
        rate,
        lost,
        errors: lost,
        bitrate: Some(rate),
        load: Some(Load { least: load, most: rate }),
        ..Bus::default()
    })
}

fn session() -> impl Strategy<Value = Session> {
    (words(), words(), words(), any::<bool>()).prop_map(|(name, title, signal, known)| Session {
        names: vec![name.clone(), title.clone()],
        channels: vec![signal.clone()],
        car: if known {
            Car::Known { id: name.clone(), title, how: String::new() }
        } else {
            Car::Unknown { explanation: vec![title, name.clone()] }
        },
        sources: vec![Telling {
            fact: Fact::Speed,
            message: 0,
            signal,
            place: name,
            grade: Grade::C,
            needs_proof: false,
        }],
        ..Session::default()
    })
}

fn keys() -> impl Strategy<Value = Vec<KeyCode>> {
    let code = prop_oneof![
        proptest::sample::select("co123456ftjkeuhzr s+-?q".chars().collect::<Vec<_>>())
            .prop_map(KeyCode::Char),
        proptest::sample::select(vec![KeyCode::Up, KeyCode::Down, KeyCode::PageUp, KeyCode::PageDown]),
        proptest::sample::select(vec![KeyCode::Enter, KeyCode::Esc, KeyCode::F(1), KeyCode::Null]),
    ];
    proptest::collection::vec(code, 0..12)
}

prop_compose! {
    fn model()(
        session in session(),
        outputs in proptest::collection::vec(output(), 0..30),
        buses in proptest::collection::vec(bus(), 0..7),
        theme in (any::<bool>(), any::<bool>()),
        is_live in any::<bool>(),
        message in words(),
        marks in proptest::collection::vec((time(), 0..6_usize, any::<bool>()), 0..4),
        keys in keys(),
        speed in any::<f64>(),
    ) -> Model {
        let source = if is_live { Source::Live } else { Source::Capture };
        let mut model = Model::new(source, Theme::new(theme.0, theme.1));
        model.session(&session);
        for output in outputs {
 model.output(output);
 }
        model.buses(buses);
        let rules = [rules::ALL[0].id, rules::ALL[1].id];
        let reasons = [WhyUnwatched::NeverSeen(Fact::ALL.to_vec()), WhyUnwatched::NoCar];
        let unwatched = rules.into_iter().zip(reasons);
        let unwatched: Vec<_> =
            unwatched.map(|(rule, reason)| Unwatched { rule, subjects: Vec::new(), reason }).collect();
        model.unwatched(&unwatched);
        for (time, opening, open) in marks {
            let what = MarkWhat::Opening(Opening::ALL[opening], open);
            model.mark(&Mark { time, origin: Origin { source: SourceId(1), line: 1 }, what });
        }
        model.playing(Playing { speed, is_paused: false, is_over: false });
        model.recording(Some(Recording { file: message.clone(), frames: 1, trouble: Some(message.clone()) }));
        model.say(message);
        for code in keys {
            model.press(KeyEvent::new(code, KeyModifiers::NONE));
        }
        model
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_model_can_be_drawn_at_any_size_and_steers_no_terminal(
        model in model(),
        size in prop_oneof![(1..90_u16, 1..30_u16), (80..230_u16, 24..70_u16)],
    ) {
        let buffer = drawn(&model, size);
        let steering = buffer.content.iter().find(|cell| cell.symbol().chars().any(is_steering));
        prop_assert!(steering.is_none(), "{steering:?}");
    }

    #[test]
    fn a_page_may_be_scrolled_while_the_terminal_changes_its_size(
        mut model in model(),
        steps in proptest::collection::vec((1..200_u16, 1..60_u16, any::<bool>()), 1..9),
    ) {
        for (columns, rows, down) in steps {
            drawn(&model, (columns, rows));
            let code = if down { KeyCode::PageDown } else { KeyCode::PageUp };
            model.press(KeyEvent::new(code, KeyModifiers::NONE));
        }
    }
}

#[test]
fn every_size_from_one_by_one_can_be_drawn() {
    let model = followed("closed-but-reported-open", 12, Handedness::Left);
    for columns in (1..=12).chain([31, 32, 79, 80, 81, 149, 150, 151, 220]) {
        for rows in (1..=30).chain([41, 42, 60]) {
            drawn(&model, (columns, rows));
        }
    }
}

#[test]
fn a_terminal_that_is_too_small_says_what_is_needed() {
    let model = followed("closed-but-reported-open", 12, Handedness::Left);
    for size in [(SMALLEST.0 - 1, SMALLEST.1), (SMALLEST.0, SMALLEST.1 - 1), (30, 8)] {
        let dense = shown(&model, size).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(dense.contains("The screen needs 80 columns and 24 rows"), "{dense}");
    }
}

#[test]
fn without_colour_there_is_none() {
    let colours = |model: &Model| {
        let buffer = drawn(model, (120, 40));
        buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
    };
    assert!(!colours(&followed("closed-but-reported-open", 12, Handedness::Left)));
}

#[test]
fn hostile_names_are_shown_as_codes() {
    let mut model = followed("closed-but-reported-open", 12, Handedness::Left);
    model.session(&Session {
        names: vec!["a\x1b[2Jb.log".to_owned()],
        car: Car::Known { id: String::new(), title: "Car\u{202e}".to_owned(), how: String::new() },
        ..Session::default()
    });
    let screen = shown(&model, SMALLEST);
    assert!(screen.contains("a\\u{1b}[2Jb.log  Car\\u{202e}"), "{screen}");
}
