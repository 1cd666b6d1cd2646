//! Whether two questions are the same question.
//!
//! A wrong yes gives a firm somebody else's answer; a wrong no gives the attaché one case more to answer. So a yes takes
//! the same words in the same order, but for a slip of the finger in one or two long words. A slip never changes
//! a word's beginning (import and export, entrée and rentrée) or its ending, which says in several languages which way
//! the goods go (Srbije, Srbiju), and never a number or a code.

use crate::language::{fold, words};

/// Share of letters that must be the same.
const SAME_LETTERS: f64 = 0.92;

/// Words in which a slip is allowed.
const SLIPS: usize = 2;

/// Letters a word needs for a slip in it to be told from another word.
const LONG_WORD: usize = 6;

/// Words that a question of someone else must have: "can you help me?" is as many questions as there are askers.
const WORDS_TO_SHARE: usize = 4;

/// Characters from which a code of letters and digits names one consignment, vehicle or firm (an MRN, an EORI number).
const LONG_CODE: usize = 8;

/// Who asked the other question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Other {
    /// The same asker.
    Same,
    /// Someone else.
    SomeoneElse,
}

/// Whether two questions, of which `by` tells whether the same person asks them, are the same question.
pub(super) fn is_same_question(one: &str, other: &str, by: Other) -> bool {
    let (one, other) = (fold(one), fold(other));
    let one: Vec<&str> = words(&one).collect();
    let other: Vec<&str> = words(&other).collect();
    if one.is_empty() || one.len() != other.len() {
        return false;
    }
    let is_general = one.len() >= WORDS_TO_SHARE && !one.iter().any(|word| names_one_thing(word));
    if by == Other::SomeoneElse && !is_general {
        return false;
    }
    let mut slips = 0;
    for (one, other) in one.iter().zip(&other) {
        if one != other {
            if !is_slip(one, other) {
                return false;
            }
            slips += 1;
        }
    }
    let letters: usize = one.iter().map(|word| word.chars().count()).sum();
    slips <= SLIPS && 1.0 - slips as f64 / letters as f64 >= SAME_LETTERS
}

/// A number that two questions have in common whenever they are the same question (and seldom else): made of the beginnings
/// and endings of long words, in which alone there may be a slip, and of all other words as they are.
pub(super) fn mark(question: &str) -> i64 {
    // FNV-1a: it is stored, so it has to be the same in every version.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |c: char| {
        for byte in u32::from(c).to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for word in words(&fold(question)) {
        let letters: Vec<char> = word.chars().collect();
        if may_have_slip(&letters) {
            take(letters[0]);
            letters[letters.len() - 2..]
                .iter()
                .copied()
                .for_each(&mut take);
        } else {
            letters.iter().copied().for_each(&mut take);
        }
        take(' ');
    }
    hash.cast_signed()
}

/// Whether a slip is allowed in a word.
fn may_have_slip(word: &[char]) -> bool {
    word.len() >= LONG_WORD && !word.iter().any(|c| c.is_numeric())
}

/// Whether a word is the number of a consignment, a vehicle or a firm, so that the answer concerns that one alone.
fn names_one_thing(word: &str) -> bool {
    let mixed =
        word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic());
    mixed && word.len() >= LONG_CODE
}

/// Whether one word is the other with one letter too many, missing or wrong, or two changed places.
fn is_slip(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    may_have_slip(&one)
        && may_have_slip(&other)
        && one[0] == other[0]
        && one[one.len() - 2..] == other[other.len() - 2..]
        && one.len().abs_diff(other.len()) <= 1
        && strsim::generic_damerau_levenshtein(&one, &other) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let forth = is_same_question(one, other, Other::SomeoneElse);
        assert_eq!(forth, is_same_question(other, one, Other::SomeoneElse));
        assert!(!forth || mark(one) == mark(other), "{one} / {other}");
        forth
    }

    #[test]
    fn a_question_is_the_same_in_any_typing() {
        for (one, other) in [
            (
                "Faut-il un EUR.1 pour 5 000 € de vin vers la Serbie ?",
                "faut il un eur.1 pour 5 000 € de vin vers la serbie",
            ),
            (
                "Да ли ми треба EUR.1 за извоз вина?",
                "Da li mi treba EUR.1 za izvoz vina",
            ),
            (
                "Quels documents pour des palettes en bois vers l'Albanie ?",
                "Quels docuemnts pour des paletes en bois vers l’Albanie",
            ),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_word_that_matters_makes_another_question() {
        for (one, other) in [
            (
                "Quels papiers pour importer du vin en France ?",
                "Quels papiers pour exporter du vin en France ?",
            ),
            (
                "Quel est le droit sur l'importation de vin ?",
                "Quel est le droit sur l'exportation de vin ?",
            ),
            (
                "Faut-il une facture pour un envoi de 40 kg ?",
                "Faut-il une facture pour un envoi de 400 kg ?",
            ),
            (
                "Quel est le taux pour le code 8471.30 ?",
                "Quel est le taux pour le code 8471.41 ?",
            ),
            (
                "Je peux envoyer du fromage en Serbie ?",
                "Je ne peux pas envoyer du fromage en Serbie ?",
            ),
            (
                "Dokumenti za robu iz Srbije preko Hrvatske",
                "Dokumenti za robu iz Srbiju preko Hrvatske",
            ),
            (
                "Envoyer des échantillons avec carnet ATA",
                "Envoyer des échantillons sans carnet ATA",
            ),
            (
                "Combien coûte une rentrée de marchandises ici ?",
                "Combien coûte une entrée de marchandises ici ?",
            ),
            (
                "Quels documents pour du vin blanc",
                "Quels documents pour du vin blanc vers la Serbie",
            ),
            ("une aventure", "une aventure de plus"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_question_on_ones_own_consignment_is_nobody_elses() {
        let mrn = "Où est mon envoi avec le MRN 24FR00012345678901 ?";
        assert!(!same(mrn, mrn));
        assert!(is_same_question(mrn, mrn, Other::Same));
        for short in ["Aidez-moi, svp", "bonjour", "???", ""] {
            assert!(!same(short, short), "{short}");
        }
        assert!(is_same_question("bonjour", "Bonjour !", Other::Same));
        assert!(!is_same_question("??", "??", Other::Same));
    }

    #[test]
    fn many_slips_are_another_question() {
        assert!(!same(
            "Quels docuemnts pour des paletes en bois vers l'Albnaie",
            "Quels documents pour des palettes en bois vers l'Albanie"
        ));
    }
}
