//! The desk behind all channels: it runs the counter's turns and carries out what they need of the queue.

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::{Arc, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHasher;
use tokio::sync::Mutex;

use super::Opening;
use crate::counter::{
    CaseOutcome, Conversation, Counter, Draft, Effect, Escalated, Message, Reply,
};
use crate::language::Language;
use crate::queue::{
    Action, Actor, Asker, EscalationRef, Nearest, NewEscalation, QueueError, Store,
};

/// Conversations kept in memory before forgotten ones are looked for.
const MANY: usize = 1_000;

/// A message as a channel received it.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// Who wrote it.
    pub asker: &'a Asker,
    /// Where the channel brings an answer.
    pub address: &'a str,
    /// The text.
    pub text: &'a str,
    /// The language of the asker's device, where the channel knows it.
    pub locale: Option<Language>,
    /// When it came.
    pub now: Timestamp,
}

/// The desk. Channels share it.
#[derive(Debug)]
pub struct Desk {
    opening: Opening,
    store: Store,
    /// One conversation an asker. Each has a lock of its own, held for the whole turn, so that an asker's messages are
    /// taken one after the other; the outer lock is held only to look it up, never across a wait.
    conversations: std::sync::Mutex<HashMap<Asker, Arc<Mutex<Conversation>>>>,
}

impl Desk {
    /// A desk for a counter that is opening, with the queue behind it.
    #[must_use]
    pub fn new(opening: Opening, store: Store) -> Self {
        Self {
            opening,
            store,
            conversations: std::sync::Mutex::default(),
        }
    }

    /// The counter in service.
    pub async fn counter(&self) -> Option<Arc<Counter>> {
        self.opening.counter().await
    }

    /// The queue.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Takes a message and gives the reply; `None` when the counter could not be opened.
    pub async fn receive(&self, incoming: Incoming<'_>) -> Option<Reply> {
        let counter = self.counter().await?;
        let conversation = self.conversation(incoming.asker, &counter, incoming.now);
        let mut conversation = conversation.lock().await;
        let turn = counter.receive(
            &mut conversation,
            Message {
                text: incoming.text,
                now: incoming.now,
                locale: incoming.locale,
            },
        );
        let Some(effect) = turn.effect else {
            return Some(turn.reply);
        };
        Some(match effect {
            Effect::Escalate(draft) => {
                let opened = self.escalate(&draft, incoming).await;
                counter.escalated(&mut conversation, turn.reply, &draft, opened.as_ref())
            }
            Effect::AddDetail {
                ref reference,
                ref text,
            } => {
                let action = Action::AddDetail { text: text.clone() };
                let outcome = self.act(*reference, &action, incoming).await;
                counter.acted(turn.reply, &effect, &outcome)
            }
            Effect::Withdraw(reference) => {
                let outcome = self.act(reference, &Action::Withdraw, incoming).await;
                counter.acted(turn.reply, &effect, &outcome)
            }
            Effect::Status(reference) => match self.store.cases_of(incoming.asker).await {
                Ok(cases) => match cases.iter().find(|case| case.reference == reference) {
                    Some(case) => {
                        counter.status(turn.reply, &reference, case.state, case.created_at)
                    }
                    None => counter.acted(turn.reply, &effect, &CaseOutcome::Unknown),
                },
                Err(error) => {
                    tracing::error!("a case could not be looked up: {error}");
                    counter.acted(turn.reply, &effect, &CaseOutcome::Failed)
                }
            },
        })
    }

    fn conversation(
        &self,
        asker: &Asker,
        counter: &Counter,
        now: Timestamp,
    ) -> Arc<Mutex<Conversation>> {
        let mut all = self
            .conversations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            let memory: SignedDuration = counter.policy().memory;
            all.retain(|_, conversation| {
                conversation
                    .try_lock()
                    .map_or(true, |conversation| !conversation.is_forgotten(now, memory))
            });
        }
        Arc::clone(all.entry(asker.clone()).or_default())
    }

    /// Stores a question; `None` when it could not be stored.
    async fn escalate(&self, draft: &Draft, incoming: Incoming<'_>) -> Option<Escalated> {
        let new = NewEscalation {
            key: key(draft, incoming.asker),
            question: draft.question.clone(),
            details: draft.details.clone(),
            language: draft.voice.language,
            script: draft.voice.script,
            country: draft.country,
            direction: draft.direction,
            asker: incoming.asker.clone(),
            address: incoming.address.to_owned(),
            priority: draft.priority,
            nearest: draft
                .nearest
                .iter()
                .map(|offered| Nearest {
                    entry: offered.entry.to_string(),
                    probability: offered.probability,
                })
                .collect(),
        };
        match self.store.escalate(new, incoming.now).await {
            Ok(opened) => Some(Escalated {
                reference: opened.reference,
                is_attached: opened.follows.is_some(),
            }),
            Err(error) => {
                tracing::error!("a question could not be stored: {error}");
                None
            }
        }
    }

    async fn act(
        &self,
        reference: EscalationRef,
        action: &Action,
        incoming: Incoming<'_>,
    ) -> CaseOutcome {
        let by = Actor::Asker(incoming.asker.clone());
        let before = match self.store.cases_of(incoming.asker).await {
            Ok(cases) => cases
                .iter()
                .find(|case| case.reference == reference)
                .map(|case| case.state),
            Err(error) => {
                tracing::error!("a case could not be looked up: {error}");
                return CaseOutcome::Failed;
            }
        };
        let Some(before) = before else {
            return CaseOutcome::Unknown;
        };
        match self
            .store
            .act(reference, action.clone(), &by, incoming.now)
            .await
        {
            Ok(_) => CaseOutcome::Done { before },
            Err(QueueError::Unknown { .. }) => CaseOutcome::Unknown,
            Err(QueueError::Transition(_)) => CaseOutcome::Refused(before),
            Err(error) => {
                tracing::error!("a case could not be changed: {error}");
                CaseOutcome::Failed
            }
        }
    }
}

/// The same question of the same asker has the same key, however often it is tried to store it.
fn key(draft: &Draft, asker: &Asker) -> String {
    let mut hasher = FxHasher::default();
    hasher.write(asker.id.as_bytes());
    hasher.write(draft.question.as_bytes());
    format!(
        "{}-{:016x}",
        draft.asked_at.as_nanosecond(),
        hasher.finish()
    )
}
