//! Files of answers: what is understood, what is told to be wrong, and that nothing breaks it.

use doorjamb::diagnosis::{Answers, DONT_KNOW, MAX_BYTES, Place, questions};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

#[test]
fn answers_are_read_with_their_places_and_comments_passed_over() {
    let answers = Answers::parse(
        "# by the owner\n\nsound hum tailgate\nfob-lamp dark # LED\nwindow unknown rear-left\n",
    );
    assert!(answers.misread.is_empty(), "{:?}", answers.misread);
    let said: Vec<_> = answers
        .given
        .iter()
        .map(|given| (given.question.id, given.answer.id, given.place.map(Place::id)))
        .collect();
    let expected = [
        ("sound", "hum", Some("tailgate")),
        ("fob-lamp", "dark", None),
        ("window", DONT_KNOW.id, Some("rear-left")),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_line_that_says_nothing_known_is_told_with_its_number_and_the_rest_is_kept() {
    let answers =
        Answers::parse("sond hum\nsound humm\nsound\nsound hum roof\nfob-lamp dark tailgate\nsound hum\n");
    assert_eq!(answers.given.len(), 1);
    assert_eq!(answers.misread_count, 5);
    let told: Vec<(u64, &str)> = answers.misread.iter().map(|(line, text)| (*line, text.as_str())).collect();
    let wanted = [
        "did you mean sound?",
        "did you mean hum?",
        "expected a question",
        "is no place",
        "not asked about a place",
    ];
    for ((line, text), (number, wanted)) in told.iter().zip((1_u64..).zip(wanted)) {
        assert_eq!(*line, number);
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn a_file_of_nonsense_costs_little() {
    let answers = Answers::parse(&"x y\n".repeat(100_000));
    assert_eq!(answers.misread.len(), 10);
    assert!(answers.misread_count >= (MAX_BYTES / 4) as u64 && answers.misread_count < 100_000);
    let long = "ä".repeat(MAX_BYTES);
    assert!(Answers::parse(&long).misread.iter().all(|(_, text)| text.len() < 300));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "(?s).{0,400}") {
        let answers = Answers::parse(&text);
        prop_assert!(answers.misread.len() as u64 <= answers.misread_count);
    }

    #[test]
    fn every_answer_of_every_question_is_understood(pick in 0_usize..1000, choice in 0_usize..1000) {
        let all: Vec<_> = questions().collect();
        let question = all[pick % all.len()];
        let lettered = question.lettered();
        let (_, answer) = lettered[choice % lettered.len()];
        let answers = Answers::parse(&format!("  {}\t{}  ", question.id, answer.id));
        prop_assert_eq!(answers.given.len(), 1);
        prop_assert_eq!((answers.given[0].question.id, answers.given[0].answer), (question.id, answer));
    }
}
