//! How far the reading of a capture has come, as a bar on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::capture::Progress;

/// Frames between two steps of the bar, so that it appears only for what takes its time.
pub(super) const STEP: u64 = 1 << 17;

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
