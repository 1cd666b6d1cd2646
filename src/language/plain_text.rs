//! A message without what only a machine reads: escape sequences, control and direction characters.

/// The text of a message as a person sees it: terminal escape sequences, control characters and invisible direction
/// marks taken out, line ends unified, white space at the ends trimmed.
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
    while let Some(c) = rest.next() {
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
            // It joins emoji; between letters it only hides.
            '\u{200d}' => {
                if !plain.ends_with(char::is_alphanumeric) {
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
        ] {
            assert_eq!(plain_text(text), plain, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in any::<String>()) {
            let plain = plain_text(&text);
            prop_assert!(!plain.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
}
