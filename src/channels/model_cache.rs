//! Trained models in a folder, so that a restart with an unchanged FAQ need not train again.

use std::fs::File;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use rustc_hash::FxHasher;

use crate::matching::{Model, Promise};

/// Models kept; the oldest go.
const KEPT: usize = 4;

/// Where models are kept; nowhere when it has no folder.
#[derive(Debug, Clone, Default)]
pub struct ModelCache {
    folder: Option<PathBuf>,
    /// What is being read ahead.
    reading: Arc<Mutex<Option<BeingRead>>>,
}

/// A file that is being read.
#[derive(Debug)]
struct BeingRead {
    path: PathBuf,
    model: JoinHandle<Option<Model>>,
}

impl ModelCache {
    /// A cache in this folder, which is made when it is needed; no cache for an empty path.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()).filter(|folder| !folder.as_os_str().is_empty()),
            reading: Arc::default(),
        }
    }

    /// Begins to read the model kept for this FAQ and promise, so that [`ModelCache::get`] finds it read when the FAQ is.
    pub fn begin_to_read(&self, faq_version: u64, promise: &Promise) {
        if let Some(path) = self.path(faq_version, promise) {
            let model = thread::spawn({
                let path = path.clone();
                move || read(&path)
            });
            *lock(&self.reading) = Some(BeingRead { path, model });
        }
    }

    /// The model kept for this FAQ and promise, else the one that `train` gives, which is then kept.
    ///
    /// A damaged file is trained anew with a warning; so is what cannot be kept.
    pub fn get(&self, faq_version: u64, promise: &Promise, train: impl FnOnce() -> Model) -> Model {
        let Some(path) = self.path(faq_version, promise) else {
            return train();
        };
        let kept = match lock(&self.reading).take() {
            Some(begun) if begun.path == path => begun.model.join().ok().flatten(),
            _ => read(&path),
        };
        if let Some(model) = kept {
            return model;
        }
        let model = train();
        if let Err(why) = keep(&path, &model) {
            tracing::warn!(
                "the trained matcher is not kept as {}: {why}",
                path.display()
            );
        }
        model
    }

    fn path(&self, faq_version: u64, promise: &Promise) -> Option<PathBuf> {
        let name = format!("model-{:016x}.bin", key(faq_version, promise));
        Some(self.folder.as_ref()?.join(name))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The model in a file, if it holds one.
fn read(path: &Path) -> Option<Model> {
    let why = match File::open(path) {
        Ok(file) => match Model::read(file) {
            Ok(model) => return Some(model),
            Err(error) => format!("is not used: {error}"),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => format!("cannot be read: {error}"),
    };
    tracing::warn!("{} {why}; the matcher trains anew", path.display());
    None
}

/// What a model depends on: the FAQ's files, the promise, and this program.
fn key(faq_version: u64, promise: &Promise) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(faq_version);
    hasher.write_u64(promise.target_precision.to_bits());
    hasher.write_u64(promise.out_of_scope_share.to_bits());
    hasher.write_usize(promise.choices);
    hasher.write(env!("CARGO_PKG_VERSION").as_bytes());
    // A program built anew may match in another way under the same version.
    if let Ok(program) = std::env::current_exe().and_then(std::fs::metadata) {
        hasher.write_u64(program.len());
        let built = program.modified().ok();
        let age = built.and_then(|built| built.duration_since(std::time::UNIX_EPOCH).ok());
        hasher.write_u128(age.map_or(0, |age| age.as_nanos()));
    }
    hasher.finish()
}

/// Writes a model whole or not at all, and takes out the oldest ones.
fn keep(path: &Path, model: &Model) -> Result<(), Box<dyn std::error::Error>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let bytes = model.to_bytes()?;
    std::fs::create_dir_all(folder)?;
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut draft, &bytes)?;
    draft.persist(path)?;
    let mut kept: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|item| {
            let path = item.ok()?.path();
            let name = path.file_name()?.to_str()?;
            let is_model =
                name.starts_with("model-") && path.extension().is_some_and(|kind| kind == "bin");
            let modified = std::fs::metadata(&path).ok()?.modified().ok()?;
            is_model.then_some((modified, path))
        })
        .collect();
    kept.sort();
    for (_, old) in kept.iter().rev().skip(KEPT) {
        // Another process may have been quicker.
        let _ = std::fs::remove_file(old);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::matching::{Corpus, Labelled, Seen};

    fn train() -> Model {
        let seen = |text| Seen::plain(text, Language::English);
        let texts = ["apple tree", "river boat"].into_iter().enumerate();
        let texts = texts
            .map(|(class, text)| Labelled {
                class,
                seen: seen(text),
            })
            .collect();
        let corpus = Corpus {
            entries: 2,
            beyond: 0,
            texts,
        };
        Model::train(&corpus, &Promise::default())
    }

    fn never() -> Model {
        panic!("it trains although the model is kept");
    }

    #[test]
    fn a_model_is_trained_once_and_again_for_another_faq() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ModelCache::new(&folder.path().join("cache"));
        let promise = Promise::default();
        cache.get(1, &promise, train);
        cache.get(1, &promise, never);
        cache.begin_to_read(1, &promise);
        cache.get(1, &promise, never);
        cache.begin_to_read(1, &promise);
        let mut trained = false;
        cache.get(2, &promise, || {
            trained = true;
            train()
        });
        assert!(trained);
    }

    #[test]
    fn a_damaged_model_is_trained_anew_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ModelCache::new(folder.path());
        let promise = Promise::default();
        cache.get(1, &promise, train);
        let file = std::fs::read_dir(folder.path())
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        std::fs::write(&file, "guichet model 2\nrubbish").unwrap();
        cache.get(1, &promise, train);
        cache.get(1, &promise, never);
        for version in 2..10 {
            cache.get(version, &promise, train);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), KEPT);
    }

    #[test]
    fn a_folder_that_cannot_be_made_only_costs_time() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = ModelCache::new(&file.path().join("below"));
        assert_eq!(
            cache.get(1, &Promise::default(), train).features(),
            train().features()
        );
    }
}
