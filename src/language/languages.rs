//! The languages the counter can tell apart.
//!
//! Fourteen of them are languages of the zone or of its customs papers; German, Italian and Russian are told apart so
//! that a question in them is not taken for one in a neighbour's language.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language in which a question may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum Language {
    /// French, the language of the counter.
    French,
    /// English.
    English,
    /// Serbian, in either script.
    Serbian,
    /// Croatian.
    Croatian,
    /// Bosnian.
    Bosnian,
    /// Montenegrin, in either script.
    Montenegrin,
    /// Albanian.
    Albanian,
    /// Macedonian.
    Macedonian,
    /// Bulgarian.
    Bulgarian,
    /// Romanian, also as spoken in Moldova.
    Romanian,
    /// Greek.
    Greek,
    /// Hungarian.
    Hungarian,
    /// Slovene.
    Slovene,
    /// Turkish.
    Turkish,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Russian.
    Russian,
}

/// Languages that share most of their words, so that an answer in one is read without effort in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Bosnian, Croatian, Montenegrin and Serbian.
    Bcs,
    /// A language that stands by itself here.
    Alone(Language),
}

impl Language {
    /// Every language, those of the zone first.
    pub const ALL: [Self; 17] = [
        Self::French,
        Self::English,
        Self::Serbian,
        Self::Croatian,
        Self::Bosnian,
        Self::Montenegrin,
        Self::Albanian,
        Self::Macedonian,
        Self::Bulgarian,
        Self::Romanian,
        Self::Greek,
        Self::Hungarian,
        Self::Slovene,
        Self::Turkish,
        Self::German,
        Self::Italian,
        Self::Russian,
    ];

    /// The code used in file names, settings and JSON: ISO 639-1, and `cnr` (ISO 639-3) for Montenegrin, which has no
    /// two-letter code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Serbian => "sr",
            Self::Croatian => "hr",
            Self::Bosnian => "bs",
            Self::Montenegrin => "cnr",
            Self::Albanian => "sq",
            Self::Macedonian => "mk",
            Self::Bulgarian => "bg",
            Self::Romanian => "ro",
            Self::Greek => "el",
            Self::Hungarian => "hu",
            Self::Slovene => "sl",
            Self::Turkish => "tr",
            Self::German => "de",
            Self::Italian => "it",
            Self::Russian => "ru",
        }
    }

    /// What its speakers call it, as they write it in running text.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::French => "français",
            Self::English => "English",
            Self::Serbian => "srpski",
            Self::Croatian => "hrvatski",
            Self::Bosnian => "bosanski",
            Self::Montenegrin => "crnogorski",
            Self::Albanian => "shqip",
            Self::Macedonian => "македонски",
            Self::Bulgarian => "български",
            Self::Romanian => "română",
            Self::Greek => "ελληνικά",
            Self::Hungarian => "magyar",
            Self::Slovene => "slovenščina",
            Self::Turkish => "Türkçe",
            Self::German => "Deutsch",
            Self::Italian => "italiano",
            Self::Russian => "русский",
        }
    }

    /// Whether it is Bosnian, Croatian, Montenegrin or Serbian.
    #[must_use]
    pub const fn is_bcs(self) -> bool {
        matches!(
            self,
            Self::Serbian | Self::Croatian | Self::Bosnian | Self::Montenegrin
        )
    }

    /// The group of languages within which one answer serves.
    #[must_use]
    pub const fn family(self) -> Family {
        if self.is_bcs() {
            Family::Bcs
        } else {
            Family::Alone(self)
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A code that stands for no language the counter knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a language the counter knows: write one of fr, en, sr, hr, bs, cnr, sq, mk, bg, ro, el, hu, sl, tr, de, it, ru"
)]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a code, alone or at the head of a language tag (`sr-Latn`, `fr-FR`, `sr_Cyrl`), in any case.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
            .ok_or_else(|| UnknownLanguage(tag.to_owned()))
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        language.code()
    }
}

impl TryFrom<String> for Language {
    type Error = UnknownLanguage;

    fn try_from(tag: String) -> Result<Self, Self::Error> {
        tag.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{language}\""));
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
        }
    }

    #[test]
    fn a_language_tag_is_read_by_its_first_part() {
        assert_eq!("sr-Latn".parse(), Ok(Language::Serbian));
        assert_eq!("sr_Cyrl".parse(), Ok(Language::Serbian));
        assert_eq!("fr-FR".parse(), Ok(Language::French));
        assert_eq!("cnr-Latn-ME".parse(), Ok(Language::Montenegrin));
        assert_eq!("EN-gb".parse(), Ok(Language::English));
    }

    #[test]
    fn a_country_code_or_a_foreign_language_is_an_error_that_says_what_to_write() {
        for tag in ["pt", "me", "", "-", "français"] {
            let error = tag.parse::<Language>().unwrap_err();
            assert!(error.to_string().contains("fr, en, sr"), "{error}");
        }
    }

    #[test]
    fn four_languages_are_one_family() {
        let bcs: Vec<_> = Language::ALL
            .into_iter()
            .filter(|language| language.family() == Family::Bcs)
            .map(Language::code)
            .collect();
        assert_eq!(bcs, ["sr", "hr", "bs", "cnr"]);
        assert_eq!(Language::Slovene.family(), Family::Alone(Language::Slovene));
    }
}
