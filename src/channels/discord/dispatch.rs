//! What comes in, each to its side.

use std::sync::Arc;

use serenity::all::{
    ChannelId, Context, EventHandler, Guild, GuildId, Interaction, Message, MessageId, Ready,
    ResumedEvent, UnavailableGuild,
};
use serenity::async_trait;
use tokio::sync::mpsc;

use super::bot::Bot;
use super::custom_id::{Side, side};
use super::visit::Visit;
use super::{DiscordError, asker, attache, commands, locale, start_up};

/// serenity's door: it calls this with every event, each in a task of its own.
pub(super) struct Handler {
    bot: Arc<Bot>,
    give_up: mpsc::Sender<DiscordError>,
}

impl Handler {
    /// A handler for `bot`, which tells by `give_up` what closes the channel.
    pub const fn new(bot: Arc<Bot>, give_up: mpsc::Sender<DiscordError>) -> Self {
        Self { bot, give_up }
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        let found = ready.application.id.get();
        if let Some(expected) = self.bot.settings.application().filter(|id| *id != found) {
            let _ = self
                .give_up
                .send(DiscordError::Application { expected, found })
                .await;
            return;
        }
        self.bot.http.set_application_id(ready.application.id);
        self.bot.is_called(ready.user.id);
        tracing::info!(servers = ready.guilds.len(), "connected to Discord");
        if self.bot.outage.is_over() {
            tracing::warn!("the connection to Discord is there again");
        }
        asker::after_a_gap(&self.bot).await;
        commands::register(&self.bot).await;
        start_up::check(&self.bot).await;
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::debug!("the connection to Discord was resumed");
    }

    async fn guild_create(&self, _: Context, guild: Guild, is_new: Option<bool>) {
        if is_new == Some(true) {
            tracing::info!(server = %guild.id, "the bot was added to a server");
        }
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        if guild.unavailable {
            return;
        }
        if self.bot.room.is_some_and(|room| room.guild == guild.id) {
            tracing::error!(
                server = %guild.id,
                "the bot was removed from the attaché's server: invite it again (README.md, \"Discord\"). Until then the \
                 queue is worked on with `guichet queue`"
            );
        } else {
            tracing::warn!(server = %guild.id, "the bot was removed from a server");
        }
    }

    async fn message_delete(
        &self,
        _: Context,
        channel: ChannelId,
        message: MessageId,
        _: Option<GuildId>,
    ) {
        attache::message_is_gone(&self.bot, channel, message).await;
    }

    async fn message_delete_bulk(
        &self,
        _: Context,
        channel: ChannelId,
        messages: Vec<MessageId>,
        _: Option<GuildId>,
    ) {
        for message in messages {
            attache::message_is_gone(&self.bot, channel, message).await;
        }
    }

    async fn message(&self, _: Context, message: Message) {
        let _flight = self.bot.in_flight.begin();
        asker::message(&self.bot, &message).await;
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let _flight = self.bot.in_flight.begin();
        if !self.bot.is_new(interaction.id().get()) {
            return;
        }
        self.dispatch(&interaction).await;
    }
}

impl Handler {
    async fn dispatch(&self, interaction: &Interaction) {
        let bot = &self.bot;
        match interaction {
            Interaction::Command(command) => {
                let visit = Visit::of_command(bot, command);
                if asker::knows(&command.data.name) {
                    asker::command(bot, &visit, command).await;
                } else if attache::knows(&command.data.name) {
                    attache::command(bot, &visit, command).await;
                } else {
                    unknown(bot, &visit).await;
                }
            }
            Interaction::Autocomplete(command) => {
                let visit = Visit::of_autocomplete(bot, command);
                if asker::knows(&command.data.name) {
                    asker::autocomplete(bot, &visit, command).await;
                } else {
                    attache::autocomplete(bot, &visit, command).await;
                }
            }
            Interaction::Component(component) => {
                let visit = Visit::of_component(bot, component);
                match side(&component.data.custom_id) {
                    Side::Asker(rest) => asker::component(bot, &visit, rest, component).await,
                    Side::Attache(rest) => attache::component(bot, &visit, rest, component).await,
                    Side::Unknown => unknown(bot, &visit).await,
                }
            }
            Interaction::Modal(modal) => {
                let visit = Visit::of_modal(bot, modal);
                match side(&modal.data.custom_id) {
                    Side::Asker(rest) => asker::modal(bot, &visit, rest, modal).await,
                    Side::Attache(rest) => attache::modal(bot, &visit, rest, modal).await,
                    Side::Unknown => unknown(bot, &visit).await,
                }
            }
            _ => {}
        }
    }
}

/// Says that something is not known: a forged custom id, or one of a version that is gone.
pub(super) async fn unknown(bot: &Bot, visit: &Visit<'_>) {
    visit
        .say(&bot.say(locale::voice(visit.locale), "discord-unknown"))
        .await;
}
