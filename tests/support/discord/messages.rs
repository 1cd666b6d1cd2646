//! Routes of messages in channels: sent, edited, deleted, listed.

use serde_json::{Value, json};

use super::answer::{self, Answer, Refusal};
use super::commands::list_of;
use super::http::Call;
use super::id::Id;
use super::permission;
use super::world::{Message, Place, World};

type Result = std::result::Result<Answer, Refusal>;

impl World {
    /// A message of a channel that the bot can fetch: an ephemeral one is none.
    fn own_message(&self, call: &Call) -> std::result::Result<Id, Refusal> {
        let channel = self.own_channel(call)?;
        if !self.may(channel, self.application, permission::READ_MESSAGE_HISTORY) {
            return Err(answer::MISSING_ACCESS);
        }
        let id = call.id("message_id")?;
        self.messages
            .get(&id)
            .filter(|message| message.channel == channel)
            .filter(|message| !message.deleted && message.only_for.is_none())
            .map(|message| message.id)
            .ok_or(answer::UNKNOWN_MESSAGE)
    }

    /// The message that an earlier request with the same nonce made, in the last minutes.
    fn same_nonce(&self, channel: Id, body: &Value) -> Option<&Message> {
        if body["enforce_nonce"] != true {
            return None;
        }
        let since = Id::at(self.now() - 300_000);
        self.messages
            .range(since..)
            .map(|(_, message)| message)
            .find(|message| {
                message.channel == channel
                    && message.author == self.application
                    && message.nonce.as_ref() == body.get("nonce")
            })
    }
}

pub fn create(world: &mut World, call: &Call) -> Result {
    let channel = world.own_channel(call)?;
    let bot = world.application;
    let mut needed = permission::SEND_MESSAGES;
    if !list_of(&call.body["embeds"]).is_empty() {
        needed |= permission::EMBED_LINKS;
    }
    if !call.files.is_empty() {
        needed |= permission::ATTACH_FILES;
    }
    if !world.may(channel, bot, needed) {
        return Err(answer::MISSING_PERMISSIONS);
    }
    if let Place::Direct(user) = world.channels[&channel].place
        && !(world.accounts[&user].open && world.share_a_guild(user))
    {
        return Err(answer::CLOSED_TO_MESSAGES);
    }
    if let Some(same) = world.same_nonce(channel, &call.body) {
        return Ok(Answer::ok(world.message_json(same)));
    }
    let reference = reference(world, channel, &call.body["message_reference"])?;
    let id = world.blank(channel, bot, if reference.is_some() { 19 } else { 0 });
    if let Err(refusal) = world.put(id, &call.body, &call.files) {
        world.messages.remove(&id);
        return Err(refusal);
    }
    let message = world.messages.get_mut(&id).unwrap();
    message.reference = reference;
    message.flags = call.body["flags"].as_u64().unwrap_or(0);
    message.nonce = call
        .body
        .get("nonce")
        .filter(|nonce| !nonce.is_null())
        .cloned();
    world.notify(id, &call.body["allowed_mentions"]);
    world.announce("MESSAGE_CREATE", id);
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

fn reference(
    world: &World,
    channel: Id,
    sent: &Value,
) -> std::result::Result<Option<Value>, Refusal> {
    let Some(id) = sent["message_id"].as_str() else {
        return Ok(None);
    };
    let found = id
        .parse::<Id>()
        .ok()
        .and_then(|id| world.messages.get(&id))
        .is_some_and(|message| !message.deleted && message.channel == channel);
    if found {
        Ok(Some(
            json!({"type": 0, "channel_id": channel, "message_id": id}),
        ))
    } else if sent["fail_if_not_exists"] == false {
        Ok(None)
    } else {
        Err(answer::INVALID_FORM)
    }
}

pub fn get(world: &mut World, call: &Call) -> Result {
    let id = world.own_message(call)?;
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

pub fn list(world: &mut World, call: &Call) -> Result {
    let channel = world.own_channel(call)?;
    let asked = |name: &str| {
        call.query
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| value.parse::<u64>().ok())
    };
    let limit = asked("limit").unwrap_or(50) as usize;
    let (after, before) = (
        asked("after").unwrap_or(0),
        asked("before").unwrap_or(u64::MAX),
    );
    let mut messages: Vec<Value> = Vec::new();
    for message in world.messages.values().rev() {
        let fits = message.channel == channel
            && !message.deleted
            && message.only_for.is_none()
            && (after + 1..before).contains(&message.id.get());
        if fits && messages.len() < limit {
            messages.push(world.message_json(message));
        }
    }
    Ok(Answer::ok(json!(messages)))
}

pub fn edit(world: &mut World, call: &Call) -> Result {
    let id = world.own_message(call)?;
    if world.messages[&id].author != world.application {
        return Err(answer::NOT_THE_AUTHOR);
    }
    let before = world.messages[&id].clone();
    if let Err(refusal) = world.put(id, &call.body, &call.files) {
        world.messages.insert(id, before);
        return Err(refusal);
    }
    let now = world.timestamp();
    world.messages.get_mut(&id).unwrap().edited = Some(now);
    world.announce("MESSAGE_UPDATE", id);
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

pub fn delete(world: &mut World, call: &Call) -> Result {
    let id = world.own_message(call)?;
    let message = &world.messages[&id];
    let own = message.author == world.application;
    if !own
        && !world.may(
            message.channel,
            world.application,
            permission::MANAGE_MESSAGES,
        )
    {
        return Err(answer::MISSING_PERMISSIONS);
    }
    world.remove_message(id);
    Ok(Answer::nothing())
}
