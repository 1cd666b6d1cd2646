//! What happened: sessions, commands, requests, violations, the transcript.

use serde_json::Value;

use super::world::{Request, World};
use super::{DEADLINE, Discord, reading};

impl Discord {
    /// Waits until the bot has a gateway session.
    pub async fn connected(&self) {
        self.until("the bot is connected", World::is_connected)
            .await;
    }

    /// Waits until the bot has no gateway connection.
    pub async fn disconnected(&self) {
        self.until("the bot is disconnected", |world| !world.is_connected())
            .await;
    }

    /// Waits until the bot has set its commands.
    pub async fn registered(&self) {
        self.until("the bot has commands", |world| !world.commands.is_empty())
            .await;
    }

    async fn until(&self, what: &str, mut condition: impl FnMut(&World) -> bool) {
        self.shared
            .wait(DEADLINE, |world| condition(world).then_some(()))
            .await
            .unwrap_or_else(|| panic!("not in time: {what}\n{}", self.report()));
    }

    /// How often a gateway session was begun.
    pub fn identified(&self) -> u64 {
        self.shared.look(|world| world.gateway.identified)
    }

    /// How often a gateway session was resumed.
    pub fn resumed(&self) -> u64 {
        self.shared.look(|world| world.gateway.resumed)
    }

    /// Waits until the bot has begun, or resumed, that many sessions in all.
    pub async fn sessions(&self, identified: u64, resumed: u64) {
        self.until("sessions", |world| {
            world.gateway.identified >= identified && world.gateway.resumed >= resumed
        })
        .await;
    }

    /// How often a gateway session was begun or resumed.
    pub fn joined(&self) -> u64 {
        self.identified() + self.resumed()
    }

    /// Waits until the bot is connected, and a session was begun or resumed that often.
    pub async fn back(&self, joined: u64) {
        self.until("the bot is back", |world| {
            let gateway = &world.gateway;
            world.is_connected() && gateway.identified + gateway.resumed >= joined
        })
        .await;
    }

    /// Waits until the bot has asked that often of the HTTP API.
    pub async fn asked(&self, requests: usize) {
        self.until("requests", |world| world.requests.len() >= requests)
            .await;
    }

    /// How often the bot has asked of the HTTP API.
    pub fn asked_so_far(&self) -> usize {
        self.shared.look(|world| world.requests.len())
    }

    /// Waits for as long as `going_on` says so, until the bot has asked that often of the HTTP API; whether it has.
    pub async fn asked_while(&self, requests: usize, going_on: impl Fn() -> bool) -> bool {
        let ended = self.shared.wait(DEADLINE, |world| {
            (world.requests.len() >= requests || !going_on()).then_some(())
        });
        ended.await;
        self.asked_so_far() >= requests
    }

    /// Waits until that many heartbeats have come.
    pub async fn heartbeats(&self, count: u64) {
        self.until("heartbeats", |world| world.gateway.heartbeats >= count)
            .await;
    }

    /// The application's commands, as Discord keeps them.
    pub fn commands(&self) -> Vec<Value> {
        self.shared.look(|world| world.commands.clone())
    }

    /// Everything the bot asked of the HTTP API.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.look(|world| world.requests.clone())
    }

    /// How many requests on a route were answered with that status.
    pub fn count(&self, method: &str, route: &str, status: u16) -> usize {
        self.requests()
            .iter()
            .filter(|request| {
                request.method == method && request.route == route && request.status == status
            })
            .count()
    }

    /// Waits for a request.
    pub async fn requested(&self, what: &str, mut fits: impl FnMut(&Request) -> bool) -> Request {
        self.shared
            .wait(DEADLINE, |world| {
                world.requests.iter().find(|request| fits(request)).cloned()
            })
            .await
            .unwrap_or_else(|| panic!("not requested in time: {what}\n{}", self.report()))
    }

    /// What Discord would not have, and no test said it expects.
    pub fn violations(&self) -> Vec<String> {
        self.shared.look(World::unexpected)
    }

    /// The same with what is expected.
    pub fn all_violations(&self) -> Vec<String> {
        self.shared.look(|world| world.violations.clone())
    }

    /// Violations that contain these words are expected.
    pub fn tolerate(&self, words: &str) {
        self.shared
            .change(|world| world.tolerated.push(words.to_owned()));
    }

    /// Fails if the bot did anything that Discord would not take, or if the stand-in sent what Discord would not.
    pub fn assert_clean(&self) {
        let violations = self.violations();
        assert!(
            violations.is_empty(),
            "Discord would not have it:\n- {}",
            violations.join("\n- ")
        );
    }

    /// What everybody did and read, in order.
    pub fn transcript(&self) -> String {
        self.shared.look(reading::transcript)
    }

    /// The last requests, for whoever looks for a reason.
    fn report(&self) -> String {
        self.shared.look(reading::report)
    }
}
