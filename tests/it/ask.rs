//! Asking units: the link, the questions, and the wall round what may be asked.

mod answers;
mod conversations;
mod deeds;
mod exchange;
mod functional;
mod link;
mod unit;
mod wall;
mod wire;
