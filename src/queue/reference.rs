//! The reference of a case: what the asker is told, writes on paper, reads out on the telephone and types back.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The characters of a reference.
///
/// No vowel, so that no word comes out; none of 0/O/D/Q, 1/I/L, S (5), Z (2), B (8), G (6) and U/V/W, which are taken
/// for one another in writing; one only of B C D G P T V, of M N, of F S and of J K, which are taken for one another
/// when French, English or Serbian speakers spell them out.
const ALPHABET: &[u8; 15] = b"23456789FHKMRTX";

/// Characters of a reference as long as short ones are free (15⁴, some fifty thousand).
const SHORT: usize = 4;

/// Characters of a reference when short ones run out (15⁵, three quarters of a million).
const LONG: usize = 5;

/// Characters of a reference when those run out too (15⁶, eleven million).
const LONGEST: usize = 6;

/// How many short references are tried before a long one is taken.
const SHORT_ATTEMPTS: usize = 8;

/// How many references are tried before one of the longest is taken.
const LONG_ATTEMPTS: usize = 16;

/// How many references are tried at all.
pub(super) const ATTEMPTS: usize = 40;

/// The reference of a case, such as `G-7K3M`.
///
/// Reading is forgiving: any case, with or without `G-`, with spaces or any dash, in letters of Cyrillic or Greek that
/// look alike.
///
/// ```
/// use guichet::queue::EscalationRef;
///
/// let reference: EscalationRef = "г 7к3м".parse()?;
/// assert_eq!(reference.to_string(), "G-7K3M");
/// # Ok::<(), guichet::queue::InvalidReference>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EscalationRef {
    /// Characters of the alphabet, then zeros.
    characters: [u8; LONGEST],
    length: u8,
}

impl EscalationRef {
    /// Draws a reference for the `attempt`th time (from 0) for one case: a short one, or a longer one if many turned out to
    /// be taken.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers to give.
    pub(super) fn draw(attempt: usize) -> Result<Self, getrandom::Error> {
        let length = match attempt {
            ..SHORT_ATTEMPTS => SHORT,
            SHORT_ATTEMPTS..LONG_ATTEMPTS => LONG,
            LONG_ATTEMPTS.. => LONGEST,
        };
        loop {
            let reference = Self::draw_any(length)?;
            if !reference.stutters() {
                return Ok(reference);
            }
        }
    }

    fn draw_any(length: usize) -> Result<Self, getrandom::Error> {
        let mut characters = [0; LONGEST];
        let mut drawn = 0;
        while drawn < length {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes)?;
            // Sixteen values for fifteen characters: the sixteenth is drawn again, so that all are as likely.
            for character in bytes
                .iter()
                .filter_map(|b| ALPHABET.get(usize::from(b & 15)))
            {
                if drawn < length {
                    characters[drawn] = *character;
                    drawn += 1;
                }
            }
        }
        Ok(Self {
            characters,
            length: length as u8,
        })
    }

    /// Whether a character comes three times in a row, which is miscounted when it is read out.
    fn stutters(self) -> bool {
        self.characters()
            .as_bytes()
            .windows(3)
            .any(|three| three[0] == three[1] && three[1] == three[2])
    }

    fn of(symbols: &[u8]) -> Option<Self> {
        if !(SHORT..=LONGEST).contains(&symbols.len()) {
            return None;
        }
        let mut characters = [0; LONGEST];
        characters[..symbols.len()].copy_from_slice(symbols);
        Some(Self {
            characters,
            length: symbols.len() as u8,
        })
    }

    /// The characters after `G-`.
    fn characters(&self) -> &str {
        std::str::from_utf8(&self.characters[..usize::from(self.length)]).unwrap_or_default()
    }

    /// The reference at the start of a message, and where it stands there; `None` unless the message begins with `G-`
    /// and a reference that ends with a word.
    ///
    /// ```
    /// use guichet::queue::EscalationRef;
    ///
    /// let message = " g-7k3m: merci !";
    /// let (reference, place) = EscalationRef::find_in(message).unwrap();
    /// assert_eq!((reference.to_string().as_str(), &message[place]), ("G-7K3M", "g-7k3m"));
    /// assert_eq!(EscalationRef::find_in("7K3M, merci"), None);
    /// ```
    #[must_use]
    pub fn find_in(text: &str) -> Option<(Self, Range<usize>)> {
        let mut rest = text
            .char_indices()
            .skip_while(|&(_, c)| is_filler(c) || is_opening(c))
            .peekable();
        let (start, _) = rest.next().filter(|&(_, c)| plain(c) == 'G')?;
        let mut dashes = 0;
        while let Some((_, c)) = rest.next_if(|&(_, c)| is_filler(c) || is_dash(c)) {
            dashes += usize::from(is_dash(c));
        }
        let mut symbols = Vec::with_capacity(LONGEST);
        let mut end = start;
        for (at, c) in rest {
            if !c.is_alphanumeric() {
                break;
            }
            symbols.push(symbol(c).filter(|_| symbols.len() < LONGEST)?);
            end = at + c.len_utf8();
        }
        let reference = Self::of(&symbols).filter(|_| dashes > 0)?;
        Some((reference, start..end))
    }
}

/// White space, and what is put around a word to make it bold.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '*' | '_' | '`' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '«' | '„' | '“' | '#')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '－')
}

