//! The commands as Discord lists them, in its users' languages.

use std::sync::atomic::Ordering;

use serenity::all::CreateCommand;

use super::bot::Bot;
use super::locale::SPOKEN;
use super::sending::patiently;
use super::{asker, attache};
use crate::counter::{Messages, Voice};

/// Tells Discord the commands, once; what it had before is replaced.
pub(super) async fn register(bot: &Bot) {
    if bot.has_commands.load(Ordering::Acquire) {
        return;
    }
    let everywhere = asker::commands(&bot.messages, &bot.settings);
    if let Err(unsent) = patiently(|| bot.http.create_global_commands(&everywhere)).await {
        tracing::error!(
            "the commands could not be registered: {}",
            unsent.describe()
        );
        return;
    }
    if let Some(room) = bot.room {
        let for_the_attache = attache::commands(&bot.messages);
        let registered =
            patiently(|| bot.http.create_guild_commands(room.guild, &for_the_attache)).await;
        if let Err(unsent) = registered {
            tracing::error!(
                server = %room.guild,
                "the attaché's commands could not be registered: {}. Is the bot in this server, invited with the scope \
                 applications.commands?",
                unsent.describe()
            );
            return;
        }
    }
    bot.has_commands.store(true, Ordering::Release);
}

/// A command whose description is the message `description`, in every locale that the message files serve.
pub(super) fn described(
    messages: &Messages,
    mut command: CreateCommand,
    description: &str,
) -> CreateCommand {
    command = command.description(messages.say(Voice::default(), description));
    for (locale, language) in SPOKEN {
        let text = messages.say(Voice::of_locale(Some(language)), description);
        command = command.description_localized(locale, text);
    }
    command
}

/// A command whose name in a locale is the message `name`.
pub(super) fn named(messages: &Messages, mut command: CreateCommand, name: &str) -> CreateCommand {
    for (locale, language) in SPOKEN {
        let text = messages.say(Voice::of_locale(Some(language)), name);
        command = command.name_localized(locale, text);
    }
    command
}
