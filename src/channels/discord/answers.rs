//! The FAQ's answers as messages of Discord, for `guichet check`.

use super::drawing::LONGEST_TEXT;
use super::splitting::split;
use crate::faq::{Entry, Faq, Position, Report};
use crate::language::{Direction, Language};

/// Characters kept for what stands below every answer: its date, what to do next.
const BELOW: usize = 300;

/// Warns of answers that take more than one message in Discord.
#[must_use]
pub fn check(faq: &Faq) -> Report {
    let mut report = Report::default();
    for entry in &faq.entries {
        for (language, text) in &entry.texts {
            let Some(answer) = &text.answer else {
                continue;
            };
            let messages = messages(faq, entry, *language);
            if messages > 1 {
                report.warning(
                    &entry.file(&format!("{language}.md")),
                    Position::line(answer.line),
                    format!("the answer takes up to {messages} messages in Discord"),
                    format!(
                        "shorten it to some {} characters with its sources, or make two entries of it",
                        LONGEST_TEXT - BELOW
                    ),
                );
            }
        }
    }
    report
}

/// The most messages that an answer takes, of all countries and directions.
fn messages(faq: &Faq, entry: &Entry, language: Language) -> usize {
    let sources: usize = entry
        .settings
        .sources
        .iter()
        .map(|source| source.title.chars().count() + source.url.chars().count() + 6)
        .sum();
    // Words of the same length as what will stand there.
    let below = format!("\n\n{}", "words ".repeat((sources + BELOW) / 6));
    let countries = std::iter::once(None).chain(
        faq.countries
            .keys()
            .filter(|code| entry.covers(**code))
            .map(|code| Some(*code)),
    );
    countries
        .flat_map(|country| {
            [None, Some(Direction::Export), Some(Direction::Import)]
                .map(|direction| (country, direction))
        })
        .filter_map(|(country, direction)| faq.render(entry, language, country, direction).ok())
        .map(|rendered| split(&(rendered.markdown + &below), LONGEST_TEXT).len())
        .max()
        .unwrap_or(1)
}
