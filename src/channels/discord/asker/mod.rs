//! The asker's side: asking, handing to the attaché, looking after one's cases.

mod asking;
mod commands;
mod direct;
mod handing_over;
mod ids;
mod mentions;
pub(super) mod notices;
mod privacy;
mod rating;
mod reply;
mod requests;

use std::sync::Arc;

use serenity::all::{
    ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    CreateInteractionResponse, CreateInteractionResponseMessage, Message, MessageFlags,
    ModalInteraction,
};

pub(super) use commands::{autocomplete, commands, knows};
pub(super) use direct::{after_a_gap, message};
pub(super) use mentions::Mentions;

use super::bot::{Bot, asker};
use super::dispatch;
use super::locale;
use super::splitting::shorten;
use super::visit::{Shown, Visit};
use crate::channels::Incoming;
use crate::queue::Asker;
use ids::Pressed;

/// A command was given.
pub(super) async fn command(bot: &Arc<Bot>, visit: &Visit<'_>, command: &CommandInteraction) {
    match command.data.name.as_str() {
        commands::ASK => asking::slash(bot, visit, command).await,
        commands::ASK_ABOUT_MESSAGE => asking::about_message(bot, visit, command).await,
        commands::REQUESTS => requests::list(bot, visit, 0, Shown::Privately).await,
        commands::PRIVACY => privacy::tell(bot, visit).await,
        _ => dispatch::unknown(bot, visit).await,
    }
    notices::show_waiting(bot, visit).await;
}

/// A button was pressed, or something picked from a menu.
pub(super) async fn component(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    rest: &str,
    component: &ComponentInteraction,
) {
    let Some(pressed) = Pressed::read(rest) else {
        return dispatch::unknown(bot, visit).await;
    };
    let message = &component.message;
    let picked = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => {
            values.first().map(String::as_str).unwrap_or_default()
        }
        _ => "",
    };
    // What everybody sees is not changed because one of them pressed something.
    let shown = if visit.guild.is_none() || is_ephemeral(message) {
        Shown::InPlace
    } else {
        Shown::Privately
    };
    match pressed {
        Pressed::Answered => close(bot, visit, shown, "discord-thanks").await,
        Pressed::Decline => {
            bot.desk.let_be(&asker(visit.user)).await;
            close(bot, visit, shown, "escalate-declined").await;
        }
        Pressed::AskAnother => {
            visit.open(asking::form(bot, visit)).await;
            return;
        }
        Pressed::AskAttache(country) => {
            handing_over::open(bot, visit, message, country).await;
            return;
        }
        Pressed::Add(reference) => {
            visit
                .open(requests::detail_form(bot, visit, reference))
                .await;
            return;
        }
        Pressed::Entries(country) => {
            asking::entry_picked(bot, visit, message, picked, country, shown).await;
        }
        Pressed::Countries(entry) => {
            asking::country_picked(bot, visit, message, &entry, picked, shown).await;
        }
        Pressed::Withdraw(reference) => requests::ask_withdrawal(bot, visit, reference).await,
        Pressed::WithdrawSurely(reference) => {
            requests::withdraw(bot, visit, reference, shown).await;
        }
        Pressed::Cases(page) => requests::list(bot, visit, page, shown).await,
        Pressed::Case => requests::show(bot, visit, picked, shown).await,
        Pressed::Open => {
            notices::open(bot, visit).await;
            return;
        }
        Pressed::OpenMention => mentions::open(bot, visit, message).await,
        Pressed::Rate(reference) => rating::ask(bot, visit, reference).await,
        Pressed::Rated(reference, rating) => {
            rating::take(bot, visit, reference, rating, shown).await;
        }
        Pressed::Export => privacy::export(bot, visit).await,
        Pressed::Forget => privacy::ask_deletion(bot, visit).await,
        Pressed::ForgetSurely => privacy::delete(bot, visit, shown).await,
        // Ids of forms, on something that is none: forged.
        Pressed::Question | Pressed::HandOver(..) | Pressed::Detail(_) => {
            dispatch::unknown(bot, visit).await;
        }
    }
    notices::show_waiting(bot, visit).await;
}

/// A form was sent.
pub(super) async fn modal(bot: &Arc<Bot>, visit: &Visit<'_>, rest: &str, modal: &ModalInteraction) {
    match Pressed::read(rest) {
        Some(Pressed::Question) => {
            let question = written(modal, asking::QUESTION, asking::LONGEST_FIELD);
            asking::private(bot, visit, &question, None).await;
        }
        Some(Pressed::HandOver(country, asked_on)) => {
            handing_over::submit(bot, visit, modal, country, asked_on).await;
        }
        Some(Pressed::Detail(reference)) => {
            let detail = written(modal, requests::DETAIL, asking::LONGEST_FIELD);
            requests::add(bot, visit, reference, &detail).await;
        }
        _ => dispatch::unknown(bot, visit).await,
    }
    notices::show_waiting(bot, visit).await;
}

/// What was written into a form's field, and no more of it than the form takes, since anybody can send a form of their own
/// making; empty if nothing.
fn written(modal: &ModalInteraction, field: &str, longest: u16) -> String {
    let written: String = modal
        .data
        .components
        .iter()
        .flat_map(|row| &row.components)
        .find_map(|component| match component {
            ActionRowComponent::InputText(input) if input.custom_id == field => input.value.clone(),
            _ => None,
        })
        .unwrap_or_default();
    shorten(&written, usize::from(longest))
}

/// Whether only one user sees the message.
fn is_ephemeral(message: &Message) -> bool {
    message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// Says one thing above a message and takes its buttons away, where it is the user's alone.
async fn close(bot: &Bot, visit: &Visit<'_>, shown: Shown, says: &str) {
    let text = bot.say(locale::voice(visit.locale), says);
    if shown == Shown::InPlace {
        let without_buttons = CreateInteractionResponseMessage::new()
            .content(text)
            .components(Vec::new());
        visit
            .first(CreateInteractionResponse::UpdateMessage(without_buttons))
            .await;
    } else {
        visit.say(&text).await;
    }
}

/// Where an answer is brought if direct messages are closed: the channel of a server, or nowhere.
fn address(visit: &Visit<'_>) -> String {
    visit
        .guild
        .map_or_else(String::new, |_| visit.channel.to_string())
}

/// A text of a visit, for the desk.
fn incoming<'a>(
    bot: &Bot,
    visit: &Visit<'_>,
    asker: &'a Asker,
    address: &'a str,
    text: &'a str,
) -> Incoming<'a> {
    Incoming {
        asker,
        address,
        text,
        locale: locale::language(visit.locale),
        country: None,
        now: bot.now(),
    }
}
