//! The limits that Discord documents, whether or not its description is at hand.

use std::collections::BTreeSet;

use serde_json::Value;

use super::world::EPHEMERAL;

/// Discord's locales; Serbian is none of them.
pub const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// What a request exceeds, by its route.
pub fn exceeded(method: &str, route: &str, body: &Value) -> Vec<String> {
    let mut found = Findings::default();
    match (method, route) {
        (
            "POST" | "PATCH",
            "/channels/{channel_id}/messages" | "/channels/{channel_id}/messages/{message_id}",
        ) => {
            found.message(body, 2000);
            if flags(body) & EPHEMERAL != 0 {
                found.say("flags: a channel's message cannot be ephemeral");
            }
            if body["enforce_nonce"] == true && body["nonce"].is_null() {
                found.say("enforce_nonce: without a nonce");
            }
            found.text(&body["nonce"], "nonce", 0, 25);
        }
        (_, route) if route.starts_with("/webhooks/") => found.message(body, 2000),
        (_, "/interactions/{interaction_id}/{interaction_token}/callback") => found.callback(body),
        ("PUT", route) if route.ends_with("/commands") => found.commands(body),
        ("POST" | "PATCH", route) if route.contains("/commands") => found.command(body, "command"),
        _ => {}
    }
    found.0
}

fn flags(body: &Value) -> u64 {
    body["flags"].as_u64().unwrap_or(0)
}

pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

#[derive(Default)]
pub(super) struct Findings(Vec<String>);

