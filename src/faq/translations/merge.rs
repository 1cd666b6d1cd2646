//! A sheet's cells into one language's file: only the lines that change are touched.

use super::cell::{Outcome, Unit, mark};
use super::sheet::text_of;
use crate::faq::entry::{EntryId, EntryText};
use crate::faq::markdown::LONGEST_PHRASING;
use crate::faq::render::Templates;
use crate::language::{Language, fold};

/// A cell to be brought into a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub unit: Unit,
    pub text: &'a str,
    pub exported: Exported<'a>,
}

/// What the sheet remembers of a cell's export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exported<'a> {
    /// Nothing: its row was added, or the column is gone.
    Unknown,
    /// The cell was empty.
    Empty,
    /// It held the text of this mark.
    Marked(&'a str),
}

/// A file as it is, with what was read in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present<'a> {
    pub file: &'a str,
    pub text: &'a EntryText,
}

/// What becomes of each cell, and the file when it changes.
#[derive(Debug)]
pub(super) struct Merged {
    pub outcomes: Vec<Outcome>,
    pub file: Option<String>,
}

/// Brings cells into the file of `id` in `language`; `present` is none when there is no such file yet.
pub(super) fn merge(
    id: &EntryId,
    language: Language,
    present: Option<Present<'_>>,
    cells: &[Cell<'_>],
) -> Merged {
    let mut outcomes: Vec<Outcome> = cells
        .iter()
        .map(|cell| outcome(id, language, present, *cell))
        .collect();
    refuse_repeated(present, cells, &mut outcomes);
    if present.is_none() {
        refuse_incomplete(cells, &mut outcomes);
    }
    let taken: Vec<Cell<'_>> = cells
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| matches!(outcome, Outcome::Added | Outcome::Changed))
        .map(|(cell, _)| *cell)
        .collect();
    let file = (!taken.is_empty()).then(|| write(present, &taken));
    Merged { outcomes, file }
}

fn outcome(
    id: &EntryId,
    language: Language,
    present: Option<Present<'_>>,
    cell: Cell<'_>,
) -> Outcome {
    let now = present.and_then(|present| text_of(present.text, cell.unit));
    if now.as_deref() == Some(cell.text) {
        return Outcome::Unchanged;
    }
    if cell.exported == Exported::Unknown {
        if cell.text.is_empty() {
            return Outcome::Unchanged;
        }
    } else {
        let exported = match cell.exported {
            Exported::Marked(mark) => Some(mark),
            Exported::Unknown | Exported::Empty => None,
        };
        let given = (!cell.text.is_empty()).then(|| mark(cell.text));
        if given.as_deref() == exported {
            // The sheet's reader left it as it was.
            return if now.is_some() {
                Outcome::Newer
            } else if cell.text.is_empty() {
                Outcome::Unchanged
            } else {
                Outcome::Refused(
                    "the text was taken out of the file since the export, and the sheet does not change it"
                        .to_owned(),
                )
            };
        }
        if cell.text.is_empty() {
            return Outcome::Refused(
                "the cell was emptied, which takes nothing out; take the text out in the file"
                    .to_owned(),
            );
        }
        if now.as_deref().map(mark).as_deref() != exported {
            return Outcome::Refused(format!(
                "the file was changed since the export too, to “{}”; export again, and translate that",
                short(now.as_deref().unwrap_or("nothing"))
            ));
        }
    }
    match reason_against(id, language, cell) {
        Some(reason) => Outcome::Refused(reason),
        None if now.is_some() => Outcome::Changed,
        None => Outcome::Added,
    }
}

/// Why a text cannot stand in a file.
fn reason_against(id: &EntryId, language: Language, cell: Cell<'_>) -> Option<String> {
    let text = cell.text;
    let is_answer = cell.unit == Unit::Answer;
    if !is_answer && text.contains('\n') {
        return Some(format!(
            "a {} is one line; take the line break out",
            cell.unit
        ));
    }
    if let Some(sign) = text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Some(format!(
            "the text holds the invisible sign {}; take it out",
            sign.escape_unicode()
        ));
    }
    if matches!(cell.unit, Unit::Phrasing(_)) && text.chars().count() > LONGEST_PHRASING {
        return Some(format!(
            "a phrasing of more than {LONGEST_PHRASING} characters; keep the part that asks"
        ));
    }
    if !is_answer {
        return None;
    }
    if let Some(at) = text.lines().position(|line| line.starts_with('#')) {
        return Some(format!(
            "line {} of the answer is a heading; use **bold** for a part's name",
            at + 1
        ));
    }
    let compiled = Templates::new(vec![language]).add(id, text);
    compiled.err().map(|error| {
        format!("{error}; check that each {{{{ … }}}} is closed and each {{% if %}} has its {{% endif %}}")
    })
}

