//! What of a text the matcher looks at, and the sparse vectors made of it.

use std::fmt;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use crate::language::{Language, fold, stem, words};

/// A text as the matcher sees it: folded words, and marks of what was recognised in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Folded words, in order; a mentioned place stands as the placeholder [`PLACE`].
    pub words: Vec<String>,
    /// The language in which they are stemmed.
    pub language: Language,
    /// What was recognised: `concept:eur1_certificate`, `form:EUR.1`, `country:RS`. In any order, without repetition.
    pub marks: Vec<String>,
}

impl Seen {
    /// A text of which nothing but its words is known.
    #[must_use]
    pub fn plain(text: &str, language: Language) -> Self {
        Self {
            words: words(&fold(text)).map(str::to_owned).collect(),
            language,
            marks: Vec::new(),
        }
    }
}

/// The word that stands for any mentioned place.
pub const PLACE: &str = "§place";

/// Ordered pairs of stems are taken up to so many words apart.
const PAIR_GAP: usize = 3;

/// Lengths of the character sequences taken from inside words, the word's ends counting as a character.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=5;

/// Characters of a word that are looked at: a longer "word" is no word.
const LONGEST_WORD: usize = 40;

/// Words of a text that are looked at.
const MOST_WORDS: usize = 400;

/// The kinds of features. Each kind is weighed and brought to length one by itself, so that a text's many character
/// sequences do not drown its few words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// A word's stem.
    Stem,
    /// Two stems in order, up to three words apart.
    Pair,
    /// Two to five characters in a row inside a word.
    Gram,
    /// Something recognised.
    Mark,
}

impl Block {
    /// All kinds, in the order of their index.
    pub const ALL: [Self; 4] = [Self::Stem, Self::Pair, Self::Gram, Self::Mark];

    const fn index(self) -> usize {
        self as usize
    }

    /// How much a kind counts beside the others.
    const fn weight(self) -> f32 {
        match self {
            Self::Stem | Self::Pair | Self::Gram | Self::Mark => 1.0,
        }
    }
}

/// One feature, borrowed from the text it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature<'a> {
    /// A word's stem.
    Stem(&'a str),
    /// Two stems in order.
    Pair(&'a str, &'a str),
    /// Characters inside a word; `_` is its end.
    Gram(&'a str),
    /// Something recognised.
    Mark(&'a str),
}

impl Feature<'_> {
    /// Its kind.
    #[must_use]
    pub const fn block(self) -> Block {
        match self {
            Self::Stem(_) => Block::Stem,
            Self::Pair(..) => Block::Pair,
            Self::Gram(_) => Block::Gram,
            Self::Mark(_) => Block::Mark,
        }
    }

    /// A key of 64 bits: with a million features two share one with a probability below one in ten million.
    fn key(self) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u8(self.block() as u8);
        match self {
            Self::Stem(text) | Self::Gram(text) | Self::Mark(text) => hasher.write(text.as_bytes()),
            Self::Pair(first, second) => {
                hasher.write(first.as_bytes());
                hasher.write_u8(0xff);
                hasher.write(second.as_bytes());
            }
        }
        hasher.finish()
    }
}

impl fmt::Display for Feature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stem(text) => write!(f, "stem {text}"),
            Self::Pair(first, second) => write!(f, "pair {first} … {second}"),
            Self::Gram(text) => write!(f, "characters {text}"),
            Self::Mark(text) => f.write_str(text),
        }
    }
}

/// Hands every feature of `seen` to `take`, with repetitions.
pub fn each_feature(seen: &Seen, mut take: impl FnMut(Feature<'_>)) {
    let words = || seen.words.iter().take(MOST_WORDS);
    let stems: Vec<_> = words().map(|word| stem(word, seen.language)).collect();
    for (at, first) in stems.iter().enumerate() {
        take(Feature::Stem(first));
        for second in stems.iter().skip(at + 1).take(PAIR_GAP) {
            take(Feature::Pair(first, second));
        }
    }
    let mut padded = String::new();
    let mut ends = Vec::new();
    for word in words().filter(|word| *word != PLACE) {
        padded.clear();
        padded.push('_');
        padded.extend(word.chars().take(LONGEST_WORD));
        padded.push('_');
        ends.clear();
        ends.extend(padded.char_indices().map(|(at, _)| at));
        ends.push(padded.len());
        for length in GRAMS {
            for window in ends.windows(length + 1) {
                take(Feature::Gram(&padded[window[0]..window[length]]));
            }
        }
    }
    for mark in &seen.marks {
        take(Feature::Mark(mark));
    }
}

/// A sparse vector: feature numbers in rising order, and their values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    /// Numbers of the features present.
    pub ids: Vec<u32>,
    /// Their values, each over zero.
    pub values: Vec<f32>,
}

impl Vector {
    /// The scalar product.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        let (mut at, mut sum) = (0, 0.0);
        for (id, value) in self.iter() {
            while at < other.ids.len() && other.ids[at] < id {
                at += 1;
            }
            if other.ids.get(at) == Some(&id) {
                sum += value * other.values[at];
            }
        }
        sum
    }

    /// Features and values, in the order of the features.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.ids.iter().copied().zip(self.values.iter().copied())
    }
}

