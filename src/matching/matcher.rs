//! The matcher: a model trained on a FAQ's phrasings.

use rayon::prelude::*;

use super::features::Seen;
use super::model::{Corpus, Labelled, Model, Promise, Ranking};
use super::reading::{Reader, Reading};
use crate::faq::{EntryId, Faq, Position, Report};
use crate::language::{CountryCode, Language};

/// Classes for questions that no entry answers.
const INDIVIDUAL_CASES: usize = 0;
const OFF_TOPIC: usize = 1;
const BEYOND: usize = 2;

/// Of an entry's phrasings in a language, the share that must lead to it when they were not among those learned. Few are
/// asked, so that a higher share would often be missed by chance.
const FOUND_AT_LEAST: f64 = 1.0 / 3.0;

/// Entries found for a question, with calibrated probabilities.
#[derive(Debug, Clone)]
pub struct Match {
    /// The ranking.
    pub ranking: Ranking,
    /// Entries that parts of a longer message ask for, each with enough certainty to be answered if it stood alone, in the
    /// order of the message.
    pub asked_in_parts: Vec<AskedInPart>,
    /// A case that needs a human speaks more from the question than any entry.
    pub is_individual: bool,
    /// Something other than customs speaks more from the question than any entry.
    pub is_off_topic: bool,
}

/// An entry that a part of a message asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedInPart {
    /// The entry.
    pub entry: usize,
    /// The part is a sentence, not only a clause of one.
    pub is_sentence: bool,
}

/// Finds the entry that a question means.
#[derive(Debug)]
pub struct Matcher {
    model: Model,
    /// Countries that each entry is about; empty for all.
    countries: Vec<Vec<CountryCode>>,
}

impl Matcher {
    /// With the model that `get` gives: one that was kept of the same FAQ and promise, or else the one that it is given the
    /// means to train, on the FAQ's phrasings and on the questions beyond it.
    #[must_use]
    pub fn get(
        faq: &Faq,
        reader: &Reader,
        promise: &Promise,
        get: impl FnOnce(&mut dyn FnMut() -> Model) -> Model,
    ) -> Self {
        let model = get(&mut || train(&sources(faq), faq, reader, promise));
        Self {
            model,
            countries: faq
                .entries
                .iter()
                .map(|entry| entry.settings.countries.clone())
                .collect(),
        }
    }

    /// Ranks the entries for a message; those about other countries than the one it names are left out.
    ///
    /// A long message is looked at in its clauses too. The question often is one of many sentences: a clause that speaks
    /// for the same entry as the whole, or that asks something where the rest is chat, lends it its certainty.
    #[must_use]
    pub fn find(&self, reading: &Reading) -> Match {
        let country = reading.country();
        let rank = |seen: &Seen| {
            self.model.rank(seen, |entry| {
                let countries = &self.countries[entry];
                countries.is_empty() || country.is_none_or(|country| countries.contains(&country))
            })
        };
        let mut ranking = rank(&reading.seen);
        let clauses: Vec<(Ranking, bool)> = reading
            .clauses
            .iter()
            .map(|clause| (rank(&clause.seen), clause.is_sentence))
            .filter(|(clause, _)| clause.beyond_the_faq().is_none())
            .collect();
        let mut asked_in_parts: Vec<AskedInPart> = Vec::new();
        for (clause, is_sentence) in &clauses {
            let Some(entry) = first(clause) else {
                continue;
            };
            if clause.probability() < self.answer_from() {
                continue;
            }
            match asked_in_parts.iter_mut().find(|part| part.entry == entry) {
                Some(part) => part.is_sentence |= is_sentence,
                None => asked_in_parts.push(AskedInPart {
                    entry,
                    is_sentence: *is_sentence,
                }),
            }
        }
        if ranking.beyond_the_faq() != Some(INDIVIDUAL_CASES) {
            let best = clauses
                .into_iter()
                .map(|(clause, _)| clause)
                .max_by(|one, other| one.probability().total_cmp(&other.probability()));
            if let Some(clause) = best
                && clause.probability() > ranking.probability()
                && (first(&clause) == first(&ranking) || ranking.beyond_the_faq().is_some())
            {
                ranking = clause;
            }
        }
        Match {
            is_individual: ranking.beyond_the_faq() == Some(INDIVIDUAL_CASES),
            is_off_topic: ranking.beyond_the_faq() == Some(OFF_TOPIC),
            asked_in_parts,
            ranking,
        }
    }

