//! The model: trained on phrasings, calibrated on phrasings it was not trained on.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, EVIDENCE, Evidence, Observation, threshold};
use super::combination::{Chosen, Combination, Views};
use super::features::{Keys, Seen};
use super::stage::{Found, Learned, Stage};
use super::trials::{Tried, try_all};

/// A training text and the class it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// An entry (`0..entries`), or one of the classes beyond the FAQ (`entries..entries + beyond`).
    pub class: usize,
    /// The text.
    pub seen: Seen,
}

/// What a model learns from.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Number of entries.
    pub entries: usize,
    /// Number of classes for questions that no entry answers; 0 when there are none to learn from.
    pub beyond: usize,
    /// The texts.
    pub texts: Vec<Labelled>,
}

impl Corpus {
    /// The features of the texts, reckoned once for all stages that learn from them.
    pub(super) fn keys(&self) -> Vec<Keys> {
        self.texts
            .par_iter()
            .map(|text| Keys::of(&text.seen))
            .collect()
    }

    /// The texts with their features.
    pub(super) fn learned<'a>(&'a self, keys: &'a [Keys]) -> Vec<Learned<'a>> {
        self.texts
            .iter()
            .zip(keys)
            .map(|(labelled, keys)| Learned { labelled, keys })
            .collect()
    }
}

/// What the operator promises and expects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// Share of the given answers that shall be right.
    pub target_precision: f64,
    /// Share of questions that no entry answers, as expected in use.
    pub out_of_scope_share: f64,
    /// How many entries are offered when several may be meant.
    pub choices: usize,
}

impl Default for Promise {
    fn default() -> Self {
        Self {
            target_precision: 0.95,
            out_of_scope_share: 0.25,
            choices: 3,
        }
    }
}

/// An entry that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub entry: usize,
    /// The probability that it is what was asked, 0 to 1.
    pub probability: f64,
}

/// What the model makes of a question.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// Entries, the likeliest first; at least as many as are offered, if there are so many.
    pub candidates: Vec<Candidate>,
    /// The probability that one of those to offer is what was asked.
    pub among_choices: f64,
    /// The share of the softmax that the first one has, before calibration.
    pub first_share: f32,
    /// The shares of the classes beyond the FAQ.
    pub beyond: Vec<f32>,
    /// The evidence for the first one.
    pub evidence: Evidence,
    /// Mistyped words: as typed, and as understood.
    pub replaced: Vec<(String, String)>,
    /// Words that the FAQ does not use.
    pub unknown: usize,
}

impl Ranking {
    /// The class beyond the FAQ that speaks more from the question than any entry.
    #[must_use]
    pub fn beyond_the_faq(&self) -> Option<usize> {
        first_beyond(&self.beyond, self.first_share)
    }

    /// The probability that the first candidate is right; 0 without one.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.candidates
            .first()
            .map_or(0.0, |first| first.probability)
    }
}

/// The class beyond the FAQ with the largest share, when that is larger than the first entry's.
fn first_beyond(beyond: &[f32], first_share: f32) -> Option<usize> {
    beyond
        .iter()
        .enumerate()
        .filter(|&(_, share)| *share > first_share)
        .max_by(|one, other| one.1.total_cmp(other.1))
        .map(|(class, _)| class)
}

/// Candidates that a ranking names.
const NAMED: usize = 10;

/// What cross-validation showed of one text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The text's place in the corpus.
    pub text: usize,
    /// The entry found first by a model that had not learned the text.
    pub found: usize,
    /// The text's own entry was among those the model had learned.
    pub in_scope: bool,
    /// The entry found is the text's own.
    pub right: bool,
    /// The calibrated probability.
    pub probability: f64,
}

/// How much oftener a given answer is wrong on foreign questions than on phrasings under cross-validation, which one hand
/// wrote for one entry: the promise is kept with so much to spare. Measured on the validation questions of CLINC150.
const OPTIMISM: f64 = 1.2;

/// A trained and calibrated model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    stage: Stage,
    combination: Combination,
    first: Calibration,
    among: Calibration,
    choices: usize,
    answer_from: f64,
    trials: Vec<Trial>,
}

impl Model {
    /// Trains, cross-validates, weighs the views, calibrates, and chooses the threshold from which on answers keep the
    /// promise.
    #[must_use]
    pub fn train(corpus: &Corpus, promise: &Promise) -> Self {
        let keys = corpus.keys();
        let all = corpus.learned(&keys);
        let stage = Stage::train(&all, corpus.entries, corpus.beyond, None);
        let tried = try_all(corpus, &all, &stage);
        let combination = Combination::fit(&chosen(corpus, &tried));
        let found: Vec<Found> = tried
            .iter()
            .map(|tried| tried.look.weigh(&combination))
            .collect();
        let class = |at: usize| corpus.texts[tried[at].text].class;
        let weights = weights(corpus, &tried, promise.out_of_scope_share);
        let observe = |places: usize| -> Vec<Observation> {
            (0..tried.len())
                .map(|at| Observation {
                    evidence: found[at].evidence,
                    right: tried[at].in_scope
                        && found[at]
                            .order
                            .iter()
                            .take(places)
                            .any(|&(entry, _)| entry == class(at)),
                    weight: weights[at],
                })
                .collect()
        };
        let observations = observe(1);
        let first = Calibration::fit(&observations);
        let among = Calibration::fit(&observe(promise.choices));
        let trials: Vec<Trial> = (0..tried.len())
            .map(|at| Trial {
                text: tried[at].text,
                found: found[at].order[0].0,
                in_scope: tried[at].in_scope,
                right: observations[at].right,
                // What speaks more for a class beyond the FAQ is not answered, whatever the probability.
                probability: match first_beyond(&found[at].beyond, found[at].order[0].1) {
                    Some(_) => 0.0,
                    None => first.probability(&found[at].evidence),
                },
            })
            .collect();
        let scored: Vec<_> = trials
            .iter()
            .zip(&weights)
            .map(|(trial, &weight)| (trial.probability, trial.right, weight))
            .collect();
        let target = 1.0 - (1.0 - promise.target_precision) / OPTIMISM;
        Self {
            stage,
            combination,
            first,
            among,
            choices: promise.choices,
            answer_from: threshold(&scored, target),
            trials,
        }
    }

