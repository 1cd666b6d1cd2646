//! One connection to the gateway: hello, identify or resume, heartbeats, and what a session sends over it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::gateway::{Frame, GUILDS, KNOWN, PRIVILEGED, Session};
use super::world::Shared;

pub async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<Vec<(String, String)>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if shared.look(|world| world.gateway.down) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let asked = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let version = asked("v").unwrap_or_default().to_owned();
    if asked("compress").is_some() || !matches!(asked("encoding"), None | Some("json")) {
        shared.change(|world| world.violation("gateway: only uncompressed JSON is spoken here"));
    }
    upgrade.on_upgrade(move |socket| async move {
        Connection::new(shared, &version).run(socket).await;
    })
}

/// One connection, which serves at most one session.
struct Connection {
    shared: Arc<Shared>,
    number: u64,
    version_is_wrong: bool,
    session: Option<String>,
    compress: bool,
    heartbeat: Duration,
    sender: UnboundedSender<Frame>,
    frames: Option<tokio::sync::mpsc::UnboundedReceiver<Frame>>,
}

impl Connection {
    fn new(shared: Arc<Shared>, version: &str) -> Self {
        let (sender, frames) = unbounded_channel();
        let (number, heartbeat) = shared.change(|world| {
            world.gateway.connections += 1;
            (world.gateway.connections, world.gateway.heartbeat)
        });
        Self {
            shared,
            number,
            version_is_wrong: version != "10",
            session: None,
            compress: false,
            heartbeat,
            sender,
            frames: Some(frames),
        }
    }

