//! The sheet as CSV: written for a spreadsheet, read back from one.

use std::collections::BTreeMap;
use std::io::{self, Write};

use thiserror::Error;

use super::cell::{Unit, guard, mark, plain, unguard};
use crate::faq::entry::EntryText;
use crate::faq::{Entry, Faq};
use crate::language::Language;

/// The column in which a sheet remembers what it was exported with.
pub const EXPORTED: &str = "exported";

/// The first two columns.
const FIRST: [&str; 2] = ["entry", "unit"];

const BOM: &str = "\u{feff}";

/// The FAQ's texts, a row each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The languages, a column each.
    pub languages: Vec<Language>,
    /// The rows, in the order of the entries.
    pub rows: Vec<Row>,
}

/// One text in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet counts: the header is row 1.
    pub number: usize,
    /// The entry's name as the sheet gives it.
    pub entry: String,
    /// The unit as the sheet gives it.
    pub unit: String,
    /// The texts; those of empty cells are empty.
    pub texts: BTreeMap<Language, String>,
    /// Marks of the texts as they were exported; `None` for a row that its reader added.
    pub exported: Option<BTreeMap<Language, String>>,
}

/// A sheet that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("row {row}: {message}\n    {help}")]
pub struct BrokenSheet {
    /// The row as a spreadsheet counts, from 1.
    pub row: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn broken(row: usize, message: impl Into<String>, help: impl Into<String>) -> BrokenSheet {
    BrokenSheet {
        row,
        message: message.into(),
        help: help.into(),
    }
}

/// A text of an entry's file.
pub(super) fn text_of(text: &EntryText, unit: Unit) -> Option<String> {
    match unit {
        Unit::Question => Some(plain(&text.question)),
        Unit::Phrasing(number) => text
            .phrasings
            .get(number.checked_sub(1)?)
            .map(|(phrasing, _)| plain(phrasing)),
        Unit::Answer => text.answer.as_ref().map(|answer| plain(&answer.template)),
    }
}

impl Sheet {
    /// The sheet of a FAQ: every text of every entry, in the FAQ's order of languages.
    #[must_use]
    pub fn of(faq: &Faq) -> Self {
        let mut languages = faq.languages.clone();
        let written = faq.entries.iter().flat_map(|entry| entry.texts.keys());
        for language in Language::ALL {
            let is_used = written.clone().any(|written| *written == language);
            if is_used && !languages.contains(&language) {
                languages.push(language);
            }
        }
        let mut rows = Vec::new();
        for entry in &faq.entries {
            for unit in units(entry) {
                rows.push(row(entry, unit, &languages, rows.len() + 2));
            }
        }
        Self { languages, rows }
    }

    /// Writes the sheet; with the mark by which Excel knows UTF-8 when `bom`.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write(&self, mut out: impl Write, bom: bool) -> io::Result<()> {
        if bom {
            out.write_all(BOM.as_bytes())?;
        }
        let mut writer = csv::Writer::from_writer(out);
        let codes = self.languages.iter().map(|language| language.code());
        writer.write_record(FIRST.into_iter().chain(codes).chain([EXPORTED]))?;
        for row in &self.rows {
            let mut cells = vec![guard(&row.entry), guard(&row.unit)];
            for language in &self.languages {
                cells.push(guard(row.texts.get(language).map_or("", String::as_str)));
            }
            let marks: Vec<String> = row
                .exported
                .iter()
                .flatten()
                .map(|(language, mark)| format!("{language}:{mark}"))
                .collect();
            cells.push(marks.join(" "));
            writer.write_record(cells)?;
        }
        writer.flush()
    }

    /// Reads a sheet that a spreadsheet saved: separated by commas, semicolons or tabs, with or without the mark of
    /// UTF-8. Columns of languages may be missing or stand in any order.
    ///
    /// # Errors
    ///
    /// With its row, when it is no such sheet.
    pub fn read(bytes: &[u8]) -> Result<Self, BrokenSheet> {
        let bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter(bytes))
            .from_reader(bytes);
        let mut records = reader.records().enumerate().map(|(at, record)| {
            let row = at + 1;
            record.map(|record| (row, record)).map_err(|_| {
                broken(
                    row,
                    "this row is not in UTF-8",
                    "save the sheet as “CSV UTF-8” and try again",
                )
            })
        });
        let Some(header) = records.next() else {
            return Err(broken(
                1,
                "the sheet is empty",
                "give a sheet that `guichet export --format csv` wrote",
            ));
        };
        let columns = columns(&header?.1)?;
        let mut rows = Vec::new();
        for record in records {
            let (number, record) = record?;
            let surplus = record.iter().skip(columns.len());
            if record.len() < columns.len() || surplus.clone().any(|cell| !cell.trim().is_empty()) {
                return Err(broken(
                    number,
                    format!(
                        "{} cells where the header has {}",
                        record.len(),
                        columns.len()
                    ),
                    "a quotation mark in this row or the one before may be open: put a cell that holds a comma, a quote or a line break between double quotes, and double the quotes in it",
                ));
            }
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows.push(read_row(number, &columns, &record));
        }
        let languages = columns
            .into_iter()
            .filter_map(|column| match column {
                Column::Text(language) => Some(language),
                _ => None,
            })
            .collect();
        Ok(Self { languages, rows })
    }
}

