//! Amounts, rates and days as each language writes them.

use std::fmt::Write;

use jiff::civil::Date;

use crate::language::Language;

/// No-break space: a number never parts from its unit.
const NBSP: char = '\u{a0}';

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Genitive, as in *1. septembra 2013.*
const MONTHS_SR: [&str; 12] = [
    "januara",
    "februara",
    "marta",
    "aprila",
    "maja",
    "juna",
    "jula",
    "avgusta",
    "septembra",
    "oktobra",
    "novembra",
    "decembra",
];

/// A day: *1er septembre 2013*, *1 September 2013*, *1. septembra 2013.*; elsewhere *01.09.2013*.
#[must_use]
pub fn date(day: Date, language: Language) -> String {
    let month = |names: &[&'static str; 12]| {
        usize::try_from(day.month() - 1)
            .ok()
            .and_then(|index| names.get(index).copied())
            .unwrap_or_default()
    };
    let number = day.day();
    match language {
        Language::French => {
            let ordinal = if number == 1 { "er" } else { "" };
            format!("{number}{ordinal} {} {}", month(&MONTHS_FR), day.year())
        }
        Language::English => format!("{number} {} {}", month(&MONTHS_EN), day.year()),
        Language::Serbian => format!("{number}. {} {}.", month(&MONTHS_SR), day.year()),
        _ => format!("{number:02}.{:02}.{}", day.month(), day.year()),
    }
}

/// A rate: *9,5 %*, *9.5%*.
#[must_use]
pub fn percent(rate: f64, language: Language) -> String {
    let number = format!("{rate}");
    match language {
        Language::English => format!("{number}%"),
        Language::Serbian => format!("{}%", number.replace('.', ",")),
        _ => format!("{}{NBSP}%", number.replace('.', ",")),
    }
}

/// Rates in a row: *13 % et 5 %*.
#[must_use]
pub fn percents(rates: &[f64], language: Language) -> String {
    let and = match language {
        Language::French => "et",
        Language::English => "and",
        Language::Serbian => "i",
        _ => "/",
    };
    let mut written = rates.iter().map(|rate| percent(*rate, language));
    let Some(last) = written.next_back() else {
        return String::new();
    };
    let before: Vec<String> = written.collect();
    if before.is_empty() {
        last
    } else {
        format!("{} {and} {last}", before.join(", "))
    }
}

/// An amount in euro: *6 000 €*, *€6,000*, *6.000 EUR*. Cents are shown only when there are any.
#[must_use]
pub fn euro(amount: f64, language: Language) -> String {
    let cents = (amount.abs() * 100.0).round() as u64;
    let (whole, cents) = (cents / 100, cents % 100);
    let (group, point) = match language {
        Language::French => (NBSP, ','),
        Language::English => (',', '.'),
        _ => ('.', ','),
    };
    let digits = whole.to_string();
    let mut number = String::from(if amount < 0.0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            number.push(group);
        }
        number.push(digit);
    }
    if cents > 0 {
        let _ = write!(number, "{point}{cents:02}");
    }
    match language {
        Language::French => format!("{number}{NBSP}€"),
        Language::English => format!("€{number}"),
        _ => format!("{number}{NBSP}EUR"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_each_language_does() {
        let day = jiff::civil::date(2013, 9, 1);
        assert_eq!(date(day, Language::French), "1er septembre 2013");
        assert_eq!(date(day, Language::English), "1 September 2013");
        assert_eq!(date(day, Language::Serbian), "1. septembra 2013.");
        assert_eq!(date(day, Language::Romanian), "01.09.2013");
    }

    #[test]
    fn rates_and_amounts_are_written_as_each_language_does() {
        assert_eq!(percent(9.5, Language::French), "9,5\u{a0}%");
        assert_eq!(percent(20.0, Language::English), "20%");
        assert_eq!(
            percents(&[13.0, 5.0], Language::French),
            "13\u{a0}% et 5\u{a0}%"
        );
        assert_eq!(euro(6000.0, Language::French), "6\u{a0}000\u{a0}€");
        assert_eq!(euro(1_234_567.5, Language::English), "€1,234,567.50");
        assert_eq!(euro(45.0, Language::Serbian), "45\u{a0}EUR");
    }
}
