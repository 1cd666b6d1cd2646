//! Asking: by command, on a message, by a form, by what is picked from a menu.

use std::borrow::Cow;
use std::sync::Arc;

use serenity::all::{
    CommandInteraction, CreateActionRow, CreateInputText, CreateModal, InputTextStyle, Message,
    ResolvedTarget, ResolvedValue,
};

use super::ids::{EntryCode, Pressed};
use super::reply::{Manner, NONE_OF_THESE, pages, question_in};
use super::{address, commands, incoming};
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::dispatch;
use crate::channels::discord::locale;
use crate::channels::discord::splitting::shorten;
use crate::channels::discord::visit::{Shown, Visit};
use crate::counter::{Decision, Pick, Reply};
use crate::language::{CountryCode, mask_contacts, plain_text};

/// The field of the form with a question.
pub(super) const QUESTION: &str = "question";

/// Longest title and label of a form.
pub(super) const LONGEST_TITLE: usize = 45;

/// Longest text of a field.
pub(super) const LONGEST_FIELD: u16 = 4_000;

/// Longest words in an empty field.
pub(super) const LONGEST_PLACEHOLDER: usize = 100;

/// `/ask`.
pub(super) async fn slash(bot: &Arc<Bot>, visit: &Visit<'_>, command: &CommandInteraction) {
    let (mut question, mut country, mut is_public) = ("", None, false);
    for option in command.data.options() {
        match (option.name, option.value) {
            (commands::QUESTION, ResolvedValue::String(text)) => question = text,
            (commands::COUNTRY, ResolvedValue::String(text)) => country = Some(text),
            (commands::PUBLIC, ResolvedValue::Boolean(wish)) => is_public = wish,
            _ => {}
        }
    }
    let is_public = is_public && bot.settings.public_answers && visit.guild.is_some();
    let shown = if is_public {
        Shown::Publicly
    } else {
        Shown::Privately
    };
    ask(bot, visit, question, country, shown).await;
}

/// « Demander au guichet » on a message.
pub(super) async fn about_message(bot: &Arc<Bot>, visit: &Visit<'_>, command: &CommandInteraction) {
    let Some(ResolvedTarget::Message(message)) = command.data.target() else {
        return dispatch::unknown(bot, visit).await;
    };
    private(bot, visit, &message.content, None).await;
}

/// A question whose answer only the asker sees.
pub(super) async fn private(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    question: &str,
    country: Option<&str>,
) {
    ask(bot, visit, question, country, Shown::Privately).await;
}

async fn ask(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    question: &str,
    country: Option<&str>,
    shown: Shown,
) {
    if is_too_soon(bot, visit).await {
        return;
    }
    let who = asker(visit.user);
    let address = address(visit);
    let asked = visit
        .during(shown, async {
            let counter = bot.desk.counter().await?;
            let language = locale::voice(visit.locale).language;
            let question = commands::suggested(question)
                .and_then(|id| counter.question_of(&id, language))
                .unwrap_or_else(|| question.to_owned());
            let mut incoming = incoming(bot, visit, &who, &address, &question);
            incoming.country = country.and_then(|text| counter.country_in(text));
            let reply = bot.desk.ask(incoming).await?;
            Some((question, reply))
        })
        .await;
    let Some((question, reply)) = asked else {
        return closed(bot, visit).await;
    };
    let shown = if may_be_public(&reply) {
        shown
    } else {
        Shown::Privately
    };
    show(bot, visit, &reply, Some(&question), shown).await;
}

/// Whether somebody writes more in a minute than they may; they have been told so.
pub(super) async fn is_too_soon(bot: &Bot, visit: &Visit<'_>) -> bool {
    let Err(wait) = bot.limits.take(visit.user, bot.now()) else {
        return false;
    };
    let seconds = wait.time.as_secs().max(1).to_string();
    let voice = locale::voice(visit.locale);
    let text = bot.say_with(voice, "discord-slow-down", &[("seconds", &seconds)]);
    visit.say(&text).await;
    true
}

/// Whether others may see a reply: an answer, and nothing that asks or tells something about the asker.
fn may_be_public(reply: &Reply) -> bool {
    !reply.confidential
        && reply.escalation.is_none()
        && matches!(reply.decision, Decision::Answer | Decision::Redirect)
}

