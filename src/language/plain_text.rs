//! A message without what only a machine reads: escape sequences, control and direction characters, floods of marks.

use unicode_normalization::char::is_combining_mark;

use super::MARKS_KEPT;

/// The text of a message as a person sees it: terminal escape sequences, control characters and invisible direction
/// marks taken out, line ends unified, no more than [`MARKS_KEPT`] combining marks on a letter, white space at the ends
/// trimmed.
///
/// What is stored and shown elsewhere is always this text, so that nothing in a message takes effect in the terminal or
/// the page of whoever reads it.
///
/// ```
/// use guichet::language::plain_text;
///
/// assert_eq!(plain_text(" \u{1b}[31mEUR.1\u{1b}[0m ?\r\n\u{7}"), "EUR.1 ?");
/// assert_eq!(plain_text("\u{1b}]0;title\u{7}oui"), "oui");
/// ```
#[must_use]
pub fn plain_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut marks = 0;
    while let Some(c) = rest.next() {
        // A flood of marks on one letter covers the lines around it.
        if is_combining_mark(c) && !super::folding::is_invisible(c) {
            marks += 1;
            if marks <= MARKS_KEPT {
                plain.push(c);
            }
            continue;
        }
        if !super::folding::is_invisible(c) {
            marks = 0;
        }
        match c {
            '\u{1b}' => match rest.peek() {
                Some('[') => {
                    rest.next();
                    skip_until(&mut rest, |c| ('@'..='~').contains(&c));
                }
                Some(']' | 'P' | '_' | '^' | 'X') => {
                    rest.next();
                    skip_until(&mut rest, |c| matches!(c, '\u{7}' | '\u{1b}' | '\u{9c}'));
                    // It may end with an escape and a backslash.
                    rest.next_if_eq(&'\\');
                }
                _ => {}
            },
            '\u{9b}' => skip_until(&mut rest, |c| ('@'..='~').contains(&c)),
            '\n' | '\t' => plain.push(c),
            '\r' => {
                if rest.peek() != Some(&'\n') {
                    plain.push('\n');
                }
            }
            '\u{2028}' | '\u{2029}' => plain.push('\n'),
            // It joins emoji; between letters it only hides.
            '\u{200d}' => {
                if plain.ends_with(is_of_an_emoji) {
                    plain.push(c);
                }
            }
            c if super::folding::is_invisible(c) => {
                // Variation selectors belong to emoji.
                if matches!(c, '\u{fe0e}' | '\u{fe0f}') {
                    plain.push(c);
                }
            }
            c => plain.push(c),
        }
    }
    plain.trim().to_owned()
}

/// Whether a zero-width joiner after this sign joins something.
fn is_of_an_emoji(c: char) -> bool {
    let is_letter_or_mark = c.is_alphanumeric() || is_combining_mark(c) || c.is_whitespace();
    c == '\u{fe0f}' || !(c.is_ascii() || is_letter_or_mark)
}

/// Longest escape sequence: what goes on for longer is text after a stray escape.
const LONGEST_SEQUENCE: usize = 256;

fn skip_until(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, is_end: impl Fn(char) -> bool) {
    for _ in 0..LONGEST_SEQUENCE {
        match rest.next() {
            Some(c) if !is_end(c) => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_of_every_kind_are_taken_out() {
        for (text, plain) in [
            ("\u{1b}[2J\u{1b}[1;1Hbonjour", "bonjour"),
            ("a\u{1b}]8;;https://example.org\u{1b}\\b", "ab"),
            ("\u{9b}31mrouge", "rouge"),
            ("x\u{202e}y\u{200b}z\u{200d}!", "xyz!"),
            ("une\r\ndeux\rtrois\n", "une\ndeux\ntrois"),
            ("👨‍👩‍👧 👍🏽 ☺️", "👨‍👩‍👧 👍🏽 ☺️"),
            ("\u{1b}", ""),
            ("a\u{2028}b\u{2029}c", "a\nb\nc"),
            ("n\u{303}\u{301}", "n\u{303}\u{301}"),
        ] {
            assert_eq!(plain_text(text), plain, "{text:?}");
        }
    }

    #[test]
    fn a_flood_of_marks_is_cut_also_with_what_cannot_be_seen_between_them() {
        let flood = format!("d{}ouane", "\u{301}\u{200b}\u{323}".repeat(500));
        assert_eq!(plain_text(&flood), "d\u{301}\u{323}\u{301}\u{323}ouane");
    }

    proptest! {
        #[test]
        fn nothing_is_left_that_turns_what_is_read_around(text in "[a-z\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{61c}\u{301}\u{1b}\\[\\]]{0,40}") {
            let plain = plain_text(&text);
            prop_assert!(!plain.chars().any(|c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')), "{:?}", plain);
            prop_assert_eq!(plain_text(&plain), plain);
        }

        #[test]
        fn no_control_character_is_left(text in any::<String>()) {
            let plain = plain_text(&text);
            prop_assert!(!plain.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
}
