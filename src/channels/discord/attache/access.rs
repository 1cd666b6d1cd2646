//! Who may work on the queue: members of the attaché's server with the attaché's role, looked at on every interaction.

use serenity::all::{GuildId, Member, UserId};

use super::super::bot::QueueRoom;
use crate::queue::Actor;

/// What the name of somebody who acts in Discord begins with, in a case's events. The id stands there rather than a name:
/// it stays the same, and is nobody else's.
const BEGINNING: &str = "discord:";

/// Somebody who may work on the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Officer(UserId);

impl Officer {
    /// The member who acts, if they may: in the attaché's own server, with the role.
    ///
    /// The role of everybody is refused even if somebody has set it.
    pub fn of(
        room: Option<QueueRoom>,
        guild: Option<GuildId>,
        member: Option<&Member>,
    ) -> Option<Self> {
        let (room, member) = (room?, member?);
        let is_everybody = room.role.get() == room.guild.get();
        let may = guild == Some(room.guild) && !is_everybody && member.roles.contains(&room.role);
        may.then_some(Self(member.user.id))
    }

    /// How the queue knows them.
    pub fn actor(self) -> Actor {
        Actor::Attache(format!("{BEGINNING}{}", self.0))
    }
}

/// The user of somebody who acted in Discord.
pub(super) fn user_of(name: &str) -> Option<UserId> {
    let id: u64 = name.strip_prefix(BEGINNING)?.parse().ok()?;
    (id > 0).then(|| UserId::new(id))
}

#[cfg(test)]
mod tests {
    use serenity::all::{ChannelId, RoleId};

    use super::*;

    const GUILD: u64 = 10;

    fn room(role: u64) -> QueueRoom {
        QueueRoom {
            guild: GuildId::new(GUILD),
            channel: ChannelId::new(20),
            role: RoleId::new(role),
        }
    }

    fn member(roles: &[u64]) -> Member {
        let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
        serde_json::from_value(serde_json::json!({
            "user": {"id": "7", "username": "ana", "discriminator": "0", "avatar": null},
            "roles": roles,
            "joined_at": "2026-01-01T00:00:00Z",
            "deaf": false,
            "mute": false,
            "flags": 0,
        }))
        .unwrap()
    }

    fn may(room: QueueRoom, guild: Option<u64>, roles: &[u64]) -> bool {
        Officer::of(Some(room), guild.map(GuildId::new), Some(&member(roles))).is_some()
    }

    #[test]
    fn only_the_role_in_the_server_itself_lets_in() {
        assert!(may(room(30), Some(GUILD), &[29, 30]));
        assert!(!may(room(30), Some(GUILD), &[29]));
        assert!(!may(room(30), Some(11), &[30]), "another server");
        assert!(!may(room(30), None, &[30]), "a direct message");
        assert!(!may(room(GUILD), Some(GUILD), &[GUILD]), "everybody");
        assert!(Officer::of(None, Some(GuildId::new(GUILD)), Some(&member(&[30]))).is_none());
    }

    #[test]
    fn an_officer_is_known_by_the_id_alone() {
        let officer = Officer::of(
            Some(room(30)),
            Some(GuildId::new(GUILD)),
            Some(&member(&[30])),
        );
        let name = officer.unwrap().actor().name().to_owned();
        assert_eq!(name, "discord:7");
        assert_eq!(user_of(&name), Some(UserId::new(7)));
        for other in ["ana", "discord:", "discord:0", "discord:x"] {
            assert_eq!(user_of(other), None);
        }
    }
}