/// Shows a reply.
pub(super) async fn show(
    bot: &Bot,
    visit: &Visit<'_>,
    reply: &Reply,
    question: Option<&str>,
    shown: Shown,
) {
    // What others see with the answer tells them neither address nor telephone number of whoever asked.
    let masked = match (question, shown) {
        (Some(question), Shown::Publicly) => Some(mask_contacts(question)),
        (question, _) => question.map(Cow::Borrowed),
    };
    let manner = Manner {
        question: masked.as_deref(),
        in_words: false,
    };
    visit.show(pages(&bot.messages, reply, manner), shown).await;
}

/// Says that the counter is not open.
pub(super) async fn closed(bot: &Bot, visit: &Visit<'_>) {
    let voice = locale::voice(visit.locale);
    visit.say(&bot.say(voice, "discord-closed")).await;
}

/// The form for another question.
pub(super) fn form(bot: &Bot, visit: &Visit<'_>) -> CreateModal {
    let voice = locale::voice(visit.locale);
    let label = shorten(&bot.say(voice, "form-question"), LONGEST_TITLE);
    let input = CreateInputText::new(InputTextStyle::Paragraph, label, QUESTION)
        .placeholder(shorten(
            &bot.say(voice, "form-question-hint"),
            LONGEST_PLACEHOLDER,
        ))
        .max_length(LONGEST_FIELD)
        .required(true);
    let title = shorten(&bot.say(voice, "form-another"), LONGEST_TITLE);
    CreateModal::new(Pressed::Question.id(), title)
        .components(vec![CreateActionRow::InputText(input)])
}

/// An entry was picked among those that may be meant.
pub(super) async fn entry_picked(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    message: &Message,
    value: &str,
    country: Option<CountryCode>,
    shown: Shown,
) {
    let code = EntryCode::read(value);
    picked(bot, visit, message, country, shown, |all| {
        if value == NONE_OF_THESE {
            return Some(Pick::NoneOfThese);
        }
        code?.among(all.into_iter()).map(Pick::Entry)
    })
    .await;
}

/// A country was picked for an entry.
pub(super) async fn country_picked(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    message: &Message,
    entry: &EntryCode,
    value: &str,
    shown: Shown,
) {
    let country = value.parse::<CountryCode>().ok();
    picked(bot, visit, message, country, shown, |all| {
        Some(Pick::Country(entry.among(all.into_iter())?, country?))
    })
    .await;
}

/// Answers what was picked; `read` finds it among the FAQ's entries.
async fn picked(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    message: &Message,
    country: Option<CountryCode>,
    shown: Shown,
    read: impl FnOnce(Vec<&crate::faq::EntryId>) -> Option<Pick> + Send,
) {
    let who = asker(visit.user);
    let address = address(visit);
    let question = question_on(bot, visit, message).await.unwrap_or_default();
    let reply = visit
        .during(shown, async {
            let counter = bot.desk.counter().await?;
            let pick = read(
                counter
                    .faq()
                    .entries
                    .iter()
                    .map(|entry| &entry.id)
                    .collect(),
            )
            .filter(|pick| match pick {
                Pick::Country(_, country) => counter.faq().countries.contains_key(country),
                _ => true,
            });
            let Some(pick) = pick else {
                return Some(None);
            };
            let mut incoming = incoming(bot, visit, &who, &address, &question);
            incoming.country = country;
            bot.desk.pick(incoming, &pick).await.map(Some)
        })
        .await;
    match reply {
        Some(Some(reply)) => {
            let question = Some(question.as_str()).filter(|question| !question.is_empty());
            show(bot, visit, &reply, question, shown).await;
        }
        Some(None) => dispatch::unknown(bot, visit).await,
        None => closed(bot, visit).await,
    }
}

/// The question that a message answers: it stands there; the part that did not find room may still be remembered.
pub(super) async fn question_on(bot: &Bot, visit: &Visit<'_>, message: &Message) -> Option<String> {
    let shown = question_in(message)?;
    let is_cut = super::reply::is_cut(&shown);
    if !is_cut && !shown.contains('…') {
        return Some(shown);
    }
    let beginning = shown.trim_end_matches('…').trim_end();
    let remembered = bot.desk.last_question(&asker(visit.user)).await;
    remembered
        .filter(|question| {
            (is_cut && question.starts_with(beginning)) || is_masked_as(question, &shown, is_cut)
        })
        .or(Some(shown))
}

/// Whether a question shows as `shown` where others see it.
fn is_masked_as(question: &str, shown: &str, is_cut: bool) -> bool {
    let question = plain_text(question);
    let masked = mask_contacts(&question);
    if is_cut {
        masked.starts_with(shown.trim_end_matches('…').trim_end())
    } else {
        masked == shown
    }
}
