//! What the desk is reminded of: cases that wait long, and in the morning everything that waits.

use jiff::civil::Date;
use serenity::all::{ButtonStyle, CreateEmbed};

use super::super::bot::{Bot, QueueRoom};
use super::super::drawing::Page;
use super::ids::{Press, Reason};
use super::room::{Posting, Unposted, call, message_of, post_once};
use super::words::{Words, ago};
use super::{buttons, listing, schedule};
use crate::faq::notation;
use crate::queue::{Escalation, Filter, Post, State};

/// Cases that are looked at for a reminder.
const MOST: u32 = 1_000;

/// Cases that a digest names.
const NAMED: usize = 15;

/// Reminds the desk of the cases that have waited too long; once for each time that a case waits.
pub(super) async fn remind(bot: &Bot, room: QueueRoom) -> Result<(), Unposted> {
    let Some(after) = bot.queue.remind_after() else {
        return Ok(());
    };
    let store = bot.desk.store();
    let filter = Filter {
        states: vec![State::Open, State::Claimed],
        limit: MOST,
        ..Filter::default()
    };
    let words = Words::of_the_room(bot);
    for case in store.list(&filter).await? {
        let Some(since) = schedule::reminder_due(&case, after, bot.now()) else {
            continue;
        };
        let reference = case.reference.to_string();
        let name = format!("reminder {reference} {}", since.as_second());
        if store
            .post(&name)
            .await?
            .is_some_and(|post| post.message.is_some())
        {
            continue;
        }
        let card = store.post(&Post::card(case.reference)).await?;
        let card = card.and_then(|post| message_of(&post, room));
        let show = Press::Show(case.reference, Reason::Waiting(since));
        let text = reminder(words, &case, since);
        let message = call(room, &text, card).components(buttons::rows(&[buttons::button(
            words,
            &show,
            ButtonStyle::Secondary,
        )]));
        let posting = Posting {
            name: &name,
            nonce: &format!("{reference}/{}", since.as_second()),
            button: &show,
            position: 0,
            message,
        };
        post_once(bot, room, posting).await?;
    }
    Ok(())
}

/// The reminder of a case: no words of its asker's, as it calls people.
fn reminder(words: Words<'_>, case: &Escalation, since: jiff::Timestamp) -> String {
    let arguments = [
        ("reference", case.reference.to_string()),
        ("since", ago(since)),
        (
            "who",
            case.claimed_by
                .as_deref()
                .map(|name| words.who(name))
                .unwrap_or_default(),
        ),
    ];
    let arguments: Vec<(&str, &str)> = arguments
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let id = if case.claimed_by.is_some() {
        "desk-reminder-claimed"
    } else {
        "desk-reminder"
    };
    words.with(id, &arguments)
}

/// Posts the digest of the day when it is due.
pub(super) async fn digest(bot: &Bot, room: QueueRoom) -> Result<(), Unposted> {
    let due = bot
        .queue
        .digest_at()
        .and_then(|at| schedule::digest_due(bot.now(), &bot.time_zone, at));
    let Some(day) = due else { return Ok(()) };
    let store = bot.desk.store();
    let name = format!("digest {day}");
    if store
        .post(&name)
        .await?
        .is_some_and(|post| post.message.is_some())
    {
        return Ok(());
    }
    let filter = Filter {
        limit: MOST,
        ..Filter::default()
    };
    let waiting = store.list(&filter).await?;
    let stuck = store.stuck(bot.now() - STUCK).await?.len();
    if waiting.is_empty() && stuck == 0 {
        // Nothing to tell is told once as well.
        store.begin_post(&name, &room.place(), bot.now()).await?;
        return Ok(store.posted(&name, "", 0).await?);
    }
    let page = digest_page(Words::of_the_room(bot), day, &waiting, stuck);
    let posting = Posting {
        name: &name,
        nonce: &format!("d/{day}"),
        button: &Press::Digest(day),
        position: 0,
        message: page.message(),
    };
    post_once(bot, room, posting).await
}

/// A message that has been on its way for so long is stuck.
pub(super) const STUCK: jiff::SignedDuration = jiff::SignedDuration::from_mins(30);

fn digest_page(words: Words<'_>, day: Date, waiting: &[Escalation], stuck: usize) -> Page {
    let count = |state: State| {
        waiting
            .iter()
            .filter(|case| case.state == state)
            .count()
            .to_string()
    };
    let urgent = waiting
        .iter()
        .filter(|case| case.priority == crate::queue::Priority::Urgent)
        .count()
        .to_string();
    let mut lines = vec![words.with(
        "desk-digest-counts",
        &[
            ("open", &count(State::Open)),
            ("claimed", &count(State::Claimed)),
            ("awaiting", &count(State::AwaitingAsker)),
            ("referred", &count(State::Referred)),
            ("urgent", &urgent),
        ],
    )];
    if stuck > 0 {
        lines.push(words.with("desk-digest-stuck", &[("count", &stuck.to_string())]));
    }
    lines.push(String::new());
    let for_the_desk: Vec<&Escalation> = waiting
        .iter()
        .filter(|case| matches!(case.state, State::Open | State::Claimed))
        .collect();
    lines.extend(
        for_the_desk
            .iter()
            .take(NAMED)
            .map(|case| listing::line(words, case)),
    );
    let more = for_the_desk.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(words.with("desk-digest-more", &[("count", &more.to_string())]));
    }
    let date = notation::date(day, words.spoken());
    let embed = CreateEmbed::new()
        .title(words.with("desk-digest-title", &[("date", &date)]))
        .description(lines.join("\n"));
    let list = buttons::button(words, &Press::Digest(day), ButtonStyle::Secondary);
    Page::with_frame(embed, buttons::rows(&[list]))
}
