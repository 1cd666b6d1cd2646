//! What a person reads of a message.

use serde_json::Value;

use super::commands::list_of;
use super::id::Id;
use super::world::{Message, World};

pub fn message(world: &World, message: &Message) -> String {
    if message.is_loading() {
        return "(Guichet is thinking…)".to_owned();
    }
    let mut lines = Vec::new();
    let mut say = |value: &Value| {
        if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
            lines.push(plain(world, text));
        }
    };
    say(&Value::String(message.content.clone()));
    for embed in &message.embeds {
        say(&embed["author"]["name"]);
        say(&embed["title"]);
        say(&embed["description"]);
        for field in list_of(&embed["fields"]) {
            let name = field["name"].as_str().unwrap_or_default();
            let value = field["value"].as_str().unwrap_or_default();
            say(&Value::String(format!("{name}: {value}")));
        }
        say(&embed["footer"]["text"]);
    }
    for file in &message.attachments {
        lines.push(format!("📎 {}", file.name));
    }
    lines.extend(message.components.iter().map(row));
    lines.join("\n")
}

fn row(row: &Value) -> String {
    list_of(&row["components"])
        .iter()
        .map(|part| {
            let text = |name: &str| part[name].as_str().unwrap_or_default();
            let emoji = part["emoji"]["name"].as_str().unwrap_or_default();
            let label = [emoji, text("label")].join(" ").trim().to_owned();
            if part["type"] != 2 {
                let options: Vec<&str> = list_of(&part["options"])
                    .iter()
                    .filter_map(|option| option["label"].as_str())
                    .collect();
                format!("▾ {}: {}", text("placeholder"), options.join(" | "))
            } else if part["style"] == 5 {
                format!("[{label}]({})", text("url"))
            } else if part["disabled"] == true {
                format!("({label})")
            } else {
                format!("[{label}]")
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn modal(modal: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("┌ {}", text(&modal["title"]))];
    for row in list_of(&modal["components"]) {
        let label = text(&row["label"]);
        for input in list_of(&row["components"])
            .iter()
            .chain(row.get("component"))
        {
            let label = if label.is_empty() {
                text(&input["label"])
            } else {
                label.clone()
            };
            let optional = if input["required"] == false { "" } else { " *" };
            lines.push(format!("│ {label}{optional}: {}", text(&input["value"])));
        }
    }
    lines.join("\n")
}

/// A text as it is shown: escapes undone, mentions by name.
fn plain(world: &World, text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some((name, length)) = mention(world, rest) {
            shown.push_str(&name);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[character.len_utf8()..];
        let escaped = rest
            .chars()
            .next()
            .filter(|next| character == '\\' && next.is_ascii_punctuation());
        if let Some(next) = escaped {
            shown.push(next);
            rest = &rest[1..];
        } else {
            shown.push(character);
        }
    }
    shown
}

/// What a mention at the start is shown as, and its length.
fn mention(world: &World, text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let inner = &inner[..end];
    let id = |prefix: &str| inner.strip_prefix(prefix)?.parse::<Id>().ok();
    let shown = if let Some(id) = id("@&") {
        let mut guilds = world.guilds.values();
        let role = guilds.find_map(|guild| guild.roles.get(&id));
        format!("@{}", role.map_or("unknown-role", |role| &role.name))
    } else if let Some(id) = id("@!").or(id("@")) {
        let account = world.accounts.get(&id);
        format!(
            "@{}",
            account.map_or("unknown-user", |account| &account.name)
        )
    } else if let Some(id) = id("#") {
        let channel = world.channels.get(&id);
        format!("#{}", channel.map_or("unknown", |channel| &channel.name))
    } else {
        return None;
    };
    Some((shown, end + 2))
}

/// What everybody did, with what they then read under it; whoever reads something without having done the last thing is
/// named.
pub fn transcript(world: &World) -> String {
    let mut told = Vec::new();
    let mut last = None;
    for (user, line) in &world.transcript {
        let name = &world.accounts[user].name;
        if let Some(act) = line.strip_prefix("> ") {
            told.push(format!("{name} > {act}"));
        } else {
            if last != Some(user) {
                told.push(format!("{name} <"));
            }
            let indented = |line| format!("    {line}").trim_end().to_owned();
            let lines: Vec<String> = line.lines().map(indented).collect();
            told.push(lines.join("\n"));
        }
        last = Some(user);
    }
    told.join("\n\n")
}

/// The last requests and what is wrong so far, for whoever looks for a reason.
pub fn report(world: &World) -> String {
    let requests: Vec<String> = world
        .requests
        .iter()
        .rev()
        .take(12)
        .rev()
        .map(|request| {
            let body: String = request.body.to_string().chars().take(160).collect();
            format!(
                "  {} {} {} {body}",
                request.status, request.method, request.route
            )
        })
        .collect();
    format!(
        "last requests:\n{}\nviolations: {:#?}\nconnected: {}",
        requests.join("\n"),
        world.violations,
        world.is_connected()
    )
}
