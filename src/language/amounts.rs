//! Sums of money and weights that a message names.

use super::tokens::word_spans;

/// A sum of money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// How much, in the currency's main unit.
    pub value: f64,
    /// The currency's ISO 4217 code.
    pub currency: &'static str,
}

/// Currencies with the words for them that are nothing else after a number; `*` for any ending.
const CURRENCIES: &[(&str, &str)] = &[
    (
        "EUR",
        "€ eur eura eure eurs euro euros evra evro evri evrov evroto euroja eurot eurove euroi eurou avro",
    ),
    ("RSD", "rsd dinar*"),
    ("BAM", "bam marak* maraka marka konvertibil*"),
    ("RON", "ron lei leu"),
    ("MDL", "mdl"),
    ("TRY", "try tl ₺ lira lirasi"),
    ("ALL", "lek leke leku lekesh"),
    ("MKD", "mkd denar*"),
    ("BGN", "bgn lv lev leva"),
    ("HUF", "huf forint* ft"),
    ("USD", "$ usd dollar* dolar*"),
    ("GBP", "£ gbp"),
    ("CHF", "chf"),
];

/// Words that are also others: „den" is a day, "din" is *from* in Romanian, "all" is English, "km" kilometres.
const DOUBTFUL: &[(&str, &str)] = &[
    ("RSD", "din"),
    ("MKD", "den deni"),
    ("ALL", "all"),
    ("BAM", "km"),
];

/// Words near which "km" is money.
const PRICES: &str = "cijen* cen* vrijednost* vrednost* prix valeur price value iznos* plati* placa* kosta* pdv carin* bam mark* \
    vlera cmim* cost costs coute";

/// The sums of money in a folded text, in order: a number and a currency after or before it.
///
/// Separators are read as any language of the zone writes them: "6 000 €", "6.000,50 EUR", "1,234.56 USD", "10k€". A
/// single separator before exactly three digits parts thousands. Linear in the text's length.
///
/// ```
/// use guichet::language::{amounts, fold};
///
/// let found = amounts(&fold("un colis de 6.000,50 EUR"));
/// assert_eq!((found[0].value, found[0].currency), (6000.5, "EUR"));
/// ```
#[must_use]
pub fn amounts(folded: &str) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut used = 0;
    for number in numbers(folded) {
        let before = || {
            let currency = currency_before(&folded[used.min(number.start)..number.start])?;
            Some((currency, number.end))
        };
        if let Some((currency, end)) = currency_after(folded, &number).or_else(before) {
            let currency =
                if currency == "RON" && folded[number.end..].trim_start().starts_with("lei mold") {
                    "MDL"
                } else {
                    currency
                };
            found.push(Amount {
                value: number.value,
                currency,
            });
            used = end;
        }
    }
    found
}

/// The weights in a folded text, in kilograms.
#[must_use]
pub fn weights(folded: &str) -> Vec<f64> {
    numbers(folded)
        .filter_map(|number| {
            let unit = word_after(&folded[number.end..])?;
            let kilograms = match unit {
                "kg" | "kgs" | "kilo" | "kilos" | "kila" | "kilograma" | "kilogrammes"
                | "kilograms" => 1.0,
                "t" | "tonne" | "tonnes" | "tona" | "tone" | "tonu" | "tonna" | "tons" | "ton" => {
                    1000.0
                }
                _ => return None,
            };
            Some(number.value * kilograms)
        })
        .collect()
}

#[derive(Debug, Clone, Copy)]
struct Number {
    value: f64,
    start: usize,
    end: usize,
}

/// The most digits a number may have; longer ones are identifiers.
const MOST_DIGITS: usize = 15;

/// The plain numbers of a text, with their separators read.
fn numbers(text: &str) -> impl Iterator<Item = Number> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
            let end = number_end(bytes, start);
            at = end;
            let glued = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/')
                || text[end..].starts_with('/');
            let digits = &text[start..end];
            let thousand = text[end..].starts_with('k')
                && !text[end + 1..].starts_with(|c: char| c.is_alphanumeric());
            if glued {
                continue;
            }
            if let Some(mut value) = value_of(digits) {
                let mut end = end;
                if thousand {
                    value *= 1000.0;
                    end += 1;
                    at = end;
                }
                return Some(Number { value, start, end });
            }
        }
    })
}

