//! Simulated stories with a known cause: what happened to the car, what the person answers where the bus cannot
//! tell, and what is truly wrong.
//!
//! A seed decides car, door, order of minor events and all times. Where two causes look the same on the bus, the
//! story says what a person would hear or find; where they do not, it is told by the bus alone.

use super::teller::Teller;

/// A story.
pub(super) struct Story {
    /// What kind of story.
    pub(super) kind: &'static str,
    /// What the simulator is told; empty where the bus tells nothing.
    pub(super) scenario: String,
    /// The car.
    pub(super) car: &'static str,
    /// What the person answers.
    pub(super) answers: String,
    /// What is wrong: cause and place, or cause alone where its place cannot be known.
    pub(super) truth: Vec<(&'static str, Option<&'static str>)>,
}

/// Cars on which locks, requests and supply can be heard.
const CLASSIC: &[&str] = &["nissan_qashqai_j10", "nissan_teana_j32", "nissan_altima_l33", "nissan_classic"];
/// Cars on which only openings and speed can.
const INNER: &[&str] = &["nissan_xtrail_t32", "nissan_qashqai_j11"];
/// Cars of which nothing can be heard.
const HIDDEN: &[&str] = &["nissan_qashqai_j12", "nissan_murano_z52"];
const DOORS: &[&str] = &["front-left", "front-right", "rear-left", "rear-right"];
const SIDE: &[&str] = &["front-right", "rear-left", "rear-right"];

type Tell = fn(&mut Teller, &mut Plot);

/// What a kind of story decides.
struct Plot {
    car: &'static str,
    answers: String,
    truth: Vec<(&'static str, Option<&'static str>)>,
}

/// Every story of one seed.
pub(super) fn stories(seed: u64) -> Vec<Story> {
    KINDS
        .iter()
        .enumerate()
        .map(|(number, (kind, tell))| {
            let mut teller = Teller::new(number, seed);
            let mut plot = Plot { car: "", answers: String::new(), truth: Vec::new() };
            plot.car = teller.chance.of(CLASSIC);
            tell(&mut teller, &mut plot);
            let silent = teller.is_silent();
            let scenario = if silent { String::new() } else { teller.ends(plot.car) };
            Story { kind, scenario, car: plot.car, answers: plot.answers, truth: plot.truth }
        })
        .collect()
}

impl Plot {
    fn is(&mut self, cause: &'static str, place: &'static str) {
        self.truth.push((cause, Some(place)));
    }

    fn is_somewhere(&mut self, cause: &'static str) {
        self.truth.push((cause, None));
    }

    fn says(&mut self, answers: &str) {
        self.answers.push_str(answers);
        self.answers.push('\n');
    }
}

