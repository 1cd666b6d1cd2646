//! One text of a sheet: which it is, how a spreadsheet must see it, and what becomes of it.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Which text of an entry a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The heading.
    Question,
    /// Another way to ask it, by its place in the file, from 1.
    Phrasing(usize),
    /// The answer, as a template.
    Answer,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question => f.write_str("question"),
            Self::Phrasing(number) => write!(f, "phrasing {number}"),
            Self::Answer => f.write_str("answer"),
        }
    }
}

/// What is no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no unit: write `question`, `answer`, or `phrasing` and its number, such as `phrasing 3`"
)]
pub struct UnknownUnit(String);

impl FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(text: &str) -> Result<Self, UnknownUnit> {
        let written = text.trim().to_lowercase();
        let number = |rest: &str| rest.trim().parse().ok().filter(|number| *number > 0);
        match written.as_str() {
            "question" => Ok(Self::Question),
            "answer" => Ok(Self::Answer),
            other => other
                .strip_prefix("phrasing")
                .and_then(number)
                .map(Self::Phrasing)
                .ok_or_else(|| UnknownUnit(text.chars().take(40).collect())),
        }
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "outcome", content = "reason")]
pub enum Outcome {
    /// The file had no such text.
    Added,
    /// It replaces what the file had.
    Changed,
    /// The file has the same.
    Unchanged,
    /// The sheet left the cell as it was exported, and the file was changed since: the file's text stays.
    Newer,
    /// It cannot be taken, and why.
    Refused(String),
}

/// Whether a spreadsheet would take a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// The text as it may stand in a spreadsheet's cell: what would be taken for a formula gets a leading apostrophe.
///
/// A text that begins with apostrophes before such a sign gets one more, so that [`unguard`] always gives back what
/// was there.
pub(super) fn guard(text: &str) -> String {
    if is_formula(text.trim_start_matches('\'')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text that [`guard`] was given.
pub(super) fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest.trim_start_matches('\'')))
        .unwrap_or(cell)
}

/// A text as it is compared: no white space around it, lines that end in `\n`.
pub(super) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

/// A short mark of a text (FNV-1a), by which a sheet knows what it was exported with.
pub(super) fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_unit_reads_back_as_it_is_written() {
        for unit in [Unit::Question, Unit::Phrasing(12), Unit::Answer] {
            assert_eq!(unit.to_string().parse(), Ok(unit));
        }
        assert_eq!(" Phrasing  3".parse(), Ok(Unit::Phrasing(3)));
        for bad in ["", "phrasing", "phrasing 0", "phrasing x", "title"] {
            assert!(bad.parse::<Unit>().is_err(), "{bad}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("- a list"), "'- a list");
        assert_eq!(guard("'=1"), "''=1");
        assert_eq!(guard("'quoted'"), "'quoted'");
        assert_eq!(unguard("=1"), "=1");
    }

    proptest! {
        #[test]
        fn guarding_is_undone(text in "['=+@a -]{0,6}") {
            let cell = guard(&text);
            prop_assert!(!is_formula(&cell));
            prop_assert_eq!(unguard(&cell), text);
        }
    }
}
