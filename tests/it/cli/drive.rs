//! Captures of a classic Nissan, written by hand, frame by frame.

use std::fmt::Write;

/// What a driver does, recorded.
pub(super) struct Drive {
    log: String,
    millis: u64,
    body: [u8; 8],
    /// In 0.01 km/h.
    speed: u16,
}

impl Drive {
    /// Ignition off, everything closed and unlocked.
    pub(super) fn new() -> Self {
        Self { log: String::new(), millis: 0, body: [0; 8], speed: 0 }
    }

    /// Goes on as it is.
    pub(super) fn wait(mut self, millis: u64) -> Self {
        let end = self.millis + millis;
        while self.millis < end {
            if self.millis.is_multiple_of(100) {
                self.frame("60D", &self.body.clone());
                self.frame("35D", &[if self.body[1] == 6 { 0x80 } else { 0 }, 3, 0, 0, 0, 0, 0, 0]);
                self.frame("358", &[0; 8]);
                self.frame("551", &[0; 8]);
            }
            let [high, low] = self.speed.to_be_bytes();
            self.frame("284", &[0, 0, 0, 0, high, low, 0, 0]);
            self.millis += 20;
        }
        self
    }

    pub(super) fn ignition_on(mut self) -> Self {
        self.body[1] = 6;
        self
    }

    pub(super) fn front_left(mut self, open: bool) -> Self {
        self.body[0] = if open { 8 } else { 0 };
        self
    }

    pub(super) fn locked(mut self, locked: bool) -> Self {
        self.body[2] = if locked { 0x18 } else { 0 };
        self
    }

    /// A line that is no frame.
    pub(super) fn line(mut self, text: &str) -> Self {
        self.log.push_str(text);
        self.log.push('\n');
        self
    }

    pub(super) fn log(self) -> String {
        self.log
    }

    fn frame(&mut self, id: &str, payload: &[u8]) {
        let (seconds, millis) = (1_700_000_000 + self.millis / 1000, self.millis % 1000);
        write!(self.log, "({seconds}.{millis:03}000) can0 {id}#").unwrap();
        for byte in payload {
            write!(self.log, "{byte:02X}").unwrap();
        }
        self.log.push('\n');
    }
}

/// The driver's door opens at 3 s, the car is locked at 5 s with the door open, until 12 s.
pub(super) fn locked_while_open() -> String {
    let drive = Drive::new().wait(3_000).front_left(true).wait(2_000).locked(true).wait(7_000);
    drive.locked(false).wait(500).front_left(false).wait(3_000).log()
}

/// The driver's door opens and closes.
pub(super) fn healthy() -> String {
    Drive::new().wait(3_000).front_left(true).wait(2_000).front_left(false).ignition_on().wait(3_000).log()
}

/// Three seconds of a bus of no known car, before any [`Drive`].
pub(super) fn chatter(channel: &str) -> String {
    (0..300).fold(String::new(), |mut log, n| {
        writeln!(log, "({}.{:02}0000) {channel} 123#00", 1_699_999_990 + n / 100, n % 100).unwrap();
        log
    })
}
