//! Ctrl-C and its kin: the first asks for a clean end with the report so far, the second ends at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};
use signal_hook::flag;

/// Whether someone asked to stop.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn listen() -> io::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // `nohup` has it ignored, and means it.
            if signal == SIGHUP && is_ignored(signal) {
                continue;
            }
            // In this order: the first signal finds the flag unset, then sets it; the second finds it set. A shell
            // expects 128 and the signal's number of a program that a signal ended.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&asked))?;
            flag::register(signal, Arc::clone(&asked))?;
        }
        Ok(Self(asked))
    }

    /// Listens for `SIGUSR1` from now on: each is a wish, told by [`Wished::take`].
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn listen_for_wishes() -> io::Result<Wished> {
        let wished = Arc::new(AtomicBool::new(false));
        flag::register(SIGUSR1, Arc::clone(&wished))?;
        Ok(Wished(wished))
    }

    /// Whether it is time to stop.
    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whether someone wishes for something, by `SIGUSR1`.
#[derive(Debug, Clone, Default)]
pub(super) struct Wished(Arc<AtomicBool>);

impl Wished {
    /// Whether there was a wish since the last call.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// Whether this process was started with the signal ignored.
fn is_ignored(signal: i32) -> bool {
    // proc_pid_status(5): a mask of ignored signals, the first of which is number 1.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    let bit = u32::try_from(signal - 1).ok().and_then(|bit| 1_u64.checked_shl(bit)).unwrap_or(0);
    mask & bit != 0
}
