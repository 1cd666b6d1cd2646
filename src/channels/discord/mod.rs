//! Discord as a channel: where businesses ask and the attaché answers.
//!
//! [`Discord::run`] keeps the connection and hands what comes in to two sides, which know nothing of one another:
//! `asker`, for who asks, and `attache`, for the queue's channel. Each interaction says by its custom id's prefix to
//! which side it belongs; each side's codec puts all that is needed into the rest, within Discord's 100 characters, so
//! that buttons work after a restart. What goes out by itself leaves through `delivery`.
//!
//! serenity is named nowhere else.

mod answers;
mod asker;
mod attache;
mod bot;
mod commands;
mod connection;
mod custom_id;
mod delivery;
mod dispatch;
mod drawing;
mod escaping;
mod failure;
mod in_flight;
mod limits;
mod locale;
mod sending;
mod splitting;
mod start_up;
mod visit;

pub use answers::check;
pub use connection::{Clock, Discord, DiscordError};
