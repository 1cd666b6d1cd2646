//! Words of a folded text.
//!
//! A word ends at white space and punctuation, but the codes of customs are one word each, with the dot, slash or hyphen
//! inside them: "eur.1", "a.tr", "15.04", "2024/1234", "e-transport".

use std::sync::LazyLock;

/// A word and where it stands in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it stands in the text.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
}

impl Word<'_> {
    /// The byte after its last.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of a folded text, in order.
///
/// ```
/// use guichet::language::words;
///
/// let found: Vec<_> = words("l'eur.1 pour 15.04, svp").collect();
/// assert_eq!(found, ["l", "eur.1", "pour", "15.04", "svp"]);
/// ```
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    word_spans(folded).map(|word| word.text)
}

/// The words of a folded text with their places in it, in order.
#[must_use]
pub const fn word_spans(folded: &str) -> WordSpans<'_> {
    WordSpans {
        text: folded,
        at: 0,
    }
}

/// Iterator over the words of a folded text; see [`word_spans`].
#[derive(Debug, Clone)]
pub struct WordSpans<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for WordSpans<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(is_of_a_word)?;
        let mut end = run_end(self.text, start);
        let mut left = &self.text[start..end];
        while let Some(connector @ ('.' | '/' | '-' | ',')) = self.text[end..].chars().next() {
            let next = end + 1;
            let next_end = run_end(self.text, next);
            let right = &self.text[next..next_end];
            if right.is_empty() || !joins(left, connector, right) {
                break;
            }
            left = right;
            end = next_end;
        }
        self.at = end;
        Some(Word {
            text: &self.text[start..end],
            start,
        })
    }
}

/// Letters and digits of the alphabets in use: a bit a character. For those that are not folded to Latin ones (Arabic, Chinese),
/// the standard library searches a table each time, and a text is gone through many times.
static OF_WORDS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let of_block = |block: u32| {
        let of = |bit: u32| char::from_u32(block * u64::BITS + bit);
        (0..u64::BITS)
            .filter(|&bit| of(bit).is_some_and(char::is_alphanumeric))
            .fold(0, |bits, bit| bits | 1 << bit)
    };
    (0..(1 << 16) / u64::BITS).map(of_block).collect()
});

/// Whether a character is a letter or a digit.
fn is_of_a_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let at = c as usize;
    match OF_WORDS.get(at / u64::BITS as usize) {
        Some(bits) => bits >> (at % u64::BITS as usize) & 1 == 1,
        None => c.is_alphanumeric(),
    }
}

/// The end of the letters and digits that start at `start`.
fn run_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(|c: char| !is_of_a_word(c))
        .map_or(text.len(), |length| start + length)
}

/// Whether `connector` between two runs of letters and digits holds them together.
fn joins(left: &str, connector: char, right: &str) -> bool {
    let number = |run: &str| run.bytes().all(|b| b.is_ascii_digit());
    let letters =
        |run: &str, most: usize| run.len() <= most && run.bytes().all(|b| b.is_ascii_alphabetic());
    match connector {
        '.' => {
            (number(left) && number(right))
                || (letters(left, 3) && number(right) && right.len() <= 2)
                || (letters(left, 1) && letters(right, 2))
        }
        ',' | '/' => number(left) && number(right),
        '-' => {
            (letters(left, 1) && letters(right, 24))
                || (letters(left, 3) && number(right) && right.len() <= 2)
                || (left == "eur" && right == "med")
                || (left == "t2" && right == "l")
        }
        _ => false,
    }
}

/// Whether a word is a number: digits, with dots, commas or slashes between them ("15.04", "10,5", "2024/1234").
#[must_use]
pub fn is_number(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_of_a_word(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    fn split(text: &str) -> Vec<&str> {
        words(text).collect()
    }

    #[test]
    fn words_end_at_white_space_and_punctuation() {
        assert_eq!(
            split("d'albanie,turkiye'den (svp)!"),
            ["d", "albanie", "turkiye", "den", "svp"]
        );
        assert_eq!(
            split("import/export en france.merci"),
            ["import", "export", "en", "france", "merci"]
        );
        assert_eq!(split(" ... -- "), [""; 0]);
    }

    #[test]
    fn codes_are_one_word_with_their_signs() {
        for code in [
            "eur.1",
            "a.tr",
            "t2l",
            "15.04",
            "8471.30.00",
            "2024/1234",
            "e-transport",
            "eur-1",
            "eur-med",
            "cn-23",
            "10.000,50",
        ] {
            assert_eq!(split(&format!("le {code}, ok")), ["le", code, "ok"]);
        }
    }

    #[test]
    fn a_full_stop_without_a_space_ends_a_sentence_still() {
        assert_eq!(
            split("le 15.merci eur.1.oui"),
            ["le", "15", "merci", "eur.1", "oui"]
        );
        assert_eq!(split("rendez-vous demain"), ["rendez", "vous", "demain"]);
    }

    #[test]
    fn numbers_are_digits_and_their_separators() {
        for word in ["15.04", "10,5", "2024/1234", "7"] {
            assert!(is_number(word), "{word}");
        }
        for word in ["eur.1", "t1", "", ".", "e-transport"] {
            assert!(!is_number(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn words_of_any_text_stand_where_they_say(text in any::<String>()) {
            let mut end = 0;
            for word in word_spans(&text) {
                prop_assert!(word.start >= end && !word.text.is_empty());
                prop_assert_eq!(&text[word.start..word.end()], word.text);
                end = word.end();
            }
        }
    }
}
