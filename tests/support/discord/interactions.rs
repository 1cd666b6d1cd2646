//! Interactions as the gateway sends them, and what a message tells of the one that it answers.

use serde_json::{Value, json};

use super::id::Id;
use super::world::{Interaction, World, kind};

impl World {
    /// What every interaction has, whatever its kind.
    pub fn interaction_json(&self, interaction: &Interaction, data: &Value) -> Value {
        let user = interaction.user;
        let channel = &self.channels[&interaction.channel];
        let mut place = self.channel_json(channel);
        if let Some(fields) = place.as_object_mut() {
            fields.remove("permission_overwrites");
        }
        place["permissions"] = json!(self.permissions(channel.id, user).to_string());
        let mut json = json!({
            "version": 1,
            "id": interaction.id,
            "application_id": self.application,
            "type": interaction.kind,
            "token": interaction.token,
            "data": data,
            "channel_id": channel.id,
            "channel": place,
            "locale": self.accounts[&user].locale,
            "app_permissions": self.permissions(channel.id, self.application).to_string(),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": owners(interaction.guild),
            "context": u8::from(interaction.guild.is_none()),
            "attachment_size_limit": 10_485_760,
        });
        if let Some(guild) = interaction.guild {
            let server = &self.guilds[&guild];
            let mut member = self.member_json(guild, user);
            member["permissions"] = json!(self.permissions(channel.id, user).to_string());
            json["member"] = member;
            json["guild_id"] = json!(guild);
            json["guild"] = json!({"id": guild, "locale": server.locale, "features": []});
            json["guild_locale"] = json!(server.locale);
        } else {
            json["user"] = self.user_json(user);
        }
        json
    }

    pub fn metadata_json(
        &self,
        id: Id,
        of_kind: u64,
        user: Id,
        guild: Option<Id>,
        cause: &Value,
    ) -> Value {
        let mut json = json!({
            "id": id,
            "type": of_kind,
            "user": self.user_json(user),
            "authorizing_integration_owners": owners(guild),
        });
        match of_kind {
            kind::COMPONENT => json["interacted_message_id"] = cause.clone(),
            kind::MODAL => json["triggering_interaction_metadata"] = cause.clone(),
            _ if !cause.is_null() => json["target_message_id"] = cause.clone(),
            _ => {}
        }
        json
    }
}

/// For whom the application was installed: a server, by its id; in direct messages 0.
fn owners(guild: Option<Id>) -> Value {
    json!({"0": guild.unwrap_or(Id(0))})
}
