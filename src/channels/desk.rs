//! The desk behind all channels: it runs the counter's turns and carries out what they need of the queue.

use std::hash::Hasher;
use std::sync::{Arc, MutexGuard, PoisonError};

use jiff::Timestamp;
use rustc_hash::FxHasher;
use tokio::sync::Mutex;

use super::Opening;
use super::conversations::Conversations;
use crate::counter::{
    CaseOutcome, Conversation, Counter, Draft, Effect, Escalated, Message, NotStored, Pick, Reply,
    Turn, Voice, Wish,
};
use crate::language::{CountryCode, Language};
use crate::operation::{EscalationOutcome, metrics};
use crate::queue::{
    Action, Actor, Asker, EscalationRef, Nearest, NewEscalation, QueueError, Store,
};

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
    /// The country that they chose beside the text, where the channel lets them choose.
    pub country: Option<CountryCode>,
    /// When it came.
    pub now: Timestamp,
}

/// The desk. Channels share it.
#[derive(Debug)]
pub struct Desk {
    opening: Opening,
    store: Store,
    /// Cases of one asker that may wait at the same time.
    open_cases: usize,
    /// One conversation an asker. Each has a lock of its own, held for the whole turn, so that an asker's messages are
    /// taken one after the other; the outer lock is held only to look it up, never across a wait.
    conversations: std::sync::Mutex<Conversations>,
}

impl Desk {
    /// A desk for a counter that is opening, with the queue behind it.
    #[must_use]
    pub fn new(opening: Opening, store: Store) -> Self {
        Self {
            opening,
            store,
            open_cases: usize::MAX,
            conversations: std::sync::Mutex::default(),
        }
    }

    /// The same desk, where so many cases of one asker may wait at the same time.
    #[must_use]
    pub const fn with_open_cases(mut self, most: usize) -> Self {
        self.open_cases = most;
        self
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
        self.turn(incoming, |counter, conversation, message| {
            counter.receive(conversation, message)
        })
        .await
    }

    /// Takes a question that stands by itself, where menus and buttons answer what the counter asked: whatever it waits for
    /// from before is no longer meant.
    pub async fn ask(&self, incoming: Incoming<'_>) -> Option<Reply> {
        self.turn(incoming, |counter, conversation, message| {
            conversation.expect_question();
            counter.receive(conversation, message)
        })
        .await
    }

    /// Answers what was picked; the text is the question, as far as it is known.
    pub async fn pick(&self, incoming: Incoming<'_>, pick: &Pick) -> Option<Reply> {
        self.turn(incoming, |counter, conversation, message| {
            counter.picked(conversation, pick, message)
        })
        .await
    }

    /// Hands the question that is the text to the attaché; its asker agreed. It was asked at `asked_at`.
    pub async fn hand_over(
        &self,
        incoming: Incoming<'_>,
        asked_at: Timestamp,
        details: Option<&str>,
    ) -> Option<Reply> {
        let reply = self
            .turn(incoming, |counter, conversation, message| {
                let wish = Wish {
                    message,
                    asked_at,
                    details,
                };
                counter.hand_over(conversation, &wish)
            })
            .await;
        // The form had room for details, and there is a button for more: what is written next is no detail.
        self.let_be(incoming.asker).await;
        reply
    }

    /// Adds the text to a case.
    pub async fn add_to(&self, incoming: Incoming<'_>, reference: EscalationRef) -> Option<Reply> {
        self.turn(incoming, |counter, conversation, message| {
            counter.add_to(conversation, reference, message)
        })
        .await
    }

    /// Takes a case back.
    pub async fn withdraw(
        &self,
        incoming: Incoming<'_>,
        reference: EscalationRef,
    ) -> Option<Reply> {
        self.turn(incoming, |counter, conversation, message| {
            counter.withdraw(conversation, reference, message)
        })
        .await
    }

