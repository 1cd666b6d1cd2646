//! A trained model as bytes, to be kept and read again.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use thiserror::Error;

use super::model::Model;

/// What the bytes begin with; the number changes with their form.
const MAGIC: &[u8] = b"guichet model 1\n";

/// Bytes that are no model: cut off, damaged, or of another form.
#[derive(Debug, Error)]
pub enum NoModel {
    /// They begin with something else.
    #[error("it is no trained model, or one of another version")]
    Foreign,
    /// The checksum differs.
    #[error("it is damaged")]
    Damaged,
    /// They cannot be read although the checksum is right.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] postcard::Error),
}

impl Model {
    /// The model as bytes, with a checksum.
    ///
    /// # Errors
    ///
    /// When memory does not suffice.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NoModel> {
        let content = postcard::to_stdvec(self)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(checksum(&content).to_le_bytes());
        bytes.extend(content);
        Ok(bytes)
    }

    /// The model that these bytes are.
    ///
    /// # Errors
    ///
    /// When they are not those of [`Model::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(NoModel::Foreign)?;
        let (expected, content) = rest.split_first_chunk::<8>().ok_or(NoModel::Damaged)?;
        if checksum(content) != u64::from_le_bytes(*expected) {
            return Err(NoModel::Damaged);
        }
        Ok(postcard::from_bytes(content)?)
    }
}

fn checksum(content: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(content);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::matching::{Corpus, Labelled, Promise, Seen};

    fn corpus() -> Corpus {
        let texts = ["apple tree", "apple pie", "river boat", "river bank"];
        Corpus {
            entries: 2,
            beyond: 0,
            texts: texts
                .iter()
                .enumerate()
                .map(|(at, text)| Labelled {
                    class: at / 2,
                    seen: Seen::plain(text, Language::English),
                })
                .collect(),
        }
    }

    #[test]
    fn a_model_that_was_kept_ranks_as_before() {
        let model = Model::train(&corpus(), &Promise::default());
        let read = Model::from_bytes(&model.to_bytes().unwrap()).unwrap();
        for text in ["the aple tree", "a boat"] {
            let seen = Seen::plain(text, Language::English);
            let (one, other) = (model.rank(&seen, |_| true), read.rank(&seen, |_| true));
            assert_eq!(one.candidates, other.candidates);
            assert_eq!(one.replaced, other.replaced);
        }
    }

    #[test]
    fn damaged_bytes_are_no_model() {
        let bytes = Model::train(&corpus(), &Promise::default())
            .to_bytes()
            .unwrap();
        assert!(matches!(Model::from_bytes(b""), Err(NoModel::Foreign)));
        assert!(matches!(
            Model::from_bytes(&bytes[..20]),
            Err(NoModel::Damaged)
        ));
        for at in (MAGIC.len()..bytes.len()).step_by(bytes.len() / 50) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Model::from_bytes(&damaged).is_err(), "{at}");
        }
    }
}
