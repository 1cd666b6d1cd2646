//! What is not finished: cases in each state, messages on each channel.

use jiff::Timestamp;

use super::{Channel, State};

/// What is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// Cases in each of the [`State::UNFINISHED`] states; every one of them is there.
    pub cases: Vec<OfState>,
    /// Messages to askers on each channel; every channel is there.
    pub outbox: Vec<OfChannel>,
}

/// Cases in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfState {
    /// The state.
    pub state: State,
    /// How many.
    pub count: u64,
    /// When the oldest was asked.
    pub oldest: Option<Timestamp>,
}

/// Messages on a channel that have not arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfChannel {
    /// The channel.
    pub channel: Channel,
    /// How many.
    pub count: u64,
    /// Those of them whose delivery has failed at least once.
    pub failing: u64,
    /// When the oldest was written of those that are due.
    pub oldest_due: Option<Timestamp>,
}
