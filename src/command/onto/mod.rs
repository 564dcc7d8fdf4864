//! `replay --onto`: a capture sent onto a bus with its own timing. It knows when; whether it may, and how, is the bus's
//! guarded door.

mod account;
mod lateness;
mod pace;
mod play;
mod rounds;

use std::path::{Path, PathBuf};

use clap::Args;

use super::interrupt::Interrupt;
use super::reading::Settings;
use super::{Error, Exit, Streams};
use crate::bus::{Permission, RealBus, Sender};
use account::Account;
use pace::{MaxGap, Pace, Speed};
use play::Play;
use rounds::Rounds;

/// Options on sending a capture.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending it onto a bus")]
pub(super) struct Sending {
    /// Send the capture onto this bus, each frame when it was recorded, instead of telling what is in it. A virtual bus
    /// needs nothing more; see --transmit-on-a-real-bus for others. Error frames are never sent.
    #[arg(long, value_name = "IFACE", conflicts_with_all = ["car", "handed", "only", "marks", "format", "html"])]
    onto: Option<String>,
    /// How many times faster than recorded, 0.001 to 1000.
    #[arg(long, value_name = "FACTOR", requires = "onto")]
    speed: Option<Speed>,
    /// Begin again after the last frame, at once; N rounds in all, or without N, until stopped by Ctrl-C.
    #[arg(long = "loop", value_name = "N", requires = "onto", num_args = 0..=1, require_equals = true,
        default_missing_value = Rounds::ENDLESS)]
    rounds: Option<Rounds>,
    /// Cut each silence to so many seconds, counted while sending. Without it silences stay as they are. Time that runs
    /// backwards in the capture is never waited for.
    #[arg(long, value_name = "SECONDS", requires = "onto")]
    max_gap: Option<MaxGap>,
    /// Permit sending on a bus with real controllers. Never on a car: what it receives, it does.
    #[arg(long, requires = "onto")]
    transmit_on_a_real_bus: bool,
}

impl Sending {
    /// Sends `files`, if that was asked for; `None` if not.
    ///
    /// # Errors
    /// If it may not or cannot be sent, or a file cannot be read.
    pub(super) fn run(
        &self,
        files: &[PathBuf],
        settings: &Settings,
        streams: &mut Streams,
    ) -> Result<Option<Exit>, Error> {
        let Some(name) = &self.onto else { return Ok(None) };
        let rounds = self.rounds.unwrap_or(Rounds::ONE);
        if rounds != Rounds::ONE && files.iter().any(|file| file == Path::new("-")) {
            return Err(Error::LoopOverPipe);
        }
        let real = if self.transmit_on_a_real_bus { RealBus::Permitted } else { RealBus::Untouched };
        let sender = Sender::open(Permission::ask(name, real)?)?;
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        play::wake_sharply();
        let mut play = Play {
            sender: &sender,
            settings,
            bus: settings.bus.name(),
            interrupt: &interrupt,
            pace: Pace::new(self.speed.unwrap_or(Speed::AS_RECORDED), self.max_gap),
            account: Account::new(name),
            clock: None,
        };
        // What was sent before a failure is told all the same.
        let played = play.rounds(files, rounds);
        let has_sent = play.account.frames() > 0;
        if has_sent || played.is_ok() {
            play.account.write(streams)?;
        }
        played?;
        if !has_sent && !interrupt.is_asked() {
            return Err(Error::NothingSent);
        }
        Ok(Some(Exit::Clean))
    }
}
