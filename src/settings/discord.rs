//! `[discord]`

use serde::Deserialize;

/// Where Discord itself answers.
pub const DISCORD: &str = "https://discord.com";

/// `[discord]`
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscordSettings {
    /// The bot's token; empty, Discord is no channel.
    pub token: String,
    /// A file that holds it.
    pub token_file: String,
    /// The id of the application that the token must belong to; empty, any.
    pub application: String,
    /// The address of the API.
    pub api: String,
    /// The id of the attaché's server.
    pub guild: String,
    /// The id of the channel for the queue.
    pub queue_channel: String,
    /// The id of the role whose members work on the queue.
    pub attache_role: String,
    /// Whether answers may be shown to everyone in a channel.
    pub public_answers: bool,
    /// Questions a user and minute.
    pub questions_per_minute: u32,
    /// Cases of a user that may wait at the same time.
    pub open_cases: u32,
}

impl std::fmt::Debug for DiscordSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token belongs in no log.
        f.debug_struct("DiscordSettings")
            .field("api", &self.api)
            .field("guild", &self.guild)
            .field("queue_channel", &self.queue_channel)
            .field("attache_role", &self.attache_role)
            .finish_non_exhaustive()
    }
}

/// The number of an id; `None` when it is none.
fn id(text: &str) -> Option<u64> {
    text.parse().ok().filter(|id| *id > 0)
}

impl DiscordSettings {
    /// Whether there is a token.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        !self.token.is_empty()
    }

    /// The application's id, if it is set.
    #[must_use]
    pub fn application(&self) -> Option<u64> {
        id(&self.application)
    }

    /// The ids of the attaché's server, channel and role, if they are set.
    #[must_use]
    pub fn queue_room(&self) -> Option<(u64, u64, u64)> {
        Some((
            id(&self.guild)?,
            id(&self.queue_channel)?,
            id(&self.attache_role)?,
        ))
    }

    /// What must hold of each setting, and how to say so.
    pub(super) fn rules(&self) -> Vec<(&'static str, bool, &'static str)> {
        const ID: &str =
            "it must be an id, all digits: copy it in Discord with the developer mode on";
        const TOGETHER: &str = "discord.guild, discord.queue_channel and discord.attache_role are set together, or none of them";
        let room = [
            ("discord.guild", &self.guild),
            ("discord.queue_channel", &self.queue_channel),
            ("discord.attache_role", &self.attache_role),
        ];
        let is_id = |text: &str| text.is_empty() || id(text).is_some();
        let any = room.iter().any(|(_, text)| !text.is_empty());
        let mut rules = vec![
            (
                "discord.api",
                self.api.starts_with("https://") || self.api.starts_with("http://"),
                "it must be an address such as https://discord.com",
            ),
            ("discord.application", is_id(&self.application), ID),
            (
                "discord.questions_per_minute",
                (1..=60).contains(&self.questions_per_minute),
                "it must be from 1 to 60",
            ),
            (
                "discord.open_cases",
                (1..=100).contains(&self.open_cases),
                "it must be from 1 to 100",
            ),
            (
                "discord.attache_role",
                self.attache_role.is_empty() || self.attache_role != self.guild,
                "it is the server's id, which as a role is @everyone: give the id of the role of the attaché's staff alone",
            ),
        ];
        rules.extend(room.map(|(key, text)| (key, is_id(text), ID)));
        rules.extend(room.map(|(key, text)| (key, !any || !text.is_empty(), TOGETHER)));
        rules
    }
}
