//! Learning: what a bit that follows a hand is told from, and that nothing fed to it does harm.

mod bench;
mod engine;
mod hostile;
