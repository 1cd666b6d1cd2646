//! What of a text the matcher looks at, and the sparse vectors made of it.

use std::fmt;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use crate::flat::{self, Table};
use crate::language::{Language, Word, fold, stem, word_spans};

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
        let folded = fold(text);
        let mut words = Vec::new();
        for word in word_spans(&folded) {
            push_word(&mut words, &folded, word, language);
        }
        Self {
            words,
            language,
            marks: Vec::new(),
        }
    }
}

/// What English writes after an apostrophe: "what's" and "whats" are one word.
const CONTRACTED: &[&str] = &["s", "t", "re", "ll", "ve", "d", "m"];

/// Adds a word of a folded text; the end of an English contraction goes to the word before it.
pub(super) fn push_word(words: &mut Vec<String>, folded: &str, word: Word<'_>, language: Language) {
    let is_contracted = language == Language::English
        && folded[..word.start].ends_with('\'')
        && CONTRACTED.contains(&word.text);
    match words.last_mut() {
        Some(last) if is_contracted => last.push_str(word.text),
        _ => words.push(word.text.to_owned()),
    }
}

/// The word that stands for any mentioned place.
pub const PLACE: &str = "§place";

/// Ordered pairs of stems are taken up to so many words apart.
const PAIR_GAP: usize = 2;

/// Length of the character sequences taken from inside words, the word's ends counting as a character. Longer and shorter
/// ones beside them cost time and bring nothing.
const GRAM: usize = 3;

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
    /// Two stems in order, next to each other or with one between them.
    Pair,
    /// Three characters in a row inside a word.
    Gram,
    /// Something recognised.
    Mark,
}

impl Block {
    /// All kinds, in the order of their index.
    pub const ALL: [Self; 4] = [Self::Stem, Self::Pair, Self::Gram, Self::Mark];

    /// Its place in [`Block::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
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

    /// A key: 62 bits of a hash, then its kind. With a million features two share one with a probability below one in a
    /// million.
    fn key(self) -> u64 {
        let mut hasher = FxHasher::default();
        match self {
            Self::Stem(text) | Self::Gram(text) | Self::Mark(text) => hasher.write(text.as_bytes()),
            Self::Pair(first, second) => {
                hasher.write(first.as_bytes());
                hasher.write_u8(0xff);
                hasher.write(second.as_bytes());
            }
        }
        hasher.finish() & !KIND | self.block() as u64
    }
}

/// The bits of a key that tell the kind of a feature.
const KIND: u64 = 3;

/// The features of a text by their keys, in rising order, with repetitions: what is reckoned once of a text that several
/// vocabularies are learned from.
#[derive(Debug, Clone, Default)]
pub struct Keys(Vec<u64>);

impl Keys {
    /// Those of a text.
    #[must_use]
    pub fn of(seen: &Seen) -> Self {
        let mut keys = Vec::with_capacity(256);
        each_feature(seen, |feature| keys.push(feature.key()));
        keys.sort_unstable();
        Self(keys)
    }

    /// Each key once, with how often it stands.
    fn counted(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.0
            .chunk_by(|one, other| one == other)
            .map(|same| (same[0], same.len()))
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
        for window in ends.windows(GRAM + 1) {
            take(Feature::Gram(&padded[window[0]..window[GRAM]]));
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
    #[cfg(test)]
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

/// A text's vector, and how much of the text it stands for.
#[derive(Debug, Clone, Default)]
pub struct Weighed {
    /// The vector.
    pub vector: Vector,
    /// The share of the text's features that the vocabulary knows, by [`Block`]; 1 where the text has none.
    pub known: [f32; Block::ALL.len()],
}

/// The features that the training texts have, each with a number and how rare it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Numbers of the features by their key. Those of several texts come first; those below `idf.len()`.
    numbers: Table,
    /// Inverse document frequency of the features of several texts: `ln((1 + n) / (1 + df)) + 1` (Salton and Buckley
    /// 1988, smoothed).
    #[serde(with = "flat")]
    idf: Vec<f32>,
    /// The same of a feature of one text.
    idf_of_one: f32,
}

impl Vocabulary {
    /// Learns from texts.
    #[must_use]
    pub fn learn<'a>(texts: impl Iterator<Item = &'a Keys>) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut count = 0_u32;
        for text in texts {
            count += 1;
            for (key, _) in text.counted() {
                let next = index(frequency.len());
                let number = *numbers.entry(key).or_insert(next);
                if number == next {
                    frequency.push(0);
                }
                frequency[number as usize] += 1;
            }
        }
        // Features of several texts first, in the order in which they were met.
        let mut next = [0, index(frequency.iter().filter(|&&df| df > 1).count())];
        let renumbered: Vec<u32> = frequency
            .iter()
            .map(|&df| {
                let next = &mut next[usize::from(df == 1)];
                *next += 1;
                *next - 1
            })
            .collect();
        let numbers: Vec<_> = numbers
            .into_iter()
            .map(|(key, number)| (key, renumbered[number as usize]))
            .collect();
        let idf = |df: u32| narrow((f64::from(1 + count) / f64::from(1 + df)).ln() + 1.0);
        Self {
            numbers: Table::new(&numbers),
            idf: frequency
                .iter()
                .filter(|&&df| df > 1)
                .map(|&df| idf(df))
                .collect(),
            idf_of_one: idf(1),
        }
    }

