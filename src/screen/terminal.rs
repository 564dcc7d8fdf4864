//! The terminal while the screen is on it: raw keys and the alternate screen, and the terminal as it was before again
//! when the screen ends, whether it is dropped or the program panics.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEvent};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue, style};
use ratatui::backend::CrosstermBackend;

use super::layout::draw;
use super::model::Model;
use super::theme::Theme;

/// The time between two drawings at least: 15 a second look smooth and cost little.
pub const REDRAW: Duration = Duration::from_millis(66);

/// Bytes held back while drawing, so that a picture reaches the terminal in one piece: all of 200 by 60 with styles.
const BUFFER: usize = 128 * 1024;

/// Whether the screen is on the terminal.
static IS_ON: AtomicBool = AtomicBool::new(false);

/// Something a person did at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// The terminal has another size.
    Resize,
}

/// Waits at most `patience` for a person; `None` if nothing was done. Blocks, so it belongs on a thread of its own
/// where something else must go on.
///
/// # Errors
/// If the terminal is gone.
pub fn wait(patience: Duration) -> io::Result<Option<Input>> {
    if !event::poll(patience)? {
        return Ok(None);
    }
    Ok(match event::read()? {
        Event::Key(key) => Some(Input::Key(key)),
        Event::Resize(..) => Some(Input::Resize),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) | Event::Paste(_) => None,
    })
}

/// The screen on the terminal. Dropping it gives the terminal back.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<File>>>,
}

impl Terminal {
    /// Takes the terminal that standard output is.
    ///
    /// # Errors
    /// If standard output is no terminal, or there are no keys to read.
    pub fn open(theme: Theme) -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                // First, so that the message is not lost with the alternate screen.
                restore();
                before(panic);
            }));
        });
        let mut out = output()?;
        enable_raw_mode()?;
        IS_ON.store(true, Ordering::SeqCst);
        // From here on, dropping it gives back what was taken.
        style::force_color_output(theme.is_coloured());
        let guard = Guard;
        execute!(out, EnterAlternateScreen, cursor::Hide)?;
        let inner = ratatui::Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(BUFFER, out)))?;
        std::mem::forget(guard);
        Ok(Self { inner })
    }

    /// Draws what changed since the last time.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        // The terminal shows all of it at once, if it knows how.
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(|frame| draw(model, frame))?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Forgets what was drawn, so that the next drawing draws everything.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back if opening fails half-way.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Standard output, without its lock: a panic elsewhere must be able to write while it is held.
fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Gives the terminal back, once. If it is gone, there is nothing to give back.
fn restore() {
    if !IS_ON.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = disable_raw_mode();
    if let Ok(mut out) = output() {
        let _ = execute!(out, EndSynchronizedUpdate, LeaveAlternateScreen, cursor::Show);
        let _ = out.flush();
    }
}
