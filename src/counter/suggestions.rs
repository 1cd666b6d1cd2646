//! Questions of the FAQ that fit what somebody has typed so far.

use super::{Counter, HUMAN, Voice};
use crate::faq::{EntryId, Route};
use crate::language::{Language, fold, words};

/// A word that is being typed is taken for one of the FAQ's from this similarity on.
const SIMILAR: f64 = 0.9;

/// Fewest characters of a word that may be mistyped.
const LONG_ENOUGH: usize = 5;

/// Share of the typed words that a question must have.
const ENOUGH: f64 = 0.5;

/// How much a fitting word in the question itself counts more than one in another phrasing.
const OWN: f64 = 1.2;

impl Counter {
    /// The entries' questions, as a reader of `language` sees them, that fit what is typed, the best first.
    #[must_use]
    pub fn suggest(&self, typed: &str, language: Language, most: usize) -> Vec<(EntryId, String)> {
        let voice = Voice {
            language,
            ..Voice::default()
        };
        let folded = fold(typed);
        let typed: Vec<&str> = words(&folded).collect();
        let mut fitting: Vec<(f64, usize)> = self
            .faq
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| {
                entry.settings.route != Route::Smalltalk && entry.id.as_str() != HUMAN
            })
            .map(|(at, entry)| {
                let fit = entry
                    .texts
                    .values()
                    .flat_map(|text| {
                        let own = (OWN, text.question.as_str());
                        let others = text
                            .phrasings
                            .iter()
                            .map(|(phrasing, _)| (1.0, phrasing.as_str()));
                        std::iter::once(own).chain(others)
                    })
                    .map(|(weight, text)| weight * fit(&typed, text))
                    .fold(0.0, f64::max);
                (fit, at)
            })
            .filter(|(fit, _)| *fit >= ENOUGH || typed.is_empty())
            .collect();
        fitting.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        fitting
            .into_iter()
            .take(most)
            .filter_map(|(_, at)| {
                let entry = &self.faq.entries[at];
                Some((entry.id.clone(), self.title(entry, voice)?))
            })
            .collect()
    }

    /// The countries of the zone, as a reader of `language` calls them, that begin with what is typed.
    #[must_use]
    pub fn suggest_countries(&self, typed: &str, language: Language) -> Vec<(String, String)> {
        let voice = Voice {
            language,
            ..Voice::default()
        };
        let typed = fold(typed);
        self.faq
            .countries
            .keys()
            .map(|code| (code.to_string(), self.country_name(*code, voice)))
            .filter(|(code, name)| {
                fold(name).contains(typed.trim()) || code.eq_ignore_ascii_case(typed.trim())
            })
            .collect()
    }

    /// The country that a text names: its code, or its name in any language.
    #[must_use]
    pub fn country_in(&self, text: &str) -> Option<crate::language::CountryCode> {
        let text = text.trim();
        text.to_uppercase()
            .parse()
            .ok()
            .filter(|code| self.faq.countries.contains_key(code))
            .or_else(|| self.reader.read(text, None, None).country())
    }

    /// The question of an entry as a reader of `language` sees it.
    #[must_use]
    pub fn question_of(&self, id: &EntryId, language: Language) -> Option<String> {
        let voice = Voice {
            language,
            ..Voice::default()
        };
        self.title(self.faq.entry(id)?, voice)
    }
}

/// The share of the typed words that a text has, the last of them perhaps unfinished.
fn fit(typed: &[&str], text: &str) -> f64 {
    if typed.is_empty() {
        return 0.0;
    }
    let folded = fold(text);
    let own: Vec<&str> = words(&folded).collect();
    let found = typed.iter().filter(|word| {
        own.iter().any(|other| {
            other.starts_with(**word)
                || (word.len() >= LONG_ENOUGH && strsim::jaro_winkler(word, other) >= SIMILAR)
        })
    });
    found.count() as f64 / typed.len() as f64
}
