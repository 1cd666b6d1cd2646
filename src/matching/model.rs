//! The model: trained on phrasings, calibrated on phrasings it was not trained on.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, EVIDENCE, Evidence, Observation, threshold};
use super::classifier::{Classifier, Example, softmax};
use super::features::{Feature, PLACE, Seen, Vector, Vocabulary, each_feature};
use super::rescue::Rescue;

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

/// Entries whose phrasings are compared one by one.
const COMPARED: usize = 5;

/// Candidates that a ranking names.
const NAMED: usize = 10;

/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// The first stage: which entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Stage {
    entries: usize,
    vocabulary: Vocabulary,
    rescue: Rescue,
    classifier: Classifier,
    /// Vectors of the phrasings, by class.
    phrasings: Vec<Vec<Vector>>,
}

/// What the first stage finds.
struct Found {
    /// Entries by falling share, with their share of the softmax.
    order: Vec<(usize, f32)>,
    /// Shares of the classes beyond the FAQ.
    beyond: Vec<f32>,
    evidence: Evidence,
    replaced: Vec<(String, String)>,
    unknown: usize,
}

impl Stage {
    fn train(texts: &[&Labelled], entries: usize, beyond: usize) -> Self {
        let vocabulary = Vocabulary::learn(texts.iter().map(|text| &text.seen));
        let rescue = Rescue::learn(texts.iter().map(|text| &text.seen));
        let vectors: Vec<Vector> = texts
            .par_iter()
            .map(|text| vocabulary.vector(&text.seen))
            .collect();
        let examples: Vec<_> = vectors
            .iter()
            .zip(texts)
            .map(|(vector, text)| Example {
                vector,
                class: text.class,
                weight: 1.0,
            })
            .collect();
        let classifier = Classifier::train(&examples, vocabulary.len(), entries + beyond);
        let mut phrasings = vec![Vec::new(); entries + beyond];
        for (vector, text) in vectors.into_iter().zip(texts) {
            phrasings[text.class].push(vector);
        }
        Self {
            entries,
            vocabulary,
            rescue,
            classifier,
            phrasings,
        }
    }

    /// The first stage's finding among the entries that are `allowed`; `None` when none is.
    fn consider(&self, seen: &Seen, allowed: impl Fn(usize) -> bool) -> Option<Found> {
        let rescued = self.rescue.rescue(seen);
        let vector = self.vocabulary.vector(&rescued.seen);
        let mut scores = Vec::new();
        self.classifier.score(&vector, &mut scores);
        let mut order: Vec<(usize, f32)> = scores[..self.entries]
            .iter()
            .copied()
            .enumerate()
            .filter(|&(entry, _)| allowed(entry) && !self.phrasings[entry].is_empty())
            .collect();
        let (first, rest) = {
            order
                .sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            order.split_first()?
        };
        let beyond = scores[self.entries..]
            .iter()
            .copied()
            .fold(f32::NEG_INFINITY, f32::max);
        let nearest = |class: usize| {
            self.phrasings[class]
                .iter()
                .map(|phrasing| phrasing.dot(&vector))
                .fold(0.0, f32::max)
        };
        let likeness = nearest(first.0);
        let others = rest
            .iter()
            .take(COMPARED - 1)
            .map(|&(entry, _)| entry)
            .chain(self.entries..scores.len())
            .map(nearest)
            .fold(0.0, f32::max);
        let runner_up = rest.first().map_or(0.0, |second| second.1);
        let mut shares: Vec<f32> = order
            .iter()
            .map(|&(_, score)| score)
            .chain(scores[self.entries..].iter().copied())
            .collect();
        softmax(&mut shares);
        let share = f64::from(shares[0]).clamp(1e-9, 1.0 - 1e-9);
        #[expect(clippy::cast_precision_loss, reason = "a message has few words")]
        let (words, unknown, replaced) = (
            seen.words.iter().filter(|word| *word != PLACE).count() as f64,
            rescued.unknown as f64,
            rescued.replaced.len() as f64,
        );
        let evidence = [
            (share / (1.0 - share)).ln(),
            f64::from(first.1 - runner_up),
            if beyond.is_finite() {
                f64::from(first.1 - beyond)
            } else {
                0.0
            },
            f64::from(first.1),
            f64::from(likeness),
            f64::from(likeness - others),
            unknown / words.max(1.0),
            replaced / words.max(1.0),
            words.ln_1p(),
        ];
        let beyond = shares.split_off(order.len());
        for (place, share) in order.iter_mut().zip(shares) {
            place.1 = share;
        }
        Some(Found {
            order,
            beyond,
            evidence,
            replaced: rescued.replaced,
            unknown: rescued.unknown,
        })
    }
}

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

/// A trained and calibrated model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    stage: Stage,
    first: Calibration,
    among: Calibration,
    choices: usize,
    answer_from: f64,
    trials: Vec<Trial>,
}

/// What one text of the cross-validation gave.
struct Tried {
    text: usize,
    found: usize,
    in_scope: bool,
    among: bool,
    /// A class beyond the FAQ speaks more from it: it would not be answered, whatever the probability.
    is_beyond: bool,
    evidence: Evidence,
}

