//! What the counter promises to whoever runs it: it bears a bad world and hostile input, tells how it is, keeps to itself what
//! is not to be told, and comes back from a backup.
#![cfg(unix)]

#[path = "../support/discord/mod.rs"]
mod discord;
#[path = "../support/discord_counter.rs"]
mod discord_counter;
#[path = "../support/place.rs"]
mod place;
#[path = "../support/small_faq.rs"]
mod small_faq;
#[path = "../support/mod.rs"]
mod support;

mod backup;
mod bad_world;
mod discretion;
mod hostile_input;
mod operation;
