//! How the bot answers an interaction: the first response within three seconds, edits and further messages within the
//! token's fifteen minutes.

use serde_json::{Value, json};

use super::answer::{self, Answer, Refusal};
use super::commands::list_of;
use super::http::Call;
use super::id::Id;
use super::shapes;
use super::world::{EPHEMERAL, File, Interaction, LOADING, World, kind};

type Result = std::result::Result<Answer, Refusal>;

/// Milliseconds that a token lives.
pub const TOKEN_LIFE: u64 = 15 * 60 * 1000;

/// Types of first responses.
pub mod callback_type {
    pub const MESSAGE: u64 = 4;
    pub const DEFERRED_MESSAGE: u64 = 5;
    pub const DEFERRED_UPDATE: u64 = 6;
    pub const UPDATE: u64 = 7;
    pub const CHOICES: u64 = 8;
    pub const MODAL: u64 = 9;
}

impl World {
    /// A new message that answers an interaction, not announced yet.
    fn response(
        &mut self,
        interaction: &Interaction,
        body: &Value,
        files: &[File],
        flags: u64,
    ) -> std::result::Result<Id, Refusal> {
        let id = self.blank(
            interaction.channel,
            self.application,
            interaction.message_kind,
        );
        let message = self.messages.get_mut(&id).unwrap();
        message.flags = flags;
        message.metadata = Some(interaction.metadata.clone());
        if flags & EPHEMERAL != 0 {
            message.only_for = Some(interaction.user);
        }
        if flags & LOADING == 0
            && let Err(refusal) = self.put(id, body, files)
        {
            self.messages.remove(&id);
            return Err(refusal);
        }
        self.notify(id, &body["allowed_mentions"]);
        self.announce("MESSAGE_CREATE", id);
        Ok(id)
    }

    fn change_message(
        &mut self,
        id: Id,
        body: &Value,
        files: &[File],
    ) -> std::result::Result<(), Refusal> {
        let before = self.messages[&id].clone();
        if let Err(refusal) = self.put(id, body, files) {
            self.messages.insert(id, before);
            return Err(refusal);
        }
        let now = self.timestamp();
        let message = self.messages.get_mut(&id).unwrap();
        if message.is_loading() {
            message.flags &= !LOADING;
        } else {
            message.edited = Some(now);
        }
        self.announce("MESSAGE_UPDATE", id);
        Ok(())
    }

    /// The interaction of a webhook route, while its token lives.
    fn by_token(&self, call: &Call) -> std::result::Result<Interaction, Refusal> {
        if call.id("webhook_id")? != self.application {
            return Err(answer::UNKNOWN_WEBHOOK);
        }
        let id = self
            .interaction_tokens
            .get(&call.parameters["webhook_token"])
            .ok_or(answer::INVALID_WEBHOOK_TOKEN)?;
        let interaction = &self.interactions[id];
        if self.now() - interaction.created > TOKEN_LIFE {
            Err(answer::INVALID_WEBHOOK_TOKEN)
        } else if interaction.acknowledged.is_none() {
            Err(answer::UNKNOWN_WEBHOOK)
        } else {
            Ok(interaction.clone())
        }
    }

    fn touch(&mut self, interaction: Id) {
        self.interactions.get_mut(&interaction).unwrap().touched += 1;
    }
}

/// Whether a first response of that type may answer.
fn fits(interaction: &Interaction, given: u64) -> bool {
    use callback_type::{CHOICES, DEFERRED_MESSAGE, DEFERRED_UPDATE, MESSAGE, MODAL, UPDATE};
    match given {
        MESSAGE | DEFERRED_MESSAGE => interaction.kind != kind::AUTOCOMPLETE,
        DEFERRED_UPDATE | UPDATE => {
            interaction.kind == kind::COMPONENT
                || interaction.kind == kind::MODAL && interaction.source.is_some()
        }
        CHOICES => interaction.kind == kind::AUTOCOMPLETE,
        MODAL => matches!(interaction.kind, kind::COMMAND | kind::COMPONENT),
        _ => false,
    }
}

