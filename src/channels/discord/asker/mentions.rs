//! Mentions of the bot: answered by direct message, or behind a button that only who asked can open.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, Message, MessageId, UserId,
};

use super::direct::{answer as answer_words, send_pages};
use super::ids::Pressed;
use super::reply::button;
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::dispatch;
use crate::channels::discord::drawing::Page;
use crate::channels::discord::failure::Failure;
use crate::channels::discord::locale;
use crate::channels::discord::sending::{direct_channel, patiently, send};
use crate::channels::discord::visit::{Shown, Visit};
use crate::counter::Voice;

/// Replies kept until they are opened.
const KEPT: usize = 500;

/// Replies to mentions whose askers take no direct messages, until they open them. In memory only: after a restart the
/// mention is read and answered anew.
#[derive(Default)]
pub(in crate::channels::discord) struct Mentions(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    order: VecDeque<MessageId>,
    replies: HashMap<MessageId, (UserId, Vec<Page>)>,
}

impl Mentions {
    fn keep(&self, mention: MessageId, user: UserId, pages: Vec<Page>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.order.push_back(mention);
        kept.replies.insert(mention, (user, pages));
        if kept.order.len() > KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.replies.remove(&oldest);
        }
    }

    fn of(&self, mention: MessageId, user: UserId) -> Option<Vec<Page>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (asked_by, pages) = kept.replies.get(&mention)?;
        (*asked_by == user).then(|| pages.clone())
    }

    /// Forgets what a user asked.
    pub fn forget(&self, user: UserId) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.replies.retain(|_, (asked_by, _)| *asked_by != user);
    }
}

/// The words of a mention without the bot's name.
fn words(content: &str, me: UserId) -> String {
    [format!("<@{me}>"), format!("<@!{me}>")]
        .iter()
        .fold(content.to_owned(), |text, name| text.replace(name, " "))
        .trim()
        .to_owned()
}

/// Answers a mention.
pub(super) async fn answer(bot: &Arc<Bot>, message: &Message, me: UserId) {
    let user = message.author.id;
    let address = message.channel_id.to_string();
    let text = words(&message.content, me);
    let Some(pages) = answer_words(bot, user, &address, &text).await else {
        return;
    };
    let sent = match direct_channel(&bot.http, user).await {
        Ok(channel) => send_pages(bot, channel, &pages, message.id.get()).await,
        Err(unsent) => Err(unsent),
    };
    match sent {
        Ok(()) => {}
        Err(unsent) if unsent.failure() == Failure::ClosedToMessages => {
            bot.mentions.keep(message.id, user, pages);
            announce(bot, message).await;
        }
        Err(unsent) => tracing::warn!("a mention could not be answered: {}", unsent.describe()),
    }
}

/// Says where the mention was that there is a reply, and nothing of it.
async fn announce(bot: &Bot, message: &Message) {
    let user = message.author.id;
    let voice = bot.desk.voice_of(&asker(user)).await.unwrap_or_default();
    let page = closed_door(bot, voice, "discord-mention", &Pressed::OpenMention);
    let to_them = page
        .message()
        .reference_message(message)
        .allowed_mentions(CreateAllowedMentions::new().replied_user(true));
    let nonce = format!("{}/m", message.id);
    if let Err(unsent) = send(&bot.http, message.channel_id, to_them, &nonce).await {
        tracing::warn!("a mention could not be answered: {}", unsent.describe());
    }
}

/// Words that reveal nothing, with a button that opens the rest.
pub(super) fn closed_door(bot: &Bot, voice: Voice, says: &str, opens: &Pressed) -> Page {
    let mut page = Page::text(&bot.say(voice, says));
    page.rows.push(CreateActionRow::Buttons(vec![button(
        opens,
        &bot.say(voice, "button-open"),
        ButtonStyle::Primary,
    )]));
    page
}

/// The button was pressed: whoever wrote the mention sees the reply, and nobody else.
pub(super) async fn open(bot: &Arc<Bot>, visit: &Visit<'_>, message: &Message) {
    let voice = locale::voice(visit.locale);
    let mention = message
        .message_reference
        .as_ref()
        .and_then(|reference| reference.message_id);
    let (Some(mention), Some(me)) = (mention, bot.me()) else {
        return dispatch::unknown(bot, visit).await;
    };
    if let Some(pages) = bot.mentions.of(mention, visit.user) {
        visit.show(pages, Shown::Privately).await;
        return;
    }
    let channel = message.channel_id;
    let pages = visit
        .during(
            Shown::Privately,
            Box::pin(async {
                let asked = patiently(|| bot.http.get_message(channel, mention)).await;
                let asked = asked.ok().filter(|asked| asked.author.id == visit.user)?;
                let text = words(&asked.content, me);
                answer_words(bot, visit.user, &channel.to_string(), &text).await
            }),
        )
        .await;
    match pages {
        Some(pages) => {
            visit.show(pages, Shown::Privately).await;
        }
        None => {
            visit.say(&bot.say(voice, "discord-not-yours")).await;
        }
    }
}
