//! The tables hold together: every id exists, nothing is said twice, everything has its words.

use std::collections::BTreeSet;

use doorjamb::diagnosis::{
    Column, DONT_KNOW, Kind, MODELS, Place, Sign, Strength, Warning, causes, question, questions,
};
use doorjamb::rules;

/// Lower-case words with hyphens.
fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[test]
fn every_cell_of_the_table_names_evidence_that_exists() {
    for cause in causes() {
        for weight in cause.weights {
            let known = match weight.column {
                Column::Raised(rule) | Column::Quiet(rule) => rules::by_id(rule).is_some(),
                Column::RaisedForAll(rule) => rules::by_id(rule).is_some_and(|rule| rule.subjects.len() > 1),
                Column::Seen(sign) => Sign::ALL.contains(&sign),
                Column::Answered(id, answer) => {
                    answer != DONT_KNOW.id
                        && question(id).is_some_and(|question| question.answer(answer).is_some())
                }
            };
            assert!(known, "{}: {:?}", cause.id, weight.column);
            assert_ne!(weight.strength, Strength::Neutral, "{}: neutral cells are left out", cause.id);
        }
    }
}

#[test]
fn no_cell_is_filled_twice_and_each_has_its_reason() {
    for cause in causes() {
        let columns: BTreeSet<String> =
            cause.weights.iter().map(|weight| format!("{:?}", weight.column)).collect();
        assert_eq!(columns.len(), cause.weights.len(), "{} weighs something twice", cause.id);
        for weight in cause.weights {
            let why = weight.why;
            assert!(
                why.len() > 7 && !why.ends_with('.') && !why.starts_with(char::is_uppercase),
                "{}: {why}",
                cause.id
            );
        }
    }
}

#[test]
fn every_cause_is_named_once_and_told_in_full() {
    let ids: BTreeSet<&str> = causes().map(|cause| cause.id).collect();
    assert_eq!(ids.len(), causes().count(), "two causes of one id");
    for cause in causes() {
        assert!(is_kebab(cause.id), "{}", cause.id);
        assert!(!cause.places.is_empty() && !cause.confirm.is_empty(), "{}", cause.id);
        let words = [cause.fails, cause.shows, cause.remedy];
        assert!(words.iter().all(|text| text.ends_with('.') && text.len() > 8), "{}", cause.id);
        assert!(
            cause
                .confirm
                .iter()
                .all(|step| !step.act.is_empty() && !step.good.is_empty() && !step.bad.is_empty())
        );
        let supports = cause.weights.iter().filter(|weight| weight.strength == Strength::StronglyFor).count();
        assert!(supports > 0, "nothing can ever make {} likely", cause.id);
        let only_place = cause.places.len() == 1;
        assert!(only_place || cause.title.contains("{place}"), "{}: its title does not say where", cause.id);
        assert!(!cause.title_at(cause.places[0]).contains('{'), "{}", cause.id);
    }
}

#[test]
fn every_question_tells_causes_apart_by_every_answer_it_lists_or_all_but_one() {
    for one in questions().filter(|one| one.id != "where") {
        let weighed = |answer: &'static str| {
            causes().any(|cause| cause.weight(Column::Answered(one.id, answer)).is_some())
        };
        let idle: Vec<&str> = one.answers.iter().map(|answer| answer.id).filter(|id| !weighed(id)).collect();
        assert!(idle.len() <= 1, "{}: nothing depends on {idle:?}", one.id);
    }
}

#[test]
fn questions_and_answers_have_ids_of_their_own() {
    let ids: BTreeSet<&str> = questions().map(|question| question.id).collect();
    assert_eq!(ids.len(), questions().count());
    for one in questions() {
        assert!(is_kebab(one.id) && one.answers.len() >= 2 && one.answers.len() < 26, "{}", one.id);
        let answers: BTreeSet<&str> = one.answers.iter().map(|answer| answer.id).collect();
        assert_eq!(answers.len(), one.answers.len(), "{}", one.id);
        assert!(!answers.contains(DONT_KNOW.id), "{}: don't know is always there", one.id);
        assert!(answers.iter().all(|id| is_kebab(id)), "{}", one.id);
        assert!(!one.text_at(None).contains('{'), "{}", one.id);
        let lettered = one.lettered();
        assert_eq!(lettered.last().map(|(_, answer)| *answer), Some(DONT_KNOW), "{}", one.id);
        for (letter, answer) in lettered {
            assert_eq!(one.by_letter(letter.to_ascii_uppercase()), Some(answer));
        }
    }
}

#[test]
fn every_finding_that_is_bad_speaks_for_some_cause() {
    // These concern the recording, not the car.
    let of_the_recording = ["capture-gap", "time-went-backwards"];
    for rule in rules::ALL.iter().filter(|rule| !of_the_recording.contains(&rule.id)) {
        let explained = causes().any(|cause| {
            [Column::Raised(rule.id), Column::RaisedForAll(rule.id)].into_iter().any(|column| {
                cause.weight(column).is_some_and(|weight| weight.strength == Strength::StronglyFor)
            })
        });
        assert!(explained, "no cause is strongly suggested by {}", rule.id);
    }
}

#[test]
fn warnings_and_signs_are_used_and_models_name_causes() {
    for warning in Warning::ALL {
        assert!(is_kebab(warning.id()) && warning.words().ends_with('.'));
        assert!(causes().any(|cause| cause.warnings.contains(&warning)), "{warning:?} is never given");
    }
    for sign in Sign::ALL {
        assert!(causes().any(|cause| cause.weight(Column::Seen(sign)).is_some()), "{sign:?} says nothing");
    }
    for (model, cause) in MODELS {
        assert!(causes().any(|known| known.id == *cause), "{model}: {cause}");
    }
}

#[test]
fn what_is_no_fault_costs_nothing() {
    for cause in causes().filter(|cause| cause.kind == Kind::NotAFault) {
        assert_eq!((cause.difficulty.id(), cause.cost.id()), ("low", "low"), "{}", cause.id);
    }
    assert!(causes().filter(|cause| cause.kind == Kind::NotAFault).count() >= 6);
}

#[test]
fn places_are_written_and_read_alike() {
    for cause in causes() {
        for place in cause.places {
            assert_eq!(Place::from_id(place.id()), Some(*place));
        }
    }
    assert_eq!(Place::from_id("roof"), None);
}
