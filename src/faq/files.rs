//! The FAQ's files as bytes, from a folder or from inside the program.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use rustc_hash::FxHasher;
use thiserror::Error;

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/faq");

/// Deepest folder read below the FAQ's own: `topic/entry/`.
const DEEPEST: usize = 3;

/// The FAQ's files, by their path below the FAQ's folder (with `/`).
#[derive(Debug, Clone, Default)]
pub struct Files(pub(super) BTreeMap<String, Vec<u8>>);

/// A folder that cannot be read.
#[derive(Debug, Error)]
#[error(
    "the FAQ's folder {path} cannot be read: {source}. Give the folder that holds faq.toml with --faq or faq.directory"
)]
pub struct UnreadableFolder {
    /// The folder or file concerned.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl Files {
    /// The files that came with the program.
    #[must_use]
    pub fn shipped() -> Self {
        fn add(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
            for file in dir.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                if is_read(&path) {
                    files.insert(path, file.contents().to_vec());
                }
            }
            for inner in dir.dirs() {
                add(inner, files);
            }
        }
        let mut files = BTreeMap::new();
        add(&SHIPPED, &mut files);
        Self(files)
    }

    /// The files below `folder`; hidden ones, and those of other kinds than
    /// `.toml`, `.md` and `.csv`, are passed over.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn from_folder(folder: &Path) -> Result<Self, UnreadableFolder> {
        let mut files = BTreeMap::new();
        walk(folder, folder, 0, &mut files)?;
        Ok(Self(files))
    }

    /// A hash of all paths and contents: the FAQ's version.
    #[must_use]
    pub fn version(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for (path, bytes) in &self.0 {
            hasher.write(path.as_bytes());
            hasher.write_usize(bytes.len());
            hasher.write(bytes);
        }
        hasher.finish()
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(iter: I) -> Self {
        Self(
            iter.into_iter()
                .map(|(path, bytes)| (path.into(), bytes.into()))
                .collect(),
        )
    }
}

fn is_read(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
    !hidden && matches!(kind, "toml" | "md" | "csv") && path != "README.md"
}

fn walk(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), UnreadableFolder> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| UnreadableFolder { path, source }
    };
    for item in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = item.map_err(unreadable(folder))?.path();
        let Ok(below) = path.strip_prefix(root) else {
            continue;
        };
        let name = below.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            if depth < DEEPEST && !name.starts_with('.') {
                walk(root, &path, depth + 1, files)?;
            }
        } else if is_read(&name) {
            let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
            files.insert(name, bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_inside_the_program_but_the_faqs_own_files() {
        fn strays<'a>(dir: &'a Dir<'_>, found: &mut Vec<&'a Path>) {
            let is_stray = |path: &Path| {
                let path = path.to_string_lossy();
                !is_read(&path) && path != "README.md"
            };
            found.extend(
                dir.files()
                    .map(include_dir::File::path)
                    .filter(|path| is_stray(path)),
            );
            for inner in dir.dirs() {
                strays(inner, found);
            }
        }
        let mut found = Vec::new();
        strays(&SHIPPED, &mut found);
        assert!(
            found.is_empty(),
            "these take room in the program: {found:?}"
        );
    }
}
