//! What is wrong in the FAQ's files: every finding carries its place and what to do about it.

use std::fmt;

use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The files are not served until it is mended.
    Error,
    /// The files are served; somebody should look.
    Warning,
}

/// A place in a file: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The position of byte `offset` in `text`; past the end, the end.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line,
            column: before[start..].chars().count() + 1,
        }
    }

    /// Where `needle` first stands in `text`; the text's start when it does not.
    #[must_use]
    pub fn of_text(text: &str, needle: &str) -> Self {
        text.find(needle)
            .map_or(Self::START, |at| Self::of(text, at))
    }

    /// The first column of `line`.
    #[must_use]
    pub fn line(line: usize) -> Self {
        Self { line, column: 1 }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Path inside the FAQ's folder, with `/`.
    pub file: String,
    /// Where in the file.
    #[serde(flatten)]
    pub position: Position,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            f,
            "{}:{}:{}: {word}: {}",
            self.file, self.position.line, self.position.column, self.message
        )?;
        if !self.help.is_empty() {
            write!(f, "\n    {}", self.help)?;
        }
        Ok(())
    }
}

/// All findings of one run, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Adds an error.
    pub fn error(
        &mut self,
        file: &str,
        position: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Severity::Error, file, position, message, help);
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        file: &str,
        position: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Severity::Warning, file, position, message, help);
    }

    fn push(
        &mut self,
        severity: Severity,
        file: &str,
        position: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem {
            file: file.to_owned(),
            position,
            severity,
            message: message.into(),
            help: help.into(),
        });
    }

    /// Takes over the findings of another report.
    pub fn extend(&mut self, other: Self) {
        self.problems.extend(other.problems);
    }

    /// Puts the findings in the order of files and lines, each once.
    pub fn sort(&mut self) {
        self.problems.sort();
        self.problems.dedup();
    }

    /// Everything found.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters_not_bytes() {
        let text = "é = 1\nça = 2";
        assert_eq!(
            Position::of(text, text.len()),
            Position { line: 2, column: 7 }
        );
        assert_eq!(Position::of(text, 0), Position::START);
    }

    #[test]
    fn a_position_past_the_end_or_inside_a_character_is_still_a_position() {
        assert_eq!(Position::of("é", 1), Position::START);
        assert_eq!(Position::of("a\n", 99), Position { line: 2, column: 1 });
    }
}