impl Findings {
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.0.push(text.into());
    }

    /// A text that may be absent.
    pub(super) fn text(&mut self, value: &Value, name: &str, least: usize, most: usize) {
        if value.is_string() && !(least..=most).contains(&length(value)) {
            self.say(format!(
                "{name}: {} characters, {least} to {most} are allowed",
                length(value)
            ));
        }
    }

    pub(super) fn count(&mut self, value: &Value, name: &str, least: usize, most: usize) {
        let count = items(value).len();
        if value.is_array() && !(least..=most).contains(&count) {
            self.say(format!(
                "{name}: {count} of them, {least} to {most} are allowed"
            ));
        }
    }

    fn message(&mut self, body: &Value, longest: usize) {
        self.text(&body["content"], "content", 0, longest);
        self.count(&body["embeds"], "embeds", 0, 10);
        self.count(&body["attachments"], "attachments", 0, 10);
        let mut all = 0;
        for embed in items(&body["embeds"]) {
            all += self.embed(embed);
        }
        if all > 6000 {
            self.say(format!("embeds: {all} characters in all, 6000 are allowed"));
        }
        self.rows(&body["components"]);
        self.mentions(&body["allowed_mentions"]);
    }

    /// Gives the characters that count towards the message's 6000.
    fn embed(&mut self, embed: &Value) -> usize {
        self.text(&embed["title"], "embed.title", 0, 256);
        self.text(&embed["description"], "embed.description", 0, 4096);
        self.text(&embed["footer"]["text"], "embed.footer.text", 0, 2048);
        self.text(&embed["author"]["name"], "embed.author.name", 0, 256);
        self.count(&embed["fields"], "embed.fields", 0, 25);
        let mut all = length(&embed["title"])
            + length(&embed["description"])
            + length(&embed["footer"]["text"])
            + length(&embed["author"]["name"]);
        for field in items(&embed["fields"]) {
            self.text(&field["name"], "embed.field.name", 1, 256);
            self.text(&field["value"], "embed.field.value", 1, 1024);
            all += length(&field["name"]) + length(&field["value"]);
        }
        let pictures = ["image", "thumbnail", "video"];
        if all == 0 && pictures.iter().all(|part| embed[part].is_null()) {
            self.say("embed: it is empty");
        }
        all
    }

    fn mentions(&mut self, allowed: &Value) {
        let parse: Vec<&str> = items(&allowed["parse"])
            .iter()
            .filter_map(Value::as_str)
            .collect();
        for name in ["users", "roles"] {
            self.count(&allowed[name], "allowed_mentions", 0, 100);
            if parse.contains(&name) && !items(&allowed[name]).is_empty() {
                self.say(format!(
                    "allowed_mentions: both parse and {name} name {name}"
                ));
            }
        }
    }

    fn rows(&mut self, rows: &Value) {
        self.count(rows, "components", 0, 5);
        let mut ids = BTreeSet::new();
        for row in items(rows) {
            if row["type"] != 1 {
                self.say("components: only rows may stand in a message");
                continue;
            }
            self.count(&row["components"], "row", 1, 5);
            let parts = items(&row["components"]);
            if parts.len() > 1 && parts.iter().any(|part| part["type"] != 2) {
                self.say("row: a menu stands alone in its row");
            }
            for part in parts {
                match part["type"].as_u64() {
                    Some(2) => self.button(part),
                    Some(3 | 5 | 6 | 7 | 8) => self.menu(part),
                    other => self.say(format!("row: component {other:?} in a message")),
                }
                if let Some(id) = part["custom_id"].as_str()
                    && !ids.insert(id.to_owned())
                {
                    self.say(format!("custom_id: {id} stands twice in the message"));
                }
            }
        }
    }

    fn button(&mut self, button: &Value) {
        self.text(&button["custom_id"], "custom_id", 1, 100);
        self.text(&button["label"], "button.label", 0, 80);
        self.text(&button["url"], "button.url", 1, 512);
        if length(&button["label"]) == 0 && button["emoji"].is_null() {
            self.say("button: neither label nor emoji");
        }
        match button["style"].as_u64() {
            Some(1..=4) if button["custom_id"].is_string() && button["url"].is_null() => {}
            Some(5) if button["url"].is_string() && button["custom_id"].is_null() => {
                let url = button["url"].as_str().unwrap_or_default();
                if !["http://", "https://", "discord://"]
                    .iter()
                    .any(|scheme| url.starts_with(scheme))
                {
                    self.say(format!("button.url: {url} is no address"));
                }
            }
            style => self.say(format!(
                "button: style {style:?} does not go with its custom_id or url"
            )),
        }
    }

    fn menu(&mut self, menu: &Value) {
        self.text(&menu["custom_id"], "custom_id", 1, 100);
        if !menu["custom_id"].is_string() {
            self.say("menu: no custom_id");
        }
        self.text(&menu["placeholder"], "menu.placeholder", 0, 150);
        let least = menu["min_values"].as_u64().unwrap_or(1);
        let most = menu["max_values"].as_u64().unwrap_or(1);
        if least > 25 || most == 0 || most > 25 || least > most {
            self.say(format!("menu: {least} to {most} values"));
        }
        if menu["type"] != 3 {
            return;
        }
        let options = items(&menu["options"]);
        if options.is_empty() || options.len() > 25 {
            self.say(format!(
                "menu.options: {} of them, 1 to 25 are allowed",
                options.len()
            ));
        }
        if most as usize > options.len() {
            self.say(format!("menu: {most} values of {} options", options.len()));
        }
        let mut values = BTreeSet::new();
        for option in options {
            self.text(&option["label"], "menu.option.label", 1, 100);
            self.text(&option["value"], "menu.option.value", 1, 100);
            self.text(&option["description"], "menu.option.description", 0, 100);
            if !values.insert(option["value"].as_str().unwrap_or_default()) {
                self.say(format!("menu.option.value: {} twice", option["value"]));
            }
        }
        let chosen = options
            .iter()
            .filter(|option| option["default"] == true)
            .count();
        if chosen > most as usize {
            self.say(format!("menu: {chosen} default options"));
        }
    }

    fn callback(&mut self, body: &Value) {
        let data = &body["data"];
        match body["type"].as_u64() {
            Some(4 | 7) => self.message(data, 2000),
            Some(8) => {
                self.count(&data["choices"], "choices", 0, 25);
                for choice in items(&data["choices"]) {
                    self.choice(choice);
                }
            }
            Some(9) => self.modal(data),
            _ => {}
        }
        if matches!(body["type"].as_u64(), Some(4 | 5)) {
            // Suppressed embeds, ephemeral, suppressed notifications, components of the second version.
            let known = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 15);
            if flags(data) & !known != 0 {
                self.say(format!(
                    "flags: {} in an interaction's response",
                    flags(data)
                ));
            }
        }
    }

    pub(super) fn choice(&mut self, choice: &Value) {
        self.text(&choice["name"], "choice.name", 1, 100);
        self.text(&choice["value"], "choice.value", 0, 100);
        self.locales(&choice["name_localizations"], "choice.name", 100);
    }

    fn modal(&mut self, modal: &Value) {
        self.text(&modal["custom_id"], "modal.custom_id", 1, 100);
        self.text(&modal["title"], "modal.title", 1, 45);
        self.count(&modal["components"], "modal.components", 1, 5);
        let mut ids = BTreeSet::new();
        for row in items(&modal["components"]) {
            let labelled = row["type"] == 18;
            let inputs = if labelled {
                self.text(&row["label"], "label", 1, 45);
                self.text(&row["description"], "label.description", 0, 100);
                std::slice::from_ref(&row["component"])
            } else {
                self.count(&row["components"], "modal row", 1, 1);
                items(&row["components"])
            };
            for input in inputs.iter().filter(|input| input["type"] == 4) {
                self.input(input, labelled);
                if !ids.insert(input["custom_id"].as_str().unwrap_or_default()) {
                    self.say(format!("input: {} twice", input["custom_id"]));
                }
            }
        }
    }

    fn input(&mut self, input: &Value, labelled: bool) {
        self.text(&input["custom_id"], "input.custom_id", 1, 100);
        self.text(&input["label"], "input.label", 1, 45);
        self.text(&input["placeholder"], "input.placeholder", 0, 100);
        if !labelled && !input["label"].is_string() {
            self.say("input: no label");
        }
        let least = input["min_length"].as_u64().unwrap_or(0) as usize;
        let most = input["max_length"].as_u64().unwrap_or(4000) as usize;
        if least > 4000 || most == 0 || most > 4000 || least > most {
            self.say(format!("input: {least} to {most} characters"));
        }
        if length(&input["value"]) > 0 {
            self.text(&input["value"], "input.value", least, most);
        }
    }
}