    /// The probability from which on an answer may be given outright; over 1 when the promise cannot be kept.
    #[must_use]
    pub const fn answer_from(&self) -> f64 {
        self.model.answer_from()
    }

    /// The trained model.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Entries of the FAQ learned from that their own phrasings do not find under cross-validation: with the model not
    /// having learned the phrasing asked.
    #[must_use]
    pub fn check(&self, faq: &Faq) -> Report {
        let mut report = Report::default();
        let sources = sources(faq);
        for (at, entry) in faq.entries.iter().enumerate() {
            for language in entry.texts.keys() {
                let asked: Vec<_> = self
                    .model
                    .trials()
                    .iter()
                    .filter(|trial| {
                        let source = &sources[trial.text];
                        trial.in_scope && (source.class, source.language) == (at, *language)
                    })
                    .collect();
                let found = asked.iter().filter(|trial| trial.right).count();
                if asked.len() < 3 || found as f64 >= FOUND_AT_LEAST * asked.len() as f64 {
                    continue;
                }
                let mut lines: Vec<usize> = asked
                    .iter()
                    .filter(|trial| !trial.right)
                    .map(|trial| sources[trial.text].line)
                    .collect();
                lines.sort_unstable();
                let takers = takers(faq, asked.iter().map(|trial| trial.found), at);
                report.warning(
                    &entry.file(&format!("{language}.md")),
                    Position::line(lines.first().copied().unwrap_or(1)),
                    format!(
                        "{found} of {} phrasings find the entry when the matcher has not learned them; the others go to {takers}",
                        asked.len()
                    ),
                    "write phrasings that say what is this entry's own, or make the other entry's narrower",
                );
            }
        }
        report
    }
}

/// A training text: its class, and where it stands.
struct Source<'a> {
    class: usize,
    language: Language,
    line: usize,
    text: &'a str,
}

/// All training texts of a FAQ.
fn sources(faq: &Faq) -> Vec<Source<'_>> {
    let mut sources = Vec::new();
    for (class, entry) in faq.entries.iter().enumerate() {
        for (language, text) in &entry.texts {
            let others = text.phrasings.iter().map(|(text, line)| (text, *line));
            sources.extend(std::iter::once((&text.question, 1)).chain(others).map(
                |(text, line)| Source {
                    class,
                    language: *language,
                    line,
                    text,
                },
            ));
        }
    }
    for (language, beyond) in &faq.beyond {
        let lists = [
            (INDIVIDUAL_CASES, &beyond.individual_cases),
            (OFF_TOPIC, &beyond.off_topic),
        ];
        for (class, questions) in lists {
            sources.extend(questions.iter().map(|text| Source {
                class: faq.entries.len() + class,
                language: *language,
                line: 1,
                text,
            }));
        }
    }
    // Texts of one language have most of their features in common: training finds these in the processor's cache.
    sources.sort_by_key(|source| source.language);
    sources
}

fn train(sources: &[Source<'_>], faq: &Faq, reader: &Reader, promise: &Promise) -> Model {
    let texts = sources
        .par_iter()
        .map(|source| Labelled {
            class: source.class,
            seen: reader.read_as(source.text, source.language).seen,
        })
        .collect();
    let corpus = Corpus {
        entries: faq.entries.len(),
        beyond: BEYOND,
        texts,
    };
    Model::train(&corpus, promise)
}

fn first(ranking: &Ranking) -> Option<usize> {
    ranking.candidates.first().map(|candidate| candidate.entry)
}

/// The entries that took phrasings from entry `own`, the most frequent first.
fn takers(faq: &Faq, found: impl Iterator<Item = usize>, own: usize) -> String {
    let mut counts: Vec<(usize, &EntryId)> = Vec::new();
    for taker in found.filter(|taker| *taker != own) {
        let id = &faq.entries[taker].id;
        match counts.iter_mut().find(|(_, known)| *known == id) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, id)),
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let names: Vec<String> = counts.iter().map(|(_, id)| id.to_string()).collect();
    names.join(", ")
}
