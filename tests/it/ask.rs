//! Asking units: the link, the questions, and the wall round what may be asked.

mod answers;
mod link;
mod wall;
mod wire;
