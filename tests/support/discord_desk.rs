//! The attaché's desk before the stand-in for Discord: a private channel, a role, two members with it, and somebody who asks.
#![allow(dead_code)] // each test file uses its own part

use guichet::language::{CountryCode, Direction, Language, Script};
use guichet::queue::{
    Action, Asker, Channel, Escalation, EscalationRef, Nearest, NewEscalation, Priority,
};
use guichet::settings::QueueSettings;

use super::discord::{self, Discord, Role, User, View};
use super::discord_counter::Counter;

pub const QUESTION: &str =
    "mon fournisseur turc refuse de me donner sa déclaration, que puis-je lui opposer ?";

/// The desk, open.
pub struct Desk {
    pub discord: Discord,
    pub counter: Counter,
    pub role: Role,
    pub room: discord::Channel,
    /// Two members of the attaché's staff, before the queue's channel.
    pub ana: User,
    pub boris: User,
    /// Somebody who asks.
    pub asker: User,
}

/// A question for the attaché.
pub struct Question(NewEscalation);

impl Question {
    pub fn urgent(mut self) -> Self {
        self.0.priority = Priority::Urgent;
        self
    }

    pub fn details(mut self, details: &str) -> Self {
        self.0.details = Some(details.to_owned());
        self
    }

    pub fn about(mut self, country: [u8; 2]) -> Self {
        self.0.country = CountryCode::new(country);
        self
    }
}

impl Desk {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// Opens it with other settings of the queue. Without them there is neither a reminder nor a digest.
    pub async fn open_with(change: impl FnOnce(&mut QueueSettings)) -> Self {
        let discord = Discord::start().await;
        let role = discord.role("Attachés");
        let room = discord.guild().private_channel("file", &role);
        let member = |name: &str| discord.named(name, "fr").with_role(&role).in_channel(&room);
        let (ana, boris) = (member("Bureau"), member("Greffe"));
        let asker = discord.named("Menuiserie", "fr");
        let ids = [
            discord.guild().id().to_string(),
            room.id().to_string(),
            role.id().to_string(),
        ];
        let counter = Counter::open_at(&discord, |settings, queue| {
            [
                settings.guild,
                settings.queue_channel,
                settings.attache_role,
            ] = ids;
            queue.remind_after = jiff::SignedDuration::ZERO;
            change(queue);
        })
        .await;
        let desk = Self {
            discord,
            counter,
            role,
            room,
            ana,
            boris,
            asker,
        };
        desk.has_commands().await;
        desk
    }

    async fn has_commands(&self) {
        self.discord
            .requested("the attaché's commands", |request| {
                request.method == "PUT" && request.route.contains("/guilds/")
            })
            .await;
    }

    /// Stops the counter and opens it again.
    pub async fn restart(mut self) -> Self {
        self.counter = self.counter.restart(&self.discord).await;
        self
    }

    /// A question of the asker's on Turkey, which two entries come near.
    pub fn question(&self, text: &str) -> Question {
        let near = |entry: &str, probability| Nearest {
            entry: entry.to_owned(),
            probability,
        };
        Question(NewEscalation {
            key: format!("{text} {}", self.counter.now()),
            question: text.to_owned(),
            details: None,
            language: Language::French,
            script: Script::Latn,
            country: CountryCode::new(*b"TR"),
            direction: Some(Direction::Import),
            asker: Asker {
                channel: Channel::Discord,
                id: self.asker.id().to_string(),
            },
            address: self.discord.channel().id().to_string(),
            priority: Priority::Normal,
            nearest: vec![
                near("origin/eur1-certificate", 0.62),
                near("operators/eori-number", 0.11),
            ],
        })
    }

    /// Passes a question on.
    pub async fn ask(&self, question: Question) -> EscalationRef {
        let store = self.counter.store();
        let opened = store.escalate(question.0, self.counter.now()).await;
        opened.unwrap().reference
    }

    /// Passes a question on and waits for its card, as Bureau sees it.
    pub async fn card(&self, question: Question) -> (EscalationRef, View) {
        let reference = self.ask(question).await;
        (reference, self.card_of(reference).await)
    }

    /// The usual question and its card.
    pub async fn usual(&self) -> (EscalationRef, View) {
        self.card(self.question(QUESTION)).await
    }

    /// The newest message in the channel with a case's reference and buttons to work on it.
    pub async fn card_of(&self, reference: EscalationRef) -> View {
        let seen = self.ana.sees(&self.room);
        seen.wait_for_words(&format!("{reference} ·")).await;
        let mut messages = seen.messages();
        messages.retain(|message| message.says(&format!("{reference} ·")));
        messages.pop().unwrap()
    }

    /// The same message, as Greffe sees it.
    pub fn as_boris(&self, card: &View) -> View {
        let of = card.raw()[0]["id"].as_str().unwrap().to_owned();
        let mut messages = self.boris.sees(&self.room).messages();
        messages.retain(|message| message.raw()[0]["id"] == of.as_str());
        messages.pop().unwrap()
    }

    /// How many messages stand in the channel for everybody there.
    pub fn posted(&self) -> usize {
        let member = self.discord.named("Carl", "fr").with_role(&self.role);
        member.sees(&self.room).messages().len()
    }

    pub async fn case(&self, reference: EscalationRef) -> Escalation {
        self.counter.store().get(reference).await.unwrap()
    }

    /// What the asker adds to a case.
    pub async fn asker_adds(&self, reference: EscalationRef, text: &str) {
        let by = guichet::queue::Actor::Asker(Asker {
            channel: Channel::Discord,
            id: self.asker.id().to_string(),
        });
        let add = Action::AddDetail {
            text: text.to_owned(),
        };
        let store = self.counter.store();
        store
            .act(reference, add, &by, self.counter.now())
            .await
            .unwrap();
    }

    /// How often words stand in the messages that the asker got.
    pub fn received(&self, words: &str) -> usize {
        self.asker.inbox().text().matches(words).count()
    }
}
