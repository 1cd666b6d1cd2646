//! What a person does: types commands (`typing.rs`), writes messages, sends interactions. A person's Discord lets them do
//! only what is offered; `forge_*` and `*_custom_id` do what only a tampered client does.

use serde_json::{Value, json};

use super::DEADLINE;
use super::id::Id;
use super::person::User;
use super::responses::callback_type;
use super::server::Channel;
use super::view::{Scope, View};
use super::world::{Interaction, World, kind};
use super::{gateway, reading};

/// An interaction about to be sent.
pub(super) struct Gesture {
    pub kind: u64,
    pub data: Value,
    pub source: Option<Id>,
    /// What the description's metadata names as its cause.
    pub cause: Value,
    pub message_kind: u8,
    pub said: String,
}

impl User {
    // ---- messages ----

    /// Writes to the bot in a direct message and waits for its first message.
    pub async fn dm(&self, text: &str) -> View {
        let channel = self.shared.change(|world| world.direct(self.id));
        self.in_dm().write_and_wait(channel, text).await
    }

    /// Mentions the bot in a channel and waits for its first message there.
    pub async fn mention(&self, channel: &Channel, text: &str) -> View {
        let bot = self.shared.look(|world| world.application);
        self.in_channel(channel)
            .write_and_wait(channel.id(), &format!("<@{bot}> {text}"))
            .await
    }

    /// Writes in a channel and waits for nothing.
    pub fn says(&self, channel: &Channel, text: &str) -> View {
        let user = self.in_channel(channel);
        let id = user.write(channel.id(), text);
        user.view(Scope::Message(id))
    }

    /// A webhook writes in a channel, in this person's name.
    pub fn says_by_webhook(&self, channel: &Channel, text: &str) {
        let channel = channel.id();
        self.shared.change(|world| {
            let id = world.blank(channel, self.id, 0);
            let webhook = world.next_id();
            world.messages.get_mut(&id).unwrap().webhook = Some(webhook);
            let _ = world.put(id, &json!({"content": text}), &[]);
            world.notify(id, &Value::Null);
            world.announce("MESSAGE_CREATE", id);
        });
    }

    /// Writes to the bot in a direct message and waits for nothing.
    pub fn send_dm(&self, text: &str) -> View {
        let channel = self.shared.change(|world| world.direct(self.id));
        let after = self.write(channel, text);
        self.in_dm().view(Scope::Channel { channel, after })
    }

    fn write(&self, channel: Id, text: &str) -> Id {
        self.note(format!("> {text}"));
        self.shared.change(|world| {
            assert!(
                world.may(channel, self.id, super::permission::SEND_MESSAGES),
                "{} may not write there",
                self.name_in(world)
            );
            let id = world.blank(channel, self.id, 0);
            let _ = world.put(id, &json!({"content": text}), &[]);
            world.notify(id, &Value::Null);
            world.announce("MESSAGE_CREATE", id);
            id
        })
    }

    fn name_in(&self, world: &World) -> String {
        world.accounts[&self.id].name.clone()
    }

    async fn write_and_wait(&self, channel: Id, text: &str) -> View {
        let after = self.write(channel, text);
        let view = self.view(Scope::Channel { channel, after });
        let came = self
            .shared
            .wait(DEADLINE, |world| {
                let bot = world.application;
                let of_bot = |id: &Id| world.messages[id].author == bot;
                view.ids_in(world).iter().any(of_bot).then_some(())
            })
            .await;
        assert!(
            came.is_some(),
            "the bot answered nothing to {text:?}\n{}",
            self.shared.look(reading::report)
        );
        self.note(view.text());
        view
    }

    // ---- forging ----

    /// Sends a press of a button that need not exist, on a message.
    pub async fn press_custom_id(&self, message: &View, custom_id: &str) -> View {
        let data = json!({"custom_id": custom_id, "component_type": 2});
        self.forge_component(message, data).await
    }

    /// Sends a choice from a menu that need not exist.
    pub async fn pick_custom_id(&self, message: &View, custom_id: &str, values: &[&str]) -> View {
        let data = json!({"custom_id": custom_id, "component_type": 3, "values": values});
        self.forge_component(message, data).await
    }

    async fn forge_component(&self, message: &View, data: Value) -> View {
        let view = self.component(message.last_id(), data, "(forged)".to_owned());
        view.settle().await;
        view
    }

    /// Sends a modal that was never shown.
    pub async fn forge_modal(&self, custom_id: &str, inputs: &[(&str, &str)]) -> View {
        let rows: Vec<Value> = inputs
            .iter()
            .map(|(id, value)| {
                json!({"type": 1, "components": [{"type": 4, "custom_id": id, "value": value}]})
            })
            .collect();
        let data = json!({"custom_id": custom_id, "components": rows});
        let view = self.submit(data, None, "(forged form)".to_owned());
        view.settle().await;
        view
    }

    // ---- interactions ----

    pub(super) fn component(&self, message: Id, data: Value, said: String) -> View {
        self.act(Gesture {
            kind: kind::COMPONENT,
            data,
            source: Some(message),
            cause: json!(message),
            message_kind: 0,
            said,
        })
    }

    /// `after` is the interaction that showed the modal.
    pub(super) fn submit(&self, data: Value, after: Option<&Interaction>, said: String) -> View {
        let cause = match after {
            Some(interaction) => interaction.metadata.clone(),
            None => self.shared.change(|world| {
                let id = world.next_id();
                world.metadata_json(id, kind::COMMAND, self.id, None, &Value::Null)
            }),
        };
        self.act(Gesture {
            kind: kind::MODAL,
            data,
            source: after.and_then(|interaction| interaction.source),
            cause,
            message_kind: after.map_or(0, |interaction| interaction.message_kind),
            said,
        })
    }

    /// Sends an interaction to the bot.
    pub(super) fn act(&self, gesture: Gesture) -> View {
        self.note(format!("> {}", gesture.said));
        let channel = gesture
            .source
            .and_then(|source| {
                self.shared
                    .look(|world| Some(world.messages.get(&source)?.channel))
            })
            .unwrap_or_else(|| self.here());
        let id = self.shared.change(|world| {
            let id = world.next_id();
            let guild = world.guild_of(channel);
            let token = format!("aW50ZXJhY3Rpb24.{id}");
            let interaction = Interaction {
                id,
                token: token.clone(),
                kind: gesture.kind,
                user: self.id,
                guild,
                channel,
                created: world.now(),
                metadata: world.metadata_json(id, gesture.kind, self.id, guild, &gesture.cause),
                message_kind: gesture.message_kind,
                source: gesture.source,
                acknowledged: None,
                original: None,
                followups: Vec::new(),
                touched: 0,
                modal: None,
                choices: Vec::new(),
            };
            let mut json = world.interaction_json(&interaction, &gesture.data);
            if let Some(source) = gesture.source {
                json["message"] = world.message_json(&world.messages[&source]);
            }
            world.interaction_tokens.insert(token, id);
            world.interactions.insert(id, interaction);
            world.dispatch("INTERACTION_CREATE", gateway::ALWAYS, |_| json.clone());
            id
        });
        self.view(Scope::Interaction(id))
    }
}

/// Whether a first response of that type will be followed by something to read.
pub(super) fn is_deferred(acknowledged: u64) -> bool {
    acknowledged == callback_type::DEFERRED_MESSAGE
        || acknowledged == callback_type::DEFERRED_UPDATE
}
