//! The gateway: sessions that outlive their connections, and what is sent over them.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::world::World;

pub const GUILDS: u64 = 1 << 0;
pub const GUILD_MESSAGES: u64 = 1 << 9;
pub const DIRECT_MESSAGES: u64 = 1 << 12;
pub const MESSAGE_CONTENT: u64 = 1 << 15;
/// Interactions come whatever is asked for.
pub const ALWAYS: u64 = 0;

/// Members, presences, message content: these are granted by hand.
pub(super) const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | MESSAGE_CONTENT;
pub(super) const KNOWN: u64 = (1 << 26) - 1;

/// How the gateway behaves.
#[derive(Clone, Debug)]
pub struct Policy {
    pub heartbeat: Duration,
    /// Privileged intents that are granted.
    pub granted: u64,
    /// Whether connections are refused.
    pub down: bool,
    /// How often a session was begun, and resumed.
    pub identified: u64,
    pub resumed: u64,
    pub heartbeats: u64,
    pub(super) connections: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_millis(41_250),
            granted: 0,
            down: false,
            identified: 0,
            resumed: 0,
            heartbeats: 0,
            connections: 0,
        }
    }
}

/// A session, with what it missed since its connection ended.
#[derive(Debug)]
pub struct Session {
    pub id: String,
    pub intents: u64,
    pub(super) sequence: u64,
    pub(super) sent: VecDeque<(u64, String)>,
    pub(super) connection: Option<(u64, UnboundedSender<Frame>)>,
}

impl Session {
    pub fn is_connected(&self) -> bool {
        self.connection.is_some()
    }
}

/// What a connection is told to do.
#[derive(Clone, Debug)]
pub enum Frame {
    Text(String),
    Close(u16, &'static str),
    /// Ends without a word, as a cable that is pulled.
    Cut,
}

impl World {
    /// Sends an event to every session that has the intent, now or when it resumes.
    pub fn dispatch(&mut self, event: &str, intent: u64, data: impl Fn(u64) -> Value) {
        for session in &mut self.sessions {
            if session.intents & intent == intent {
                let data = data(session.intents);
                session.push(event, &data);
            }
        }
    }

    pub fn tell_connections(&self, frame: &Frame) {
        for session in &self.sessions {
            if let Some((_, connection)) = &session.connection {
                let _ = connection.send(frame.clone());
            }
        }
    }

    pub fn is_connected(&self) -> bool {
        self.sessions.iter().any(Session::is_connected)
    }

    pub(super) fn ready(&self, session: &str, shard: &Value) -> Value {
        let guilds: Vec<Value> = self
            .guilds
            .keys()
            .filter(|guild| self.has_bot(**guild))
            .map(|guild| json!({"id": guild, "unavailable": true}))
            .collect();
        json!({
            "v": 10,
            "user": self.me_json(),
            "guilds": guilds,
            "session_id": session,
            "session_type": "normal",
            "resume_gateway_url": self.gateway_url(),
            "shard": shard,
            "application": {"id": self.application, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "geo_ordered_rtc_regions": ["rotterdam"],
            "guild_join_requests": [],
            "_trace": ["stand-in"],
        })
    }
}

impl Session {
    pub(super) fn push(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let text = json!({"op": 0, "t": event, "s": self.sequence, "d": data}).to_string();
        if let Some((_, connection)) = &self.connection {
            let _ = connection.send(Frame::Text(text.clone()));
        }
        self.sent.push_back((self.sequence, text));
        if self.sent.len() > 5_000 {
            self.sent.pop_front();
        }
    }
}