    /// What an asker's conversation is about: the last question, while it is remembered.
    pub async fn last_question(&self, asker: &Asker) -> Option<String> {
        let conversation = self.remembered(asker)?;
        let conversation = conversation.lock().await;
        conversation.question().map(str::to_owned)
    }

    /// The language and script in which an asker's conversation is held.
    pub async fn voice_of(&self, asker: &Asker) -> Option<Voice> {
        self.remembered(asker)?.lock().await.voice
    }

    /// Waits for nothing more from an asker, who said no with a button.
    pub async fn let_be(&self, asker: &Asker) {
        if let Some(conversation) = self.remembered(asker) {
            conversation.lock().await.pending = None;
        }
    }

    fn remembered(&self, asker: &Asker) -> Option<Arc<Mutex<Conversation>>> {
        self.conversations().get(asker)
    }

    /// Forgets an asker: the conversation, and every case with its words, its answer and the messages on their way. How
    /// many cases there were.
    ///
    /// # Errors
    ///
    /// When the database fails; then nothing is forgotten.
    pub async fn forget(&self, asker: &Asker, now: Timestamp) -> Result<u64, QueueError> {
        let forgotten = self.store.forget(asker, now).await?;
        self.conversations().forget(asker);
        Ok(forgotten)
    }

    /// Takes one turn of an asker's conversation and carries out what it needs.
    async fn turn(
        &self,
        incoming: Incoming<'_>,
        take: impl FnOnce(&Counter, &mut Conversation, Message<'_>) -> Turn + Send,
    ) -> Option<Reply> {
        let counter = self.counter().await?;
        let memory = counter.policy().memory;
        let conversation = self
            .conversations()
            .of(incoming.asker, incoming.now, memory);
        let mut conversation = conversation.lock().await;
        let message = Message {
            text: incoming.text,
            now: incoming.now,
            locale: incoming.locale,
            country: incoming.country,
        };
        let start = std::time::Instant::now();
        let turn = take(&counter, &mut conversation, message);
        let Some(effect) = turn.effect else {
            // What has an effect goes on with a question that was counted already.
            let language = turn.reply.voice.language;
            metrics().question(turn.reply.decision, language, start.elapsed());
            return Some(turn.reply);
        };
        Some(match effect {
            Effect::Escalate(draft) => {
                let opened = self.escalate(&draft, incoming).await;
                metrics().escalation(match &opened {
                    Ok(escalated) if escalated.is_attached => EscalationOutcome::Attached,
                    Ok(_) => EscalationOutcome::Stored,
                    Err(NotStored::TooMany(_)) => EscalationOutcome::Refused,
                    Err(NotStored::Failed) => EscalationOutcome::Failed,
                });
                counter.escalated(
                    &mut conversation,
                    turn.reply,
                    &draft,
                    opened.as_ref().map_err(|why| *why),
                )
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

    fn conversations(&self) -> MutexGuard<'_, Conversations> {
        self.conversations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How many of an asker's cases wait.
    async fn waiting(&self, asker: &Asker) -> Result<usize, QueueError> {
        let cases = self.store.cases_of(asker).await?;
        Ok(cases.iter().filter(|case| case.state.is_waiting()).count())
    }

    /// Stores a question.
    async fn escalate(
        &self,
        draft: &Draft,
        incoming: Incoming<'_>,
    ) -> Result<Escalated, NotStored> {
        if self.open_cases < usize::MAX {
            match self.waiting(incoming.asker).await {
                Ok(waiting) if waiting >= self.open_cases => {
                    return Err(NotStored::TooMany(waiting));
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!("an asker's cases could not be counted: {error}");
                    return Err(NotStored::Failed);
                }
            }
        }
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
            Ok(opened) => Ok(Escalated {
                reference: opened.reference,
                is_attached: opened.follows.is_some(),
            }),
            Err(error) => {
                tracing::error!("a question could not be stored: {error}");
                Err(NotStored::Failed)
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
