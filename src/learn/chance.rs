//! How probable it is that a switch, a lamp or a person does what they may do: what every explanation is weighed with.

/// It moves once when it should.
pub(super) const MOVES: f64 = 0.9;
/// It does not, as the person did not do it, or not then.
pub(super) const MISSES: f64 = 0.03;
/// It comes back within the window in which it should have moved.
pub(super) const RETURNS: f64 = 0.02;
/// Two more changes of a contact that bounces.
pub(super) const BOUNCES: f64 = 0.25;
/// It moves just outside its window.
pub(super) const STRAYS: f64 = 0.1;
/// It moves when nobody touched it.
pub(super) const MOVES_ALONE: f64 = 0.002;
/// It shows the other level before the next thing is done.
pub(super) const CONTRADICTS: f64 = 0.02;
/// A lamp goes out at this moment rather than another.
pub(super) const LAMP_OUT: f64 = 0.05;
/// A lamp comes on when the car is unlocked, or goes out when it is locked.
pub(super) const LAMP_OF_LOCK: f64 = 0.4;
/// A lamp is lit before anything is done.
pub(super) const LIT_BEFORE: f64 = 0.01;
/// Somebody takes the wrong door, shuts it again, and does not mark that.
pub(super) const SLIPS: f64 = 0.01;
