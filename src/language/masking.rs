//! Ways to reach somebody, made unreadable: a text that others may see shows neither e-mail addresses nor telephone
//! numbers.

use std::borrow::Cow;
use std::ops::Range;

use super::fold;

/// What stands for what is hidden.
const HIDDEN: &str = "…";

/// Digits of a telephone number with its country's (ITU-T E.164: at most 15).
const INTERNATIONAL: Range<usize> = 7..16;

/// Digits of a national number that begins with a zero, in the zone and around it.
const NATIONAL: Range<usize> = 9..12;

/// Digits of what follows a word for a telephone.
const NAMED: Range<usize> = 6..16;

/// Longest name before the sign of an address, and longest place after it (RFC 5321).
const LONGEST_NAME: usize = 64;
const LONGEST_PLACE: usize = 255;

/// Folded words after which digits are a telephone number.
const TELEPHONES: &[&str] = &[
    "tel",
    "telephone",
    "telefon",
    "telefonu",
    "telefona",
    "telefonul",
    "telefoni",
    "telefono",
    "tilefono",
    "phone",
    "fon",
    "mob",
    "mobile",
    "mobil",
    "mobilni",
    "mobitel",
    "gsm",
    "cell",
    "whatsapp",
    "viber",
    "fax",
    "faks",
    "portable",
    "appelez",
    "appeler",
    "rappelez",
    "rappeler",
    "joignable",
    "joindre",
    "call",
    "zovite",
    "pozovite",
    "nazovite",
    "kinito",
    "cep",
];

/// Beginnings of folded words after which digits are something else; the shortest are whole words.
const OTHERS: &[&str] = &[
    "eori", "siret", "siren", "tva", "vat", "pdv", "pib", "oib", "jmbg", "iban", "mrn", "hs", "sh",
    "nc", "cn", "kn", "taric", "tarif", "code", "codul", "kod", "sifra", "position", "pozici",
    "heading", "nomenc", "nomenk", "declar", "deklar", "factur", "invoice", "faktur", "lot",
    "batch", "conten", "contain", "kontej", "gtip", "commodit", "regl", "regul", "uredb", "cmr",
    "awb", "colis", "suivi", "track", "compte", "account", "racun",
];

/// From so many letters on, the beginning of a word is enough.
const BEGINNING: usize = 4;

/// Longest sign of an address that is written out, in bytes: "arobase" with spaces around it.
const LONGEST_SIGN: usize = 16;

/// Words before a number that are looked at.
const NEAR: usize = 3;

/// Bytes before a number in which these words are looked for.
const BEFORE: usize = 80;

/// Countries with telephone codes of one and of two digits (ITU-T E.164); all others have three.
const OF_ONE: &[&str] = &["1", "7"];
const OF_TWO: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// The text with e-mail addresses and telephone numbers masked. What is left lets their owner know them again.
///
/// A telephone number is one with a country's code after a plus or two zeros, one of nine to eleven digits that begins
/// with a zero, or one after a word for a telephone. Movement reference numbers, EORI numbers, tariff codes, tax
/// numbers, accounts, dates and sums are none. In doubt a number is masked: whoever answers sees the question whole.
///
/// It takes time linear in the text.
///
/// ```
/// use guichet::language::mask_contacts;
///
/// assert_eq!(
///     mask_contacts("Écrivez à jean@societe.fr ou appelez le +381 64 123 45 67."),
///     "Écrivez à j…@… ou appelez le +381 … 67."
/// );
/// assert_eq!(mask_contacts("EORI FR12002701600563"), "EORI FR12002701600563");
/// ```
#[must_use]
pub fn mask_contacts(text: &str) -> Cow<'_, str> {
    let mut masks = addresses(text);
    masks.extend(telephones(text));
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    masks.sort_by_key(|(range, _)| range.start);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for (range, mask) in masks {
        // A number inside an address is gone with it.
        if range.start < at {
            continue;
        }
        masked.push_str(&text[at..range.start]);
        masked.push_str(&mask);
        at = range.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

type Mask = (Range<usize>, String);

// ---- addresses ----

/// Where the sign of an address stands: as itself, or written out between brackets.
fn signs(text: &str) -> Vec<Range<usize>> {
    let mut signs: Vec<Range<usize>> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '@' | '＠' | '﹫'))
        .map(|(at, c)| at..at + c.len_utf8())
        .collect();
    for (at, _) in text.match_indices(['(', '[', '{', '<']) {
        let inside = &text[at + 1..];
        let ends = |byte: u8| matches!(byte, b')' | b']' | b'}' | b'>');
        let Some(end) = inside.bytes().take(LONGEST_SIGN).position(ends) else {
            continue;
        };
        if matches!(&*fold(&inside[..end]), "at" | "arobase" | "arobas" | "@") {
            signs.push(at..at + 1 + end + 1);
        }
    }
    signs
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'')
}

