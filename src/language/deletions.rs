//! Words that are one letter off each other: both are the same without one letter each (symmetric deletion, as in
//! `SymSpell`).

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The hash of a word, the same wherever it is cut in two.
fn hash(before: &str, after: &str) -> u64 {
    let mut hasher = FxHasher::default();
    before
        .bytes()
        .chain(after.bytes())
        .for_each(|byte| hasher.write_u8(byte));
    hasher.finish()
}

/// The hash of a word.
#[must_use]
pub fn word_hash(word: &str) -> u64 {
    hash(word, "")
}

/// The hashes of a word, and of the word without each of its letters. Of two words with one letter more, less, changed or
/// swapped, at least one is the same.
pub fn deletions(word: &str) -> impl Iterator<Item = u64> + '_ {
    let without = |(at, letter): (usize, char)| hash(&word[..at], &word[at + letter.len_utf8()..]);
    std::iter::once(word_hash(word)).chain(word.char_indices().map(without))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_one_letter_off_have_one_in_common() {
        let meet = |one: &str, other: &str| {
            let others: Vec<u64> = deletions(other).collect();
            deletions(one).any(|hash| others.contains(&hash))
        };
        for near in ["serbia", "srbia", "serbiia", "sernia", "sebria", "šerbia"] {
            assert!(meet("serbia", near), "{near}");
        }
        assert!(!meet("serbia", "bosnia"));
        assert_eq!(deletions("čaj").count(), 4);
    }
}
