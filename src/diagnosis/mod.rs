//! From findings to causes: what is probably broken, what speaks for it, what to check next. Pure: no input, no
//! output, no clock.
//!
//! Causes, questions and how strongly each answer or finding speaks are tables. To add a cause: an entry in
//! `causes`. The sums are in `belief`.

mod answers;
mod belief;
mod case;
mod cause;
mod causes;
mod evidence;
mod motor;
mod observer;
mod occasion;
mod place;
mod prior;
mod question;
mod questions;
mod ranking;
mod sign;
mod strength;
mod warning;

pub use answers::{Answers, MAX_BYTES};
pub use case::{Asked, Case};
pub use cause::{Cause, Column, Cost, Difficulty, Frequency, Kin, Kind, Step, Weight};
pub use causes::{all as causes, by_id as cause};
pub use evidence::{Evidence, Given};
pub use observer::Observer;
pub use place::Place;
pub use prior::{GENERATIONS, Generation, Level, MODELS, level};
pub use question::{About, Answer, DONT_KNOW, Effort, Question};
pub use questions::{all as questions, by_id as question};
pub use ranking::{Conclusion, Diagnosis, Ranked, Reason};
pub use sign::Sign;
pub use strength::Strength;
pub use warning::Warning;
