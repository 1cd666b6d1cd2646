//! Short messages that answer the counter rather than ask: yes, no, a number, "attaché", a case's reference.

use crate::language::{fold, words};

const YES: &[&str] = &[
    "oui",
    "ouais",
    "ok",
    "okay",
    "okey",
    "d accord",
    "daccord",
    "volontiers",
    "bien sur",
    "yes",
    "yep",
    "yeah",
    "y",
    "o",
    "sure",
    "please do",
    "da",
    "naravno",
    "moze",
    "vazi",
    "svakako",
    "po",
    "ano",
    "igen",
    "evet",
    "tamam",
    "ja",
    "nai",
    "si",
    "sigurno",
    "desigur",
    "sigur",
    "mozhe",
    "yes please",
    "oui merci",
    "oui s il vous plait",
    "da molim",
    "da hvala",
    "jo da",
    "ne e problem",
    "posalji",
    "posaljite",
    "transmettez",
    "allez y",
    "go ahead",
];

const NO: &[&str] = &[
    "non",
    "no",
    "n",
    "nope",
    "non merci",
    "no thanks",
    "no thank you",
    "ne",
    "ne hvala",
    "nemoj",
    "nemojte",
    "jo",
    "nu",
    "nu multumesc",
    "ochi",
    "oxi",
    "nem",
    "hayir",
    "yok",
    "nein",
    "pas besoin",
    "ca ira",
    "laissez tomber",
    "inutile",
    "nije potrebno",
    "ne treba",
    "jo faleminderit",
    "ne blagodarya",
    "ne fala",
];

const NONE_OF_THESE: &[&str] = &[
    "aucune",
    "aucun",
    "aucune de celles ci",
    "none",
    "none of these",
    "none of them",
    "neither",
    "nijedno",
    "nijedna",
    "nijedan",
    "nijedno od ovih",
    "nista od toga",
    "asnje",
    "nitu edno",
    "niciuna",
    "kamia",
    "hicbiri",
    "nobena",
    "0",
];

const ATTACHE: &[&str] = &[
    "attache",
    "l attache",
    "attache douanier",
    "l attache douanier",
    "attache svp",
    "ask the attache",
    "the attache",
    "customs attache",
    "atase",
    "carinski atase",
    "atasetu",
    "ataseu",
    "atasat",
    "atase doganor",
    "ataseat",
    "mitnicheski atase",
    "gumruk atasesi",
    "atasata",
    "a l attache",
    "transmettre a l attache",
    "transmettez a l attache",
    "pass it on",
    "to the attache",
];

const WITHDRAW: &[&str] = &[
    "retirer",
    "retirez",
    "annuler",
    "annulez",
    "je retire",
    "withdraw",
    "cancel",
    "povuci",
    "povlacim",
    "odustajem",
    "otkazi",
    "terhiq",
    "otteglyam",
    "retrage",
    "anuleaza",
    "iptal",
    "geri cek",
    "umakni",
    "aposyro",
];

/// A message that answers the counter's own question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Yes; and what follows it in the same message ("oui, société …").
    Yes(Option<String>),
    /// No.
    No,
    /// None of those offered.
    NoneOfThese,
    /// The number of one of those offered, from 1.
    Number(usize),
    /// The asker wants it passed on.
    Attache,
    /// The asker takes a case back.
    Withdraw,
}

/// Messages of more characters ask something, or tell.
const LONGEST: usize = 120;

fn is_long(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some()
}

/// Reads a short message; `None` for one that asks something, or says something else.
///
/// A word that means yes in one language and no in another ("jo", "ne") is read as no: nothing is stored by
/// mistake.
#[must_use]
pub fn intent(text: &str) -> Option<Intent> {
    if is_long(text) {
        return yes_and_more(text);
    }
    let folded = fold(text);
    let all: Vec<&str> = words(&folded).collect();
    let said = all.join(" ");
    if said.is_empty() {
        return match text.trim() {
            thumb if thumb.starts_with('👍') || thumb.starts_with('✅') => {
                Some(Intent::Yes(None))
            }
            thumb if thumb.starts_with('👎') || thumb.starts_with('❌') => Some(Intent::No),
            _ => None,
        };
    }
    let is = |list: &[&str]| list.contains(&said.as_str());
    if is(NO) {
        return Some(Intent::No);
    }
    if is(NONE_OF_THESE) {
        return Some(Intent::NoneOfThese);
    }
    if is(YES) {
        return Some(Intent::Yes(None));
    }
    if is(ATTACHE) {
        return Some(Intent::Attache);
    }
    if is(WITHDRAW) {
        return Some(Intent::Withdraw);
    }
    if let [number] = all.as_slice()
        && let Ok(number) = number.parse::<usize>()
        && number < 100
    {
        return Some(Intent::Number(number));
    }
    yes_and_more(text)
}

/// "oui, société X, échéance vendredi": a yes that a comma, a full stop or a line break parts from what follows.
fn yes_and_more(text: &str) -> Option<Intent> {
    let (first, rest) = text
        .trim_start()
        .split_once([',', '.', ';', ':', '\n', '!', '-', '–', '—'])
        .filter(|(first, _)| !is_long(first))?;
    let folded = fold(first);
    let first = words(&folded).collect::<Vec<_>>().join(" ");
    let rest = rest.trim();
    (YES.contains(&first.as_str()) && rest.chars().any(char::is_alphanumeric))
        .then(|| Intent::Yes(Some(rest.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_no_and_numbers_are_read_in_many_languages() {
        for text in ["Oui", "oui !", "OK", "да", "Evet", "d'accord", "👍🏽", "Ναι"] {
            assert_eq!(intent(text), Some(Intent::Yes(None)), "{text}");
        }
        for text in [
            "non merci",
            "No.",
            "не",
            "Jo",
            "hayır",
            "👎",
            "Όχι",
            "ne, hvala",
        ] {
            assert_eq!(intent(text), Some(Intent::No), "{text}");
        }
        assert_eq!(intent("2"), Some(Intent::Number(2)));
        assert_eq!(intent("2."), Some(Intent::Number(2)));
        assert_eq!(intent("aucune de celles-ci"), Some(Intent::NoneOfThese));
        assert_eq!(intent("l’attaché"), Some(Intent::Attache));
        assert_eq!(intent("аташе"), Some(Intent::Attache));
        assert_eq!(intent("annuler"), Some(Intent::Withdraw));
    }

    #[test]
    fn a_yes_can_bring_details_with_it() {
        assert_eq!(
            intent("Oui, société Exemple, avant vendredi"),
            Some(Intent::Yes(Some(
                "société Exemple, avant vendredi".to_owned()
            )))
        );
        let long = "Société Exemple. ".repeat(40);
        assert_eq!(
            intent(&format!("oui. {long}")),
            Some(Intent::Yes(Some(long.trim().to_owned())))
        );
        assert_eq!(intent(&long), None);
        assert_eq!(
            intent("yes\nbefore Friday"),
            Some(Intent::Yes(Some("before Friday".to_owned())))
        );
    }

    #[test]
    fn a_question_is_no_answer_to_the_counter() {
        for text in [
            "oui mais comment ?",
            "non mais la TVA ?",
            "Albanie",
            "8471",
            "100",
            "👋",
            "bonjour, oui",
        ] {
            assert_eq!(intent(text), None, "{text}");
        }
    }
}
