//! Broken files: what is sound is kept, each repair is named by its line.

use doorjamb::dbc::{Database, Error};
use doorjamb::frame::CanId;

use super::{TORTURE, message, parse, repairs};

const DOOR: &str = "BO_ 5 Door: 2 BCM\n SG_ Open : 0|1@1+ (1,0) [0|1] \"\" Meter\n";

#[test]
fn a_file_without_a_message_is_refused_with_its_name_and_what_to_do() {
    let refuse = |bytes: &[u8]| Database::parse("x.dbc", bytes).unwrap_err().to_string();
    assert_eq!(
        refuse(b" \r\n"),
        "x.dbc:1: the file is empty; give a DBC file with at least one message (BO_)"
    );
    assert_eq!(
        refuse(b"VERSION \"\"\n\nBU_: A\n"),
        "x.dbc:1: no message (BO_) in 3 lines, so nothing to decode; check that this is a DBC file"
    );
    assert_eq!(
        refuse(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "x.dbc:3: this is not text, so not a DBC file; check that the right file was named"
    );
    assert_eq!(
        refuse(b"VERSION \"\"\nBO_ five Door: 2 BCM\n"),
        "x.dbc:2: no message (BO_) can be read: its identifier is no number; mend this line first"
    );
    assert_eq!(
        refuse(b"BO_ 5 Door: 9999 BCM\n"),
        "x.dbc:1: no message (BO_) can be read: left out message Door: 9999 bytes are more than 8192; mend this line first"
    );
    assert!(matches!(Database::parse("", b""), Err(Error::Empty { .. })));
}

#[test]
fn an_unknown_statement_costs_only_itself() {
    let database = parse(&format!("FOO_ 1 \"x\";\n{DOOR}BAR_ 2;\nCM_ BO_ 5 \"kept\";\n"));
    assert_eq!(message(&database, 5).comment.as_deref(), Some("kept"));
    assert_eq!(
        repairs(&database),
        [
            "1: left out `FOO_ 1 \"x\";`: it begins with no keyword of a DBC file",
            "4: left out `BAR_ 2;`: it begins with no keyword of a DBC file",
        ]
    );
}

#[test]
fn a_missing_quote_costs_one_statement() {
    let database = parse(&format!(
        "{DOOR}CM_ BO_ 5 \"never closed;\nVAL_ 5 Open 0 \"shut\" 1 \"open\" ;\nBO_ 6 Next: 8 BCM\nCM_ BO_ 6 \"next\";\n"
    ));
    assert_eq!(message(&database, 5).signals()[0].labels.len(), 2);
    assert_eq!(message(&database, 6).comment.as_deref(), Some("next"));
    assert_eq!(repairs(&database).len(), 1, "{:?}", database.repairs());
    assert_eq!(database.repairs()[0].line, 3);
}

#[test]
fn a_broken_signal_costs_only_itself() {
    let database = parse(&format!(
        "{DOOR} SG_ Bad : x|1@1+ (1,0) [0|1] \"\" Meter\n SG_ Good : 8|1@1+ (1,0) [0|1] \"\" Meter\n"
    ));
    assert_eq!(message(&database, 5).signals().len(), 2);
    assert_eq!(
        repairs(&database),
        [
            "3: left out `SG_ Bad : x|1@1+ (1,0) [0|1] \"\" Meter`: not understood from `x|1@1+ (1,0) [0|1] \"\" Meter` on"
        ]
    );
}

#[test]
fn missing_senders_receivers_and_units_are_no_loss() {
    let database = parse(concat!(
        "BO_ 5 Door: 2\n SG_ A : 0|1@1+ (1,0) [0|1] \"V\"\n SG_ B : 1|1@1+ (1,0) [0|1]\n",
        "BO_ 6 Other-Door: 2 1BCM\n SG_ C : 0|1@1+ (1,0) [0|1] \"\" 2,3 4\n",
    ));
    assert_eq!(message(&database, 5).signals().len(), 2);
    assert_eq!(message(&database, 5).signals()[0].unit, "V");
    assert_eq!(message(&database, 6).name, "Other_Door");
    assert_eq!(message(&database, 6).signals().len(), 1);
    assert_eq!(database.repairs().iter().map(|repair| repair.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[test]
fn signals_that_run_out_of_their_message_are_left_out() {
    let database = parse(concat!(
        "BO_ 5 Door: 2 BCM\n",
        " SG_ Intel : 9|8@1+ (1,0) [0|0] \"\" M\n",
        " SG_ Motorola : 8|2@0+ (1,0) [0|0] \"\" M\n",
        " SG_ Fits : 9|2@0+ (1,0) [0|0] \"\" M\n",
        " SG_ Far : 4294967295|8@1+ (1,0) [0|0] \"\" M\n",
        " SG_ Wide : 0|65@1+ (1,0) [0|0] \"\" M\n",
        " SG_ None : 0|0@1+ (1,0) [0|0] \"\" M\n",
    ));
    let names: Vec<_> = message(&database, 5).signals().iter().map(|signal| signal.name.as_str()).collect();
    assert_eq!(names, ["Fits"]);
    assert_eq!(
        repairs(&database),
        [
            "2: left out signal Intel of Door: it runs out of the 2 bytes",
            "3: left out signal Motorola of Door: it runs out of the 2 bytes",
            "5: left out signal Far of Door: it runs out of the 2 bytes",
            "6: left out signal Wide of Door: 65 bits; 1 to 64 can be read",
            "7: left out signal None of Door: 0 bits; 1 to 64 can be read",
        ]
    );
}

#[test]
fn overlaps_are_kept_and_noted_unless_they_never_meet() {
    let database = parse(concat!(
        "BO_ 5 Door: 8 BCM\n",
        " SG_ Page M : 0|8@1+ (1,0) [0|0] \"\" M\n",
        " SG_ Zero m0 : 8|8@1+ (1,0) [0|0] \"\" M\n",
        " SG_ One m1 : 8|8@1+ (1,0) [0|0] \"\" M\n",
        " SG_ Alone : 16|9@1+ (1,0) [0|0] \"\" M\n",
        " SG_ Turned : 31|1@0+ (1,0) [0|0] \"\" M\n",
        " SG_ Clash : 24|2@0+ (1,0) [0|0] \"\" M\n",
    ));
    assert_eq!(message(&database, 5).signals().len(), 6);
    assert_eq!(repairs(&database), ["7: signal Clash of Door overlaps Alone; both are kept"]);
}

#[test]
fn what_is_defined_twice_counts_as_defined_last() {
    let database = parse(concat!(
        "BO_ 5 First: 8 BCM\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" M\n",
        "BO_ 5 Second: 8 BCM\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" M\n SG_ A : 8|8@1+ (1,0) [0|0] \"\" M\n",
    ));
    assert_eq!(message(&database, 5).name, "Second");
    assert_eq!(message(&database, 5).signals()[0].start_bit, 8);
    assert_eq!(
        repairs(&database),
        [
            "1: left out message First (005): line 3 defines the identifier again",
            "4: left out signal A of Second: a later line defines the same name",
        ]
    );
}

#[test]
fn a_long_identifier_without_its_mark_is_taken_as_extended() {
    let database = parse(concat!(
        "BO_ 419360277 Long: 8 BCM\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" M\n",
        "BO_ 1073741824 TooLong: 8 BCM\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" M\n",
        "VAL_ 419360277 A 1 \"one\" ;\nCM_ BO_ 1073741824 \"gone\";\n",
    ));
    let long = database.message(CanId::extended(419_360_277).unwrap()).unwrap();
    assert_eq!(long.signals()[0].labels.len(), 1);
    assert_eq!(
        repairs(&database),
        [
            "1: Long has 29 bits without the mark for it (bit 31); taken as extended",
            "3: left out `BO_ 1073741824 TooLong: 8 BCM`: identifier 1073741824 has more than 29 bits",
            "3: left out all signals below `BO_ 1073741824 TooLong: 8 BCM` too (1)",
            "6: left out `CM_ BO_ 1073741824 \"gone\";`: its message identifier has more than 29 bits",
        ]
    );
}

#[test]
fn statements_about_nothing_are_named() {
    let database = parse(&format!(
        "{DOOR}VAL_ 5 Shut 1 \"shut\" ;\nVAL_ 7 Open 1 \"open\" ;\nCM_ BU_ Nobody \"?\";\nVAL_ 5 Open NoTable ;\nSIG_VALTYPE_ 5 Open : 1;\n"
    ));
    assert_eq!(
        repairs(&database),
        [
            "2: left out signal Open of Door: line 7 makes it a float, which has 32 or 64 bits, not 1",
            "3: left out what is said of signal Shut: message Door has no such signal",
            "4: left out what is said of message 007: there is no such message",
            "5: left out what is said of node Nobody: BU_ does not list it",
        ]
    );
}

#[test]
fn repairs_quote_no_control_characters() {
    let database = parse(&format!("{DOOR}\u{1b}[31mred\u{7}\nCM_ 5x \"\u{1b}]0;title\u{7}\";\n"));
    assert_eq!(database.repairs().len(), 2);
    for repair in database.repairs() {
        assert!(!repair.text.chars().any(char::is_control), "{:?}", repair.text);
    }
}

#[test]
fn any_line_of_a_file_can_be_lost() {
    let text: Vec<&[u8]> = TORTURE.split_inclusive(|byte| *byte == b'\n').collect();
    for lost in 0..text.len() {
        let rest: Vec<u8> = text
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != lost)
            .flat_map(|(_, line)| line.to_vec())
            .collect();
        let database = Database::parse("x", &rest).unwrap();
        let found = database.messages().len();
        assert!(found >= 16, "{found} of 17 messages without line {}", lost + 1);
    }
}
