//! A table from hashes to numbers in three flat arrays.

use serde::{Deserialize, Serialize};

use crate::flat;

/// Numbers by the hash of what they stand for; several may stand under one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Where the numbers of each bucket begin, and where the last end. A bucket is chosen by the highest bits of the hash.
    #[serde(with = "flat")]
    starts: Vec<u32>,
    #[serde(with = "flat")]
    hashes: Vec<u64>,
    #[serde(with = "flat")]
    numbers: Vec<u32>,
}

impl Table {
    /// Enters pairs of a hash and a number.
    #[must_use]
    pub fn new(pairs: &[(u64, u32)]) -> Self {
        let buckets = pairs.len().next_power_of_two();
        let mut starts = vec![0_u32; buckets + 1];
        for &(hash, _) in pairs {
            starts[bucket(hash, buckets) + 1] += 1;
        }
        for at in 0..buckets {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut hashes = vec![0; pairs.len()];
        let mut numbers = vec![0; pairs.len()];
        for &(hash, number) in pairs {
            let next = &mut next[bucket(hash, buckets)];
            hashes[*next as usize] = hash;
            numbers[*next as usize] = number;
            *next += 1;
        }
        Self {
            starts,
            hashes,
            numbers,
        }
    }

    /// The numbers under a hash, in the order in which they were entered.
    pub fn all(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let at = bucket(hash, self.starts.len() - 1);
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        self.hashes[range.clone()]
            .iter()
            .zip(&self.numbers[range])
            .filter(move |&(&other, _)| other == hash)
            .map(|(_, &number)| number)
    }

    /// The first number under a hash.
    #[must_use]
    pub fn get(&self, hash: u64) -> Option<u32> {
        self.all(hash).next()
    }

    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new(&[])
    }
}

/// The bucket of a hash among so many, a power of two (multiplicative hashing, Knuth 1973).
fn bucket(hash: u64, buckets: usize) -> usize {
    let spread = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    (spread as usize) & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_finds_what_a_list_finds(
            pairs in prop::collection::vec((0_u64..20, any::<u32>()), 0..40),
            far in any::<u64>(),
        ) {
            let table = Table::new(&pairs);
            prop_assert_eq!(table.len(), pairs.len());
            for hash in (0..20).chain([far]) {
                let expected = pairs.iter().filter(|pair| pair.0 == hash).map(|pair| pair.1);
                prop_assert_eq!(table.all(hash).collect::<Vec<_>>(), expected.clone().collect::<Vec<_>>());
                prop_assert_eq!(table.get(hash), expected.into_iter().next());
            }
        }
    }
}
