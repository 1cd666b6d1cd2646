//! What the counter remembers of one asker's conversation, for a while.

use jiff::{SignedDuration, Timestamp};

use super::messages::Voice;
use super::reply::Offered;
use crate::faq::EntryId;
use crate::language::{CountryCode, Direction};
use crate::queue::Priority;

/// A question as it would be given to the attaché. It is kept in memory only, until the asker agrees.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// The asker's words.
    pub question: String,
    /// Its language and script.
    pub voice: Voice,
    /// The country it is about.
    pub country: Option<CountryCode>,
    /// Which way the goods go.
    pub direction: Option<Direction>,
    /// How much it hurries.
    pub priority: Priority,
    /// What the matcher thought.
    pub nearest: Vec<Offered>,
    /// What the asker added: company, deadline.
    pub details: Option<String>,
    /// When it was asked: with the asker, what tells it from every other question.
    pub asked_at: Timestamp,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The asker's words belong in no log.
        f.debug_struct("Draft")
            .field("characters", &self.question.chars().count())
            .field("priority", &self.priority)
            .finish_non_exhaustive()
    }
}

/// What the counter waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Pending {
    /// The country, to complete an entry's answer.
    Country {
        /// The entry.
        entry: EntryId,
        /// The question so far.
        draft: Draft,
    },
    /// Which of the entries was meant.
    Choice {
        /// Those offered, in their order.
        entries: Vec<EntryId>,
        /// The question.
        draft: Draft,
    },
    /// Whether the question may be stored and passed on.
    Consent {
        /// The question.
        draft: Draft,
    },
    /// The question that is to be passed on.
    Question,
    /// What may help the attaché with a case just opened.
    Details {
        /// The case.
        reference: String,
    },
}

/// The question answered last.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    /// The entry that answered.
    pub entry: Option<EntryId>,
    /// The question.
    pub draft: Draft,
}

/// One asker's conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conversation {
    /// The language and script that it is held in.
    pub voice: Option<Voice>,
    /// What the counter waits for.
    pub pending: Option<Pending>,
    /// The question before.
    pub last: Option<Last>,
    touched: Option<Timestamp>,
}

impl Conversation {
    /// Begins a turn at `now`: what lies further back than `memory` is forgotten.
    pub fn begin_turn(&mut self, now: Timestamp, memory: SignedDuration) {
        if self.is_forgotten(now, memory) {
            *self = Self::default();
        }
        self.touched = Some(now);
    }

    /// Forgets everything that was said.
    pub fn forget(&mut self) {
        *self = Self {
            touched: self.touched,
            ..Self::default()
        };
    }

    /// Lets go what was asked of the asker, but for the question itself: what comes next is a question of its own.
    pub fn expect_question(&mut self) {
        self.pending = self
            .pending
            .take()
            .filter(|pending| *pending == Pending::Question);
    }

    /// The question that it is about.
    #[must_use]
    pub fn question(&self) -> Option<&str> {
        let draft = match &self.pending {
            Some(
                Pending::Country { draft, .. }
                | Pending::Choice { draft, .. }
                | Pending::Consent { draft },
            ) => Some(draft),
            _ => self.last.as_ref().map(|last| &last.draft),
        };
        draft.map(|draft| draft.question.as_str())
    }

    /// When its last turn began.
    #[must_use]
    pub const fn touched(&self) -> Option<Timestamp> {
        self.touched
    }

    /// Whether nothing of the conversation counts any more. A clock that was set back forgets nothing.
    #[must_use]
    pub fn is_forgotten(&self, now: Timestamp, memory: SignedDuration) -> bool {
        self.touched
            .is_none_or(|touched| now.duration_since(touched) > memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_forgotten_after_a_while_and_not_before() {
        let memory = SignedDuration::from_mins(30);
        let start: Timestamp = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut conversation = Conversation::default();
        conversation.begin_turn(start, memory);
        conversation.pending = Some(Pending::Question);
        conversation.begin_turn(start + SignedDuration::from_mins(30), memory);
        assert_eq!(conversation.pending, Some(Pending::Question));
        conversation.begin_turn(start, memory);
        assert_eq!(conversation.pending, Some(Pending::Question));
        conversation.begin_turn(start + SignedDuration::from_mins(31), memory);
        assert_eq!(conversation.pending, None);
    }

    #[test]
    fn the_askers_words_show_in_no_debug_output() {
        let draft = Draft {
            question: "secret".to_owned(),
            voice: Voice::default(),
            country: None,
            direction: None,
            priority: Priority::Normal,
            nearest: Vec::new(),
            details: Some("secret".to_owned()),
            asked_at: Timestamp::UNIX_EPOCH,
        };
        assert!(!format!("{:?}", Pending::Consent { draft }).contains("secret"));
    }
}
