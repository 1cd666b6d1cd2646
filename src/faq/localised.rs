//! A text in several languages, and a day as TOML writes it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use crate::language::Language;

/// A short text in several languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Localised(#[schemars(with = "BTreeMap<String, String>")] BTreeMap<Language, String>);

impl Localised {
    /// The text in the first of `languages` that has one, else in any.
    #[must_use]
    pub fn get(&self, languages: &[Language]) -> &str {
        languages
            .iter()
            .find_map(|language| self.0.get(language))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// All the texts.
    pub fn texts(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (*language, text.as_str()))
    }
}

/// A calendar day, written in TOML without quotes: `2026-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let (Some(date), None) = (written.date, written.time) else {
            return Err(de::Error::custom(
                "expected a day without time, such as 2026-11-24",
            ));
        };
        let part = |value: u8| i8::try_from(value).map_err(de::Error::custom);
        let year = i16::try_from(date.year).map_err(de::Error::custom)?;
        Date::new(year, part(date.month)?, part(date.day)?)
            .map(Self)
            .map_err(de::Error::custom)
    }
}
