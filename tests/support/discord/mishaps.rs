//! Things that go wrong because a test wants them to.

use std::time::Duration;

use serde_json::json;

use super::Discord;
use super::faults::{Bucket, Fault, Injected};
use super::gateway::Frame;

impl Discord {
    /// The next requests on a route (`POST /channels/{channel_id}/messages`, or `POST *`) meet this fault.
    pub fn fail(&self, times: usize, route: &str, fault: Fault) {
        self.shared.change(|world| {
            world.faults.push(Injected {
                route: route.to_owned(),
                left: times,
                fault,
            });
        });
    }

    /// Nothing fails any more, nothing is limited any more.
    pub fn heal(&self) {
        self.shared.change(|world| {
            world.faults.clear();
            world.buckets.clear();
            world.gateway.down = false;
        });
    }

    /// So many requests in that time, for each channel, server or webhook.
    pub fn limit(&self, route: &str, requests: usize, window: Duration) {
        self.shared.change(|world| {
            world.buckets.push(Bucket {
                route: route.to_owned(),
                limit: requests,
                window,
                used: std::collections::HashMap::new(),
            });
        });
    }

    /// Ends all gateway connections without a word; sessions can be resumed.
    pub fn cut_gateway(&self) {
        self.shared
            .change(|world| world.tell_connections(&Frame::Cut));
    }

    /// Closes all gateway connections with a code.
    pub fn close_gateway(&self, code: u16) {
        self.shared
            .change(|world| world.tell_connections(&Frame::Close(code, "closed by the test")));
    }

    /// Refuses gateway connections from now on, or takes them again.
    pub fn gateway_down(&self, down: bool) {
        self.shared.change(|world| world.gateway.down = down);
    }

    /// Sends the bot an event of any name with any content, also what Discord would never send.
    pub fn sends(&self, event: &str, data: &serde_json::Value) {
        self.shared
            .change(|world| world.dispatch(event, super::gateway::ALWAYS, |_| data.clone()));
    }

    /// Sends the bot any text over the gateway.
    pub fn sends_text(&self, text: &str) {
        self.shared
            .change(|world| world.tell_connections(&Frame::Text(text.to_owned())));
    }

    /// Asks the bot to reconnect (op 7).
    pub fn ask_to_reconnect(&self) {
        let text = json!({"op": 7, "d": null}).to_string();
        self.shared
            .change(|world| world.tell_connections(&Frame::Text(text)));
    }

    /// Tells the bot that its session is invalid (op 9): it must begin a new one.
    pub fn invalidate_session(&self) {
        let text = json!({"op": 9, "d": false}).to_string();
        self.shared.change(|world| {
            world.tell_connections(&Frame::Text(text));
            world.sessions.clear();
        });
    }

    /// Sends an event that a later Discord may send.
    pub fn send_event(&self, event: &str, data: &serde_json::Value) {
        self.shared
            .change(|world| world.dispatch(event, super::gateway::ALWAYS, |_| data.clone()));
    }

    /// Sends anything at all over every connection.
    pub fn send_payload(&self, payload: &serde_json::Value) {
        let text = payload.to_string();
        self.shared
            .change(|world| world.tell_connections(&Frame::Text(text.clone())));
    }

    /// Something happens that nobody asked for: whoever waits looks again.
    pub fn nudge(&self) {
        self.shared.change(|_| ());
    }

    /// Gives up the sessions that nobody has resumed, as Discord does after some minutes.
    pub fn forget_sessions(&self) {
        self.shared
            .change(|world| world.sessions.retain(super::gateway::Session::is_connected));
    }

    /// The time between heartbeats, for connections from now on.
    pub fn heartbeat_every(&self, time: Duration) {
        self.shared.change(|world| world.gateway.heartbeat = time);
    }

    /// Replaces the token, as the developer portal does: the old one is worth nothing.
    pub fn reset_token(&self) -> String {
        self.shared.change(|world| {
            world.token = format!("MTA.new.{}", world.next_id());
            world.token.clone()
        })
    }

    /// Puts this Discord's clock forward: tokens age, nothing has to be waited for.
    pub fn advance(&self, time: Duration) {
        self.shared.change(|world| world.ahead += time);
    }

    /// How long people wait for a first response before Discord tells them that there is none (3 s).
    pub fn patience(&self, time: Duration) {
        self.shared.change(|world| world.patience = time);
    }

    /// How long Discord takes a first response (3 s): for a machine too slow to be honest with.
    pub fn time_to_acknowledge(&self, time: Duration) {
        self.shared.change(|world| {
            world.to_acknowledge = time;
            world.patience = time;
        });
    }
}
