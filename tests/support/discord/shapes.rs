//! What this Discord sends, in the shapes of its description.

use serde_json::{Map, Value, json};

use super::id::Id;
use super::world::{Channel, Guild, Message, Place, World};

/// Removes what is null, as Discord does from embeds and components.
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// An embed as it is kept of one that was sent.
pub fn embed(sent: &Value) -> Value {
    let mut embed = without_nulls(sent);
    embed["type"] = json!("rich");
    if let Some(fields) = embed.get_mut("fields").and_then(Value::as_array_mut) {
        for field in fields {
            if field.get("inline").is_none() {
                field["inline"] = json!(false);
            }
        }
    }
    embed
}

/// Components as they are kept of those that were sent: each with a number, defaults filled in.
pub fn components(sent: &Value) -> Vec<Value> {
    let mut number = 0;
    sent.as_array()
        .into_iter()
        .flatten()
        .map(|component| numbered(component, &mut number))
        .collect()
}

fn numbered(sent: &Value, number: &mut u64) -> Value {
    let mut component = without_nulls(sent);
    *number += 1;
    if component.get("id").is_none() {
        component["id"] = json!(*number);
    }
    match component["type"].as_u64() {
        Some(3 | 5 | 6 | 7 | 8) => {
            for name in ["min_values", "max_values"] {
                if component.get(name).is_none() {
                    component[name] = json!(1);
                }
            }
        }
        Some(4) => {
            for name in ["label", "min_length", "max_length"] {
                if component.get(name).is_none() {
                    component[name] = Value::Null;
                }
            }
        }
        _ => {}
    }
    if let Some(Value::Array(inner)) = component.get_mut("components") {
        for part in inner {
            *part = numbered(part, number);
        }
    }
    if let Some(inner @ Value::Object(_)) = component.get_mut("component") {
        *inner = numbered(inner, number);
    }
    component
}

impl World {
    pub fn user_json(&self, id: Id) -> Value {
        let account = &self.accounts[&id];
        json!({
            "id": id,
            "username": account.name,
            "avatar": null,
            "discriminator": if account.bot { "0420" } else { "0" },
            "public_flags": 0,
            "flags": 0,
            "bot": account.bot,
            "banner": null,
            "accent_color": null,
            "global_name": if account.bot { None } else { Some(&account.name) },
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
        })
    }

    /// The bot, as it sees itself.
    pub fn me_json(&self) -> Value {
        let mut user = self.user_json(self.application);
        user["mfa_enabled"] = json!(true);
        user["locale"] = json!("en-US");
        user["premium_type"] = json!(0);
        user["email"] = Value::Null;
        user["verified"] = json!(true);
        user
    }

    /// A member without the user, as gateway events of messages carry it.
    pub fn bare_member_json(&self, guild: Id, user: Id) -> Value {
        let member = &self.guilds[&guild].members[&user];
        json!({
            "avatar": null,
            "avatar_decoration_data": null,
            "banner": null,
            "communication_disabled_until": null,
            "flags": 0,
            "joined_at": member.joined_at,
            "nick": null,
            "pending": false,
            "premium_since": null,
            "roles": member.roles,
            "collectibles": null,
            "mute": false,
            "deaf": false,
        })
    }

    pub fn member_json(&self, guild: Id, user: Id) -> Value {
        let mut member = self.bare_member_json(guild, user);
        member["user"] = self.user_json(user);
        member
    }

    pub fn role_json(&self, guild: Id, role: Id) -> Value {
        let server = &self.guilds[&guild];
        let role = &server.roles[&role];
        let position = server.roles.keys().position(|id| *id == role.id);
        let mut json = json!({
            "id": role.id,
            "name": role.name,
            "permissions": role.permissions.to_string(),
            "position": position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false,
            "managed": role.managed,
            "mentionable": role.mentionable,
            "icon": null,
            "unicode_emoji": null,
            "flags": 0,
        });
        if role.managed {
            json["tags"] = json!({"bot_id": self.application});
        }
        json
    }

