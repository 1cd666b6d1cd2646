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

/// The number of letters in which two words differ (added, lost, changed or swapped with their neighbour), when it is at
/// most one: decided without a matrix. Letters are bytes, as they are in folded words.
#[must_use]
pub fn within_one(one: &str, other: &str) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let ends = one.iter().rev().zip(other.iter().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - same], &other[..other.len() - same]) {
        ([], []) => Some(0),
        ([] | [_], [] | [_]) => Some(1),
        ([a, b], [c, d]) if (a, b) == (d, c) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_difference_of_one_letter_is_found_without_a_matrix(one in "[abc]{1,7}", other in "[abc]{1,7}") {
            let distance = strsim::osa_distance(&one, &other);
            prop_assert_eq!(within_one(&one, &other), Some(distance).filter(|distance| *distance <= 1));
        }
    }

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
