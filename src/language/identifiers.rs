//! Numbers that name an operator or a declaration: EORI and MRN.

use super::CountryCode;
use super::tokens::{Word, word_spans};

/// An EORI number (Delegated Regulation (EU) 2015/2446, article 1(18)): a country and up to 15 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eori {
    /// The number in capitals without spaces.
    pub text: String,
    /// The country that gave it.
    pub country: CountryCode,
    /// Whether its check holds. Only a French number has one: the SIRET's (Luhn), with the post office's exception.
    pub valid: Option<bool>,
}

/// A movement reference number: 18 characters, the last one a check digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mrn {
    /// The number in capitals without spaces.
    pub text: String,
    /// Whether the check digit is right. A wrong one is most often a slip of the pen.
    pub valid: bool,
}

/// How many words before an EORI number without a known shape the word "EORI" may stand.
const EORI_NEAR: usize = 4;

/// Countries whose EORI numbers are digits after the code, with how many.
const EORI_SHAPES: &[(&str, usize)] = &[
    ("fr", 14),
    ("gb", 12),
    ("xi", 12),
    ("de", 15),
    ("bg", 9),
    ("hr", 11),
    ("si", 8),
];

/// The EORI numbers in a folded text.
///
/// A French number is known by its shape ("FR" and the 14 digits of a SIRET, spaces allowed); another needs the word
/// "EORI" near it, or the shape of its country.
#[must_use]
pub fn eoris(folded: &str) -> Vec<Eori> {
    let words: Vec<Word<'_>> = word_spans(folded).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let told = words[at.saturating_sub(EORI_NEAR)..at]
            .iter()
            .any(|word| word.text.starts_with("eori"));
        match eori_at(folded, &words, at, told) {
            Some((eori, count)) => {
                found.push(eori);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn eori_at(folded: &str, words: &[Word<'_>], at: usize, told: bool) -> Option<(Eori, usize)> {
    let word = words[at].text;
    let country = country_of(word.get(..2)?)?;
    let rest = &word[2..];
    if !rest.bytes().all(|b| b.is_ascii_alphanumeric()) || rest.len() > 15 {
        return None;
    }
    let mut number = rest.to_owned();
    let mut count = 1;
    // The number may be in groups of digits apart by single spaces, dots or hyphens.
    while let Some(next) = words.get(at + count) {
        let gap = folded.get(words[at + count - 1].end()..next.start);
        let digits: String = next.text.chars().filter(char::is_ascii_digit).collect();
        let plain = next.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if !matches!(gap, Some(" " | "-" | ".")) || !plain || number.len() + digits.len() > 15 {
            break;
        }
        number.push_str(&digits);
        count += 1;
    }
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let shape = EORI_SHAPES.iter().find(|(code, _)| word.starts_with(code));
    let fits = match shape {
        Some((_, length)) if digits && number.len() == *length => true,
        _ => told && number.len() >= 5 && number.bytes().any(|b| b.is_ascii_digit()),
    };
    if !fits {
        return None;
    }
    let valid = (country == CountryCode::FRANCE)
        .then(|| digits && number.len() == 14 && siret_holds(&number));
    let eori = Eori {
        text: format!("{country}{}", number.to_ascii_uppercase()),
        country,
        valid,
    };
    Some((eori, count))
}

fn country_of(letters: &str) -> Option<CountryCode> {
    letters.to_ascii_uppercase().parse().ok()
}

/// Whether 14 digits are a SIRET: Luhn's check holds for them and for the SIREN, their first nine. La Poste's
/// establishments (SIREN 356000000) check by a sum of digits divisible by five instead.
fn siret_holds(digits: &str) -> bool {
    let plain_sum: u32 = digits.bytes().map(|b| u32::from(b - b'0')).sum();
    (luhn(digits) && digits.get(..9).is_some_and(luhn))
        || (digits.starts_with("356000000") && plain_sum.is_multiple_of(5))
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, b)| {
            let digit = u32::from(b.saturating_sub(b'0'));
            match place % 2 {
                1 if digit > 4 => digit * 2 - 9,
                1 => digit * 2,
                _ => digit,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The movement reference numbers in a folded text: two digits of the year, the country, 13 letters and digits, and a
/// check digit. The number may be broken by spaces after the country, as some papers print it.
#[must_use]
pub fn mrns(folded: &str) -> Vec<Mrn> {
    let words: Vec<Word<'_>> = word_spans(folded).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut number = String::new();
        let mut count = 0;
        while let Some(word) = words.get(at + count) {
            let joined = count == 0 || {
                let gap = folded.get(words[at + count - 1].end()..word.start);
                matches!(gap, Some(" " | "-"))
            };
            let plain = word.text.bytes().all(|b| b.is_ascii_alphanumeric());
            // Year and country stand together, and a group without a digit is a word of the sentence.
            let part = match count {
                0 => word.text.len() >= 4,
                _ => word.text.bytes().any(|b| b.is_ascii_digit()),
            };
            if !joined || !plain || !part || number.len() + word.text.len() > MRN_LENGTH {
                break;
            }
            number.push_str(word.text);
            count += 1;
            if number.len() == MRN_LENGTH || !number.is_char_boundary(2) || !starts_as_mrn(&number)
            {
                break;
            }
        }
        if number.len() == MRN_LENGTH && starts_as_mrn(&number) && worth_it(&number, count) {
            let text = number.to_ascii_uppercase();
            let valid = check_digit(&text) == text.bytes().last().map(|b| b.wrapping_sub(b'0'));
            // Words that happen to be 18 letters long together are no number unless the check digit says so.
            if valid || count == 1 {
                found.push(Mrn { text, valid });
                at += count;
                continue;
            }
        }
        at += 1;
    }
    found
}

const MRN_LENGTH: usize = 18;

fn starts_as_mrn(number: &str) -> bool {
    number
        .bytes()
        .enumerate()
        .take(4)
        .all(|(place, b)| match place {
            0 | 1 => b.is_ascii_digit(),
            _ => b.is_ascii_alphabetic(),
        })
}

fn worth_it(number: &str, count: usize) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4
        && number
            .bytes()
            .last()
            .is_some_and(|b| b.is_ascii_digit() || count == 1)
}

/// The check digit of a movement reference number's first 17 characters; `None` for what has other characters.
///
/// The algorithm is that of ISO 6346 (Commission working document DGXXI/0879/99 rev. 1 for transit): letters count from
/// `A` = 10 without the multiples of eleven, each character is weighed by 2 to the power of its place, and the digit is
/// the sum modulo 11, ten being written 0.
#[must_use]
pub fn check_digit(number: &str) -> Option<u8> {
    let mut sum = 0_u32;
    for (place, b) in number.bytes().take(MRN_LENGTH - 1).enumerate() {
        let value = match b.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => u32::from(digit - b'0'),
            b'A' => 10,
            letter @ b'B'..=b'K' => u32::from(letter - b'B') + 12,
            letter @ b'L'..=b'U' => u32::from(letter - b'L') + 23,
            letter @ b'V'..=b'Z' => u32::from(letter - b'V') + 34,
            _ => return None,
        };
        sum += value << place;
    }
    u8::try_from(sum % 11 % 10).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold;
    use proptest::prelude::*;

    fn first_mrn(text: &str) -> Option<Mrn> {
        mrns(&fold(text)).into_iter().next()
    }

    #[test]
    fn published_reference_numbers_check() {
        // The examples of tribalgod.nl's check page and of customsmanager.info.
        for text in [
            "10NL5663962BE1E825",
            "22FRJD4DCMAM33DOI2",
            "22FR JD4DCMAM33DOI2",
        ] {
            let mrn = first_mrn(text).unwrap();
            assert!(mrn.valid, "{text}");
            assert_eq!(mrn.text, text.replace(' ', ""));
        }
    }

    #[test]
    fn a_container_number_checks_by_the_same_rule() {
        assert_eq!(check_digit("CSQU305438"), Some(3));
    }

    #[test]
    fn a_slip_of_the_pen_is_seen() {
        let mrn = first_mrn("mon MRN 10nl5663962be1e826 ne marche pas").unwrap();
        assert_eq!(mrn.text, "10NL5663962BE1E826");
        assert!(!mrn.valid);
        assert!(!first_mrn("10NL5663926BE1E825").unwrap().valid);
    }

    #[test]
    fn other_long_words_are_no_reference_numbers() {
        for text in [
            "anticonstitutionnel",
            "12 avril 2026 10 heures",
            "FR12345678901234",
            "https://example.org/22frjd4dcmam33doi2x",
            "10NL5663962BE1E82",
            "00 eur 1 cn 22 04 hs 8471",
        ] {
            assert_eq!(first_mrn(text), None, "{text}");
        }
    }

    #[test]
    fn a_french_number_is_known_by_its_shape_and_checked() {
        // The SIRET of INSEE, which publishes it as its example.
        let text = fold("notre EORI est FR 120 027 016 00563");
        let eori = &eoris(&text)[0];
        assert_eq!(eori.text, "FR12002701600563");
        assert_eq!(
            (eori.country, eori.valid),
            (CountryCode::FRANCE, Some(true))
        );
        assert_eq!(eoris("fr12002701600564")[0].valid, Some(false));
    }

    #[test]
    fn the_post_office_has_its_own_check() {
        assert!(siret_holds("35600000000048"));
    }

    #[test]
    fn a_number_of_another_country_needs_its_shape_or_the_word() {
        assert_eq!(eoris("eori: rs 100000049")[0].text, "RS100000049");
        assert_eq!(eoris("gb123456789000")[0].valid, None);
        for text in [
            "de 2026",
            "un camion",
            "rs 100000049",
            "fr",
            "le 120 027 016",
            "eori de france",
        ] {
            assert_eq!(eoris(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            for read in [text.clone(), fold(&text)] {
                let _ = eoris(&read);
                let _ = mrns(&read);
                let _ = check_digit(&read);
            }
        }

        #[test]
        fn one_wrong_digit_is_always_seen_or_is_the_ten(place in 5_usize..17, digit in 0_u8..10) {
            let mut number = *b"10NL56639622212825";
            number[17] = b'0' + check_digit(std::str::from_utf8(&number).unwrap()).unwrap();
            let before = number[place];
            number[place] = b'0' + digit;
            let text = std::str::from_utf8(&number).unwrap();
            let remainder_ten = number[17] == b'0';
            prop_assert!(before == number[place] || remainder_ten || check_digit(text) != Some(number[17] - b'0'));
        }
    }
}
