//! A form that the bot shows, as a person fills it in.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::commands::list_of;
use super::person::User;
use super::reading;
use super::view::View;
use super::world::Interaction;

#[derive(Clone)]
pub struct Modal {
    user: User,
    interaction: Interaction,
    shown: Value,
    /// What stands in each input, by its custom id.
    values: BTreeMap<String, String>,
}

/// An input with its label, and whether a label component holds it.
struct Input<'a> {
    label: &'a str,
    part: &'a Value,
    labelled: bool,
}

fn inputs(modal: &Value) -> Vec<Input<'_>> {
    list_of(&modal["components"])
        .iter()
        .flat_map(|row| {
            let labelled = row["type"] == 18;
            let parts = if labelled {
                std::slice::from_ref(&row["component"])
            } else {
                list_of(&row["components"])
            };
            parts.iter().map(move |part| Input {
                label: if labelled {
                    &row["label"]
                } else {
                    &part["label"]
                }
                .as_str()
                .unwrap_or_default(),
                part,
                labelled,
            })
        })
        .filter(|input| input.part["type"] == 4)
        .collect()
}

impl Modal {
    pub(super) fn new(user: User, interaction: Interaction, shown: Value) -> Self {
        let values = inputs(&shown)
            .iter()
            .map(|input| {
                let text = |name: &str| input.part[name].as_str().unwrap_or_default().to_owned();
                (text("custom_id"), text("value"))
            })
            .collect();
        Self {
            user,
            interaction,
            shown,
            values,
        }
    }

    pub fn title(&self) -> &str {
        self.shown["title"].as_str().unwrap_or_default()
    }

    pub fn labels(&self) -> Vec<&str> {
        inputs(&self.shown)
            .iter()
            .map(|input| input.label)
            .collect()
    }

    /// Title, labels, what stands in them.
    pub fn text(&self) -> String {
        reading::modal(&self.shown)
    }

    /// What stands in the input with that label.
    pub fn value(&self, label: &str) -> &str {
        &self.values[&self.id_of(label)]
    }

    fn id_of(&self, label: &str) -> String {
        let inputs = inputs(&self.shown);
        let found = inputs
            .iter()
            .find(|input| input.label == label)
            .or_else(|| inputs.iter().find(|input| input.label.contains(label)))
            .unwrap_or_else(|| panic!("the form has no {label:?}:\n{}", self.text()));
        found.part["custom_id"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Types into inputs, by their labels.
    #[must_use]
    pub fn fill<'a>(mut self, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        for (label, text) in texts {
            let id = self.id_of(label);
            self.values.insert(id, text.to_owned());
        }
        self
    }

    /// Sends the form, and waits for what comes.
    pub async fn submit(self) -> View {
        let view = self.send();
        view.settle().await;
        view
    }

    /// Sends the form and waits for nothing.
    pub fn send(self) -> View {
        let mut said = String::new();
        let rows: Vec<Value> = inputs(&self.shown)
            .iter()
            .zip(1..)
            .map(|(input, number)| {
                let id = input.part["custom_id"].as_str().unwrap_or_default();
                let value = &self.values[id];
                check(input, value);
                if !value.is_empty() {
                    let _ = write!(said, " {}: {value};", input.label);
                }
                let sent = json!({"type": 4, "id": number * 2, "custom_id": id, "value": value});
                if input.labelled {
                    json!({"type": 18, "id": number * 2 - 1, "component": sent})
                } else {
                    json!({"type": 1, "id": number * 2 - 1, "components": [sent]})
                }
            })
            .collect();
        let data = json!({"custom_id": self.shown["custom_id"], "components": rows});
        let said = format!("({}:{said})", self.title());
        self.user.submit(data, Some(&self.interaction), said)
    }
}

/// What a person's Discord does not let through.
fn check(input: &Input<'_>, value: &str) {
    let length = value.chars().count() as u64;
    let required = input.part["required"] != false;
    let least = input.part["min_length"].as_u64().unwrap_or(0);
    let most = input.part["max_length"].as_u64().unwrap_or(4000);
    assert!(
        length > 0 || !required,
        "{:?} must be filled in",
        input.label
    );
    assert!(
        length == 0 || (least..=most).contains(&length),
        "{:?} takes {least} to {most} characters, not {length}",
        input.label
    );
}
