//! The attaché's queue: questions that the FAQ could not answer, from the asker to the attaché and back.
//!
//! ```text
//! channel ─ escalate ─> case ─ act ─> case ─> message ─ due ─> channel ─ delivered / failed
//! ```
//!
//! What it promises:
//!
//! - **Nothing is acknowledged before it is durable.** [`Store::escalate`] gives a reference only once the case is on
//!   the disk. Trying again with the same key gives the same reference.
//! - **Every change is an event.** The state of a case, its events and the messages it sends change in one transaction,
//!   whichever process makes it.
//! - **What may be done is decided in one place**, [`Standing::after`], a pure function, and every refusal says what can
//!   be done instead.
//! - **One answer serves all who ask the same.** A question that is the same as one that waits follows that case: what
//!   the attaché does to one is done to its followers. A follower whose asker adds something goes its own way again,
//!   as do all followers of a case whose own asker adds something or withdraws.
//! - **Messages arrive at least once**, are tried until they do, and [show](Store::stuck) when they do not.
//! - **An asker sees their own cases alone**; [`Store::cases_of`] and every action as [`Actor::Asker`] see to it.
//! - **Words are kept no longer than needed**: [`Store::reduce_closed`] turns old cases into statistics. No `Debug` here
//!   prints the words of an asker or an attaché.
//!
//! Nothing here reads the clock: whoever calls says what time it is.

mod backlog;
mod codes;
mod effect;
mod error;
mod escalation;
mod event;
mod outgoing;
mod post;
mod rating;
mod reference;
mod similar;
mod state;
mod statistics;
mod store;
mod time;
mod transition;

pub use backlog::{Backlog, OfChannel, OfState};
pub use codes::UnknownCode;
pub use error::QueueError;
pub use escalation::{
    Asker, Channel, Escalation, Filter, Nearest, NewEscalation, Opened, Priority,
};
pub use event::{Actor, Change, Event, EventKind};
pub use outgoing::{LEASE, Outgoing, OutgoingKind};
pub use post::{Outdated, Post};
pub use rating::Rating;
pub use reference::{EscalationRef, InvalidReference};
pub use state::State;
pub use statistics::{OldestWaiting, Stats};
pub use store::{Backup, BackupError, Restored, Store, StoreError, back_up, restore};
pub use transition::{Action, Mark, Standing, TransitionError};
