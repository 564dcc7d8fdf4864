//! `simulate --serve`: a scenario's car on a bus in real time, its units answering whoever asks. What they say is the
//! simulation's business; whether it may be sent, the bus's guarded door's.

use std::io::Write;
use std::time::Duration;

use clap::Args;
use tokio::runtime::Builder;
use tokio::time::sleep;

use super::clock::Clock;
use super::interrupt::Interrupt;
use super::outlet::hand_over;
use super::{Error, Exit, Streams};
use crate::bus::{Batch, Listen, Permission, RealBus, Receiver, Sender};
use crate::frame::{Frame, Time};
use crate::report::{Escaped, count};
use crate::simulate::{Progress, Simulation};

/// Longest wait at a stretch: how long Ctrl-C may have to wait.
const NAP: Duration = Duration::from_millis(100);

/// Options on playing a scenario on a bus.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Playing it on a bus")]
pub(super) struct Serving {
    /// Play the story on this bus in real time, and answer as its units whoever asks them. A virtual bus needs nothing more; see
    /// --transmit-on-a-real-bus for others.
    #[arg(long, value_name = "IFACE", conflicts_with_all = ["output", "grammar"])]
    serve: Option<String>,
    /// Permit sending on a bus with real controllers. Never on a car: what it receives, it does.
    #[arg(long, requires = "serve")]
    transmit_on_a_real_bus: bool,
}

/// What was said and heard.
#[derive(Debug, Default)]
struct Account {
    sent: u64,
    heard: u64,
}

impl Serving {
    /// The bus to play it on, if that was asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.serve.is_some()
    }

    /// Plays `simulation` to its end, or until Ctrl-C.
    ///
    /// # Errors
    /// If it may not or cannot be sent, or the bus not be heard.
    pub(super) fn run(&self, simulation: Simulation<'_>, streams: &mut Streams) -> Result<Exit, Error> {
        let Some(name) = &self.serve else { return Ok(Exit::Clean) };
        let real = if self.transmit_on_a_real_bus { RealBus::Permitted } else { RealBus::Untouched };
        let sender = Sender::open(Permission::ask(name, real)?)?;
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let receiver = {
            let _context = runtime.enter();
            Listen::to([name.as_str()]).open()?
        };
        let units: Vec<String> = simulation
            .car()
            .units()
            .iter()
            .map(|unit| format!("{} ({})", Escaped(&unit.name), unit.request))
            .collect();
        writeln!(streams, "{} answers on {}", units.join(", "), Escaped(name))?;
        streams.flush()?;
        let mut account = Account::default();
        let played = runtime.block_on(play(simulation.served(), &sender, receiver, &interrupt, &mut account));
        // What was done before a failure is told all the same.
        let (sent, heard) = (count(account.sent, "frame"), count(account.heard, "frame"));
        writeln!(streams, "{sent} sent, {heard} for its units heard")?;
        played?;
        Ok(Exit::Clean)
    }
}

async fn play(
    mut simulation: Simulation<'_>,
    sender: &Sender,
    mut receiver: Receiver,
    interrupt: &Interrupt,
    account: &mut Account,
) -> Result<(), Error> {
    let clock = Clock::start();
    let now = || Time::ZERO.after(clock.elapsed());
    let (mut frame, mut batch) = (Frame::empty(), Batch::new());
    while !interrupt.is_asked() {
        let wait = match simulation.proceed(now(), &mut frame) {
            Progress::Over => return Ok(()),
            Progress::Waiting(at) => at.since(now()),
            Progress::Frame => {
                if let Ok(outgoing) = sender.prepare(&frame)
                    && hand_over(sender, &outgoing, interrupt)?
                {
                    account.sent += 1;
                }
                // Whoever asks is heard also while there is much to say.
                Duration::ZERO
            }
        };
        tokio::select! {
            biased;
            heard = receiver.next_batch(&mut batch) => {
                heard?;
                for frame in batch.frames() {
                    account.heard += u64::from(simulation.hear(frame, now()));
                }
            }
            () = sleep(wait.min(NAP)) => {}
        }
    }
    Ok(())
}