#[rustfmt::skip]
const KINDS: &[(&str, Tell)] = &[
    ("switch stuck open, driven", |t, p| {
        p.car = if t.chance.below(2) == 0 { t.chance.of(INNER) } else { p.car };
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(1, &format!("{door} open"));
        t.then(1, &format!("fault ajar-switch-stuck-open {door}"));
        t.then(1, &format!("{door} close"));
        t.then(2, "drive 40 km/h in 4 s");
        t.then(9, "stop in 3 s");
        p.is("ajar-switch", door);
    }),
    ("switch stuck open, will not lock", |t, p| {
        let door = t.chance.of(DOORS);
        t.then(1, "fob unlock");
        t.then(4, &format!("{door} open"));
        t.then(1, &format!("fault ajar-switch-stuck-open {door}"));
        t.then(1, &format!("{door} close"));
        t.then(3, "fob lock");
        p.is("ajar-switch", door);
    }),
    ("switch stuck open, seen shut", |t, p| {
        t.then(1, "fob unlock");
        t.then(3, "tailgate button");
        t.then(3, "fault ajar-switch-stuck-open tailgate");
        t.then(2, "tailgate close");
        t.then(2, "mark tailgate closed");
        p.is("ajar-switch", "tailgate");
    }),
    ("switch stuck closed", |t, p| {
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(1, &format!("fault ajar-switch-stuck-closed {door}"));
        t.then(1, &format!("{door} open"));
        t.then(2, &format!("mark {door} open"));
        p.says("window works\ndoor-moved no");
        p.is("ajar-switch", door);
    }),
    ("wire flickers", |t, p| {
        p.car = if t.chance.below(3) == 0 { t.chance.of(INNER) } else { p.car };
        let door = t.chance.of(DOORS);
        let rate = 6 + t.chance.below(10);
        t.head("start awake");
        t.then(2, &format!("{door} open"));
        t.fault(2, &format!("wiring-flicker {door} {rate}"), 4);
        t.then(7, &format!("{door} close"));
        p.is("chafed-wiring", door);
    }),
    ("wire touches ground on the road", |t, p| {
        p.car = if t.chance.below(3) == 0 { t.chance.of(INNER) } else { p.car };
        let door = t.chance.of(DOORS);
        t.head("start driving");
        t.fault(4, &format!("wiring-shorted {door}"), 3);
        p.is("chafed-wiring", door);
    }),
    ("wire touches ground, locked", |t, p| {
        let door = t.chance.of(DOORS);
        t.head("start running");
        t.then(1, "inside lock");
        t.fault(4, &format!("wiring-shorted {door}"), 2);
        p.is("chafed-wiring", door);
    }),
    ("wires of a door broken", |t, p| {
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(1, &format!("fault wiring-broken {door}"));
        t.then(2, &format!("{door} open"));
        t.then(1, &format!("mark {door} open"));
        p.says("window fails");
        p.is("chafed-wiring", door);
    }),
    ("wires of the driver's door broken", |t, p| {
        t.head("start awake");
        t.then(1, "driver-door open");
        t.then(1, "fault wiring-broken driver-door");
        t.then(1, "mark driver-door open");
        t.then(2, "driver-door close");
        t.then(2, "fob lock");
        t.then(6, "fob unlock");
        p.is("chafed-wiring", "front-left");
    }),
    ("lock motor dead", |t, p| {
        let lock = t.chance.of(&["driver", "others"]);
        t.then(1, &format!("fault lock-motor {lock}"));
        t.then(1, "fob unlock");
        t.then(7, "fob lock");
        p.is("lock-actuator", if lock == "driver" { "driver" } else { "others" });
    }),
    ("lock jams more and more", |t, p| {
        let lock = t.chance.of(&["driver", "others"]);
        t.head("start awake");
        t.then(1, &format!("fault lock-jammed {lock}"));
        t.then(1, "fob lock");
        t.then(7, "fob unlock");
        t.then(7, "fob lock");
        t.then(7, "fob unlock");
        p.is("lock-jammed", if lock == "driver" { "driver" } else { "others" });
    }),
    ("lock frozen", |t, p| {
        let lock = t.chance.of(&["driver", "others"]);
        t.then(1, &format!("fault frozen {lock}"));
        t.then(1, "fob unlock");
        p.says("weather frost");
        p.is("frozen", if lock == "driver" { "driver" } else { "others" });
    }),
    ("tailgate's gears stripped", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault lock-motor tailgate");
        t.then(3, "tailgate button");
        t.then(5, "tailgate button");
        p.is("tailgate-motor", "tailgate");
    }),
    ("tailgate's cable off", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault release-cable tailgate");
        t.then(3, "tailgate button");
        p.says("sound click\nhandle falls-in");
        p.is("release-cable", "tailgate");
    }),
    ("tailgate frozen", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault frozen tailgate");
        t.then(3, "tailgate button");
        p.says("weather frost");
        p.is("frozen", "tailgate");
    }),
    ("tailgate jammed", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault lock-jammed tailgate");
        t.then(3, "tailgate button");
        p.says("handle stuck\nweather any\nsince slowly");
        p.is("lock-jammed", "tailgate");
    }),
    ("tailgate's fuse", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault fuse tailgate");
        t.then(3, "tailgate button");
        t.then(5, "tailgate button");
        p.is("tailgate-fuse", "tailgate");
    }),
    ("central locking's fuse", |t, p| {
        t.then(1, "fault fuse central-locking");
        t.then(1, "fob unlock");
        t.then(7, "fob unlock");
        p.is("locking-fuse", "car");
    }),
    ("striker out of line", |t, p| {
        p.car = if t.chance.below(3) == 0 { t.chance.of(INNER) } else { p.car };
        let door = t.chance.of(DOORS);
        t.head("start awake");
        t.then(1, &format!("{door} open"));
        t.fault(2, &format!("latch-bounce {door}"), 9);
        for _ in 0..3 { t.then(2, &format!("{door} close")); }
        t.then(3, &format!("{door} close"));
        p.is("latch-misaligned", door);
    }),
    ("lid falls shut", |t, p| {
        t.then(1, "fob unlock");
        t.then(1, "fault lid-shuts-at-once");
        t.then(3, "tailgate button");
        p.is("latch-misaligned", "tailgate");
    }),
    ("battery empty", |t, p| {
        let tenths = 10 + t.chance.below(7);
        t.head("start parked-unlocked");
        t.then(0, &format!("fault weak-battery 11.{} V", tenths % 10));
        t.then(1, "driver-door open");
        t.then(3, "driver-door close");
        p.is("car-battery", "car");
    }),
    ("battery breaks down under load", |t, p| {
        t.then(0, "fault weak-battery 12 V");
        t.then(2, "fob unlock");
        t.then(3, "driver-door open");
        t.then(2, "driver-door close");
        p.is("car-battery", "car");
    }),
    ("fob's battery empty", |t, p| {
        t.head("start awake");
        t.then(1, "driver-door open");
        t.then(2, "driver-door close");
        t.then(1, "fault weak-fob");
        t.then(2, "fob lock");
        t.then(0, "mark fob pressed");
        p.is("fob-battery", "car");
    }),
    ("fob out of step", |t, p| {
        t.head("start awake");
        t.then(1, "driver-door open");
        t.then(2, "driver-door close");
        t.then(1, "fault fob-out-of-sync");
        t.then(2, "fob lock");
        t.then(0, "mark fob pressed");
        p.says("fob-lamp lights");
        p.is("fob-out-of-sync", "car");
    }),
    ("lid button dead", |t, p| {
        t.head("start awake");
        t.then(1, "fault no-request");
        t.then(3, "tailgate button");
        t.then(0, "mark tailgate button pressed");
        p.is("lid-button", "tailgate");
    }),
    ("handle sensor dead", |t, p| {
        t.head("start awake");
        t.then(1, "fault handle-sensor-dead");
        t.then(3, "handle lock");
        p.says("complaint does-not-lock\nhandle-touch one-dead");
        p.is("handle-sensor", "car");
    }),
    ("foot sensor feels a foot", |t, p| {
        t.head("start awake");
        t.then(3, "fault kick-sensor-phantom");
        p.says("complaint by-itself\nwhere tailgate\nitself tailgate-opens");
        p.is("kick-sensor", "tailgate");
    }),
    ("foot sensor feels none", |t, p| {
        t.head("start awake");
        t.then(1, "fault kick-sensor-dead");
        t.then(2, "kick");
        t.then(3, "tailgate button");
        t.then(3, "tailgate close");
        p.says("complaint does-not-open\nwhere tailgate\nlid-button kick-only\nsetting on");
        p.is("kick-sensor", "tailgate");
    }),
    ("module answers and commands nothing", |t, p| {
        t.then(1, "fault bcm-drops-command");
        t.then(1, "fob unlock");
        t.then(5, "fob unlock");
        p.is("bcm-stuck", "car");
    }),
    ("module starts anew", |t, p| {
        t.head("start driving");
        t.then(4, "fault bcm-restart");
        p.is("bcm-power", "car");
    }),
    ("module dies", |t, p| {
        t.head("start running");
        t.then(4, "fault bcm-dies");
        p.is("bcm-power", "car");
    }),
    ("module believes a door open", |t, p| {
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(3, &format!("fault bcm-stuck-open {door}"));
        t.then(4, "key off");
        t.then(3, "key on");
        p.is("bcm-stuck", "car");
    }),
    ("unlocks by itself", |t, p| {
        t.then(2, "fault unlock-by-itself");
        t.then(8, "sleep");
        p.is_somewhere("chafed-wiring");
    }),
    ("locks by itself", |t, p| {
        t.then(1, "fob unlock");
        t.then(11, "fault lock-by-itself");
        t.then(8, "sleep");
        p.is_somewhere("chafed-wiring");
    }),
    ("both bits agree", |t, p| {
        p.car = t.chance.of(INNER);
        let door = t.chance.of(DOORS);
        t.head("start running");
        t.fault(2, &format!("complement-bits-agree {door}"), 3);
        p.is("ajar-switch", door);
    }),
    ("speeds disagree", |t, p| {
        t.head("start driving");
        t.fault(3, "sources-disagree speed", 4);
        p.is("disagreeing-unit", "car");
    }),
    ("short frames", |t, p| {
        t.head("start running");
        t.fault(3, "short-frames 60D", 3);
        p.is("disagreeing-unit", "car");
    }),
    ("asked for while driving", |t, p| {
        t.head("start driving");
        t.then(3, "tailgate button");
        p.is("request-while-driving", "tailgate");
    }),
    ("asked for while locked", |t, p| {
        t.head("start awake");
        t.then(1, "driver-door open");
        t.then(1, "driver-door close");
        t.then(2, "fob lock");
        t.then(5, "tailgate button");
        p.says("complaint does-not-open\nwhere tailgate");
        p.is("armed-car", "tailgate");
    }),
    ("one press, one door", |t, p| {
        t.head("selective-unlock on");
        t.then(1, "fob unlock");
        t.then(4, "driver-door open");
        t.then(3, "driver-door close");
        p.says("complaint does-not-lock");
        p.is("one-press", "car");
    }),
    ("button switched off", |t, p| {
        t.head("start awake\nlid-button off");
        t.then(3, "tailgate button");
        t.then(0, "mark tailgate button pressed");
        p.says("setting off");
        p.is("button-disabled", "tailgate");
    }),
    ("child lock", |t, p| {
        let door = t.chance.of(&["rear-left", "rear-right"]);
        t.head("start running\nchild-lock on");
        t.then(2, &format!("inside-handle {door}"));
        p.says(&format!("complaint does-not-open\nwhere {door}\nfrom-inside outside-only"));
        p.is("child-lock", if door == "rear-left" { "rear-left" } else { "rear-right" });
    }),
    ("door really ajar", |t, p| {
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(1, &format!("{door} open"));
        t.then(3, "drive 40 km/h in 4 s");
        t.then(12, "stop in 3 s");
        p.says("really-shut ajar");
        p.is("really-open", door);
    }),
    ("two: wire and battery", |t, p| {
        let door = t.chance.of(DOORS);
        t.head("start awake");
        t.then(0, "fault weak-battery 11.4 V");
        t.then(2, &format!("{door} open"));
        t.fault(2, &format!("wiring-flicker {door} 9"), 4);
        t.then(7, &format!("{door} close"));
        p.is("chafed-wiring", door);
        p.is("car-battery", "car");
    }),
    ("two: switch and fob", |t, p| {
        let door = t.chance.of(SIDE);
        t.head("start running");
        t.then(1, &format!("{door} open"));
        t.then(1, &format!("fault ajar-switch-stuck-open {door}"));
        t.then(1, &format!("{door} close"));
        t.then(2, "drive 40 km/h in 4 s");
        t.then(9, "stop in 3 s");
        t.then(5, "key off");
        t.then(3, "fault weak-fob");
        t.then(2, "fob lock");
        t.then(0, "mark fob pressed");
        p.says("really-shut shut\nfob-lamp dark");
        p.is("ajar-switch", door);
        p.is("fob-battery", "car");
    }),
    ("two: tailgate's fuse and a striker", |t, p| {
        let door = t.chance.of(DOORS);
        t.then(1, "fob unlock");
        t.then(1, "fault fuse tailgate");
        t.then(3, "tailgate button");
        t.then(5, &format!("{door} open"));
        t.fault(1, &format!("latch-bounce {door}"), 9);
        for _ in 0..3 { t.then(2, &format!("{door} close")); }
        t.then(3, &format!("{door} close"));
        p.is("tailgate-fuse", "tailgate");
        p.is("latch-misaligned", door);
    }),
    ("answers: broken rod", |t, p| {
        p.car = t.chance.of(HIDDEN);
        let door = t.chance.of(DOORS);
        p.says(&format!("complaint does-not-open\nwhere {door}\nhandle falls-in\nfrom-inside inside-only"));
        p.is("broken-rod", door);
    }),
    ("answers: broken handle", |t, p| {
        p.car = t.chance.of(HIDDEN);
        let door = t.chance.of(DOORS);
        p.says(&format!("complaint does-not-open\nwhere {door}\nhandle loose"));
        p.is("handle-broken", door);
    }),
    ("answers: the meter", |t, p| {
        p.car = t.chance.of(HIDDEN);
        p.says("complaint reads-open\ndash-lamp on\nmonitors differ");
        p.is("meter", "car");
    }),
    ("answers: tailgate motor", |t, p| {
        p.car = t.chance.of(HIDDEN);
        p.says("complaint does-not-open\nwhere tailgate\nsound hum\nweather any");
        p.is("tailgate-motor", "tailgate");
    }),
    ("answers: lamp clears", |t, p| {
        p.car = t.chance.of(HIDDEN);
        p.says("complaint reads-open\ndash-lamp clears\nsince knock");
        p.is("lamp-clears-later", "car");
    }),
    ("answers: after the battery", |t, p| {
        p.car = t.chance.of(HIDDEN);
        p.says("complaint reads-open\nsince battery\ncycle clears");
        p.is("unsettled-after-battery", "car");
    }),
];
