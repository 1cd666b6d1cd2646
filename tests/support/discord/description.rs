//! Discord's official description of its HTTP API, as a judge of every request and every answer.
//!
//! The description lets unknown fields pass; here they do not, so that a misspelt field is found out. Validators are compiled
//! when a route is first used, once a process.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Registry, ValidationError, Validator};
use serde_json::{Value, json};

const ADDRESS: &str = "https://discord.com/openapi.json";

struct Description {
    document: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

static DESCRIPTION: LazyLock<Option<Description>> = LazyLock::new(load);

fn path() -> PathBuf {
    std::env::var_os("GUICHET_DISCORD_OPENAPI").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/discord/openapi.json"),
        PathBuf::from,
    )
}

fn load() -> Option<Description> {
    let path = path();
    let Ok(text) = std::fs::read_to_string(&path) else {
        // Not through `eprintln!`, which the test harness would swallow.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: {} is not there, so requests are not checked against Discord's own description",
            path.display()
        );
        return None;
    };
    let mut document: Value = serde_json::from_str(&text).expect("the description is JSON");
    make_strict(&mut document, "");
    let registry = Registry::new()
        .add(ADDRESS, document.clone())
        .and_then(jsonschema::RegistryBuilder::prepare)
        .expect("the description is a schema document");
    Some(Description {
        document,
        registry,
        validators: Mutex::default(),
    })
}

/// Makes references absolute and forbids fields that are not described. What an `allOf` joins is left open, because each part
/// would forbid the others' fields.
fn make_strict(value: &mut Value, name: &str) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && reference.starts_with('#')
            {
                reference.insert_str(0, ADDRESS);
            }
            let open = name == "Error" || object.contains_key("additionalProperties");
            if object.get("properties").is_some_and(Value::is_object)
                && object.get("type") == Some(&json!("object"))
                && !open
            {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            for (name, value) in object.iter_mut() {
                if name == "allOf" {
                    for part in value.as_array_mut().into_iter().flatten() {
                        make_strict_inside(part);
                    }
                } else {
                    make_strict(value, name);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                make_strict(item, "");
            }
        }
        _ => {}
    }
}

fn make_strict_inside(part: &mut Value) {
    make_strict(part, "Error");
}

impl Description {
    /// The validator for a schema of the document; none where there is no such schema.
    fn validator(&self, pointer: &str) -> Option<Arc<Validator>> {
        let mut validators = self.validators.lock().unwrap();
        if let Some(known) = validators.get(pointer) {
            return known.clone();
        }
        let validator = self.document.pointer(pointer).map(|schema| {
            let built = jsonschema::draft202012::options()
                .with_registry(&self.registry)
                .should_validate_formats(true)
                .build(schema);
            Arc::new(built.expect("a schema of the description"))
        });
        validators.insert(pointer.to_owned(), validator.clone());
        validator
    }

    fn check(&self, pointer: &str, value: &Value) -> Option<Vec<String>> {
        let validator = self.validator(pointer)?;
        Some(
            validator
                .iter_errors(value)
                .map(|error| explain(&error))
                .collect(),
        )
    }

    fn operation(method: &str, route: &str) -> String {
        let route = route.replace('~', "~0").replace('/', "~1");
        format!("/paths/{route}/{}", method.to_lowercase())
    }
}

/// Where and what, from the alternative that came nearest.
fn explain(error: &ValidationError<'_>) -> String {
    if let ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } =
        error.kind()
    {
        let nearest = context
            .iter()
            .filter(|errors| !errors.is_empty())
            .min_by_key(|errors| {
                let wrong_kind = errors.iter().any(|error| {
                    error.instance_path().to_string().ends_with("/type")
                        || matches!(error.kind(), ValidationErrorKind::Type { .. })
                });
                (wrong_kind, errors.len())
            });
        if let Some(errors) = nearest {
            let reasons: Vec<String> = errors.iter().map(explain).collect();
            return reasons.join("; ");
        }
    }
    let said: String = error.to_string().chars().take(200).collect();
    format!("{}: {said}", error.instance_path())
}

