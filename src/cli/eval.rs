//! `guichet eval`: labelled questions, and what the counter does with each.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::bench::{add_cost, read_lines};
use super::{Everywhere, Outcome, context};
use crate::counter::{Conversation, Counter, Decision, Message, Pending};
use crate::faq::EntryId;
use crate::language::Language;
use crate::matching::evaluation::{Figures, Measured};

/// Measure the counter on labelled questions: what was answered right, what wrong, what went to the attaché
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet eval tests/questions/*.jsonl
  guichet eval tests/questions/sr.jsonl --without-language sr

One question a line: {\"q\":\"eur1 pour la serbie ?\",\"lang\":\"fr\",\"expect\":\"origin/eur1-certificate\",\"decision\":null}
`expect`: an entry, a list of entries of which each is right, or null for a question that needs a human.

Exit status: 0 when the answers given are right as often as matching.target_precision asks, else 1.")]
pub(super) struct Eval {
    /// Files of labelled questions (JSON Lines)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List the questions that went wrong
    #[arg(long)]
    wrong: bool,
    /// Leave out what the FAQ has in this language and its close relatives: what its other languages are worth to those
    /// who ask in it
    #[arg(long, value_name = "LANGUAGE")]
    without_language: Option<Language>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    q: String,
    lang: String,
    expect: Option<Expected>,
    #[serde(default)]
    decision: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Expected {
    One(EntryName),
    Many(Vec<EntryName>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct EntryName(EntryId);

impl TryFrom<String> for EntryName {
    type Error = crate::faq::InvalidEntryId;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse().map(Self)
    }
}

impl Question {
    fn expected(&self) -> Vec<&EntryId> {
        match &self.expect {
            None => Vec::new(),
            Some(Expected::One(name)) => vec![&name.0],
            Some(Expected::Many(names)) => names.iter().map(|name| &name.0).collect(),
        }
    }
}

/// What became of questions.
#[derive(Debug, Default, Serialize)]
struct Tally {
    questions: usize,
    /// Questions that an entry answers.
    answerable: usize,
    /// Answered by a right entry at once, or once the country is told.
    answered_right: usize,
    /// Answered by a wrong entry.
    answered_wrong: usize,
    /// Questions that need a human, answered by an entry.
    answered_beyond: usize,
    /// A right entry was among those offered.
    offered_right: usize,
    /// Only wrong entries were offered.
    offered_wrong: usize,
    /// Handed to the attaché though an entry answers.
    escalated_answerable: usize,
    /// Handed to the attaché, or recognised as no customs question, as it should be.
    escalated_right: usize,
    /// The language was taken for that of the label, close relatives counting as one.
    language_right: usize,
    /// The decision that the label names was not taken.
    decision_wrong: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.questions += other.questions;
        self.answerable += other.answerable;
        self.answered_right += other.answered_right;
        self.answered_wrong += other.answered_wrong;
        self.answered_beyond += other.answered_beyond;
        self.offered_right += other.offered_right;
        self.offered_wrong += other.offered_wrong;
        self.escalated_answerable += other.escalated_answerable;
        self.escalated_right += other.escalated_right;
        self.language_right += other.language_right;
        self.decision_wrong += other.decision_wrong;
    }

    fn answers_right(&self) -> Option<f64> {
        let given = self.answered_right + self.answered_wrong + self.answered_beyond;
        (given > 0).then(|| self.answered_right as f64 / given as f64)
    }

    fn without_a_human(&self) -> Option<f64> {
        (self.answerable > 0).then(|| self.answered_right as f64 / self.answerable as f64)
    }

    fn with_choices(&self) -> Option<f64> {
        (self.answerable > 0)
            .then(|| (self.answered_right + self.offered_right) as f64 / self.answerable as f64)
    }

    fn beyond_answered(&self) -> Option<f64> {
        let beyond = self.questions - self.answerable;
        (beyond > 0).then(|| self.answered_beyond as f64 / beyond as f64)
    }

    fn json(&self) -> Result<serde_json::Value> {
        let mut value = serde_json::to_value(self)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("answers_right".to_owned(), json!(self.answers_right()));
            object.insert("without_a_human".to_owned(), json!(self.without_a_human()));
            object.insert("right_or_offered".to_owned(), json!(self.with_choices()));
            object.insert("beyond_answered".to_owned(), json!(self.beyond_answered()));
        }
        Ok(value)
    }
}

/// One question, measured.
struct Tried {
    tally: Tally,
    measured: Measured,
    /// What went wrong.
    wrong: Option<String>,
}

impl Eval {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        let start = Instant::now();
        let counter = context::counter_without(&settings, self.without_language)?;
        let build = start.elapsed();
        let mut by_language: BTreeMap<String, Tally> = BTreeMap::new();
        let mut measured = Vec::new();
        let mut wrong = Vec::new();
        for file in &self.files {
            for question in read_lines::<Question>(file)? {
                for id in question.expected() {
                    if counter.faq().entry(id).is_none() {
                        bail!(
                            "{}: “{}” expects {id}, which is no entry",
                            file.display(),
                            question.q
                        );
                    }
                }
                let tried = try_question(&counter, &question);
                by_language
                    .entry(question.lang.clone())
                    .or_default()
                    .add(&tried.tally);
                measured.push(tried.measured);
                wrong.extend(tried.wrong);
            }
        }
        let mut all = Tally::default();
        for tally in by_language.values() {
            all.add(tally);
        }
        let target = settings.matching.target_precision;
        let outcome = if all.answers_right().is_some_and(|share| share < target) {
            Outcome::Problems
        } else {
            Outcome::Done
        };
        let mut report = all.json()?;
        let figures =
            serde_json::to_value(Figures::of(&measured, counter.matcher().answer_from()))?;
        if let (Some(report), Some(figures)) = (report.as_object_mut(), figures.as_object()) {
            for (name, value) in figures {
                report.entry(name).or_insert_with(|| value.clone());
            }
            add_cost(report, build, &measured);
        }
        if everywhere.json {
            if let Some(object) = report.as_object_mut() {
                let languages: Result<serde_json::Map<_, _>> = by_language
                    .iter()
                    .map(|(language, tally)| Ok((language.clone(), tally.json()?)))
                    .collect();
                object.insert("by_language".to_owned(), languages?.into());
                if self.wrong {
                    object.insert("wrong".to_owned(), json!(wrong));
                }
            }
            outln!("{report}");
            return Ok(outcome);
        }
        if self.wrong {
            for line in &wrong {
                outln!("{line}");
            }
            outln!();
        }
        print_table(&by_language, &all);
        outln!();
        super::print_figures(&report);
        Ok(outcome)
    }
}

fn try_question(counter: &Counter, question: &Question) -> Tried {
    let expected = question.expected();
    let mut conversation = Conversation::default();
    let start = Instant::now();
    let turn = counter.receive(
        &mut conversation,
        Message {
            text: &question.q,
            now: Timestamp::UNIX_EPOCH,
            locale: None,
            country: None,
        },
    );
    let nanoseconds = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let reply = turn.reply;
    let is_right = |id: &EntryId| expected.contains(&id);
    let rank = reply
        .candidates
        .iter()
        .position(|offered| is_right(&offered.entry));
    let answerable = !expected.is_empty();
    let mut tally = Tally {
        questions: 1,
        answerable: usize::from(answerable),
        ..Tally::default()
    };
    let labelled: Option<Language> = question.lang.parse().ok();
    let found = reply.voice.language;
    if labelled.is_some_and(|language| language.family() == found.family()) {
        tally.language_right = 1;
    }
    let named: Vec<EntryId> = match (&reply.entry, &conversation.pending) {
        (Some(entry), _) => vec![entry.clone()],
        (None, Some(Pending::Choice { entries, .. })) => entries.clone(),
        (None, _) => Vec::new(),
    };
    let is_choice = reply.decision == Decision::Choose;
    let hit = named.iter().any(is_right);
    let kind = match (answerable, named.is_empty(), is_choice, hit) {
        (true, false, false, true) => &mut tally.answered_right,
        (true, false, false, false) => &mut tally.answered_wrong,
        (true, false, true, true) => &mut tally.offered_right,
        (_, false, true, false) => &mut tally.offered_wrong,
        (true, true, ..) => &mut tally.escalated_answerable,
        (false, false, false, _) => &mut tally.answered_beyond,
        (false, ..) => &mut tally.escalated_right,
    };
    *kind = 1;
    let decision = json!(reply.decision);
    let asked_for = question.decision.as_deref();
    if asked_for.is_some_and(|asked_for| decision != asked_for) {
        tally.decision_wrong = 1;
    }
    let went_wrong = tally.answered_wrong
        + tally.answered_beyond
        + tally.offered_wrong
        + tally.escalated_answerable
        + tally.decision_wrong
        > 0;
    let wrong = went_wrong.then(|| {
        let list = |ids: Vec<String>| {
            if ids.is_empty() {
                "a human".to_owned()
            } else {
                ids.join(" or ")
            }
        };
        format!(
            "[{}] {} → {} {} ({:.2}), expected {}",
            question.lang,
            question.q,
            decision.as_str().unwrap_or_default(),
            list(named.iter().map(ToString::to_string).collect()),
            reply.probability,
            list(expected.iter().map(ToString::to_string).collect()),
        )
    });
    Tried {
        tally,
        measured: Measured {
            rank,
            in_scope: answerable,
            probability: reply.probability,
            nanoseconds,
        },
        wrong,
    }
}

fn print_table(by_language: &BTreeMap<String, Tally>, all: &Tally) {
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}%", share * 100.0))
    };
    outln!(
        "{:<8} {:>9} {:>14} {:>16} {:>17} {:>15} {:>9}",
        "language",
        "questions",
        "answers right",
        "without a human",
        "right or offered",
        "beyond answered",
        "language"
    );
    let total = ("all".to_owned(), all);
    for (language, tally) in by_language
        .iter()
        .map(|(language, tally)| (language.clone(), tally))
        .chain([total])
    {
        outln!(
            "{language:<8} {:>9} {:>14} {:>16} {:>17} {:>15} {:>9}",
            tally.questions,
            percent(tally.answers_right()),
            percent(tally.without_a_human()),
            percent(tally.with_choices()),
            percent(tally.beyond_answered()),
            percent(
                (tally.questions > 0).then(|| tally.language_right as f64 / tally.questions as f64)
            ),
        );
    }
}
