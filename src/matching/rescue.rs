//! Rescue of mistyped words: the word of the FAQ that was probably meant.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::features::{PLACE, Seen, index};
use crate::flat::{self, Table};
use crate::language::{Language, deletions, stem, within_one, word_hash};

/// Shorter words are left as they are: one letter more or less makes another word of them.
const SHORTEST: usize = 4;

/// Longer words are no words.
const LONGEST: usize = 40;

/// From so many characters on, two mistakes are forgiven.
const TWO_MISTAKES_FROM: usize = 9;

/// Words of a text that are looked for. A text with more strange words is in no language that is spoken here, and is
/// not made clearer by what a few more of them may have been.
const MOST_TRIED: usize = 40;

/// The words of the training texts, found again by what is left of them when a letter is missing
/// (symmetric deletion, as in `SymSpell`).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Rescue {
    /// The words, one after the other.
    text: String,
    /// Where each ends in the text, and how often it was met.
    #[serde(with = "flat")]
    words: Vec<(u32, u32)>,
    /// Hashes of the words and of their stems.
    known: Table,
    /// Words by the hash of what is left of them. Two with one hash cost a look more, since each candidate is compared with
    /// the word before it is taken.
    by_deletion: Table,
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
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut words: Vec<(&str, u32)> = Vec::new();
        let mut known: FxHashSet<u64> = FxHashSet::default();
        for text in texts {
            for word in &text.words {
                if let Some(&number) = numbers.get(word.as_str()) {
                    words[number].1 += 1;
                } else {
                    numbers.insert(word, words.len());
                    words.push((word, 1));
                    known.insert(word_hash(word));
                    known.insert(word_hash(&stem(word, text.language)));
                }
            }
        }
        let mut by_deletion = Vec::new();
        let mut rescue = Self::default();
        for (at, (word, count)) in words.into_iter().enumerate() {
            rescue.text.push_str(word);
            rescue.words.push((index(rescue.text.len()), count));
            if is_rescuable(word) {
                by_deletion.extend(deletions(word).map(|hash| (hash, index(at))));
            }
        }
        rescue.known = Table::new(&known.into_iter().map(|hash| (hash, 0)).collect::<Vec<_>>());
        rescue.by_deletion = Table::new(&by_deletion);
        rescue
    }

    /// A word by its number, and how often it was met.
    fn word(&self, number: u32) -> (&str, u32) {
        let number = number as usize;
        let (end, count) = self.words[number];
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.words[before].0);
        (&self.text[start as usize..end as usize], count)
    }

    /// Whether the word, or its stem in the language, is among those learned.
    #[must_use]
    pub fn knows(&self, word: &str, language: Language) -> bool {
        let knows = |word: &str| self.known.get(word_hash(word)).is_some();
        word == PLACE || knows(word) || knows(&stem(word, language))
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
        for hash in deletions(word) {
            for number in self.by_deletion.all(hash) {
                if !looked_at.insert(number) {
                    continue;
                }
                let (candidate, count) = self.word(number);
                let distance = match within_one(word, candidate) {
                    Some(distance) => distance,
                    None if allowed < 2 => continue,
                    // One letter less on each side makes them one, if their hash does not deceive.
                    None => 2,
                };
                let other_start = candidate.as_bytes().first() != word.as_bytes().first();
                let rank = (distance, other_start, u32::MAX - count);
                if best.is_some_and(|best| (rank, candidate) >= best) {
                    continue;
                }
                if distance < 2 || strsim::osa_distance(word, candidate) == 2 {
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
        let mut tried: FxHashMap<&str, Option<&str>> = FxHashMap::default();
        for (at, word) in seen.words.iter().enumerate() {
            if self.knows(word, seen.language) {
                continue;
            }
            let may_be_tried = tried.len() < MOST_TRIED;
            let meant = match tried.get(word.as_str()) {
                Some(meant) => *meant,
                None if may_be_tried => *tried.entry(word).or_insert_with(|| self.meant(word)),
                None => None,
            };
            match meant {
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
    fn a_flood_of_strange_words_is_looked_for_up_to_a_number_of_them() {
        let rescue = rescue();
        let strange = |at: usize| {
            let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
            format!("qx{}{}{}", letter(at), letter(at / 26), letter(at / 676))
        };
        let mut text = Seen {
            words: (0..MOST_TRIED - 1).map(strange).collect(),
            language: Language::French,
            marks: Vec::new(),
        };
        text.words.push("certifcat".to_owned());
        assert_eq!(rescue.rescue(&text).replaced.len(), 1);
        // The same strange word again is no further one.
        text.words.insert(0, strange(0));
        assert_eq!(rescue.rescue(&text).replaced.len(), 1);
        text.words.insert(0, strange(10_000));
        let found = rescue.rescue(&text);
        assert_eq!(found.replaced.len(), 0);
        assert_eq!(found.unknown, text.words.len());
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
