//! Asking units: the link, the questions, and the wall round what may be asked.

mod link;
mod wire;
