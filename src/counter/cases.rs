//! What the asker says of a case, and what is said of it: its reference, its state, what came of a wish.

use jiff::Timestamp;

use super::{
    Conversation, Counter, Decision, Draft, Effect, Intent, Pending, Reply, Turn, Voice, intent,
};
use crate::faq::notation;
use crate::matching::Reading;
use crate::queue::{EscalationRef, Priority, State};

/// A question that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalated {
    /// Its reference.
    pub reference: EscalationRef,
    /// It waits along with the same question of somebody else.
    pub is_attached: bool,
}

/// Why a question was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStored {
    /// It could not be: trying again may help.
    Failed,
    /// Its asker has so many cases that wait already.
    TooMany(usize),
}

/// What came of an asker's wish about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseOutcome {
    /// It was done; the case's state was `before`.
    Done {
        /// The state it was in.
        before: State,
    },
    /// The asker has no such case.
    Unknown,
    /// The case's state does not allow it.
    Refused(State),
    /// It could not be stored.
    Failed,
}

impl Counter {
    /// A message that begins with a case's reference.
    pub(super) fn about_a_case(
        &self,
        conversation: &mut Conversation,
        text: &str,
        reading: &Reading,
        voice: Voice,
    ) -> Option<Turn> {
        let (reference, range) = EscalationRef::find_in(text)?;
        let rest = text.get(range.end..).unwrap_or_default();
        let rest = rest
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .trim();
        // A bare reference says nothing of the language: the conversation goes on in its own.
        let voice = if rest.is_empty() {
            conversation.voice.unwrap_or(voice)
        } else {
            let detected = self.reader.read(
                rest,
                conversation.voice.map(|voice| voice.language),
                Some(reading.detected.language),
            );
            Voice {
                language: detected.detected.language,
                script: voice.script,
            }
        };
        conversation.voice = Some(voice);
        conversation.pending = None;
        let effect = if rest.is_empty() {
            Effect::Status(reference)
        } else if intent(rest) == Some(Intent::Withdraw) {
            Effect::Withdraw(reference)
        } else {
            Effect::AddDetail {
                reference,
                text: rest.to_owned(),
            }
        };
        Some(for_a_case(conversation, effect))
    }

    /// Words what came of storing a question: its reference, or that it is not passed on.
    #[must_use]
    pub fn escalated(
        &self,
        conversation: &mut Conversation,
        reply: Reply,
        draft: &Draft,
        opened: Result<&Escalated, NotStored>,
    ) -> Reply {
        let voice = reply.voice;
        let opened = match opened {
            Ok(opened) => opened,
            Err(NotStored::Failed) => {
                conversation.pending = Some(Pending::Consent {
                    draft: draft.clone(),
                });
                return self.with_message(reply, "escalate-failed", &[]);
            }
            Err(NotStored::TooMany(count)) => {
                let count = count.to_string();
                return self.with_message(reply, "escalate-too-many", &[("count", &count)]);
            }
        };
        let reference = opened.reference.to_string();
        let id = match (opened.is_attached, draft.priority) {
            (true, _) => "escalate-attached",
            (false, Priority::Urgent) => "escalate-done-urgent",
            (false, Priority::Normal) => "escalate-done",
        };
        let mut reply = self.with_message(reply, id, &[("reference", &reference)]);
        reply.escalation = Some(reference.clone());
        conversation.last = None;
        if draft.details.is_none() {
            reply.hint = Some(self.messages.say(voice, "escalate-details"));
            conversation.pending = Some(Pending::Details { reference });
        }
        reply
    }

    /// Words what came of adding to a case, or of taking it back.
    #[must_use]
    pub fn acted(&self, reply: Reply, effect: &Effect, outcome: &CaseOutcome) -> Reply {
        let (Effect::AddDetail { reference, .. }
        | Effect::Withdraw(reference)
        | Effect::Status(reference)) = effect
        else {
            return reply;
        };
        let reference = reference.to_string();
        let voice = reply.voice;
        let (id, state) = match (outcome, effect) {
            (CaseOutcome::Failed, _) => ("store-failed", None),
            (CaseOutcome::Unknown, _) => ("case-unknown", None),
            (CaseOutcome::Refused(state), _) => ("case-refused", Some(*state)),
            (CaseOutcome::Done { .. }, Effect::Withdraw(_)) => ("case-withdrawn", None),
            (CaseOutcome::Done { before }, _) => match before {
                State::AwaitingAsker => ("case-replied", None),
                State::Answered | State::Delivered | State::Closed => ("case-asked-back", None),
                _ => ("case-added", None),
            },
        };
        let state = state.map_or_else(String::new, |state| self.state(voice, state));
        let mut reply =
            self.with_message(reply, id, &[("reference", &reference), ("state", &state)]);
        if matches!(outcome, CaseOutcome::Done { .. } | CaseOutcome::Refused(_)) {
            reply.escalation = Some(reference);
        }
        reply
    }

    /// Words a case's state.
    #[must_use]
    pub fn status(
        &self,
        reply: Reply,
        reference: &EscalationRef,
        state: State,
        opened: Timestamp,
    ) -> Reply {
        let voice = reply.voice;
        let day = opened
            .to_zoned_datetime(self.policy.time_zone.clone())
            .date();
        let reference = reference.to_string();
        let mut reply = self.with_message(
            reply,
            "case-status",
            &[
                ("reference", &reference),
                ("state", &self.state(voice, state)),
                (
                    "date",
                    &notation::date(day, self.messages.language_for(voice.language)),
                ),
            ],
        );
        reply.escalation = Some(reference);
        reply
    }

    fn state(&self, voice: Voice, state: State) -> String {
        self.messages
            .say_with(voice, "case-state", &[("state", state.code())])
    }
}

/// A turn whose reply comes after an effect on a case.
pub(super) fn for_a_case(conversation: &Conversation, effect: Effect) -> Turn {
    let voice = conversation.voice.unwrap_or_default();
    Turn {
        reply: Reply::new(Decision::Escalate, voice),
        effect: Some(effect),
    }
}
