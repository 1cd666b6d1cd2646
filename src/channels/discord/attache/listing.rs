//! Pages of the queue.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateEmbed, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::super::bot::Bot;
use super::super::drawing::Page;
use super::super::escaping::escape;
use super::super::splitting::shorten;
use super::buttons;
use super::ids::{Listing, Press, States};
use super::words::{Words, ago, moment};
use crate::language::plain_text;
use crate::queue::{Escalation, Filter, Priority, QueueError, State};

/// Cases on a page.
const PAGE: u32 = 10;

/// Characters of a question in a line, and in a menu.
const EXCERPT: usize = 90;

impl Listing {
    /// The filter for the store, with one case more than a page shows: to see whether there is a next one.
    fn filter(self) -> Filter {
        Filter {
            states: match self.states {
                States::Waiting => Vec::new(),
                States::All => State::ALL.to_vec(),
                States::Only(state) => vec![state],
            },
            urgent_only: self.urgent,
            country: self.country,
            with_followers: self.states != States::Waiting,
            limit: PAGE + 1,
            offset: self.offset,
        }
    }
}

/// A page of the queue.
pub(super) async fn page(
    bot: &Bot,
    words: Words<'_>,
    listing: Listing,
) -> Result<Page, QueueError> {
    let mut cases = bot.desk.store().list(&listing.filter()).await?;
    let has_more = cases.len() > PAGE as usize;
    cases.truncate(PAGE as usize);
    Ok(draw(words, listing, &cases, has_more))
}

fn draw(words: Words<'_>, listing: Listing, cases: &[Escalation], has_more: bool) -> Page {
    if cases.is_empty() && listing.offset == 0 {
        return Page::text(&words.say("desk-list-empty"));
    }
    let lines: Vec<String> = cases.iter().map(|case| line(words, case)).collect();
    let number = (listing.offset / PAGE + 1).to_string();
    let embed = CreateEmbed::new()
        .title(words.with("desk-list-title", &[("page", &number)]))
        .description(if lines.is_empty() {
            words.say("desk-list-empty")
        } else {
            lines.join("\n")
        });
    let mut rows = Vec::new();
    if !cases.is_empty() {
        let options = cases.iter().map(|case| option(words, case)).collect();
        let menu =
            CreateSelectMenu::new(Press::Open.id(), CreateSelectMenuKind::String { options })
                .placeholder(words.say("desk-open-case"));
        rows.push(CreateActionRow::SelectMenu(menu));
    }
    let mut turning = Vec::new();
    let mut turn = |label: &str, offset: u32| {
        let press = Press::List(Listing { offset, ..listing });
        turning
            .push(buttons::button(words, &press, ButtonStyle::Secondary).label(words.say(label)));
    };
    if listing.offset > 0 {
        turn("desk-previous", listing.offset.saturating_sub(PAGE));
    }
    if has_more {
        turn("desk-next", listing.offset + PAGE);
    }
    if !turning.is_empty() {
        rows.extend(buttons::rows(&turning));
    }
    Page::with_frame(embed, rows)
}

/// A case in a line.
pub(super) fn line(words: Words<'_>, case: &Escalation) -> String {
    let mut parts = vec![format!("**{}**", case.reference)];
    if case.priority == Priority::Urgent {
        parts[0].insert_str(0, "🔴 ");
    }
    parts.push(words.state(case.state));
    parts.push(if case.state.is_waiting() {
        ago(case.created_at)
    } else {
        moment(case.created_at)
    });
    if let Some(country) = case.country {
        parts.push(country.to_string());
    }
    parts.push(case.language.code().to_owned());
    if let Some(name) = case
        .claimed_by
        .as_deref()
        .filter(|_| case.state.is_waiting())
    {
        parts.push(words.who(name));
    }
    if case.followers > 0 {
        parts.push(format!("+{}", case.followers));
    }
    format!("{} · {}", parts.join(" · "), escape(&excerpt(case)))
}

/// The beginning of a case's question.
fn excerpt(case: &Escalation) -> String {
    shorten(&plain_text(&case.question).replace('\n', " "), EXCERPT)
}

/// A case in a menu, where nothing is Markdown.
fn option(words: Words<'_>, case: &Escalation) -> CreateSelectMenuOption {
    let reference = case.reference.to_string();
    let label = format!("{reference} · {}", words.state(case.state));
    let option = CreateSelectMenuOption::new(shorten(&label, 100), reference);
    match excerpt(case) {
        excerpt if excerpt.is_empty() => option,
        excerpt => option.description(excerpt),
    }
}

/// A case as autocomplete offers it: what is read, and the reference.
pub(super) fn choice(words: Words<'_>, case: &Escalation) -> (String, String) {
    let reference = case.reference.to_string();
    let name = format!(
        "{reference} · {} · {}",
        words.state(case.state),
        excerpt(case)
    );
    (shorten(&name, 100), reference)
}
