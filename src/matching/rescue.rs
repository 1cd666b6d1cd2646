//! Rescue of mistyped words: the word of the FAQ that was probably meant.

use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::{Deserialize, Serialize};

use super::features::{PLACE, Seen, index};
use crate::language::{Language, stem};

/// Shorter words are left as they are: one letter more or less makes another word of them.
const SHORTEST: usize = 4;

/// Longer words are no words.
const LONGEST: usize = 40;

/// From so many characters on, two mistakes are forgiven.
const TWO_MISTAKES_FROM: usize = 9;

/// The words of the training texts, found again by what is left of them when a letter is missing
/// (symmetric deletion, as in `SymSpell`).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Learned")]
pub struct Rescue {
    words: Vec<(String, u32)>,
    known: FxHashSet<String>,
    /// Words by the hash of what is left of them. Two remainders with one hash cost a look more, since each candidate is
    /// compared with the word before it is taken.
    #[serde(skip)]
    by_remainder: FxHashMap<u64, Vec<u32>>,
}

/// What is kept of a [`Rescue`]; the rest follows from it.
#[derive(Deserialize)]
struct Learned {
    words: Vec<(String, u32)>,
    known: FxHashSet<String>,
}

impl From<Learned> for Rescue {
    fn from(learned: Learned) -> Self {
        let mut rescue = Self {
            words: learned.words,
            known: learned.known,
            by_remainder: FxHashMap::default(),
        };
        rescue.index();
        rescue
    }
}

/// What became of a text's words.
#[derive(Debug, Clone)]
pub struct Rescued<'a> {
    /// The text, with mistyped words replaced.
    pub seen: Cow<'a, Seen>,
    /// Words replaced: as typed, and as understood.
    pub replaced: Vec<(String, String)>,
    /// Words that stay unknown.
    pub unknown: usize,
}

impl Rescue {
    /// Learns the words of texts.
    #[must_use]
    pub fn learn<'a>(texts: impl Iterator<Item = &'a Seen>) -> Self {
        let mut rescue = Self::default();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        for text in texts {
            for word in &text.words {
                if let Some(&number) = numbers.get(word.as_str()) {
                    rescue.words[number].1 += 1;
                } else {
                    numbers.insert(word, rescue.words.len());
                    rescue.words.push((word.clone(), 1));
                    rescue.known.insert(word.clone());
                    rescue.known.insert(stem(word, text.language).into_owned());
                }
            }
        }
        rescue.index();
        rescue
    }

    /// Enters the words under what is left of them.
    fn index(&mut self) {
        for (at, (word, _)) in self.words.iter().enumerate() {
            if is_rescuable(word) {
                for remainder in remainders(word) {
                    self.by_remainder
                        .entry(remainder)
                        .or_default()
                        .push(index(at));
                }
            }
        }
    }

    /// Whether the word, or its stem in the language, is among those learned.
    #[must_use]
    pub fn knows(&self, word: &str, language: Language) -> bool {
        word == PLACE || self.known.contains(word) || self.known.contains(&*stem(word, language))
    }

    /// The known word that `word` was probably meant to be: at most one letter added, lost, changed or swapped (in a long
    /// word two, where one letter less on each side brings them together), the first letter kept if any candidate keeps
    /// it, and then the most frequent one.
    #[must_use]
    pub fn meant(&self, word: &str) -> Option<&str> {
        if !is_rescuable(word) {
            return None;
        }
        let allowed = if word.len() >= TWO_MISTAKES_FROM {
            2
        } else {
            1
        };
        let mut best: Option<((usize, bool, u32), &str)> = None;
        let mut looked_at = FxHashSet::default();
        for remainder in remainders(word) {
            for &number in self.by_remainder.get(&remainder).into_iter().flatten() {
                if !looked_at.insert(number) {
                    continue;
                }
                let (candidate, count) = &self.words[number as usize];
                let distance = strsim::osa_distance(word, candidate);
                if distance > allowed {
                    continue;
                }
                let other_start = candidate.as_bytes().first() != word.as_bytes().first();
                let rank = (distance, other_start, u32::MAX - count);
                if best.is_none_or(|(lowest, kept)| (rank, candidate.as_str()) < (lowest, kept)) {
                    best = Some((rank, candidate));
                }
            }
        }
        best.map(|(_, word)| word)
    }

    /// Replaces the mistyped words of a text.
    #[must_use]
    pub fn rescue<'a>(&self, seen: &'a Seen) -> Rescued<'a> {
        let mut rescued = Rescued {
            seen: Cow::Borrowed(seen),
            replaced: Vec::new(),
            unknown: 0,
        };
        for (at, word) in seen.words.iter().enumerate() {
            if self.knows(word, seen.language) {
                continue;
            }
            match self.meant(word) {
                Some(meant) => {
                    rescued.replaced.push((word.clone(), meant.to_owned()));
                    meant.clone_into(&mut rescued.seen.to_mut().words[at]);
                }
                None => rescued.unknown += 1,
            }
        }
        rescued
    }
}

/// Whether a mistake in the word can be told from another word: letters only, of a fitting length.
fn is_rescuable(word: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// The hashes of the word, and of the word without each of its letters.
fn remainders(word: &str) -> impl Iterator<Item = u64> + '_ {
    let hash = |before: &str, after: &str| {
        let mut hasher = FxHasher::default();
        // Byte by byte: the hash of the whole must not depend on where it was cut.
        before
            .bytes()
            .chain(after.bytes())
            .for_each(|byte| hasher.write_u8(byte));
        hasher.finish()
    };
    std::iter::once(hash(word, ""))
        .chain((0..word.len()).map(move |at| hash(&word[..at], &word[at + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rescue() -> Rescue {
        let text = Seen {
            words: "declaration certificat carnet douane douanes parcel visa tva"
                .split(' ')
                .map(str::to_owned)
                .collect(),
            language: Language::French,
            marks: Vec::new(),
        };
        Rescue::learn([text].iter())
    }

    #[test]
    fn one_letter_wrong_is_understood() {
        let rescue = rescue();
        for (typed, meant) in [
            ("certifcat", "certificat"),
            ("cretificat", "certificat"),
            ("carnett", "carnet"),
            ("daune", "douane"),
            ("douame", "douane"),
            ("pracel", "parcel"),
        ] {
            let expected = if typed == "daune" { None } else { Some(meant) };
            assert_eq!(rescue.meant(typed), expected, "{typed}");
        }
    }

    #[test]
    fn two_letters_wrong_are_understood_in_a_long_word_only() {
        let rescue = rescue();
        assert_eq!(rescue.meant("declratoin"), None);
        assert_eq!(rescue.meant("declaratons"), Some("declaration"));
        assert_eq!(rescue.meant("carneest"), None);
    }

    #[test]
    fn short_words_codes_and_strangers_are_left_alone() {
        let rescue = rescue();
        for word in ["tvs", "eur.1", "8471", "football", "vsia2", "čarnet"] {
            assert_eq!(rescue.meant(word), None, "{word}");
        }
    }

    #[test]
    fn a_text_keeps_what_is_known_and_tells_what_was_replaced() {
        let rescue = rescue();
        let text = Seen {
            words: ["la", "declarations", "certifcat", PLACE]
                .map(str::to_owned)
                .to_vec(),
            language: Language::French,
            marks: Vec::new(),
        };
        let found = rescue.rescue(&text);
        assert_eq!(
            found.replaced,
            [("certifcat".to_owned(), "certificat".to_owned())]
        );
        assert_eq!(found.unknown, 1);
        assert_eq!(found.seen.words[2], "certificat");
        assert_eq!(found.seen.words[1], "declarations");
    }
}
