//! What somebody sees of a channel, of a message, or of what came of their gesture.
//!
//! A view is alive: `text()` reads what is there now.

use serde_json::Value;

use super::commands::list_of;
use super::id::Id;
use super::modal::Modal;
use super::person::User;
use super::server::Role;
use super::world::{Interaction, Message, World};
use super::{DEADLINE, reading};

#[derive(Clone, Debug)]
pub(super) enum Scope {
    Message(Id),
    /// A channel's messages after one.
    Channel {
        channel: Id,
        after: Id,
    },
    /// What the bot answered to an interaction.
    Interaction(Id),
}

#[derive(Clone)]
pub struct View {
    pub(super) user: User,
    pub(super) scope: Scope,
}

impl View {
    pub(super) fn new(user: User, scope: Scope) -> Self {
        Self { user, scope }
    }

    // ---- reading ----

    /// Content, embeds, labels of what can be pressed and picked, as the person reads them.
    pub fn text(&self) -> String {
        self.user.shared.look(|world| self.text_in(world))
    }

    fn text_in(&self, world: &World) -> String {
        let texts: Vec<String> = self
            .ids_in(world)
            .iter()
            .map(|id| reading::message(world, &world.messages[id]))
            .collect();
        if let Scope::Interaction(id) = self.scope {
            let interaction = &world.interactions[&id];
            if interaction.acknowledged.is_none() {
                return "(The application did not respond)".to_owned();
            }
            if let Some(modal) = &interaction.modal {
                return reading::modal(modal);
            }
        }
        texts.join("\n\n")
    }

    /// Whether these words can be read now.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The messages, oldest first, as the API has them: for what a person does not see.
    pub fn raw(&self) -> Vec<Value> {
        self.user.shared.look(|world| {
            self.ids_in(world)
                .iter()
                .map(|id| world.message_json(&world.messages[id]))
                .collect()
        })
    }

    /// Each message on its own.
    pub fn messages(&self) -> Vec<View> {
        let ids = self.user.shared.look(|world| self.ids_in(world));
        ids.into_iter()
            .map(|id| self.user.view(Scope::Message(id)))
            .collect()
    }

    /// The newest message on its own, which stays that message.
    pub fn last(&self) -> View {
        self.user.view(Scope::Message(self.last_id()))
    }

    pub fn is_empty(&self) -> bool {
        self.user.shared.look(|world| self.ids_in(world).is_empty())
    }

    /// Whether nobody else sees any of it, in a channel that others see.
    pub fn is_private(&self) -> bool {
        self.each(|world, message| {
            message.only_for == Some(self.user.id) || world.guild_of(message.channel).is_none()
        })
    }

    /// Whether the bot gave no first response in time.
    pub fn failed(&self) -> bool {
        self.interaction()
            .is_some_and(|interaction| interaction.acknowledged.is_none())
    }

    /// Whether somebody was notified by one of the messages.
    pub fn notified(&self, user: &User) -> bool {
        self.any(|message| message.mentions.contains(&user.id()) || message.mention_everyone)
    }

    /// Whether a role was notified by one of the messages.
    pub fn notified_role(&self, role: &Role) -> bool {
        self.any(|message| message.mention_roles.contains(&role.id()) || message.mention_everyone)
    }

    /// Whether anybody at all was notified by one of the messages.
    pub fn notified_anybody(&self) -> bool {
        self.any(|message| {
            message.mention_everyone
                || !message.mentions.is_empty()
                || !message.mention_roles.is_empty()
        })
    }

