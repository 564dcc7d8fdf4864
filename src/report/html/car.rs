//! The car from above, its front at the top, in the words of the terminal's screen: what each opening and lock reports at
//! the end, and which of them a finding is about. Unknown is drawn as unknown, never as closed.

use maud::{Markup, html};

use super::track::State;
use super::{Facts, timeline};
use crate::body::{Fact, Grade, Lock, Opening, Value};
use crate::rules::Subject;

/// Left wall of the car.
const LEFT: i32 = 125;
/// Its right wall.
const RIGHT: i32 = 235;
/// Its middle.
const MIDDLE: i32 = i32::midpoint(LEFT, RIGHT);

/// The section; nothing where nothing was heard.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    if facts.ending.is_none() || facts.session.sources.is_empty() {
        return html! {};
    }
    html! {
        section #car {
            h2 { "The car " span #when { "at the end" } }
            svg viewBox="0 0 360 330" role="img" aria-label=(described(facts)) {
                rect .body x=(LEFT) y="15" width=(RIGHT - LEFT) height="300" rx="26" {}
                path .glass d={ "M" (LEFT + 12) ",98 Q" (MIDDLE) ",84 " (RIGHT - 12) ",98 L" (RIGHT - 20) ",118 H" (LEFT + 20) "z" } {}
                path .glass d={ "M" (LEFT + 20) ",238 H" (RIGHT - 20) " L" (RIGHT - 14) ",252 Q" (MIDDLE) ",262 " (LEFT + 14) ",252z" } {}
                @for opening in Opening::ALL { (drawn(facts, opening)) }
                text .label x=(MIDDLE) y="142" { "driver" }
                (lock(facts, Lock::Driver, 158))
                text .label x=(MIDDLE) y="192" { "others" }
                (lock(facts, Lock::Others, 208))
            }
        }
    }
}

fn drawn(facts: &Facts<'_>, opening: Opening) -> Markup {
    let fact = Fact::Open(opening);
    let (class, words) = told(facts, fact);
    let is_found = is_found(facts, Subject::Opening(opening));
    let seen =
        facts.lanes.seen[opening as usize].map(|is_open| if is_open { "you: open" } else { "you: shut" });
    let is_driver = opening == facts.session.handedness.driver_door();
    let shape = Shape::of(opening);
    html! {
        g .opening .(class) .found[is_found] data-lane=[timeline::position(facts, fact)] {
            path .shut d=(shape.shut) {}
            path .leaf d=(shape.leaf) {}
            @if is_found {
                circle .alarm cx=(shape.alarm.0) cy=(shape.alarm.1) r="9" {}
                text .sign x=(shape.alarm.0) y=(shape.alarm.1 + 5) { "!" }
            }
            text .words .(shape.anchor) x=(shape.text.0) y=(shape.text.1) data-never[class == "never"] { (words) }
            @if shape.is_lid { text .label x=(MIDDLE) y=(shape.text.1 - 16) { (opening) } }
            @if is_driver { text .(shape.anchor) .small x=(shape.text.0) y=(shape.text.1 + 16) { "driver" } }
            @if let Some(seen) = seen {
                text .(shape.anchor) .seen x=(shape.seen.0) y=(shape.seen.1) { (seen) }
            }
        }
    }
}

fn lock(facts: &Facts<'_>, lock: Lock, y: i32) -> Markup {
    let fact = Fact::Locked(lock);
    let (class, words) = told(facts, fact);
    let is_found = is_found(facts, Subject::Lock(lock));
    html! {
        g .locks .(class) .found[is_found] data-lane=[timeline::position(facts, fact)] {
            text .words x=(MIDDLE) y=(y) { (words) }
            @if is_found {
                circle .alarm cx=(RIGHT - 16) cy=(y - 13) r="9" {}
                text .sign x=(RIGHT - 16) y=(y - 8) { "!" }
            }
        }
    }
}

/// What a fact reports at the end, as a class and in words.
fn told(facts: &Facts<'_>, fact: Fact) -> (&'static str, String) {
    let Some(source) = facts.session.sources.iter().find(|source| source.fact == fact) else {
        return ("never", "not told".to_owned());
    };
    let letter = match source.grade {
        Grade::A | Grade::B => "",
        Grade::Learned => " learned",
        Grade::C => " C",
        Grade::D => " D",
    };
    let (class, words) = match (facts.lanes.last(fact), fact) {
        (State::Told(Value::Switch(true)), Fact::Open(_)) => ("yes", "OPEN"),
        (State::Told(Value::Switch(false)), Fact::Open(_)) => ("no", "closed"),
        (State::Told(Value::Switch(true)), _) => ("yes", "LOCKED"),
        (State::Told(Value::Switch(false)), _) => ("no", "unlocked"),
        _ => return ("unknown", "unknown".to_owned()),
    };
    (class, format!("{words}{letter}"))
}

fn is_found(facts: &Facts<'_>, subject: Subject) -> bool {
    facts.groups.iter().any(|group| group.kept.first().is_some_and(|first| first.subject == subject))
}

/// The picture in words.
fn described(facts: &Facts<'_>) -> String {
    let openings =
        Opening::ALL.iter().map(|opening| format!("{opening}: {}", told(facts, Fact::Open(*opening)).1));
    let locks = Lock::ALL.iter().map(|lock| format!("{lock}: {}", told(facts, Fact::Locked(*lock)).1));
    format!("the car from above at the end; {}", openings.chain(locks).collect::<Vec<_>>().join("; "))
}

/// Where an opening is drawn.
struct Shape {
    /// The line where it is shut.
    shut: String,
    /// The door that stands open: hinged at its front, it leans outwards towards its rear.
    leaf: String,
    text: (i32, i32),
    anchor: &'static str,
    seen: (i32, i32),
    alarm: (i32, i32),
    is_lid: bool,
}

impl Shape {
    fn of(opening: Opening) -> Self {
        match opening {
            Opening::FrontLeft => Self::door(LEFT, -1, 112),
            Opening::FrontRight => Self::door(RIGHT, 1, 112),
            Opening::RearLeft => Self::door(LEFT, -1, 182),
            Opening::RearRight => Self::door(RIGHT, 1, 182),
            Opening::Bonnet => Self::lid(62, (15, 3)),
            Opening::Tailgate => Self::lid(298, (315, 327)),
        }
    }

    fn door(wall: i32, side: i32, top: i32) -> Self {
        let text = wall + side * 46;
        Self {
            shut: format!("M{wall},{top} V{}", top + 56),
            leaf: format!("M{wall},{top} L{},{}", wall + side * 38, top + 46),
            text: (text, top + 22),
            anchor: if side < 0 { "left" } else { "right" },
            seen: (text, top + 54),
            alarm: (wall + side * 64, top - 3),
            is_lid: false,
        }
    }

    fn lid(text: i32, (edge, out): (i32, i32)) -> Self {
        let (from, to) = (LEFT + 24, RIGHT - 24);
        Self {
            shut: format!("M{from},{edge} H{to}"),
            leaf: format!("M{from},{edge} L{},{out} H{} L{to},{edge}", from + 8, to - 8),
            text: (MIDDLE, text),
            anchor: "middle",
            seen: (RIGHT + 46, text),
            alarm: (RIGHT - 18, text - 18),
            is_lid: true,
        }
    }
}
