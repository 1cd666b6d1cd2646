//! Messages: direct ones, and mentions.

use std::sync::Arc;

use serenity::all::{ChannelId, GetMessages, Message, MessageType, UserId};

use super::mentions;
use super::notices;
use super::reply::{Manner, pages};
use crate::channels::Incoming;
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::drawing::Page;
use crate::channels::discord::sending::{Unsent, patiently, send};
use crate::counter::Voice;

/// Messages looked at after the connection was lost for good, in one channel.
const MISSED: u8 = 50;

/// A message came in.
pub(in crate::channels::discord) async fn message(bot: &Arc<Bot>, message: &Message) {
    let is_written = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    if message.author.bot || message.webhook_id.is_some() || !is_written {
        return;
    }
    if message.guild_id.is_none() {
        bot.heard_in(message.channel_id, message.id);
        if bot.is_new(message.id.get()) {
            direct(bot, message).await;
        }
        return;
    }
    let Some(me) = bot.me() else { return };
    // Everybody's mention is none of the bot.
    if message.mentions.iter().any(|user| user.id == me) && bot.is_new(message.id.get()) {
        mentions::answer(bot, message, me).await;
    }
}

/// A direct message.
async fn direct(bot: &Arc<Bot>, message: &Message) {
    let (user, channel) = (message.author.id, message.channel_id);
    if let Some(pages) = answer(bot, user, "", &message.content).await
        && let Err(unsent) = send_pages(bot, channel, &pages, message.id.get()).await
    {
        tracing::warn!(
            "a direct message could not be answered: {}",
            unsent.describe()
        );
    }
    notices::bring_waiting(bot, &asker(user), channel).await;
}

/// The reply to words; `None` when nothing is to be said.
pub(super) async fn answer(
    bot: &Arc<Bot>,
    user: UserId,
    address: &str,
    text: &str,
) -> Option<Vec<Page>> {
    let now = bot.now();
    if let Err(wait) = bot.limits.take(user, now) {
        // Saying it to each of a hundred messages would be a hundred messages.
        if !wait.is_first {
            return None;
        }
        let seconds = wait.time.as_secs().max(1).to_string();
        let voice = bot.desk.voice_of(&asker(user)).await.unwrap_or(FRENCH);
        let text = bot.say_with(voice, "discord-slow-down", &[("seconds", &seconds)]);
        return Some(vec![Page::text(&text)]);
    }
    let reply = bot
        .desk
        .receive(Incoming {
            asker: &asker(user),
            address,
            text,
            // Messages do not tell the locale.
            locale: None,
            country: None,
            now,
        })
        .await;
    let Some(reply) = reply else {
        return Some(vec![Page::text(&bot.say(FRENCH, "discord-closed"))]);
    };
    let manner = Manner {
        question: Some(text),
        in_words: true,
    };
    Some(pages(&bot.messages, &reply, manner))
}

/// The voice to somebody who has not written yet.
const FRENCH: Voice = Voice {
    language: crate::language::Language::French,
    script: crate::language::Script::Latn,
};

/// Sends pages, each once, however often it is tried for the same message.
pub(super) async fn send_pages(
    bot: &Bot,
    channel: ChannelId,
    pages: &[Page],
    message: u64,
) -> Result<(), Unsent> {
    for (at, page) in pages.iter().enumerate() {
        send(
            &bot.http,
            channel,
            page.message(),
            &format!("{message}/{at}"),
        )
        .await?;
    }
    Ok(())
}

/// The connection began anew: what was written meanwhile in the direct messages known to this program is answered.
pub(in crate::channels::discord) async fn after_a_gap(bot: &Arc<Bot>) {
    for (channel, last) in bot.heard() {
        let request = || async move {
            let missed = GetMessages::new().after(last).limit(MISSED);
            channel.messages(&bot.http, missed).await
        };
        match patiently(request).await {
            Ok(mut missed) => {
                missed.sort_by_key(|message| message.id);
                for one in &missed {
                    message(bot, one).await;
                }
            }
            Err(unsent) => tracing::warn!(
                "direct messages of while the connection was lost cannot be read: {}",
                unsent.describe()
            ),
        }
    }
}
