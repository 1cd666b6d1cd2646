//! `guichet export`: the FAQ for readers, for other programs and for translators.

mod countries;
mod edition;
mod entries;
mod folder;
mod freshness;
mod markdown;
mod output_file;
mod search;
mod site;
mod templates;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::{Everywhere, Outcome, context};
use crate::counter::Messages;
use crate::faq::translations::Sheet;

/// Write the FAQ as a small static site, as one JSON document, or as a sheet for translators
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet export --format html --output site               a static site: open site/index.html, or put it online
  guichet export --format json                             one document on standard output, for other programs
  guichet export --format csv --bom --output sheet.csv     a sheet for translators; `guichet import` takes it back")]
pub(super) struct Export {
    /// What to write
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it: for html a folder that is new, empty or an earlier export; else a file [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// csv: begin with the mark by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A static site that needs no server
    Html,
    /// One JSON document
    Json,
    /// One row a text, one column a language
    Csv,
}

impl Export {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        if self.bom && self.format != Format::Csv {
            bail!("--bom goes with --format csv alone; leave it out");
        }
        let settings = context::settings(everywhere)?.settings;
        let faq = context::faq(&settings)?;
        let bytes = match self.format {
            Format::Html => {
                let Some(output) = &self.output else {
                    bail!("a site is a folder of files: say where with --output DIR");
                };
                let site = site::site(&faq, &Messages::load()?)?;
                folder::replace(output, &site)?;
                outln!("{}: {} files", output.display(), site.len());
                return Ok(Outcome::Done);
            }
            Format::Json => {
                let mut text = serde_json::to_string_pretty(&faq.document()?)?;
                text.push('\n');
                text.into_bytes()
            }
            Format::Csv => {
                let mut bytes = Vec::new();
                Sheet::of(&faq).write(&mut bytes, self.bom)?;
                bytes
            }
        };
        match &self.output {
            Some(path) => output_file::replace(path, &bytes)?,
            None => out!("{}", String::from_utf8_lossy(&bytes)),
        }
        Ok(Outcome::Done)
    }
}
