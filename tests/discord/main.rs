//! The counter in Discord, played against a stand-in for it: who asks, who answers, who may not, and a bad day.

#[path = "../support/discord/mod.rs"]
mod discord;
#[path = "../support/discord_bot.rs"]
mod discord_bot;
#[path = "../support/discord_counter.rs"]
mod discord_counter;
#[path = "../support/discord_desk.rs"]
mod discord_desk;
#[path = "../support/small_faq.rs"]
mod small_faq;

mod access;
mod asker;
mod attache;
mod delivery;
mod privacy;
mod stand_in;
mod transcript;
mod weather;
