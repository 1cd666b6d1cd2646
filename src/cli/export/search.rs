//! What the site's search looks in: folded words, as scripts that a page from a disk may load.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Serialize;

use crate::faq::{Entry, Faq};
use crate::language::fold;

/// A page, or a part of one, that the search can find.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// The entry's name, the key of its phrasings; or the country's code.
    pub id: String,
    /// Its address below the edition's folder.
    pub url: String,
    pub title: String,
    title_words: String,
    words: String,
}

impl Page {
    /// A page that is also called `names`, and on which `text` stands.
    pub(super) fn new(id: &str, url: String, title: String, names: &str, text: &str) -> Self {
        let title_words = &words(&title) | &words(names);
        let others = &words(text) - &title_words;
        Self {
            id: id.to_owned(),
            url,
            title,
            title_words: join(&title_words),
            words: join(&others),
        }
    }
}

/// The words of a text, folded; one with a sign in it both whole and in parts: `eur1`, `eur`, `1` for *EUR.1*.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let folded = fold(text);
    for chunk in folded.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"')) {
        // An address is nothing that anybody looks for.
        if chunk.contains("://") {
            continue;
        }
        let parts: Vec<&str> = chunk
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect();
        words.insert(parts.concat());
        words.extend(parts.into_iter().map(str::to_owned));
    }
    words.remove("");
    words
}

fn join(words: &BTreeSet<String>) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.join(" ")
}

/// The script with an edition's pages.
pub(super) fn index_script(pages: &[Page]) -> Result<String> {
    script("guichetIndex", &pages)
}

/// The script with the ways to ask for each entry in every language.
pub(super) fn phrasings_script(faq: &Faq) -> Result<String> {
    let asked = |entry: &Entry| {
        let texts = entry.texts.values();
        let mut all = BTreeSet::new();
        for text in texts {
            all.extend(words(&text.question));
            for (phrasing, _) in &text.phrasings {
                all.extend(words(phrasing));
            }
        }
        join(&all)
    };
    let phrasings: BTreeMap<&str, String> = faq
        .entries
        .iter()
        .map(|entry| (entry.id.as_str(), asked(entry)))
        .collect();
    script("guichetPhrasings", &phrasings)
}

/// The script that says how each letter is folded.
pub(super) fn folding_script() -> Result<String> {
    let letters = ('\u{b5}'..='\u{24f}')
        .chain('\u{370}'..='\u{52f}')
        .chain('\u{1e00}'..='\u{1fff}');
    let folding: BTreeMap<String, String> = letters
        .map(|letter| letter.to_string())
        .filter(|letter| letter.to_lowercase() == *letter)
        .map(|letter| (letter.clone(), fold(&letter)))
        .filter(|(letter, folded)| letter != folded)
        .collect();
    script("guichetFolding", &folding)
}

fn script(name: &str, value: &impl Serialize) -> Result<String> {
    Ok(format!(
        "window.{name} = {};\n",
        serde_json::to_string(value)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_script_and_with_or_without_its_signs() {
        let found = words("L’EUR.1 за „Србију“, А.ТР à l'étranger; https://example.org/x");
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(
            found,
            [
                "1", "a", "atr", "etranger", "eur", "eur1", "l", "srbiju", "tr", "za"
            ]
        );
    }

    #[test]
    fn the_folding_of_letters_is_that_of_the_counter() {
        let script = folding_script().unwrap();
        for pair in [
            "\"é\":\"e\"",
            "\"ж\":\"z\"",
            "\"đ\":\"dj\"",
            "\"ώ\":\"o\"",
            "\"й\":\"y\"",
        ] {
            assert!(script.contains(pair), "{pair}");
        }
    }

    #[test]
    fn a_pages_words_leave_out_those_of_its_title() {
        let page = Page::new(
            "a/b",
            "x".to_owned(),
            "Le colis".to_owned(),
            "paket",
            "le colis arrive",
        );
        assert_eq!(
            (page.title_words.as_str(), page.words.as_str()),
            ("colis le paket", "arrive")
        );
    }
}
