//! The commands for everyone, and what they offer while they are typed.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    AutocompleteChoice, CommandInteraction, CommandOptionType, CommandType,
    CreateAutocompleteResponse, CreateCommand, CreateCommandOption, CreateInteractionResponse,
    InstallationContext, InteractionContext,
};

use crate::channels::discord::bot::Bot;
use crate::channels::discord::commands::{described, named};
use crate::channels::discord::locale::{self, SPOKEN};
use crate::channels::discord::splitting::shorten;
use crate::channels::discord::visit::Visit;
use crate::counter::{Messages, Voice};
use crate::faq::EntryId;
use crate::language::Language;
use crate::settings::DiscordSettings;

/// Asks a question.
pub(super) const ASK: &str = "ask";
/// Asks what a message asks.
pub(super) const ASK_ABOUT_MESSAGE: &str = "Demander au guichet";
/// Lists one's cases.
pub(super) const REQUESTS: &str = "requests";
/// Tells what is stored.
pub(super) const PRIVACY: &str = "privacy";

/// Option of [`ASK`]: the question.
pub(super) const QUESTION: &str = "question";
/// Option of [`ASK`]: the country.
pub(super) const COUNTRY: &str = "country";
/// Option of [`ASK`]: whether everybody may read the answer.
pub(super) const PUBLIC: &str = "public";

/// Longest question that a command takes. Discord allows 6,000.
const LONGEST_QUESTION: u16 = 4_000;

/// Most suggestions, and longest name and value of one.
const SUGGESTIONS: usize = 25;
const LONGEST_SUGGESTION: usize = 100;

/// How long a suggestion waits for the counter to open.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// What marks a suggestion that stands for an entry whose question is too long.
const ENTRY_MARK: char = '#';

/// The commands for everyone.
pub(in crate::channels::discord) fn commands(
    messages: &Messages,
    settings: &DiscordSettings,
) -> Vec<CreateCommand> {
    let everywhere = |command: CreateCommand| {
        command
            .integration_types(vec![InstallationContext::Guild])
            .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
    };
    let slash = |name: &str| {
        let command = CreateCommand::new(name).kind(CommandType::ChatInput);
        let command = named(messages, command, &format!("command-{name}"));
        everywhere(described(
            messages,
            command,
            &format!("command-{name}-description"),
        ))
    };
    let mut ask = slash(ASK)
        .add_option(
            option(messages, CommandOptionType::String, QUESTION)
                .required(true)
                .max_length(LONGEST_QUESTION)
                .set_autocomplete(true),
        )
        .add_option(option(messages, CommandOptionType::String, COUNTRY).set_autocomplete(true));
    if settings.public_answers {
        ask = ask.add_option(option(messages, CommandOptionType::Boolean, PUBLIC));
    }
    let about_message = CreateCommand::new(ASK_ABOUT_MESSAGE).kind(CommandType::Message);
    vec![
        ask,
        everywhere(named(messages, about_message, "command-message")),
        slash(REQUESTS),
        slash(PRIVACY),
    ]
}

fn option(messages: &Messages, kind: CommandOptionType, name: &str) -> CreateCommandOption {
    let say = |language: Option<Language>, id: &str| messages.say(Voice::of_locale(language), id);
    let label = format!("option-{name}");
    let description = format!("option-{name}-description");
    let mut option = CreateCommandOption::new(kind, name, say(None, &description));
    for (locale, language) in SPOKEN {
        option = option
            .name_localized(locale, say(Some(language), &label))
            .description_localized(locale, say(Some(language), &description));
    }
    option
}

/// Whether a command is one of them.
pub(in crate::channels::discord) fn knows(name: &str) -> bool {
    [ASK, ASK_ABOUT_MESSAGE, REQUESTS, PRIVACY].contains(&name)
}

/// A command is being typed.
pub(in crate::channels::discord) async fn autocomplete(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    command: &CommandInteraction,
) {
    let language = locale::voice(visit.locale).language;
    let counter = tokio::time::timeout(PATIENCE, bot.desk.counter()).await;
    let mut choices = Vec::new();
    if let (Ok(Some(counter)), Some(typed)) = (counter, command.data.autocomplete()) {
        choices = match typed.name {
            QUESTION => counter
                .suggest(typed.value, language, SUGGESTIONS)
                .into_iter()
                .map(|(id, question)| suggestion(&id, &question))
                .collect(),
            COUNTRY => counter
                .suggest_countries(typed.value, language)
                .into_iter()
                .take(SUGGESTIONS)
                .map(|(code, name)| {
                    AutocompleteChoice::new(shorten(&name, LONGEST_SUGGESTION), code)
                })
                .collect(),
            _ => Vec::new(),
        };
    }
    let response = CreateAutocompleteResponse::new().set_choices(choices);
    visit
        .first(CreateInteractionResponse::Autocomplete(response))
        .await;
}

/// A question to choose. What is sent for one that is too long is its entry's name.
fn suggestion(id: &EntryId, question: &str) -> AutocompleteChoice {
    let name = shorten(question, LONGEST_SUGGESTION);
    let value = if name == question {
        question.to_owned()
    } else {
        shorten(&format!("{ENTRY_MARK}{id}"), LONGEST_SUGGESTION)
    };
    AutocompleteChoice::new(name, value)
}

/// The entry that a suggestion stands for.
pub(super) fn suggested(text: &str) -> Option<EntryId> {
    text.strip_prefix(ENTRY_MARK)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Every name and description of a command or an option, in every language.
    fn texts<'a>(of: &'a Value, key: &str) -> Vec<&'a str> {
        let localised = of[format!("{key}_localizations")].as_object();
        of[key]
            .as_str()
            .into_iter()
            .chain(
                localised
                    .into_iter()
                    .flat_map(|all| all.values())
                    .filter_map(Value::as_str),
            )
            .collect()
    }

    #[test]
    fn every_command_is_named_and_described_within_discords_limits() {
        let messages = Messages::load().unwrap();
        let mut settings = crate::settings::load(&crate::settings::Overrides::default())
            .unwrap()
            .settings
            .discord;
        settings.public_answers = true;
        for command in commands(&messages, &settings) {
            let command = serde_json::to_value(&command).unwrap();
            let is_slash = command["type"] == 1;
            let options = command["options"].as_array().cloned().unwrap_or_default();
            for of in std::iter::once(&command).chain(&options) {
                let names = texts(of, "name");
                assert!(names.len() > 1, "{of}");
                for name in names {
                    let fits = |c: char| {
                        !is_slash
                            || c == '-'
                            || c == '_'
                            || (c.is_alphanumeric() && !c.is_uppercase())
                    };
                    assert!(
                        name.chars().count() <= 32 && name.chars().all(fits),
                        "{name}"
                    );
                }
                for description in texts(of, "description") {
                    let length = description.chars().count();
                    assert!((1..=100).contains(&length) || !is_slash, "{description}");
                }
            }
        }
        settings.public_answers = false;
        let ask = serde_json::to_value(&commands(&messages, &settings)[0]).unwrap();
        assert_eq!(ask["options"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn a_suggestion_too_long_stands_for_its_entry() {
        let id: EntryId = "origin/eur1-certificate".parse().unwrap();
        let long = "Une question ".repeat(20);
        let written = serde_json::to_value(suggestion(&id, &long)).unwrap();
        let value = written["value"].as_str().unwrap();
        assert_eq!(suggested(value), Some(id));
        assert_eq!(suggested("Une question ?"), None);
    }
}
