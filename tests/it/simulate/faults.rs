//! No fault is without a trace: a day with it looks different on the bus from the same day without.

use doorjamb::simulate::grammar;

use super::frames;

/// A day in which everything that can be used is used.
const DAY: &str = "\
2 fob unlock
4 driver-door open
5 driver-door close
6 fob lock
9 fob unlock
12 handle lock
15 handle unlock
18 tailgate button
20 tailgate close
21 kick
23 tailgate close
24 tailgate open
25 tailgate close
26 key start
28 drive 30 km/h in 1 s
30 stop in 1 s
32 key off
34 inside lock
36 end
";

#[test]
fn every_fault_changes_what_the_bus_shows() {
    let faults = grammar().into_iter().find(|section| section.begins.contains("fault")).expect("faults");
    let (qashqai, trail) = ("car nissan_qashqai_j10\n", "car nissan_xtrail_t32\n");
    let day = |car: &str| frames(&format!("{car}{DAY}"));
    let (on_qashqai, on_trail) = (day(qashqai), day(trail));
    for entry in faults.entries {
        let both_bits = entry.form.starts_with("complement-bits-agree");
        let (car, without) = if both_bits { (trail, &on_trail) } else { (qashqai, &on_qashqai) };
        let with = frames(&format!("{car}1 fault {}\n{DAY}", entry.example));
        assert!(with != *without, "{}", entry.form);
    }
}

#[test]
fn a_fault_that_ended_leaves_no_trace() {
    let doors = |text: &str| {
        let frames = frames(&format!("car nissan_qashqai_j10\nstart awake\nkeeps 60D\n{text}6 end\n"));
        let mut doors: Vec<u8> = frames.iter().map(|frame| frame.payload()[0]).collect();
        doors.dedup();
        doors
    };
    assert_eq!(doors("1 fault wiring-shorted rear-left until 3\n"), [0x00, 0x20, 0x00]);
    assert_eq!(doors("1 fault ajar-switch-stuck-closed rear-left until 4\n2 rear-left open\n"), [0x00, 0x20]);
    assert_eq!(
        doors("1 rear-left open\n2 fault wiring-broken rear-left until 4\n"),
        [0x00, 0x20, 0x00, 0x20]
    );
}

#[test]
fn a_jammed_lock_follows_slower_each_time_and_then_no_more() {
    let text = "car nissan_qashqai_j10\nepoch 0\nkeeps 60D\n1 fault lock-jammed driver\n2 inside unlock\n8 inside lock\n16 inside unlock\n24 end\n";
    let frames = frames(text);
    let mut edges = Vec::new();
    for pair in frames.windows(2) {
        if (pair[0].payload()[2] ^ pair[1].payload()[2]) & 0x10 != 0 {
            edges.push(pair[1].time.as_secs_f64());
        }
    }
    assert_eq!(edges.len(), 2, "{edges:?}");
    assert!((3.6..4.3).contains(&edges[0]) && (10.5..11.2).contains(&edges[1]), "{edges:?}");
}

#[test]
fn a_recorder_that_loses_frames_loses_the_share_it_was_told_to() {
    let count =
        |logger: &str| frames(&format!("car nissan_qashqai_j10\nstart running\n{logger}20 end\n")).len();
    let (all, kept) = (count(""), count("0 logger loses 30 %\n"));
    assert!((all * 66..all * 74).contains(&(kept * 100)), "{kept} of {all}");
}
