//! What a sheet would change in the FAQ's files.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::cell::{Outcome, Unit};
use super::merge::{Cell, Exported, Present, merge};
use super::sheet::{Row, Sheet};
use crate::faq::entry::EntryId;
use crate::faq::{Faq, Files};
use crate::language::Language;

/// Everything that a sheet would do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Plan {
    /// The files that change, in the order of their names.
    pub files: Vec<FileChange>,
    /// How many files the sheet speaks of and leaves as they are.
    pub unchanged_files: usize,
    /// How many cells hold what the files hold.
    pub unchanged: usize,
    /// How many cells the sheet leaves as they were exported and the files have in a newer form.
    pub newer: usize,
    /// What cannot be taken, in the order of the rows.
    pub refused: Vec<Refusal>,
}

/// A file that changes.
#[derive(Debug, Clone, Serialize)]
pub struct FileChange {
    /// Path inside the FAQ's folder, with `/`.
    pub file: String,
    /// Whether it does not exist yet.
    pub new: bool,
    /// What changes in it, in the order of the rows.
    pub changes: Vec<Step>,
    /// The file as it will be.
    #[serde(skip)]
    pub text: String,
}

/// A text that is added or changed.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The sheet's row.
    pub row: usize,
    /// The text's name.
    pub unit: String,
    /// [`Outcome::Added`] or [`Outcome::Changed`].
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A cell or row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Refusal {
    /// The sheet's row.
    pub row: usize,
    /// The file concerned; none when the row as a whole is refused.
    pub file: Option<String>,
    /// The entry and unit as the sheet gives them.
    pub what: String,
    /// Why, and what to do.
    pub reason: String,
}

impl Plan {
    /// The files as they would be.
    #[must_use]
    pub fn apply(&self, files: &Files) -> Files {
        let mut changed = files.clone();
        for change in &self.files {
            changed
                .0
                .insert(change.file.clone(), change.text.clone().into_bytes());
        }
        changed
    }
}

/// Compares a sheet with the files that `faq` was loaded from.
#[must_use]
pub fn plan(files: &Files, faq: &Faq, sheet: &Sheet) -> Plan {
    let mut plan = Plan::default();
    let rows = known_rows(faq, sheet, &mut plan);
    for (id, rows) in rows {
        for language in &sheet.languages {
            plan_file(files, faq, &id, *language, &rows, &mut plan);
        }
    }
    plan.files.sort_by(|a, b| a.file.cmp(&b.file));
    plan.refused.sort();
    plan
}

type Rows<'a> = BTreeMap<EntryId, Vec<(Unit, &'a Row)>>;

/// The rows of entries and units that exist, by entry; the others are refused.
fn known_rows<'a>(faq: &Faq, sheet: &'a Sheet, plan: &mut Plan) -> Rows<'a> {
    let mut rows = Rows::new();
    let mut seen: HashMap<(&str, Unit), usize> = HashMap::new();
    for row in &sheet.rows {
        let mut refuse = |reason: String| {
            plan.refused.push(Refusal {
                row: row.number,
                file: None,
                what: format!("{} {}", row.entry, row.unit),
                reason,
            });
        };
        let id = match row.entry.parse::<EntryId>() {
            Ok(id) if faq.entry(&id).is_some() => id,
            Ok(id) => {
                refuse(format!(
                    "there is no entry `{id}`; make its folder with entry.toml first"
                ));
                continue;
            }
            Err(error) => {
                refuse(error.to_string());
                continue;
            }
        };
        let unit = match row.unit.parse::<Unit>() {
            Ok(unit) => unit,
            Err(error) => {
                refuse(error.to_string());
                continue;
            }
        };
        if let Some(first) = seen.insert((&row.entry, unit), row.number) {
            refuse(format!(
                "row {first} has the same entry and unit; leave one of them"
            ));
            continue;
        }
        rows.entry(id).or_default().push((unit, row));
    }
    rows
}

