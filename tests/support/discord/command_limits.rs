//! The limits on commands, their names, texts and options.

use std::collections::BTreeSet;

use serde_json::Value;

use super::limits::{Findings, LOCALES, items, length};

impl Findings {
    pub(super) fn commands(&mut self, commands: &Value) {
        let mut names = BTreeSet::new();
        let mut kinds = [0; 5];
        for command in items(commands) {
            self.command(command, "command");
            let kind = command["type"].as_u64().unwrap_or(1) as usize;
            kinds[kind.min(4)] += 1;
            if !names.insert((kind, command["name"].as_str().unwrap_or_default())) {
                self.say(format!("commands: {} twice", command["name"]));
            }
        }
        if kinds[1] > 100 || kinds[2] > 15 || kinds[3] > 15 {
            self.say(format!("commands: {kinds:?} of each type"));
        }
    }

    pub(super) fn command(&mut self, command: &Value, what: &str) {
        let typed = command["type"].as_u64().unwrap_or(1) == 1;
        self.name(&command["name"], what, typed);
        for name in command["name_localizations"]
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::values)
        {
            self.name(name, what, typed);
        }
        self.locales(&command["name_localizations"], "command.name", 32);
        let least = usize::from(typed);
        self.text(
            &command["description"],
            "command.description",
            least,
            if typed { 100 } else { 0 },
        );
        if typed && !command["description"].is_string() {
            self.say(format!("command {}: no description", command["name"]));
        }
        self.locales(
            &command["description_localizations"],
            "command.description",
            100,
        );
        self.options(&command["options"]);
        let all = characters(command);
        if all > 8000 {
            self.say(format!(
                "command {}: {all} characters, 8000 are allowed",
                command["name"]
            ));
        }
    }

    /// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower case, for what is typed.
    fn name(&mut self, name: &Value, what: &str, typed: bool) {
        self.text(name, "command.name", 1, 32);
        let text = name.as_str().unwrap_or_default();
        let allowed = |character: char| character.is_alphanumeric() || "-_'".contains(character);
        if typed && !(text.chars().all(allowed) && text.to_lowercase() == text) {
            self.say(format!(
                "{what}.name: {text:?} is not lower case letters, digits, - or _"
            ));
        }
    }

    pub(super) fn locales(&mut self, texts: &Value, name: &str, most: usize) {
        for (locale, text) in texts.as_object().into_iter().flatten() {
            if !LOCALES.contains(&locale.as_str()) {
                self.say(format!("{name}: {locale} is none of Discord's locales"));
            }
            self.text(text, name, 1, most);
        }
    }

    fn options(&mut self, options: &Value) {
        self.count(options, "options", 0, 25);
        let mut names = BTreeSet::new();
        let mut optional = false;
        for option in items(options) {
            self.name(&option["name"], "option", true);
            self.text(&option["description"], "option.description", 1, 100);
            self.locales(&option["name_localizations"], "option.name", 32);
            self.locales(
                &option["description_localizations"],
                "option.description",
                100,
            );
            if !names.insert(option["name"].as_str().unwrap_or_default()) {
                self.say(format!("option: {} twice", option["name"]));
            }
            if option["required"] == true && optional {
                self.say(format!(
                    "option {}: required after an optional one",
                    option["name"]
                ));
            }
            optional |=
                option["required"] != true && !matches!(option["type"].as_u64(), Some(1 | 2));
            self.count(&option["choices"], "option.choices", 0, 25);
            for choice in items(&option["choices"]) {
                self.choice(choice);
            }
            if option["autocomplete"] == true && !items(&option["choices"]).is_empty() {
                self.say(format!(
                    "option {}: choices and autocomplete",
                    option["name"]
                ));
            }
            self.options(&option["options"]);
        }
    }
}

/// What counts towards a command's 8000 characters; of the translations, the longest.
fn characters(command: &Value) -> usize {
    let longest = |name: &str| {
        let translated = command[format!("{name}_localizations")]
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::values)
            .map(length)
            .max();
        length(&command[name]).max(translated.unwrap_or(0))
    };
    let choices: usize = items(&command["choices"])
        .iter()
        .map(|choice| length(&choice["name"]) + length(&choice["value"]))
        .sum();
    let options: usize = items(&command["options"]).iter().map(characters).sum();
    longest("name") + longest("description") + choices + options
}
