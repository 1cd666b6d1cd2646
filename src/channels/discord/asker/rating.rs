//! Rating an answer.

use std::sync::Arc;

use serenity::all::{ButtonStyle, CreateActionRow};

use super::ids::Pressed;
use super::reply::button;
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::drawing::Page;
use crate::channels::discord::locale;
use crate::channels::discord::visit::{Shown, Visit};
use crate::queue::{EscalationRef, QueueError, Rating};

/// Asks how an answer was.
pub(super) async fn ask(bot: &Arc<Bot>, visit: &Visit<'_>, reference: EscalationRef) {
    let voice = locale::voice(visit.locale);
    let buttons = Rating::ALL
        .iter()
        .map(|rating| {
            let label = bot.say_with(voice, "rating", &[("rating", rating.code())]);
            button(
                &Pressed::Rated(reference, *rating),
                &label,
                ButtonStyle::Secondary,
            )
        })
        .collect();
    let text = bot.say_with(
        voice,
        "rating-question",
        &[("reference", &reference.to_string())],
    );
    let mut page = Page::text(&text);
    page.rows.push(CreateActionRow::Buttons(buttons));
    visit.show(vec![page], Shown::Privately).await;
}

/// An answer was rated.
pub(super) async fn take(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    reference: EscalationRef,
    rating: Rating,
    shown: Shown,
) {
    let voice = locale::voice(visit.locale);
    let rated = visit
        .during(
            shown,
            bot.desk
                .store()
                .rate(reference, &asker(visit.user), rating, bot.now()),
        )
        .await;
    let id = match rated {
        Ok(()) => "rating-thanks",
        Err(QueueError::Unknown { .. }) => "case-unknown",
        Err(error) => {
            tracing::error!("a rating could not be stored: {error}");
            "store-failed"
        }
    };
    let text = bot.say_with(voice, id, &[("reference", &reference.to_string())]);
    visit.show(vec![Page::text(&text)], shown).await;
}
