//! Who did what to a case, and when.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::codes::coded;
use super::{Asker, time};

/// Who changes a case.
#[derive(Clone, PartialEq, Eq)]
pub enum Actor {
    /// The one who asked, who may do so with their own cases alone.
    Asker(Asker),
    /// The customs attaché or one of the attaché's staff, by name.
    Attache(String),
    /// The counter itself.
    System,
}

impl Actor {
    /// How it is named in a case's events: `asker`, the attaché's name, or `guichet`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Asker(_) => "asker",
            Self::Attache(name) => name,
            Self::System => "guichet",
        }
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

coded! {
    /// What happened to a case.
    EventKind, "kind of event" {
        /// The question was asked.
        Opened = "opened",
        /// It asks what another case asks, and is answered with that one; the text names it.
        Attached = "attached",
        /// It is answered by itself again; the text names the case it went with.
        Detached = "detached",
        /// It became urgent because someone who asks the same is in a hurry; the text names their case.
        Raised = "raised",
        /// An attaché took it.
        Claimed = "claimed",
        /// The attaché who had it gave it back.
        Released = "released",
        /// The attaché asked the asker something; the text is the question.
        Asked = "asked",
        /// The asker added something; the text is what.
        DetailAdded = "detail_added",
        /// It went to an office, which the text names.
        Referred = "referred",
        /// The attaché answered; the text is the answer.
        Answered = "answered",
        /// A message to the asker arrived; the text says how.
        Delivered = "delivered",
        /// A message to the asker did not arrive; the text says why.
        DeliveryFailed = "delivery_failed",
        /// Nothing is left to do.
        Closed = "closed",
        /// The asker no longer wants an answer.
        Withdrawn = "withdrawn",
        /// The attaché will not answer; the text is the reason.
        Rejected = "rejected",
        /// The asker asked back after the answer.
        Reopened = "reopened",
        /// The asker said whether the answer helped; the text is the [`Rating`](super::Rating).
        Rated = "rated",
    }
}

/// One thing that happened to a case.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    #[serde(serialize_with = "time::seconds")]
    pub at: Timestamp,
    /// What.
    pub what: EventKind,
    /// By whom; see [`Actor::name`].
    pub by: String,
    /// The words that go with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl fmt::Debug for Event {
    /// Without the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} by {}", self.at, self.what, self.by)
    }
}

/// An event, with its case and its place in the order of all events: what a desk that follows the queue reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order of all events.
    pub position: i64,
    /// The case.
    pub reference: super::EscalationRef,
    /// What happened to it.
    pub event: Event,
}