impl Model {
    /// Trains, cross-validates, calibrates, and chooses the threshold from which on answers keep the promise.
    ///
    /// In each part of the cross-validation a fifth of each entry's phrasings are asked, and a fifth of the entries are
    /// left out as a whole: their phrasings stand in for questions that the FAQ does not answer, beside those of the
    /// classes beyond the FAQ.
    #[must_use]
    pub fn train(corpus: &Corpus, promise: &Promise) -> Self {
        let all: Vec<&Labelled> = corpus.texts.iter().collect();
        let (stage, tried) = rayon::join(
            || Stage::train(&all, corpus.entries, corpus.beyond),
            || cross_validate(corpus, promise.choices),
        );
        let weights = weights(corpus, &tried, promise.out_of_scope_share);
        let observe = |right: fn(&Corpus, &Tried) -> bool| -> Vec<Observation> {
            tried
                .iter()
                .zip(&weights)
                .map(|(tried, &weight)| Observation {
                    evidence: tried.evidence,
                    right: right(corpus, tried),
                    weight,
                })
                .collect()
        };
        let observations = observe(is_right);
        let first = Calibration::fit(&observations);
        let among = Calibration::fit(&observe(|_, tried| tried.in_scope && tried.among));
        let scored: Vec<_> = observations
            .iter()
            .zip(&tried)
            .map(|(one, tried)| {
                let probability = if tried.is_beyond {
                    0.0
                } else {
                    first.probability(&one.evidence)
                };
                (probability, one.right, one.weight)
            })
            .collect();
        let trials = tried
            .iter()
            .zip(&scored)
            .map(|(tried, &(probability, right, _))| Trial {
                text: tried.text,
                found: tried.found,
                in_scope: tried.in_scope,
                right,
                probability,
            })
            .collect();
        Self {
            stage,
            first,
            among,
            choices: promise.choices,
            answer_from: threshold(&scored, promise.target_precision),
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
        self.stage.vocabulary.len()
    }

    /// Ranks the entries that are `allowed` for a question.
    pub fn rank(&self, seen: &Seen, allowed: impl Fn(usize) -> bool) -> Ranking {
        let Some(found) = self.stage.consider(seen, allowed) else {
            return Ranking::default();
        };
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
            first_share: found.order.first().map_or(0.0, |&(_, share)| share),
            beyond: found.beyond,
            evidence: found.evidence,
            replaced: found.replaced,
            unknown: found.unknown,
        }
    }

    /// What each number of the evidence adds to the log odds of the first candidate being right.
    #[must_use]
    pub fn evidence_shares(&self, evidence: &Evidence) -> [f64; EVIDENCE] {
        self.first.shares(evidence)
    }

    /// The features that speak most for `entry` and against the other classes, with what each adds to its score over the
    /// classes' mean, the strongest first.
    #[must_use]
    pub fn reasons(&self, seen: &Seen, entry: usize, most: usize) -> Vec<(String, f32)> {
        let rescued = self.stage.rescue.rescue(seen);
        let vector = self.stage.vocabulary.vector(&rescued.seen);
        let mut reasons: Vec<(String, f32)> = Vec::new();
        each_feature(&rescued.seen, |feature: Feature<'_>| {
            let Some(number) = self.stage.vocabulary.number(feature) else {
                return;
            };
            let Ok(at) = vector.ids.binary_search(&number) else {
                return;
            };
            let row = self.stage.classifier.row(number);
            #[expect(clippy::cast_precision_loss, reason = "there are few classes")]
            let mean = row.iter().sum::<f32>() / row.len() as f32;
            let name = feature.to_string();
            if !reasons.iter().any(|(known, _)| *known == name) {
                reasons.push((name, vector.values[at] * (row[entry] - mean)));
            }
        });
        reasons.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
        reasons.truncate(most);
        reasons
    }
}

fn is_right(corpus: &Corpus, tried: &Tried) -> bool {
    tried.in_scope && corpus.texts[tried.text].class == tried.found
}

/// In which part of the cross-validation a text is asked: texts of a class in turn, whatever their language.
fn folds(corpus: &Corpus) -> Vec<usize> {
    let mut next = vec![0; corpus.entries + corpus.beyond];
    corpus
        .texts
        .iter()
        .map(|text| {
            // Starts elsewhere for each class, so that the parts are alike in size.
            let fold = (next[text.class] + text.class * 2) % FOLDS;
            next[text.class] += 1;
            fold
        })
        .collect()
}

/// In which part of the cross-validation an entry is left out as a whole.
const fn left_out_in(entry: usize) -> usize {
    (entry * 7 + entry / FOLDS) % FOLDS
}

fn cross_validate(corpus: &Corpus, choices: usize) -> Vec<Tried> {
    let folds = folds(corpus);
    let is_entry = |class: usize| class < corpus.entries;
    (0..FOLDS)
        .into_par_iter()
        .flat_map_iter(|fold| {
            let is_left_out = |class: usize| is_entry(class) && left_out_in(class) == fold;
            let learned: Vec<&Labelled> = corpus
                .texts
                .iter()
                .zip(&folds)
                .filter(|(text, asked_in)| **asked_in != fold && !is_left_out(text.class))
                .map(|(text, _)| text)
                .collect();
            let stage = Stage::train(&learned, corpus.entries, corpus.beyond);
            let asked: Vec<usize> = (0..corpus.texts.len())
                .filter(|&at| {
                    // A left-out entry lends as many stand-ins as another entry has questions.
                    folds[at] == fold
                })
                .collect();
            asked
                .into_par_iter()
                .filter_map(|at| {
                    let text = &corpus.texts[at];
                    let found = stage.consider(&text.seen, |_| true)?;
                    Some(Tried {
                        text: at,
                        found: found.order[0].0,
                        in_scope: is_entry(text.class) && !is_left_out(text.class),
                        among: found
                            .order
                            .iter()
                            .take(choices)
                            .any(|&(entry, _)| entry == text.class),
                        is_beyond: first_beyond(&found.beyond, found.order[0].1).is_some(),
                        evidence: found.evidence,
                    })
                })
                .collect::<Vec<_>>()
                .into_iter()
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
