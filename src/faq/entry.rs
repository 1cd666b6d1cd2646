//! One entry of the FAQ: what it is called, how it is handled, what it says in each language.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::localised::Day;
use super::problem::Position;
use crate::language::{CountryCode, Direction, Language};

/// An entry's name: the path of its folder, `topic/entry`, in lower-case letters, digits and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EntryId(String);

/// A name that is no `topic/entry`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not the name of an entry: write `topic/entry` in lower-case letters, digits and -"
)]
pub struct InvalidEntryId(String);

impl EntryId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The topic: the part before `/`.
    #[must_use]
    pub fn topic(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl FromStr for EntryId {
    type Err = InvalidEntryId;

    fn from_str(text: &str) -> Result<Self, InvalidEntryId> {
        let good = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('/') {
            Some((topic, entry)) if good(topic) && good(entry) => Ok(Self(text.to_owned())),
            _ => Err(InvalidEntryId(text.chars().take(80).collect())),
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What happens when an entry is what was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// Show the answer.
    #[default]
    Answer,
    /// Show what can be said, then offer the attaché.
    Escalate,
    /// The same, to the front of the queue.
    Urgent,
    /// Show the official channels; store nothing of the message, post it nowhere.
    Confidential,
    /// Not a matter of customs here: show who is competent.
    Redirect,
    /// A courtesy, not a question.
    Smalltalk,
}

/// Whether the attaché has read an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not yet; the answer says so.
    #[default]
    Draft,
    /// Yes.
    Verified,
}

/// What a question must contain before an entry can answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// A country of the zone.
    Country,
}

/// A page that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The page's title.
    pub title: String,
    /// Its address, https.
    pub url: String,
    /// The day on which it was read; left out for an act that is cited without having been read.
    #[serde(skip_serializing)]
    pub checked: Option<Day>,
}

/// `entry.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "guichet entry")]
pub struct EntrySettings {
    /// What happens when the entry is what was asked.
    #[serde(default)]
    pub route: Route,
    /// The countries that the entry is about; left out, all of the zone.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub countries: Vec<CountryCode>,
    /// Export is from France to the country, import the other way; left out, both.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub directions: Vec<Direction>,
    /// What must be known before the entry can answer.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The day on which the answer was compared with its sources.
    pub verified: Day,
    /// The day on which it must be looked at again.
    pub review_by: Option<Day>,
    /// Whether the attaché has read it.
    #[serde(default)]
    pub status: Status,
    /// Entries that readers of this one also want.
    #[serde(default)]
    pub related: Vec<String>,
    /// Confidential and urgent entries only: the entry is taken whenever a message holds a word
    /// of each group of one cue.
    #[serde(default)]
    pub cues: Vec<Vec<String>>,
    /// Pages that say so.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// What one language's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryText {
    /// The heading: the question.
    pub question: String,
    /// Other ways in which people ask it, with their lines in the file.
    pub phrasings: Vec<(String, usize)>,
    /// The answer; `None` where the file holds ways to ask alone, and the answer is given in another language.
    pub answer: Option<Answer>,
}

/// An answer as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// A Markdown template.
    pub template: String,
    /// The line of the file on which it begins.
    pub line: usize,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Its settings.
    pub settings: EntrySettings,
    /// `entry.toml` as it is written, to tell where in it something stands.
    pub settings_text: String,
    /// Its texts by language; at least one.
    pub texts: BTreeMap<Language, EntryText>,
}

impl Entry {
    /// Whether the entry needs a country before it can answer.
    #[must_use]
    pub fn needs_country(&self) -> bool {
        self.settings.needs.contains(&Need::Country)
    }

    /// Whether the entry is about this country.
    #[must_use]
    pub fn covers(&self, country: CountryCode) -> bool {
        self.settings.countries.is_empty() || self.settings.countries.contains(&country)
    }

    /// Where `needle` first stands in `entry.toml`; its start when it does not.
    #[must_use]
    pub fn position_of(&self, needle: &str) -> Position {
        Position::of_text(&self.settings_text, needle)
    }

    /// The path of one of the entry's files.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_topic_and_entry() {
        let id: EntryId = "origin/eur1-certificate".parse().unwrap();
        assert_eq!(id.topic(), "origin");
        for bad in [
            "", "origin", "origin/", "/x", "a/b/c", "Origin/x", "a/../b", "a/b c",
        ] {
            assert!(bad.parse::<EntryId>().is_err(), "{bad}");
        }
    }
}
