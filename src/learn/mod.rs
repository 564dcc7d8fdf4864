//! Finding signals nobody has documented: which bit of which message moves when a person opens a door, and what else
//! moves with it. It asks nobody, reads no file and writes none: frames and marks go in, conclusions come out.
//!
//! ```
//! use std::time::Duration;
//! use doorjamb::frame::{CanId, Flags, Frame, Time};
//! use doorjamb::learn::{Action, Learner, Settings, Window};
//!
//! let mut learner = Learner::new(Settings::default());
//! let id = CanId::standard(0x123).ok_or("not 11 bits")?;
//! for tick in 0..200_u8 {
//!     let time = Time::ZERO.after(Duration::from_millis(100 * u64::from(tick)));
//!     let is_open = (50..90).contains(&tick);
//!     learner.feed(&Frame::new(time, id, Flags::empty(), &[0, u8::from(is_open) << 4]).ok_or("too long")?);
//! }
//! let at = |seconds| Time::ZERO.after(Duration::from_secs(seconds));
//! let action = |text| Action::parse(text, Default::default());
//! learner.add(Window { action: action("tailgate open")?, begin: at(5), end: at(5) });
//! learner.add(Window { action: action("tailgate closed")?, begin: at(9), end: at(9) });
//! let best = &learner.candidates(action("tailgate open")?.subject)[0];
//! assert_eq!(best.place.to_string(), "123 1.4");
//! # Ok::<(), String>(())
//! ```

mod action;
mod alarm;
mod belief;
mod chance;
mod checks;
mod claims;
mod conclusion;
mod deeds;
mod explanation;
mod file;
mod guide;
mod habit;
mod lane;
mod learner;
mod merge;
mod message;
mod next;
mod pages;
mod place;
mod rhythm;
mod saying;
mod settings;
mod sift;
mod timeline;
mod timer;
mod traffic;
mod verify;

pub use action::{Action, GRAMMAR, Subject};
pub use conclusion::{Candidate, Claim, Conclusion, Evidence, Outcome, Source, Why};
pub use file::{About, dbc, left_out};
pub use guide::{Answer, Guide, Heard, Step};
pub use learner::{Learner, MOST_CANDIDATES, SetAside};
pub use merge::{Broken, Merged, Met, merge};
pub use place::Place;
pub use settings::Settings;
pub use timeline::Window;
pub use verify::{Found, Unchecked, Verified};
