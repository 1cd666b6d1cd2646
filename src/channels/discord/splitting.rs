//! Long texts, split where a reader would.
//!
//! A text is cut at the end of a paragraph; where a paragraph is too long, before a list's item or at the end of a line;
//! then after a sentence, then between words. Never inside a link or a code; a list's item is cut only when it is too
//! long by itself, and a block of code only when it is too long by itself, and is then closed and opened again.

/// How well a text can be cut at a place, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// Between two characters: a word longer than a message.
    Character,
    /// Between words inside a list's item.
    WordOfItem,
    /// Between words.
    Word,
    /// After a sentence inside a list's item.
    SentenceOfItem,
    /// After a sentence.
    Sentence,
    /// At the end of a line.
    Line,
    /// Before a list's item.
    Item,
    /// Between paragraphs.
    Paragraph,
}

/// What of a part is wasted rather than cut at a worse place: a paragraph's end counts from a third of the room on.
const SHORTEST: usize = 3;

/// What closes and opens a block of code.
const FENCE: &str = "```";

/// The text in parts of at most `longest` characters, none of them blank.
pub(super) fn split(text: &str, longest: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim().to_owned();
    while rest.chars().count() > longest {
        // Room to close a block of code.
        let room = longest.saturating_sub(FENCE.len() + 1).max(1);
        let mut at = cut(&rest, room);
        if open_fence(&rest[..at]).is_some_and(|opening| rest[..at].trim() == opening.trim()) {
            // A line of code that is longer than a part.
            at = byte_of(&rest, room);
        }
        let (part, after) = rest.split_at(at);
        let part = part.trim_end();
        let mut after = after.trim_start_matches(['\n', ' ']).to_owned();
        match open_fence(part).filter(|opening| opening.len() < part.trim_start().len()) {
            Some(opening) => {
                parts.push(format!("{part}\n{FENCE}"));
                after = format!("{opening}\n{after}");
            }
            None if part.is_empty() => {}
            None => parts.push(part.to_owned()),
        }
        rest = after;
    }
    if !rest.trim().is_empty() {
        parts.push(rest);
    }
    parts
}

/// The text shortened to at most `longest` characters, with an ellipsis where it was cut, at a word's end.
pub(super) fn shorten(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let end = byte_of(text, longest.saturating_sub(1));
    let kept = &text[..end];
    // A cut word is told from a whole one only when there are words.
    let kept = match kept.rfind(char::is_whitespace) {
        Some(space) if space > end / 2 => &kept[..space],
        _ => kept,
    };
    format!("{}…", kept.trim_end())
}

/// The byte at which the character number `count` begins.
fn byte_of(text: &str, count: usize) -> usize {
    text.char_indices()
        .nth(count)
        .map_or(text.len(), |(byte, _)| byte)
}

/// The opening line of the block of code that is open at the end of the text.
fn open_fence(text: &str) -> Option<&str> {
    text.lines()
        .filter(|line| line.trim_start().starts_with(FENCE))
        .fold(None, |open, line| match open {
            None => Some(line),
            Some(_) => None,
        })
}

/// The byte at which to cut so that at most `longest` characters stand before it.
fn cut(text: &str, longest: usize) -> usize {
    let most = byte_of(text, longest);
    let fewest = byte_of(text, longest / SHORTEST);
    let mut best: Option<(Quality, usize)> = None;
    let mut short: Option<(Quality, usize)> = None;
    for (quality, at) in places(text, most) {
        let found = if at >= fewest { &mut best } else { &mut short };
        if found.is_none_or(|(before, _)| quality >= before) {
            *found = Some((quality, at));
        }
    }
    // A line's end close to the start is better than a cut inside an item.
    match (best, short) {
        (Some((quality, at)), Some((earlier, before))) => {
            if quality < Quality::Word && earlier >= Quality::Line {
                before
            } else {
                at
            }
        }
        (Some((_, at)), None) | (None, Some((_, at))) => at,
        (None, None) => most,
    }
}

/// The places at which the text can be cut, up to the byte `most`.
fn places(text: &str, most: usize) -> Vec<(Quality, usize)> {
    let mut places = Vec::new();
    let mut start = 0;
    let mut in_fence = false;
    let mut in_item = false;
    for line in text.split_inclusive('\n') {
        if start > most {
            break;
        }
        let content = line.trim();
        let bounds_code = content.starts_with(FENCE);
        if start > 0 {
            let quality = if in_fence {
                // The end of a line inside code serves when nothing else does.
                Some(Quality::Word)
            } else if content.is_empty() {
                None
            } else if text[..start].ends_with("\n\n") {
                Some(Quality::Paragraph)
            } else if is_item(line) {
                Some(Quality::Item)
            } else if in_item && line.starts_with([' ', '\t']) {
                // A line that goes on with an item.
                Some(Quality::WordOfItem)
            } else {
                Some(Quality::Line)
            };
            if let Some(quality) = quality.filter(|_| start <= most) {
                places.push((quality, start));
            }
        }
        if bounds_code {
            in_fence = !in_fence;
        }
        in_item = is_item(line) || (in_item && line.starts_with([' ', '\t']));
        if !in_fence && !bounds_code {
            places_in_line(line, start, most, in_item, &mut places);
        }
        start += line.len();
    }
    places
}

