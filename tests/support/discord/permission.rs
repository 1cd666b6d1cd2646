//! Who may do what in a channel, computed as Discord documents it.

use super::id::Id;
use super::world::{Place, World};

pub const ADMINISTRATOR: u64 = 1 << 3;
pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const VIEW_CHANNEL: u64 = 1 << 10;
pub const SEND_MESSAGES: u64 = 1 << 11;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const EMBED_LINKS: u64 = 1 << 14;
pub const ATTACH_FILES: u64 = 1 << 15;
pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub const MENTION_EVERYONE: u64 = 1 << 17;
pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;

/// What everybody may do in a new server.
pub const EVERYONE: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS;

/// What the invite link asks for.
pub const BOT: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE;

const ALL: u64 = (1 << 53) - 1;

/// What may be done in a direct message with a bot.
const DIRECT: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE;

impl World {
    /// A member's permissions in the whole server; none for somebody else.
    pub fn guild_permissions(&self, guild: Id, user: Id) -> u64 {
        let Some(server) = self.guilds.get(&guild) else {
            return 0;
        };
        if server.owner == user {
            return ALL;
        }
        let Some(member) = server.members.get(&user) else {
            return 0;
        };
        let mut granted = server.roles[&guild].permissions;
        for role in &member.roles {
            granted |= server.roles.get(role).map_or(0, |role| role.permissions);
        }
        if granted & ADMINISTRATOR == 0 {
            granted
        } else {
            ALL
        }
    }

    /// A user's permissions in a channel.
    pub fn permissions(&self, channel: Id, user: Id) -> u64 {
        let Some(place) = self.channels.get(&channel) else {
            return 0;
        };
        let guild = match place.place {
            Place::Direct(with) => {
                return if user == with || user == self.application {
                    DIRECT
                } else {
                    0
                };
            }
            Place::Guild(guild) => guild,
        };
        let mut granted = self.guild_permissions(guild, user);
        if granted == ALL || granted == 0 {
            return granted;
        }
        let roles = &self.guilds[&guild].members[&user].roles;
        let everyone = |target: Id| target == guild;
        let of_a_role = |target: Id| roles.contains(&target);
        let own = |target: Id| target == user;
        let layers: [&dyn Fn(Id) -> bool; 3] = [&everyone, &of_a_role, &own];
        for applies in layers {
            let (mut allow, mut deny) = (0, 0);
            for overwrite in &place.overwrites {
                if applies(overwrite.target) {
                    allow |= overwrite.allow;
                    deny |= overwrite.deny;
                }
            }
            granted = (granted & !deny) | allow;
        }
        if granted & VIEW_CHANNEL == 0 {
            0
        } else {
            granted
        }
    }

    pub fn may(&self, channel: Id, user: Id, permission: u64) -> bool {
        self.permissions(channel, user) & permission == permission
    }
}
