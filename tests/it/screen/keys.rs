//! What keys do, seen on the screen or asked of the command.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use doorjamb::body::{Handedness, MarkWhat, Opening};
use doorjamb::screen::{Effect, Model, Recording, SMALLEST, Source, Theme};

use super::stories::{followed, nothing};
use super::{press, press_code, shown};

#[test]
fn every_opening_can_be_said_to_be_seen_open_or_closed() {
    let mut model = nothing();
    for (digit, opening) in "123456".chars().zip(Opening::ALL) {
        for (key, open) in [('c', false), ('o', true)] {
            assert_eq!(press(&mut model, key), None);
            assert_eq!(press(&mut model, digit), Some(Effect::Mark(MarkWhat::Opening(opening, open))));
        }
    }
}

#[test]
fn a_question_can_be_taken_back_or_turned_round_and_waits_for_an_answer() {
    let mut model = nothing();
    press(&mut model, 'c');
    assert_eq!(press_code(&mut model, KeyCode::Esc), None);
    assert_eq!(press(&mut model, '5'), None, "nothing was asked any more");
    press(&mut model, 'c');
    press(&mut model, 'o');
    assert_eq!(press(&mut model, '9'), None, "there is no ninth opening");
    let mark = MarkWhat::Opening(Opening::Tailgate, true);
    assert_eq!(press(&mut model, '5'), Some(Effect::Mark(mark)));
}

#[test]
fn fob_tailgate_button_and_end_are_one_key_each() {
    let mut model = nothing();
    assert_eq!(press(&mut model, 'f'), Some(Effect::Mark(MarkWhat::FobPressed)));
    assert_eq!(press(&mut model, 't'), Some(Effect::Mark(MarkWhat::TailgatePressed)));
    assert_eq!(press(&mut model, 'q'), Some(Effect::Quit));
    let control = |key| KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL);
    assert_eq!(model.press(control('c')), Some(Effect::Quit));
    assert_eq!(model.press(control('l')), Some(Effect::Redraw));
    let mut released = control('c');
    released.kind = KeyEventKind::Release;
    assert_eq!(model.press(released), None);
}

#[test]
fn a_bus_is_recorded_and_a_capture_is_played() {
    let mut live = nothing();
    assert_eq!(press(&mut live, 'r'), Some(Effect::Record(true)));
    live.recording(Some(Recording { file: "a.log".to_owned(), frames: 12, trouble: None }));
    assert!(shown(&live, SMALLEST).contains("REC 12"));
    assert_eq!(press(&mut live, 'r'), Some(Effect::Record(false)));
    assert_eq!(press(&mut live, ' '), None);
    let mut capture = Model::new(Source::Capture, Theme::default());
    let effects: Vec<_> = " s+-r".chars().map(|key| press(&mut capture, key)).collect();
    let expected =
        [Some(Effect::Pause), Some(Effect::Step), Some(Effect::Faster), Some(Effect::Slower), None];
    assert_eq!(effects, expected);
}

#[test]
fn a_frozen_screen_stands_still_and_goes_on_where_following_is() {
    let mut model = followed("closed-but-reported-open", 1, Handedness::Left);
    press(&mut model, 'z');
    let frozen = shown(&model, SMALLEST);
    assert!(frozen.contains("FROZEN"), "{frozen}");
    model.buses(Vec::new());
    assert_eq!(shown(&model, SMALLEST), frozen);
    press(&mut model, 'z');
    let goes_on = shown(&model, SMALLEST);
    assert!(goes_on.contains("nothing heard yet") && !goes_on.contains("FROZEN"), "{goes_on}");
}

#[test]
fn findings_are_chosen_with_the_arrows_and_the_choice_is_explained() {
    let mut model = followed("opened-while-locked", 60, Handedness::Left);
    let chosen = |model: &Model| {
        let screen = shown(model, (200, 60));
        screen.lines().filter(|line| line.contains("│ > ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&model).len(), 1);
    press_code(&mut model, KeyCode::Down);
    assert_eq!(chosen(&model).len(), 1);
    press_code(&mut model, KeyCode::Enter);
    let screen = shown(&model, SMALLEST);
    assert!(screen.contains("what it means") && screen.contains("look at"), "{screen}");
    press_code(&mut model, KeyCode::Esc);
    assert!(shown(&model, SMALLEST).contains("findings:"));
}

#[test]
fn a_page_ends_at_its_last_line_and_comes_back_at_once() {
    let mut model = nothing();
    press(&mut model, 'h');
    let top = shown(&model, SMALLEST);
    (0..50).for_each(|_| assert_eq!(press_code(&mut model, KeyCode::PageDown), None));
    let bottom = shown(&model, SMALLEST);
    assert!(bottom.contains("you:shut") && bottom != top, "{bottom}");
    press_code(&mut model, KeyCode::Up);
    assert_ne!(shown(&model, SMALLEST), bottom);
    (0..9).for_each(|_| assert_eq!(press_code(&mut model, KeyCode::PageUp), None));
    assert_eq!(shown(&model, SMALLEST), top);
}

#[test]
fn it_is_drawn_anew_only_when_something_changed() {
    let mut model = nothing();
    model.unwatched(&[]);
    assert!(model.take_change());
    assert!(!model.take_change());
    model.buses(Vec::new());
    model.unwatched(&[]);
    model.recording(None);
    assert!(!model.take_change());
    press(&mut model, 'h');
    assert!(model.take_change());
}