/// Whether a line begins a list's item.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    if ["- ", "* ", "+ ", "• "]
        .iter()
        .any(|mark| line.starts_with(mark))
    {
        return true;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "))
}

/// The places between the words of a line, outside links and code.
fn places_in_line(
    line: &str,
    start: usize,
    most: usize,
    in_item: bool,
    places: &mut Vec<(Quality, usize)>,
) {
    let mut before = ' ';
    let mut is_held = false;
    let mut held_until = 0;
    for (at, c) in line.char_indices() {
        if start + at > most {
            return;
        }
        if at >= held_until {
            is_held = false;
        }
        if !is_held {
            if let Some(length) = whole(&line[at..]) {
                is_held = true;
                held_until = at + length;
            } else if before == ' ' && c != ' ' && at > 0 {
                let ends_sentence = line[..at].trim_end().ends_with(['.', '!', '?', ';', ':']);
                let quality = match (ends_sentence, in_item) {
                    (true, false) => Quality::Sentence,
                    (true, true) => Quality::SentenceOfItem,
                    (false, false) => Quality::Word,
                    (false, true) => Quality::WordOfItem,
                };
                places.push((quality, start + at));
            } else if at > 0 {
                places.push((Quality::Character, start + at));
            }
            if is_held && before == ' ' && at > 0 {
                let quality = if in_item {
                    Quality::WordOfItem
                } else {
                    Quality::Word
                };
                places.push((quality, start + at));
            }
        }
        before = c;
    }
}

/// The length of the link, the address or the code that a text begins with.
fn whole(text: &str) -> Option<usize> {
    if text.starts_with('[') {
        let middle = text.find("](")?;
        let end = text[middle..].find(')')?;
        // A link's words stand on one line.
        return Some(middle + end + 1).filter(|end| !text[..*end].contains('\n'));
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text.find(char::is_whitespace).unwrap_or(text.len()));
    }
    if text.starts_with('`') {
        let marks = text.bytes().take_while(|byte| *byte == b'`').count();
        let end = text[marks..].find(&text[..marks])?;
        return Some(marks + end + marks);
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_stays_whole_and_a_blank_one_is_nothing() {
        assert_eq!(split("Oui.", 10), ["Oui."]);
        assert_eq!(split(" \n ", 10), Vec::<String>::new());
    }

    #[test]
    fn paragraphs_are_kept_whole_where_they_fit() {
        let text = "Un premier paragraphe.\n\nUn deuxième, plus long que le premier.\n\nEt la fin.";
        assert_eq!(
            split(text, 45),
            [
                "Un premier paragraphe.",
                "Un deuxième, plus long que le premier.",
                "Et la fin."
            ]
        );
    }

    #[test]
    fn a_list_is_cut_between_its_items() {
        let text = "Il faut :\n- une facture en deux exemplaires\n- un certificat EUR.1\n- une procuration";
        for part in split(text, 60) {
            assert!(
                part.starts_with("Il faut") || part.starts_with("- "),
                "{part}"
            );
            assert!(!part.ends_with("deux"), "{part}");
        }
    }

    #[test]
    fn an_item_that_goes_on_over_lines_is_not_cut() {
        let text =
            "Voici.\n\n1. Un point qui commence ici\n   et qui continue là\n2. Un autre point";
        assert_eq!(
            split(text, 68),
            [
                "Voici.\n\n1. Un point qui commence ici\n   et qui continue là",
                "2. Un autre point"
            ]
        );
    }

    #[test]
    fn a_link_is_never_cut() {
        let link = "[le site de la douane avec un long titre](https://www.douane.gouv.fr/une-page)";
        let text = format!("Tout cela se trouve sur {link}, et nulle part ailleurs.");
        let parts = split(&text, 90);
        assert!(parts.iter().any(|part| part.contains(link)), "{parts:?}");
    }

    #[test]
    fn code_too_long_is_closed_and_opened_again() {
        let text = format!("```toml\n{}```\nfin", "valeur = 1\n".repeat(12));
        let parts = split(&text, 60);
        assert!(parts.len() > 2);
        for part in &parts {
            assert_eq!(part.matches(FENCE).count() % 2, 0, "{part}");
        }
    }

    #[test]
    fn a_long_word_is_cut_all_the_same() {
        let parts = split(&"a".repeat(100), 40);
        assert!(parts.iter().all(|part| part.len() <= 40));
        assert_eq!(parts.concat(), "a".repeat(100));
    }

    #[test]
    fn a_shortened_text_ends_with_a_word_and_an_ellipsis() {
        assert_eq!(shorten("Faut-il un EUR.1 ?", 30), "Faut-il un EUR.1 ?");
        assert_eq!(
            shorten("Faut-il un EUR.1 pour cela ?", 19),
            "Faut-il un EUR.1…"
        );
        assert_eq!(shorten("abcdefgh", 4), "abc…");
    }

    proptest! {
        #[test]
        fn no_part_is_too_long_and_no_word_is_lost(
            text in "([a-zé]{1,12}|- |\\n|\\n\\n|\\. |\\[a b\\]\\(https://a\\.b/c\\)| |`x y`){0,80}",
            longest in 30_usize..200,
        ) {
            let parts = split(&text, longest);
            for part in &parts {
                prop_assert!(part.chars().count() <= longest, "{part:?}");
                prop_assert!(!part.trim().is_empty());
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&parts.concat()), bare(&text));
        }
    }
}