/// Refuses phrasings that say the same as another of the file as it would be.
fn refuse_repeated(present: Option<Present<'_>>, cells: &[Cell<'_>], outcomes: &mut [Outcome]) {
    let mut known: Vec<(usize, String)> = present
        .iter()
        .flat_map(|present| present.text.phrasings.iter().enumerate())
        .map(|(at, (phrasing, _))| (at + 1, fold(phrasing)))
        .collect();
    for (cell, outcome) in cells.iter().zip(outcomes.iter()) {
        if let (Unit::Phrasing(number), Outcome::Changed) = (cell.unit, outcome) {
            known[number - 1].1 = fold(cell.text);
        }
    }
    for (cell, outcome) in cells.iter().zip(outcomes) {
        let (Unit::Phrasing(number), Outcome::Added | Outcome::Changed) = (cell.unit, &*outcome)
        else {
            continue;
        };
        let folded = fold(cell.text);
        let same = known
            .iter()
            .find(|(other, text)| *other != number && *text == folded);
        if let Some((other, _)) = same {
            *outcome = Outcome::Refused(format!("it says the same as phrasing {other}"));
        } else if *outcome == Outcome::Added {
            known.push((number, folded));
        }
    }
}

/// Refuses a new file that could not be read: without a question, or with nothing else.
fn refuse_incomplete(cells: &[Cell<'_>], outcomes: &mut [Outcome]) {
    let added = |wanted: fn(Unit) -> bool| {
        cells
            .iter()
            .zip(outcomes.iter())
            .any(|(cell, outcome)| *outcome == Outcome::Added && wanted(cell.unit))
    };
    let reason = if !added(|unit| unit == Unit::Question) {
        "the entry has no file in this language yet, and a new one needs the question: fill the row `question`"
    } else if !added(|unit| unit != Unit::Question) {
        "the entry has no file in this language yet, and a new one needs a phrasing or the answer beside the question"
    } else {
        return;
    };
    for outcome in outcomes {
        if *outcome == Outcome::Added {
            *outcome = Outcome::Refused(reason.to_owned());
        }
    }
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 60 || line.len() < text.len() {
        line.chars().take(60).chain(['…']).collect()
    } else {
        line.to_owned()
    }
}

fn write(present: Option<Present<'_>>, taken: &[Cell<'_>]) -> String {
    let question = taken.iter().find(|cell| cell.unit == Unit::Question);
    let answer = taken.iter().find(|cell| cell.unit == Unit::Answer);
    let mut phrasings: Vec<(usize, &str)> = taken
        .iter()
        .filter_map(|cell| match cell.unit {
            Unit::Phrasing(number) => Some((number, cell.text)),
            _ => None,
        })
        .collect();
    phrasings.sort_unstable();
    let Some(present) = present else {
        let question = question.map_or("", |cell| cell.text);
        let list: String = phrasings
            .iter()
            .flat_map(|(_, text)| {
                [
                    "- ", text, "
",
                ]
            })
            .collect();
        let head = format!("# {question}\n\n{list}");
        let tail = answer.map(|cell| format!("---\n\n{}\n", cell.text));
        let gap = if tail.is_some() && !list.is_empty() {
            "\n"
        } else {
            ""
        };
        return format!("{head}{gap}{}", tail.unwrap_or_default());
    };
    let mut lines: Vec<String> = present.file.lines().map(str::to_owned).collect();
    let heading = lines
        .iter()
        .position(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let old = &present.text.phrasings;
    // From the end of the file to its beginning, so that the lines above keep their numbers.
    if let Some(cell) = answer {
        match &present.text.answer {
            Some(answer) => lines.truncate(answer.line - 1),
            None => lines.extend([String::new(), "---".to_owned()]),
        }
        lines.push(String::new());
        lines.extend(cell.text.lines().map(str::to_owned));
    }
    let mut end = old.last().map_or(heading + 1, |(_, line)| *line);
    if old.is_empty() && phrasings.iter().any(|(number, _)| *number > old.len()) {
        lines.insert(end, String::new());
        end += 1;
    }
    for (number, text) in phrasings {
        let item = format!("- {text}");
        if let Some((_, line)) = old.get(number - 1) {
            lines[line - 1] = item;
        } else {
            lines.insert(end, item);
            end += 1;
        }
    }
    if let Some(cell) = question {
        lines[heading] = format!("# {}", cell.text);
    }
    let ending = if present.file.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    lines.join(ending) + ending
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::markdown::read_entry_text;
    use crate::faq::problem::Report;

    const FILE: &str = "# Comment ?\n\n- un\n- deux\n\n---\n\nVoici.\n\n- liste\n";

    fn bring(file: Option<&str>, cells: &[(&str, &str)]) -> (Vec<Outcome>, Option<String>) {
        let cells: Vec<Cell> = cells
            .iter()
            .map(|(unit, text)| Cell {
                unit: unit.parse().unwrap(),
                text,
                exported: Exported::Unknown,
            })
            .collect();
        let read = file.map(|file| read_entry_text("f", file, &mut Report::default()).unwrap());
        let present = file
            .zip(read.as_ref())
            .map(|(file, text)| Present { file, text });
        let merged = merge(&"a/b".parse().unwrap(), Language::French, present, &cells);
        if let Some(file) = &merged.file {
            let mut report = Report::default();
            assert!(
                read_entry_text("f", file, &mut report).is_some(),
                "{report}"
            );
        }
        (merged.outcomes, merged.file)
    }

    #[test]
    fn the_same_texts_change_nothing() {
        let cells = [
            ("question", "Comment ?"),
            ("phrasing 1", "un"),
            ("phrasing 2", ""),
            ("answer", "Voici.\n\n- liste"),
        ];
        let (outcomes, file) = bring(Some(FILE), &cells);
        assert!(
            outcomes
                .iter()
                .all(|outcome| *outcome == Outcome::Unchanged)
        );
        assert_eq!(file, None);
    }

    #[test]
    fn only_the_lines_that_change_are_touched() {
        let cells = [
            ("phrasing 2", "zwei"),
            ("phrasing 3", "trois"),
            ("answer", "Voilà."),
        ];
        let (outcomes, file) = bring(Some(FILE), &cells);
        assert_eq!(
            outcomes,
            [Outcome::Changed, Outcome::Added, Outcome::Changed]
        );
        assert_eq!(
            file.unwrap(),
            "# Comment ?\n\n- un\n- zwei\n- trois\n\n---\n\nVoilà.\n"
        );
        let crlf = FILE.replace('\n', "\r\n");
        let (_, file) = bring(Some(&crlf), &[("question", "Où ?")]);
        assert_eq!(file.unwrap(), crlf.replace("Comment", "Où"));
    }

    #[test]
    fn a_file_of_ways_to_ask_gets_its_answer_and_a_file_of_an_answer_its_ways_to_ask() {
        let (_, file) = bring(Some("# Q ?\n- un\n"), &[("answer", "A.")]);
        assert_eq!(file.unwrap(), "# Q ?\n- un\n\n---\n\nA.\n");
        let (_, file) = bring(Some("# Q ?\n\n---\n\nA.\n"), &[("phrasing 1", "un")]);
        assert_eq!(file.unwrap(), "# Q ?\n\n- un\n\n---\n\nA.\n");
    }

    #[test]
    fn a_new_file_needs_a_question_and_something_else() {
        let cells = [("question", "Q ?"), ("phrasing 1", "un"), ("answer", "A.")];
        let (_, file) = bring(None, &cells);
        assert_eq!(file.unwrap(), "# Q ?\n\n- un\n\n---\n\nA.\n");
        for cells in [&cells[1..], &cells[..1]] {
            let (outcomes, file) = bring(None, cells);
            assert!(matches!(&outcomes[0], Outcome::Refused(reason) if reason.contains("needs")));
            assert_eq!(file, None);
        }
    }

    #[test]
    fn what_no_file_can_hold_is_refused_with_the_reason() {
        for (unit, text, expected) in [
            ("phrasing 1", "a\nb", "one line"),
            ("phrasing 1", "Deux", "the same as phrasing 2"),
            ("answer", "# Titre", "line 1 of the answer is a heading"),
            ("answer", "a\n{% if country %}", "line 2 of the answer"),
            ("question", "a\u{7}", "invisible"),
        ] {
            let (outcomes, file) = bring(Some(FILE), &[(unit, text)]);
            assert!(
                matches!(&outcomes[0], Outcome::Refused(reason) if reason.contains(expected)),
                "{outcomes:?}"
            );
            assert_eq!(file, None);
        }
        let long = "x".repeat(LONGEST_PHRASING + 1);
        let (outcomes, _) = bring(Some(FILE), &[("phrasing 3", &long)]);
        assert!(matches!(outcomes[0], Outcome::Refused(_)));
        // Two phrasings may change places.
        let (_, file) = bring(Some(FILE), &[("phrasing 1", "deux"), ("phrasing 2", "un")]);
        assert!(file.unwrap().contains("- deux\n- un\n"));
    }

    #[test]
    fn a_late_sheet_neither_undoes_nor_overwrites_what_was_written_meanwhile() {
        let text = read_entry_text("f", FILE, &mut Report::default()).unwrap();
        let present = Some(Present {
            file: FILE,
            text: &text,
        });
        let then = mark("uno");
        for (text, exported, expected) in [
            ("uno", Some(then.as_str()), "newer"),
            ("ein", Some(then.as_str()), "refused"),
            ("ein", Some(mark("un").as_str()), "changed"),
            ("", Some(mark("un").as_str()), "refused"),
            ("un", Some(then.as_str()), "unchanged"),
            ("ein", None, "refused"),
            ("", None, "newer"),
        ] {
            let cell = Cell {
                unit: Unit::Phrasing(1),
                text,
                exported: exported.map_or(Exported::Empty, Exported::Marked),
            };
            let merged = merge(&"a/b".parse().unwrap(), Language::French, present, &[cell]);
            let outcome = serde_json::to_value(&merged.outcomes[0]).unwrap();
            assert_eq!(outcome["outcome"], expected, "{text} {exported:?}");
        }
    }
}