/// Where the number that starts at `start` ends: digits, groups apart by a dot, a comma or an apostrophe, and groups of
/// three apart by a space.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let run = |from: usize| {
        bytes[from..]
            .iter()
            .position(|b| !b.is_ascii_digit())
            .map_or(bytes.len(), |length| from + length)
    };
    let mut end = run(start);
    let mut length = end - start;
    while let Some(separator @ (b'.' | b',' | b'\'' | b' ')) = bytes.get(end) {
        let next = run(end + 1);
        let group = next - end - 1;
        let joins = match separator {
            b' ' => group == 3 && length <= 3,
            _ => group > 0,
        };
        if !joins {
            break;
        }
        length = group;
        end = next;
    }
    end
}

/// The value of digits with separators; `None` for dates and other chains of numbers.
fn value_of(digits: &str) -> Option<f64> {
    let plain = digits.bytes().filter(u8::is_ascii_digit).count();
    if plain > MOST_DIGITS {
        return None;
    }
    let separators: Vec<(usize, char)> = digits
        .char_indices()
        .filter(|(_, c)| !c.is_ascii_digit())
        .collect();
    let decimal = match separators.as_slice() {
        [(place, sign)] => {
            let thousands = digits.len() - place == 4 && *place <= 3 && !digits.starts_with('0');
            (!thousands && matches!(sign, '.' | ',')).then_some(*place)
        }
        [.., (_, before), (place, sign)] if before != sign && matches!(sign, '.' | ',') => {
            Some(*place)
        }
        _ => None,
    };
    // Between thousands stand three digits.
    let whole = &digits[..decimal.unwrap_or(digits.len())];
    let mut groups = whole.split(['.', ',', '\'', ' ']);
    let first = groups.next()?;
    let mut groups = groups.peekable();
    if groups.peek().is_some() && (first.len() > 3 || groups.any(|group| group.len() != 3)) {
        return None;
    }
    let mut text: String = whole.chars().filter(char::is_ascii_digit).collect();
    if let Some(place) = decimal {
        text.push('.');
        text.push_str(&digits[place + 1..]);
    }
    text.parse().ok()
}

fn word_after(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix([' ', '-']).unwrap_or(rest);
    let end = rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// The currency written after a number, and where it ends.
fn currency_after(folded: &str, number: &Number) -> Option<(&'static str, usize)> {
    let rest = folded[number.end..].trim_start_matches([' ', '-']);
    let start = folded.len() - rest.len();
    if let Some(sign) = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '€' | '$' | '£' | '₺'))
    {
        let currency = currency_of(CURRENCIES, sign.encode_utf8(&mut [0; 4]))?;
        return Some((currency, start + sign.len_utf8()));
    }
    let word = word_after(rest)?;
    let end = start + word.len();
    if let Some(currency) = currency_of(CURRENCIES, word) {
        return Some((currency, end));
    }
    let currency = currency_of(DOUBTFUL, word)?;
    let tail = &rest[word.len()..];
    let ends = !tail
        .trim_start_matches([' ', '.'])
        .starts_with(char::is_alphanumeric);
    let sure = match word {
        "din" => ends || tail.starts_with('.'),
        "den" | "deni" => number.value >= 100.0,
        "km" => near_a_price(folded, number),
        _ => ends && number.value >= 100.0,
    };
    sure.then_some((currency, end))
}

fn currency_before(before: &str) -> Option<&'static str> {
    let before = before.trim_end_matches([' ', ':']);
    if let Some(sign) = before
        .chars()
        .next_back()
        .filter(|c| matches!(c, '€' | '$' | '£' | '₺'))
    {
        return currency_of(CURRENCIES, sign.encode_utf8(&mut [0; 4]));
    }
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(before.len(), |(at, _)| at);
    let word = &before[start..];
    // Only codes stand before a sum; "try" and "ft" are other words there.
    let code = matches!(
        word,
        "eur" | "rsd" | "bam" | "ron" | "mdl" | "mkd" | "bgn" | "huf" | "usd" | "gbp" | "chf"
    );
    code.then(|| currency_of(CURRENCIES, word)).flatten()
}

