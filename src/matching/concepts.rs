//! The glossary's concepts in a text: a question in one language meets an entry written in another.

use rustc_hash::FxHashMap;

use crate::faq::Concept;
use crate::language::{Family, Language, fold, stem, words};

/// Longest term looked for, in words.
const LONGEST_TERM: usize = 4;

/// Shorter terms of one word are too ambiguous across languages.
const SHORTEST_TERM: usize = 3;

/// The glossary, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Concepts {
    names: Vec<String>,
    /// Concepts and the language of the term, by the term's stems.
    by_term: FxHashMap<String, Vec<(usize, Family)>>,
}

impl Concepts {
    /// Prepares the glossary.
    #[must_use]
    pub fn new(glossary: &[Concept]) -> Self {
        let mut concepts = Self {
            names: glossary
                .iter()
                .map(|concept| concept.name.clone())
                .collect(),
            by_term: FxHashMap::default(),
        };
        for (at, concept) in glossary.iter().enumerate() {
            for (language, term) in &concept.terms {
                let folded = fold(term);
                let term: Vec<String> = words(&folded)
                    .map(|word| stem(word, *language).into_owned())
                    .collect();
                if term.is_empty()
                    || term.len() > LONGEST_TERM
                    || (term.len() == 1 && term[0].len() < SHORTEST_TERM)
                {
                    continue;
                }
                let found = concepts.by_term.entry(term.join(" ")).or_default();
                let claim = (at, language.family());
                if !found.contains(&claim) {
                    found.push(claim);
                }
            }
        }
        concepts
    }

    /// The names of the concepts that a text of folded words in `language` speaks of; the longest term at each place.
    #[must_use]
    pub fn find(&self, words: &[String], language: Language) -> Vec<&str> {
        let stems: Vec<_> = words.iter().map(|word| stem(word, language)).collect();
        let mut found: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let longest = LONGEST_TERM.min(stems.len() - at);
            let term = (1..=longest)
                .rev()
                .map(|length| (length, stems[at..at + length].join(" ")))
                .find_map(|(length, term)| {
                    let claims: Vec<usize> = self
                        .by_term
                        .get(&term)?
                        .iter()
                        .filter(|(_, family)| *family == language.family())
                        .map(|(concept, _)| *concept)
                        .collect();
                    (!claims.is_empty()).then_some((length, claims))
                });
            let Some((length, claims)) = term else {
                at += 1;
                continue;
            };
            for concept in claims {
                let name = self.names[concept].as_str();
                if !found.contains(&name) {
                    found.push(name);
                }
            }
            at += length;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_is_found_in_any_inflection_that_its_language_stems() {
        let terms = |list: &[(Language, &str)]| {
            list.iter()
                .map(|(language, term)| (*language, (*term).to_owned()))
                .collect()
        };
        let concepts = Concepts::new(&[
            Concept {
                name: "customs_declaration".to_owned(),
                terms: terms(&[
                    (Language::French, "déclaration en douane"),
                    (Language::Serbian, "carinska deklaracija"),
                ]),
            },
            Concept {
                name: "customs".to_owned(),
                terms: terms(&[(Language::French, "douane")]),
            },
        ]);
        let find = |text: &str, language| {
            let words: Vec<String> = words(&fold(text)).map(str::to_owned).collect();
            concepts
                .find(&words, language)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            find("les déclarations en douane", Language::French),
            ["customs_declaration"]
        );
        assert_eq!(
            find("царинске декларације", Language::Serbian),
            ["customs_declaration"]
        );
        assert_eq!(find("bloqué en douane", Language::French), ["customs"]);
        assert_eq!(find("douane", Language::English), [""; 0]);
    }
}
