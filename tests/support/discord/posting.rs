//! What becomes of a message: put together, announced to the bot, removed; and who is notified.

use serde_json::{Value, json};

use super::answer::{self, Refusal};
use super::commands::list_of;
use super::gateway;
use super::id::Id;
use super::permission;
use super::shapes;
use super::world::{File, Message, World};

impl World {
    /// A message without content, which is not announced yet.
    pub fn blank(&mut self, channel: Id, author: Id, kind: u8) -> Id {
        let id = self.next_id();
        let message = Message {
            id,
            channel,
            author,
            kind,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            flags: 0,
            timestamp: self.timestamp(),
            edited: None,
            nonce: None,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: false,
            reference: None,
            metadata: None,
            only_for: None,
            webhook: None,
            deleted: false,
        };
        self.messages.insert(id, message);
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.last_message = Some(id);
        }
        id
    }

    /// Puts what a body has into a message; what it does not have stays.
    pub fn put(
        &mut self,
        id: Id,
        body: &Value,
        files: &[File],
    ) -> std::result::Result<(), Refusal> {
        let ids: Vec<Id> = files.iter().map(|_| self.next_id()).collect();
        let message = self.messages.get_mut(&id).unwrap();
        if let Some(content) = body.get("content") {
            let text = content.as_str().unwrap_or_default();
            text.trim().clone_into(&mut message.content);
        }
        if let Some(embeds) = body.get("embeds") {
            message.embeds = list_of(embeds).iter().map(shapes::embed).collect();
        }
        if let Some(components) = body.get("components") {
            message.components = shapes::components(components);
        }
        if let Some(attachments) = body.get("attachments") {
            let kept: Vec<&str> = list_of(attachments)
                .iter()
                .filter_map(|attachment| attachment["id"].as_str())
                .collect();
            message
                .attachments
                .retain(|file| kept.contains(&file.id.to_string().as_str()));
        }
        for (file, id) in files.iter().zip(ids) {
            message.attachments.push(File { id, ..file.clone() });
        }
        let empty = message.content.is_empty()
            && message.embeds.is_empty()
            && message.components.is_empty()
            && message.attachments.is_empty();
        if empty {
            Err(answer::EMPTY_MESSAGE)
        } else {
            Ok(())
        }
    }

    /// Notifies those whom a new message mentions and its `allowed_mentions` allow.
    pub fn notify(&mut self, id: Id, allowed: &Value) {
        let message = &self.messages[&id];
        let content = message.content.clone();
        let may_all = self.may(
            message.channel,
            message.author,
            permission::MENTION_EVERYONE,
        );
        let guild = self.guild_of(message.channel);
        let parsed =
            |name: &str| allowed.is_null() || list_of(&allowed["parse"]).contains(&json!(name));
        let listed = |name: &str, id: Id| list_of(&allowed[name]).contains(&json!(id));
        let users: Vec<Id> = mentioned(&content, "<@")
            .into_iter()
            .filter(|user| self.accounts.contains_key(user))
            .filter(|user| parsed("users") || listed("users", *user))
            .collect();
        let roles: Vec<Id> = mentioned(&content, "<@&")
            .into_iter()
            .filter(|role| {
                guild
                    .and_then(|guild| self.guilds[&guild].roles.get(role))
                    .is_some_and(|role| role.mentionable || may_all)
            })
            .filter(|role| parsed("roles") || listed("roles", *role))
            .collect();
        let everyone = (content.contains("@everyone") || content.contains("@here"))
            && may_all
            && guild.is_some()
            && parsed("everyone");
        let message = self.messages.get_mut(&id).unwrap();
        message.mentions = users;
        message.mention_roles = roles;
        message.mention_everyone = everyone;
    }

    /// Tells the bot of a message that is new or changed.
    pub fn announce(&mut self, event: &str, id: Id) {
        let message = &self.messages[&id];
        if message.only_for.is_some()
            || !self.may(message.channel, self.application, permission::VIEW_CHANNEL)
        {
            return;
        }
        let guild = self.guild_of(message.channel);
        let open = guild.is_none()
            || message.author == self.application
            || message.mentions.contains(&self.application);
        let mut json = self.message_json(message);
        let faults = super::description::shape("MessageResponse", &json);
        json["channel_type"] = json!(u8::from(guild.is_none()));
        if let Some(guild) = guild {
            json["guild_id"] = json!(guild);
            if self.guilds[&guild].members.contains_key(&message.author) {
                json["member"] = self.bare_member_json(guild, message.author);
            }
        }
        for fault in faults {
            self.violation(format!("the stand-in's own message: {fault}"));
        }
        let intent = if guild.is_some() {
            gateway::GUILD_MESSAGES
        } else {
            gateway::DIRECT_MESSAGES
        };
        let mut hidden = json.clone();
        if !open {
            hidden["content"] = json!("");
            for name in ["embeds", "attachments", "components"] {
                hidden[name] = json!([]);
            }
        }
        self.dispatch(event, intent, |intents| {
            if intents & gateway::MESSAGE_CONTENT == 0 {
                hidden.clone()
            } else {
                json.clone()
            }
        });
    }

    pub fn remove_message(&mut self, id: Id) {
        let message = self.messages.get_mut(&id).unwrap();
        message.deleted = true;
        let (channel, hidden) = (message.channel, message.only_for.is_some());
        if hidden {
            return;
        }
        let guild = self.guild_of(channel);
        let mut json = json!({"id": id, "channel_id": channel});
        if let Some(guild) = guild {
            json["guild_id"] = json!(guild);
        }
        let intent = if guild.is_some() {
            gateway::GUILD_MESSAGES
        } else {
            gateway::DIRECT_MESSAGES
        };
        self.dispatch("MESSAGE_DELETE", intent, |_| json.clone());
    }
}

/// The ids in `<@1>` or `<@&1>`, each once.
fn mentioned(content: &str, opening: &str) -> Vec<Id> {
    let mut found = Vec::new();
    for part in content.split(opening).skip(1) {
        let digits = part.strip_prefix('!').unwrap_or(part);
        if let Some((digits, _)) = digits.split_once('>')
            && let Ok(id) = digits.parse()
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}