fn near_a_price(folded: &str, number: &Number) -> bool {
    let mut from = number.start.saturating_sub(40);
    while !folded.is_char_boundary(from) {
        from -= 1;
    }
    word_spans(&folded[from..number.start]).any(|word| super::forms::matches_any(PRICES, word.text))
}

fn currency_of(list: &[(&'static str, &str)], word: &str) -> Option<&'static str> {
    list.iter()
        .find(|(_, words)| super::forms::matches_any(words, word))
        .map(|(currency, _)| *currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(f64, &'static str)> {
        amounts(&fold(text))
            .into_iter()
            .map(|amount| (amount.value, amount.currency))
            .collect()
    }

    #[test]
    fn sums_are_read_as_each_language_writes_them() {
        for (text, value, currency) in [
            ("6 000 €", 6000.0, "EUR"),
            ("6\u{202f}000,50 €", 6000.5, "EUR"),
            ("6.000,50 EUR", 6000.5, "EUR"),
            ("1,234.56 USD", 1234.56, "USD"),
            ("1'000 CHF", 1000.0, "CHF"),
            ("moins de 45 euros", 45.0, "EUR"),
            ("€500", 500.0, "EUR"),
            ("EUR 10,5", 10.5, "EUR"),
            ("10k€", 10_000.0, "EUR"),
            ("150 evra", 150.0, "EUR"),
            ("150 евра", 150.0, "EUR"),
            ("45 ευρώ", 45.0, "EUR"),
            ("12.000 dinara", 12_000.0, "RSD"),
            ("12000 din.", 12_000.0, "RSD"),
            ("5000 RSD", 5000.0, "RSD"),
            ("vrijednost 300 KM", 300.0, "BAM"),
            ("300 BAM", 300.0, "BAM"),
            ("500 lei", 500.0, "RON"),
            ("500 lei moldovenești", 500.0, "MDL"),
            ("1.500 TL", 1500.0, "TRY"),
            ("22000 lekë", 22_000.0, "ALL"),
            ("2000 ден", 2000.0, "MKD"),
            ("2.500 денари", 2500.0, "MKD"),
            ("300 лв", 300.0, "BGN"),
            ("10 000 Ft", 10_000.0, "HUF"),
            ("2 000 000 eur", 2_000_000.0, "EUR"),
            ("0,500 eur", 0.5, "EUR"),
        ] {
            assert_eq!(read(text), [(value, currency)], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_sums() {
        for text in [
            "500 km de Belgrade",
            "500 din Franța",
            "za 5 den",
            "3 all together",
            "let me try 2",
            "le 15.04.2026",
            "EUR.1",
            "eur1",
            "15/04 eur",
            "1.2.3.4 eur",
            "2024 et la suite",
            "123456789012345678 eur",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn a_currency_belongs_to_one_sum() {
        assert_eq!(read("500 eur 1 colis"), [(500.0, "EUR")]);
        assert_eq!(read("100 € et 200 $"), [(100.0, "EUR"), (200.0, "USD")]);
    }

    #[test]
    fn weights_are_in_kilograms() {
        assert_eq!(
            weights(&fold("10 kg, 2,5 t et 1 tonne")),
            [10.0, 2500.0, 1000.0]
        );
        assert_eq!(weights("t1 t2 3 km"), [0.0; 0]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            for read in [text.clone(), fold(&text)] {
                let _ = weights(&read);
                for amount in amounts(&read) {
                    prop_assert!(amount.value.is_finite() && amount.value >= 0.0);
                }
            }
        }

        #[test]
        fn numbers_and_currencies_in_any_order_can_be_read(text in "[0-9 .,'k€é$]{0,40}(eur|din|km| lei|den)?[ .]?") {
            let _ = amounts(&text);
        }
    }
}
