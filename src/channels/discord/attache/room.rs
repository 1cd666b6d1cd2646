//! The queue's channel: what is posted there stands there once.
//!
//! Before something is sent, the store knows that it is about to be; once it is there, the store knows where. What was cut
//! off in between is looked for among the channel's latest messages, by the custom id of one of its buttons, before it is
//! sent again. Discord's nonce covers what a lost answer would double.

use serenity::all::{
    ActionRowComponent, ButtonKind, ChannelId, CreateMessage, EditMessage, GetMessages, Message,
    MessageId, MessageReference, MessageReferenceKind,
};

use super::super::bot::{Bot, QueueRoom};
use super::super::drawing::Page;
use super::super::failure::Failure;
use super::super::sending::{Unsent, patiently, send};
use super::super::start_up;
use super::super::visit::nobody;
use super::ids::Press;
use crate::queue::{Post, QueueError};

/// How many of the channel's latest messages are looked through.
const LATEST: u8 = 100;

/// Why something is not in the room.
#[derive(Debug)]
pub(super) enum Unposted {
    /// Discord did not take it.
    Unsent(Unsent),
    /// The store could not be asked or told.
    Store(QueueError),
}

impl From<Unsent> for Unposted {
    fn from(unsent: Unsent) -> Self {
        Self::Unsent(unsent)
    }
}

impl From<QueueError> for Unposted {
    fn from(error: QueueError) -> Self {
        Self::Store(error)
    }
}

impl Unposted {
    /// What it means; a store that fails is waited for.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Unsent(unsent) => unsent.failure(),
            Self::Store(_) => Failure::Passing,
        }
    }

    /// In one line, with what to do where somebody has to do something.
    pub fn describe(&self, room: QueueRoom) -> String {
        match self {
            Self::Store(error) => error.to_string(),
            Self::Unsent(unsent) => {
                let to_do = match unsent {
                    Unsent::Failed(error) => start_up::later(error, room),
                    Unsent::Silence => None,
                };
                to_do.unwrap_or_else(|| {
                    format!(
                        "the queue's channel {}: {}",
                        room.channel,
                        unsent.describe()
                    )
                })
            }
        }
    }
}

/// Something to post once.
pub(super) struct Posting<'a> {
    /// The name under which the store knows it.
    pub name: &'a str,
    /// What the nonce begins with; the edition follows. At most 20 characters.
    pub nonce: &'a str,
    /// The button by which it is found again.
    pub button: &'a Press,
    /// The last event that it shows.
    pub position: i64,
    /// The message.
    pub message: CreateMessage,
}

impl QueueRoom {
    /// The room as the store names it.
    pub(super) fn place(self) -> String {
        self.channel.to_string()
    }
}

/// The message of a post that stands in the room.
pub(super) fn message_of(post: &Post, room: QueueRoom) -> Option<MessageId> {
    let message = post.message.as_deref()?;
    let id: u64 = message.parse().ok()?;
    (post.place == room.place() && id > 0).then(|| MessageId::new(id))
}

/// Posts something unless it is there.
pub(super) async fn post_once(
    bot: &Bot,
    room: QueueRoom,
    posting: Posting<'_>,
) -> Result<(), Unposted> {
    let store = bot.desk.store();
    let place = room.place();
    let before = store.post(posting.name).await?;
    let before = before.filter(|post| post.place == place);
    if before.as_ref().is_some_and(|post| post.message.is_some()) {
        return Ok(());
    }
    store.begin_post(posting.name, &place, bot.now()).await?;
    let found = match before {
        Some(_) => {
            let found = find(bot, room, posting.button).await?;
            if found.is_none() {
                // It is not there: the nonce of before would only bring back what was deleted.
                store.renew_post(posting.name).await?;
            }
            found
        }
        None => None,
    };
    let id = if let Some(id) = found {
        id
    } else {
        let post = store.post(posting.name).await?;
        let edition = post.map_or(0, |post| post.edition);
        let nonce = format!("{}/{edition}", posting.nonce);
        let sent = send(&bot.http, room.channel, posting.message, &nonce).await?;
        sent.id
    };
    store
        .posted(posting.name, &id.to_string(), posting.position)
        .await?;
    Ok(())
}

/// The bot's own message among the latest that has this button.
async fn find(bot: &Bot, room: QueueRoom, button: &Press) -> Result<Option<MessageId>, Unposted> {
    let id = button.id();
    let latest = patiently(|| {
        room.channel
            .messages(&bot.http, GetMessages::new().limit(LATEST))
    })
    .await?;
    let is_it = |message: &&Message| {
        Some(message.author.id) == bot.me()
            && message
                .components
                .iter()
                .flat_map(|row| &row.components)
                .any(|component| custom_id(component) == Some(&id))
    };
    Ok(latest.iter().find(is_it).map(|message| message.id))
}

fn custom_id(component: &ActionRowComponent) -> Option<&String> {
    match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id),
            _ => None,
        },
        _ => None,
    }
}

/// Changes a message of the bot's.
pub(super) async fn edit(
    bot: &Bot,
    room: QueueRoom,
    message: MessageId,
    page: &Page,
) -> Result<(), Unsent> {
    let edited = EditMessage::new()
        .content(&page.content)
        .embeds(page.embeds.clone())
        .components(page.rows.clone())
        .allowed_mentions(nobody());
    patiently(|| {
        let edited = edited.clone();
        async move {
            room.channel
                .edit_message(&bot.http, message, edited)
                .await
                .map(drop)
        }
    })
    .await
}

/// Takes a post away, in whatever room it stands; one that is gone already is no error.
pub(super) async fn delete(bot: &Bot, post: &Post) -> Result<(), Unsent> {
    let id = |text: &str| text.parse().ok().filter(|id: &u64| *id > 0);
    let there = id(&post.place).zip(post.message.as_deref().and_then(id));
    let Some((channel, message)) = there else {
        return Ok(());
    };
    let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
    match patiently(|| channel.delete_message(&bot.http, message)).await {
        Err(unsent) if unsent.failure() == Failure::Gone => Ok(()),
        done => done,
    }
}

/// A message that mentions the role, so without anybody's words, under a card if it is there.
pub(super) fn call(room: QueueRoom, text: &str, under: Option<MessageId>) -> CreateMessage {
    let message = CreateMessage::new()
        .content(format!("<@&{}> {text}", room.role))
        .allowed_mentions(nobody().roles([room.role]));
    match under {
        Some(card) => message.reference_message(
            MessageReference::new(MessageReferenceKind::Default, room.channel)
                .message_id(card)
                .fail_if_not_exists(false),
        ),
        None => message,
    }
}
