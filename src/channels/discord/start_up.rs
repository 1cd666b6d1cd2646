//! What must be in order for the attaché to work in Discord, checked whenever the bot connects.

use serenity::all::{ChannelType, GuildChannel, PartialGuild, Permissions};

use super::bot::{Bot, QueueRoom};
use super::failure::{Failure, describe};
use super::sending::{Unsent, patiently};

/// What the bot needs in the queue's channel.
const NEEDED: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// Looks at the queue's channel, the role and the permissions, and logs what is wrong and what to do.
pub(super) async fn check(bot: &Bot) {
    let Some(room) = bot.room else {
        tracing::warn!(
            "no queue channel is set: the attaché works with `guichet queue`. To work in Discord, set discord.guild, \
             discord.queue_channel and discord.attache_role (README.md, \"Discord\")"
        );
        return;
    };
    let findings = findings(bot, room).await;
    for finding in &findings {
        tracing::error!("{finding}");
    }
    if findings.is_empty() {
        tracing::info!("the queue's channel, its role and the permissions are in order");
    }
}

/// What is wrong, each with what to do.
async fn findings(bot: &Bot, room: QueueRoom) -> Vec<String> {
    let guild = match patiently(|| bot.http.get_guild(room.guild)).await {
        Ok(guild) => guild,
        Err(unsent) => return vec![unseen(&unsent, "server", "discord.guild", room.guild.get())],
    };
    let mut findings = role_findings(&guild, room);
    match patiently(|| bot.http.get_channel(room.channel)).await {
        Ok(channel) => match channel.guild() {
            Some(channel) if channel.guild_id == room.guild => {
                findings.extend(channel_findings(bot, &guild, &channel, room).await);
            }
            _ => findings.push(format!(
                "the channel {} that discord.queue_channel names is not in the server {}: give the id of a text channel of \
                 that server",
                room.channel, room.guild
            )),
        },
        Err(unsent) => findings.push(unseen(
            &unsent,
            "queue's channel",
            "discord.queue_channel",
            room.channel.get(),
        )),
    }
    findings
}

fn unseen(unsent: &Unsent, what: &str, setting: &str, id: u64) -> String {
    match unsent.failure() {
        Failure::Gone | Failure::Forbidden => format!(
            "the {what} {id} that {setting} names does not exist, or the bot may not see it: correct the id, or invite \
             the bot and let it view the channel (README.md, \"Discord\")"
        ),
        _ => format!(
            "the {what} could not be looked at: {}. It is checked again when the bot connects anew",
            unsent.describe()
        ),
    }
}

fn role_findings(guild: &PartialGuild, room: QueueRoom) -> Vec<String> {
    if room.role.get() == room.guild.get() {
        return vec![
            "discord.attache_role is @everyone: anybody could work on the queue. Give the id of the role of the attaché's \
             staff alone"
                .to_owned(),
        ];
    }
    if guild.roles.contains_key(&room.role) {
        Vec::new()
    } else {
        vec![format!(
            "the role {} that discord.attache_role names is not in the server {}: make a role for the attaché's staff \
             there, and give its id",
            room.role, room.guild
        )]
    }
}

async fn channel_findings(
    bot: &Bot,
    guild: &PartialGuild,
    channel: &GuildChannel,
    room: QueueRoom,
) -> Vec<String> {
    let mut findings = Vec::new();
    if channel.kind != ChannelType::Text {
        findings.push(format!(
            "the channel {} that discord.queue_channel names is no text channel: make one for the queue, and give its id",
            room.channel
        ));
    }
    if everyone_sees(guild, channel) {
        findings.push(format!(
            "everybody can read the queue's channel {}: take \"View Channel\" from @everyone there, and give it to the \
             attaché's role and the bot",
            room.channel
        ));
    }
    let Some(me) = bot.me() else { return findings };
    let member = match patiently(|| bot.http.get_member(room.guild, me)).await {
        Ok(member) => member,
        Err(unsent) => {
            findings.push(unseen(&unsent, "server", "discord.guild", room.guild.get()));
            return findings;
        }
    };
    let has = guild.user_permissions_in(channel, &member);
    let role = guild.roles.get(&room.role);
    if role.is_some_and(|role| !role.mentionable) && !has.contains(Permissions::MENTION_EVERYONE) {
        findings.push(format!(
            "urgent cases cannot call the role {}: allow anyone to mention it, or give the bot Mention Everyone in the \
             queue's channel",
            room.role
        ));
    }
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(needed, _)| !has.contains(*needed))
        .map(|(_, name)| *name)
        .collect();
    if !missing.is_empty() {
        findings.push(format!(
            "the bot lacks permissions in the queue's channel {}: give it {} there",
            room.channel,
            missing.join(", ")
        ));
    }
    findings
}

/// Whether members without any role of their own see the channel.
fn everyone_sees(guild: &PartialGuild, channel: &GuildChannel) -> bool {
    use serenity::all::PermissionOverwriteType;
    let everyone = guild.id.everyone_role();
    let base = guild
        .roles
        .get(&everyone)
        .is_some_and(|role| role.permissions.contains(Permissions::VIEW_CHANNEL));
    let overwrite = channel
        .permission_overwrites
        .iter()
        .find(|overwrite| overwrite.kind == PermissionOverwriteType::Role(everyone));
    match overwrite {
        Some(overwrite) if overwrite.deny.contains(Permissions::VIEW_CHANNEL) => false,
        Some(overwrite) if overwrite.allow.contains(Permissions::VIEW_CHANNEL) => true,
        _ => base,
    }
}

/// A failure in the queue's channel later on, with what to do; `None` when it passes by itself.
pub(super) fn later(error: &serenity::Error, room: QueueRoom) -> Option<String> {
    match Failure::of(error) {
        Failure::Gone => Some(format!(
            "the queue's channel {} is gone, or the bot may not see it any more: make another one and set \
             discord.queue_channel, or let the bot view it",
            room.channel
        )),
        Failure::Forbidden => Some(format!(
            "the bot may not write in the queue's channel {}: give it View Channel, Send Messages, Embed Links and Read \
             Message History there ({})",
            room.channel,
            describe(error)
        )),
        _ => None,
    }
}
