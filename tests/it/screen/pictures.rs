//! Each story as a terminal shows it, compared with the pictures under `tests/screen`. `BLESS=1` draws them anew.

use std::fs;
use std::path::PathBuf;

use crossterm::event::KeyCode;
use doorjamb::body::Handedness;
use doorjamb::screen::Model;

use super::stories::{followed, nothing, trouble, unknown_car};
use super::{press, press_code, shown};

/// The smallest terminal, one of a laptop, and a large one.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn compare(story: &str, model: &Model) {
    for size in SIZES {
        let path = PathBuf::from(format!("tests/screen/{story}-{}x{}.txt", size.0, size.1));
        let found = shown(model, size);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{} differs; BLESS=1 draws it anew. Now:\n{found}", path.display());
    }
}

#[test]
fn before_anything_is_heard_nothing_is_claimed() {
    compare("nothing", &nothing());
}

#[test]
fn a_tailgate_seen_shut_and_reported_open_stands_out() {
    compare("tailgate", &followed("closed-but-reported-open", 12, Handedness::Left));
}

#[test]
fn a_finding_is_explained_with_its_frames() {
    let mut model = followed("closed-but-reported-open", 12, Handedness::Left);
    press(&mut model, 'e');
    press_code(&mut model, KeyCode::PageDown);
    compare("explained", &model);
}

#[test]
fn the_probable_causes_stand_with_their_reasons_and_the_next_check() {
    let mut model = followed("door-flicker", 30, Handedness::Left);
    press(&mut model, 'd');
    compare("causes", &model);
}

#[test]
fn nothing_found_needs_no_cause() {
    let mut model = followed("healthy-teana", 5, Handedness::Left);
    press(&mut model, 'd');
    assert!(super::shown(&model, SIZES[0]).contains("nothing was found that needs a cause so far"));
}

#[test]
fn a_driver_on_the_right_is_shown_on_the_right() {
    compare("right-hand", &followed("healthy-right-hand-drive", 6, Handedness::Right));
}

#[test]
fn signals_known_from_one_source_only_are_marked() {
    let model = followed("healthy-propilot", 5, Handedness::Left);
    assert!(shown(&model, SIZES[0]).contains("closed C"));
    compare("one-source", &model);
}

#[test]
fn what_happens_again_and_again_is_one_line() {
    compare("flicker", &followed("door-flicker", 30, Handedness::Left));
}

#[test]
fn an_unknown_car_is_explained() {
    compare("unknown-car", &unknown_car());
}

#[test]
fn what_cannot_be_watched_is_listed_with_the_reasons() {
    let mut model = followed("healthy-teana", 5, Handedness::Left);
    press(&mut model, 'u');
    compare("unwatched", &model);
}

#[test]
fn trouble_on_the_way_to_the_car_is_told_and_stale_openings_are_unknown() {
    compare("trouble", &trouble());
}

#[test]
fn the_keys_and_signs_are_explained() {
    let mut model = nothing();
    press(&mut model, 'h');
    compare("help", &model);
}

#[test]
fn an_opening_is_asked_for_by_its_number() {
    let mut model = followed("locked-while-open", 20, Handedness::Left);
    press(&mut model, 'c');
    compare("asking", &model);
}
