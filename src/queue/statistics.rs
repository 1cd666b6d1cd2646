//! Figures on the queue.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{EscalationRef, Priority, State, time};

/// Figures on the queue, those reduced to statistics included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// All cases.
    pub cases: u64,
    /// Cases in each state; every state is there.
    pub by_state: BTreeMap<State, u64>,
    /// Cases to which an answer is owed.
    pub waiting: u64,
    /// Those of them that are urgent.
    pub waiting_urgent: u64,
    /// The one that waits longest.
    pub oldest_waiting: Option<OldestWaiting>,
    /// Hours from the question to the first answer: half of the answered cases took less.
    pub median_hours_to_answer: Option<f64>,
    /// Cases of each country; those of none under `-`.
    pub by_country: BTreeMap<String, u64>,
    /// Cases in each language.
    pub by_language: BTreeMap<String, u64>,
    /// Messages on their way to an asker.
    pub undelivered: u64,
}

/// The case that waits longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OldestWaiting {
    /// The case.
    #[serde(rename = "ref")]
    pub reference: EscalationRef,
    /// When it was asked.
    #[serde(serialize_with = "time::seconds")]
    pub created_at: Timestamp,
    /// How many hours ago.
    pub hours: f64,
}

impl Default for Stats {
    /// Those of an empty queue.
    fn default() -> Self {
        Self {
            cases: 0,
            by_state: State::ALL.iter().map(|&state| (state, 0)).collect(),
            waiting: 0,
            waiting_urgent: 0,
            oldest_waiting: None,
            median_hours_to_answer: None,
            by_country: BTreeMap::new(),
            by_language: BTreeMap::new(),
            undelivered: 0,
        }
    }
}

impl Stats {
    /// Counts so many cases that have all of this in common.
    pub(super) fn count(
        &mut self,
        state: State,
        priority: Priority,
        country: Option<&str>,
        language: String,
        cases: u64,
    ) {
        self.cases += cases;
        *self.by_state.entry(state).or_default() += cases;
        let country = country.unwrap_or("-").to_owned();
        *self.by_country.entry(country).or_default() += cases;
        *self.by_language.entry(language).or_default() += cases;
        if state.is_waiting() {
            self.waiting += cases;
            if priority == Priority::Urgent {
                self.waiting_urgent += cases;
            }
        }
    }
}
