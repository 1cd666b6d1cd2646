//! How a case is drawn.

use serenity::all::CreateEmbed;

use super::super::drawing::Page;
use super::super::escaping::escape;
use super::super::splitting::{shorten, split};
use super::buttons;
use super::words::{Words, ago, moment};
use crate::counter::Counter;
use crate::language::Direction;
use crate::queue::{Escalation, EventKind, Priority, Standing, State};

/// Characters of a question on a card; escaping at most doubles them.
const QUESTION: usize = 1_000;

/// Characters of other texts on a card: with escapes they stay within a field's 1,024.
const TEXT: usize = 500;

/// Characters of an entry's title.
const TITLE: usize = 90;

/// Entries named on a card.
const NEAREST: usize = 3;

/// Events told of a case.
const EVENTS: usize = 25;

/// Characters of a part of a long text, before they are framed.
const PART: usize = 3_900;

/// The colours of what is urgent, what waits, what is with somebody else, and what is done.
const URGENT: u32 = 0x00C0_392B;
const WAITING: u32 = 0x00E6_7E22;
const ELSEWHERE: u32 = 0x0029_80B9;
const DONE: u32 = 0x007F_8C8D;

/// A case's card with its buttons.
pub(super) fn card(words: Words<'_>, case: &Escalation, counter: Option<&Counter>) -> Page {
    Page::with_frame(embed(words, case, counter), buttons::of_a_case(words, case))
}

/// A case whole: its card, then what did not fit on it, and what happened.
pub(super) fn whole(words: Words<'_>, case: &Escalation, counter: Option<&Counter>) -> Vec<Page> {
    let mut pages = vec![card(words, case, counter)];
    let mut more = |heading: &str, text: &str, shown: usize| {
        if text.chars().count() <= shown {
            return;
        }
        for part in split(&escape(text), PART) {
            let embed = CreateEmbed::new()
                .title(words.say(heading))
                .description(part);
            pages.push(Page::with_frame(embed, Vec::new()));
        }
    };
    more("desk-question", &case.question, QUESTION);
    more(
        "desk-details",
        case.details.as_deref().unwrap_or_default(),
        TEXT,
    );
    more(
        "desk-answered",
        case.answer.as_deref().unwrap_or_default(),
        TEXT,
    );
    let hidden = case.events.len().saturating_sub(EVENTS);
    let events: Vec<String> = case.events[hidden..]
        .iter()
        .map(|event| words.event(event))
        .collect();
    let events = CreateEmbed::new()
        .title(words.say("desk-events"))
        .description(shorten(&events.join("\n"), PART));
    pages.push(Page::with_frame(events, Vec::new()));
    pages
}

fn embed(words: Words<'_>, case: &Escalation, counter: Option<&Counter>) -> CreateEmbed {
    let is_urgent = case.priority == Priority::Urgent;
    let mut title = format!("{} · {}", case.reference, words.state(case.state));
    if is_urgent {
        title = format!("🔴 {} · {title}", words.say("desk-urgent"));
    }
    let colour = match case.state {
        State::Open | State::Claimed if is_urgent => URGENT,
        State::Open | State::Claimed => WAITING,
        State::AwaitingAsker | State::Referred | State::Answered => ELSEWHERE,
        _ => DONE,
    };
    let question = if case.reduced_at.is_some() {
        words.say("desk-reduced")
    } else {
        escape(&shorten(&case.question, QUESTION))
    };
    let mut embed = CreateEmbed::new()
        .title(title)
        .colour(colour)
        .description(question);
    for (name, value, inline) in fields(words, case, counter) {
        if !value.is_empty() {
            embed = embed.field(words.say(name), value, inline);
        }
    }
    embed
}

