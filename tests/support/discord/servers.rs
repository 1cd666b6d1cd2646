//! Routes that tell of the bot, of people, servers, roles and channels.
#![allow(clippy::unnecessary_wraps)] // every route may refuse

use serde_json::{Value, json};

use super::answer::{self, Answer, Refusal};
use super::http::Call;
use super::id::Id;
use super::permission;
use super::world::{Guild, Place, World};

type Result = std::result::Result<Answer, Refusal>;

impl World {
    pub fn gateway_url(&self) -> String {
        self.base.replacen("http", "ws", 1) + "/gateway"
    }

    /// A server that the bot is in.
    fn own_guild(&self, call: &Call) -> std::result::Result<&Guild, Refusal> {
        let id = call.id("guild_id")?;
        let guild = self.guilds.get(&id).ok_or(answer::UNKNOWN_GUILD)?;
        if self.has_bot(id) {
            Ok(guild)
        } else {
            Err(answer::MISSING_ACCESS)
        }
    }

    /// A channel that the bot can see.
    pub fn own_channel(&self, call: &Call) -> std::result::Result<Id, Refusal> {
        let id = call.id("channel_id")?;
        if !self.channels.contains_key(&id) {
            return Err(answer::UNKNOWN_CHANNEL);
        }
        if self.may(id, self.application, permission::VIEW_CHANNEL) {
            Ok(id)
        } else {
            Err(answer::MISSING_ACCESS)
        }
    }
}

pub fn gateway(world: &mut World, _: &Call) -> Result {
    Ok(Answer::ok(json!({"url": world.gateway_url()})))
}

pub fn gateway_bot(world: &mut World, _: &Call) -> Result {
    Ok(Answer::ok(json!({
        "url": world.gateway_url(),
        "shards": 1,
        "session_start_limit": {
            "total": 1000,
            "remaining": 1000 - world.gateway.identified.min(1000),
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        },
    })))
}

pub fn application(world: &mut World, _: &Call) -> Result {
    let owner = world
        .guilds
        .values()
        .next()
        .map_or(world.application, |guild| guild.owner);
    Ok(Answer::ok(json!({
        "id": world.application,
        "name": "Guichet",
        "icon": null,
        "description": "",
        "type": null,
        "bot": world.user_json(world.application),
        "verify_key": "00",
        "flags": 0,
        "flags_new": "0",
        "bot_public": false,
        "bot_require_code_grant": false,
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "owner": world.user_json(owner),
        "approximate_guild_count": world.guilds.len(),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": null,
        "eligible_oauth2_scopes": [],
    })))
}

pub fn me(world: &mut World, _: &Call) -> Result {
    Ok(Answer::ok(world.me_json()))
}

pub fn my_guilds(world: &mut World, _: &Call) -> Result {
    let guilds: Vec<Value> = world
        .guilds
        .values()
        .filter(|guild| world.has_bot(guild.id))
        .map(|guild| {
            let permissions = world.guild_permissions(guild.id, world.application);
            json!({
                "id": guild.id,
                "name": guild.name,
                "icon": null,
                "banner": null,
                "owner": false,
                "permissions": permissions.to_string(),
                "features": [],
            })
        })
        .collect();
    Ok(Answer::ok(json!(guilds)))
}

pub fn open_direct(world: &mut World, call: &Call) -> Result {
    let user = call.body["recipient_id"]
        .as_str()
        .and_then(|id| id.parse::<Id>().ok())
        .filter(|id| world.accounts.contains_key(id))
        .ok_or(answer::UNKNOWN_USER)?;
    if user == world.application {
        return Err(Refusal(400, 50007, "Cannot send messages to this user"));
    }
    let channel = world.direct(user);
    Ok(Answer::ok(world.channel_json(&world.channels[&channel])))
}

pub fn user(world: &mut World, call: &Call) -> Result {
    let id = call.id("user_id")?;
    if world.accounts.contains_key(&id) {
        Ok(Answer::ok(world.user_json(id)))
    } else {
        Err(answer::UNKNOWN_USER)
    }
}

pub fn guild(world: &mut World, call: &Call) -> Result {
    let guild = world.own_guild(call)?;
    let mut json = world.guild_json(guild);
    if call.asks("with_counts") {
        json["approximate_member_count"] = json!(guild.members.len());
        json["approximate_presence_count"] = json!(guild.members.len());
    }
    Ok(Answer::ok(json))
}

pub fn channels(world: &mut World, call: &Call) -> Result {
    let guild = world.own_guild(call)?.id;
    // Discord lists channels that the bot cannot see, too.
    let channels: Vec<Value> = world
        .channels
        .values()
        .filter(|channel| channel.place == Place::Guild(guild))
        .map(|channel| world.channel_json(channel))
        .collect();
    Ok(Answer::ok(json!(channels)))
}

pub fn roles(world: &mut World, call: &Call) -> Result {
    let guild = world.own_guild(call)?;
    let roles: Vec<Value> = guild
        .roles
        .keys()
        .map(|role| world.role_json(guild.id, *role))
        .collect();
    Ok(Answer::ok(json!(roles)))
}

pub fn role(world: &mut World, call: &Call) -> Result {
    let guild = world.own_guild(call)?;
    let role = call.id("role_id")?;
    if guild.roles.contains_key(&role) {
        Ok(Answer::ok(world.role_json(guild.id, role)))
    } else {
        Err(answer::UNKNOWN_ROLE)
    }
}

pub fn member(world: &mut World, call: &Call) -> Result {
    let guild = world.own_guild(call)?;
    let user = call.id("user_id")?;
    if guild.members.contains_key(&user) {
        Ok(Answer::ok(world.member_json(guild.id, user)))
    } else if world.accounts.contains_key(&user) {
        Err(answer::UNKNOWN_MEMBER)
    } else {
        Err(answer::UNKNOWN_USER)
    }
}

pub fn channel(world: &mut World, call: &Call) -> Result {
    let id = world.own_channel(call)?;
    Ok(Answer::ok(world.channel_json(&world.channels[&id])))
}

pub fn typing(world: &mut World, call: &Call) -> Result {
    world.own_channel(call)?;
    Ok(Answer::nothing())
}
