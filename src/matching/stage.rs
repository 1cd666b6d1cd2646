//! The first stage: which entry, as several views see it.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::calibration::Evidence;
use super::classifier::{Classifier, Nearby, softmax};
use super::combination::{Combination, VIEWS, Views};
use super::features::{Block, Feature, Keys, PLACE, Seen, Vocabulary, each_feature};
use super::likeness::{ClassLikeness, Likeness};
use super::model::Labelled;
use super::rescue::Rescue;
use super::words::Words;

/// The most weights that a classifier has (128 MiB), and the most multipliers (texts times classes) that the search for them
/// works on, which holds some thirty numbers for each. Beyond, with thousands of entries, how like a text is to an entry's
/// phrasings takes its place, half the nearest one and half their mean (Rocchio 1971): it costs no training.
const MOST_WEIGHTS: usize = 1 << 25;
const MOST_MULTIPLIERS: usize = 1 << 24;

/// Entries that are looked at with all views.
const SHORT_LIST: usize = 12;

/// What brings cosines to the size of a classifier's scores.
const SHARPNESS: f32 = 20.0;

/// A text to learn from, with its features.
#[derive(Debug, Clone, Copy)]
pub struct Learned<'a> {
    /// The text and its class.
    pub labelled: &'a Labelled,
    /// Its features.
    pub keys: &'a Keys,
}

/// The first stage, trained.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stage {
    entries: usize,
    vocabulary: Vocabulary,
    rescue: Rescue,
    /// `None` where there are too many entries to train one.
    classifier: Option<Classifier>,
    likeness: Likeness,
    words: Words,
}

/// A candidate as the views see it.
#[derive(Debug, Clone, Copy)]
pub struct Viewed {
    /// The class.
    pub class: usize,
    /// What each view says.
    pub views: Views,
    /// The share of the question's words that the class uses.
    covered: f32,
}

/// A question, looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// The likeliest entries by the classifier, the likeliest first, with all views.
    pub entries: Vec<Viewed>,
    /// The classes beyond the FAQ.
    pub beyond: Vec<Viewed>,
    /// The entry whose phrasing is nearest, of all.
    nearest: usize,
    /// Words, unknown ones and corrected ones.
    counts: [usize; 3],
    /// Shares of the features that are known, by [`Block`].
    known: [f32; Block::ALL.len()],
    /// Mistyped words: as typed, and as understood.
    pub replaced: Vec<(String, String)>,
}

/// What the first stage finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// Entries by falling share, with their share of the softmax.
    pub order: Vec<(usize, f32)>,
    /// Shares of the classes beyond the FAQ.
    pub beyond: Vec<f32>,
    /// The evidence for the first.
    pub evidence: Evidence,
}

