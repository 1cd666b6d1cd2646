//! `guichet match`: what the counter would do with a question, and why. Stores nothing.

use anyhow::Result;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::{Everywhere, Outcome, context};
use crate::counter::{Conversation, Counter, Message};
use crate::matching::{EVIDENCE_NAMES, VIEW_NAMES};

/// Features shown for each of the first entries.
const REASONS: usize = 12;

/// See what the counter would do with a question; store nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet match \"do i need eur1 form for export to serbia\"
  guichet match \"Mon camion est bloqué à Horgoš\" --explain
  guichet match \"TVA Albanie\" --json")]
pub(super) struct TryMatch {
    /// The question
    #[arg(value_name = "QUESTION")]
    question: String,
    /// Show why: what was read in the question, the entries, and the features that decided
    #[arg(long)]
    explain: bool,
}

impl TryMatch {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        let counter = context::counter(&settings)?;
        let locale = crate::channels::terminal::locale();
        // The first look loads what reading the language needs; it is no part of a question's time.
        let _ = counter.look(&self.question, locale);
        let start = std::time::Instant::now();
        let turn = counter.receive(
            &mut Conversation::default(),
            Message {
                text: &self.question,
                now: Timestamp::now(),
                locale,
                country: None,
            },
        );
        let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let reply = turn.reply;
        if everywhere.json {
            let mut object = reply.json(microseconds);
            if self.explain
                && let Some(object) = object.as_object_mut()
            {
                object.insert("explanation".to_owned(), self.explanation(&counter));
            }
            outln!("{object}");
            return Ok(Outcome::Done);
        }
        super::print_reply(&reply, &settings, false, microseconds);
        if self.explain {
            outln!("\n{}", self.told(&counter));
        }
        Ok(Outcome::Done)
    }

    fn explanation(&self, counter: &Counter) -> serde_json::Value {
        let (reading, found) = counter.look(&self.question, None);
        let model = counter.matcher().model();
        let shares = model.evidence_shares(&found.ranking.evidence);
        json!({
            "words": reading.seen.words,
            "marks": reading.seen.marks,
            "corrected": found.ranking.replaced,
            "unknown_words": found.ranking.unknown,
            "answer_from": counter.matcher().answer_from(),
            "among_choices": found.ranking.among_choices,
            "individual_case": found.is_individual,
            "off_topic": found.is_off_topic,
            "evidence": EVIDENCE_NAMES.iter().zip(found.ranking.evidence).zip(shares)
                .map(|((name, value), share)| json!({"name": name, "value": value, "log_odds": share}))
                .collect::<Vec<_>>(),
            "entries": found.ranking.candidates.iter().take(3).map(|candidate| json!({
                "entry": counter.faq().entries[candidate.entry].id,
                "probability": candidate.probability,
                "views": model.view_shares(&reading.seen, candidate.entry).map(|shares| {
                    VIEW_NAMES.iter().zip(shares).collect::<Vec<_>>()
                }),
                "features": model.reasons(&reading.seen, candidate.entry, REASONS),
            })).collect::<Vec<_>>(),
        })
    }

    /// The explanation for a maintainer.
    fn told(&self, counter: &Counter) -> String {
        use std::fmt::Write;

        let (reading, found) = counter.look(&self.question, None);
        let model = counter.matcher().model();
        let ranking = &found.ranking;
        let mut told = String::from("Why\n");
        let mut line = |text: String| {
            let _ = writeln!(told, "  {text}");
        };
        line(format!("words looked at: {}", reading.seen.words.join(" ")));
        if !reading.seen.marks.is_empty() {
            line(format!("recognised: {}", reading.seen.marks.join(", ")));
        }
        for (typed, meant) in &ranking.replaced {
            line(format!("“{typed}” read as “{meant}”"));
        }
        if ranking.unknown > 0 {
            line(format!(
                "{} words that the FAQ does not use",
                ranking.unknown
            ));
        }
        line(format!(
            "answered outright from a probability of {:.3}; the right entry is among those to offer with {:.3}",
            counter.matcher().answer_from(),
            ranking.among_choices
        ));
        if found.is_individual {
            line("it sounds like a case of its own rather than like any entry".to_owned());
        }
        if found.is_off_topic {
            line("it sounds like something else than customs".to_owned());
        }
        for candidate in ranking.candidates.iter().take(3) {
            let entry = &counter.faq().entries[candidate.entry];
            line(format!("{:.3}  {}", candidate.probability, entry.id));
            if let Some(shares) = model.view_shares(&reading.seen, candidate.entry) {
                let shares: Vec<String> = VIEW_NAMES
                    .iter()
                    .zip(shares)
                    .map(|(view, share)| format!("{view} {share:+.2}"))
                    .collect();
                line(format!("       {}", shares.join("; ")));
            }
            let reasons: Vec<String> = model
                .reasons(&reading.seen, candidate.entry, REASONS)
                .into_iter()
                .map(|(feature, share)| format!("{feature} {share:+.2}"))
                .collect();
            line(format!("       {}", reasons.join(", ")));
        }
        line("what makes the first one likely or not:".to_owned());
        let shares = model.evidence_shares(&ranking.evidence);
        for ((name, value), share) in EVIDENCE_NAMES.iter().zip(ranking.evidence).zip(shares) {
            line(format!("       {share:+.2}  {name} ({value:.2})"));
        }
        told
    }
}
