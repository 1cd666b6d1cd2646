//! Long lists of numbers, and a table, without small parts: each is built, read back from a file and let go at once, where
//! a map of many small parts takes longer for each of these than a question does.
//!
//! `#[serde(with = "flat")]` stores a list as runs of bytes, none longer than [`LONGEST_RUN`]: they are read in one go, not
//! number by number, and whoever reads them from a file needs no more than one run in memory beside the list.

mod table;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserializer, Serialize, Serializer};

pub use table::Table;

/// The longest run of bytes.
pub const LONGEST_RUN: usize = 1 << 18;

/// Numbers for which room is made before they are read: a damaged length must not ask for all memory.
const MOST_EXPECTED: usize = 1 << 24;

/// A number of a fixed size, the lowest byte first.
pub trait Number: Copy {
    /// Its size in bytes.
    const SIZE: usize;

    /// Adds its bytes.
    fn put(self, bytes: &mut Vec<u8>);

    /// The number that [`Number::SIZE`] bytes are.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            const SIZE: usize = size_of::<Self>();

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or_else(Self::default, |bytes| Self::from_le_bytes(*bytes))
            }
        }
    )*};
}

number!(u32, u64, f32);

impl<A: Number, B: Number> Number for (A, B) {
    const SIZE: usize = A::SIZE + B::SIZE;

    fn put(self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
        self.1.put(bytes);
    }

    fn get(bytes: &[u8]) -> Self {
        let (first, second) = bytes.split_at(A::SIZE);
        (A::get(first), B::get(second))
    }
}

/// Writes how many numbers there are, then the runs.
pub fn serialize<T: Number, S: Serializer>(
    numbers: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Runs<'a, T>(&'a [T]);
    struct Run(Vec<u8>);

    impl<T: Number> Serialize for Runs<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.chunks(LONGEST_RUN / T::SIZE).map(|run| {
                let mut bytes = Vec::with_capacity(run.len() * T::SIZE);
                for number in run {
                    number.put(&mut bytes);
                }
                Run(bytes)
            }))
        }
    }

    impl Serialize for Run {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(&self.0)
        }
    }

    let mut tuple = serializer.serialize_tuple(2)?;
    tuple.serialize_element(&numbers.len())?;
    tuple.serialize_element(&Runs(numbers))?;
    tuple.end()
}

/// Reads the numbers back.
pub fn deserialize<'de, T: Number, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct List<T>(PhantomData<T>);
    struct Runs<'a, T>(&'a mut Vec<T>);
    struct Run<'a, T>(&'a mut Vec<T>);

    impl<'de, T: Number> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of numbers")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let count: usize = seq
                .next_element()?
                .ok_or_else(|| A::Error::invalid_length(0, &self))?;
            let mut numbers = Vec::with_capacity(count.min(MOST_EXPECTED));
            seq.next_element_seed(Runs(&mut numbers))?;
            if numbers.len() == count {
                Ok(numbers)
            } else {
                Err(A::Error::invalid_length(numbers.len(), &self))
            }
        }
    }

    impl<'de, T: Number> DeserializeSeed<'de> for Runs<'_, T> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_seq(self)
        }
    }

    impl<'de, T: Number> Visitor<'de> for Runs<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("runs of bytes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
            while seq.next_element_seed(Run(self.0))?.is_some() {}
            Ok(())
        }
    }

    impl<'de, T: Number> DeserializeSeed<'de> for Run<'_, T> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            // A buffer, since bytes that are to be kept would all have to stay in memory.
            deserializer.deserialize_byte_buf(self)
        }
    }

    impl<T: Number> Visitor<'_> for Run<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "numbers of {} bytes each", T::SIZE)
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<(), E> {
            let numbers = bytes.chunks_exact(T::SIZE);
            if !numbers.remainder().is_empty() {
                return Err(E::invalid_length(bytes.len(), &self));
            }
            self.0.extend(numbers.map(T::get));
            Ok(())
        }
    }

    deserializer.deserialize_tuple(2, List(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::LONGEST_RUN;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lists {
        #[serde(with = "super")]
        whole: Vec<u64>,
        #[serde(with = "super")]
        pairs: Vec<(u32, f32)>,
    }

    #[test]
    fn numbers_come_back_as_they_were() {
        for length in [0, 1, LONGEST_RUN / 8, LONGEST_RUN / 8 + 1, LONGEST_RUN] {
            let lists = Lists {
                whole: (0..length as u64)
                    .map(|at| at.wrapping_mul(u64::MAX / 7))
                    .collect(),
                pairs: vec![(7, -0.5), (u32::MAX, f32::MIN_POSITIVE)],
            };
            let bytes = postcard::to_stdvec(&lists).unwrap();
            assert_eq!(postcard::from_bytes::<Lists>(&bytes).unwrap(), lists);
        }
    }

    #[test]
    fn a_list_that_ends_within_a_number_or_too_early_is_refused() {
        let list = |count: usize, runs: &[&[u8]]| {
            let runs: Vec<Vec<u8>> = runs.iter().map(|run| run.to_vec()).collect();
            let none: (usize, Vec<Vec<u8>>) = (0, Vec::new());
            postcard::to_stdvec(&((count, runs), none)).unwrap()
        };
        let read = |bytes: &[u8]| postcard::from_bytes::<Lists>(bytes);
        assert_eq!(read(&list(1, &[&[1; 8]])).unwrap().whole.len(), 1);
        assert!(read(&list(1, &[&[1; 9]])).is_err());
        assert!(read(&list(2, &[&[1; 8]])).is_err());
        assert!(read(&list(usize::MAX, &[])).is_err());
    }
}
