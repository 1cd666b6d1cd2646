//! A file that is replaced whole, or not at all.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Writes `bytes` beside `path`, then into its place.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.export-{}", std::process::id()));
    // What is no file, such as /dev/null, must not be replaced by one.
    let is_special = fs::metadata(path).is_ok_and(|present| !present.is_file());
    let written = if is_special {
        fs::write(path, bytes)
    } else {
        fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path))
    };
    if written.is_err() {
        // It may not have come to exist.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| {
        format!(
            "{} cannot be written; give --output a file in a folder that exists",
            path.display()
        )
    })
}
