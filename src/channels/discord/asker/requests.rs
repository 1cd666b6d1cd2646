//! `/requests`: one's cases, where they stand, adding to one, taking one back.

use std::sync::Arc;

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateEmbed, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::asking::{LONGEST_FIELD, LONGEST_TITLE, closed, is_too_soon, show as show_reply};
use super::ids::Pressed;
use super::reply::{button, case_buttons};
use super::{address, incoming};
use crate::channels::discord::bot::{Bot, asker};
use crate::channels::discord::drawing::{LONGEST_TEXT, Page};
use crate::channels::discord::escaping::escape;
use crate::channels::discord::locale;
use crate::channels::discord::splitting::{shorten, split};
use crate::channels::discord::visit::{Shown, Visit};
use crate::counter::Voice;
use crate::faq::notation;
use crate::language::plain_text;
use crate::queue::{Escalation, EscalationRef, State};

/// The field of the form with what is added.
pub(super) const DETAIL: &str = "detail";

/// The colour of a case.
const FRAME: u32 = 0x0000_2f6b;

/// Cases of one page.
const PAGE: usize = 10;

/// Characters of a question in the list, and of one in the menu.
const EXCERPT: usize = 160;
const OPTION: usize = 100;

/// The asker's cases, newest first; `None` when they cannot be read.
async fn cases(bot: &Bot, visit: &Visit<'_>) -> Option<Vec<Escalation>> {
    match bot.desk.store().cases_of(&asker(visit.user)).await {
        Ok(mut cases) => {
            cases.reverse();
            Some(cases)
        }
        Err(error) => {
            tracing::error!("an asker's cases could not be read: {error}");
            None
        }
    }
}

async fn failed(bot: &Bot, visit: &Visit<'_>, shown: Shown) {
    let text = bot.say(locale::voice(visit.locale), "requests-failed");
    visit.show(vec![Page::text(&text)], shown).await;
}

/// A page of the list.
pub(super) async fn list(bot: &Arc<Bot>, visit: &Visit<'_>, page: usize, shown: Shown) {
    let voice = locale::voice(visit.locale);
    let Some(cases) = visit.during(shown, cases(bot, visit)).await else {
        return failed(bot, visit, shown).await;
    };
    if cases.is_empty() {
        let text = bot.say(voice, "requests-none");
        visit.show(vec![Page::text(&text)], shown).await;
        return;
    }
    let pages = cases.len().div_ceil(PAGE);
    let at = page.min(pages - 1);
    let listed: Vec<&Escalation> = cases.iter().skip(at * PAGE).take(PAGE).collect();
    let lines: Vec<String> = listed.iter().map(|case| line(bot, voice, case)).collect();
    let embed = CreateEmbed::new()
        .title(bot.say(voice, "requests-title"))
        .description(shorten(&lines.join("\n\n"), LONGEST_TEXT));
    let options = listed
        .iter()
        .map(|case| {
            let label = format!("{} · {}", case.reference, one_line(&case.question));
            CreateSelectMenuOption::new(shorten(&label, OPTION), case.reference.to_string())
        })
        .collect();
    let menu = CreateSelectMenu::new(Pressed::Case.id(), CreateSelectMenuKind::String { options })
        .placeholder(bot.say(voice, "menu-cases"));
    let mut rows = vec![CreateActionRow::SelectMenu(menu)];
    let mut turns = Vec::new();
    if at > 0 {
        let label = bot.say(voice, "button-newer");
        turns.push(button(
            &Pressed::Cases(at - 1),
            &label,
            ButtonStyle::Secondary,
        ));
    }
    if at + 1 < pages {
        let label = bot.say(voice, "button-older");
        turns.push(button(
            &Pressed::Cases(at + 1),
            &label,
            ButtonStyle::Secondary,
        ));
    }
    if !turns.is_empty() {
        rows.push(CreateActionRow::Buttons(turns));
    }
    let page = Page {
        embeds: vec![embed],
        rows,
        ..Page::default()
    };
    visit.show(vec![page], shown).await;
}

