//! A trained model as bytes, to be kept and read again.

use std::hash::Hasher;
use std::io::{self, Read};

use rustc_hash::FxHasher;
use thiserror::Error;

use super::model::Model;

/// What the bytes begin with; the number changes with their form.
const MAGIC: &[u8; 16] = b"guichet model 2\n";

/// Bytes that are read, and go into the checksum, at once.
const PIECE: usize = 1 << 18;

/// The longest text or run of numbers in a model. Only what is needed of this room is ever touched.
const LONGEST_PART: usize = 1 << 26;

/// Bytes that are no model: cut off, damaged, or of another form.
#[derive(Debug, Error)]
pub enum NoModel {
    /// They begin with something else.
    #[error("it is no trained model, or one of another version")]
    Foreign,
    /// The checksum differs, or they end too early.
    #[error("it is damaged")]
    Damaged,
    /// The system does not give them.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// The model does not fit into memory twice.
    #[error("it cannot be written: {0}")]
    Unwritable(#[from] postcard::Error),
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

    /// The model whose bytes, those of [`Model::to_bytes`], are read; they are never all in memory.
    ///
    /// # Errors
    ///
    /// When they are others, or cannot be read.
    pub fn read(mut bytes: impl Read) -> Result<Self, NoModel> {
        let mut magic = [0; MAGIC.len()];
        let mut expected = [0; 8];
        match bytes.read_exact(&mut magic) {
            Ok(()) if &magic == MAGIC => {}
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
            _ => return Err(NoModel::Foreign),
        }
        bytes
            .read_exact(&mut expected)
            .map_err(|_| NoModel::Damaged)?;
        let mut room = vec![0; LONGEST_PART];
        let content = Pieces {
            bytes,
            piece: Vec::with_capacity(PIECE),
            at: 0,
            checksum: FxHasher::default(),
        };
        let (model, (mut rest, _)): (Self, _) =
            postcard::from_io((content, room.as_mut_slice())).map_err(|_| NoModel::Damaged)?;
        let is_at_end = rest.read(&mut [0])? == 0;
        if is_at_end && rest.checksum.finish() == u64::from_le_bytes(expected) {
            Ok(model)
        } else {
            Err(NoModel::Damaged)
        }
    }
}

/// Bytes read piece by piece, with the checksum of all pieces so far.
struct Pieces<R> {
    bytes: R,
    piece: Vec<u8>,
    at: usize,
    checksum: FxHasher,
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            self.piece.clear();
            self.at = 0;
            let piece = u64::try_from(PIECE).unwrap_or(u64::MAX);
            self.bytes
                .by_ref()
                .take(piece)
                .read_to_end(&mut self.piece)?;
            if !self.piece.is_empty() {
                self.checksum.write(&self.piece);
            }
        }
        let given = (&self.piece[self.at..]).read(room)?;
        self.at += given;
        Ok(given)
    }
}

fn checksum(content: &[u8]) -> u64 {
    let mut checksum = FxHasher::default();
    for piece in content.chunks(PIECE) {
        checksum.write(piece);
    }
    checksum.finish()
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
        let read = Model::read(model.to_bytes().unwrap().as_slice()).unwrap();
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
        assert!(matches!(Model::read(b"".as_slice()), Err(NoModel::Foreign)));
        assert!(matches!(Model::read(&bytes[..20]), Err(NoModel::Damaged)));
        for at in (MAGIC.len()..bytes.len()).step_by(bytes.len() / 50) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Model::read(damaged.as_slice()).is_err(), "{at}");
        }
        assert!(Model::read(&bytes[..bytes.len() - 1]).is_err());
        assert!(Model::read([&*bytes, b"!"].concat().as_slice()).is_err());
    }
}