fn addresses(text: &str) -> Vec<Mask> {
    let mut found: Vec<Mask> = Vec::new();
    for sign in signs(text) {
        // Around a sign that is written out spaces may stand.
        let is_written_out = sign.len() > 3;
        let before = &text[..sign.start];
        let before = if is_written_out {
            before.trim_end()
        } else {
            before
        };
        let name: usize = before
            .chars()
            .rev()
            .take(LONGEST_NAME)
            .take_while(|c| is_of_a_name(*c))
            .map(char::len_utf8)
            .sum();
        let start = before.len() - name;
        let after = &text[sign.end..];
        let space = if is_written_out {
            after.len() - after.trim_start().len()
        } else {
            0
        };
        let place: usize = after[space..]
            .chars()
            .take(LONGEST_PLACE)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
            .map(char::len_utf8)
            .sum();
        let name = &text[start..before.len()];
        let place_text = after[space..space + place].trim_end_matches(['.', '-']);
        let has_letters = |text: &str| text.chars().any(char::is_alphanumeric);
        if !has_letters(name)
            || !has_letters(place_text)
            || (is_written_out && !place_text.contains('.'))
        {
            continue;
        }
        let first: String = name.chars().take(1).collect();
        let end = sign.end + space + place_text.len();
        found.push((start..end, format!("{first}{HIDDEN}@{HIDDEN}")));
    }
    found
}

// ---- telephones ----

/// A run of digits with what people write between those of one number.
struct Run {
    range: Range<usize>,
    /// With a plus before them.
    plus: bool,
    digits: String,
    /// The lengths of its groups, and what parts them.
    groups: Vec<usize>,
    has_points: bool,
}

fn telephones(text: &str) -> Vec<Mask> {
    runs(text)
        .into_iter()
        .filter_map(|run| {
            let mask = mask_of(text, &run)?;
            Some((run.range, mask))
        })
        .collect()
}

fn digit(c: char) -> Option<char> {
    // Full-width digits and those of the Arabic script are digits too.
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(c as u32 - 0xff10, 10),
        '\u{0660}'..='\u{0669}' => char::from_digit(c as u32 - 0x0660, 10),
        '\u{06f0}'..='\u{06f9}' => char::from_digit(c as u32 - 0x06f0, 10),
        _ => None,
    }
}

fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | '-' | '‐' | '‑' | '–' | '/' | '(' | ')'
    )
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = rest.next() {
        let plus = matches!(c, '+' | '＋')
            && rest
                .peek()
                .is_some_and(|(_, next)| digit(*next).is_some() || *next == '(');
        let opens = c == '('
            && rest
                .peek()
                .is_some_and(|(_, next)| digit(*next).is_some() || *next == '+');
        if !(plus || opens || digit(c).is_some())
            || (previous.is_alphanumeric() && digit(c).is_some())
        {
            previous = c;
            continue;
        }
        let mut run = Run {
            range: at..at + c.len_utf8(),
            plus,
            digits: digit(c).into_iter().collect(),
            groups: vec![usize::from(digit(c).is_some())],
            has_points: false,
        };
        let mut between = 0;
        let mut glued = false;
        while let Some((place, next)) = rest.peek().copied() {
            if let Some(digit) = digit(next) {
                if between > 0 {
                    run.groups.push(0);
                }
                between = 0;
                run.digits.push(digit);
                if let Some(group) = run.groups.last_mut() {
                    *group += 1;
                }
                run.range.end = place + next.len_utf8();
            } else if is_between(next) && between < 3 {
                run.has_points |= next == '.';
                between += 1;
            } else if next == '+' && run.digits.is_empty() {
                run.plus = true;
            } else {
                glued = between == 0 && next.is_alphabetic();
                break;
            }
            previous = next;
            rest.next();
        }
        if !run.digits.is_empty() && !glued {
            run.groups.retain(|group| *group > 0);
            runs.push(run);
        }
    }
    runs
}