/// The features that the training texts have, each with a number and how rare it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vocabulary {
    numbers: FxHashMap<u64, u32>,
    /// Inverse document frequency by feature: `ln((1 + n) / (1 + df)) + 1` (Salton and Buckley 1988, smoothed).
    idf: Vec<f32>,
}

impl Vocabulary {
    /// Learns from texts.
    #[must_use]
    pub fn learn<'a>(texts: impl Iterator<Item = &'a Seen>) -> Self {
        let mut numbers = FxHashMap::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut last: Vec<u32> = Vec::new();
        let mut count = 0_u32;
        for text in texts {
            count += 1;
            each_feature(text, |feature| {
                let next = index(frequency.len());
                let number = *numbers.entry(feature.key()).or_insert(next);
                if number == next {
                    frequency.push(0);
                    last.push(0);
                }
                if last[number as usize] != count {
                    last[number as usize] = count;
                    frequency[number as usize] += 1;
                }
            });
        }
        let idf = frequency
            .iter()
            .map(|&df| (f64::from(1 + count) / f64::from(1 + df)).ln() + 1.0)
            .map(narrow)
            .collect();
        Self { numbers, idf }
    }

    /// How many features there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.idf.len()
    }

    /// The number of a feature that was seen.
    #[must_use]
    pub fn number(&self, feature: Feature<'_>) -> Option<u32> {
        self.numbers.get(&feature.key()).copied()
    }

    /// The vector of a text: `(1 + ln tf) · idf`, each kind of features brought to length one, then the whole.
    #[must_use]
    pub fn vector(&self, seen: &Seen) -> Vector {
        let mut found: Vec<(u32, Block)> = Vec::with_capacity(256);
        each_feature(seen, |feature| {
            if let Some(number) = self.number(feature) {
                found.push((number, feature.block()));
            }
        });
        found.sort_unstable_by_key(|&(number, _)| number);
        let mut vector = Vector {
            ids: Vec::with_capacity(found.len()),
            values: Vec::with_capacity(found.len()),
        };
        let mut squares = [0.0_f32; Block::ALL.len()];
        let mut blocks = Vec::with_capacity(found.len());
        for same in found.chunk_by(|one, other| one.0 == other.0) {
            let (number, block) = same[0];
            #[expect(clippy::cast_precision_loss, reason = "a text has few words")]
            let value = (1.0 + (same.len() as f32).ln()) * self.idf[number as usize];
            squares[block.index()] += value * value;
            vector.ids.push(number);
            vector.values.push(value);
            blocks.push(block);
        }
        let mut whole = 0.0;
        for block in Block::ALL {
            if squares[block.index()] > 0.0 {
                whole += block.weight() * block.weight();
            }
        }
        for (value, block) in vector.values.iter_mut().zip(blocks) {
            *value *= block.weight() / (squares[block.index()] * whole).sqrt();
        }
        vector
    }
}

/// A place in a table as the number stored for it.
///
/// # Panics
///
/// Never in practice: a table of four thousand million rows does not fit in memory.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "precision is not needed in weights"
)]
pub(super) const fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in crate::matching) fn seen(text: &str) -> Seen {
        Seen {
            words: text.split(' ').map(str::to_owned).collect(),
            language: Language::English,
            marks: Vec::new(),
        }
    }

    #[test]
    fn features_are_stems_pairs_in_order_and_characters_inside_words() {
        let mut found = Vec::new();
        let mut text = seen("customs forms");
        text.marks.push("form:EUR.1".to_owned());
        each_feature(&text, |feature| found.push(feature.to_string()));
        for expected in [
            "stem custom",
            "stem form",
            "pair custom … form",
            "characters _c",
            "characters orms_",
            "form:EUR.1",
        ] {
            assert!(found.iter().any(|one| one == expected), "{expected}");
        }
        assert!(!found.iter().any(|one| one == "pair form … custom"));
        assert!(!found.iter().any(|one| one.contains("s_f")));
    }

    #[test]
    fn a_vector_has_length_one_and_knows_only_what_was_learned() {
        let texts = [seen("send a parcel to serbia"), seen("a customs form")];
        let vocabulary = Vocabulary::learn(texts.iter());
        let vector = vocabulary.vector(&texts[0]);
        assert!((vector.dot(&vector) - 1.0).abs() < 1e-5);
        assert!(vector.ids.is_sorted());
        let stranger = vocabulary.vector(&seen("zyx"));
        assert_eq!(stranger, Vector::default());
        assert!(vector.dot(&vocabulary.vector(&texts[1])) < 0.3);
    }

    #[test]
    fn a_rare_word_counts_more_than_a_common_one() {
        let texts = [seen("form one"), seen("form two"), seen("form three")];
        let vocabulary = Vocabulary::learn(texts.iter());
        let vector = vocabulary.vector(&seen("form two"));
        let value = |word| {
            let number = vocabulary.number(Feature::Stem(word)).unwrap();
            vector.values[vector.ids.binary_search(&number).unwrap()]
        };
        assert!(value("two") > value("form"));
    }

    #[test]
    fn a_text_without_end_costs_no_more_than_its_first_words() {
        let vocabulary = Vocabulary::learn([seen("a b")].iter());
        let mut long = seen("a");
        long.words = vec!["b".repeat(100_000); 10_000];
        let mut features = 0;
        each_feature(&long, |_| features += 1);
        assert!(features < 100_000, "{features}");
        assert!(vocabulary.vector(&long).ids.len() < 10);
    }
}
