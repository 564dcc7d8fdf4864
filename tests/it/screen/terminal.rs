//! The real program in a real terminal: tmux shows what it draws and sends it keys, sizes and signals.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use doorjamb::screen::Theme;

use crate::tmux::{Tmux, program};

const TAILGATE: &str = "replay --screen captures/closed-but-reported-open.log";

#[test]
fn a_capture_is_played_stepped_and_marked_and_the_terminal_is_given_back() {
    let tmux = Tmux::new(80, 24);
    tmux.start(TAILGATE);
    tmux.keys(&["Space"]);
    tmux.wait_for("PAUSED");
    let clock = |screen: &str| screen.lines().next().map(str::to_owned);
    let paused = clock(&tmux.screen());
    tmux.keys(&["s"]);
    tmux.wait_until("step", |screen| screen.contains("PAUSED") && clock(screen) != paused);
    tmux.keys(&["c", "1"]);
    tmux.wait_for("you saw: front-left door closed");
    tmux.keys(&["Space", "+", "+", "+"]);
    tmux.wait_for("x10");
    tmux.wait_for("at the end");
    tmux.wait_for("> fault   tailgate seen closed but reported");
    tmux.keys(&["e"]);
    tmux.wait_for("Somebody looked and it is shut");
    tmux.keys(&["h"]);
    tmux.wait_for("keys and signs");
    tmux.keys(&["Escape"]);
    tmux.wait_for("findings: 1 fault");
    tmux.keys(&["q"]);
    tmux.assert_restored(1);
}

#[test]
fn only_what_changes_is_sent() {
    let tmux = Tmux::new(80, 24);
    tmux.start("replay --screen captures/healthy-cold-start.log");
    let sent = |keys: &[&str], file: &str| {
        tmux.keys(keys);
        // What the key changes is drawn before the count begins.
        std::thread::sleep(Duration::from_millis(500));
        let file = tmux.folder.path().join(file);
        tmux.run(&["pipe-pane", &format!("cat > {}", file.display())]);
        std::thread::sleep(Duration::from_secs(2));
        tmux.run(&["pipe-pane"]);
        fs::metadata(&file).map_or(0, |file| file.len())
    };
    let playing = sent(&["h"], "playing");
    // Fifteen times a second, of 1,920 characters, the clock and some figures.
    assert!((1..6000).contains(&playing), "{playing} bytes in 2 s");
    assert_eq!(sent(&["Space"], "paused"), 0);
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let tmux = Tmux::new(80, 24);
    tmux.start(TAILGATE);
    tmux.run(&["resize-window", "-x", "180", "-y", "50"]);
    let large = tmux.wait_for("what it means");
    assert!(large.contains("values"), "{large}");
    tmux.run(&["resize-window", "-x", "60", "-y", "20"]);
    tmux.wait_for("The screen needs 80 columns and 24 rows");
    tmux.run(&["resize-window", "-x", "80", "-y", "24"]);
    let small = tmux.wait_for("car from above");
    assert_eq!(small.trim_end().lines().count(), 24, "{small}");
    tmux.keys(&["C-c"]);
    tmux.wait_for("ended");
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_given_back() {
    for signal in ["-TERM", "-INT", "-HUP"] {
        let tmux = Tmux::new(100, 30);
        tmux.start("replay --screen captures/healthy-cold-start.log");
        let killed = Command::new("kill").args([signal, &tmux.process()]).status().unwrap();
        assert!(killed.success());
        tmux.assert_restored(0);
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let tmux = Tmux::new(80, 24);
    tmux.start(TAILGATE);
    let process = tmux.process();
    tmux.run(&["kill-server"]);
    let process = Path::new("/proc").join(process);
    for _ in 0..600 {
        if !process.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    panic!("it outlived its terminal");
}

#[test]
fn colours_are_sent_unless_they_are_not_wanted() {
    let colours = |environment: &str| {
        let tmux = Tmux::new(80, 24);
        tmux.line(environment);
        tmux.start(&format!("{TAILGATE} --from 9"));
        tmux.wait_for("not told");
        let drawn = tmux.run(&["capture-pane", "-p", "-e"]);
        tmux.keys(&["q"]);
        tmux.wait_for("ended");
        let orders = drawn.split("\x1b[").skip(1).filter_map(|rest| rest.split_once('m'));
        let mut numbers = orders.flat_map(|(order, _)| order.split(';'));
        // 30 to 37 set a colour of the letters, and so does 38 with what follows it.
        numbers.any(|number| matches!(number.parse(), Ok(30..=38)))
    };
    assert!(colours("true"));
    assert!(!colours("export NO_COLOR=1"));
}

#[test]
fn a_locale_without_utf8_gets_ascii() {
    let tmux = Tmux::new(80, 24);
    tmux.line("export LC_ALL=C");
    tmux.start(TAILGATE);
    let screen = tmux.wait_for("- car from above ---");
    assert!(screen.is_ascii(), "{screen}");
    tmux.keys(&["q"]);
    tmux.wait_for("ended");
}

#[test]
fn without_a_terminal_it_says_so() {
    let ran = Command::new(program()).args(TAILGATE.split(' ')).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let complaint = String::from_utf8(ran.stderr).unwrap();
    assert!(complaint.contains("standard output is no terminal"), "{complaint}");
}

#[test]
fn what_cannot_be_played_is_refused_with_a_way_on() {
    let tmux = Tmux::new(120, 24);
    let name = program();
    tmux.line(&format!("{name} replay --screen -; echo ended $?"));
    let screen = tmux.wait_for("ended 2");
    assert!(screen.contains("standard input: not a file, and the screen plays files only"), "{screen}");
    tmux.line(&format!("clear; {name} replay --screen captures/*.log; echo ended $?"));
    tmux.wait_for("the screen plays one capture at a time");
    tmux.line(&format!("clear; {name} replay --screen captures/none.log; echo ended $?"));
    // Not for the end, for that of the command before may still be on the screen.
    tmux.wait_for("captures/none.log: there is no such file");
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let tmux = Tmux::new(80, 24);
    let this = std::env::current_exe().unwrap();
    let stty = tmux.stty();
    tmux.line(&format!(
        "RUST_BACKTRACE=0 {} --ignored --exact screen::terminal::panics_on_the_screen --nocapture; echo ended $?; stty -a | tr ' ;' '\\n\\n' > {}",
        this.display(),
        stty.display()
    ));
    let screen = tmux.wait_for("ended 101");
    assert!(screen.contains("the message of the panic"), "{screen}");
    tmux.assert_restored(101);
}

#[test]
#[ignore = "run in a terminal by a_panic_gives_the_terminal_back"]
fn panics_on_the_screen() {
    let terminal = doorjamb::screen::Terminal::open(Theme::default()).unwrap();
    // A release build aborts at a panic and drops nothing.
    std::mem::forget(terminal);
    panic!("the message of the panic");
}
