//! `guichet bench`: the matcher on entries and questions of others.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{Everywhere, Outcome, context};
use crate::language::Language;
use crate::matching::evaluation::{Figures, Measured, quantile};
use crate::matching::{Corpus, Labelled, Model, Promise, Seen, threshold};

/// Measure the matcher on foreign data: entries with phrasings, and labelled questions
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  guichet bench --entries entries.jsonl --queries test.jsonl --validation validation.jsonl --json

Entries, one a line:   {\"id\":\"card_lost\",\"lang\":\"en\",\"questions\":[\"i lost my card\", …]}
Questions, one a line: {\"q\":\"where is my card\",\"lang\":\"en\",\"expect\":\"card_lost\"}   (null: no entry answers it)

Without --validation the threshold comes from cross-validation on the entries alone.")]
pub(super) struct Bench {
    /// Entries and their phrasings (JSON Lines)
    #[arg(long, value_name = "FILE")]
    entries: PathBuf,
    /// Labelled questions to measure on (JSON Lines)
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Labelled questions to choose the threshold on (JSON Lines)
    #[arg(long, value_name = "FILE")]
    validation: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    id: String,
    #[serde(default = "english")]
    lang: Language,
    questions: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Query {
    q: String,
    #[serde(default = "english")]
    lang: Language,
    expect: Option<String>,
}

const fn english() -> Language {
    Language::English
}

impl Bench {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let matching = context::settings(everywhere)?.settings.matching;
        let promise = Promise {
            target_precision: matching.target_precision,
            out_of_scope_share: matching.out_of_scope_share,
            choices: matching.choices,
        };
        let entries: Vec<Entry> = read_lines(&self.entries)?;
        if entries.is_empty() {
            bail!("{} holds no entry", self.entries.display());
        }
        let queries: Vec<Query> = read_lines(&self.queries)?;
        let validation: Option<Vec<Query>> =
            self.validation.as_deref().map(read_lines).transpose()?;
        let start = Instant::now();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut corpus = Corpus::default();
        for entry in &entries {
            let next = numbers.len();
            let class = *numbers.entry(&entry.id).or_insert(next);
            corpus
                .texts
                .extend(entry.questions.iter().map(|text| Labelled {
                    class,
                    seen: Seen::plain(text, entry.lang),
                }));
        }
        corpus.entries = numbers.len();
        let model = Model::train(&corpus, &promise);
        let build = start.elapsed();
        let ask = |query: &Query| measure(&model, &numbers, query);
        let answer_from = validation.map_or(model.answer_from(), |validation| {
            let measured: Vec<Measured> = validation.iter().map(ask).collect();
            threshold_on(&measured, &promise)
        });
        let outcomes: Vec<Measured> = queries.iter().map(ask).collect();
        let mut report = serde_json::to_value(Figures::of(&outcomes, answer_from))?;
        if let Some(report) = report.as_object_mut() {
            report.insert("entries".to_owned(), json!(corpus.entries));
            report.insert("phrasings".to_owned(), json!(corpus.texts.len()));
            report.insert("features".to_owned(), json!(model.features()));
            add_cost(report, build, &outcomes);
        }
        if everywhere.json {
            outln!("{report}");
        } else {
            super::print_figures(&report);
        }
        Ok(Outcome::Done)
    }
}

/// The threshold chosen on labelled questions, which are weighed so that the share of those without an entry is the one
/// expected in use.
fn threshold_on(measured: &[Measured], promise: &Promise) -> f64 {
    let inside = measured.iter().filter(|one| one.in_scope).count() as f64;
    let outside = measured.len() as f64 - inside;
    let beyond = promise.out_of_scope_share;
    let weight = |one: &Measured| match (one.in_scope, outside > 0.0 && inside > 0.0) {
        (_, false) => 1.0,
        (true, true) => (1.0 - beyond) * measured.len() as f64 / inside,
        (false, true) => beyond * measured.len() as f64 / outside,
    };
    let scored: Vec<_> = measured
        .iter()
        .map(|one| (one.probability, one.is_right(), weight(one)))
        .collect();
    threshold(&scored, promise.target_precision)
}

/// Adds what the measuring cost: time to build, time a question, memory.
pub(super) fn add_cost(
    report: &mut serde_json::Map<String, serde_json::Value>,
    build: Duration,
    measured: &[Measured],
) {
    let mut times: Vec<u64> = measured.iter().map(|one| one.nanoseconds).collect();
    times.sort_unstable();
    let micro = |share| quantile(&times, share) as f64 / 1_000.0;
    report.insert("build_ms".to_owned(), json!(build.as_millis()));
    report.insert(
        "latency_us".to_owned(),
        json!({"p50": micro(0.5), "p95": micro(0.95), "p99": micro(0.99)}),
    );
    report.insert("peak_rss_mib".to_owned(), json!(peak_rss_mib()));
}

/// Asks one question as the counter would, the clock running from its text to its ranking.
fn measure(model: &Model, numbers: &FxHashMap<&str, usize>, query: &Query) -> Measured {
    let start = Instant::now();
    let seen = Seen::plain(&query.q, query.lang);
    let ranking = model.rank(&seen, |_| true);
    let nanoseconds = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let expected = query.expect.as_deref().map(|id| numbers.get(id).copied());
    let rank = expected.flatten().and_then(|expected| {
        ranking
            .candidates
            .iter()
            .position(|candidate| candidate.entry == expected)
    });
    Measured {
        rank,
        in_scope: expected.is_some(),
        probability: ranking.probability(),
        nanoseconds,
    }
}

/// Reads a file of JSON Lines; empty lines are passed over.
pub(super) fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).with_context(|| {
                format!(
                    "{}:{}: this line is not what is expected here",
                    path.display(),
                    at + 1
                )
            })
        })
        .collect()
}

/// The most memory that this process has held, where the system tells (Linux).
fn peak_rss_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kib / 1024.0 * 10.0).round() / 10.0)
}
