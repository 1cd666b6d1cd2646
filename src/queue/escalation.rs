//! A question that the FAQ could not answer, and all that is known of it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::codes::coded;
use super::{EscalationRef, Event, State, time};
use crate::language::{CountryCode, Direction, Language, Script};

coded! {
    /// Where a question comes in and its answer goes out.
    Channel, "channel" {
        /// `guichet chat` and `guichet ask`.
        Terminal = "terminal",
        /// Discord.
        Discord = "discord",
        /// A web page.
        Web = "web",
    }
}

coded! {
    /// How soon an answer is needed.
    Priority, "priority" {
        /// In its turn.
        Normal = "normal",
        /// Before those in their turn: a lorry waits.
        Urgent = "urgent",
    }
}

/// Who asks, as the channel knows them.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Asker {
    /// The channel.
    pub channel: Channel,
    /// What tells them from others there; nothing else may be read from it.
    #[serde(rename = "asker")]
    pub id: String,
}

impl fmt::Debug for Asker {
    /// Without the identity.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "someone on {}", self.channel)
    }
}

/// An entry of the FAQ that came near a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nearest {
    /// The entry, `topic/name`.
    pub entry: String,
    /// The probability that it was what was asked.
    pub probability: f64,
}

/// A question to hand to the attaché.
#[derive(Clone, PartialEq)]
pub struct NewEscalation {
    /// What tells this question from every other of its channel, made by the channel once a question is asked: the same
    /// key again is the same question again (a retry), and gets the same reference.
    pub key: String,
    /// The question, as it was asked.
    pub question: String,
    /// What the asker added when told that it goes to the attaché.
    pub details: Option<String>,
    /// The language of the question.
    pub language: Language,
    /// The alphabet the asker writes in.
    pub script: Script,
    /// The country it is about.
    pub country: Option<CountryCode>,
    /// Which way the goods go.
    pub direction: Option<Direction>,
    /// Who asks.
    pub asker: Asker,
    /// Where the channel brings the answer; the queue does not look into it.
    pub address: String,
    /// How soon an answer is needed.
    pub priority: Priority,
    /// The entries that came nearest, best first.
    pub nearest: Vec<Nearest>,
}

impl fmt::Debug for NewEscalation {
    /// Without the asker's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEscalation")
            .field("asker", &self.asker)
            .field("language", &self.language)
            .field("country", &self.country)
            .field("priority", &self.priority)
            .finish_non_exhaustive()
    }
}

/// A question that is stored for good; only now may the asker be told its reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The reference.
    pub reference: EscalationRef,
    /// The case with which it is answered, if one that asks the same waited already.
    pub follows: Option<EscalationRef>,
    /// How soon it is answered: as urgent as the case it follows, at least.
    pub priority: Priority,
}

/// A case. It serialises to the JSON of `guichet queue show`.
///
/// Once it is reduced to statistics (`reduced_at`), the texts and the asker's identity are empty.
#[derive(Clone, PartialEq, Serialize)]
pub struct Escalation {
    /// The reference.
    #[serde(rename = "ref")]
    pub reference: EscalationRef,
    /// Where it stands.
    pub state: State,
    /// How soon an answer is needed.
    pub priority: Priority,
    /// The question, as it was asked.
    pub question: String,
    /// What the asker added, one addition a line.
    pub details: Option<String>,
    /// The language of the question.
    pub language: Language,
    /// The alphabet the asker writes in.
    pub script: Script,
    /// The country it is about.
    pub country: Option<CountryCode>,
    /// Which way the goods go.
    pub direction: Option<Direction>,
    /// Who asks.
    #[serde(flatten)]
    pub asker: Asker,
    /// Where the channel brings the answer.
    #[serde(skip)]
    pub address: String,
    /// When it was asked.
    #[serde(serialize_with = "time::seconds")]
    pub created_at: Timestamp,
    /// When it last changed.
    #[serde(serialize_with = "time::seconds")]
    pub updated_at: Timestamp,
    /// Which attaché has it.
    pub claimed_by: Option<String>,
    /// Since when.
    #[serde(serialize_with = "time::optional_seconds")]
    pub claimed_at: Option<Timestamp>,
    /// The office to which it was referred last.
    pub referred_to: Option<String>,
    /// The last answer.
    pub answer: Option<String>,
    /// Who gave it.
    pub answered_by: Option<String>,
    /// When.
    #[serde(serialize_with = "time::optional_seconds")]
    pub answered_at: Option<Timestamp>,
    /// The case with which this one is answered.
    pub follows: Option<EscalationRef>,
    /// How many cases are answered with this one; withdrawn ones do not count.
    pub followers: usize,
    /// The entries that came nearest, best first.
    pub nearest: Vec<Nearest>,
    /// When it was reduced to statistics.
    #[serde(serialize_with = "time::optional_seconds")]
    pub reduced_at: Option<Timestamp>,
    /// What happened to it, in order.
    pub events: Vec<Event>,
}

impl fmt::Debug for Escalation {
    /// Without the asker's and the attaché's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Escalation")
            .field("reference", &self.reference)
            .field("state", &self.state)
            .field("priority", &self.priority)
            .field("country", &self.country)
            .field("claimed_by", &self.claimed_by)
            .field("follows", &self.follows)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}

/// Which cases to list. The default: up to a hundred that wait, of any country and priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// In which states; none stands for [`State::WAITING`].
    pub states: Vec<State>,
    /// Whether only urgent ones.
    pub urgent_only: bool,
    /// Of which country.
    pub country: Option<CountryCode>,
    /// Whether also those that are answered with another case.
    pub with_followers: bool,
    /// How many at most.
    pub limit: u32,
    /// How many to leave out at the start.
    pub offset: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            urgent_only: false,
            country: None,
            with_followers: false,
            limit: 100,
            offset: 0,
        }
    }
}
