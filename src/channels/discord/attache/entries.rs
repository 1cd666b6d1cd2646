//! Answering with an entry of the FAQ: choosing it, seeing what the asker would get, sending that.

use std::sync::Arc;

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::super::bot::Bot;
use super::super::drawing::Page;
use super::super::splitting::{shorten, split};
use super::card::{percent, title};
use super::ids::Press;
use super::words::Words;
use super::{buttons, forms};
use crate::counter::{Counter, Voice};
use crate::faq::EntryId;
use crate::queue::Escalation;

/// Entries offered from those that came near, and from a search.
const OFFERED: usize = 10;

/// Characters of a menu's label and of a placeholder.
const LABEL: usize = 100;

/// Characters of a part of a preview.
const PART: usize = 1_900;

/// The entries that came near the question, to choose from, with the way to a search.
pub(super) async fn nearest(bot: &Bot, words: Words<'_>, case: &Escalation) -> Page {
    let found: Vec<(String, f64)> = case
        .nearest
        .iter()
        .map(|near| (near.entry.clone(), near.probability))
        .collect();
    let counter = bot.desk.counter().await;
    offer(
        words,
        case,
        &found,
        counter.as_deref(),
        "desk-entries-nearest",
    )
}

/// The entries that answer to what was typed, to choose from.
pub(super) async fn found(bot: &Bot, words: Words<'_>, case: &Escalation, query: &str) -> Page {
    let Some(counter) = bot.desk.counter().await else {
        return Page::text(&words.say("desk-no-faq"));
    };
    let query = query.to_owned();
    let language = words.voice.language;
    // Looking takes some milliseconds of pure computing.
    let looked = {
        let counter = Arc::clone(&counter);
        tokio::task::spawn_blocking(move || search(&counter, &query, language)).await
    };
    let found = looked.unwrap_or_default();
    offer(words, case, &found, Some(&counter), "desk-entries-found")
}

fn search(
    counter: &Counter,
    query: &str,
    language: crate::language::Language,
) -> Vec<(String, f64)> {
    let faq = counter.faq();
    // Somebody who knows the entry types its name.
    if let Some(entry) = query.trim().parse().ok().and_then(|id| faq.entry(&id)) {
        return vec![(entry.id.to_string(), 1.0)];
    }
    let (_, found) = counter.look(query, Some(language));
    found
        .ranking
        .candidates
        .iter()
        .map(|candidate| {
            let entry = faq.entries[candidate.entry].id.to_string();
            (entry, candidate.probability)
        })
        .collect()
}

fn offer(
    words: Words<'_>,
    case: &Escalation,
    found: &[(String, f64)],
    counter: Option<&Counter>,
    heading: &str,
) -> Page {
    let options: Vec<CreateSelectMenuOption> = found
        .iter()
        .filter_map(|(entry, probability)| {
            let id: EntryId = entry.parse().ok()?;
            let fits = Press::Send(case.reference, id.clone()).fits()
                && Press::Rewrite(case.reference, id.clone()).fits();
            let is_there = fits && counter?.answers_with(&id);
            let title = title(words, entry, counter)?;
            is_there.then(|| {
                CreateSelectMenuOption::new(shorten(&title, LABEL), entry.clone()).description(
                    shorten(&format!("{} · {entry}", percent(*probability)), LABEL),
                )
            })
        })
        .take(OFFERED)
        .collect();
    let search = buttons::rows(&[buttons::button(
        words,
        &Press::Search(case.reference),
        ButtonStyle::Secondary,
    )]);
    let reference = case.reference.to_string();
    let heading = if options.is_empty() {
        "desk-entries-none"
    } else {
        heading
    };
    let mut page = Page::text(&words.with(heading, &[("reference", &reference)]));
    if !options.is_empty() {
        let menu = CreateSelectMenu::new(
            Press::Preview(case.reference).id(),
            CreateSelectMenuKind::String { options },
        )
        .placeholder(words.say("desk-entries-choose"));
        page.rows.push(CreateActionRow::SelectMenu(menu));
    }
    page.rows.extend(search);
    page
}

/// What an entry says to the asker of a case, in their language and for their country.
pub(super) async fn answer(bot: &Bot, case: &Escalation, entry: &EntryId) -> Option<String> {
    let voice = Voice {
        language: case.language,
        script: case.script,
    };
    let counter = bot.desk.counter().await?;
    let reply = counter.answer_with(entry, voice, case.country, case.direction, bot.now())?;
    Some(reply.markdown())
}

/// What the asker would get, with the buttons to send it or to write on.
pub(super) async fn preview(
    bot: &Bot,
    words: Words<'_>,
    case: &Escalation,
    entry: &EntryId,
) -> Vec<Page> {
    let Some(answer) = answer(bot, case, entry).await else {
        return vec![Page::text(&words.say("desk-entry-cannot"))];
    };
    let heading = words.with(
        "desk-entry-preview",
        &[
            ("reference", &case.reference.to_string()),
            ("language", &words.language(case.language)),
        ],
    );
    let mut pages = vec![Page::text(&heading)];
    pages.extend(split(&answer, PART).iter().map(|part| Page::text(part)));
    let mut presses = vec![buttons::button(
        words,
        &Press::Send(case.reference, entry.clone()),
        ButtonStyle::Success,
    )];
    if answer.chars().count() <= forms::LONGEST {
        presses.push(buttons::button(
            words,
            &Press::Rewrite(case.reference, entry.clone()),
            ButtonStyle::Secondary,
        ));
    }
    if let Some(last) = pages.last_mut() {
        last.rows = buttons::rows(&presses);
    }
    pages
}
