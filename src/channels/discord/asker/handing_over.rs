//! Handing a question to the attaché: a form that says what is kept. Sending it is agreeing.

use std::sync::Arc;

use serenity::all::{
    CreateActionRow, CreateInputText, CreateModal, InputTextStyle, Message, ModalInteraction,
};

use super::asking::{
    LONGEST_FIELD, LONGEST_PLACEHOLDER, LONGEST_TITLE, QUESTION, closed, question_on, show,
};
use super::ids::Pressed;
use super::{address, incoming, written};
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::locale;
use crate::channels::discord::splitting::shorten;
use crate::channels::discord::visit::{Shown, Visit, made_at};
use crate::counter::Voice;
use crate::language::CountryCode;

/// The fields beside the question, each with its longest text; all optional.
const COMPANY: &str = "company";
const COUNTRY: &str = "country";
const DEADLINE: &str = "deadline";
const DETAILS: &str = "details";
const LONGEST_LINE: u16 = 200;
const LONGEST_DETAILS: u16 = 1_500;

/// Opens the form, with the question that the message answers.
pub(super) async fn open(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    message: &Message,
    country: Option<CountryCode>,
) {
    let voice = locale::voice(visit.locale);
    let question = question_on(bot, visit, message).await.unwrap_or_default();
    let country_name = match (country, bot.desk.counter().await) {
        (Some(code), Some(counter)) => counter.country_name(code, voice),
        _ => String::new(),
    };
    let asked_on = Pressed::HandOver(country, message.id.get());
    visit
        .open(form(bot, voice, &asked_on, &question, &country_name))
        .await;
}

fn form(bot: &Bot, voice: Voice, asked_on: &Pressed, question: &str, country: &str) -> CreateModal {
    let field = |style, id: &str, longest: u16| {
        let label = shorten(&bot.say(voice, &format!("form-{id}")), LONGEST_TITLE);
        CreateInputText::new(style, label, id)
            .max_length(longest)
            .required(false)
    };
    let days = bot.retain_days.to_string();
    let kept = bot.say_with(voice, "form-kept", &[("days", &days)]);
    let mut asked = field(InputTextStyle::Paragraph, QUESTION, LONGEST_FIELD).required(true);
    if !question.is_empty() {
        asked = asked.value(shorten(question, usize::from(LONGEST_FIELD)));
    }
    let mut place = field(InputTextStyle::Short, COUNTRY, LONGEST_LINE);
    if !country.is_empty() {
        place = place.value(shorten(country, usize::from(LONGEST_LINE)));
    }
    let details = field(InputTextStyle::Paragraph, DETAILS, LONGEST_DETAILS)
        .placeholder(shorten(&kept, LONGEST_PLACEHOLDER));
    let title = shorten(&bot.say(voice, "form-attache"), LONGEST_TITLE);
    let rows = [
        asked,
        details,
        field(InputTextStyle::Short, COMPANY, LONGEST_LINE),
        place,
        field(InputTextStyle::Short, DEADLINE, LONGEST_LINE),
    ];
    CreateModal::new(asked_on.id(), title).components(rows.map(CreateActionRow::InputText).to_vec())
}

/// The form was sent: the question is stored, and only then its reference told.
pub(super) async fn submit(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    modal: &ModalInteraction,
    country: Option<CountryCode>,
    asked_on: u64,
) {
    let voice = locale::voice(visit.locale);
    let who = asker(visit.user);
    let address = address(visit);
    let question = written(modal, QUESTION, LONGEST_FIELD);
    let place = written(modal, COUNTRY, LONGEST_LINE).trim().to_owned();
    let reply = visit
        .during(Shown::Privately, async {
            let counter = bot.desk.counter().await?;
            let named = counter.country_in(&place);
            let mut details = Vec::new();
            let mut add = |field: &str, text: &str| {
                if !text.trim().is_empty() {
                    let label = bot.say(voice, &format!("form-{field}"));
                    details.push(format!("{label}: {}", text.trim()));
                }
            };
            add(COMPANY, &written(modal, COMPANY, LONGEST_LINE));
            if named.is_none() {
                add(COUNTRY, &place);
            }
            add(DEADLINE, &written(modal, DEADLINE, LONGEST_LINE));
            let free = written(modal, DETAILS, LONGEST_DETAILS);
            if !free.trim().is_empty() {
                details.push(free.trim().to_owned());
            }
            let mut incoming = incoming(bot, visit, &who, &address, &question);
            incoming.country = named.or(country.filter(|_| place.is_empty()));
            let details = details.join("\n");
            bot.desk
                .hand_over(incoming, made_at(asked_on), Some(&details))
                .await
        })
        .await;
    match reply {
        // What was not stored can be tried again from the same words.
        Some(reply) => {
            let question = reply.escalation.is_none().then_some(question.as_str());
            show(bot, visit, &reply, question, Shown::Privately).await;
        }
        None => closed(bot, visit).await,
    }
}