fn plan_file(
    files: &Files,
    faq: &Faq,
    id: &EntryId,
    language: Language,
    rows: &[(Unit, &Row)],
    plan: &mut Plan,
) {
    let cells: Vec<Cell<'_>> = rows
        .iter()
        .map(|(unit, row)| Cell {
            unit: *unit,
            text: row.texts.get(&language).map_or("", String::as_str),
            exported: row.exported.as_ref().map_or(Exported::Unknown, |marks| {
                marks
                    .get(&language)
                    .map_or(Exported::Empty, |mark| Exported::Marked(mark))
            }),
        })
        .collect();
    let name = format!("{id}/{language}.md");
    let file = files
        .0
        .get(&name)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let text = faq.entry(id).and_then(|entry| entry.texts.get(&language));
    let present = file.zip(text).map(|(file, text)| Present { file, text });
    let merged = merge(id, language, present, &cells);
    let mut changes = Vec::new();
    for ((unit, row), outcome) in rows.iter().zip(merged.outcomes) {
        match outcome {
            Outcome::Unchanged => {
                plan.unchanged +=
                    usize::from(row.texts.get(&language).is_some_and(|t| !t.is_empty()));
            }
            Outcome::Newer => plan.newer += 1,
            Outcome::Refused(reason) => plan.refused.push(Refusal {
                row: row.number,
                file: Some(name.clone()),
                what: format!("{id} {unit}"),
                reason,
            }),
            outcome => changes.push(Step {
                row: row.number,
                unit: unit.to_string(),
                outcome,
            }),
        }
    }
    match merged.file {
        Some(text) => plan.files.push(FileChange {
            file: name,
            new: present.is_none(),
            changes,
            text,
        }),
        None => plan.unchanged_files += usize::from(present.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        [
            (
                "faq.toml",
                "languages = [\"fr\"]\n[topics]\norigin = { fr = \"Origine\" }\n",
            ),
            ("origin/x/entry.toml", "verified = 2026-11-25\n"),
            ("origin/x/fr.md", "# Quoi ?\n\n- un\n\n---\n\nVoilà.\n"),
        ]
        .into_iter()
        .collect()
    }

    fn planned(sheet: &str) -> Plan {
        let files = files();
        let faq = Faq::load(&files).faq.unwrap();
        plan(&files, &faq, &Sheet::read(sheet.as_bytes()).unwrap())
    }

    #[test]
    fn a_sheet_of_the_faq_itself_changes_nothing() {
        let files = Files::shipped();
        let faq = Faq::load(&files).faq.unwrap();
        let plan = plan(&files, &faq, &Sheet::of(&faq));
        assert!(plan.files.is_empty() && plan.refused.is_empty(), "{plan:?}");
        assert!(plan.unchanged > 1000);
    }

    #[test]
    fn a_new_language_is_a_new_file_and_the_faq_loads_with_it() {
        let plan = planned(
            "entry,unit,fr,sr\norigin/x,question,Quoi ?,Šta?\norigin/x,phrasing 1,,jedan\n",
        );
        assert_eq!(plan.files.len(), 1);
        assert!(plan.files[0].new);
        assert_eq!(plan.files[0].file, "origin/x/sr.md");
        assert_eq!((plan.unchanged, plan.unchanged_files), (1, 1));
        let loaded = Faq::load(&plan.apply(&files()));
        assert_eq!(loaded.faq.unwrap().entries[0].texts.len(), 2);
    }

    #[test]
    fn rows_that_name_nothing_are_refused_with_their_number() {
        let plan = planned(
            "entry,unit,fr\norigin/y,question,a\nnothing,question,a\norigin/x,title,a\norigin/x,answer,A\norigin/x,answer,B\n",
        );
        let rows: Vec<_> = plan.refused.iter().map(|refusal| refusal.row).collect();
        assert_eq!(rows, [2, 3, 4, 6]);
        assert_eq!(plan.files[0].changes[0].row, 5);
    }
}