fn fields(
    words: Words<'_>,
    case: &Escalation,
    counter: Option<&Counter>,
) -> Vec<(&'static str, String, bool)> {
    let short = |text: &Option<String>| {
        text.as_deref()
            .map(|text| escape(&shorten(text, TEXT)))
            .unwrap_or_default()
    };
    let country = case
        .country
        .map_or_else(|| "–".to_owned(), |code| words.country(code, counter));
    let country = match case.direction {
        Some(direction) => format!("{country} ({})", way(words, direction)),
        None => country,
    };
    let standing = Standing::of(case);
    let asked = if case.state.is_waiting() {
        ("desk-waits", ago(case.created_at), true)
    } else {
        ("desk-asked", moment(case.created_at), true)
    };
    let holder = standing
        .claimed
        .filter(|_| case.state.is_waiting())
        .map(|mark| words.mark(&mark));
    let followers = match case.followers {
        0 => String::new(),
        count => words.count("desk-followers-value", count),
    };
    let leader = case
        .follows
        .map(|leader| leader.to_string())
        .unwrap_or_default();
    let answered = standing.answered.map(|mark| words.mark(&mark));
    let answer = match (short(&case.answer), answered) {
        (text, Some(by)) if !text.is_empty() => format!("{text}\n*{by}*"),
        (text, _) => text,
    };
    vec![
        ("desk-language", words.language(case.language), true),
        ("desk-country", country, true),
        asked,
        ("desk-holder", holder.unwrap_or_default(), true),
        ("desk-followers", followers, true),
        ("desk-follows", leader, true),
        ("desk-nearest", nearest(words, case, counter), false),
        ("desk-details", short(&case.details), false),
        ("desk-referred", short(&case.referred_to), false),
        ("desk-answered", answer, false),
        ("desk-delivery", delivery(words, case), false),
        ("desk-rating", rating(words, case), false),
    ]
}

fn way(words: Words<'_>, direction: Direction) -> String {
    words.with("desk-direction", &[("direction", direction.code())])
}

/// What the matcher thought: a probability, a title and a name a line.
fn nearest(words: Words<'_>, case: &Escalation, counter: Option<&Counter>) -> String {
    let lines: Vec<String> = case
        .nearest
        .iter()
        .take(NEAREST)
        .map(|near| {
            let title = title(words, &near.entry, counter)
                .map(|title| format!("{} ", escape(&shorten(&title, TITLE))))
                .unwrap_or_default();
            let name: String = near.entry.chars().take(TITLE).collect();
            format!("{} · {title}(`{name}`)", percent(near.probability))
        })
        .collect();
    lines.join("\n")
}

/// An entry's question for a reader, if the FAQ has the entry.
pub(super) fn title(words: Words<'_>, entry: &str, counter: Option<&Counter>) -> Option<String> {
    let faq = counter?.faq();
    let entry = faq.entry(&entry.parse().ok()?)?;
    let (language, text) = faq.text(entry, words.voice.language)?;
    Some(words.voice.write(&text.question, language).into_owned())
}

/// A probability.
pub(super) fn percent(probability: f64) -> String {
    format!("{:.0} %", probability * 100.0)
}

/// What the asker last said of the answer.
fn rating(words: Words<'_>, case: &Escalation) -> String {
    let rated = case
        .events
        .iter()
        .rev()
        .find(|event| event.what == EventKind::Rated);
    match rated.and_then(|event| event.text.as_deref()) {
        Some(rating) => words.with("desk-rating-value", &[("rating", rating)]),
        None => String::new(),
    }
}

/// What became of the last message to the asker.
fn delivery(words: Words<'_>, case: &Escalation) -> String {
    let sent = |what| {
        matches!(
            what,
            EventKind::Answered | EventKind::Asked | EventKind::Referred | EventKind::Rejected
        )
    };
    let Some(last) = case.events.iter().rposition(|event| sent(event.what)) else {
        return String::new();
    };
    let report = case.events[last..]
        .iter()
        .rev()
        .find(|event| matches!(event.what, EventKind::Delivered | EventKind::DeliveryFailed));
    let Some(report) = report else {
        return words.say("desk-delivery-under-way");
    };
    let how = words.way(report.text.as_deref().unwrap_or_default());
    let id = if report.what == EventKind::Delivered {
        "desk-delivery-done"
    } else {
        "desk-delivery-failed"
    };
    words.with(id, &[("how", &how), ("when", &moment(report.at))])
}
