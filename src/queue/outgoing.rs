//! A message on its way to an asker.
//!
//! It goes out at least once: a channel takes what is due ([`Store::due`](super::Store::due)), which lends it the
//! messages for the time of a [`LEASE`], and reports on each. Without a report, the message is due again when the lease
//! runs out. The [key](Outgoing::key) stays the same, so that a channel that can tell repetitions drops them.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::codes::coded;
use super::{Asker, EscalationRef};
use crate::language::{Language, Script};

/// How long a channel has to deliver a message before another process may try.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Pauses after the first failures, in seconds; the last is the pause after every later one.
const PAUSES: [i64; 6] = [5, 30, 2 * 60, 10 * 60, 3_600, 6 * 3_600];

/// No lease ends later than this from now, nor is a message put off for longer: a time beyond was written by a clock that was
/// ahead, and counts for nothing. Both are somewhat longer than the longest lease (a [`LEASE`]) and pause (a day), since two
/// processes do not look at the clock at the same moment.
pub(super) const FARTHEST_LEASE: SignedDuration = SignedDuration::from_secs(120);
pub(super) const FARTHEST_ATTEMPT: SignedDuration = SignedDuration::from_hours(25);

coded! {
    /// What is brought to an asker.
    OutgoingKind, "kind of message" {
        /// The attaché's answer.
        Answer = "answer",
        /// An answer in the place of one that may have arrived.
        Correction = "correction",
        /// A question of the attaché's.
        Question = "question",
        /// The office that answers instead.
        Referral = "referral",
        /// Why there will be no answer.
        Rejection = "rejection",
    }
}

impl OutgoingKind {
    /// Whether the case is answered once it arrives.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Answer | Self::Correction)
    }
}

/// A message on its way to an asker.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its number.
    pub id: i64,
    /// What tells it from every other message, short enough for a channel's own check for repetitions.
    pub key: String,
    /// The case.
    pub reference: EscalationRef,
    /// To whom.
    pub asker: Asker,
    /// Where the channel brings it.
    pub address: String,
    /// What it is.
    pub kind: OutgoingKind,
    /// The attaché's words.
    pub text: String,
    /// The office, if it is a referral.
    pub office: Option<String>,
    /// Who wrote it.
    pub by: String,
    /// The asker's question, to remind them of it.
    pub question: String,
    /// The language of the question.
    pub language: Language,
    /// The alphabet the asker writes in.
    pub script: Script,
    /// Since when it is on its way.
    pub created_at: Timestamp,
    /// How often it failed.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Timestamp,
    /// Why it failed last.
    pub last_error: Option<String>,
}

impl fmt::Debug for Outgoing {
    /// Without words and addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("key", &self.key)
            .field("reference", &self.reference)
            .field("kind", &self.kind)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The pause after the `failures`th failure in a row.
pub(super) fn pause_after(failures: u32) -> SignedDuration {
    let index = (failures.max(1) - 1) as usize;
    SignedDuration::from_secs(PAUSES[index.min(PAUSES.len() - 1)])
}

/// Whether the `failures`th failure is told in the case's events: the first, and then every tenth.
pub(super) const fn is_told(failures: u32) -> bool {
    failures == 1 || failures.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours_and_never_end() {
        let pauses: Vec<_> = [1, 2, 3, 4, 5, 6, 7, 1_000]
            .map(pause_after)
            .iter()
            .map(SignedDuration::as_secs)
            .collect();
        assert_eq!(pauses, [5, 30, 120, 600, 3_600, 21_600, 21_600, 21_600]);
        assert_eq!(pause_after(0), pause_after(1));
    }

    #[test]
    fn the_first_failure_and_every_tenth_are_told() {
        let told: Vec<_> = (1..=30).filter(|&failures| is_told(failures)).collect();
        assert_eq!(told, [1, 10, 20, 30]);
    }
}
