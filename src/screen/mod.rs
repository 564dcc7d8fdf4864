//! The terminal screen: panels drawn from one plain [`Model`], and keys turned into [`Effect`]s for the command to
//! carry out. It follows no car and reads no clock. How the screen is laid out is pictured in `layout.rs`.

mod found;
mod health;
mod journal;
mod keys;
mod layout;
mod meter;
mod model;
mod panel;
mod pen;
mod picture;
mod scene;
mod sheet;
mod terminal;
mod theme;
mod view;
mod wrap;

pub use health::Bus;
pub use keys::Effect;
pub use layout::{SMALLEST, draw};
pub use meter::{Load, Meter};
pub use model::Model;
pub use scene::{Playing, Recording};
pub use terminal::{Input, REDRAW, Terminal, wait};
pub use theme::Theme;
pub use view::Source;
