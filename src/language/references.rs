//! Tariff headings and regulations that a message cites by number.

use super::forms::matches_any;
use super::tokens::{Word, word_spans};

/// A code of the Harmonized System or of the nomenclatures built on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsCode {
    /// Its 4, 6, 8 or 10 digits.
    pub digits: String,
    /// Its first byte in the folded text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl HsCode {
    /// The chapter, 1 to 97.
    #[must_use]
    pub fn chapter(&self) -> u8 {
        chapter(&self.digits).unwrap_or_default()
    }
}

/// How many words away the word that makes a number a code may stand.
const NEAR: usize = 3;

/// Words after which digits are a tariff code.
const NOMENCLATURES: &str = "hs sh cn nc kn ks so taric tarif* tariff* nomenclatur* nomenklatur* position* positions heading* \
    subheading* sous-position souspositions pozici* pozicij* naimenovan* tarifni tarifna tarifen gtip vtsz harmoni* \
    chapitre commodity incadrar* classement classification svrstav* razvrst* dasmol*";

/// Words after which digits may be a tariff code, when they are no year.
const CODES: &str = "code codes kod kodi kodu kodot cod codul sifra oznaka marchandise marchandises commodity product \
    produit rang kodas kodiki kodikos";

/// Words that make digits something else.
const OTHERS: &str = "postal* postan* postni postcode postar* zip poshtar* posta telefon* tel phone telephone pin iban cedex bp \
    racun* faktur* factur* invoice* compte account siret siren pib oib jmbg cui cif vat tva pdv eori";

/// Units and money: what they follow is a quantity.
const UNITS: &str = "kg kgs g gr t tonnes tonne tona tone eur euro euros evra rsd din dinar* dinara lei ron mdl try tl lek* all mkd \
    den denar* bam lv leva bgn huf ft km m m2 m3 l litres litre pcs kom komada piece* pieces usd \
    heures h jours dana dite";

