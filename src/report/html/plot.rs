//! One track as a drawing and as data: paths of a plot that is as wide as the whole time in milliseconds, and the same as
//! JSON for the script. It knows no facts.

use std::fmt::Write as _;

use super::track::{State, Track};
use crate::body::{Ignition, Value};

/// Height of a plot of states, in its own units.
pub(super) const LOW: u64 = 20;
/// Height of a plot of numbers.
pub(super) const HIGH: u64 = 40;
/// Space above and below what is drawn.
const MARGIN: f64 = 3.0;

/// How a track is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A block while it is "yes".
    Switch,
    /// A block as high as the key is turned.
    Ignition,
    /// A line between these numbers.
    Number(f64, f64),
}

/// The paths of a plot, by what they mean.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// "Yes", or the numbers themselves.
    pub(super) on: String,
    /// "No".
    pub(super) off: String,
    /// Too much to be drawn one by one.
    pub(super) many: String,
}

impl Shape {
    /// Height of the plot, in its own units.
    pub(super) const fn height(self) -> u64 {
        if let Self::Number(..) = self { HIGH } else { LOW }
    }

    /// The paths of `track`, whose last run ends at `end`, in nanoseconds.
    pub(super) fn paths(self, track: &Track, end: u64) -> Paths {
        let mut paths = Paths::default();
        let mut pen_at = None;
        for (run, run_end) in track.spans(end) {
            let (from, to) = (millis(run.start), millis(run_end));
            match run.state {
                State::Unknown => {}
                State::Many(_) => block(&mut paths.many, from, to, 1.0),
                State::Told(Value::Switch(false) | Value::Ignition(Ignition::Off)) => {
                    block(&mut paths.off, from, to, 0.0);
                }
                State::Told(Value::Switch(true)) => block(&mut paths.on, from, to, 1.0),
                State::Told(Value::Ignition(position)) => {
                    block(&mut paths.on, from, to, f64::from(position as u8) / 3.0);
                }
                State::Told(Value::Number(number)) => {
                    let y = self.y(number);
                    // Writing to a string cannot fail.
                    let _ = match pen_at {
                        Some(at) if at == from => write!(paths.on, "V{y:.1} H{to} "),
                        _ => write!(paths.on, "M{from},{y:.1} H{to} "),
                    };
                    pen_at = Some(to);
                    continue;
                }
                State::Between(low, high) => {
                    let (top, bottom) = (self.y(high), self.y(low));
                    let _ = write!(paths.many, "M{from},{top:.1} H{to} V{bottom:.1} H{from}z ");
                }
            }
            pen_at = None;
        }
        paths
    }

    fn y(self, number: f64) -> f64 {
        let Self::Number(low, high) = self else { return 0.0 };
        let share = ((number - low) / (high - low)).clamp(0.0, 1.0);
        HIGH as f64 - MARGIN - share * (HIGH as f64 - 2.0 * MARGIN)
    }

    /// The runs of `track` as a JSON array: of states `start, state`, where -1 is unknown; of numbers `start, least,
    /// greatest`, where null is unknown.
    pub(super) fn runs(self, track: &Track) -> String {
        let mut runs = String::from("[");
        for run in track.runs() {
            if runs.len() > 1 {
                runs.push(',');
            }
            let start = millis(run.start);
            let _ = match (self, run.state.range()) {
                (Self::Number(..), Some((low, high))) => write!(runs, "{start},{low:.2},{high:.2}"),
                (Self::Number(..), None) => write!(runs, "{start},null,null"),
                _ => write!(runs, "{start},{}", self.code(run.state)),
            };
        }
        runs.push(']');
        runs
    }

    /// The position of a state among its words.
    fn code(self, state: State) -> i8 {
        match state {
            State::Told(Value::Switch(is_on)) => i8::from(is_on),
            State::Told(Value::Ignition(position)) => match position {
                Ignition::Off => 0,
                Ignition::Acc => 1,
                Ignition::On => 2,
                Ignition::Start => 3,
            },
            State::Many(_) if self == Self::Ignition => 4,
            State::Many(_) => 2,
            State::Unknown | State::Told(Value::Number(_)) | State::Between(..) => -1,
        }
    }
}

/// A block from the ground up to that share of the height; of none, the ground line.
fn block(path: &mut String, from: u64, to: u64, share: f64) {
    let ground = LOW as f64 - MARGIN;
    let top = if share > 0.0 { ground - share * (LOW as f64 - 2.0 * MARGIN) } else { ground - 1.0 };
    let _ = write!(path, "M{from},{top:.1} H{to} V{ground:.0} H{from}z ");
}

/// Whole milliseconds, the nearest, as reports round.
pub(super) const fn millis(nanos: u64) -> u64 {
    nanos.saturating_add(500_000) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::{HIGH, Shape};
    use crate::body::Value;
    use crate::report::html::track::{State, Track};

    #[test]
    fn states_are_blocks_and_what_is_unknown_is_left_out() {
        let mut track = Track::new(10);
        let states = [State::Told(Value::Switch(false)), State::Unknown, State::Told(Value::Switch(true))];
        for (at, state) in [0, 5_000_000, 7_000_000].into_iter().zip(states) {
            track.tell(at, state);
        }
        let paths = Shape::Switch.paths(&track, 9_000_000);
        assert_eq!(paths.off.trim(), "M0,16.0 H5 V17 H0z");
        assert_eq!(paths.on.trim(), "M7,3.0 H9 V17 H7z");
        assert_eq!(Shape::Switch.runs(&track), "[0,0,5,-1,7,1]");
    }

    #[test]
    fn numbers_are_a_line_that_breaks_where_they_are_unknown() {
        let mut track = Track::new(10);
        let number = |number| State::Told(Value::Number(number));
        let told = [(0, number(0.0)), (1, number(10.0)), (2, State::Unknown), (3, number(5.0))];
        for (at, state) in told {
            track.tell(at * 1_000_000, state);
        }
        let shape = Shape::Number(0.0, 10.0);
        let paths = shape.paths(&track, 4_000_000);
        assert_eq!(paths.on.trim(), "M0,37.0 H1 V3.0 H2 M3,20.0 H4");
        assert_eq!(
            (shape.runs(&track).as_str(), shape.height()),
            ("[0,0.00,0.00,1,10.00,10.00,2,null,null,3,5.00,5.00]", HIGH)
        );
    }
}
