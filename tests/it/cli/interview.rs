//! The questions of `diagnose` in a real terminal: answered by letter, taken back, ended, and ranked by.

use crate::tmux::{Tmux, program};

/// The question that stands before the last prompt.
fn question(screen: &str) -> String {
    let before = screen.trim_end().rsplit_once("\n>").map_or("", |(before, _)| before);
    before.rsplit("\n\n").next().unwrap().lines().next().unwrap_or_default().to_owned()
}

/// Starts `diagnose`, and waits for the first question.
fn asked(arguments: &str) -> (Tmux, String) {
    let tmux = Tmux::new(110, 60);
    tmux.line(&format!("clear; {} diagnose {arguments}; echo ended $?", program()));
    let screen = tmux.wait_until("question", |screen| screen.trim_end().ends_with("\n>"));
    assert!(screen.contains("Answer by letter; < goes back, q ends the questions."), "{screen}");
    (tmux, question(&screen))
}

/// Types a line, and waits for the question that follows it.
fn answer(tmux: &Tmux, letter: &str, known: &str) -> String {
    tmux.line(letter);
    let prompt = format!("> {letter}");
    let screen = tmux.wait_until("next question", |screen| {
        let end = screen.trim_end();
        end.ends_with("\n>")
            && end.rfind(&prompt).is_some_and(|at| end[at..].contains("  a  "))
            && question(screen) != known
    });
    question(&screen)
}

#[test]
fn an_answer_leads_to_the_next_question_and_back_to_the_same() {
    let (tmux, first) = asked("");
    let second = answer(&tmux, "a", &first);
    assert_eq!(answer(&tmux, "<", &second), first);
    assert_eq!(answer(&tmux, "a", &first), second);
    tmux.line("yes please");
    tmux.wait_for("Type one of the letters, < or q.");
    tmux.line("q");
    tmux.wait_until("end", |screen| screen.contains("ended 0") || screen.contains("ended 1"));
}

#[test]
fn going_back_from_the_first_question_says_so() {
    let (tmux, _) = asked("");
    tmux.line("<");
    tmux.wait_for("This is the first question.");
    tmux.line("q");
    tmux.wait_for("nothing was seen to be wrong");
    tmux.wait_for("ended 0");
}

#[test]
fn a_capture_is_asked_about_and_what_is_answered_stands_in_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    let (tmux, first) = asked(&format!("captures/tailgate-request-ignored.log --html {}", page.display()));
    answer(&tmux, "a", &first);
    tmux.line("q");
    let screen = tmux.wait_for("check next");
    assert!(screen.contains("tailgate"), "{screen}");
    tmux.wait_for("ended 1");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("What was answered"), "{first}");
}
