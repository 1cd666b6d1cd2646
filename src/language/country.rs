//! Countries and places by their code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A country by its two-letter code, in capitals (ISO 3166-1 alpha-2; `XK` for Kosovo, as the EU's tariff has it).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// France.
    pub const FRANCE: Self = Self(*b"FR");

    /// The code of two letters; `None` unless both are ASCII capitals.
    #[must_use]
    pub const fn new(letters: [u8; 2]) -> Option<Self> {
        if letters[0].is_ascii_uppercase() && letters[1].is_ascii_uppercase() {
            Some(Self(letters))
        } else {
            None
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is no two-letter country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a country code: write two capital letters, such as RS or FR")]
pub struct NotACountryCode(pub String);

impl FromStr for CountryCode {
    type Err = NotACountryCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        <[u8; 2]>::try_from(code.as_bytes())
            .ok()
            .and_then(Self::new)
            .ok_or_else(|| NotACountryCode(code.to_owned()))
    }
}

impl TryFrom<String> for CountryCode {
    type Error = NotACountryCode;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.as_str().to_owned()
    }
}

/// A place that decides which rules apply to a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A country of the zone.
    Country(CountryCode),
    /// A country outside the zone that is not France.
    Other(CountryCode),
    /// France, from which the counter looks.
    Home,
    /// The European Union as a whole.
    Union,
}

impl Place {
    /// The country's code; none for the Union.
    #[must_use]
    pub const fn code(self) -> Option<CountryCode> {
        match self {
            Self::Country(code) | Self::Other(code) => Some(code),
            Self::Home => Some(CountryCode::FRANCE),
            Self::Union => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_capital_letters_are_a_code() {
        let serbia: CountryCode = "RS".parse().unwrap();
        assert_eq!(serbia.to_string(), "RS");
        assert_eq!(serde_json::to_string(&serbia).unwrap(), "\"RS\"");
        assert_eq!(
            serde_json::from_str::<CountryCode>("\"XK\"")
                .unwrap()
                .as_str(),
            "XK"
        );
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in ["rs", "SRB", "R", "", "R1", "É", "ЦГ"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
        assert!(serde_json::from_str::<CountryCode>("\"srb\"").is_err());
    }

    #[test]
    fn home_is_france_and_the_union_has_no_code() {
        assert_eq!(Place::Home.code(), Some(CountryCode::FRANCE));
        assert_eq!(Place::Union.code(), None);
    }
}