/// What stands for a number; `None` when it is no telephone number.
fn mask_of(text: &str, run: &Run) -> Option<String> {
    let digits = &*run.digits;
    let last = &digits[digits.len().saturating_sub(2)..];
    let international = if run.plus {
        Some(digits)
    } else {
        digits.strip_prefix("00")
    };
    let words = words_before(text, run.range.start);
    let named = words.iter().any(|word| TELEPHONES.contains(&word.as_str()));
    let is_a = |word: &str, start: &str| {
        word == start || (start.len() >= BEGINNING && word.starts_with(start))
    };
    let is_other = !named
        && words
            .iter()
            .any(|word| OTHERS.iter().any(|start| is_a(word, start)));
    if let Some(number) = international
        && INTERNATIONAL.contains(&number.len())
        && (run.plus || !is_other)
        && !number.starts_with('0')
        && (run.plus || !follows_a_country(text, run.range.start))
    {
        return Some(format!("+{} {HIDDEN} {last}", country_of(number)));
    }
    let is_national = digits.starts_with('0')
        && NATIONAL.contains(&digits.len())
        && !is_other
        && !follows_a_country(text, run.range.start)
        && !is_grouped_as_a_tariff_code(run)
        && !is_a_date(run);
    if is_national || (named && NAMED.contains(&digits.len()) && !is_a_date(run)) {
        return Some(format!("{} {HIDDEN} {last}", &digits[..1]));
    }
    None
}

/// The folded words before a place, the nearest last.
fn words_before(text: &str, at: usize) -> Vec<String> {
    let mut from = at.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let folded = fold(&text[from..at]);
    let words: Vec<&str> = super::words(&folded).collect();
    let first = words.len().saturating_sub(NEAR);
    words[first..]
        .iter()
        .map(|word| (*word).to_owned())
        .collect()
}

/// Words of two letters that stand before telephone numbers in texts all in capitals.
const SMALL_WORDS: &[&str] = &["AU", "OU", "ET", "DU", "LE", "NO", "NR", "AT", "OR", "NA"];

/// Whether the two capitals of a country stand before the number, as before the digits of an EORI number.
fn follows_a_country(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let Some((rest, letters)) = before
        .len()
        .checked_sub(2)
        .and_then(|start| before.split_at_checked(start))
    else {
        return false;
    };
    letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && !rest.ends_with(char::is_alphanumeric)
        && !SMALL_WORDS.contains(&letters)
}

fn country_of(number: &str) -> &str {
    let starts = |list: &[&str]| list.iter().any(|code| number.starts_with(code));
    let length = if starts(OF_ONE) {
        1
    } else if starts(OF_TWO) {
        2
    } else {
        3
    };
    &number[..length]
}

/// "0402 10 11 00", "0402.10.11": a heading of four digits, and pairs.
fn is_grouped_as_a_tariff_code(run: &Run) -> bool {
    match run.groups.as_slice() {
        [4, rest @ ..] => !rest.is_empty() && rest.iter().all(|group| *group == 2),
        _ => false,
    }
}

