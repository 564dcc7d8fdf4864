//! What is doubtful in a file that can be read: each doubt is raised where it is due, and nowhere else.

use doorjamb::car::Car;
use doorjamb::dbc::{Database, Encoding, LintKind};

use super::{TORTURE, parse};

/// The doubts as `line kind`.
fn doubts(text: &str) -> Vec<(u64, LintKind)> {
    parse(text).lints().iter().map(|lint| (lint.line, lint.kind)).collect()
}

/// One message with these signal lines, and nothing else to doubt; the first signal is in line 3.
fn with_signals(lines: &str) -> String {
    format!("BU_: BCM\nBO_ 5 Door: 8 BCM\n{lines}BA_ \"GenMsgCycleTime\" BO_ 5 100;\n")
}

const GOOD: &str = " SG_ Open : 0|1@1+ (1,0) [0|1] \"\" BCM\n";

#[test]
fn a_sound_file_raises_no_doubt() {
    assert_eq!(doubts(&with_signals(GOOD)), []);
    // What a message without signals is there for stands in its comment.
    let bare = "BO_ 6 Trap: 8 Vector__XXX\nCM_ BO_ 6 \"byte 3 is no door\";\n";
    assert_eq!(doubts(&format!("{}{bare}", with_signals(GOOD))), []);
}

#[test]
fn every_kind_of_doubt_is_raised_in_the_line_it_is_about() {
    use LintKind::{
        IdleMultiplexer, ImpossibleLength, LabelOfFloat, LabelOutOfRange, LimitsBeyondBits, LimitsCrossed,
        NoCycleTime, NoSignals, SameName, SignedBit, UnlistedNode, Unsent,
    };
    let second = |message: &str| format!("{}{message}\n{GOOD}", with_signals(GOOD));
    let timed = |message: &str, id: u32| format!("{}BA_ \"GenMsgCycleTime\" BO_ {id} 0;\n", second(message));
    let cases = [
        (timed("BO_ 6 Next: 8 Vector__XXX", 6), vec![(5, Unsent)]),
        (timed("BO_ 6 Next: 8 Meter", 6), vec![(5, UnlistedNode)]),
        (timed("BO_ 6 Door: 8 BCM", 6), vec![(5, SameName)]),
        (timed("BO_ 6 Next: 13 BCM", 6), vec![(5, ImpossibleLength)]),
        (timed("BO_ 6 Next: 64 BCM", 6), vec![]),
        (second("BO_ 6 Next: 8 BCM"), vec![(5, NoCycleTime)]),
        (format!("BU_: BCM\nBO_ 5 Door: 8 BCM\n{GOOD}"), vec![(2, NoCycleTime)]),
        (format!("{}BO_ 6 Next: 8 BCM\n", with_signals(GOOD)), vec![(5, NoSignals)]),
        (with_signals(" SG_ A : 0|8@1+ (1,0) [9|3] \"\" X\n"), vec![(3, LimitsCrossed)]),
        (with_signals(" SG_ A : 0|8@1+ (0.5,-10) [-10|200] \"\" X\n"), vec![(3, LimitsBeyondBits)]),
        (with_signals(" SG_ A : 0|8@1- (1,0) [0|255] \"\" X\n"), vec![(3, LimitsBeyondBits)]),
        (with_signals(" SG_ A : 0|8@1+ (0.5,-10) [-10|118] \"\" X\n"), vec![]),
        (with_signals(" SG_ A : 0|8@1+ (-1,0) [-255|0] \"\" X\n"), vec![]),
        (with_signals(" SG_ A : 0|64@1+ (1,0) [0|18446744073709551615] \"\" X\n"), vec![]),
        (with_signals(" SG_ A : 0|1@1- (1,0) [0|0] \"\" X\n"), vec![(3, SignedBit)]),
        (with_signals(" SG_ A M : 0|8@1+ (1,0) [0|0] \"\" X\n"), vec![(3, IdleMultiplexer)]),
        (
            with_signals(" SG_ A M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ B m1 : 8|8@1+ (1,0) [0|0] \"\" X\n"),
            vec![],
        ),
        (format!("{}VAL_ 5 Open 0 \"shut\" 2 \"open\" ;\n", with_signals(GOOD)), vec![(3, LabelOutOfRange)]),
        (format!("{}VAL_ 5 Open -1 \"shut\" 1 \"open\" ;\n", with_signals(GOOD)), vec![(3, LabelOutOfRange)]),
        (
            format!(
                "{}VAL_ 5 A -128 \"low\" 127 \"high\" ;\n",
                with_signals(" SG_ A : 0|8@1- (1,0) [0|0] \"\" X\n")
            ),
            vec![],
        ),
        (
            format!(
                "{}SIG_VALTYPE_ 5 A : 1;\nVAL_ 5 A 0 \"zero\" ;\n",
                with_signals(" SG_ A : 0|32@1- (1,0) [0|0] \"\" X\n")
            ),
            vec![(3, LabelOfFloat)],
        ),
    ];
    let mut raised: Vec<LintKind> = Vec::new();
    for (text, expected) in cases {
        assert_eq!(doubts(&text), expected, "{text}");
        raised.extend(expected.into_iter().map(|(_, kind)| kind));
    }
    for kind in LintKind::ALL {
        assert!(raised.contains(&kind), "{} is never raised", kind.id());
    }
}

#[test]
fn the_cars_that_come_with_the_program_raise_only_doubts_that_are_true() {
    for name in Car::embedded() {
        let car = Car::by_name(name).unwrap().unwrap();
        assert_eq!(car.repairs(), [], "{name}");
        for lint in car.database().lints() {
            // Who sends the supply voltage nobody knows.
            assert_eq!(lint.text, "message SUPPLY (6F6) has no sender", "{name}:{}", lint.line);
        }
    }
}

#[test]
fn a_file_says_how_it_is_written_and_what_it_defines() {
    let torture = Database::parse("x", TORTURE).unwrap();
    assert_eq!(torture.encoding(), Encoding::Windows1252);
    assert_eq!((torture.attribute_definitions(), torture.value_tables()), (10, 1));
    assert_eq!(parse("BO_ 1 M: 1 X\nCM_ \"°\";\n").encoding(), Encoding::Utf8);
    assert_eq!(parse("\u{feff}BO_ 1 M: 1 X\n").encoding(), Encoding::Utf8Marked);
}

#[test]
fn messages_and_signals_know_their_lines() {
    let database = parse(&with_signals(GOOD));
    assert_eq!((database.messages()[0].line, database.messages()[0].signals()[0].line), (2, 3));
}