impl Stage {
    /// Trains on texts of `entries` entries and `beyond` classes beyond them. A stage trained on more texts, with the places
    /// that it has these at, saves time.
    #[must_use]
    pub fn train(
        texts: &[Learned<'_>],
        entries: usize,
        beyond: usize,
        nearby: Option<(&Self, &[usize])>,
    ) -> Self {
        let classes = entries + beyond;
        let seen = || texts.iter().map(|text| &text.labelled.seen);
        let vocabulary = Vocabulary::learn(texts.iter().map(|text| text.keys));
        let vectors: Vec<_> = texts
            .par_iter()
            .map(|text| vocabulary.vector(text.keys))
            .collect();
        let of: Vec<usize> = texts.iter().map(|text| text.labelled.class).collect();
        let features = (vocabulary.shared(), vocabulary.len());
        // A part of a corpus is learned from in the way in which the whole was.
        let with_classifier = nearby.map_or(
            features.0 * classes <= MOST_WEIGHTS && texts.len() * classes <= MOST_MULTIPLIERS,
            |(whole, _)| whole.classifier.is_some(),
        );
        let nearby = nearby.and_then(|(stage, places)| {
            let classifier = stage.classifier.as_ref()?;
            Some(Nearby { classifier, places })
        });
        let ((classifier, likeness), (rescue, words)) = rayon::join(
            || {
                let classifier = with_classifier
                    .then(|| Classifier::train(&vectors, &of, features, classes, nearby.as_ref()));
                let likeness = Likeness::learn(&vectors, &of, features.1, classes);
                (classifier, likeness)
            },
            || {
                let words = Words::learn(seen().zip(of.iter().copied()), classes);
                (Rescue::learn(seen()), words)
            },
        );
        Self {
            entries,
            vocabulary,
            rescue,
            classifier,
            likeness,
            words,
        }
    }

    /// How many features there are.
    #[must_use]
    pub fn features(&self) -> usize {
        self.vocabulary.len()
    }

    /// Looks at a question, among the entries that are `allowed`; `None` when none is.
    pub fn look(&self, seen: &Seen, allowed: impl Fn(usize) -> bool) -> Option<Look> {
        let rescued = self.rescue.rescue(seen);
        let weighed = self.vocabulary.weigh(&Keys::of(&rescued.seen));
        let likeness = self.likeness.of(&weighed.vector);
        let scores = self.classifier.as_ref().map_or_else(
            || {
                likeness
                    .iter()
                    .map(|class| SHARPNESS * (class.mean + class.nearest) / 2.0)
                    .collect()
            },
            |classifier| classifier.scores(&weighed.vector),
        );
        let spoken = self.words.of(&rescued.seen);
        let view = |class: usize| Viewed {
            class,
            views: [scores[class], likeness[class].nearest, spoken.gain[class]].map(f64::from),
            covered: spoken.covered[class],
        };
        let mut order: Vec<usize> = (0..self.entries)
            .filter(|&entry| self.likeness.has(entry) && allowed(entry))
            .collect();
        let by_score = |one: &usize, other: &usize| {
            scores[*other].total_cmp(&scores[*one]).then(one.cmp(other))
        };
        if order.len() > SHORT_LIST {
            order.select_nth_unstable_by(SHORT_LIST - 1, by_score);
        }
        let nearest = order
            .iter()
            .copied()
            .max_by(|&one, &other| likeness[one].nearest.total_cmp(&likeness[other].nearest))?;
        order.truncate(SHORT_LIST);
        order.sort_unstable_by(by_score);
        let words = seen.words.iter().filter(|word| *word != PLACE).count();
        Some(Look {
            entries: order.into_iter().map(view).collect(),
            beyond: (self.entries..scores.len()).map(view).collect(),
            nearest,
            counts: [words, rescued.unknown, rescued.replaced.len()],
            known: weighed.known,
            replaced: rescued.replaced,
        })
    }

    /// How like a text is to each entry's phrasings.
    #[must_use]
    pub fn likeness(&self, text: &Keys) -> Vec<ClassLikeness> {
        let mut likeness = self.likeness.of(&self.vocabulary.vector(text));
        likeness.truncate(self.entries);
        likeness
    }

    /// The features that speak most for `entry` and against the other classes, with what each adds to its score over the
    /// classes' mean (without a classifier: to their mean likeness), the strongest first.
    #[must_use]
    pub fn reasons(&self, seen: &Seen, entry: usize, most: usize) -> Vec<(String, f32)> {
        let rescued = self.rescue.rescue(seen);
        let vector = self.vocabulary.vector(&Keys::of(&rescued.seen));
        let mut reasons: Vec<(String, f32)> = Vec::new();
        each_feature(&rescued.seen, |feature: Feature<'_>| {
            let Some(number) = self.vocabulary.number(feature) else {
                return;
            };
            let Ok(at) = vector.ids.binary_search(&number) else {
                return;
            };
            let name = feature.to_string();
            if reasons.iter().any(|(known, _)| *known == name) {
                return;
            }
            let weight = match &self.classifier {
                Some(classifier) => {
                    let row = classifier.weights(number);
                    row[entry] - row.iter().sum::<f32>() / row.len() as f32
                }
                None => SHARPNESS * self.likeness.mean_value(number, entry),
            };
            reasons.push((name, vector.values[at] * weight));
        });
        reasons.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
        reasons.truncate(most);
        reasons
    }
}

impl Look {
    /// How many words stay unknown.
    #[must_use]
    pub const fn unknown(&self) -> usize {
        self.counts[1]
    }