    /// The probability from which on an answer may be given outright; over 1 when the promise cannot be kept.
    #[must_use]
    pub const fn answer_from(&self) -> f64 {
        self.answer_from
    }

    /// What cross-validation showed, text by text.
    #[must_use]
    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// Number of features.
    #[must_use]
    pub fn features(&self) -> usize {
        self.stage.features()
    }

    /// Ranks the entries that are `allowed` for a question.
    pub fn rank(&self, seen: &Seen, allowed: impl Fn(usize) -> bool) -> Ranking {
        let Some(look) = self.stage.look(seen, allowed) else {
            return Ranking::default();
        };
        let found = look.weigh(&self.combination);
        let probability = self.first.probability(&found.evidence);
        let among = self.among.probability(&found.evidence).max(probability);
        let rest: f32 = found.order.iter().skip(1).map(|&(_, share)| share).sum();
        let offered: f32 = found
            .order
            .iter()
            .take(self.choices)
            .skip(1)
            .map(|&(_, share)| share)
            .sum();
        let candidates = found
            .order
            .iter()
            .take(NAMED.max(self.choices))
            .enumerate()
            .map(|(at, &(entry, share))| Candidate {
                entry,
                probability: match at {
                    0 => probability,
                    at if at < self.choices => {
                        (among - probability) * f64::from(share / offered.max(f32::MIN_POSITIVE))
                    }
                    _ => {
                        (1.0 - among)
                            * f64::from(share / (rest - offered).max(f32::MIN_POSITIVE))
                            * f64::from(rest)
                    }
                },
            })
            .collect();
        Ranking {
            candidates,
            among_choices: among,
            first_share: found.order[0].1,
            beyond: found.beyond,
            evidence: found.evidence,
            unknown: look.unknown(),
            replaced: look.replaced,
        }
    }

    /// What each number of the evidence adds to the log odds of the first candidate being right.
    #[must_use]
    pub fn evidence_shares(&self, evidence: &Evidence) -> [f64; EVIDENCE] {
        self.first.shares(evidence)
    }

    /// What each view adds to an entry's score; `None` for an entry that is not among the likeliest.
    #[must_use]
    pub fn view_shares(&self, seen: &Seen, entry: usize) -> Option<Views> {
        let look = self.stage.look(seen, |_| true)?;
        let viewed = look.entries.iter().find(|viewed| viewed.class == entry)?;
        Some(self.combination.shares(&viewed.views))
    }

    /// The features that speak most for `entry` and against the other classes, with what each adds to its score over the
    /// classes' mean, the strongest first.
    #[must_use]
    pub fn reasons(&self, seen: &Seen, entry: usize, most: usize) -> Vec<(String, f32)> {
        self.stage.reasons(seen, entry, most)
    }
}

/// The trials whose class was learned and is among the candidates: what the weights of the views are fitted on.
fn chosen(corpus: &Corpus, tried: &[Tried]) -> Vec<Chosen> {
    tried
        .iter()
        .filter_map(|tried| {
            let class = corpus.texts[tried.text].class;
            let candidates = || tried.look.entries.iter().chain(&tried.look.beyond);
            let right = candidates().position(|viewed| viewed.class == class)?;
            Some(Chosen {
                candidates: candidates().map(|viewed| viewed.views).collect(),
                right,
            })
        })
        .collect()
}

/// Weights that bring the share of questions without an entry to what is expected in use: half of them from the classes
/// beyond the FAQ, half from the entries left out; their sum is the number of trials.
fn weights(corpus: &Corpus, tried: &[Tried], out_of_scope_share: f64) -> Vec<f64> {
    let kind = |tried: &Tried| match (
        tried.in_scope,
        corpus.texts[tried.text].class < corpus.entries,
    ) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let mut counts = [0.0_f64; 3];
    for one in tried {
        counts[kind(one)] += 1.0;
    }
    let halves = if counts[2] > 0.0 { 0.5 } else { 1.0 };
    let shares = [
        1.0 - out_of_scope_share,
        out_of_scope_share * halves,
        out_of_scope_share * (1.0 - halves),
    ];
    let all: f64 = counts.iter().sum();
    tried
        .iter()
        .map(|one| all * shares[kind(one)] / counts[kind(one)].max(1.0))
        .collect()
}
