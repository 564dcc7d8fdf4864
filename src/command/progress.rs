//! Looking up now and then while a capture is read: to show how far it has come, as a bar on standard error, and whether
//! someone asked to stop.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt::Interrupt;
use crate::capture::{Progress, Reader};

/// Frames between two looks at whether to stop.
pub(super) const GLANCE: u64 = 1 << 12;

/// Frames between two steps of the bar, so that it appears only for what takes its time.
pub(super) const STEP: u64 = 1 << 17;

/// Looks up now and then.
#[derive(Clone, Copy)]
pub(super) struct Watch<'a> {
    /// When to stop.
    pub(super) interrupt: &'a Interrupt,
    /// Where to show how far it has come.
    pub(super) bar: &'a ProgressBar,
}

impl Watch<'_> {
    /// Looks up if it is time to, when so many frames were read `before` and so many now; says whether to go on.
    #[inline]
    pub(super) fn goes_on_from(self, before: u64, read: u64, reader: &Reader) -> bool {
        before / GLANCE == read / GLANCE || self.look(before, read, reader)
    }

    #[cold]
    fn look(self, before: u64, read: u64, reader: &Reader) -> bool {
        if before / STEP != read / STEP {
            show(self.bar, reader.progress());
        }
        !self.interrupt.is_asked()
    }
}

/// Shows how far reading has come: how fast, and how long it will take where that is known.
pub(super) fn show(bar: &ProgressBar, progress: Progress) {
    if bar.is_hidden() || bar.is_finished() {
        let with_end = "{bytes} of {total_bytes} ({percent} %), {bytes_per_sec}, {eta} left";
        let template = if progress.total.is_some() { with_end } else { "{bytes} read, {bytes_per_sec}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.reset();
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
    if let Some(total) = progress.total {
        bar.set_length(total);
    }
    bar.set_position(progress.bytes_read);
}
