//! A folder of files that is replaced whole, and never one that holds anything else.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::site::Site;

/// The file that says which files of a folder an export wrote.
const MARKER: &str = ".guichet-export";

/// Writes a site into `folder`, which must be new, empty, or an earlier export with nothing added to it.
///
/// The site is written beside the folder first and then put in its place, so that no reader sees half of it and a full
/// disk leaves the earlier one as it was.
pub(super) fn replace(folder: &Path, site: &Site) -> Result<()> {
    // The folder itself, not a link to it nor `.`.
    let place = if folder.exists() {
        folder
            .canonicalize()
            .with_context(|| format!("{} cannot be looked into", folder.display()))?
    } else {
        std::path::absolute(folder)?
    };
    let present = look_into(&place, folder)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    let fresh = place.with_file_name(format!(".{name}.export-{process}"));
    let earlier = place.with_file_name(format!(".{name}.earlier-{process}"));
    let written = write(&fresh, site).and_then(|()| put(&fresh, &place, &earlier, present));
    if written.is_err() && fresh.exists() {
        // What could be written of it; the error says why it went no further.
        let _ = fs::remove_dir_all(&fresh);
    }
    written.with_context(|| {
        format!(
            "{} cannot be written; give --output a folder beside which files can be made",
            folder.display()
        )
    })
}

/// What stands where the site goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Present {
    Nothing,
    Empty,
    Export,
}

fn look_into(place: &Path, folder: &Path) -> Result<Present> {
    let shown = folder.display();
    if !place.exists() {
        return Ok(Present::Nothing);
    }
    if !place.is_dir() {
        bail!("{shown} is a file; give --output the name of a folder");
    }
    let found = files(place).with_context(|| format!("{shown} cannot be looked into"))?;
    if found.is_empty() {
        return Ok(Present::Empty);
    }
    let Ok(listed) = fs::read_to_string(place.join(MARKER)) else {
        bail!(
            "{shown} holds files that no export wrote, and an export replaces its folder whole; give --output a new or empty folder"
        );
    };
    let listed: BTreeSet<&str> = listed.lines().chain([MARKER]).collect();
    if let Some(added) = found.iter().find(|file| !listed.contains(file.as_str())) {
        bail!(
            "{shown} is an earlier export, but holds {added}, which that export did not write and a new one would remove; move it away, or give --output another folder"
        );
    }
    Ok(Present::Export)
}

/// Every file below a folder, by its path with `/`; an empty folder counts as one.
fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        let mut is_empty = true;
        for item in fs::read_dir(&inner)? {
            let item = item?;
            is_empty = false;
            // A link is not followed: what it leads to is not the export's.
            if item.file_type()?.is_dir() {
                folders.push(item.path());
            } else {
                found.insert(below(folder, &item.path()));
            }
        }
        if is_empty && inner != folder {
            found.insert(below(folder, &inner));
        }
    }
    Ok(found)
}

fn below(folder: &Path, path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(folder).unwrap_or(path).to_owned();
    path.to_string_lossy().replace('\\', "/")
}

fn write(fresh: &Path, site: &Site) -> io::Result<()> {
    if fresh.exists() {
        fs::remove_dir_all(fresh)?;
    }
    if let Some(parent) = fresh.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir(fresh)?;
    for (path, text) in site {
        let path = fresh.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    let listed: Vec<&str> = site.keys().map(String::as_str).collect();
    fs::write(fresh.join(MARKER), listed.join("\n") + "\n")
}

fn put(fresh: &Path, place: &Path, earlier: &Path, present: Present) -> io::Result<()> {
    match present {
        Present::Nothing => {}
        Present::Empty => fs::remove_dir(place)?,
        Present::Export => {
            fs::rename(place, earlier)?;
            if let Err(error) = fs::rename(fresh, place) {
                fs::rename(earlier, place)?;
                return Err(error);
            }
            return fs::remove_dir_all(earlier);
        }
    }
    fs::rename(fresh, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Site {
        Site::from([
            ("index.html".to_owned(), text.to_owned()),
            ("a/b.html".to_owned(), text.to_owned()),
        ])
    }

    #[test]
    fn a_new_an_empty_and_an_earlier_folder_are_taken() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("deep/site");
        replace(&place, &site("1")).unwrap();
        replace(&place, &site("2")).unwrap();
        assert_eq!(fs::read_to_string(place.join("a/b.html")).unwrap(), "2");
        let empty = root.path().join("empty");
        fs::create_dir(&empty).unwrap();
        replace(&empty, &site("3")).unwrap();
        assert_eq!(fs::read_to_string(empty.join("index.html")).unwrap(), "3");
        // Nothing is left beside them.
        assert_eq!(fs::read_dir(root.path().join("deep")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_holds_anything_else_is_refused_and_stays() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("site");
        fs::create_dir(&place).unwrap();
        fs::write(place.join("mine.txt"), "x").unwrap();
        let error = replace(&place, &site("1")).unwrap_err().to_string();
        assert!(error.contains("new or empty folder"), "{error}");
        assert!(place.join("mine.txt").exists());
        fs::remove_file(place.join("mine.txt")).unwrap();
        replace(&place, &site("1")).unwrap();
        fs::write(place.join("a/mine.txt"), "x").unwrap();
        let error = replace(&place, &site("2")).unwrap_err().to_string();
        assert!(error.contains("a/mine.txt"), "{error}");
        let error = replace(&place.join("index.html"), &site("2"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("is a file"), "{error}");
    }
}
