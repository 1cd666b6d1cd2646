//! What a desk posts in its room: cards of cases, reminders, the digest of a day.
//!
//! A post is [begun](super::Store::begin_post) before it is sent and [noted](super::Store::posted) once it is there. One
//! that is begun and not noted was cut off in between: whoever finds it so looks whether the message is there before
//! sending it.

use super::EscalationRef;

/// Something that is posted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// What it is, such as `card G-7K3M`.
    pub name: String,
    /// The room in which it stands.
    pub place: String,
    /// The message's id there; `None` while it is not known to be there, empty when there was nothing to say.
    pub message: Option<String>,
    /// How often it was posted anew, from 0.
    pub edition: u32,
    /// The place, in the order of all events, of the last event that it shows.
    pub position: Option<i64>,
}

impl Post {
    /// What the name of every card begins with.
    pub const CARD: &str = "card ";

    /// The name of a case's card.
    #[must_use]
    pub fn card(reference: EscalationRef) -> String {
        format!("{}{reference}", Self::CARD)
    }
}

/// A case whose card does not show how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outdated {
    /// The case.
    pub reference: EscalationRef,
    /// The last event of the case and of those that follow it.
    pub position: i64,
    /// Whether the case is reduced to statistics, so that its card has to go.
    pub is_reduced: bool,
}
