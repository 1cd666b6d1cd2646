//! What goes out by itself: the outbox, to direct messages.
//!
//! A message is sent with its outbox key as a nonce, which Discord checks for some minutes; after that the bot looks whether
//! it is there already. When direct messages are closed, the asker is told where they asked, in words that reveal nothing,
//! with a button that opens the message for them alone; when that is not possible either, it waits until they do anything.
//! The case's events tell the attaché which of these happened.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serenity::all::{ChannelId, CreateAllowedMentions, GetMessages, UserId};
use tokio::time::{MissedTickBehavior, interval};

use super::asker::notices;
use super::bot::Bot;
use super::drawing::Page;
use super::failure::Failure;
use super::sending::{Unsent, direct_channel, in_time, send};
use crate::channels::complaint::Complaint;
use crate::counter::Voice;
use crate::queue::{Channel, Outgoing};

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Messages taken at one look.
const AT_ONCE: u32 = 20;

/// So old, a message may have been sent by a program that stopped before it could say so.
const SETTLED: SignedDuration = SignedDuration::from_secs(45);

/// When direct messages that were closed are tried again.
const CLOSED_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// Messages looked through for one that may be there already.
const LOOKED_THROUGH: u8 = 50;

/// Why a message waits, as the case's events tell the attaché.
const TOLD_BY_MENTION: &str =
    "direct messages are closed: the asker was told where they asked, and can open it there";
const WAITS: &str = "direct messages are closed: it is shown when the asker next does anything";

/// Whether a message waits for its asker because their direct messages are closed.
pub(super) fn is_put_off(outgoing: &Outgoing) -> bool {
    matches!(
        outgoing.last_error.as_deref(),
        Some(TOLD_BY_MENTION | WAITS)
    )
}

/// Delivers what is due, for ever.
pub(super) async fn deliver_always(bot: &Arc<Bot>) {
    let complaint = Complaint::default();
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        // Without a connection nobody could press the buttons, and most attempts would be in vain.
        if bot.me().is_none() {
            continue;
        }
        let due = bot
            .desk
            .store()
            .due(Channel::Discord, None, bot.now(), AT_ONCE)
            .await;
        match due {
            Ok(due) => {
                if complaint.is_over() {
                    tracing::warn!("what the attaché wrote is brought to its askers again");
                }
                deliver(bot, due).await;
            }
            Err(error) => {
                let error = error.to_string();
                if complaint.is_news(&error) {
                    tracing::error!(
                        "what the attaché wrote waits, and is brought once this is mended: {error}"
                    );
                }
            }
        }
    }
}

/// Delivers messages: each asker's in their order, those of several at the same time.
async fn deliver(bot: &Arc<Bot>, due: Vec<Outgoing>) {
    let mut askers: BTreeMap<String, Vec<Outgoing>> = BTreeMap::new();
    for outgoing in due {
        askers
            .entry(outgoing.asker.id.clone())
            .or_default()
            .push(outgoing);
    }
    let mut under_way = Vec::new();
    for messages in askers.into_values() {
        // In a task of its own: a shutdown waits for it, and does not leave a message half reported.
        let flight = bot.in_flight.begin();
        let bot = Arc::clone(bot);
        under_way.push(tokio::spawn(async move {
            let _flight = flight;
            for outgoing in messages {
                deliver_one(&bot, &outgoing).await;
            }
        }));
    }
    for task in under_way {
        let _ = task.await;
    }
}

async fn deliver_one(bot: &Bot, outgoing: &Outgoing) {
    let store = bot.desk.store();
    let Some(user) = outgoing.asker.id.parse().ok().filter(|id| *id > 0) else {
        let _ = store
            .failed(outgoing.id, "the asker is no user of Discord", bot.now())
            .await;
        return;
    };
    let user = UserId::new(user);
    let reported = match by_direct_message(bot, outgoing, user).await {
        Ok(()) => {
            store
                .delivered(outgoing.id, notices::BY_DIRECT_MESSAGE, bot.now())
                .await
        }
        Err(unsent) if is_closed(unsent.failure()) => closed(bot, outgoing, user).await,
        Err(unsent) => {
            let why = unsent.describe();
            tracing::warn!(reference = %outgoing.reference, "not delivered: {why}");
            store.failed(outgoing.id, &why, bot.now()).await
        }
    };
    if let Err(error) = reported {
        tracing::error!(reference = %outgoing.reference, "a delivery is not recorded: {error}");
    }
}

