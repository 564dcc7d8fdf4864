//! How a case behaves: what wins, what is asked, what an answer and its taking back do.

use doorjamb::body::{Handedness, Lock, Opening};
use doorjamb::car::Car;
use doorjamb::diagnosis::{
    Case, Conclusion, DONT_KNOW, Diagnosis, Effort, Evidence, Given, Kind, Observer, Place, questions,
};
use doorjamb::rules::Subject;
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::{answered, answers, told};

/// A case on an unknown car in which these findings were raised.
fn raised(findings: &[(&'static str, Subject)]) -> Case {
    let mut observer = Observer::default();
    for (rule, subject) in findings {
        observer.raise(rule, *subject);
    }
    let seen = observer.evidence(&[]).into_iter().filter(|one| matches!(one, Evidence::Raised(..))).collect();
    Case::new(None, Handedness::Left).with_seen(seen)
}

fn first(diagnosis: &Diagnosis) -> (&'static str, &'static str) {
    let first = diagnosis.ranked.first().expect("something is suspected");
    (first.cause.id, first.place.id())
}

const FRONT: Subject = Subject::Opening(Opening::FrontLeft);
const REAR: Subject = Subject::Opening(Opening::RearLeft);

#[test]
fn nothing_seen_and_nothing_said_concludes_nothing() {
    let diagnosis = Case::new(None, Handedness::Left).diagnosis();
    assert_eq!(diagnosis.conclusion, Conclusion::NothingWrong);
    assert!(diagnosis.ranked.is_empty() && diagnosis.next.is_none());
}

#[test]
fn a_complaint_alone_is_not_enough_to_tell() {
    let diagnosis = answered("nissan_qashqai_j12", "complaint does-not-open").diagnosis();
    assert_eq!(diagnosis.conclusion, Conclusion::NotEnough);
    assert!(diagnosis.next.is_some());
}

#[test]
fn one_cause_of_the_whole_car_beats_a_coincidence_of_parts() {
    let battery = raised(&[
        ("supply-dip", Subject::Car),
        ("commanded-not-followed", Subject::Car),
        ("tailgate-request-ignored", Subject::Opening(Opening::Tailgate)),
    ]);
    assert_eq!(first(&battery.diagnosis()), ("car-battery", "car"));
    let several = raised(&[("door-flicker", FRONT), ("door-flicker", REAR), ("bcm-restart", Subject::Car)]);
    assert_eq!(first(&several.diagnosis()).1, "car");
    let locks = raised(&[("commanded-not-followed", Subject::Car)]);
    assert_eq!(locks.diagnosis().ranked[0].place, Place::Car);
}

#[test]
fn what_is_wrong_at_one_door_is_sought_at_that_door() {
    for (subject, place) in [(FRONT, "front-left"), (REAR, "rear-left")] {
        assert_eq!(first(&raised(&[("door-flicker", subject)]).diagnosis()), ("chafed-wiring", place));
    }
    // Two things at one door are one cause at it.
    let together =
        raised(&[("open-but-reported-closed", FRONT), ("lock-left-behind", Subject::Lock(Lock::Driver))]);
    assert_eq!(first(&together.diagnosis()), ("chafed-wiring", "front-left"));
}

#[test]
fn the_lock_of_the_driver_is_on_the_drivers_side() {
    let evidence = vec![
        Evidence::Raised("open-but-reported-closed", Subject::Opening(Opening::FrontRight)),
        Evidence::Raised("lock-left-behind", Subject::Lock(Lock::Driver)),
    ];
    let right = Case::new(None, Handedness::Right).with_seen(evidence).diagnosis();
    assert_eq!(first(&right), ("chafed-wiring", "front-right"));
}

#[test]
fn two_faults_at_once_are_both_found() {
    let case = raised(&[("door-flicker", REAR), ("supply-low", Subject::Car)]);
    let ranked = case.diagnosis().ranked;
    let leading: Vec<_> = ranked.iter().take(3).map(|one| one.cause.id).collect();
    assert!(leading.contains(&"chafed-wiring") && leading.contains(&"car-battery"), "{leading:?}");
}

#[test]
fn each_reason_is_given_for_and_against() {
    let case = told(
        "car nissan_qashqai_j10\n1 fob unlock\n2 fault fuse tailgate\n5 tailgate button\n11 tailgate button\n16 end\n",
    );
    let diagnosis = case.diagnosis();
    assert_eq!(first(&diagnosis), ("tailgate-fuse", "tailgate"));
    let top = &diagnosis.ranked[0];
    let words: Vec<String> = top.supports.iter().map(|reason| reason.evidence.words()).collect();
    assert!(words.iter().any(|text| text.contains("asked to open")), "{words:?}");
    assert!(words.iter().any(|text| text.contains("no motor drew current")), "{words:?}");
    let mut case = raised(&[("open-while-driving", REAR)]);
    for given in answers("flex jumps rear-left") {
        case.answer(given);
    }
    let ranked = case.diagnosis().ranked;
    let switch = ranked.iter().find(|one| one.cause.id == "ajar-switch").expect("listed as well");
    let against: Vec<&str> = switch.opposes.iter().map(|reason| reason.why).collect();
    assert_eq!(against, ["it is the wire that jumps"]);
}

#[test]
fn a_healthy_car_is_not_suspected() {
    let case = told(
        "car nissan_qashqai_j10\n1 fob unlock\n4 driver-door open\n6 driver-door close\n8 key start\n14 drive 40 km/h in 5 s\n24 stop in 4 s\n30 key off\n33 fob lock\n38 end\n",
    );
    assert_eq!(case.diagnosis().conclusion, Conclusion::NothingWrong);
    let quiet = |wanted: &str| {
        case.seen().iter().any(|one| matches!(one, Evidence::Quiet(rule, _) if *rule == wanted))
    };
    assert!(quiet("commanded-not-followed") && quiet("supply-low") && quiet("open-while-driving"));
    assert!(!quiet("tailgate-request-ignored"), "nobody asked for the tailgate");
}

#[test]
fn what_was_in_order_speaks_against_a_cause() {
    let flat = |volts: &str| {
        let case = told(&format!(
            "car nissan_qashqai_j10\n{volts}1 fault lock-motor driver\n2 fob unlock\n8 fob lock\n14 end\n"
        ));
        case.diagnosis()
            .ranked
            .iter()
            .find(|one| one.cause.id == "car-battery")
            .map_or(0.0, |one| one.probability)
    };
    assert!(flat("") < 0.02, "a battery that was seen to be healthy is not suspected");
    assert!(flat("battery 11.2 V\n") > 0.3);
}

#[test]
fn what_is_no_fault_is_recognised_and_said() {
    let said = [
        (
            "nissan_qashqai_j10",
            "complaint does-not-open\nwhere tailgate\nwhen-asked moving",
            "request-while-driving",
        ),
        ("nissan_qashqai_j10", "complaint does-not-open\nwhere tailgate\nwhen-asked locked", "armed-car"),
        ("nissan_qashqai_j10", "complaint does-not-open\nwhere tailgate\nsetting off", "button-disabled"),
        (
            "nissan_qashqai_j10",
            "complaint does-not-open\nwhere rear-left\nfrom-inside outside-only",
            "child-lock",
        ),
        ("nissan_qashqai_j10", "complaint does-not-lock\npress first-one", "one-press"),
        (
            "nissan_qashqai_j10",
            "complaint reads-open\nsince battery\ncycle clears",
            "unsettled-after-battery",
        ),
        ("nissan_qashqai_j10", "complaint reads-open\nsince knock\ndash-lamp clears", "lamp-clears-later"),
    ];
    for (car, text, cause) in said {
        let diagnosis = answered(car, text).diagnosis();
        let top = &diagnosis.ranked[0];
        assert_eq!((top.cause.id, top.cause.kind), (cause, Kind::NotAFault), "{text}");
        assert_ne!(diagnosis.conclusion, Conclusion::NotEnough, "{text}");
    }
}

#[test]
fn generations_and_models_shift_what_is_likely() {
    let rank = |car: &str, cause: &str| {
        let case = answered(car, "complaint does-not-open\nwhere tailgate\nsound click");
        case.diagnosis().ranked.iter().find(|one| one.cause.id == cause).map_or(0.0, |one| one.probability)
    };
    assert!(rank("nissan_qashqai_j10", "release-cable") > rank("nissan_qashqai_j12", "release-cable"));
    assert!(rank("nissan_murano_z52", "tailgate-motor") > rank("nissan_qashqai_j10", "tailgate-motor"));
}

#[test]
fn the_next_check_separates_the_leading_causes() {
    let case = raised(&[("open-but-reported-closed", REAR)]);
    let diagnosis = case.diagnosis();
    let next = diagnosis.next.expect("something can be checked");
    assert!(next.question.effort > Effort::Ask && next.bits > 0.2, "{next:?}");
    assert_eq!(next.place, Some(Place::Opening(Opening::RearLeft)));
    let before = diagnosis.ranked[0].probability;
    let likely = next.question.answers.iter().any(|answer| {
        let mut case = case.clone();
        case.answer(Given { question: next.question, answer: *answer, place: next.place });
        case.diagnosis().ranked[0].probability > before.max(0.6)
    });
    assert!(likely, "no answer to {} settles anything", next.question.id);
}

#[test]
fn of_checks_that_tell_alike_the_cheapest_is_named() {
    let case = answered("nissan_qashqai_j10", "complaint fob-ignored\nfob-lamp close");
    let next = case.diagnosis().next.expect("something can be checked");
    assert_eq!((next.question.id, next.question.effort), ("fob-battery", Effort::Swap));
}

#[test]
fn questions_are_asked_until_none_is_worth_it_and_none_twice() {
    let mut case = answered("nissan_qashqai_j12", "");
    let truth = answers(
        "complaint does-not-open\nwhere tailgate\nsound hum\nhandle springs-back\nlid-button nothing\nweather any\nwhen-asked unlocked\nhow-much tailgate\nsetting on\nsince suddenly\n",
    );
    let mut asked = Vec::new();
    while let Some(next) = case.next_question() {
        assert!(!asked.contains(&(next.question.id, next.place)), "{} is asked twice", next.question.id);
        asked.push((next.question.id, next.place));
        let known = truth.iter().find(|given| given.question == next.question);
        let answer = known.map_or(DONT_KNOW, |given| given.answer);
        case.answer(Given { question: next.question, answer, place: next.place });
        assert!(asked.len() < questions().count() * 3, "it never ends");
    }
    assert!(asked.len() >= 3, "{asked:?}");
    assert_eq!(first(&case.diagnosis()), ("tailgate-motor", "tailgate"));
}

#[test]
fn the_first_question_without_a_capture_is_a_broad_one() {
    let first = answered("nissan_qashqai_j12", "").next_question().expect("there is something to ask");
    assert!(["complaint", "where", "how-much"].contains(&first.question.id), "{}", first.question.id);
}

#[test]
fn going_back_takes_the_last_answer_with_all_it_did() {
    let mut case = answered("nissan_qashqai_j10", "complaint fob-ignored");
    let leading = |case: &Case| case.diagnosis().ranked[0].probability;
    let leading_before = leading(&case);
    let asked = case.next_question();
    for given in answers("fob-lamp dark") {
        case.answer(given);
    }
    assert!((leading(&case) - leading_before).abs() > 0.01);
    assert_eq!(case.take_back().map(|given| given.question.id), Some("fob-lamp"));
    assert!((leading(&case) - leading_before).abs() < 1e-12);
    assert_eq!(case.next_question(), asked);
    case.take_back();
    assert_eq!(case.take_back(), None);
}

#[test]
fn what_only_concerns_the_recording_is_no_complaint() {
    let case = raised(&[("capture-gap", Subject::Car), ("time-went-backwards", Subject::Car)]);
    assert_eq!(case.diagnosis().conclusion, Conclusion::NothingWrong);
}

#[test]
fn a_car_that_is_known_for_something_is_known_by_its_generation() {
    let car = Car::by_name("nissan_murano_z52").unwrap().unwrap();
    assert_eq!(car.profile().generation, "Z52");
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    #[test]
    fn probabilities_are_probabilities_whatever_is_answered(
        picks in prop::collection::vec((any::<usize>(), any::<usize>()), 0..12),
    ) {
        let all: Vec<_> = questions().collect();
        let mut case = Case::new(None, Handedness::Left);
        for (question, answer) in picks {
            let question = all[question % all.len()];
            let lettered = question.lettered();
            let (_, answer) = lettered[answer % lettered.len()];
            case.answer(Given { question, answer, place: None });
        }
        let diagnosis = case.diagnosis();
        for pair in diagnosis.ranked.windows(2) {
            prop_assert!(pair[0].probability >= pair[1].probability);
        }
        for one in &diagnosis.ranked {
            prop_assert!(one.probability.is_finite() && (0.0..=1.0 + 1e-9).contains(&one.probability));
            prop_assert!(one.log_odds().is_finite() && !one.odds().is_empty());
        }
        prop_assert!(diagnosis.next.is_none_or(|next| next.bits.is_finite() && next.bits >= 0.0));
    }

    #[test]
    fn the_order_of_answers_changes_nothing(swap in any::<bool>()) {
        let (one, other) = ("complaint does-not-open\nwhere tailgate", "sound hum");
        let text = if swap { format!("{other}\n{one}") } else { format!("{one}\n{other}") };
        let diagnosis = answered("nissan_qashqai_j10", &text).diagnosis();
        let ordered = answered("nissan_qashqai_j10", &format!("{one}\n{other}")).diagnosis();
        prop_assert_eq!(diagnosis.ranked[0].cause.id, ordered.ranked[0].cause.id);
        prop_assert!((diagnosis.ranked[0].probability - ordered.ranked[0].probability).abs() < 1e-9);
    }
}
