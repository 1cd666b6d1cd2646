//! Servers, people, channels, messages, interactions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::id::Id;

/// A person, or the bot.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: Id,
    pub name: String,
    pub locale: String,
    pub bot: bool,
    /// Whether they take direct messages of people who are no friends.
    pub open: bool,
}

#[derive(Clone, Debug)]
pub struct Guild {
    pub id: Id,
    pub name: String,
    pub owner: Id,
    pub locale: String,
    pub roles: BTreeMap<Id, Role>,
    pub members: BTreeMap<Id, Member>,
}

#[derive(Clone, Debug)]
pub struct Role {
    pub id: Id,
    pub name: String,
    pub permissions: u64,
    pub managed: bool,
    pub mentionable: bool,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub roles: BTreeSet<Id>,
    pub joined_at: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Guild(Id),
    /// The bot's direct messages with that user.
    Direct(Id),
}

#[derive(Clone, Debug)]
pub struct Channel {
    pub id: Id,
    pub place: Place,
    pub name: String,
    pub overwrites: Vec<Overwrite>,
    pub last_message: Option<Id>,
}

#[derive(Clone, Copy, Debug)]
pub struct Overwrite {
    /// A role, or a member.
    pub target: Id,
    pub of_member: bool,
    pub allow: u64,
    pub deny: u64,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: Id,
    pub channel: Id,
    pub author: Id,
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub attachments: Vec<File>,
    pub flags: u64,
    pub timestamp: String,
    pub edited: Option<String>,
    pub nonce: Option<Value>,
    pub mentions: Vec<Id>,
    pub mention_roles: Vec<Id>,
    pub mention_everyone: bool,
    pub reference: Option<Value>,
    /// The description's `interaction_metadata`, on what answers an interaction.
    pub metadata: Option<Value>,
    /// The only one who sees it, for an ephemeral message.
    pub only_for: Option<Id>,
    /// The webhook that wrote it, in the name of its author.
    pub webhook: Option<Id>,
    pub deleted: bool,
}

#[derive(Clone, Debug)]
pub struct File {
    pub id: Id,
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// Message flags.
pub const EPHEMERAL: u64 = 1 << 6;
pub const LOADING: u64 = 1 << 7;

impl Message {
    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }
}

/// Kinds of interactions, as Discord numbers them.
pub mod kind {
    pub const COMMAND: u64 = 2;
    pub const COMPONENT: u64 = 3;
    pub const AUTOCOMPLETE: u64 = 4;
    pub const MODAL: u64 = 5;
}

#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: Id,
    pub token: String,
    pub kind: u64,
    pub user: Id,
    pub guild: Option<Id>,
    pub channel: Id,
    /// Milliseconds since 1970, by this Discord's clock.
    pub created: u64,
    pub metadata: Value,
    /// The type of message that answers it.
    pub message_kind: u8,
    /// The message whose component was used.
    pub source: Option<Id>,
    /// The type of the bot's first response.
    pub acknowledged: Option<u64>,
    /// The message that `@original` names.
    pub original: Option<Id>,
    pub followups: Vec<Id>,
    /// How often the bot changed something after its first response.
    pub touched: usize,
    pub modal: Option<Value>,
    pub choices: Vec<Value>,
}

/// What the bot asked of the HTTP API, and what it got.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// The route as the description writes it: `/channels/{channel_id}/messages`.
    pub route: String,
    pub path: String,
    pub body: Value,
    pub status: u16,
}
