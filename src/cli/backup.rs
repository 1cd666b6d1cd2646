//! `guichet backup`: a copy of the queue, also while a counter works.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::{Everywhere, Outcome, context};
use crate::queue::back_up;

/// Copy the queue into a file, whole and consistent, also while the counter is open
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet backup /var/backups/guichet-2026-11-28.sqlite
  guichet backup --force /var/backups/guichet.sqlite --json

The copy is checked before it takes its name; only its owner may read it. It holds the words of askers, also those that the
counter erases later: keep it no longer than you need it.")]
pub(super) struct Backup {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        context::block_on(async {
            let backup = back_up(&settings.database.url, &self.file, self.force).await?;
            if everywhere.json {
                outln!("{}", serde_json::to_string(&backup)?);
            } else {
                outln!(
                    "{}: {} cases, {} bytes, checked.",
                    backup.file.display(),
                    backup.cases,
                    backup.bytes
                );
            }
            Ok(Outcome::Done)
        })
    }
}
