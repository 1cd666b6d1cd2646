//! Servers, channels and roles, as a test makes and changes them.

use std::sync::Arc;

use serde_json::json;

use super::gateway;
use super::id::Id;
use super::permission::{self, VIEW_CHANNEL};
use super::person::User;
use super::world::{Overwrite, Place, Shared};

#[derive(Clone)]
pub struct Guild {
    shared: Arc<Shared>,
    id: Id,
}

#[derive(Clone)]
pub struct Channel {
    shared: Arc<Shared>,
    id: Id,
}

#[derive(Clone)]
pub struct Role {
    shared: Arc<Shared>,
    guild: Id,
    id: Id,
}

impl Guild {
    pub(super) fn new(shared: &Arc<Shared>, id: Id) -> Self {
        Self {
            shared: Arc::clone(shared),
            id,
        }
    }

    pub fn id(&self) -> Id {
        self.id
    }

    /// Invites the bot with what the invite link asks for.
    pub fn invite_bot(&self) {
        self.shared.change(|world| {
            let bot = world.application;
            world.join(self.id, bot);
            let role = world.role(self.id, "Guichet", permission::BOT, true);
            let guild = world.guilds.get_mut(&self.id).unwrap();
            guild.members.get_mut(&bot).unwrap().roles.insert(role);
            let json = world.guild_create_json(self.id);
            world.dispatch("GUILD_CREATE", gateway::GUILDS, |_| json.clone());
        });
    }

    /// Removes the bot.
    pub fn remove_bot(&self) {
        self.shared.change(|world| {
            let bot = world.application;
            world.guilds.get_mut(&self.id).unwrap().members.remove(&bot);
            let json = json!({"id": self.id});
            world.dispatch("GUILD_DELETE", gateway::GUILDS, |_| json.clone());
        });
    }

    /// Replaces what the bot may do in the server.
    pub fn bot_may(&self, permissions: u64) {
        self.shared.change(|world| {
            let guild = world.guilds.get_mut(&self.id).unwrap();
            for role in guild.roles.values_mut().filter(|role| role.managed) {
                role.permissions = permissions;
            }
        });
    }

    /// A role that nobody has yet.
    pub fn role(&self, name: &str) -> Role {
        let id = self
            .shared
            .change(|world| world.role(self.id, name, 0, false));
        Role {
            shared: Arc::clone(&self.shared),
            guild: self.id,
            id,
        }
    }

    /// A channel that everybody sees.
    pub fn channel(&self, name: &str) -> Channel {
        self.channel_with(name, Vec::new())
    }

    /// A channel that only the bot and one role see.
    pub fn private_channel(&self, name: &str, role: &Role) -> Channel {
        let bot = self.shared.look(|world| world.application);
        let overwrite = |target, of_member, allow, deny| Overwrite {
            target,
            of_member,
            allow,
            deny,
        };
        self.channel_with(
            name,
            vec![
                overwrite(self.id, false, 0, VIEW_CHANNEL),
                overwrite(role.id, false, VIEW_CHANNEL, 0),
                overwrite(bot, true, VIEW_CHANNEL, 0),
            ],
        )
    }

    fn channel_with(&self, name: &str, overwrites: Vec<Overwrite>) -> Channel {
        let id = self.shared.change(|world| {
            let id = world.channel(Place::Guild(self.id), name, overwrites);
            if world.has_bot(self.id) {
                let json = world.channel_json(&world.channels[&id]);
                world.dispatch("CHANNEL_CREATE", gateway::GUILDS, |_| json.clone());
            }
            id
        });
        Channel::new(&self.shared, id)
    }

    /// Lets somebody in.
    pub fn join(&self, user: &User) {
        self.shared.change(|world| world.join(self.id, user.id()));
    }

    /// Somebody leaves.
    pub fn leave(&self, user: &User) {
        self.shared.change(|world| {
            let guild = world.guilds.get_mut(&self.id).unwrap();
            guild.members.remove(&user.id());
        });
    }
}

impl Channel {
    pub(super) fn new(shared: &Arc<Shared>, id: Id) -> Self {
        Self {
            shared: Arc::clone(shared),
            id,
        }
    }

    pub fn id(&self) -> Id {
        self.id
    }

    /// How it is written in a message.
    pub fn mention(&self) -> String {
        format!("<#{}>", self.id)
    }

    /// Puts a message of the bot's there that no running bot sent: a card of an older version.
    pub fn plant(&self, message: &serde_json::Value) {
        self.shared.change(|world| {
            let bot = world.application;
            let id = world.blank(self.id, bot, 0);
            world.put(id, message, &[]).expect("a message");
        });
    }

    pub fn delete(&self) {
        self.shared.change(|world| {
            let channel = world.channels.remove(&self.id).unwrap();
            let json = world.channel_json(&channel);
            for message in world.messages.values_mut() {
                message.deleted |= message.channel == self.id;
            }
            world.dispatch("CHANNEL_DELETE", gateway::GUILDS, |_| json.clone());
        });
    }

    /// Takes permissions from the bot in this channel, and gives it no others.
    pub fn deny_bot(&self, permissions: u64) {
        self.overwrite(0, permissions);
    }

    /// Gives the bot permissions in this channel, and takes no others.
    pub fn allow_bot(&self, permissions: u64) {
        self.overwrite(permissions, 0);
    }

    fn overwrite(&self, allow: u64, deny: u64) {
        self.shared.change(|world| {
            let target = world.application;
            let channel = world.channels.get_mut(&self.id).unwrap();
            channel
                .overwrites
                .retain(|overwrite| overwrite.target != target);
            channel.overwrites.push(Overwrite {
                target,
                of_member: true,
                allow,
                deny,
            });
            let json = world.channel_json(&world.channels[&self.id]);
            world.dispatch("CHANNEL_UPDATE", gateway::GUILDS, |_| json.clone());
        });
    }
}

impl Role {
    pub fn id(&self) -> Id {
        self.id
    }

    pub fn guild_id(&self) -> Id {
        self.guild
    }

    /// Gives the role.
    pub fn give(&self, user: &User) {
        self.change(user, |roles| {
            roles.insert(self.id);
        });
    }

    /// Takes the role away.
    pub fn take(&self, user: &User) {
        self.change(user, |roles| {
            roles.remove(&self.id);
        });
    }

    fn change(&self, user: &User, change: impl Fn(&mut std::collections::BTreeSet<Id>)) {
        self.shared.change(|world| {
            let guild = world.guilds.get_mut(&self.guild).unwrap();
            let member = guild.members.get_mut(&user.id());
            change(&mut member.expect("a member of the role's server").roles);
        });
    }

    /// Lets everybody mention the role.
    pub fn mentionable(&self) {
        self.shared.change(|world| {
            let guild = world.guilds.get_mut(&self.guild).unwrap();
            guild.roles.get_mut(&self.id).unwrap().mentionable = true;
        });
    }

    pub fn delete(&self) {
        self.shared.change(|world| {
            let guild = world.guilds.get_mut(&self.guild).unwrap();
            guild.roles.remove(&self.id);
            for member in guild.members.values_mut() {
                member.roles.remove(&self.id);
            }
            let json = json!({"guild_id": self.guild, "role_id": self.id});
            world.dispatch("GUILD_ROLE_DELETE", gateway::GUILDS, |_| json.clone());
        });
    }
}
