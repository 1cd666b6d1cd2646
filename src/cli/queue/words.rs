//! The attaché's words: an argument, a file, or what an editor gives.

use std::io::Read;
use std::process::Command;

use anyhow::{Context, Result, bail};
use jiff::tz::TimeZone;

use super::{Words, show};
use crate::language::plain_text;
use crate::queue::{EscalationRef, Store};

/// Longest text that is sent, in characters.
const LONGEST: usize = 8_000;

/// Below this line the editor's file repeats the case.
const CUT: &str = "----- Write above this line. What stands below is not sent. -----";

/// The text to send.
pub(super) async fn get(
    words: &Words,
    store: &Store,
    reference: EscalationRef,
    zone: &TimeZone,
) -> Result<String> {
    let text = match (&words.text, &words.file) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) if path.as_os_str() == "-" => {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .context("standard input cannot be read as UTF-8")?;
            text
        }
        (None, Some(path)) => std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?,
        (None, None) => {
            let case = store.get(reference).await?;
            edit(&show::case(&case, zone))?
        }
    };
    let text = plain_text(&text);
    if text.is_empty() {
        bail!("nothing was written: nothing is sent");
    }
    let length = text.chars().count();
    if length > LONGEST {
        bail!("the text has {length} characters, {LONGEST} at most: nothing is sent");
    }
    Ok(text)
}

/// Opens an editor on an empty page with the case below.
fn edit(case: &str) -> Result<String> {
    let Some(editor) = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|editor| !editor.trim().is_empty())
    else {
        bail!("give the text as an argument or with --file, or set $EDITOR");
    };
    let mut file = tempfile::Builder::new()
        .prefix("guichet-")
        .suffix(".md")
        .tempfile()
        .context("the system gives no temporary file for the editor")?;
    std::io::Write::write_all(&mut file, format!("\n\n{CUT}\n\n{case}").as_bytes())?;
    let mut parts = editor.split_whitespace();
    let status = Command::new(parts.next().unwrap_or_default())
        .args(parts)
        .arg(file.path())
        .status()
        .with_context(|| format!("the editor `{editor}` does not start: set $EDITOR"))?;
    if !status.success() {
        bail!("the editor ended with an error: nothing is sent");
    }
    let text = std::fs::read_to_string(file.path()).context("the editor's file cannot be read")?;
    Ok(text.split(CUT).next().unwrap_or_default().to_owned())
}
