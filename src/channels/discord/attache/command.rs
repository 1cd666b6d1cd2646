//! `/queue list|show|next|stats`.

use serenity::all::{
    AutocompleteChoice, CommandInteraction, CommandOptionType, CreateAutocompleteResponse,
    CreateCommand, CreateCommandOption, CreateEmbed, CreateInteractionResponse, ResolvedOption,
    ResolvedValue,
};

use super::super::commands::{described, named};
use super::super::drawing::Page;
use super::super::locale::SPOKEN;
use super::super::visit::Shown;
use super::acting::At;
use super::ids::{Listing, States};
use super::reminders::STUCK;
use super::words::{Words, ago};
use super::{listing, pressing};
use crate::counter::{Messages, Voice};
use crate::language::{CountryCode, fold};
use crate::queue::{Filter, QueueError, State};

/// The command's name in Discord's own terms.
pub(super) const NAME: &str = "queue";

/// Most choices that are offered while one types.
const CHOICES: usize = 25;

/// Cases that are looked through for those that fit what is typed.
const LOOKED_THROUGH: u32 = 500;

/// The command, in the languages of the message files.
pub(super) fn command(messages: &Messages) -> CreateCommand {
    let option = |kind, name: &str| described_option(messages, kind, name);
    let mut state = option(CommandOptionType::String, "state");
    let states = [States::Waiting, States::All]
        .into_iter()
        .chain(State::ALL.iter().map(|state| States::Only(*state)));
    for states in states {
        let says = |voice| label_of(messages, voice, states);
        let localised =
            SPOKEN.map(|(locale, language)| (locale, says(Voice::of_locale(Some(language)))));
        state = state.add_string_choice_localized(says(Voice::default()), states.code(), localised);
    }
    let list = option(CommandOptionType::SubCommand, "list")
        .add_sub_option(state)
        .add_sub_option(option(CommandOptionType::String, "country").set_autocomplete(true))
        .add_sub_option(option(CommandOptionType::Boolean, "urgent"));
    let show = option(CommandOptionType::SubCommand, "show").add_sub_option(
        option(CommandOptionType::String, "reference")
            .required(true)
            .max_length(20)
            .set_autocomplete(true),
    );
    let command = CreateCommand::new(NAME).set_options(vec![
        list,
        show,
        option(CommandOptionType::SubCommand, "next"),
        option(CommandOptionType::SubCommand, "stats"),
    ]);
    named(
        messages,
        described(messages, command, "desk-command"),
        "desk-command-name",
    )
}

/// An option or a subcommand with its name and description in every language: messages `desk-option-NAME` and
/// `desk-option-NAME-name`.
fn described_option(
    messages: &Messages,
    kind: CommandOptionType,
    name: &str,
) -> CreateCommandOption {
    let about = format!("desk-option-{name}");
    let own_name = format!("{about}-name");
    let mut option = CreateCommandOption::new(kind, name, messages.say(Voice::default(), &about));
    for (locale, language) in SPOKEN {
        let voice = Voice::of_locale(Some(language));
        option = option
            .name_localized(locale, messages.say(voice, &own_name))
            .description_localized(locale, messages.say(voice, &about));
    }
    option
}

fn label_of(messages: &Messages, voice: Voice, states: States) -> String {
    messages.say_with(voice, "desk-state", &[("state", states.code())])
}

/// The command was given.
pub(super) async fn given(at: At<'_>, command: &CommandInteraction) {
    let options = command.data.options();
    let Some(ResolvedOption {
        name,
        value: ResolvedValue::SubCommand(options),
        ..
    }) = options.first()
    else {
        return pressing::old(at).await;
    };
    match *name {
        "list" => match listing_of(options) {
            Some(listing) => pressing::list(at, listing, Shown::Privately).await,
            None => {
                at.visit.say(&at.words.say("desk-no-country")).await;
            }
        },
        "show" => match text(options, "reference").map(str::parse) {
            Some(Ok(reference)) => pressing::show(at, reference).await,
            _ => {
                at.visit.say(&at.words.say("desk-no-reference")).await;
            }
        },
        "next" => next(at).await,
        "stats" => {
            let page = at.visit.during(Shown::Privately, stats(at)).await;
            let page = page.unwrap_or_else(|error| Page::text(&at.words.error(&error)));
            at.visit.show(vec![page], Shown::Privately).await;
        }
        _ => pressing::old(at).await,
    }
}

fn text<'a>(options: &[ResolvedOption<'a>], name: &str) -> Option<&'a str> {
    options.iter().find_map(|option| match option.value {
        ResolvedValue::String(text) if option.name == name => Some(text),
        _ => None,
    })
}