/// The tariff codes in a folded text: digits in a dotted form ("8471.30", "8471.30.00"), or any of 4, 6, 8 or 10 digits
/// near a word of the nomenclature. Dates, years, sums, telephone numbers and postcodes are none.
///
/// ```
/// use guichet::language::{fold, hs_codes};
///
/// let codes = hs_codes(&fold("position tarifaire 8471 30 00 ?"));
/// assert_eq!((codes[0].digits.as_str(), codes[0].chapter()), ("84713000", 84));
/// ```
#[must_use]
pub fn hs_codes(folded: &str) -> Vec<HsCode> {
    let words: Vec<Word<'_>> = word_spans(folded).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match hs_code_at(folded, &words, at) {
            Some((code, count)) => {
                found.push(code);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn hs_code_at(folded: &str, words: &[Word<'_>], at: usize) -> Option<(HsCode, usize)> {
    let first = words[at];
    let dotted = dotted_digits(first.text);
    let (digits, count) = match &dotted {
        Some(digits) => (digits.clone(), 1),
        None => spaced_digits(folded, words, at)?,
    };
    chapter(&digits)?;
    let end = words[at + count - 1].end();
    let before = folded[..first.start].trim_end();
    if before.ends_with(['+', '€', '$']) || starts_with_money(&folded[end..]) {
        return None;
    }
    let earlier = &words[at.saturating_sub(NEAR)..at];
    let later = &words[(at + count).min(words.len())..(at + count + NEAR).min(words.len())];
    let near = |list: &str| {
        earlier
            .iter()
            .chain(later)
            .any(|word| matches_any(list, word.text))
    };
    let just_before = |list: &str| {
        earlier
            .last()
            .is_some_and(|word| matches_any(list, word.text))
    };
    if later
        .first()
        .is_some_and(|word| matches_any(UNITS, word.text))
    {
        return None;
    }
    let named = near(NOMENCLATURES);
    if near(OTHERS) && !named {
        return None;
    }
    let sure = match dotted {
        Some(_) => named || !looks_like_a_date(&digits, first.text),
        None if digits.len() == 4 && is_year(&digits) => just_before(NOMENCLATURES),
        None => named || near(CODES),
    };
    sure.then(|| {
        let code = HsCode {
            digits,
            start: first.start,
            end,
        };
        (code, count)
    })
}

/// The digits of "8471.30", "8471.30.00", "8471.3000": four, then pairs.
fn dotted_digits(word: &str) -> Option<String> {
    let mut parts = word.split('.');
    let heading = parts.next()?;
    let mut digits = heading.to_owned();
    let mut groups = 0;
    for part in parts {
        if !matches!(part.len(), 2 | 4) {
            return None;
        }
        digits.push_str(part);
        groups += 1;
    }
    let plain = heading.len() == 4 && groups > 0 && digits.len() <= 10;
    (plain && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The digits of "8471", "847130", "8471 30 00" and how many words they are.
fn spaced_digits(folded: &str, words: &[Word<'_>], at: usize) -> Option<(String, usize)> {
    let first = words[at].text;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) || !matches!(first.len(), 4 | 6 | 8 | 10) {
        return None;
    }
    let mut number = first.to_owned();
    let mut count = 1;
    while let Some(next) = words.get(at + count) {
        let gap = folded.get(words[at + count - 1].end()..next.start);
        if gap != Some(" ") || next.text.len() != 2 || !digits(next.text) || number.len() >= 10 {
            break;
        }
        number.push_str(next.text);
        count += 1;
    }
    Some((number, count))
}

fn chapter(digits: &str) -> Option<u8> {
    let chapter: u8 = digits.get(..2)?.parse().ok()?;
    (1..=97).contains(&chapter).then_some(chapter)
}

fn is_year(digits: &str) -> bool {
    digits
        .get(..4)
        .and_then(|year| year.parse::<u16>().ok())
        .is_some_and(|year| (1950..=2049).contains(&year))
}

/// "2024.05.12" and "2024.05" are dates; "1234.56" alone may be a sum, but no heading is known to be none.
fn looks_like_a_date(digits: &str, word: &str) -> bool {
    let month = digits.get(4..6).and_then(|month| month.parse::<u8>().ok());
    is_year(digits) && word.len() <= 10 && month.is_some_and(|month| (1..=12).contains(&month))
}

fn starts_with_money(rest: &str) -> bool {
    rest.trim_start().starts_with(['€', '$', '%'])
}

/// A regulation or law cited by number and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// As cited: `2015/2447`, `952/2013`.
    pub number: String,
    /// Its first byte in the folded text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Words for a legal act.
const ACTS: &str = "reg regl reglement* regulation* regulament* uredb* direktiv* directiv* decision* decizi* odluk* pravilnik* \
    zakon* law loi lege legea ligj* rregullor* kanonism* tuzuk* yonetmelik* kanun* rendelet* reglamentet* naredb* \
    ordin* hotarar* ue eu es ee ab ce ec eec cee";

/// The regulations that a folded text cites: "2015/2447" and "952/2013" by themselves, any other number and year
/// ("2913/92", "12/2024") near a word for a legal act.
#[must_use]
pub fn regulations(folded: &str) -> Vec<Regulation> {
    let words: Vec<Word<'_>> = word_spans(folded).collect();
    words
        .iter()
        .enumerate()
        .filter(|(at, word)| {
            let Some((left, right)) = word.text.split_once('/') else {
                return false;
            };
            let number = |part: &str| {
                (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            };
            if !number(left) || !number(right) {
                return false;
            }
            let alone =
                (is_act_year(left) && right.len() >= 3) || (is_act_year(right) && left.len() >= 3);
            let year = is_act_year(left) || is_act_year(right) || is_short_year(right);
            alone
                || (year
                    && words[at.saturating_sub(NEAR + 1)..*at]
                        .iter()
                        .any(|word| matches_any(ACTS, word.text)))
        })
        .map(|(_, word)| Regulation {
            number: word.text.to_owned(),
            start: word.start,
            end: word.end(),
        })
        .collect()
}

/// The years of acts still cited, in full.
fn is_act_year(part: &str) -> bool {
    part.len() == 4
        && part
            .parse::<u16>()
            .is_ok_and(|year| (1958..=2049).contains(&year))
}

/// A year in two digits, as acts had it until 1998.
fn is_short_year(part: &str) -> bool {
    part.len() == 2
        && part
            .parse::<u8>()
            .is_ok_and(|year| (58..=98).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold;
    use proptest::prelude::*;

    fn digits(text: &str) -> Vec<String> {
        hs_codes(&fold(text))
            .into_iter()
            .map(|code| code.digits)
            .collect()
    }

    fn numbers(text: &str) -> Vec<String> {
        regulations(&fold(text))
            .into_iter()
            .map(|act| act.number)
            .collect()
    }

    #[test]
    fn codes_are_found_however_they_are_written() {
        for (text, code) in [
            ("code SH 8471", "8471"),
            ("HS code 847130", "847130"),
            ("8471.30", "8471"),
            ("NC 8471.30.00 droits", "84713000"),
            ("position tarifaire 8471 30 00", "84713000"),
            ("тарифни број 8471300000", "8471300000"),
            ("tarifni broj 2204 21", "220421"),
            ("GTİP 8703.23", "870323"),
            ("vtsz 0406", "0406"),
            ("code douanier 87032319", "87032319"),
            ("HS 2009", "2009"),
            ("тарифен код 0406 90", "040690"),
            ("cod tarifar 2204 pentru vin", "2204"),
            ("9403 code HS ?", "9403"),
            ("0406.90.01.00", "0406900100"),
        ] {
            let found = digits(text);
            assert!(
                found.len() == 1 && found[0].starts_with(code),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn other_numbers_are_no_codes() {
        for text in [
            "en 2024",
            "le 15.04.2026",
            "2024.05.12",
            "le code postal 1000 Sofia",
            "poštanski kod 1000 Skopje",
            "téléphone +381 1134 5678",
            "1234.56 €",
            "€ 1234.56",
            "colis de 1200 kg",
            "code promo depuis 2025",
            "EUR 2000",
            "8471 30 00",
            "HS 9901",
            "code 12345",
            "facture 202601",
        ] {
            assert_eq!(digits(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn regulations_are_found_by_number_and_year() {
        assert_eq!(
            numbers("règlement (UE) 2015/2447 et 952/2013"),
            ["2015/2447", "952/2013"]
        );
        assert_eq!(numbers("règlement (CEE) n° 2913/92"), ["2913/92"]);
        assert_eq!(numbers("uredba 12/2024"), ["12/2024"]);
        assert_eq!(
            numbers("le 12/2024 ou le 03/04/2024, 24/7, 2024/25, 1/2"),
            [""; 0]
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            for read in [text.clone(), fold(&text)] {
                for code in hs_codes(&read) {
                    prop_assert!(read.get(code.start..code.end).is_some());
                    prop_assert!((1..=97).contains(&code.chapter()));
                }
                let _ = regulations(&read);
            }
        }

        #[test]
        fn digits_and_signs_of_any_kind_can_be_read(text in "[0-9 ./,+€-]{0,40}") {
            let _ = hs_codes(&text);
            let _ = regulations(&text);
        }
    }
}
