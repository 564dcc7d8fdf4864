//! Asking a simulated car: who is there, what they say, what is sent for it, and the words in which it is told.

mod line;
mod polling;
mod survey;