    /// Weighs the views.
    ///
    /// # Panics
    ///
    /// Never: a look has at least one entry.
    #[must_use]
    pub fn weigh(&self, combination: &Combination) -> Found {
        let mut entries: Vec<(f64, &Viewed)> = self
            .entries
            .iter()
            .map(|viewed| (combination.score(&viewed.views), viewed))
            .collect();
        entries.sort_by(|one, other| other.0.total_cmp(&one.0));
        let beyond: Vec<f64> = self
            .beyond
            .iter()
            .map(|viewed| combination.score(&viewed.views))
            .collect();
        let mut shares: Vec<f32> = entries
            .iter()
            .map(|(score, _)| *score as f32)
            .chain(beyond.iter().map(|score| *score as f32))
            .collect();
        softmax(&mut shares);
        let evidence = self.evidence(&entries, &beyond, f64::from(shares[0]));
        let beyond = shares.split_off(entries.len());
        Found {
            order: entries
                .iter()
                .zip(shares)
                .map(|((_, viewed), share)| (viewed.class, share))
                .collect(),
            beyond,
            evidence,
        }
    }

    fn evidence(&self, entries: &[(f64, &Viewed)], beyond: &[f64], share: f64) -> Evidence {
        let (score, first) = entries[0];
        let rest = || entries[1..].iter().map(|(_, viewed)| *viewed);
        let best = |of: &dyn Fn(&Viewed) -> f64| {
            rest()
                .chain(&self.beyond)
                .map(of)
                .fold(f64::NEG_INFINITY, f64::max)
        };
        let lead = |view: usize| {
            let other = best(&|viewed| viewed.views[view]);
            if other.is_finite() {
                first.views[view] - other
            } else {
                0.0
            }
        };
        let margin = |other: Option<f64>| other.map_or(0.0, |other| score - other);
        let share = share.clamp(1e-9, 1.0 - 1e-9);
        let [words, unknown, corrected] = self.counts.map(|count| count as f64);
        [
            (share / (1.0 - share)).ln(),
            margin(entries.get(1).map(|(score, _)| *score)),
            margin(beyond.iter().copied().reduce(f64::max)),
            first.views[0],
            first.views[1],
            lead(1),
            unknown / words.max(1.0),
            corrected / words.max(1.0),
            words.ln_1p(),
            f64::from(u8::from(first.class == self.nearest)),
            f64::from(first.covered),
            f64::from(self.known[Block::Gram.index()]),
            f64::from(self.known[Block::Pair.index()]),
            lead(VIEWS - 1),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    /// A made-up word for each number below 8,000.
    fn word(number: usize) -> String {
        const SYLLABLES: [&str; 20] = [
            "ba", "ro", "lin", "ke", "mu", "sta", "vo", "pri", "zel", "to", "gan", "fi", "dru",
            "mor", "ce", "hul", "ja", "wen", "bri", "sko",
        ];
        [1, 20, 400]
            .map(|power| SYLLABLES[number / power % 20])
            .concat()
    }

    #[test]
    fn thousands_of_entries_are_told_apart_without_a_classifier() {
        const ENTRIES: usize = 2_500;
        let phrasings = |entry: usize| {
            let (one, other) = (word(entry), word((entry * 7 + 1) % 8_000));
            [
                format!("how do i declare {one} for {other}"),
                format!("papers for {one} with {other}"),
                format!("{other} and {one} at the border"),
            ]
        };
        let texts: Vec<Labelled> = (0..ENTRIES)
            .flat_map(|class| {
                phrasings(class).map(|text| Labelled {
                    class,
                    seen: Seen::plain(&text, Language::English),
                })
            })
            .collect();
        let keys: Vec<Keys> = texts.iter().map(|text| Keys::of(&text.seen)).collect();
        let learned: Vec<Learned<'_>> = texts
            .iter()
            .zip(&keys)
            .map(|(labelled, keys)| Learned { labelled, keys })
            .collect();
        let stage = Stage::train(&learned, ENTRIES, 0, None);
        assert!(stage.classifier.is_none());
        for entry in (0..ENTRIES).step_by(97) {
            let (one, other) = (word(entry), word((entry * 7 + 1) % 8_000));
            let asked = Seen::plain(&format!("{one} {other} which papers"), Language::English);
            let look = stage.look(&asked, |_| true).unwrap();
            assert_eq!(look.entries[0].class, entry, "{one} {other}");
            let reasons = stage.reasons(&asked, entry, 3);
            assert!(reasons.iter().all(|(_, adds)| *adds > 0.0), "{reasons:?}");
            // The entry may be one that is about another country than the one asked about.
            let look = stage.look(&asked, |allowed| allowed != entry).unwrap();
            assert!(look.entries.iter().all(|viewed| viewed.class != entry));
        }
    }
}
