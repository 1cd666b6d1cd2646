//! Commands, as a person types them: what their Discord offers, and how it sends what was typed.

use std::fmt::Write;

use serde_json::{Value, json};

use super::acts::Gesture;
use super::commands::list_of;
use super::permission::USE_APPLICATION_COMMANDS;
use super::person::User;
use super::view::View;
use super::world::{World, kind};

/// What autocomplete offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub name: String,
    pub value: String,
}

impl User {
    /// Types a command (`ask`, `queue list`) and waits for what comes.
    pub async fn slash<'a>(
        &self,
        command: &str,
        options: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> View {
        let view = self.send_slash(command, options);
        view.settle().await;
        view
    }

    /// Types a command and waits for nothing.
    pub fn send_slash<'a>(
        &self,
        command: &str,
        options: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> View {
        self.type_command(command, options, true)
    }

    /// Sends a command that this person's Discord would not offer them.
    pub async fn forge_slash<'a>(
        &self,
        command: &str,
        options: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> View {
        let view = self.type_command(command, options, false);
        view.settle().await;
        view
    }

    fn type_command<'a>(
        &self,
        line: &str,
        options: impl IntoIterator<Item = (&'a str, &'a str)>,
        only_offered: bool,
    ) -> View {
        let options: Vec<(&str, &str)> = options.into_iter().collect();
        let mut said = format!("/{line}");
        for (name, value) in &options {
            let _ = write!(said, " {name}: {value}");
        }
        let data = self.command_data(line, &options, None, only_offered);
        self.act(Gesture {
            kind: kind::COMMAND,
            data,
            source: None,
            cause: Value::Null,
            message_kind: 20,
            said,
        })
    }

    /// Types into an option of a command and reads what is offered.
    pub async fn autocomplete(&self, command: &str, option: &str, typed: &str) -> Vec<Choice> {
        self.autocomplete_with(command, option, typed, []).await
    }

    /// The same with other options already filled in.
    pub async fn autocomplete_with<'a>(
        &self,
        command: &str,
        option: &'a str,
        typed: &'a str,
        others: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<Choice> {
        let mut options: Vec<(&str, &str)> = others.into_iter().collect();
        options.push((option, typed));
        let data = self.command_data(command, &options, Some(option), true);
        let view = self.act(Gesture {
            kind: kind::AUTOCOMPLETE,
            data,
            source: None,
            cause: Value::Null,
            message_kind: 0,
            said: format!("/{command} {option}: {typed}…"),
        });
        view.settle().await;
        let locale = self
            .shared
            .look(|world| world.accounts[&self.id].locale.clone());
        let choices = view.interaction().map(|interaction| interaction.choices);
        choices
            .unwrap_or_default()
            .iter()
            .map(|choice| Choice {
                name: localised(choice, "name", &locale),
                value: match &choice["value"] {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                },
            })
            .collect()
    }

    /// Uses a command of a message's context menu.
    pub async fn context_menu(&self, command: &str, message: &View) -> View {
        let target = message.last_id();
        let data = self.shared.look(|world| {
            let known = self.offered(world, 3, command, true);
            let json = world.message_json(&world.messages[&target]);
            json!({
                "id": known["id"],
                "name": known["name"],
                "type": 3,
                "target_id": target,
                "resolved": {"messages": {target.to_string(): json}},
            })
        });
        let view = self.act(Gesture {
            kind: kind::COMMAND,
            data,
            source: None,
            cause: json!(target),
            message_kind: 23,
            said: format!("(menu of the message: {command})"),
        });
        view.settle().await;
        view
    }

    /// The names of the commands that this person is offered where they are.
    pub fn offered_commands(&self) -> Vec<String> {
        self.shared.look(|world| {
            let locale = &world.accounts[&self.id].locale;
            world
                .commands
                .iter()
                .filter(|command| self.is_offered(world, command))
                .map(|command| localised(command, "name", locale))
                .collect()
        })
    }

    fn is_offered(&self, world: &World, command: &Value) -> bool {
        let guild = self.guild_in(world);
        let contexts = list_of(&command["contexts"]);
        let context = json!(u8::from(guild.is_none()));
        let here = match guild {
            Some(guild) => {
                let of_guild = &command["guild_id"];
                world.has_bot(guild) && (of_guild.is_null() || *of_guild == json!(guild))
            }
            None => command["guild_id"].is_null() && command["dm_permission"] != false,
        };
        let needed = command["default_member_permissions"]
            .as_str()
            .and_then(|digits| digits.parse::<u64>().ok());
        let permitted = guild.is_none_or(|guild| {
            let granted = world.guild_permissions(guild, self.id);
            granted & USE_APPLICATION_COMMANDS != 0
                && match needed {
                    Some(0) => granted & super::permission::ADMINISTRATOR != 0,
                    Some(needed) => granted & needed == needed,
                    None => true,
                }
        });
        here && permitted && (contexts.is_empty() || contexts.contains(&context))
    }

    fn offered<'a>(&self, world: &'a World, of_type: u64, name: &str, only: bool) -> &'a Value {
        let locale = &world.accounts[&self.id].locale;
        let found = world.commands.iter().find(|command| {
            command["type"] == json!(of_type)
                && (command["name"] == name || localised(command, "name", locale) == name)
                && (!only || self.is_offered(world, command))
        });
        found.unwrap_or_else(|| {
            let names: Vec<String> = world
                .commands
                .iter()
                .filter(|command| self.is_offered(world, command))
                .map(|command| command["name"].to_string())
                .collect();
            panic!(
                "{} is not offered {name}, only {names:?}",
                world.accounts[&self.id].name
            )
        })
    }

    /// The data of a typed command: options in the kinds that it declares.
    fn command_data(
        &self,
        line: &str,
        options: &[(&str, &str)],
        focused: Option<&str>,
        only_offered: bool,
    ) -> Value {
        self.shared.look(|world| {
            let locale = &world.accounts[&self.id].locale;
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let command = self.offered(world, 1, name, only_offered);
            let path: Vec<&str> = words.collect();
            let options = fill(command, &path, options, focused, locale);
            let mut data = json!({
                "id": command["id"],
                "name": command["name"],
                "type": 1,
                "options": options,
            });
            if let Some(guild) = command.get("guild_id") {
                data["guild_id"] = guild.clone();
            }
            data
        })
    }
}

