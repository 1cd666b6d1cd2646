//! Stems: what is left of a word without its endings.

use std::borrow::Cow;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::Language;

/// The stem of a folded word as written in `language`, by the Snowball algorithm of that language.
///
/// Bosnian, Croatian and Montenegrin are stemmed as Serbian. Languages without a Snowball algorithm (Albanian,
/// Bulgarian, Macedonian, Slovene), and words with a digit in them, are left as they are. The algorithms were written
/// for accented text; on folded text they cut a little less, and the same in a phrasing as in a question.
///
/// ```
/// use guichet::language::{Language, stem};
///
/// assert_eq!(stem("declarations", Language::French), stem("declaration", Language::French));
/// assert_eq!(stem("carinski", Language::Croatian), stem("carinska", Language::Serbian));
/// ```
#[must_use]
pub fn stem(word: &str, language: Language) -> Cow<'_, str> {
    let algorithm = match language {
        Language::French => Algorithm::French,
        Language::English => Algorithm::English,
        Language::Serbian | Language::Croatian | Language::Bosnian | Language::Montenegrin => {
            Algorithm::Serbian
        }
        Language::Romanian => Algorithm::Romanian,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Turkish => Algorithm::Turkish,
        Language::German => Algorithm::German,
        Language::Italian => Algorithm::Italian,
        // Greek and Russian are folded to Latin letters, which their algorithms do not read.
        Language::Greek
        | Language::Russian
        | Language::Albanian
        | Language::Bulgarian
        | Language::Macedonian
        | Language::Slovene => return Cow::Borrowed(word),
    };
    if word.len() < 3 || word.bytes().any(|b| !b.is_ascii_alphabetic()) {
        return Cow::Borrowed(word);
    }
    Stemmer::create(algorithm).stem(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_fall_off_in_each_language_with_an_algorithm() {
        for (language, one, other) in [
            (Language::French, "declarer", "declare"),
            (Language::French, "marchandises", "marchandise"),
            (Language::English, "exporting", "exports"),
            (Language::Serbian, "carine", "carina"),
            (Language::Croatian, "deklaracije", "deklaracija"),
            (Language::Romanian, "documentele", "documente"),
            (Language::German, "waren", "ware"),
        ] {
            assert_eq!(stem(one, language), stem(other, language), "{one} {other}");
        }
    }

    #[test]
    fn forms_and_numbers_keep_their_shape() {
        for word in ["eur.1", "t1", "15.04", "a.tr", "te"] {
            assert_eq!(stem(word, Language::French), word);
        }
    }

    #[test]
    fn a_language_without_an_algorithm_leaves_words_alone() {
        assert_eq!(stem("deklaracije", Language::Slovene), "deklaracije");
    }
}