    /// How many features there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// How many of them several texts have; these have the lowest numbers.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.idf.len()
    }

    /// The number of a feature that was seen.
    #[must_use]
    pub fn number(&self, feature: Feature<'_>) -> Option<u32> {
        self.numbers.get(feature.key())
    }

    /// The vector of a text: `(1 + ln tf) · idf`, each kind of features brought to length one, then the whole.
    #[must_use]
    pub fn weigh(&self, text: &Keys) -> Weighed {
        let mut found: Vec<(u32, f32, usize)> = Vec::with_capacity(text.0.len());
        let mut counts = [[0_u32; 2]; Block::ALL.len()];
        let mut squares = [0.0_f32; Block::ALL.len()];
        for (key, times) in text.counted() {
            let block = (key & KIND) as usize;
            let number = self.numbers.get(key);
            counts[block][usize::from(number.is_some())] += index(times);
            let Some(number) = number else {
                continue;
            };
            let idf = *self.idf.get(number as usize).unwrap_or(&self.idf_of_one);
            let value = match times {
                1 => idf,
                _ => (1.0 + (times as f32).ln()) * idf,
            };
            squares[block] += value * value;
            found.push((number, value, block));
        }
        let kinds = squares.iter().filter(|&&square| square > 0.0).count() as f32;
        let factors = squares.map(|square| 1.0 / (square * kinds).sqrt());
        found.sort_unstable_by_key(|&(number, ..)| number);
        Weighed {
            vector: Vector {
                ids: found.iter().map(|&(number, ..)| number).collect(),
                values: found
                    .iter()
                    .map(|&(_, value, block)| value * factors[block])
                    .collect(),
            },
            known: counts.map(|[unknown, known]| {
                if unknown + known == 0 {
                    1.0
                } else {
                    known as f32 / (unknown + known) as f32
                }
            }),
        }
    }

    /// The vector of a text.
    #[must_use]
    pub fn vector(&self, text: &Keys) -> Vector {
        self.weigh(text).vector
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

    fn learn(texts: &[Seen]) -> Vocabulary {
        let keys: Vec<Keys> = texts.iter().map(Keys::of).collect();
        Vocabulary::learn(keys.iter())
    }

    fn vector(vocabulary: &Vocabulary, text: &Seen) -> Vector {
        vocabulary.vector(&Keys::of(text))
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
            "characters _cu",
            "characters ms_",
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
        let vocabulary = learn(&texts);
        let found = vector(&vocabulary, &texts[0]);
        assert!((found.dot(&found) - 1.0).abs() < 1e-5);
        assert!(found.ids.is_sorted());
        let stranger = vector(&vocabulary, &seen("zyx"));
        assert_eq!(stranger, Vector::default());
        assert!(found.dot(&vector(&vocabulary, &texts[1])) < 0.3);
    }

    #[test]
    fn a_rare_word_counts_more_than_a_common_one() {
        let texts = [seen("form one"), seen("form two"), seen("form three")];
        let vocabulary = learn(&texts);
        let found = vector(&vocabulary, &seen("form two"));
        let value = |word| {
            let number = vocabulary.number(Feature::Stem(word)).unwrap();
            found.values[found.ids.binary_search(&number).unwrap()]
        };
        assert!(value("two") > value("form"));
    }

    #[test]
    fn a_text_without_end_costs_no_more_than_its_first_words() {
        let vocabulary = learn(&[seen("a b")]);
        let mut long = seen("a");
        long.words = vec!["b".repeat(100_000); 10_000];
        let mut features = 0;
        each_feature(&long, |_| features += 1);
        assert!(features < 100_000, "{features}");
        assert!(vector(&vocabulary, &long).ids.len() < 10);
    }
}
