//! What can go wrong with a case.

use super::{EscalationRef, StoreError, TransitionError};

/// What went wrong with a case.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// There is no such case, or it is not the asker's: an asker is not told which.
    #[error("there is no case {reference}: look at its characters again")]
    Unknown {
        /// The reference.
        reference: EscalationRef,
    },
    /// What was tried cannot be done to the case.
    #[error(transparent)]
    Transition(#[from] TransitionError),
    /// A channel gave one key to questions of two askers; nothing was stored of the second.
    #[error(
        "the question was not stored: its key is that of another asker's question. This is a defect of the channel"
    )]
    KeyReused,
    /// There is no such message.
    #[error("there is no message number {id} to an asker")]
    UnknownOutgoing {
        /// The number.
        id: i64,
    },
    /// Every reference that was tried is taken.
    #[error("no free reference was found in {attempts} attempts: nothing was stored, try again")]
    NoFreeReference {
        /// How many were tried.
        attempts: usize,
    },
    /// The operating system gives no random numbers.
    #[error("nothing was stored, as the system gives no random numbers for a reference: {0}")]
    NoRandomNumbers(#[from] getrandom::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
