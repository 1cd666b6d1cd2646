//! The matcher beside what else one might take: how often the first entry is right, how long a question takes, and how both
//! change as the FAQ grows.
//!
//!     cargo run --release --manifest-path benches/Cargo.toml --target-dir target -- ENTRIES.jsonl QUESTIONS.jsonl
//!
//! Entries and questions are those of `guichet bench`. All contestants have the same ones, in one run, on one core for the
//! questions. Sizes beyond the entries' own are made up from them (`Corpus::enlarged`).

mod contestants;
mod corpus;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};

use contestants::{ALL, Build};
use corpus::Corpus;

/// Questions asked of each; of those that look at every phrasing, so many phrasings are looked at in all.
const MOST_QUESTIONS: usize = 1_000;
const MOST_LOOKS: usize = 10_000_000;

fn main() -> Result<()> {
    let mut files = std::env::args_os().skip(1).map(PathBuf::from);
    let mut file = || {
        files
            .next()
            .context("usage: guichet-benches ENTRIES.jsonl QUESTIONS.jsonl")
    };
    let given = Corpus::read(&file()?, &file()?)?;
    let each = given.phrasings.len() / given.entries.max(1);
    let corpora = [
        given.first(given.entries / 10),
        given.enlarged(given.entries, each),
        given.enlarged(1_000, each),
        given.enlarged(10_000, 5),
        given.enlarged(10_000, each),
    ];
    println!(
        "| entries | phrasings | | right first | a question, p50 | p99 | against guichet | built in |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for corpus in corpora {
        let mut own = None;
        for (name, build, looks_at_all) in ALL {
            let questions = if looks_at_all {
                (MOST_LOOKS / corpus.phrasings.len()).min(MOST_QUESTIONS)
            } else {
                MOST_QUESTIONS
            };
            let measured = measure(&corpus, build, questions)?;
            let own = *own.get_or_insert(measured.p50);
            println!(
                "| {} | {} | {name} | {:.3} | {:.0} µs | {:.0} µs | {:.1} × | {:.2} s |",
                corpus.entries,
                corpus.phrasings.len(),
                measured.right,
                measured.p50,
                measured.p99,
                measured.p50 / own,
                measured.built,
            );
        }
    }
    Ok(())
}

/// What one contestant did.
struct Measured {
    /// Share of the questions whose entry came first.
    right: f64,
    /// Microseconds a question, the median and what one of a hundred exceeds.
    p50: f64,
    p99: f64,
    /// Seconds to build it, with both cores where it can use them.
    built: f64,
}

fn measure(corpus: &Corpus, build: Build, questions: usize) -> Result<Measured> {
    let start = Instant::now();
    let mut contestant = build(corpus)?;
    let seconds = start.elapsed().as_secs_f64();
    // Spread evenly, since questions on one entry stand together.
    let every = corpus.questions.len().div_ceil(questions).max(1);
    let mut times = Vec::new();
    let mut right = 0;
    for (question, entry) in corpus.questions.iter().step_by(every) {
        let start = Instant::now();
        let found = contestant.find(question);
        times.push(start.elapsed().as_secs_f64() * 1e6);
        right += usize::from(found == Some(*entry));
    }
    times.sort_by(f64::total_cmp);
    let quantile = |hundredth: usize| {
        times
            .get(times.len() * hundredth / 100)
            .copied()
            .unwrap_or(f64::NAN)
    };
    Ok(Measured {
        right: right as f64 / times.len().max(1) as f64,
        p50: quantile(50),
        p99: quantile(99),
        built: seconds,
    })
}
