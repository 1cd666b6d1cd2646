//! The commands, run as a maintainer or another program runs them.

#[path = "../support/mod.rs"]
mod support;

mod commands;
mod export;