fn one_line(text: &str) -> String {
    plain_text(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn state(bot: &Bot, voice: Voice, state: State) -> String {
    bot.say_with(voice, "case-state", &[("state", state.code())])
}

fn status(bot: &Bot, voice: Voice, case: &Escalation) -> String {
    let day = case
        .created_at
        .to_zoned_datetime(bot.time_zone.clone())
        .date();
    let language = bot.messages.language_for(voice.language);
    bot.say_with(
        voice,
        "case-status",
        &[
            ("reference", &format!("**{}**", case.reference)),
            ("state", &state(bot, voice, case.state)),
            ("date", &notation::date(day, language)),
        ],
    )
}

fn line(bot: &Bot, voice: Voice, case: &Escalation) -> String {
    let question = shorten(&one_line(&case.question), EXCERPT);
    format!("{}\n> {}", status(bot, voice, case), escape(&question))
}

/// One case that was picked from the list.
pub(super) async fn show(bot: &Arc<Bot>, visit: &Visit<'_>, picked: &str, shown: Shown) {
    let voice = locale::voice(visit.locale);
    let Some(cases) = visit.during(shown, cases(bot, visit)).await else {
        return failed(bot, visit, shown).await;
    };
    let Some(case) = cases
        .iter()
        .find(|case| case.reference.to_string() == picked)
    else {
        let reference = shorten(&escape(picked), EXCERPT);
        let text = bot.say_with(voice, "case-unknown", &[("reference", &reference)]);
        visit.show(vec![Page::text(&text)], shown).await;
        return;
    };
    visit.show(pages(bot, voice, case), shown).await;
}

fn pages(bot: &Bot, voice: Voice, case: &Escalation) -> Vec<Page> {
    let mut parts = vec![status(bot, voice, case)];
    let question = escape(&case.question);
    parts.push(bot.say_with(voice, "notice-your-question", &[("question", &question)]));
    if let Some(details) = case.details.as_ref().filter(|text| !text.is_empty()) {
        let details = escape(details);
        parts.push(bot.say_with(voice, "requests-details", &[("details", &details)]));
    }
    if let Some(answer) = &case.answer {
        parts.push(format!(
            "**{}**\n{answer}",
            bot.say(voice, "requests-answer")
        ));
    }
    let mut buttons = Vec::new();
    let [add, withdraw] = case_buttons(&bot.messages, voice, case.reference);
    if !matches!(case.state, State::Withdrawn | State::Rejected) {
        buttons.push(add);
    }
    if case.state.is_waiting() || case.state == State::Answered {
        buttons.push(withdraw);
    }
    if case.answer.is_some() {
        let label = bot.say(voice, "button-rate");
        buttons.push(button(
            &Pressed::Rate(case.reference),
            &label,
            ButtonStyle::Secondary,
        ));
    }
    let label = bot.say(voice, "button-back");
    buttons.push(button(&Pressed::Cases(0), &label, ButtonStyle::Secondary));
    let mut pages: Vec<Page> = split(&parts.join("\n\n"), LONGEST_TEXT)
        .into_iter()
        .map(|text| Page::framed(&text, FRAME))
        .collect();
    if let Some(last) = pages.last_mut() {
        last.rows.push(CreateActionRow::Buttons(buttons));
    }
    pages
}

/// The form for what is added to a case.
pub(super) fn detail_form(bot: &Bot, visit: &Visit<'_>, reference: EscalationRef) -> CreateModal {
    let voice = locale::voice(visit.locale);
    let named = reference.to_string();
    let label = shorten(&bot.say(voice, "form-detail"), LONGEST_TITLE);
    let input = CreateInputText::new(InputTextStyle::Paragraph, label, DETAIL)
        .max_length(LONGEST_FIELD)
        .required(true);
    let title = shorten(
        &bot.say_with(voice, "form-add", &[("reference", &named)]),
        LONGEST_TITLE,
    );
    CreateModal::new(Pressed::Detail(reference).id(), title)
        .components(vec![CreateActionRow::InputText(input)])
}

/// Adds to a case.
pub(super) async fn add(bot: &Arc<Bot>, visit: &Visit<'_>, reference: EscalationRef, detail: &str) {
    // Like a question: what is added is stored and shown to the attaché.
    if is_too_soon(bot, visit).await {
        return;
    }
    let who = asker(visit.user);
    let address = address(visit);
    let incoming = incoming(bot, visit, &who, &address, detail);
    let added = visit
        .during(Shown::Privately, bot.desk.add_to(incoming, reference))
        .await;
    match added {
        Some(reply) => show_reply(bot, visit, &reply, None, Shown::Privately).await,
        None => closed(bot, visit).await,
    }
}

/// Asks whether a case is to be taken back.
pub(super) async fn ask_withdrawal(bot: &Arc<Bot>, visit: &Visit<'_>, reference: EscalationRef) {
    let voice = locale::voice(visit.locale);
    let named = reference.to_string();
    let text = bot.say_with(voice, "requests-withdraw", &[("reference", &named)]);
    let mut page = Page::text(&text);
    page.rows.push(CreateActionRow::Buttons(vec![button(
        &Pressed::WithdrawSurely(reference),
        &bot.say(voice, "button-withdraw-surely"),
        ButtonStyle::Danger,
    )]));
    visit.show(vec![page], Shown::Privately).await;
}

/// Takes a case back.
pub(super) async fn withdraw(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    reference: EscalationRef,
    shown: Shown,
) {
    let who = asker(visit.user);
    let incoming = incoming(bot, visit, &who, "", "");
    let reply = visit
        .during(shown, bot.desk.withdraw(incoming, reference))
        .await;
    match reply {
        Some(mut reply) => {
            // There is nothing left to press.
            reply.escalation = None;
            show_reply(bot, visit, &reply, None, shown).await;
        }
        None => closed(bot, visit).await,
    }
}