    pub fn guild_json(&self, guild: &Guild) -> Value {
        let roles: Vec<Value> = guild
            .roles
            .keys()
            .map(|role| self.role_json(guild.id, *role))
            .collect();
        json!({
            "id": guild.id,
            "name": guild.name,
            "icon": null,
            "description": null,
            "home_header": null,
            "splash": null,
            "discovery_splash": null,
            "features": [],
            "banner": null,
            "owner_id": guild.owner,
            "application_id": null,
            "region": "rotterdam",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "system_channel_id": null,
            "system_channel_flags": 0,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 0,
            "roles": roles,
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": null,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": guild.locale,
            "rules_channel_id": null,
            "safety_alerts_channel_id": null,
            "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false,
            "nsfw": false,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": null,
        })
    }

    /// A server as `GUILD_CREATE` has it, for a bot without the intent for members.
    pub fn guild_create_json(&self, guild: Id) -> Value {
        let server = &self.guilds[&guild];
        let channels: Vec<Value> = self
            .channels
            .values()
            .filter(|channel| channel.place == Place::Guild(guild))
            .filter(|channel| {
                self.may(
                    channel.id,
                    self.application,
                    super::permission::VIEW_CHANNEL,
                )
            })
            .map(|channel| self.channel_json(channel))
            .collect();
        let mut json = self.guild_json(server);
        json["joined_at"] = json!(server.members[&self.application].joined_at);
        json["large"] = json!(false);
        json["unavailable"] = json!(false);
        json["member_count"] = json!(server.members.len());
        json["members"] = json!([self.member_json(guild, self.application)]);
        json["channels"] = json!(channels);
        for name in [
            "voice_states",
            "threads",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
        ] {
            json[name] = json!([]);
        }
        json
    }

    pub fn channel_json(&self, channel: &Channel) -> Value {
        match channel.place {
            Place::Direct(user) => json!({
                "id": channel.id,
                "type": 1,
                "last_message_id": channel.last_message,
                "flags": 0,
                "recipients": [self.user_json(user)],
            }),
            Place::Guild(guild) => {
                let overwrites: Vec<Value> = channel
                    .overwrites
                    .iter()
                    .map(|overwrite| {
                        json!({
                            "id": overwrite.target,
                            "type": u8::from(overwrite.of_member),
                            "allow": overwrite.allow.to_string(),
                            "deny": overwrite.deny.to_string(),
                        })
                    })
                    .collect();
                json!({
                    "id": channel.id,
                    "type": 0,
                    "last_message_id": channel.last_message,
                    "flags": 0,
                    "guild_id": guild,
                    "name": channel.name,
                    "parent_id": null,
                    "rate_limit_per_user": 0,
                    "topic": null,
                    "position": 0,
                    "permission_overwrites": overwrites,
                    "nsfw": false,
                })
            }
        }
    }

    pub fn message_json(&self, message: &Message) -> Value {
        let mentions: Vec<Value> = message
            .mentions
            .iter()
            .map(|user| self.user_json(*user))
            .collect();
        let attachments: Vec<Value> = message
            .attachments
            .iter()
            .map(|file| {
                let url = format!(
                    "{}/attachments/{}/{}/{}",
                    self.base, message.channel, file.id, file.name
                );
                json!({
                    "id": file.id,
                    "filename": file.name,
                    "size": file.bytes.len(),
                    "url": url,
                    "proxy_url": url,
                    "content_type": file.content_type,
                    "ephemeral": message.only_for.is_some(),
                })
            })
            .collect();
        let mut json = json!({
            "id": message.id,
            "channel_id": message.channel,
            "type": message.kind,
            "author": self.user_json(message.author),
            "content": message.content,
            "timestamp": message.timestamp,
            "edited_timestamp": message.edited,
            "tts": false,
            "mention_everyone": message.mention_everyone,
            "mentions": mentions,
            "mention_roles": message.mention_roles,
            "attachments": attachments,
            "embeds": message.embeds,
            "components": message.components,
            "pinned": false,
            "flags": message.flags,
        });
        if let Some(nonce) = &message.nonce {
            json["nonce"] = nonce.clone();
        }
        if let Some(reference) = &message.reference {
            json["message_reference"] = reference.clone();
        }
        if let Some(webhook) = message.webhook {
            json["webhook_id"] = json!(webhook);
        }
        if let Some(metadata) = &message.metadata {
            json["interaction_metadata"] = metadata.clone();
            json["webhook_id"] = json!(self.application);
            json["application_id"] = json!(self.application);
        }
        json
    }
}
