//! The maintainers' Markdown: an entry's text in one language, and the questions beyond the FAQ.

use super::entry::{Answer, EntryText};
use super::problem::{Position, Report};

const SHAPE: &str = "write: a line `# The question?`, then a list of `- other ways to ask it`, then a line `---`, then the answer (without the line and the answer: ways to ask alone)";

/// Longest phrasing, in characters: more is a story, not a way to ask.
pub(super) const LONGEST_PHRASING: usize = 300;

/// Reads one language's file of an entry; `None` when it cannot serve.
pub(super) fn read_entry_text(file: &str, text: &str, report: &mut Report) -> Option<EntryText> {
    let errors = report.errors();
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let question = loop {
        match lines.next() {
            Some((_, line)) if line.trim().is_empty() => {}
            Some((number, line)) => break heading(file, number, line, report)?,
            None => {
                report.error(file, Position::START, "the file is empty", SHAPE);
                return None;
            }
        }
    };
    let mut phrasings: Vec<(String, usize)> = Vec::new();
    let mut answer_line = None;
    for (number, line) in lines.by_ref() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if is_rule(trimmed) {
            answer_line = Some(number + 1);
            break;
        }
        if let Some(phrasing) = list_item(trimmed) {
            add_phrasing(file, number, phrasing, &mut phrasings, report);
        } else {
            report.error(
                file,
                Position::line(number),
                "only the list of phrasings may stand between the heading and the rule `---`",
                SHAPE,
            );
        }
    }
    let answer = answer_line.map(|line| read_answer(file, line, lines, report));
    if answer.is_none() && phrasings.is_empty() {
        report.error(
            file,
            Position::of(text, text.len()),
            "no rule `---` before the answer, and no ways to ask without one",
            SHAPE,
        );
    }
    (report.errors() == errors).then_some(EntryText {
        question,
        phrasings,
        answer,
    })
}

fn read_answer<'a>(
    file: &str,
    line: usize,
    lines: impl Iterator<Item = (usize, &'a str)>,
    report: &mut Report,
) -> Answer {
    let mut template = String::new();
    for (number, line) in lines {
        if line.starts_with('#') {
            report.error(
                file,
                Position::line(number),
                "an answer has no headings",
                "use **bold** for a part's name, or make it an entry of its own",
            );
        }
        template.push_str(line);
        template.push('\n');
    }
    if template.trim().is_empty() {
        report.error(
            file,
            Position::line(line),
            "there is no answer after the rule `---`",
            "write the answer there, or take the rule out",
        );
    }
    Answer { template, line }
}

fn heading(file: &str, number: usize, line: &str, report: &mut Report) -> Option<String> {
    let heading = line.strip_prefix("# ").map(str::trim).unwrap_or_default();
    if heading.is_empty() {
        report.error(
            file,
            Position::line(number),
            "the file does not begin with a heading `# The question?`",
            SHAPE,
        );
        return None;
    }
    Some(heading.to_owned())
}

fn add_phrasing(
    file: &str,
    number: usize,
    phrasing: &str,
    phrasings: &mut Vec<(String, usize)>,
    report: &mut Report,
) {
    let position = Position::line(number);
    if phrasing.is_empty() {
        report.error(
            file,
            position,
            "an empty phrasing",
            "write one, or take the line out",
        );
    } else if phrasing.chars().count() > LONGEST_PHRASING {
        report.error(
            file,
            position,
            format!("a phrasing of more than {LONGEST_PHRASING} characters"),
            "keep the part that asks",
        );
    } else {
        phrasings.push((phrasing.to_owned(), number));
    }
}

fn is_rule(trimmed: &str) -> bool {
    trimmed.len() >= 3 && trimmed.bytes().all(|b| b == b'-')
}

fn list_item(trimmed: &str) -> Option<&str> {
    match trimmed.strip_prefix(['-', '*'])? {
        "" => Some(""),
        rest => rest.strip_prefix(' ').map(str::trim),
    }
}

/// Questions that the FAQ does not answer, in one language: `beyond/<language>.md`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Customs questions that need a human.
    pub individual_cases: Vec<String>,
    /// Questions about something else.
    pub off_topic: Vec<String>,
}

