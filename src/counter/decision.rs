//! From the matcher's probabilities to what is done with a question.

use crate::faq::{Faq, Route};
use crate::matching::{Match, Reading};

/// From this calibrated probability on, a message is treated as a report of trafficking: to show the channels without
/// need costs little, to store a report costs much.
const CONFIDENTIAL_FROM: f64 = 0.2;

/// From this probability on that the right entry is among those offered, they are offered.
const CHOOSE_FROM: f64 = 0.6;

/// Entries less likely than this are not offered.
const OFFERED_FROM: f64 = 0.05;

/// Share of the words that the FAQ must know before it answers outright.
const UNKNOWN_AT_MOST: f64 = 0.5;

/// A message of so many words is a story rather than a question.
const A_STORY: usize = 40;

/// What to do with a question; entries by their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The entry answers, each in its own way.
    Entry(usize),
    /// The entry answers once the country is known.
    NeedsCountry(usize),
    /// One of these may be meant.
    Choose(Vec<usize>),
    /// A customs question that needs a human.
    Escalate,
    /// No customs question.
    OffTopic,
}

/// What the decision depends on beside the question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thresholds {
    /// From which probability on an answer is given outright.
    pub answer_from: f64,
    /// How many entries are offered at most.
    pub choices: usize,
}

/// Decides.
pub(super) fn decide(
    faq: &Faq,
    reading: &Reading,
    found: &Match,
    thresholds: Thresholds,
) -> Verdict {
    let candidates = &found.ranking.candidates;
    let confidential = candidates.iter().find(|candidate| {
        faq.entries[candidate.entry].settings.route == Route::Confidential
            && candidate.probability >= CONFIDENTIAL_FROM
    });
    if let Some(candidate) = confidential {
        return Verdict::Entry(candidate.entry);
    }
    let Some(first) = candidates.first() else {
        return Verdict::Escalate;
    };
    let words = reading.seen.words.len().max(1) as f64;
    let is_foreign = found.ranking.unknown as f64 > UNKNOWN_AT_MOST * words;
    let is_beyond = found.is_individual || found.is_off_topic;
    if first.probability >= thresholds.answer_from && !is_beyond && !is_foreign {
        let entry = &faq.entries[first.entry];
        return if entry.needs_country() && reading.country().is_none() {
            Verdict::NeedsCountry(first.entry)
        } else {
            Verdict::Entry(first.entry)
        };
    }
    if found.ranking.among_choices >= CHOOSE_FROM && !is_beyond {
        let offered: Vec<usize> = candidates
            .iter()
            .take(thresholds.choices)
            .filter(|candidate| candidate.probability >= OFFERED_FROM)
            .map(|candidate| candidate.entry)
            .filter(|entry| is_offered(faq, *entry))
            .collect();
        if !offered.is_empty() {
            return Verdict::Choose(offered);
        }
    }
    // Several questions in one message, or one among much else: what its parts ask is offered. A story sounds like a case of
    // its own even where the one thing that it asks has an answer.
    let asked: Vec<usize> = found
        .asked_in_parts
        .iter()
        .map(|part| part.entry)
        .filter(|entry| is_offered(faq, *entry))
        .take(thresholds.choices)
        .collect();
    if !asked.is_empty() && (!found.is_individual || reading.seen.words.len() >= A_STORY) {
        return Verdict::Choose(asked);
    }
    if found.is_off_topic {
        Verdict::OffTopic
    } else {
        Verdict::Escalate
    }
}

/// Courtesies are no choice for somebody who asks.
fn is_offered(faq: &Faq, entry: usize) -> bool {
    faq.entries[entry].settings.route != Route::Smalltalk
}
