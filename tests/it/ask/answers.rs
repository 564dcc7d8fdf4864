//! What a unit's message says to a question, and the lists of trouble codes in it.

use doorjamb::ask::trouble::{Code, Texts, list};
use doorjamb::ask::{Answer, Codes, Refusal, Request, Session};
use doorjamb::frame::SourceId;
use doorjamb::notice::NoticeKind;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

#[test]
fn an_answer_repeats_what_was_asked_and_everything_else_is_another() {
    let asked = Request::Local(0x47);
    assert_eq!(Answer::to(asked, &[0x61, 0x47, 0x80, 0x01]), Answer::Data(&[0x80, 0x01]));
    assert_eq!(Answer::to(asked, &[0x61, 0x48, 0x80]), Answer::Other);
    assert_eq!(Answer::to(asked, &[0x61]), Answer::Other);
    assert_eq!(Answer::to(asked, &[0x7F, 0x22, 0x11]), Answer::Other);
    assert_eq!(Answer::to(asked, &[0x7F, 0x21]), Answer::Other);
    assert_eq!(Answer::to(asked, &[]), Answer::Other);
    assert_eq!(Answer::to(Request::Identifier(0xF188), &[0x62, 0xF1, 0x88, 7]), Answer::Data(&[7]));
    assert_eq!(Answer::to(Request::KwpCodes(0xFF00), &[0x57, 0]), Answer::Data(&[0]));
    assert_eq!(Answer::to(Request::Session(Session::Nissan), &[0x50, 0xC0]), Answer::Data(&[]));
}

#[test]
fn a_refusal_says_no_not_yet_or_ask_again() {
    let said = |code| match Answer::to(Request::Identifier(0x0E28), &[0x7F, 0x22, code]) {
        Answer::Refused(refusal) => refusal.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(said(0x11), "service not supported (11)");
    assert_eq!(said(0x31), "request out of range (31)");
    assert_eq!(said(0x80), "service not supported in active session (80)");
    assert_eq!(said(0xEE), "refusal EE, which has no name in the standards");
    assert_eq!(said(0x78), "Pending");
    assert_eq!(said(0x21), "Busy");
    assert!(Refusal(0x11).is_final() && !Refusal(0x22).is_final());
}

proptest! {
    #[test]
    fn any_message_is_judged_and_any_list_of_codes_read(
        message in proptest::collection::vec(any::<u8>(), 0..300),
        asked in proptest::sample::select(&[
            Request::Local(1), Request::Stored, Request::KwpCodes(0xFF00),
            Request::UdsCodes(Codes::Having(0xFF)), Request::UdsCodes(Codes::Supported), Request::Vehicle(2),
        ][..]),
    ) {
        if let Answer::Data(data) = Answer::to(asked, &message) {
            prop_assert!(data.len() < message.len());
        }
        if let Some(list) = list(asked, &message) {
            prop_assert!(list.codes.len() * 2 <= message.len());
            for code in list.codes {
                let again: Code = code.to_string().parse().unwrap();
                prop_assert_eq!((again.number, again.failure), (code.number, code.failure));
            }
        }
    }

    #[test]
    fn any_list_of_texts_is_read_and_each_bad_line_told(text in "([PBCUx][0-4][0-9A-F]{3}(-[0-9A-F]{2})?[,;]?[a-z\"]{0,5}[\r\n ]{0,2}){0,20}") {
        let mut told = 0;
        let texts = Texts::parse(SourceId(0), &text, |notice| {
            assert!(notice.origin.line > 0);
            told += 1;
        });
        prop_assert!(texts.len() + told <= text.lines().count());
    }
}

#[test]
fn a_persons_own_texts_come_before_those_of_the_program_and_bad_lines_are_told_with_their_place() {
    let text = "\u{FEFF}code,text\n# of my car\nu1000;CAN gone\n\"B2600-46\",\"gateway, \"\"A\"\" side\"\nB2562\nX1,y\nB1234,\n";
    let mut told = vec![];
    let texts = Texts::parse(SourceId(3), text, |notice| {
        assert_eq!((notice.kind, notice.origin.source), (NoticeKind::MalformedCode, SourceId(3)));
        told.push((notice.origin.line, notice.text.into_owned()));
    });
    let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [5, 6, 7], "{told:?}");
    assert!(told[1].1.starts_with("not a trouble code: expected P, C, B or U"), "{told:?}");
    let of = |code: &str| texts.of(code.parse().unwrap());
    assert_eq!(of("U1000"), Some("CAN gone"));
    assert_eq!(of("U1000-1C"), Some("CAN gone"));
    assert_eq!(of("B2600-46"), Some("gateway, \"A\" side"));
    assert_eq!(of("B2600-55"), Some("configuration of the CAN gateway"));
    assert_eq!(of("B2600"), None);
    assert_eq!(of("B2562"), Some("low supply voltage (below 8.8 V)"));
    assert_eq!(of("P0340"), None, "of others nothing is said");
}
