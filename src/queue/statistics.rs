//! Figures on the queue.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{EscalationRef, Priority, State, time};

/// Figures on the queue, those reduced to statistics included.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
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

/// What figures are counted from, of one case.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub reference: EscalationRef,
    pub state: State,
    pub priority: Priority,
    pub country: Option<String>,
    pub language: String,
    pub created_at: Timestamp,
    pub first_answered_at: Option<Timestamp>,
}

/// Counts cases, one after the other: what is kept of each is a number at most.
#[derive(Debug)]
pub(super) struct Tally {
    stats: Stats,
    oldest_waiting: Option<(Timestamp, EscalationRef)>,
    hours_to_answer: Vec<f64>,
}

impl Tally {
    /// Nothing counted yet.
    pub(super) fn new() -> Self {
        Self {
            stats: Stats {
                by_state: State::ALL.iter().map(|&state| (state, 0)).collect(),
                ..Stats::default()
            },
            oldest_waiting: None,
            hours_to_answer: Vec::new(),
        }
    }

    /// Counts a case.
    pub(super) fn add(&mut self, case: Counted) {
        let stats = &mut self.stats;
        stats.cases += 1;
        *stats.by_state.entry(case.state).or_default() += 1;
        let country = case.country.unwrap_or_else(|| "-".to_owned());
        *stats.by_country.entry(country).or_default() += 1;
        *stats.by_language.entry(case.language).or_default() += 1;
        if case.state.is_waiting() {
            stats.waiting += 1;
            stats.waiting_urgent += u64::from(case.priority == Priority::Urgent);
            let since = (case.created_at, case.reference);
            if self
                .oldest_waiting
                .is_none_or(|(oldest, _)| since.0 < oldest)
            {
                self.oldest_waiting = Some(since);
            }
        }
        if let Some(answered_at) = case.first_answered_at {
            self.hours_to_answer
                .push(time::hours_between(case.created_at, answered_at));
        }
    }

    /// The figures, as of `now`.
    pub(super) fn stats(self, undelivered: u64, now: Timestamp) -> Stats {
        Stats {
            undelivered,
            oldest_waiting: self
                .oldest_waiting
                .map(|(created_at, reference)| OldestWaiting {
                    reference,
                    created_at,
                    hours: time::hours_between(created_at, now),
                }),
            median_hours_to_answer: median(self.hours_to_answer),
            ..self.stats
        }
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values
        .get(values.len() / 2 - 1)
        .map(|lower| f64::midpoint(*lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![5.0]), Some(5.0));
        assert_eq!(median(vec![9.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(vec![4.0, 1.0, 9.0, 2.0]), Some(3.0));
    }
}
