//! The alphabet a text is written in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An alphabet, named by its ISO 15924 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Latin.
    #[default]
    Latn,
    /// Cyrillic.
    Cyrl,
    /// Greek.
    Grek,
    /// Any other alphabet, or no letters at all.
    Other,
}

impl Script {
    /// The ISO 15924 code in lower case: `latn`, `cyrl`, `grek`; `other` for the rest.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Latn => "latn",
            Self::Cyrl => "cyrl",
            Self::Grek => "grek",
            Self::Other => "other",
        }
    }

    /// The alphabet of one letter; `None` for what is no letter (digits, punctuation, emoji).
    #[must_use]
    pub fn of_char(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' => Some(Self::Latn),
            _ if c.is_ascii() || !c.is_alphabetic() => None,
            '\u{00aa}'..='\u{02af}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => {
                Some(Self::Latn)
            }
            '\u{0370}'..='\u{03ff}' | '\u{1f00}'..='\u{1fff}' => Some(Self::Grek),
            '\u{0400}'..='\u{052f}' | '\u{1c80}'..='\u{1c8f}' => Some(Self::Cyrl),
            _ => Some(Self::Other),
        }
    }

    /// The alphabet of most letters of `text`; [`Script::Other`] when it has none.
    ///
    /// A word in capitals counts for little beside the rest: in „Треба ми EUR.1" the form's name says nothing about
    /// the writer. On a tie the alphabet that is not Latin wins, for the same reason.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut letters = [0_usize; 4];
        for c in text.chars() {
            let Some(script) = Self::of_char(c) else {
                continue;
            };
            let weight = if c.is_uppercase() { 1 } else { 4 };
            letters[script as usize] += weight;
        }
        let [latin, cyrillic, greek, other] = letters;
        let most = letters.into_iter().max().unwrap_or_default();
        match most {
            0 => Self::Other,
            _ if cyrillic == most => Self::Cyrl,
            _ if greek == most => Self::Grek,
            _ if other == most && latin < most => Self::Other,
            _ => Self::Latn,
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_that_of_most_letters() {
        for (text, script) in [
            ("Da li mi treba EUR.1 za Srbiju?", Script::Latn),
            ("Да ли ми треба EUR.1?", Script::Cyrl),
            ("Χρειάζομαι EORI;", Script::Grek),
            ("şçğı ăâțș đćžš", Script::Latn),
            ("税関", Script::Other),
            ("15.04 / 2026 ??", Script::Other),
            ("", Script::Other),
        ] {
            assert_eq!(Script::of(text), script, "{text}");
        }
    }

    #[test]
    fn capitals_of_a_form_do_not_outweigh_the_sentence() {
        assert_eq!(Script::of("шта је EORI NCTS TARIC"), Script::Cyrl);
    }

    #[test]
    fn a_script_is_written_as_its_code() {
        assert_eq!(serde_json::to_string(&Script::Cyrl).unwrap(), "\"cyrl\"");
        assert_eq!(Script::Latn.to_string(), "latn");
    }
}
