//! What the HTTP API answers, and the errors that Discord documents.

use serde_json::{Value, json};

/// A status and a body; null for none.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body }
    }

    pub fn nothing() -> Self {
        Self {
            status: 204,
            body: Value::Null,
        }
    }
}

/// A request refused: status, Discord's own code, its message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refusal(pub u16, pub u32, pub &'static str);

pub const NOT_FOUND: Refusal = Refusal(404, 0, "404: Not Found");
pub const UNAUTHORIZED: Refusal = Refusal(401, 0, "401: Unauthorized");
pub const UNKNOWN_CHANNEL: Refusal = Refusal(404, 10003, "Unknown Channel");
pub const UNKNOWN_GUILD: Refusal = Refusal(404, 10004, "Unknown Guild");
pub const UNKNOWN_MEMBER: Refusal = Refusal(404, 10007, "Unknown Member");
pub const UNKNOWN_MESSAGE: Refusal = Refusal(404, 10008, "Unknown Message");
pub const UNKNOWN_ROLE: Refusal = Refusal(404, 10011, "Unknown Role");
pub const UNKNOWN_USER: Refusal = Refusal(404, 10013, "Unknown User");
pub const UNKNOWN_WEBHOOK: Refusal = Refusal(404, 10015, "Unknown Webhook");
pub const UNKNOWN_INTERACTION: Refusal = Refusal(404, 10062, "Unknown interaction");
pub const UNKNOWN_COMMAND: Refusal = Refusal(404, 10063, "Unknown application command");
pub const UNKNOWN_APPLICATION: Refusal = Refusal(404, 10002, "Unknown Application");
pub const ALREADY_ACKNOWLEDGED: Refusal =
    Refusal(400, 40060, "Interaction has already been acknowledged.");
pub const MISSING_ACCESS: Refusal = Refusal(403, 50001, "Missing Access");
pub const NOT_THE_AUTHOR: Refusal =
    Refusal(403, 50005, "Cannot edit a message authored by another user");
pub const EMPTY_MESSAGE: Refusal = Refusal(400, 50006, "Cannot send an empty message");
pub const CLOSED_TO_MESSAGES: Refusal = Refusal(403, 50007, "Cannot send messages to this user");
pub const MISSING_PERMISSIONS: Refusal = Refusal(403, 50013, "Missing Permissions");
pub const INVALID_WEBHOOK_TOKEN: Refusal = Refusal(401, 50027, "Invalid Webhook Token");
pub const INVALID_JSON: Refusal = Refusal(400, 50109, "The request body contains invalid JSON.");
pub const INVALID_FORM: Refusal = Refusal(400, 50035, "Invalid Form Body");

impl From<Refusal> for Answer {
    fn from(Refusal(status, code, message): Refusal) -> Self {
        Self {
            status,
            body: json!({"message": message, "code": code}),
        }
    }
}

/// 50035 with its reasons.
pub fn invalid_form(reasons: &[String]) -> Answer {
    let errors: Vec<Value> = reasons
        .iter()
        .map(|reason| json!({"code": "BASE_TYPE_INVALID", "message": reason}))
        .collect();
    let mut answer = Answer::from(INVALID_FORM);
    answer.body["errors"] = json!({"_errors": errors});
    answer
}
