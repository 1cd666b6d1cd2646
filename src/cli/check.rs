//! `guichet check`: everything that is wrong in the FAQ's files, with file, line and what to do.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{Everywhere, Outcome, context};
use crate::faq::{self, Faq};
use crate::matching::{Matcher, Reader};

/// Check the FAQ's files: syntax, templates for every country, translations, phrasings, sources, dates
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet check                    the FAQ in ./faq
  guichet check --faq other/faq    another folder
  guichet check --schema           JSON Schemas of entry.toml and the country files, for editors

Exit status: 0 no errors (warnings allowed), 1 errors, 2 the files cannot be read.")]
pub(super) struct Check {
    /// Print the JSON Schemas of the TOML files instead
    #[arg(long)]
    schema: bool,
}

impl Check {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        if self.schema {
            let schemas: serde_json::Map<String, serde_json::Value> = faq::schemas()
                .into_iter()
                .map(|(file, schema)| (file.to_owned(), schema.to_value()))
                .collect();
            outln!("{}", serde_json::to_string_pretty(&schemas)?);
            return Ok(Outcome::Done);
        }
        let settings = context::settings(everywhere)?.settings;
        let (files, place) = context::files(&settings)?;
        let loaded = Faq::load(&files);
        let mut report = loaded.report;
        let mut counts = String::new();
        if let Some(faq) = &loaded.faq {
            report.extend(faq::check(faq, context::today(&settings)));
            report.extend(crate::channels::discord::check(faq));
            let reader = Reader::new(faq);
            let promise = crate::channels::policy(&settings).promise;
            let cache = context::cache(&settings);
            let matcher = Matcher::get(faq, &reader, &promise, |train| {
                cache.get(faq.version, &promise, train)
            });
            report.extend(matcher.check(faq));
            counts = format!(
                "{} entries, {} countries; ",
                faq.entries.len(),
                faq.countries.len()
            );
        }
        report.sort();
        if everywhere.json {
            let found = json!({
                "problems": report.problems(),
                "errors": report.errors(),
                "warnings": report.warnings(),
            });
            outln!("{}", serde_json::to_string_pretty(&found)?);
        } else {
            out!("{report}");
            outln!(
                "{place}: {counts}{} errors, {} warnings",
                report.errors(),
                report.warnings()
            );
        }
        Ok(if report.errors() == 0 {
            Outcome::Done
        } else {
            Outcome::Problems
        })
    }
}
