//! `guichet restore`: a backup in the place of the queue.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::Timestamp;

use super::{Everywhere, Outcome, context};
use crate::queue::restore;

/// Put a backup in the place of the queue; the counter has to be closed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet restore /var/backups/guichet-2026-11-28.sqlite
  guichet restore backup.sqlite --database sqlite:/var/lib/guichet/guichet.sqlite --json

The file is checked first. The queue that stood there is kept beside the new one, under a name that ends in .before-restore-
and the hour: delete it once you do not need it, it holds the words of askers.")]
pub(super) struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Restore {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        context::block_on(async {
            let restored = restore(&settings.database.url, &self.file, Timestamp::now()).await?;
            if everywhere.json {
                outln!("{}", serde_json::to_string(&restored)?);
                return Ok(Outcome::Done);
            }
            outln!(
                "{}: {} cases, from {}.",
                restored.database.display(),
                restored.cases,
                restored.from.display()
            );
            if let Some(aside) = &restored.aside {
                outln!("What stood there is in {}.", aside.display());
            }
            Ok(Outcome::Done)
        })
    }
}
