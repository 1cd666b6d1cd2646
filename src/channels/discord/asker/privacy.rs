//! `/privacy`: what is stored of the asker, as a file, and gone.

use std::sync::Arc;

use serde_json::json;
use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAttachment, CreateInteractionResponse,
    CreateInteractionResponseMessage,
};

use super::ids::Pressed;
use super::reply::button;
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::drawing::Page;
use crate::channels::discord::locale;
use crate::channels::discord::visit::{Shown, Visit};
use crate::counter::Voice;
use crate::queue::Escalation;

/// The file's name.
const FILE: &str = "guichet.json";

/// Tells what is stored.
pub(super) async fn tell(bot: &Arc<Bot>, visit: &Visit<'_>) {
    let voice = locale::voice(visit.locale);
    let cases = visit
        .during(
            Shown::Privately,
            bot.desk.store().cases_of(&asker(visit.user)),
        )
        .await;
    let Ok(cases) = cases else {
        visit.say(&bot.say(voice, "requests-failed")).await;
        return;
    };
    let count = cases.len().to_string();
    let days = bot.retain_days.to_string();
    let mut page =
        Page::text(&bot.say_with(voice, "privacy", &[("count", &count), ("days", &days)]));
    if !cases.is_empty() {
        page.rows.push(CreateActionRow::Buttons(vec![
            button(
                &Pressed::Export,
                &bot.say(voice, "button-export"),
                ButtonStyle::Secondary,
            ),
            button(
                &Pressed::Forget,
                &bot.say(voice, "button-forget"),
                ButtonStyle::Danger,
            ),
        ]));
    }
    visit.show(vec![page], Shown::Privately).await;
}

/// Gives everything that is stored as a file.
pub(super) async fn export(bot: &Arc<Bot>, visit: &Visit<'_>) {
    let voice = locale::voice(visit.locale);
    let cases = bot.desk.store().cases_of(&asker(visit.user)).await;
    let written = cases
        .map_err(|error| error.to_string())
        .and_then(|cases| written(&cases).map_err(|error| error.to_string()));
    match written {
        Ok(bytes) => {
            let response = CreateInteractionResponseMessage::new()
                .content(bot.say(voice, "privacy-export"))
                .add_file(CreateAttachment::bytes(bytes, FILE))
                .ephemeral(true);
            visit
                .first(CreateInteractionResponse::Message(response))
                .await;
        }
        Err(error) => {
            tracing::error!("an asker's cases could not be exported: {error}");
            visit.say(&bot.say(voice, "requests-failed")).await;
        }
    }
}

/// The cases without who of the attaché's staff did what.
fn written(cases: &[Escalation]) -> serde_json::Result<Vec<u8>> {
    let cases: Vec<_> = cases
        .iter()
        .map(|case| {
            json!({
                "ref": case.reference.to_string(),
                "state": case.state,
                "priority": case.priority,
                "question": case.question,
                "details": case.details,
                "language": case.language,
                "country": case.country,
                "direction": case.direction,
                "asker": case.asker.id,
                "asked_at": case.created_at.to_string(),
                "referred_to": case.referred_to,
                "answer": case.answer,
                "answered_at": case.answered_at.map(|at| at.to_string()),
                "events": case.events.iter().map(|event| json!({
                    "at": event.at.to_string(),
                    "what": event.what,
                    "text": event.text,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::to_vec_pretty(&cases)
}

/// Asks whether everything is to be deleted.
pub(super) async fn ask_deletion(bot: &Arc<Bot>, visit: &Visit<'_>) {
    let voice = locale::voice(visit.locale);
    let mut page = Page::text(&bot.say(voice, "privacy-forget"));
    page.rows.push(CreateActionRow::Buttons(vec![button(
        &Pressed::ForgetSurely,
        &bot.say(voice, "button-forget-surely"),
        ButtonStyle::Danger,
    )]));
    visit.show(vec![page], Shown::Privately).await;
}

/// Deletes everything.
pub(super) async fn delete(bot: &Arc<Bot>, visit: &Visit<'_>, shown: Shown) {
    let voice: Voice = locale::voice(visit.locale);
    let who = asker(visit.user);
    let forgotten = visit.during(shown, bot.desk.forget(&who, bot.now())).await;
    let text = match forgotten {
        Ok(count) => {
            bot.mentions.forget(visit.user);
            bot.say_with(voice, "privacy-forgotten", &[("count", &count.to_string())])
        }
        Err(error) => {
            tracing::error!("an asker could not be forgotten: {error}");
            bot.say(voice, "store-failed")
        }
    };
    visit.show(vec![Page::text(&text)], shown).await;
}