/// The units of an entry, in the order of a file.
fn units(entry: &Entry) -> impl Iterator<Item = Unit> {
    let texts = entry.texts.values();
    let phrasings = texts.clone().map(|text| text.phrasings.len()).max();
    let answer = texts.clone().any(|text| text.answer.is_some());
    std::iter::once(Unit::Question)
        .chain((1..=phrasings.unwrap_or_default()).map(Unit::Phrasing))
        .chain(answer.then_some(Unit::Answer))
}

fn row(entry: &Entry, unit: Unit, languages: &[Language], number: usize) -> Row {
    let texts: BTreeMap<Language, String> = languages
        .iter()
        .filter_map(|language| Some((*language, text_of(entry.texts.get(language)?, unit)?)))
        .collect();
    let marks = texts
        .iter()
        .map(|(language, text)| (*language, mark(text)))
        .collect();
    Row {
        number,
        entry: entry.id.to_string(),
        unit: unit.to_string(),
        texts,
        exported: Some(marks),
    }
}

/// The sign that parts the cells: the one that stands behind the first column's name.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    [b'\t', b';', b',']
        .into_iter()
        .find(|sign| first.contains(sign))
        .unwrap_or(b',')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Entry,
    Unit,
    Text(Language),
    Exported,
    /// Without a name, and so without meaning.
    Nameless,
}

fn columns(header: &csv::StringRecord) -> Result<Vec<Column>, BrokenSheet> {
    const HELP: &str = "the header must be entry,unit, then languages (fr, en, sr …), then exported, as `guichet export --format csv` writes it";
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let column = match name.trim().to_lowercase().as_str() {
            "entry" => Column::Entry,
            "unit" => Column::Unit,
            EXPORTED => Column::Exported,
            "" => Column::Nameless,
            code => match code.parse::<Language>() {
                Ok(language) if language.code() == code => Column::Text(language),
                _ => {
                    let message = format!("column {} is called `{}`", at + 1, name.trim());
                    return Err(broken(1, message, HELP));
                }
            },
        };
        if column != Column::Nameless && columns.contains(&column) {
            let message = format!("the column `{}` stands twice", name.trim());
            return Err(broken(1, message, HELP));
        }
        columns.push(column);
    }
    for (column, name) in [(Column::Entry, FIRST[0]), (Column::Unit, FIRST[1])] {
        if !columns.contains(&column) {
            return Err(broken(1, format!("there is no column `{name}`"), HELP));
        }
    }
    Ok(columns)
}

fn read_row(number: usize, columns: &[Column], record: &csv::StringRecord) -> Row {
    let mut row = Row {
        number,
        entry: String::new(),
        unit: String::new(),
        texts: BTreeMap::new(),
        exported: None,
    };
    for (column, cell) in columns.iter().zip(record.iter()) {
        let text = plain(unguard(cell.trim()));
        match column {
            Column::Entry => row.entry = text,
            Column::Unit => row.unit = text,
            Column::Text(language) => {
                row.texts.insert(*language, text);
            }
            Column::Exported if !text.is_empty() => {
                let marks = text.split_whitespace().filter_map(|mark| {
                    let (language, mark) = mark.split_once(':')?;
                    Some((language.parse().ok()?, mark.to_owned()))
                });
                row.exported = Some(marks.collect());
            }
            Column::Exported | Column::Nameless => {}
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Sheet, String> {
        Sheet::read(text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_sheet_comes_back_as_it_was_written() {
        let faq = crate::faq::Faq::load(&crate::faq::Files::shipped())
            .faq
            .unwrap();
        let sheet = Sheet::of(&faq);
        for bom in [false, true] {
            let mut bytes = Vec::new();
            sheet.write(&mut bytes, bom).unwrap();
            assert_eq!(bytes.starts_with(BOM.as_bytes()), bom);
            let mut back = Sheet::read(&bytes).unwrap();
            for row in &mut back.rows {
                row.texts.retain(|_, text| !text.is_empty());
            }
            assert!(back == sheet);
        }
    }

    #[test]
    fn a_spreadsheet_may_part_cells_by_semicolons_and_change_the_columns() {
        let sheet =
            read("\u{feff}entry;unit;sr;fr\r\na/b;question;Šta?;'=Quoi ?\r\n;;;\r\n").unwrap();
        assert_eq!(sheet.languages, [Language::Serbian, Language::French]);
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].texts[&Language::French], "=Quoi ?");
        assert_eq!(sheet.rows[0].exported, None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_row() {
        for (text, expected) in [
            ("", "row 1: the sheet is empty"),
            ("entry,fr\n", "row 1: there is no column `unit`"),
            (
                "entry,unit,français\n",
                "row 1: column 3 is called `français`",
            ),
            ("entry,unit,fr,fr\n", "row 1: the column `fr` stands twice"),
            (
                "entry,unit,fr,en\na/b,question,x,y\na/b,answer,\"x,y\nz\n",
                "row 3: 3 cells where the header has 4",
            ),
            ("entry,unit,fr\na/b,answer,x,y\n", "row 2: 4 cells"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        let error = Sheet::read(b"entry,unit,fr\na/b,question,\xe9\n").unwrap_err();
        assert_eq!(
            (error.row, error.message.as_str()),
            (2, "this row is not in UTF-8")
        );
    }
}
