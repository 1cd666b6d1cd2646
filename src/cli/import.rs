//! `guichet import`: translators' work back into the FAQ's files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::{Everywhere, Outcome, context};
use crate::faq::translations::{self, FileChange, Plan, Sheet};
use crate::faq::{self, Faq, Files, Problem, Severity};
use crate::settings;

/// Bring a translators' sheet back into the FAQ's files
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet export --format csv --bom --output sheet.csv   what translators get
  guichet import sheet.csv --dry-run                     what their work would change
  guichet import sheet.csv                               write it

A cell that is empty changes nothing; entry.toml is never touched. The FAQ is loaded and checked with the changes before
anything is written: when it would not serve, nothing is.

Exit status: 0 everything was taken, 1 some cells were refused (the others are written), 2 nothing was written.")]
pub(super) struct Import {
    /// The sheet, as `guichet export --format csv` writes it and a spreadsheet saves it
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        let Some(folder) = settings::faq_folder(&settings.faq) else {
            bail!(
                "the FAQ inside the program cannot be changed: give the folder of its files with --faq DIR"
            );
        };
        let name = self.file.display();
        let bytes = fs::read(&self.file)
            .with_context(|| format!("the sheet {name} cannot be read; give a file that exists"))?;
        let sheet = Sheet::read(&bytes)
            .with_context(|| format!("{name} cannot be imported; nothing was written"))?;
        let files = Files::from_folder(&folder)?;
        let faq = context::faq(&settings)?;
        let plan = translations::plan(&files, &faq, &sheet);
        check(&plan, &files, &faq, context::today(&settings))?;
        if !self.dry_run {
            write_all(&folder, &plan.files)?;
        }
        if everywhere.json {
            let mut report = serde_json::to_value(&plan)?;
            report["written"] = json!(!self.dry_run);
            outln!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            out!("{}", report(&plan, self.dry_run));
        }
        Ok(if plan.refused.is_empty() {
            Outcome::Done
        } else {
            Outcome::Problems
        })
    }
}

/// What changes, file by file.
fn report(plan: &Plan, dry_run: bool) -> String {
    let mut text = String::new();
    for file in &plan.files {
        let _ = writeln!(
            text,
            "{}{}",
            file.file,
            if file.new { " (new file)" } else { "" }
        );
        for step in &file.changes {
            let what = match step.outcome {
                translations::Outcome::Added => "added",
                _ => "changed",
            };
            let _ = writeln!(text, "    row {}: {} {what}", step.row, step.unit);
        }
    }
    if !plan.refused.is_empty() {
        let _ = writeln!(text, "refused:");
    }
    for refusal in &plan.refused {
        let what = refusal.file.as_ref().map_or_else(
            || refusal.what.clone(),
            |file| {
                let unit = refusal.what.split_once(' ').map_or("", |(_, unit)| unit);
                format!("{file} {unit}")
            },
        );
        let _ = writeln!(text, "    row {}: {what}: {}", refusal.row, refusal.reason);
    }
    if plan.newer > 0 {
        let _ = writeln!(
            text,
            "{} texts were changed in the files since the export; they stay",
            plan.newer
        );
    }
    let verb = if dry_run { "would change" } else { "changed" };
    let _ = writeln!(
        text,
        "{} files {verb}, {} unchanged; {} cells refused",
        plan.files.len(),
        plan.unchanged_files,
        plan.refused.len()
    );
    text
}

/// Loads and checks the FAQ with the changes in memory; an error that was not there before stops the import.
fn check(plan: &Plan, files: &Files, before: &Faq, today: Date) -> Result<()> {
    let loaded = Faq::load(&plan.apply(files));
    let mut report = loaded.report;
    if let Some(after) = &loaded.faq {
        report.extend(faq::check(after, today));
    }
    let known = faq::check(before, today);
    let is_new = |problem: &&Problem| {
        problem.severity == Severity::Error
            && !known
                .problems()
                .iter()
                .any(|old| old.file == problem.file && old.message == problem.message)
    };
    let errors: Vec<String> = report
        .problems()
        .iter()
        .filter(is_new)
        .map(|problem| format!("{problem}{}", rows(plan, &problem.file)))
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    bail!(
        "nothing was written: the FAQ would have {} new errors with this sheet. Mend these rows, or empty their cells\n{}",
        errors.len(),
        errors.join("\n")
    );
}

/// The rows of the sheet that change a file.
fn rows(plan: &Plan, file: &str) -> String {
    let changed = plan.files.iter().filter(|change| change.file == file);
    let rows: Vec<String> = changed
        .flat_map(|change| &change.changes)
        .map(|step| format!("{} ({})", step.row, step.unit))
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!("\n    rows of the sheet: {}", rows.join(", "))
    }
}

/// Writes the files: all of them beside their places first, then each into its place at once, so that a full disk
/// changes nothing and no reader ever sees half a file.
fn write_all(folder: &Path, files: &[FileChange]) -> Result<()> {
    let mut written: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let outcome = files.iter().try_for_each(|change| {
        let place = folder.join(&change.file);
        let beside = beside(&place);
        written.insert(beside.clone(), place.clone());
        write(&beside, &place, &change.text)
            .with_context(|| format!("{} cannot be written; nothing was changed", change.file))
    });
    if let Err(error) = outcome {
        for beside in written.keys() {
            // It may not have come to exist.
            let _ = fs::remove_file(beside);
        }
        return Err(error);
    }
    for (beside, place) in &written {
        fs::rename(beside, place).with_context(|| {
            format!(
                "{} cannot be replaced; the files before it are written: run the import again",
                place.display()
            )
        })?;
    }
    Ok(())
}

/// A hidden name beside a file, which no reader of the FAQ looks at.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.import-{}", std::process::id()))
}

fn write(beside: &Path, place: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(present) = fs::metadata(place) {
        file.set_permissions(present.permissions())?;
    }
    file.sync_all()
}
