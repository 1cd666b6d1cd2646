//! The glossary: customs concepts and what each language calls them.

use crate::language::Language;

use super::problem::{Position, Report};

/// One concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Its name in the glossary: `customs_value`.
    pub name: String,
    /// What each language calls it.
    pub terms: Vec<(Language, String)>,
}

/// Reads `glossary.csv`: the column `concept`, then one column a language; terms in a cell are
/// separated by `|`.
pub(super) fn read(file: &str, text: &str, report: &mut Report) -> Vec<Concept> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            report.error(
                file,
                Position::START,
                error.to_string(),
                "write the header: concept,fr,en,…",
            );
            return Vec::new();
        }
    };
    let mut languages: Vec<Option<Language>> = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let language = name.parse().ok();
        if (column == 0) != (name == "concept") || (column > 0 && language.is_none()) {
            report.error(
                file,
                Position::START,
                format!("column {} is called `{name}`", column + 1),
                "the first column is `concept`, the others are languages: fr, en, sr …",
            );
        }
        languages.push(language);
    }
    let mut concepts: Vec<Concept> = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |at| at.line() as usize);
                report.error(
                    file,
                    Position::line(line),
                    error.to_string(),
                    "put a cell that holds a comma or a quote between double quotes",
                );
                continue;
            }
        };
        let line = Position::line(record.position().map_or(1, |at| at.line() as usize));
        if record.len() != languages.len() {
            report.error(
                file,
                line,
                format!(
                    "{} cells where the header has {}",
                    record.len(),
                    languages.len()
                ),
                "leave a cell empty rather than out; quote cells that hold a comma",
            );
        }
        let name = record.get(0).unwrap_or_default().to_owned();
        if name.is_empty() || concepts.iter().any(|concept| concept.name == name) {
            report.error(
                file,
                line,
                format!("the concept `{name}` has no name, or stands twice"),
                "give each row a name of its own in the first column",
            );
            continue;
        }
        let terms = languages
            .iter()
            .zip(record.iter())
            .filter_map(|(language, cell)| Some(((*language)?, cell)))
            .flat_map(|(language, cell)| {
                cell.split('|')
                    .map(str::trim)
                    .filter(|term| !term.is_empty())
                    .map(move |term| (language, term.to_owned()))
            })
            .collect();
        concepts.push(Concept { name, terms });
    }
    concepts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_concept_with_terms_in_each_language() {
        let mut report = Report::default();
        let concepts = read(
            "glossary.csv",
            "concept,fr,en\nvat,TVA|taxe,VAT\nduty,droit,\n",
            &mut report,
        );
        assert_eq!(report.errors(), 0, "{report}");
        assert_eq!(concepts[0].name, "vat");
        assert_eq!(concepts[0].terms.len(), 3);
        assert_eq!(concepts[1].terms.len(), 1);
    }

    #[test]
    fn a_wrong_column_a_doubled_concept_and_a_short_row_are_named_with_their_lines() {
        let mut report = Report::default();
        read(
            "glossary.csv",
            "concept,fr,xx\nvat,TVA,VAT\nvat,TVA,VAT\nduty,droit\n",
            &mut report,
        );
        let all = report.to_string();
        assert!(
            all.contains("glossary.csv:1:1: error: column 3 is called `xx`"),
            "{all}"
        );
        assert!(
            all.contains("glossary.csv:3:1: error: the concept `vat`"),
            "{all}"
        );
        assert!(all.contains("glossary.csv:4:1: error: 2 cells"), "{all}");
    }
}