/// What is wrong with a request's body. An unknown route is for the caller to report.
pub fn request(method: &str, route: &str, body: &Value) -> Vec<String> {
    let Some(description) = DESCRIPTION.as_ref() else {
        return Vec::new();
    };
    let operation = Description::operation(method, route);
    let pointer = format!("{operation}/requestBody/content/application~1json/schema");
    match description.check(&pointer, &as_described(route, body)) {
        Some(errors) => errors,
        None if body.is_null() => Vec::new(),
        None => vec!["a body where none is described".to_owned()],
    }
}

/// The query parameters that the route does not know.
pub fn unknown_parameters(method: &str, route: &str, query: &[(String, String)]) -> Vec<String> {
    let Some(description) = DESCRIPTION.as_ref() else {
        return Vec::new();
    };
    let pointer = Description::operation(method, route) + "/parameters";
    let known: Vec<&str> = description
        .document
        .pointer(&pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    query
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(name, _)| format!("unknown parameter {name}"))
        .collect()
}

/// What is wrong with an answer of this Discord.
pub fn answer(method: &str, route: &str, status: u16, body: &Value) -> Vec<String> {
    let Some(description) = DESCRIPTION.as_ref() else {
        return Vec::new();
    };
    let operation = Description::operation(method, route);
    let content = "content/application~1json/schema";
    let pointers = match status {
        200..=299 => vec![format!("{operation}/responses/{status}/{content}")],
        429 => vec![format!(
            "/components/responses/ClientRatelimitedResponse/{content}"
        )],
        400..=499 => vec![format!(
            "/components/responses/ClientErrorResponse/{content}"
        )],
        _ => return Vec::new(),
    };
    let errors = pointers
        .iter()
        .find_map(|pointer| description.check(pointer, body));
    match errors {
        Some(errors) => errors,
        None if body.is_null() => Vec::new(),
        None => vec![format!("a body where none is described for {status}")],
    }
}

/// What keeps a value from having one of the description's shapes, by name (`MessageResponse`).
pub fn shape(name: &str, value: &Value) -> Vec<String> {
    let Some(description) = DESCRIPTION.as_ref() else {
        return Vec::new();
    };
    description
        .check(&format!("/components/schemas/{name}"), value)
        .unwrap_or_else(|| vec![format!("the description has no {name}")])
}

/// Whether a route is described at all; true where there is no description to ask.
pub fn knows(method: &str, route: &str) -> bool {
    DESCRIPTION.as_ref().is_none_or(|description| {
        let operation = Description::operation(method, route);
        description.document.pointer(&operation).is_some()
    })
}

/// The body as the description has it, where Discord's documentation allows more than the description:
///
/// - `default_member_permissions` is documented as a string of digits, described as a number;
/// - `nsfw` of a command is documented, not described;
/// - new attachments are numbered, in the documentation's examples with numbers, in the description with strings;
/// - an option of a command has one shape for all kinds in most libraries: what says nothing (null, false, empty) may stand
///   where that kind does not know it.
fn as_described(route: &str, body: &Value) -> Value {
    let mut body = body.clone();
    if body.get("data").is_some() {
        attachments_as_described(&mut body["data"]);
    }
    attachments_as_described(&mut body);
    if route.contains("/commands") {
        match &mut body {
            Value::Array(commands) => commands.iter_mut().for_each(command_as_described),
            command => command_as_described(command),
        }
    }
    body
}

fn attachments_as_described(message: &mut Value) {
    let attachments = message.get_mut("attachments").and_then(Value::as_array_mut);
    for attachment in attachments.into_iter().flatten() {
        if let Some(number) = attachment["id"].as_u64() {
            attachment["id"] = json!(number.to_string());
        }
    }
}

fn command_as_described(command: &mut Value) {
    let Some(fields) = command.as_object_mut() else {
        return;
    };
    fields.remove("nsfw");
    if let Some(Value::String(digits)) = fields.get("default_member_permissions")
        && let Ok(number) = digits.parse::<u64>()
    {
        fields.insert("default_member_permissions".to_owned(), json!(number));
    }
    option_as_described(command);
}

fn option_as_described(option: &mut Value) {
    for inner in option["options"].as_array_mut().into_iter().flatten() {
        if let Some(fields) = inner.as_object_mut() {
            fields.retain(|_, value| !says_nothing(value));
        }
        if inner.get("options").is_some() {
            option_as_described(inner);
        }
    }
}

pub fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