/// A text in somebody's language, as Discord chooses it.
pub(super) fn localised(value: &Value, name: &str, locale: &str) -> String {
    value[format!("{name}_localizations")][locale]
        .as_str()
        .or(value[name].as_str())
        .unwrap_or_default()
        .to_owned()
}

/// The options that were typed, as the command declares them, inside their subcommand.
fn fill(
    declared: &Value,
    path: &[&str],
    typed: &[(&str, &str)],
    focused: Option<&str>,
    locale: &str,
) -> Value {
    let named = |name: &str| {
        list_of(&declared["options"])
            .iter()
            .find(|option| option["name"] == name || localised(option, "name", locale) == name)
            .unwrap_or_else(|| panic!("{} has no {name}", declared["name"]))
    };
    if let Some((first, rest)) = path.split_first() {
        let inner = named(first);
        let options = fill(inner, rest, typed, focused, locale);
        return json!([{"name": inner["name"], "type": inner["type"], "options": options}]);
    }
    if focused.is_none() {
        for option in list_of(&declared["options"]) {
            let given = typed.iter().any(|(name, _)| {
                option["name"] == *name || localised(option, "name", locale) == *name
            });
            let needed = option["required"] == true || option["type"] == 1 || option["type"] == 2;
            assert!(
                given || !needed,
                "{} needs {}",
                declared["name"],
                option["name"]
            );
        }
    }
    typed
        .iter()
        .map(|(name, text)| {
            let option = named(name);
            let mut json = json!({
                "name": option["name"],
                "type": option["type"],
                "value": value(option, text, focused.is_some(), locale),
            });
            if focused == Some(name) {
                assert!(
                    option["autocomplete"] == true,
                    "{name} offers nothing while one types"
                );
                json["focused"] = json!(true);
            }
            json
        })
        .collect()
}

fn value(option: &Value, text: &str, unfinished: bool, locale: &str) -> Value {
    let choices = list_of(&option["choices"]);
    if !choices.is_empty() && !unfinished {
        let chosen = choices.iter().find(|choice| {
            localised(choice, "name", locale) == text
                || choice["name"] == text
                || choice["value"] == text
        });
        return chosen
            .unwrap_or_else(|| panic!("{} does not offer {text:?}", option["name"]))["value"]
            .clone();
    }
    match option["type"].as_u64() {
        Some(4) => json!(text.parse::<i64>().expect("a whole number")),
        Some(5) => json!(text.parse::<bool>().expect("true or false")),
        Some(10) => json!(text.parse::<f64>().expect("a number")),
        _ => {
            let length = text.chars().count() as u64;
            let most = option["max_length"].as_u64().unwrap_or(6000);
            let least = option["min_length"].as_u64().unwrap_or(0);
            assert!(
                unfinished || (least..=most).contains(&length),
                "{}: {least} to {most} characters may be typed, not {length}",
                option["name"]
            );
            json!(text)
        }
    }
}
