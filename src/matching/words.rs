//! The words of a question under each class's own language: a unigram model with Dirichlet smoothing (Zhai and Lafferty
//! 2004), which is naive Bayes on counts.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use super::features::{PLACE, Seen, index};
use crate::flat::{self, Table};
use crate::language::stem;

/// Words of the common language mixed into each class's.
const SMOOTHING: f64 = 20.0;

/// What classes are asked with which words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Words {
    numbers: Table,
    /// Where the places of each stem begin, and where the last end.
    #[serde(with = "flat")]
    starts: Vec<u32>,
    /// Classes that use the stem, and the logarithm of how much oftener than the common language they do.
    #[serde(with = "flat")]
    places: Vec<(u32, f32)>,
    /// How rare each stem is: `ln (texts / texts that have it)`.
    #[serde(with = "flat")]
    rarity: Vec<f32>,
    /// The rarity of a stem that no text has.
    of_unknown: f32,
    /// By class: what each word costs for the part that the class's own words take.
    cost: Vec<f32>,
}

/// A question's words beside the classes.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// By class: how much likelier the words are in its language than in the common one, as a logarithm over the square
    /// root of their number.
    pub gain: Vec<f32>,
    /// By class: the share of the words, weighed by their rarity, that it uses.
    pub covered: Vec<f32>,
}

impl Words {
    /// Learns from texts and their classes below `classes`.
    #[must_use]
    pub fn learn<'a>(texts: impl Iterator<Item = (&'a Seen, usize)>, classes: usize) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut in_texts: Vec<(u32, u32)> = Vec::new();
        let mut lengths = vec![0_u32; classes];
        let mut texts_seen = 0;
        for (seen, class) in texts {
            texts_seen += 1;
            each_stem(seen, |key| {
                let next = index(frequency.len());
                let number = *numbers.entry(key).or_insert(next);
                if number == next {
                    frequency.push(0);
                    in_texts.push((0, 0));
                }
                frequency[number as usize] += 1;
                let (last, count) = &mut in_texts[number as usize];
                if *last != texts_seen {
                    (*last, *count) = (texts_seen, *count + 1);
                }
                *counts.entry((number, index(class))).or_default() += 1;
                lengths[class] += 1;
            });
        }
        let all: f64 = frequency.iter().map(|&count| f64::from(count)).sum();
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable();
        let mut starts = vec![0; frequency.len() + 1];
        for ((stem, _), _) in &counts {
            starts[*stem as usize + 1] += 1;
        }
        for stem in 0..frequency.len() {
            starts[stem + 1] += starts[stem];
        }
        let rarity = |texts: u32| (f64::from(1 + texts_seen) / f64::from(1 + texts)).ln() as f32;
        Self {
            places: counts
                .iter()
                .map(|&((stem, class), count)| {
                    let common = f64::from(frequency[stem as usize]) / all;
                    let gain = (f64::from(count) / (SMOOTHING * common)).ln_1p();
                    (class, gain as f32)
                })
                .collect(),
            numbers: Table::new(&numbers.into_iter().collect::<Vec<_>>()),
            starts,
            rarity: in_texts.iter().map(|&(_, texts)| rarity(texts)).collect(),
            of_unknown: rarity(0),
            cost: lengths
                .iter()
                .map(|&length| (SMOOTHING / (SMOOTHING + f64::from(length))).ln() as f32)
                .collect(),
        }
    }

    /// A question's words beside the classes.
    #[must_use]
    pub fn of(&self, seen: &Seen) -> Spoken {
        let classes = self.cost.len();
        let mut gain = vec![0.0; classes];
        let mut covered = vec![0.0; classes];
        let (mut known, mut weight) = (0.0, 0.0);
        each_stem(seen, |key| {
            let Some(number) = self.numbers.get(key) else {
                weight += self.of_unknown;
                return;
            };
            let number = number as usize;
            known += 1.0;
            weight += self.rarity[number];
            for &(class, more) in
                &self.places[self.starts[number] as usize..self.starts[number + 1] as usize]
            {
                gain[class as usize] += more;
                covered[class as usize] += self.rarity[number];
            }
        });
        // A long message has many words that depend on each other: their sum would drown the other views.
        let length = f32::sqrt(f32::max(known, 1.0));
        for (gain, cost) in gain.iter_mut().zip(&self.cost) {
            *gain = (*gain + known * cost) / length;
        }
        if weight > 0.0 {
            for covered in &mut covered {
                *covered /= weight;
            }
        }
        Spoken { gain, covered }
    }
}

fn each_stem(seen: &Seen, mut take: impl FnMut(u64)) {
    for word in seen.words.iter().filter(|word| *word != PLACE) {
        let mut hasher = FxHasher::default();
        hasher.write(stem(word, seen.language).as_bytes());
        take(hasher.finish());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn words_speak_for_the_class_that_uses_them_and_unknown_ones_for_none() {
        let seen = |text| Seen::plain(text, Language::English);
        let texts = [
            (seen("the cash at the border"), 0),
            (seen("cash on a journey"), 0),
            (seen("the gifts by post"), 1),
        ];
        let words = Words::learn(texts.iter().map(|(seen, class)| (seen, *class)), 3);
        let found = words.of(&seen("cash for gifts"));
        assert!(found.covered[0] > 0.0 && found.covered[0] < 1.0);
        let cash = words.of(&seen("cash"));
        assert!(cash.gain[0] > cash.gain[1]);
        let gifts = words.of(&seen("gifts"));
        assert!(gifts.gain[1] > gifts.gain[0]);
        let stranger = words.of(&seen("xylophone"));
        assert!(stranger.gain.iter().all(|gain| gain.abs() < 1e-9));
        assert!(stranger.covered.iter().all(|covered| covered.abs() < 1e-9));
    }
}