/// "01.02.2026", also with an hour or another date behind it.
fn is_a_date(run: &Run) -> bool {
    let year = |from: usize| {
        run.digits
            .get(from..from + 4)
            .and_then(|year| year.parse::<u16>().ok())
            .is_some_and(|year| (1950..2100).contains(&year))
    };
    match run.groups.as_slice() {
        [day @ (1 | 2), month @ (1 | 2), 4, ..] => year(day + month),
        [4, 1 | 2, 1 | 2, ..] => year(0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_masked_however_they_are_written() {
        for (text, masked) in [
            ("jean.dupont+eori@societe-exemple.fr", "j…@…"),
            ("mail: jean@societe.fr.", "mail: j…@…."),
            ("(jean@societe.fr)", "(j…@…)"),
            ("Јован@пример.срб, хвала", "Ј…@…, хвала"),
            ("jean＠societe.fr", "j…@…"),
            ("jean (at) societe.fr", "j…@…"),
            ("jean[arobase]societe.fr svp", "j…@… svp"),
            ("jean@localhost", "j…@…"),
            ("a@b.fr, c@d.rs", "a…@…, c…@…"),
            ("jean06 12 34@x.fr", "jean06 12 3…@…"),
        ] {
            assert_eq!(mask_contacts(text), masked, "{text}");
        }
    }

    #[test]
    fn telephone_numbers_are_masked_however_they_are_written() {
        for (text, masked) in [
            ("+381 64 123 45 67", "+381 … 67"),
            ("+381(0)64/123-45-67", "+381 … 67"),
            ("(+33) 6 12 34 56 78", "+33 … 78"),
            ("00381641234567 !", "+381 … 67 !"),
            ("0033 6 12 34 56 78", "+33 … 78"),
            ("06 12 34 56 78", "0 … 78"),
            ("06.12.34.56.78", "0 … 78"),
            ("064/123-4567", "0 … 67"),
            ("0612345678", "0 … 78"),
            ("0532 123 45 67", "0 … 67"),
            ("tél. 210 123 4567", "tél. 2 … 67"),
            ("моj тел: 641 234 567", "моj тел: 6 … 67"),
            ("appelez le 641234567 svp", "appelez le 6 … 67 svp"),
            ("WhatsApp +1 202 555 0143", "WhatsApp +1 … 43"),
            ("０６ １２ ３４ ５６ ７８", "0 … 78"),
            ("0612345678 ou 0698765432", "0 … 78 ou 0 … 32"),
            ("JOIGNEZ-MOI AU 06 12 34 56 78", "JOIGNEZ-MOI AU 0 … 78"),
        ] {
            assert_eq!(mask_contacts(text), masked, "{text}");
        }
    }

    #[test]
    fn the_numbers_of_customs_are_left_alone() {
        for text in [
            "22FRJD4DCMAM33DOI2",
            "22FR JD4DCMAM33DOI2",
            "MRN 10NL5663962BE1E825",
            "FR12002701600563",
            "FR 120 027 016 00563",
            "FR 012 027 016 00563",
            "FR00202701600563",
            "EORI RS100000049",
            "SIRET 012 345 678 00012",
            "0402 10 11 00",
            "0402.10.11.00",
            "le code 0402101100",
            "code NC 0402 1011 00",
            "8471 30 00 10",
            "8471300010",
            "position tarifaire 0101210000",
            "règlement 2015/2446",
            "le 01.02.2026 10:30",
            "du 01/02/2026 au 03/02/2026",
            "2026-01-02",
            "10 000 000 €",
            "1,234,567.00",
            "0,5 kg",
            "G-9K4M",
            "IBAN FR76 3000 6000 0112 3456 7890 189",
            "EUR.1, A.TR, T2L",
            "conteneur CSQU3054383",
            "à 12 € @ 5 %",
            "@everyone <@123456789012345678>",
            "100 000 049",
        ] {
            assert!(
                matches!(mask_contacts(text), Cow::Borrowed(_)),
                "{text} {}",
                mask_contacts(text)
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_masked(text in any::<String>()) {
            let _ = mask_contacts(&text);
        }

        #[test]
        fn texts_of_what_matters_are_masked_within_bounds(
            text in "([0-9]{1,4}|[+(/. @-]|00|0|tel |FR|jean|\\.fr|é|（|at|\\(at\\)){0,60}",
        ) {
            let masked = mask_contacts(&text);
            prop_assert!(masked.len() <= 4 * text.len() + 16);
        }

        #[test]
        fn no_number_with_a_country_is_left(
            country in prop::sample::select(vec!["381", "33", "387", "1"]),
            number in "[1-9][0-9]{8}",
            gap in "[ ./-]?",
            around in "[a-zé ,.]{0,10}",
        ) {
            let text = format!("{around} +{country}{gap}{}{gap}{} {around}", &number[..4], &number[4..]);
            let masked = mask_contacts(&text);
            prop_assert!(!masked.contains(&number[..4]) && !masked.contains(&number[4..8]), "{}", masked);
        }

        #[test]
        fn no_address_is_left(name in "[a-z][a-z0-9._]{2,12}[a-z]", place in "[a-z]{3,9}\\.(fr|rs)", around in "[a-zé ,;)]{0,10}") {
            let text = format!("{around} {name}@{place} {around}");
            let masked = mask_contacts(&text);
            let whole = format!("{name}@");
            prop_assert!(!masked.contains(&whole) && !masked.contains(&format!("@{place}")), "{}", masked);
        }
    }
}
