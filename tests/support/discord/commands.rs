//! The application's commands, of everywhere and of one server.

use serde_json::{Value, json};

use super::answer::{self, Answer, Refusal};
use super::description::says_nothing;
use super::http::Call;
use super::id::Id;
use super::world::World;

type Result = std::result::Result<Answer, Refusal>;

/// For which server a route's commands are; none for everywhere.
fn scope(world: &World, call: &Call) -> std::result::Result<Option<Id>, Refusal> {
    if call.id("application_id")? != world.application {
        return Err(answer::UNKNOWN_APPLICATION);
    }
    if !call.parameters.contains_key("guild_id") {
        return Ok(None);
    }
    let guild = call.id("guild_id")?;
    if world.has_bot(guild) {
        Ok(Some(guild))
    } else {
        Err(answer::MISSING_ACCESS)
    }
}

fn belongs(command: &Value, guild: Option<Id>) -> bool {
    match guild {
        Some(guild) => command["guild_id"] == json!(guild),
        None => command.get("guild_id").is_none(),
    }
}

/// A command as it is kept of one that was sent.
fn kept(world: &mut World, guild: Option<Id>, sent: &Value) -> Value {
    let kind = sent["type"].as_u64().unwrap_or(1);
    let same = |command: &&Value| {
        belongs(command, guild) && command["type"] == json!(kind) && command["name"] == sent["name"]
    };
    let known = world
        .commands
        .iter()
        .find(same)
        .map(|command| command["id"].clone());
    let id = known.unwrap_or_else(|| json!(world.next_id()));
    let permissions = match &sent["default_member_permissions"] {
        Value::Number(number) => json!(number.to_string()),
        other => other.clone(),
    };
    let localizations = |name: &str| match &sent[name] {
        Value::Object(texts) if !texts.is_empty() => sent[name].clone(),
        _ => Value::Null,
    };
    let mut command = json!({
        "id": id,
        "application_id": world.application,
        "version": world.next_id(),
        "default_member_permissions": permissions,
        "type": kind,
        "name": sent["name"],
        "name_localizations": localizations("name_localizations"),
        "description": sent["description"].as_str().unwrap_or_default(),
        "description_localizations": localizations("description_localizations"),
        "contexts": sent["contexts"],
        "integration_types": sent["integration_types"].as_array().cloned().unwrap_or_else(|| vec![json!(0)]),
        "nsfw": sent["nsfw"].as_bool().unwrap_or(false),
    });
    if let Some(guild) = guild {
        command["guild_id"] = json!(guild);
    } else {
        command["dm_permission"] = json!(sent["dm_permission"].as_bool().unwrap_or(true));
    }
    let options: Vec<Value> = list_of(&sent["options"]).iter().map(option).collect();
    if !options.is_empty() {
        command["options"] = json!(options);
    }
    command
}

pub fn list_of(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn option(sent: &Value) -> Value {
    let mut option = sent.clone();
    if let Some(fields) = option.as_object_mut() {
        fields.retain(|_, value| !says_nothing(value));
        if let Some(inner) = fields.get_mut("options") {
            *inner = list_of(inner).iter().map(self::option).collect();
        }
    }
    option
}

pub fn list(world: &mut World, call: &Call) -> Result {
    let guild = scope(world, call)?;
    let commands: Vec<&Value> = world
        .commands
        .iter()
        .filter(|command| belongs(command, guild))
        .collect();
    Ok(Answer::ok(json!(commands)))
}

pub fn overwrite(world: &mut World, call: &Call) -> Result {
    let guild = scope(world, call)?;
    let kept: Vec<Value> = list_of(&call.body)
        .iter()
        .map(|sent| kept(world, guild, sent))
        .collect();
    world.commands.retain(|command| !belongs(command, guild));
    world.commands.extend(kept.iter().cloned());
    Ok(Answer::ok(json!(kept)))
}

pub fn create(world: &mut World, call: &Call) -> Result {
    let guild = scope(world, call)?;
    let command = kept(world, guild, &call.body);
    let known = world.commands.len();
    world.commands.retain(|other| other["id"] != command["id"]);
    let status = if world.commands.len() == known {
        201
    } else {
        200
    };
    world.commands.push(command.clone());
    Ok(Answer {
        status,
        body: command,
    })
}

fn position(world: &World, call: &Call) -> std::result::Result<usize, Refusal> {
    let guild = scope(world, call)?;
    let id = json!(call.id("command_id")?);
    world
        .commands
        .iter()
        .position(|command| belongs(command, guild) && command["id"] == id)
        .ok_or(answer::UNKNOWN_COMMAND)
}

pub fn get(world: &mut World, call: &Call) -> Result {
    let position = position(world, call)?;
    Ok(Answer::ok(world.commands[position].clone()))
}

pub fn edit(world: &mut World, call: &Call) -> Result {
    let position = position(world, call)?;
    let guild = scope(world, call)?;
    let mut merged = world.commands[position].clone();
    for (name, value) in call.body.as_object().into_iter().flatten() {
        merged[name] = value.clone();
    }
    let mut command = kept(world, guild, &merged);
    command["id"] = merged["id"].clone();
    world.commands[position] = command.clone();
    Ok(Answer::ok(command))
}

pub fn delete(world: &mut World, call: &Call) -> Result {
    let position = position(world, call)?;
    world.commands.remove(position);
    Ok(Answer::nothing())
}