    /// The files that came with it: name and content.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.user.shared.look(|world| {
            self.ids_in(world)
                .iter()
                .flat_map(|id| &world.messages[id].attachments)
                .map(|file| (file.name.clone(), file.bytes.clone()))
                .collect()
        })
    }

    /// The labels of the buttons that can be pressed, and the placeholders of the menus.
    pub fn labels(&self) -> Vec<String> {
        self.parts()
            .iter()
            .filter(|(_, part)| part["disabled"] != true)
            .filter_map(|(_, part)| part["label"].as_str().or(part["placeholder"].as_str()))
            .map(str::to_owned)
            .collect()
    }

    /// The labels of what the menus offer.
    pub fn options(&self) -> Vec<String> {
        self.parts()
            .iter()
            .flat_map(|(_, part)| list_of(&part["options"]))
            .filter_map(|option| option["label"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// Waits until what can be read fulfils the condition; panics with what is read at the deadline.
    pub async fn wait_for(&self, mut condition: impl FnMut(&str) -> bool) -> &Self {
        let came = self
            .user
            .shared
            .wait(DEADLINE, |world| {
                condition(&self.text_in(world)).then_some(())
            })
            .await;
        assert!(
            came.is_some(),
            "{} waited in vain, and reads:\n{}\n\n{}",
            self.user.name(),
            self.text(),
            self.user.shared.look(reading::report)
        );
        self
    }

    /// Waits until what can be read fulfils the condition, or until `is_over`, which is looked at whenever something happens;
    /// whether it is fulfilled.
    pub async fn reads(
        &self,
        mut condition: impl FnMut(&str) -> bool,
        is_over: impl Fn() -> bool,
    ) -> bool {
        let came = self
            .user
            .shared
            .wait(DEADLINE, |world| {
                if condition(&self.text_in(world)) {
                    return Some(true);
                }
                is_over().then_some(false)
            })
            .await;
        came.unwrap_or(false)
    }

    /// Waits for words.
    pub async fn wait_for_words(&self, words: &str) -> &Self {
        let came = self
            .user
            .shared
            .wait(DEADLINE, |world| {
                self.text_in(world).contains(words).then_some(())
            })
            .await;
        assert!(
            came.is_some(),
            "{} waited for {words:?} in vain, and reads:\n{}\n\n{}",
            self.user.name(),
            self.text(),
            self.user.shared.look(reading::report)
        );
        self.user.note(self.text());
        self
    }

    /// Waits until there are that many messages.
    pub async fn wait_for_messages(&self, count: usize) -> &Self {
        let came = self
            .user
            .shared
            .wait(DEADLINE, |world| {
                (self.ids_in(world).len() >= count).then_some(())
            })
            .await;
        assert!(
            came.is_some(),
            "{} waited for {count} messages, and reads:\n{}\n\n{}",
            self.user.name(),
            self.text(),
            self.user.shared.look(reading::report)
        );
        self
    }

    /// Somebody who may do so deletes the newest message.
    pub fn delete_last(&self) {
        let id = self.last_id();
        self.user.shared.change(|world| world.remove_message(id));
    }

    /// The form that came of the gesture.
    pub fn modal(&self) -> Modal {
        let interaction = self.interaction();
        let shown = interaction
            .as_ref()
            .and_then(|interaction| interaction.modal.clone());
        match (interaction, shown) {
            (Some(interaction), Some(modal)) => Modal::new(self.user.clone(), interaction, modal),
            _ => panic!("no form was shown, but:\n{}", self.text()),
        }
    }

    // ---- inside ----

    pub(super) fn interaction(&self) -> Option<Interaction> {
        let Scope::Interaction(id) = self.scope else {
            return None;
        };
        self.user
            .shared
            .look(|world| world.interactions.get(&id).cloned())
    }

    /// The messages of the view that the person sees, oldest first.
    pub(super) fn ids_in(&self, world: &World) -> Vec<Id> {
        let ids: Vec<Id> = match &self.scope {
            Scope::Message(id) => vec![*id],
            Scope::Channel { channel, after } => world
                .messages
                .range(Id(after.get() + 1)..)
                .filter(|(_, message)| message.channel == *channel)
                .map(|(id, _)| *id)
                .collect(),
            Scope::Interaction(id) => {
                let interaction = &world.interactions[id];
                let original = interaction.original.iter();
                original.chain(&interaction.followups).copied().collect()
            }
        };
        ids.into_iter()
            .filter(|id| {
                world
                    .messages
                    .get(id)
                    .is_some_and(|message| world.sees(self.user.id, message))
            })
            .collect()
    }

    pub(super) fn last_id(&self) -> Id {
        let ids = self.user.shared.look(|world| self.ids_in(world));
        *ids.last().expect("a message to look at")
    }

    fn each(&self, condition: impl Fn(&World, &Message) -> bool) -> bool {
        self.user.shared.look(|world| {
            self.ids_in(world)
                .iter()
                .all(|id| condition(world, &world.messages[id]))
        })
    }

    fn any(&self, condition: impl Fn(&Message) -> bool) -> bool {
        !self.each(|_, message| !condition(message))
    }

    /// Every component that is no row, with its message.
    fn parts(&self) -> Vec<(Id, Value)> {
        self.user.shared.look(|world| {
            self.ids_in(world)
                .iter()
                .flat_map(|id| {
                    world.messages[id]
                        .components
                        .iter()
                        .flat_map(|row| list_of(&row["components"]))
                        .map(|part| (*id, part.clone()))
                })
                .collect()
        })
    }

    pub(super) fn parts_of(&self, kinds: &[u64]) -> Vec<(Id, Value)> {
        let mut parts = self.parts();
        parts.retain(|(_, part)| part["type"].as_u64().is_some_and(|of| kinds.contains(&of)));
        parts
    }
}
