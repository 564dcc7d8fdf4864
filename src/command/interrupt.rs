//! Ctrl-C and its kin: the first asks for a clean end with the report so far, the second ends at once and leaves no file
//! half-written.

use std::io::{self, Read as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};
use signal_hook::flag;
use signal_hook::low_level::{self, pipe};

/// What a shell expects of a program that a signal ended, less the signal's number.
const ENDED_BY: i32 = 128;

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
        for signal in signals() {
            // In this order: the first signal finds the flag unset, then sets it; the second finds it set.
            flag::register_conditional_shutdown(signal, ENDED_BY + signal, Arc::clone(&asked))?;
            flag::register(signal, Arc::clone(&asked))?;
        }
        Ok(Self(asked))
    }

    /// The same, and the second removes what is `unfinished` before it ends the program.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn listen_for(unfinished: &Unfinished) -> io::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        let latest = Arc::new(AtomicUsize::new(0));
        let (tells, mut told) = UnixStream::pair()?;
        for signal in signals() {
            flag::register(signal, Arc::clone(&asked))?;
            flag::register_usize(signal, Arc::clone(&latest), usize::try_from(signal).unwrap_or(0))?;
            pipe::register(signal, tells.try_clone()?)?;
        }
        // A handler may not touch files, so that is done by a thread that it wakes.
        let unfinished = unfinished.clone();
        let wait = move || {
            let mut both = [0; 2];
            if told.read_exact(&mut both).is_ok() {
                unfinished.remove();
                let signal = i32::try_from(latest.load(Ordering::Relaxed)).unwrap_or(0);
                low_level::exit(ENDED_BY + signal);
            }
        };
        Builder::new().name("signals".to_owned()).spawn(wait)?;
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

/// Files that are not whole yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Unfinished(Arc<Mutex<Vec<PathBuf>>>);

impl Unfinished {
    /// The file at `path`, if there is one, is none that anybody would want as it is.
    pub(super) fn add(&self, path: Option<&Path>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(path.map(Path::to_owned));
    }

    /// Removes those that are still there under these names: a whole one has another.
    fn remove(&self) {
        for path in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = std::fs::remove_file(path);
        }
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

/// The signals that ask to stop. `nohup` has one of them ignored, and means it.
fn signals() -> impl Iterator<Item = i32> {
    [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(*signal))
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