pub fn callback(world: &mut World, call: &Call) -> Result {
    use callback_type::{CHOICES, DEFERRED_MESSAGE, DEFERRED_UPDATE, MESSAGE, MODAL, UPDATE};
    let interaction = world
        .interactions
        .get(&call.id("interaction_id")?)
        .filter(|interaction| interaction.token == call.parameters["interaction_token"])
        .filter(|interaction| {
            u128::from(world.now() - interaction.created) <= world.to_acknowledge.as_millis()
        })
        .ok_or(answer::UNKNOWN_INTERACTION)?
        .clone();
    if interaction.acknowledged.is_some() {
        return Err(answer::ALREADY_ACKNOWLEDGED);
    }
    let given = call.body["type"].as_u64().unwrap_or(0);
    if !fits(&interaction, given) {
        world.violation(format!(
            "a response of type {given} to an interaction of type {}",
            interaction.kind
        ));
        return Err(answer::INVALID_FORM);
    }
    let data = &call.body["data"];
    let flags = data["flags"].as_u64().unwrap_or(0);
    let original = match given {
        MESSAGE => Some(world.response(&interaction, data, &call.files, flags)?),
        DEFERRED_MESSAGE => {
            Some(world.response(&interaction, &Value::Null, &[], flags | LOADING)?)
        }
        DEFERRED_UPDATE => interaction.source,
        UPDATE => {
            if let Some(source) = interaction.source {
                world.change_message(source, data, &call.files)?;
            }
            interaction.source
        }
        _ => None,
    };
    let kept = world.interactions.get_mut(&interaction.id).unwrap();
    kept.acknowledged = Some(given);
    kept.original = original;
    if given == CHOICES {
        kept.choices = list_of(&data["choices"]).to_vec();
    }
    if given == MODAL {
        let mut modal = data.clone();
        modal["components"] = json!(shapes::components(&data["components"]));
        kept.modal = Some(modal);
    }
    if call.asks("with_response") {
        return Ok(Answer::ok(with_response(
            world,
            &interaction,
            given,
            original,
        )));
    }
    Ok(Answer::nothing())
}

fn with_response(
    world: &World,
    interaction: &Interaction,
    given: u64,
    original: Option<Id>,
) -> Value {
    let mut json = json!({
        "interaction": {"id": interaction.id, "type": interaction.kind, "channel_id": interaction.channel}
    });
    if let Some(message) = original.and_then(|id| world.messages.get(&id)) {
        json["interaction"]["response_message_id"] = json!(message.id);
        json["interaction"]["response_message_loading"] = json!(message.is_loading());
        json["interaction"]["response_message_ephemeral"] = json!(message.only_for.is_some());
        if given == callback_type::MESSAGE || given == callback_type::UPDATE {
            json["resource"] = json!({"type": given, "message": world.message_json(message)});
        }
    }
    json
}

/// A further message; after a deferred response, the first one takes its place.
pub fn follow_up(world: &mut World, call: &Call) -> Result {
    let interaction = world.by_token(call)?;
    let loading = interaction
        .original
        .filter(|id| world.messages[id].is_loading() && !world.messages[id].deleted);
    let id = if let Some(id) = loading {
        world.change_message(id, &call.body, &call.files)?;
        id
    } else {
        let flags = call.body["flags"].as_u64().unwrap_or(0);
        let id = world.response(&interaction, &call.body, &call.files, flags)?;
        let kept = world.interactions.get_mut(&interaction.id).unwrap();
        kept.followups.push(id);
        id
    };
    world.touch(interaction.id);
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

fn original(world: &World, call: &Call) -> std::result::Result<(Interaction, Id), Refusal> {
    let interaction = world.by_token(call)?;
    let id = interaction
        .original
        .filter(|id| !world.messages[id].deleted)
        .ok_or(answer::UNKNOWN_MESSAGE)?;
    Ok((interaction, id))
}

/// One of the interaction's messages, by its id.
fn named(world: &World, call: &Call) -> std::result::Result<(Interaction, Id), Refusal> {
    let interaction = world.by_token(call)?;
    let id = call.id("message_id")?;
    let own = interaction.followups.contains(&id) || interaction.original == Some(id);
    if own
        && world
            .messages
            .get(&id)
            .is_some_and(|message| !message.deleted)
    {
        Ok((interaction, id))
    } else {
        Err(answer::UNKNOWN_MESSAGE)
    }
}

type Find = fn(&World, &Call) -> std::result::Result<(Interaction, Id), Refusal>;

fn get(world: &World, call: &Call, find: Find) -> Result {
    let (_, id) = find(world, call)?;
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

fn edit(world: &mut World, call: &Call, find: Find) -> Result {
    let (interaction, id) = find(world, call)?;
    world.change_message(id, &call.body, &call.files)?;
    world.touch(interaction.id);
    Ok(Answer::ok(world.message_json(&world.messages[&id])))
}

fn delete(world: &mut World, call: &Call, find: Find) -> Result {
    let (interaction, id) = find(world, call)?;
    world.remove_message(id);
    world.touch(interaction.id);
    Ok(Answer::nothing())
}

pub fn get_original(world: &mut World, call: &Call) -> Result {
    get(world, call, original)
}

pub fn edit_original(world: &mut World, call: &Call) -> Result {
    edit(world, call, original)
}

pub fn delete_original(world: &mut World, call: &Call) -> Result {
    delete(world, call, original)
}

pub fn get_followup(world: &mut World, call: &Call) -> Result {
    get(world, call, named)
}

pub fn edit_followup(world: &mut World, call: &Call) -> Result {
    edit(world, call, named)
}

pub fn delete_followup(world: &mut World, call: &Call) -> Result {
    delete(world, call, named)
}
