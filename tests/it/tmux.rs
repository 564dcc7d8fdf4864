//! The real program in a real terminal: tmux shows what it draws and sends it keys, sizes and signals.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a screen may take to show what is expected of it, on a machine with other work.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with a shell in it.
pub(crate) struct Tmux {
    pub(crate) folder: TempDir,
}

impl Tmux {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let tmux = Self { folder: tempfile::tempdir().unwrap() };
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let size = ["-x", &columns, "-y", &rows];
        tmux.run(&[&["-f", "/dev/null", "-u", "new-session", "-d"], &size[..], &["sh"]].concat());
        tmux.run(&["set-option", "-g", "window-size", "manual"]);
        tmux.line("PS1='ready> '; export LC_ALL=C.UTF-8; unset NO_COLOR; clear");
        tmux.wait_for("ready>");
        tmux
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let socket = self.folder.path().join("tmux");
        let mut command = Command::new("tmux");
        // tmux itself must show UTF-8, whatever the surroundings of the test are.
        command.env("LC_ALL", "C.UTF-8").env_remove("TMUX");
        let Output { status, stdout, stderr } =
            command.arg("-S").arg(socket).args(arguments).output().expect("tmux is installed");
        assert!(status.success(), "tmux {arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8_lossy(&stdout).into_owned()
    }

    pub(crate) fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    pub(crate) fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }

    /// Types a line into the shell.
    pub(crate) fn line(&self, line: &str) {
        self.run(&["send-keys", "-l", line]);
        self.keys(&["Enter"]);
    }

    #[expect(clippy::disallowed_methods, reason = "a real program takes real time")]
    pub(crate) fn wait_until(&self, what: &str, mut is_so: impl FnMut(&str) -> bool) -> String {
        let begin = Instant::now();
        loop {
            let screen = self.screen();
            if is_so(&screen) {
                return screen;
            }
            assert!(begin.elapsed() < PATIENCE, "no {what} on:\n{screen}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Starts the program with these arguments, and waits until its screen is there.
    pub(crate) fn start(&self, arguments: &str) {
        self.line(&format!(
            "{} {arguments}; echo ended $?; stty -a | tr ' ;' '\\n\\n' > {}",
            program(),
            self.stty().display()
        ));
        self.wait_for("car from above");
    }

    pub(crate) fn stty(&self) -> PathBuf {
        self.folder.path().join("stty")
    }

    /// The terminal is the shell's again: its screen, its echo, its line editing, its cursor.
    pub(crate) fn assert_restored(&self, code: i32) {
        let screen = self.wait_for(&format!("ended {code}"));
        assert!(!screen.contains("car from above"), "the screen before is back:\n{screen}");
        self.wait_until("stty", |_| {
            self.stty().exists() && fs::read_to_string(self.stty()).unwrap().contains("echo")
        });
        let modes = fs::read_to_string(self.stty()).unwrap();
        for mode in ["echo", "icanon", "isig", "opost"] {
            assert!(modes.lines().any(|line| line == mode), "{mode} is off:\n{modes}");
        }
        assert_eq!(self.run(&["display-message", "-p", "#{cursor_flag} #{alternate_on}"]).trim(), "1 0");
        self.line("echo still here");
        self.wait_until("echo", |screen| {
            screen.lines().any(|line| line.ends_with("still here") && !line.contains("echo"))
        });
    }

    /// The process that draws.
    pub(crate) fn process(&self) -> String {
        let shell = self.run(&["display-message", "-p", "#{pane_pid}"]);
        let shell = shell.trim();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
        children.trim().to_owned()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let socket = self.folder.path().join("tmux");
        let _ = Command::new("tmux").arg("-S").arg(socket).arg("kill-server").output();
    }
}

/// The program, as a shell is told it.
pub(crate) fn program() -> String {
    Path::new(env!("CARGO_BIN_EXE_doorjamb")).display().to_string()
}
