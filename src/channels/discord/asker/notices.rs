//! What the attaché wrote, as an asker sees it, and what of it waits for them.

use std::sync::Arc;

use serenity::all::{ButtonStyle, ChannelId, CreateActionRow};

use super::ids::Pressed;
use super::mentions::closed_door;
use super::reply::button;
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::delivery;
use crate::channels::discord::drawing::{LONGEST_TEXT, Page};
use crate::channels::discord::locale;
use crate::channels::discord::sending::send;
use crate::channels::discord::splitting::split;
use crate::channels::discord::visit::{Shown, Visit};
use crate::channels::notice;
use crate::counter::Voice;
use crate::queue::{Asker, Outgoing, OutgoingKind};

/// The colour of what comes from the attaché.
const FRAME: u32 = 0x002e_8b57;

/// Messages shown at once.
const AT_ONCE: u32 = 5;

/// By which way a message arrived, as the case's events tell the attaché.
pub(in crate::channels::discord) const BY_DIRECT_MESSAGE: &str = "direct message";
const OPENED: &str = "opened in private where it was asked";
const SHOWN_LATER: &str = "shown at the asker's next action";

/// A notice as messages, with buttons to reply and to rate.
pub(in crate::channels::discord) fn pages(bot: &Bot, outgoing: &Outgoing) -> Vec<Page> {
    let voice = Voice {
        language: outgoing.language,
        script: outgoing.script,
    };
    let text = notice::markdown(&bot.messages, outgoing);
    let mut pages: Vec<Page> = split(&text, LONGEST_TEXT)
        .into_iter()
        .map(|text| Page::framed(&text, FRAME))
        .collect();
    let reference = outgoing.reference;
    let add = |label: &str| {
        button(
            &Pressed::Add(reference),
            &bot.say(voice, label),
            ButtonStyle::Primary,
        )
    };
    let buttons = match outgoing.kind {
        OutgoingKind::Answer | OutgoingKind::Correction => vec![
            add("button-ask-back"),
            button(
                &Pressed::Rate(reference),
                &bot.say(voice, "button-rate"),
                ButtonStyle::Secondary,
            ),
        ],
        OutgoingKind::Question => vec![add("button-reply")],
        OutgoingKind::Referral | OutgoingKind::Rejection => Vec::new(),
    };
    if let Some(last) = pages.last_mut().filter(|_| !buttons.is_empty()) {
        last.rows.push(CreateActionRow::Buttons(buttons));
    }
    pages
}

/// Words that say that something waits, reveal nothing of it, and open it for whom it is.
pub(in crate::channels::discord) fn door(bot: &Bot, voice: Voice) -> Page {
    closed_door(bot, voice, "discord-waits", &Pressed::Open)
}

/// A message that a mention announced is opened by whom it is for.
pub(super) async fn open(bot: &Arc<Bot>, visit: &Visit<'_>) {
    let who = asker(visit.user);
    let waiting = visit.during(Shown::Privately, waiting(bot, &who)).await;
    if waiting.is_empty() {
        let voice = locale::voice(visit.locale);
        visit.say(&bot.say(voice, "discord-nothing-waits")).await;
        return;
    }
    let mut is_first = true;
    for outgoing in waiting {
        let pages = pages(bot, &outgoing);
        let shown = if is_first {
            visit.show(pages, Shown::Privately).await
        } else {
            visit.add(pages).await
        };
        is_first = false;
        report(bot, &outgoing, shown, OPENED).await;
    }
}

/// Shows what waits, after whatever else the asker did.
pub(super) async fn show_waiting(bot: &Arc<Bot>, visit: &Visit<'_>) {
    if !visit.is_acknowledged() {
        return;
    }
    for outgoing in waiting(bot, &asker(visit.user)).await {
        let shown = visit.add(pages(bot, &outgoing)).await;
        report(bot, &outgoing, shown, SHOWN_LATER).await;
    }
}

/// Brings what waits to somebody who has just written a direct message, so that theirs are open.
pub(super) async fn bring_waiting(bot: &Arc<Bot>, who: &Asker, channel: ChannelId) {
    for outgoing in waiting(bot, who).await {
        let shown = bring(bot, &outgoing, channel).await;
        report(bot, &outgoing, shown, BY_DIRECT_MESSAGE).await;
    }
}

async fn bring(bot: &Bot, outgoing: &Outgoing, channel: ChannelId) -> bool {
    for (at, page) in pages(bot, outgoing).iter().enumerate() {
        let nonce = nonce(outgoing, at);
        if let Err(unsent) = send(&bot.http, channel, page.message(), &nonce).await {
            tracing::warn!(reference = %outgoing.reference, "not shown: {}", unsent.describe());
            return false;
        }
    }
    true
}

/// What tells a message of the outbox from every other, so that it is there once however often it is sent.
pub(in crate::channels::discord) fn nonce(outgoing: &Outgoing, page: usize) -> String {
    if page == 0 {
        outgoing.key.clone()
    } else {
        format!("{}/{page}", outgoing.key)
    }
}

async fn waiting(bot: &Bot, who: &Asker) -> Vec<Outgoing> {
    match bot.desk.store().waiting_for(who, bot.now(), AT_ONCE).await {
        Ok(waiting) => {
            let (put_off, failed): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(delivery::is_put_off);
            // What failed for another reason may be there already: whoever delivers looks before trying again.
            for outgoing in failed {
                let _ = bot.desk.store().release(outgoing.id).await;
            }
            put_off
        }
        Err(error) => {
            tracing::warn!("the outbox cannot be read: {error}");
            Vec::new()
        }
    }
}

async fn report(bot: &Bot, outgoing: &Outgoing, is_shown: bool, how: &str) {
    let store = bot.desk.store();
    let reported = if is_shown {
        store.delivered(outgoing.id, how, bot.now()).await
    } else {
        store.release(outgoing.id).await
    };
    if let Err(error) = reported {
        tracing::error!(reference = %outgoing.reference, "what was shown is not recorded: {error}");
    }
}
