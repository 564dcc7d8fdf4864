//! The outcome of tests as `JUnit` XML, as CI services read it. It compares nothing.

use std::io::Write;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::escape::is_safe;

/// The outcome of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which capture was tested.
    pub name: String,
    /// One line on what was wrong, then what a person should see of it; `None` if it passed.
    pub failure: Option<(String, String)>,
}

/// Writes the outcomes as `JUnit` XML.
///
/// # Errors
/// If they cannot be written.
pub fn write(outcomes: &[Outcome], out: impl Write) -> Result<(), quick_junit::SerializeError> {
    let mut suite = TestSuite::new("captures");
    for outcome in outcomes {
        let status = match &outcome.failure {
            None => TestCaseStatus::success(),
            Some((message, shown)) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_type("expected-report").set_message(clean(message)).set_description(clean(shown));
                status
            }
        };
        let mut case = TestCase::new(clean(&outcome.name), status);
        case.set_classname("doorjamb");
        suite.add_test_case(case);
    }
    let mut report = Report::new("doorjamb");
    report.add_test_suite(suite);
    report.serialize(out)
}

/// `text` without what XML cannot hold or a terminal obeys; a line end is both safe and needed.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || is_safe(c) { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Outcome, write};

    #[test]
    fn a_failure_carries_its_difference_and_nothing_that_xml_cannot_hold() {
        let outcomes = [
            Outcome { name: "a.log".to_owned(), failure: None },
            Outcome {
                name: "<b>\u{1b}.log".to_owned(),
                failure: Some(("differs".to_owned(), "- one\n+ ]]> two & three".to_owned())),
            },
        ];
        let mut xml = Vec::new();
        write(&outcomes, &mut xml).unwrap();
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.contains(r#"tests="2""#) && xml.contains(r#"failures="1""#), "{xml}");
        assert!(xml.contains("&lt;b&gt;\u{fffd}.log"), "{xml}");
        assert!(xml.contains("- one\n+ ]]"), "{xml}");
        assert!(!xml.contains('\u{1b}'), "{xml}");
    }
}