/// Reads `beyond/<language>.md`: a heading, a line of explanation, and two lists, each under a
/// heading of its own (first the individual cases, then what is off topic).
pub(super) fn read_beyond(file: &str, text: &str, report: &mut Report) -> Beyond {
    let mut lists: Vec<Vec<String>> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("## ") {
            lists.push(Vec::new());
        } else if let Some(question) = list_item(trimmed).filter(|question| !question.is_empty()) {
            match lists.last_mut() {
                Some(list) => list.push(question.to_owned()),
                None => report.error(
                    file,
                    Position::line(at + 1),
                    "a question before the first `## ` heading",
                    "put it under the individual cases or under off topic",
                ),
            }
        }
    }
    if lists.len() != 2 {
        report.error(
            file,
            Position::START,
            format!("two lists are expected, {} found", lists.len()),
            "write `## ` and a list of individual cases, then `## ` and a list of questions off topic",
        );
    }
    let mut lists = lists.into_iter();
    Beyond {
        individual_cases: lists.next().unwrap_or_default(),
        off_topic: lists.next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Option<EntryText>, Vec<String>) {
        let mut report = Report::default();
        let entry = read_entry_text("a/b/fr.md", text, &mut report);
        (
            entry,
            report.problems().iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn a_file_is_a_question_its_phrasings_and_the_answer() {
        let (entry, problems) =
            read("# Comment ?\r\n\r\n- un\r\n- deux\r\n\r\n---\r\n\r\nVoici.\r\n- liste\r\n");
        assert!(problems.is_empty(), "{problems:?}");
        let entry = entry.unwrap();
        assert_eq!(entry.question, "Comment ?");
        assert_eq!(
            entry.phrasings,
            [("un".to_owned(), 3), ("deux".to_owned(), 4)]
        );
        assert_eq!(entry.answer.unwrap().template.trim(), "Voici.\n- liste");
    }

    #[test]
    fn a_file_may_hold_ways_to_ask_alone() {
        let (entry, problems) = read("# Comment ?\n- un\n");
        assert!(problems.is_empty(), "{problems:?}");
        let entry = entry.unwrap();
        assert_eq!(entry.phrasings.len(), 1);
        assert_eq!(entry.answer, None);
    }

    #[test]
    fn what_is_missing_is_said_with_its_line() {
        for (text, expected) in [
            ("", "a/b/fr.md:1:1: error: the file is empty"),
            (
                "Comment ?\n",
                "a/b/fr.md:1:1: error: the file does not begin with a heading",
            ),
            ("# Comment ?\n\n", "a/b/fr.md:3:1: error: no rule `---`"),
            (
                "# Comment ?\n\ntexte\n---\nx",
                "a/b/fr.md:3:1: error: only the list",
            ),
            (
                "# Comment ?\n- \n---\nx",
                "a/b/fr.md:2:1: error: an empty phrasing",
            ),
            (
                "# Comment ?\n- un\n---\n\n",
                "a/b/fr.md:4:1: error: there is no answer",
            ),
            (
                "# C ?\n- un\n---\n# x\n",
                "a/b/fr.md:4:1: error: an answer has no headings",
            ),
        ] {
            let (entry, problems) = read(text);
            assert_eq!(entry, None, "{text}");
            assert!(problems[0].starts_with(expected), "{problems:?}");
        }
    }

    #[test]
    fn questions_beyond_the_faq_stand_in_two_lists() {
        let mut report = Report::default();
        let beyond = read_beyond(
            "beyond/en.md",
            "# Beyond\n\nWhy.\n\n## Individual cases\n- a\n- b\n## Off topic\n- c\n",
            &mut report,
        );
        assert_eq!(report.errors(), 0);
        assert_eq!(beyond.individual_cases, ["a", "b"]);
        assert_eq!(beyond.off_topic, ["c"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_an_entry_or_a_report(text in "(#|-|---|\\PC|\n| ){0,80}") {
            let mut report = Report::default();
            let entry = read_entry_text("f", &text, &mut report);
            prop_assert_eq!(entry.is_none(), report.errors() > 0);
        }
    }
}
