//! Learning: what a bit that follows a hand is told from, how often what is claimed is so, and that nothing fed to it
//! does harm.

pub(crate) mod bench;
mod engine;
mod guided;
mod hostile;
mod judge;
mod truth;
mod verify;
mod written;
