//! Who asks in this terminal: a random name in a file, so that answers find the asker again.

use std::io::Write;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::queue::{Asker, Channel};

/// Characters of an identity.
const LENGTH: usize = 26;

/// The identity's file cannot serve.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// It cannot be read or written.
    #[error(
        "the file {path} that tells this terminal from others cannot be used: {source}. Set terminal.identity_file to a file that can be written"
    )]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It holds something else.
    #[error(
        "the file {path} should hold {LENGTH} letters and digits that tell this terminal from others, but holds something else. If nobody waits for an answer in this terminal, take the file away"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}

/// The asker of this terminal; a new one when there is no file yet.
///
/// # Errors
///
/// When the file cannot be read or written, or holds something else than an identity.
pub fn identity(path: &Path) -> Result<Asker, IdentityError> {
    let unusable = |source| IdentityError::Unusable {
        path: path.to_owned(),
        source,
    };
    let id = match std::fs::read_to_string(path) {
        Ok(text) => text.trim().to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            create(path).map_err(unusable)?
        }
        Err(error) => return Err(unusable(error)),
    };
    if id.len() != LENGTH || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(IdentityError::Damaged {
            path: path.to_owned(),
        });
    }
    Ok(Asker {
        channel: Channel::Terminal,
        id,
    })
}

/// Writes a new identity whole or not at all. Of two terminals that start at once, the one that comes second takes the
/// first one's.
fn create(path: &Path) -> std::io::Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    let id: String = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let draft = folder.join(format!(".identity-{id}"));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        writeln!(file, "{id}")?;
        file.sync_all()
    });
    let linked = written.and_then(|()| std::fs::hard_link(&draft, path));
    std::fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(id),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(std::fs::read_to_string(path)?.trim().to_owned())
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_stays_and_is_nobody_elses_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("var/identity");
        let first = identity(&path).unwrap();
        assert_eq!(identity(&path).unwrap(), first);
        assert_ne!(identity(&folder.path().join("other")).unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_file_is_an_error_that_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity");
        std::fs::write(&path, "x").unwrap();
        let error = identity(&path).unwrap_err().to_string();
        assert!(error.contains("take the file away"), "{error}");
    }
}
