//! The queue as its users see it: a store, and what comes out of it.

mod cases;
mod files;
mod groups;
mod hostile;
mod outbox;
mod plans;
mod posts;
mod properties;
mod retention;

use jiff::{SignedDuration, Timestamp};

use crate::language::{CountryCode, Direction, Language, Script};
use crate::queue::{
    Action, Actor, Asker, Channel, Escalation, EscalationRef, EventKind, NewEscalation, Opened,
    Priority, QueueError, State, Store,
};

/// Noon, and so many minutes.
fn at(minutes: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    noon.checked_add(SignedDuration::from_mins(minutes))
        .unwrap()
}

fn asker(id: &str) -> Asker {
    Asker {
        channel: Channel::Terminal,
        id: id.to_owned(),
    }
}

fn by_asker(id: &str) -> Actor {
    Actor::Asker(asker(id))
}

fn attache(name: &str) -> Actor {
    Actor::Attache(name.to_owned())
}

fn answer(text: &str) -> Action {
    Action::Answer {
        text: text.to_owned(),
        force: false,
    }
}

fn correction(text: &str) -> Action {
    Action::Answer {
        text: text.to_owned(),
        force: true,
    }
}

fn ask(text: &str) -> Action {
    Action::Ask {
        text: text.to_owned(),
    }
}

fn add(text: &str) -> Action {
    Action::AddDetail {
        text: text.to_owned(),
    }
}

const CLAIM: Action = Action::Claim { force: false };
const WINE: &str = "Faut-il un certificat EUR.1 pour exporter du vin ?";
const CHEESE: &str = "Quels papiers vétérinaires pour exporter du fromage ?";

/// A question of an asker on exports to Serbia, with a key of its own.
fn question(id: &str, question: &str) -> NewEscalation {
    static KEYS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let key = KEYS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    NewEscalation {
        key: format!("key {key}"),
        question: question.to_owned(),
        details: None,
        language: Language::French,
        script: Script::Latn,
        country: CountryCode::new(*b"RS"),
        direction: Some(Direction::Export),
        asker: asker(id),
        address: format!("address of {id}"),
        priority: Priority::Normal,
        nearest: Vec::new(),
    }
}

async fn memory() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

impl Store {
    /// Escalates a question of `id` at minute 0.
    async fn opened(&self, id: &str, text: &str) -> EscalationRef {
        self.opened_at(id, text, 0).await.reference
    }

    async fn opened_at(&self, id: &str, text: &str, minutes: i64) -> Opened {
        self.escalate(question(id, text), at(minutes))
            .await
            .unwrap()
    }

    /// Does an action as the attaché Bureau at a minute.
    async fn ana(&self, case: EscalationRef, action: Action, minutes: i64) -> Escalation {
        self.act(case, action, &attache("Bureau"), at(minutes))
            .await
            .unwrap()
    }

    async fn state(&self, case: EscalationRef) -> State {
        self.get(case).await.unwrap().state
    }

    async fn what_happened(&self, case: EscalationRef) -> Vec<EventKind> {
        let case = self.get(case).await.unwrap();
        case.events.iter().map(|event| event.what).collect()
    }

    /// Delivers all that is due at a minute; to whom, and what.
    async fn deliver_all(&self, minutes: i64) -> Vec<(String, String)> {
        let mut delivered = Vec::new();
        for message in self
            .due(Channel::Terminal, None, at(minutes), 100)
            .await
            .unwrap()
        {
            self.delivered(message.id, message.kind.code(), at(minutes))
                .await
                .unwrap();
            delivered.push((message.asker.id, message.text));
        }
        delivered
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|&(who, what)| (who.to_owned(), what.to_owned()))
        .collect()
}
