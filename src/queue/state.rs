//! Where a case stands.

use super::codes::coded;

coded! {
    /// Where a case stands.
    ///
    /// ```text
    /// open ─> claimed ─> answered ─> delivered ─> closed
    ///   └────┬───┴───────> referred, rejected
    ///        └> awaiting_asker          (withdrawn: by the asker, until the answer is delivered)
    /// ```
    State, "state" {
        /// It waits for an attaché.
        Open = "open",
        /// An attaché has it.
        Claimed = "claimed",
        /// The attaché asked the asker something.
        AwaitingAsker = "awaiting_asker",
        /// It went to another office; the attaché may answer still.
        Referred = "referred",
        /// The attaché answered; the answer is on its way.
        Answered = "answered",
        /// The asker has the answer.
        Delivered = "delivered",
        /// Nothing is left to do.
        Closed = "closed",
        /// The asker no longer wants an answer.
        Withdrawn = "withdrawn",
        /// The attaché will not answer.
        Rejected = "rejected",
    }
}

impl State {
    /// The states in which an answer is owed.
    pub const WAITING: [Self; 4] = [
        Self::Open,
        Self::Claimed,
        Self::AwaitingAsker,
        Self::Referred,
    ];

    /// The states in which something is left to do: an answer is owed, or on its way.
    pub const UNFINISHED: [Self; 5] = [
        Self::Open,
        Self::Claimed,
        Self::AwaitingAsker,
        Self::Referred,
        Self::Answered,
    ];

    /// The states in which a case may be reduced to statistics.
    pub const REDUCIBLE: [Self; 4] = [
        Self::Delivered,
        Self::Closed,
        Self::Withdrawn,
        Self::Rejected,
    ];

    /// Whether an answer is owed.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Claimed | Self::AwaitingAsker | Self::Referred
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_from_its_code() {
        for &state in State::ALL {
            assert_eq!(state.code().parse(), Ok(state));
            assert_eq!(
                serde_json::to_string(&state).unwrap(),
                format!("\"{state}\"")
            );
            assert_eq!(state.is_waiting(), State::WAITING.contains(&state));
        }
        assert_eq!(
            "done".parse::<State>().unwrap_err().to_string(),
            "`done` is not a state: write one of open, claimed, awaiting_asker, referred, answered, delivered, closed, \
             withdrawn, rejected"
        );
    }
}