/// Whether only the asker can change that they are not reached.
const fn is_closed(failure: Failure) -> bool {
    matches!(
        failure,
        Failure::ClosedToMessages | Failure::Forbidden | Failure::Gone
    )
}

async fn by_direct_message(bot: &Bot, outgoing: &Outgoing, user: UserId) -> Result<(), Unsent> {
    let channel = direct_channel(&bot.http, user).await?;
    let pages = notices::pages(bot, outgoing);
    let may_be_there =
        outgoing.attempts > 0 || bot.now().duration_since(outgoing.created_at) > SETTLED;
    let there = if may_be_there {
        already_there(bot, outgoing, channel, &pages).await?
    } else {
        0
    };
    for (at, page) in pages.iter().enumerate().skip(there) {
        let nonce = notices::nonce(outgoing, at);
        send(&bot.http, channel, page.message(), &nonce).await?;
    }
    Ok(())
}

/// How many of the pages are in the channel already, since the message is on its way.
async fn already_there(
    bot: &Bot,
    outgoing: &Outgoing,
    channel: ChannelId,
    pages: &[Page],
) -> Result<usize, Unsent> {
    let recent = in_time(channel.messages(&bot.http, GetMessages::new().limit(LOOKED_THROUGH)));
    let since = outgoing.created_at.as_second();
    let texts: Vec<String> = recent
        .await?
        .into_iter()
        .filter(|message| {
            Some(message.author.id) == bot.me() && message.timestamp.unix_timestamp() >= since
        })
        .filter_map(|message| message.embeds.into_iter().next()?.description)
        .collect();
    let is_there = |page: &&Page| {
        page.framed_text()
            .is_some_and(|text| texts.iter().any(|there| there.trim() == text.trim()))
    };
    Ok(pages.iter().take_while(is_there).count())
}

/// Direct messages are closed: the asker is told where they asked, once; else the message waits for them.
async fn closed(
    bot: &Bot,
    outgoing: &Outgoing,
    user: UserId,
) -> Result<(), crate::queue::QueueError> {
    let store = bot.desk.store();
    let now = bot.now();
    let until = now.checked_add(CLOSED_PAUSE).unwrap_or(now);
    if let Some(told @ (TOLD_BY_MENTION | WAITS)) = outgoing.last_error.as_deref() {
        return store.postpone(outgoing.id, told, until, now).await;
    }
    let why = match mention(bot, outgoing, user).await {
        Some(Ok(())) => TOLD_BY_MENTION,
        Some(Err(unsent)) if unsent.failure().is_passing() => {
            return store.failed(outgoing.id, &unsent.describe(), now).await;
        }
        Some(Err(unsent)) => {
            tracing::warn!(
                reference = %outgoing.reference,
                "an asker who takes no direct messages could not be told in the channel either: {}",
                unsent.describe()
            );
            WAITS
        }
        None => WAITS,
    };
    store.postpone(outgoing.id, why, until, now).await
}

/// Tells an asker in the channel where they asked that something waits for them; `None` when they asked in none.
async fn mention(bot: &Bot, outgoing: &Outgoing, user: UserId) -> Option<Result<(), Unsent>> {
    let channel = outgoing.address.parse().ok().filter(|id| *id > 0)?;
    let voice = Voice {
        language: outgoing.language,
        script: outgoing.script,
    };
    let mut page = notices::door(bot, voice);
    page.content = format!("<@{user}> {}", page.content);
    let message = page
        .message()
        .allowed_mentions(CreateAllowedMentions::new().users([user]));
    let nonce = format!("{}/m", outgoing.key);
    let sent = send(&bot.http, ChannelId::new(channel), message, &nonce).await;
    Some(sent.map(|_| ()))
}