/// The list that was asked for; `None` when its country is none.
fn listing_of(options: &[ResolvedOption<'_>]) -> Option<Listing> {
    let country = match text(options, "country").map(str::trim) {
        None | Some("") => None,
        Some(code) => Some(code.to_uppercase().parse::<CountryCode>().ok()?),
    };
    let urgent = options.iter().any(|option| {
        option.name == "urgent" && matches!(option.value, ResolvedValue::Boolean(true))
    });
    Some(Listing {
        states: text(options, "state")
            .and_then(States::of_code)
            .unwrap_or(States::Waiting),
        country,
        urgent,
        offset: 0,
    })
}

/// Shows the case to take next: of those that nobody has, the most urgent, then the oldest.
async fn next(at: At<'_>) {
    let filter = Filter {
        states: vec![State::Open],
        limit: 1,
        ..Filter::default()
    };
    match at.bot.desk.store().list(&filter).await {
        Ok(cases) => match cases.first() {
            Some(case) => pressing::show_case(at, case).await,
            None => {
                at.visit.say(&at.words.say("desk-nothing-open")).await;
            }
        },
        Err(error) => {
            at.visit.say(&at.words.error(&error)).await;
        }
    }
}

async fn stats(at: At<'_>) -> Result<Page, QueueError> {
    let store = at.bot.desk.store();
    let now = at.bot.now();
    let stats = store.stats(now).await?;
    let stuck = store.stuck(now - STUCK).await?.len();
    let words = at.words;
    let mut lines = vec![words.with(
        "desk-stats-waiting",
        &[
            ("count", &stats.waiting.to_string()),
            ("urgent", &stats.waiting_urgent.to_string()),
        ],
    )];
    if let Some(oldest) = &stats.oldest_waiting {
        lines.push(words.with(
            "desk-stats-oldest",
            &[
                ("reference", &oldest.reference.to_string()),
                ("since", &ago(oldest.created_at)),
            ],
        ));
    }
    if let Some(hours) = stats.median_hours_to_answer {
        lines.push(words.with("desk-stats-median", &[("hours", &format!("{hours:.1}"))]));
    }
    lines.push(words.with(
        "desk-stats-undelivered",
        &[
            ("count", &stats.undelivered.to_string()),
            ("stuck", &stuck.to_string()),
        ],
    ));
    lines.push(String::new());
    for (state, count) in stats.by_state.iter().filter(|(_, count)| **count > 0) {
        lines.push(format!("{} : {count}", words.state(*state)));
    }
    lines.push(String::new());
    let counted = |counts: &std::collections::BTreeMap<String, u64>| {
        let counts: Vec<String> = counts
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        counts.join(" · ")
    };
    lines.push(counted(&stats.by_country));
    lines.push(counted(&stats.by_language));
    let embed = CreateEmbed::new()
        .title(words.with("desk-stats-title", &[("count", &stats.cases.to_string())]))
        .description(lines.join("\n"));
    Ok(Page::with_frame(embed, Vec::new()))
}

/// Offers what fits what is typed so far.
pub(super) async fn typed(at: At<'_>, command: &CommandInteraction) {
    let choices = match command.data.autocomplete() {
        Some(option) if option.name == "reference" => references(at, option.value).await,
        Some(option) if option.name == "country" => countries(at, option.value).await,
        _ => Vec::new(),
    };
    offer(at.visit, choices).await;
}

/// Answers to what is typed with choices: what is read, and what is sent.
pub(super) async fn offer(visit: &super::super::visit::Visit<'_>, choices: Vec<(String, String)>) {
    let choices = choices
        .into_iter()
        .take(CHOICES)
        .map(|(name, value)| AutocompleteChoice::new(name, value))
        .collect();
    let response = CreateAutocompleteResponse::new().set_choices(choices);
    visit
        .first(CreateInteractionResponse::Autocomplete(response))
        .await;
}

async fn references(at: At<'_>, typed: &str) -> Vec<(String, String)> {
    // What waits is offered first; the others are found by their references and words.
    let rest = State::ALL.iter().filter(|state| !state.is_waiting());
    let typed = fold(typed.trim());
    let mut choices = Vec::new();
    for states in [State::WAITING.to_vec(), rest.copied().collect()] {
        let filter = Filter {
            states,
            with_followers: true,
            limit: LOOKED_THROUGH,
            ..Filter::default()
        };
        let Ok(cases) = at.bot.desk.store().list(&filter).await else {
            break;
        };
        choices.extend(
            cases
                .iter()
                .map(|case| listing::choice(at.words, case))
                .filter(|(name, _)| fold(name).contains(&typed)),
        );
        if choices.len() >= CHOICES {
            break;
        }
    }
    choices
}

async fn countries(at: At<'_>, typed: &str) -> Vec<(String, String)> {
    let Some(counter) = at.bot.desk.counter().await else {
        return Vec::new();
    };
    let words: Words<'_> = at.words;
    let typed = fold(typed.trim());
    counter
        .faq()
        .countries
        .keys()
        .map(|code| (words.country(*code, Some(&counter)), code.to_string()))
        .filter(|(name, code)| fold(name).contains(&typed) || fold(code) == typed)
        .collect()
}
