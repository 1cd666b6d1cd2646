//! Pressing buttons and picking from menus that are seen, and waiting for what comes of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::acts::is_deferred;
use super::commands::list_of;
use super::responses::callback_type;
use super::view::{Scope, View};
use super::{DEADLINE, reading};

impl View {
    /// Presses the button with that label, on the newest message that has it, and waits for what comes.
    pub async fn press(&self, label: &str) -> View {
        let view = self.send_press(label);
        view.settle().await;
        view
    }

    /// Presses a button and waits for nothing.
    pub fn send_press(&self, label: &str) -> View {
        let buttons = self.parts_of(&[2]);
        let exact = |part: &Value| part["label"] == label;
        let near = |part: &Value| {
            part["label"]
                .as_str()
                .is_some_and(|text| text.contains(label))
        };
        let (message, button) = buttons
            .iter()
            .rev()
            .find(|(_, part)| exact(part))
            .or_else(|| buttons.iter().rev().find(|(_, part)| near(part)))
            .unwrap_or_else(|| panic!("there is no button {label:?}:\n{}", self.text()));
        assert!(button["disabled"] != true, "{label:?} cannot be pressed");
        assert!(button["style"] != 5, "{label:?} is a link");
        let data =
            json!({"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]});
        let said = button["label"].as_str().unwrap_or(label);
        self.user.component(*message, data, format!("[{said}]"))
    }

    /// Picks the option with that label from a menu, and waits for what comes.
    pub async fn pick(&self, label: &str) -> View {
        self.pick_from("", &[label]).await
    }

    /// Picks options from the menu with that placeholder.
    pub async fn pick_from(&self, placeholder: &str, labels: &[&str]) -> View {
        let menus = self.parts_of(&[3]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let find = |menu: &Value, label: &str| {
            let options = list_of(&menu["options"]);
            options
                .iter()
                .find(|option| option["label"] == label)
                .or_else(|| {
                    let near = |option: &&Value| text(&option["label"]).contains(label);
                    options.iter().find(near)
                })
                .map(|option| text(&option["value"]))
        };
        let chosen = menus.iter().rev().find_map(|(message, menu)| {
            if !text(&menu["placeholder"]).contains(placeholder) {
                return None;
            }
            let values: Option<Vec<String>> =
                labels.iter().map(|label| find(menu, label)).collect();
            Some((*message, menu, values?))
        });
        let (message, menu, values) =
            chosen.unwrap_or_else(|| panic!("no menu offers {labels:?}:\n{}", self.text()));
        assert!(menu["disabled"] != true, "the menu cannot be used");
        let data = json!({
            "custom_id": menu["custom_id"],
            "component_type": 3,
            "values": values,
            "id": menu["id"],
        });
        let view = self
            .user
            .component(message, data, format!("▾ {}", labels.join(", ")));
        view.settle().await;
        view
    }

    /// Waits for the first response, and for what a deferred one announces; notes what is then read.
    pub(super) async fn settle(&self) {
        let Scope::Interaction(id) = self.scope else {
            return;
        };
        let shared = &self.user.shared;
        let (patience, connected) = shared.look(|world| (world.patience, world.is_connected()));
        let acknowledged = shared
            .wait(patience, |world| world.interactions[&id].acknowledged)
            .await;
        match acknowledged {
            None => shared.change(|world| {
                if connected && world.is_connected() {
                    let late = "a person waited in vain for a first response to an interaction";
                    world.violation(late);
                }
            }),
            Some(given) if is_deferred(given) => {
                let deadline = if given == callback_type::DEFERRED_UPDATE {
                    Duration::from_secs(5)
                } else {
                    DEADLINE
                };
                let came = shared
                    .wait(deadline, |world| {
                        (world.interactions[&id].touched > 0).then_some(())
                    })
                    .await;
                assert!(
                    came.is_some() || given == callback_type::DEFERRED_UPDATE,
                    "the bot is still thinking\n{}",
                    shared.look(reading::report)
                );
            }
            Some(_) => {}
        }
        if acknowledged != Some(callback_type::CHOICES) {
            self.user.note(self.text());
        }
    }
}
