//! The axis of the timeline: where its labels stand, and what they say. The script does the same for any stretch of it.

use super::clock::Part;

/// Labels on the axis at most: more would run into each other on a phone.
const MOST_LABELS: u64 = 5;

/// Labels of the axis: round times by the capture's clock.
pub(super) fn labels(parts: &[Part], end: u64) -> Vec<(u64, String)> {
    let step = step(end);
    let real = |at: u64| {
        let part = parts.iter().rev().find(|part| part.at <= at).or(parts.first());
        let first = parts.first().map(|part| part.real).unwrap_or_default();
        part.map_or(0.0, |part| {
            let before = if part.real < first {
                -first.since(part.real).as_secs_f64()
            } else {
                part.real.since(first).as_secs_f64()
            };
            before + (at - part.at) as f64 / 1e9
        })
    };
    let step_by = usize::try_from(step).unwrap_or(usize::MAX);
    (0..end.saturating_sub(step / 3)).step_by(step_by).map(|at| (at, moment(real(at)))).collect()
}

/// A round step between labels, in nanoseconds.
fn step(end: u64) -> u64 {
    let least = end / MOST_LABELS;
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];
    let steps = steps.into_iter().chain([120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000]);
    let mut steps = steps.map(|millis: u64| millis * 1_000_000);
    steps.find(|step| *step >= least).unwrap_or_else(|| least.next_multiple_of(3_600_000_000_000)).max(1)
}

/// A moment on the axis: `12 s`, `2:05`, `1:02:05`.
fn moment(seconds: f64) -> String {
    let whole = seconds.abs().round();
    let sign = if seconds < -0.0005 { "\u{2212}" } else { "" };
    if seconds.abs() < 60.0 {
        let text = format!("{:.3}", seconds.abs());
        return format!("{sign}{} s", text.trim_end_matches('0').trim_end_matches('.'));
    }
    let (hours, minutes, rest) = ((whole / 3600.0).floor(), (whole / 60.0 % 60.0).floor(), whole % 60.0);
    if hours > 0.0 {
        format!("{sign}{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{sign}{minutes}:{rest:02}")
    }
}

/// A place on the whole timeline.
pub(super) fn percent(at: u64, end: u64) -> String {
    format!("{:.3}%", at as f64 / end.max(1) as f64 * 100.0)
}

#[cfg(test)]
mod tests {
    use super::{moment, step};

    #[test]
    fn labels_are_few_and_round() {
        for (seconds, millis) in
            [(1, 200), (14, 5_000), (100, 20_000), (3_000, 600_000), (86_400, 18_000_000)]
        {
            assert_eq!(step(seconds * 1_000_000_000), millis * 1_000_000, "{seconds} s");
        }
        assert_eq!(step(0), 1_000_000);
    }

    #[test]
    fn moments_are_said_as_people_say_them() {
        let moments =
            [(0.0, "0 s"), (2.5, "2.5 s"), (125.0, "2:05"), (3_725.0, "1:02:05"), (-7.0, "\u{2212}7 s")];
        for (seconds, text) in moments {
            assert_eq!(moment(seconds), text);
        }
    }
}