    async fn run(mut self, mut socket: WebSocket) {
        let mut frames = self.frames.take().unwrap();
        if self.version_is_wrong {
            self.close(4012, "Invalid API version");
        } else {
            let interval = self.heartbeat.as_millis() as u64;
            self.send(
                &json!({"op": 10, "d": {"heartbeat_interval": interval, "_trace": ["stand-in"]}}),
            );
        }
        let patience = self.heartbeat * 2;
        let mut overdue = Instant::now() + patience;
        let mut clean = false;
        loop {
            tokio::select! {
                frame = frames.recv() => {
                    let sent = match frame {
                        Some(Frame::Text(text)) => socket.send(self.encode(text)).await,
                        Some(Frame::Close(code, reason)) => {
                            let frame = CloseFrame { code, reason: reason.into() };
                            let _ = socket.send(Message::Close(Some(frame))).await;
                            break;
                        }
                        Some(Frame::Cut) | None => break,
                    };
                    if sent.is_err() {
                        break;
                    }
                }
                message = socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => {
                        overdue = Instant::now() + patience;
                        self.receive(text.as_str());
                    }
                    Some(Ok(Message::Close(frame))) => {
                        clean = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                        break;
                    }
                    Some(Ok(Message::Binary(_))) => self.close(4002, "Decode error"),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                },
                () = tokio::time::sleep_until(overdue) => self.close(4009, "Session timed out"),
            }
            if Instant::now() >= overdue {
                overdue = Instant::now() + patience;
            }
        }
        self.leave(clean);
    }

    /// A bot that closes with 1000 or 1001 gives its session up.
    fn leave(&self, clean: bool) {
        self.shared.change(|world| {
            for session in &mut world.sessions {
                if session
                    .connection
                    .as_ref()
                    .is_some_and(|(number, _)| *number == self.number)
                {
                    session.connection = None;
                }
            }
            if clean {
                world
                    .sessions
                    .retain(|session| Some(&session.id) != self.session.as_ref());
            }
        });
    }

    fn encode(&self, text: String) -> Message {
        if self.compress && text.len() > 1_024 {
            Message::binary(super::zlib::stored(text.as_bytes()))
        } else {
            Message::text(text)
        }
    }

    fn send(&self, payload: &Value) {
        let _ = self.sender.send(Frame::Text(payload.to_string()));
    }

    fn close(&self, code: u16, reason: &'static str) {
        let _ = self.sender.send(Frame::Close(code, reason));
    }

    fn receive(&mut self, text: &str) {
        let Ok(payload) = serde_json::from_str::<Value>(text) else {
            return self.close(4002, "Decode error");
        };
        if text.len() > 15_360 {
            return self.close(4002, "Decode error");
        }
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.shared.change(|world| world.gateway.heartbeats += 1);
                self.send(&json!({"op": 11}));
            }
            Some(2) => self.identify(data),
            Some(6) => self.resume(data),
            Some(3 | 4 | 8 | 31) if self.session.is_none() => self.close(4003, "Not authenticated"),
            Some(3 | 4 | 8 | 31) => {}
            _ => self.close(4001, "Unknown opcode"),
        }
    }

    fn identify(&mut self, data: &Value) {
        if self.session.is_some() {
            return self.close(4005, "Already authenticated");
        }
        let intents = data["intents"].as_u64();
        let refusal = self.shared.look(|world| {
            let Some(intents) = intents.filter(|intents| intents & !KNOWN == 0) else {
                return Some((4013, "Invalid intent(s)"));
            };
            if data["token"] != json!(world.token)
                && data["token"] != json!(format!("Bot {}", world.token))
            {
                Some((4004, "Authentication failed"))
            } else if intents & PRIVILEGED & !world.gateway.granted != 0 {
                Some((4014, "Disallowed intent(s)"))
            } else if data["properties"]["os"].is_null() {
                Some((4002, "Decode error"))
            } else {
                None
            }
        });
        if let Some((code, reason)) = refusal {
            return self.close(code, reason);
        }
        let intents = intents.unwrap_or(0);
        self.compress = data["compress"] == true;
        let shard = match &data["shard"] {
            Value::Null => json!([0, 1]),
            shard => shard.clone(),
        };
        let connection = Some((self.number, self.sender.clone()));
        let id = self.shared.change(|world| {
            world.gateway.identified += 1;
            let id = format!("{:032x}", world.next_id().get());
            let mut session = Session {
                id: id.clone(),
                intents,
                sequence: 0,
                sent: VecDeque::new(),
                connection,
            };
            session.push("READY", &world.ready(&id, &shard));
            if intents & GUILDS != 0 {
                let guilds: Vec<_> = world
                    .guilds
                    .keys()
                    .copied()
                    .filter(|guild| world.has_bot(*guild))
                    .collect();
                for guild in guilds {
                    session.push("GUILD_CREATE", &world.guild_create_json(guild));
                }
            }
            world.sessions.push(session);
            id
        });
        self.session = Some(id);
    }

    fn resume(&mut self, data: &Value) {
        if self.session.is_some() {
            return self.close(4005, "Already authenticated");
        }
        let connection = (self.number, self.sender.clone());
        let resumed = self.shared.change(|world| {
            if data["token"] != json!(world.token)
                && data["token"] != json!(format!("Bot {}", world.token))
            {
                return Err(Frame::Close(4004, "Authentication failed"));
            }
            let seen = data["seq"].as_u64().unwrap_or(0);
            let known = world
                .sessions
                .iter_mut()
                .find(|session| data["session_id"] == json!(session.id));
            let Some(session) = known else {
                return Err(Frame::Text(json!({"op": 9, "d": false}).to_string()));
            };
            if seen > session.sequence {
                return Err(Frame::Close(4007, "Invalid seq"));
            }
            for (_, text) in session.sent.iter().filter(|(number, _)| *number > seen) {
                let _ = connection.1.send(Frame::Text(text.clone()));
            }
            session.connection = Some(connection);
            session.push("RESUMED", &json!({"_trace": ["stand-in"]}));
            let id = session.id.clone();
            world.gateway.resumed += 1;
            Ok(id)
        });
        match resumed {
            Ok(id) => self.session = Some(id),
            Err(frame) => {
                let _ = self.sender.send(frame);
            }
        }
    }
}
