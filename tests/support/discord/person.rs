//! A person: who they are, where they are, what they see. What they do is in `acts.rs`.

use std::sync::Arc;

use super::id::Id;
use super::server::{Channel, Guild, Role};
use super::view::{Scope, View};
use super::world::{Shared, World};

/// Somebody at their Discord, with a channel open in front of them.
#[derive(Clone)]
pub struct User {
    pub(super) shared: Arc<Shared>,
    pub(super) id: Id,
    /// The channel in front of them; none for the bot's direct messages.
    pub(super) place: Option<Id>,
}

impl User {
    pub(super) fn new(shared: &Arc<Shared>, id: Id) -> Self {
        Self {
            shared: Arc::clone(shared),
            id,
            place: None,
        }
    }

    pub fn id(&self) -> Id {
        self.id
    }

    /// How they are written in a message.
    pub fn mention_text(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// The same person, looking at that channel.
    pub fn in_channel(&self, channel: &Channel) -> Self {
        Self {
            place: Some(channel.id()),
            ..self.clone()
        }
    }

    /// The same person, looking at the bot's direct messages.
    pub fn in_dm(&self) -> Self {
        Self {
            place: None,
            ..self.clone()
        }
    }

    pub fn with_role(self, role: &Role) -> Self {
        role.give(&self);
        self
    }

    pub fn member_of(self, guild: &Guild) -> Self {
        guild.join(&self);
        self
    }

    /// Takes no more direct messages of people who are no friends.
    pub fn close_dms(&self) {
        self.set_open(false);
    }

    pub fn open_dms(&self) {
        self.set_open(true);
    }

    fn set_open(&self, open: bool) {
        self.shared
            .change(|world| world.accounts.get_mut(&self.id).unwrap().open = open);
    }

    pub fn set_locale(&self, locale: &str) {
        self.shared.change(|world| {
            locale.clone_into(&mut world.accounts.get_mut(&self.id).unwrap().locale);
        });
    }

    /// The channel in front of them.
    pub(super) fn here(&self) -> Id {
        self.place
            .unwrap_or_else(|| self.shared.change(|world| world.direct(self.id)))
    }

    pub(super) fn guild_in(&self, world: &World) -> Option<Id> {
        world.guild_of(self.place?)
    }

    /// All that they see in a channel.
    pub fn sees(&self, channel: &Channel) -> View {
        self.view(Scope::Channel {
            channel: channel.id(),
            after: Id(0),
        })
    }

    /// All that they see in the bot's direct messages.
    pub fn inbox(&self) -> View {
        let channel = self.shared.change(|world| world.direct(self.id));
        self.in_dm().view(Scope::Channel {
            channel,
            after: Id(0),
        })
    }

    pub(super) fn view(&self, scope: Scope) -> View {
        View::new(self.clone(), scope)
    }

    /// What they did and what they then read, in order.
    pub fn transcript(&self) -> String {
        self.shared.look(|world| {
            let own = world.transcript.iter().filter(|(user, _)| *user == self.id);
            let lines: Vec<&str> = own.map(|(_, line)| line.as_str()).collect();
            lines.join("\n\n")
        })
    }

    pub(super) fn note(&self, line: String) {
        self.shared
            .change(|world| world.transcript.push((self.id, line)));
    }

    /// How messages call them, for a panic.
    pub(super) fn name(&self) -> String {
        self.shared
            .look(|world| world.accounts[&self.id].name.clone())
    }
}
