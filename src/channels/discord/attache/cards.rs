//! Keeping the cards: each case that waits has one, edited as the case changes, made anew when somebody deleted it.

use std::time::Duration;

use serenity::all::{ButtonStyle, ChannelId, MessageId};

use super::super::bot::{Bot, QueueRoom};
use super::super::failure::Failure;
use super::ids::{Press, Reason};
use super::room::{Posting, Unposted, call, delete, edit, message_of, post_once};
use super::words::Words;
use super::{buttons, card};
use crate::queue::{Escalation, Outdated, Post, Priority, QueueError, State};

/// Pauses before looking which card a deleted message was: it may not be noted yet.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(3),
];

/// Draws a card as its case stands now.
pub(super) async fn draw(bot: &Bot, room: QueueRoom, outdated: Outdated) -> Result<(), Unposted> {
    let store = bot.desk.store();
    let name = Post::card(outdated.reference);
    let post = store.post(&name).await?;
    let there = post.as_ref().and_then(|post| message_of(post, room));
    if outdated.is_reduced {
        // The words that it shows are to be forgotten.
        if let Some(post) = &post {
            delete(bot, post).await?;
        }
        return Ok(store.forget_post(&name).await?);
    }
    let case = match store.get(outdated.reference).await {
        Err(QueueError::Unknown { .. }) => return Ok(()),
        case => case?,
    };
    let counter = bot.desk.counter().await;
    let page = card::card(Words::of_the_room(bot), &case, counter.as_deref());
    let is_live = case.state.is_waiting() || case.state == State::Answered;
    let is_drawn = match there {
        Some(message) => match edit(bot, room, message, &page).await {
            Ok(()) => {
                let id = message.to_string();
                store.posted(&name, &id, outdated.position).await?;
                true
            }
            Err(unsent) if unsent.failure() == Failure::Gone => {
                store.renew_post(&name).await?;
                false
            }
            Err(unsent) => return Err(unsent.into()),
        },
        None => false,
    };
    if is_drawn {
        return call_when_urgent(bot, room, &case, there).await;
    }
    if !is_live {
        // Nobody needs a card that is gone of a case that is finished.
        if post.is_some() {
            store.posted(&name, "", outdated.position).await?;
        }
        return Ok(());
    }
    if post.is_some_and(|post| post.message.as_deref() == Some("")) {
        store.renew_post(&name).await?;
    }
    let posting = Posting {
        name: &name,
        nonce: &case.reference.to_string(),
        button: &Press::Show(case.reference, Reason::Card),
        position: outdated.position,
        message: page.message(),
    };
    post_once(bot, room, posting).await?;
    let post = store.post(&name).await?;
    let there = post.and_then(|post| message_of(&post, room));
    call_when_urgent(bot, room, &case, there).await
}

/// Mentions the role when an urgent case waits; once a case, and without the asker's words.
async fn call_when_urgent(
    bot: &Bot,
    room: QueueRoom,
    case: &Escalation,
    card: Option<MessageId>,
) -> Result<(), Unposted> {
    if case.priority != Priority::Urgent || case.state != State::Open {
        return Ok(());
    }
    let reference = case.reference.to_string();
    let words = Words::of_the_room(bot);
    let show = Press::Show(case.reference, Reason::Urgent);
    let text = words.with("desk-call-urgent", &[("reference", &reference)]);
    let message = call(room, &text, card).components(buttons::rows(&[buttons::button(
        words,
        &show,
        ButtonStyle::Secondary,
    )]));
    let posting = Posting {
        name: &format!("urgent {reference}"),
        nonce: &format!("u/{reference}"),
        button: &show,
        position: 0,
        message,
    };
    post_once(bot, room, posting).await
}

/// A message was deleted: if it was a card, it is made anew.
pub(super) async fn message_is_gone(bot: &Bot, channel: ChannelId, message: MessageId) {
    if bot.room.is_none_or(|room| room.channel != channel) {
        return;
    }
    for pause in PAUSES {
        tokio::time::sleep(pause).await;
        match renew(bot, message).await {
            Ok(false) => {}
            Ok(true) => return,
            Err(error) => tracing::error!("a card that was deleted is not made anew: {error}"),
        }
    }
}

/// Whether the message was something that stands in the room, which is then made anew if it was a card.
async fn renew(bot: &Bot, message: MessageId) -> Result<bool, QueueError> {
    let store = bot.desk.store();
    let Some(post) = store.post_of_message(&message.to_string()).await? else {
        return Ok(false);
    };
    if post.name.starts_with(Post::CARD) {
        store.renew_post(&post.name).await?;
    }
    Ok(true)
}