/// The Latin capital or digit that is meant by `c`.
///
/// Letters that are in no reference stand for the digit they look like. A Cyrillic or Greek letter stands for the
/// Latin one of the same shape; where that is in no reference, for the one of the same sound.
fn plain(c: char) -> char {
    let capital = c.to_uppercase().next().unwrap_or(c);
    match capital {
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Р' | 'Ρ' => 'R',
        'Ф' | 'Φ' => 'F',
        'Г' | 'Γ' | 'Ґ' => 'G',
        'З' => '3',
        'S' | 'Ѕ' => '5',
        'Z' | 'Ζ' => '2',
        'B' | 'В' | 'Β' => '8',
        other => other,
    }
}

/// The character of the alphabet that is meant by `c`.
fn symbol(c: char) -> Option<u8> {
    u8::try_from(plain(c))
        .ok()
        .filter(|byte| ALPHABET.contains(byte))
}

impl fmt::Display for EscalationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("G-{}", self.characters()))
    }
}

impl fmt::Debug for EscalationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for EscalationRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// A character that is in no reference.
    #[error(
        "`{text}` is not a reference: no reference has `{character}` in it, only 2 to 9 and F H K M R T X, as in G-7K3M"
    )]
    Character {
        /// What was written.
        text: String,
        /// The character.
        character: char,
    },
    /// Too few or too many characters.
    #[error("`{text}` is not a reference: write G- and its four to six characters, as in G-7K3M")]
    Length {
        /// What was written.
        text: String,
    },
}

impl FromStr for EscalationRef {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A whole message pasted by mistake need not come back in the error.
        let shown = || text.trim().chars().take(20).collect::<String>();
        let mut written = text
            .chars()
            .filter(|&c| !is_filler(c) && !is_dash(c) && c != '#')
            .peekable();
        // No character of a reference is a G, so a G at the start is the prefix.
        written.next_if(|&c| plain(c) == 'G');
        let mut symbols = Vec::with_capacity(LONGEST);
        for c in written {
            let Some(symbol) = symbol(c) else {
                return Err(InvalidReference::Character {
                    text: shown(),
                    character: c,
                });
            };
            if symbols.len() == LONGEST {
                return Err(InvalidReference::Length { text: shown() });
            }
            symbols.push(symbol);
        }
        Self::of(&symbols).ok_or_else(|| InvalidReference::Length { text: shown() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        text.parse::<EscalationRef>().unwrap().to_string()
    }

    #[test]
    fn a_reference_is_read_however_it_is_typed() {
        for text in [
            "G-7K3M",
            "g-7k3m",
            "7K3M",
            "G7K3M",
            " g – 7k 3m ",
            "**G-7K3M**",
            "#G-7K3M",
            "Г-7К3М",
            "г7к3м",
            "Γ-7Κ3Μ",
            "g-7кзm",
            "G‑7K3M",
        ] {
            assert_eq!(read(text), "G-7K3M", "{text}");
        }
        assert_eq!(read("нтхрф"), "G-HTXRF");
        assert_eq!(read("szb4"), "G-5284");
    }

    #[test]
    fn what_is_in_no_reference_is_an_error_that_says_what_is() {
        for (text, message) in [
            (
                "G-7O3M",
                "`G-7O3M` is not a reference: no reference has `O` in it, only 2 to 9 and F H K M R T X, as in G-7K3M",
            ),
            (
                "7K3",
                "`7K3` is not a reference: write G- and its four to six characters, as in G-7K3M",
            ),
            (
                "",
                "`` is not a reference: write G- and its four to six characters, as in G-7K3M",
            ),
        ] {
            assert_eq!(
                text.parse::<EscalationRef>().unwrap_err().to_string(),
                message
            );
        }
        for text in [
            "G-0000",
            "1111",
            "G-7K3M777",
            "G-G7K3",
            "eur.1",
            "bonjour",
            "税関税関",
        ] {
            assert!(text.parse::<EscalationRef>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_message_is_about_a_case_only_if_it_starts_with_its_whole_reference() {
        for (text, found) in [
            ("G-7K3M", "G-7K3M"),
            ("  **g-7k3m** : oui", "g-7k3m"),
            ("(Г – 7К3М) да", "Г – 7К3М"),
            ("G-7K3MT?", "G-7K3MT"),
        ] {
            let (reference, place) = EscalationRef::find_in(text).unwrap();
            assert_eq!(&text[place], found);
            assert_eq!(reference, found.parse().unwrap());
        }
        for text in [
            "",
            "G",
            "G-",
            "7K3M merci",
            "G7K3M",
            "re G-7K3M",
            "G-7K3MTTT",
            "G-7K3Météo",
            "G-day mate",
            "g 2345",
        ] {
            assert_eq!(EscalationRef::find_in(text), None, "{text}");
        }
    }

    #[test]
    fn references_grow_when_short_ones_run_out() {
        let drawn = |attempt| EscalationRef::draw(attempt).unwrap();
        for (attempt, length) in [
            (0, SHORT),
            (SHORT_ATTEMPTS, LONG),
            (LONG_ATTEMPTS, LONGEST),
            (ATTEMPTS, LONGEST),
        ] {
            let reference = drawn(attempt);
            assert_eq!(reference.characters().len(), length);
            assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }

    #[test]
    fn drawn_references_read_back_use_every_character_and_do_not_stutter() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..2_000 {
            let reference = EscalationRef::draw(0).unwrap();
            assert_eq!(reference.to_string().parse(), Ok(reference));
            assert!(!reference.stutters());
            seen.extend(reference.characters().bytes());
        }
        assert_eq!(seen.len(), ALPHABET.len());
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            let _ = text.parse::<EscalationRef>();
            if let Some((reference, place)) = EscalationRef::find_in(&text) {
                prop_assert_eq!(text[place].parse(), Ok(reference));
            }
        }
    }
}
