//! Serbian answers, written once in Latin script, served in Cyrillic.
//!
//! Letters are replaced one for one but for `lj`, `nj`, `dž`. What is not Serbian stays as it is: addresses, code,
//! placeholders, and the Latin names of forms and systems, which Serbian customs papers in Cyrillic keep as well.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Writes a Serbian Markdown text in Cyrillic.
///
/// Kept in Latin: web and e-mail addresses, link targets, code spans, HTML tags and entities, `{placeholders}`; codes
/// (tokens in capitals of up to six letters with a digit, a dot or one of Q W X Y inside, and those of a short list:
/// EUR.1, T2L, EORI, NCTS, …); Roman numerals; words with a letter that Serbian does not have.
///
/// ```
/// use guichet::language::to_serbian_cyrillic;
///
/// assert_eq!(
///     to_serbian_cyrillic("Uverenje EUR.1 za džemper: [obrazac](https://example.rs/a)"),
///     "Уверење EUR.1 за џемпер: [образац](https://example.rs/a)"
/// );
/// ```
#[must_use]
pub fn to_serbian_cyrillic(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len() * 2);
    let mut rest = latin;
    while let Some(c) = rest.chars().next() {
        let length = if let Some(length) = verbatim(rest) {
            out.push_str(&rest[..length]);
            length
        } else if c.is_alphanumeric() {
            let length = rest.find(ends_chunk).unwrap_or(rest.len());
            let chunk = &rest[..length];
            if is_address(chunk) {
                out.push_str(chunk);
            } else {
                push_chunk(chunk, &mut out);
            }
            length
        } else {
            out.push(c);
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

/// How far the end of a code span, a link target or a placeholder is looked for, in bytes.
const REACH: usize = 2_000;

/// The length of what stands at the head of `text` and is no prose: code, placeholder, link target, tag, entity.
fn verbatim(text: &str) -> Option<usize> {
    let within = |close: &str, from: usize| {
        let mut end = text.len().min(from + REACH);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let found = text.get(from..end)?.find(close)?;
        Some(from + found + close.len())
    };
    match text.as_bytes() {
        [b'`', ..] => {
            let run = text.len() - text.trim_start_matches('`').len();
            // An unclosed run is still taken whole, so that its backticks are looked at once.
            Some(within(&text[..run.min(REACH)], run).unwrap_or(run))
        }
        [b'{', b'{', ..] => within("}}", 2),
        [b'{', b'%', ..] => within("%}", 2),
        [b'{', ..] => within("}", 1),
        [b']', b'(', ..] => within(")", 2),
        [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!', ..] => within(">", 1),
        [b'&', b'a'..=b'z' | b'#', ..] => within(";", 1).filter(|&end| {
            text[1..end - 1]
                .chars()
                .all(|c| c.is_alphanumeric() || c == '#')
        }),
        _ => None,
    }
}

fn ends_chunk(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | ')' | '[' | ']' | '<' | '>' | '{' | '}' | '"' | '`' | '*' | ',' | ';'
        )
}

/// Endings of the internet names that stand in answers without `https://`.
const DOMAINS: [&str; 23] = [
    "al", "ba", "bg", "com", "cy", "eu", "fr", "gov", "gr", "hr", "info", "int", "md", "me", "mk",
    "net", "org", "ro", "rs", "si", "tr", "xk", "de",
];

fn is_address(chunk: &str) -> bool {
    let chunk = chunk.trim_end_matches(['.', ':', '!', '?']);
    if chunk.contains("://") || chunk.starts_with("www.") || chunk.starts_with("mailto:") {
        return true;
    }
    if let Some((_, domain)) = chunk.split_once('@') {
        return domain.contains('.');
    }
    let host = chunk.split('/').next().unwrap_or_default();
    host.rsplit_once('.').is_some_and(|(name, end)| {
        DOMAINS.contains(&end)
            && name.len() > 1
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
    })
}

/// Writes a chunk of prose without white space: words, codes, and the signs between them.
fn push_chunk(chunk: &str, out: &mut String) {
    let mut rest = chunk;
    while let Some(c) = rest.chars().next() {
        if !c.is_alphanumeric() {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let word_end = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
        let code_end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .unwrap_or(rest.len());
        let code = rest[..code_end].trim_end_matches('.');
        let length = if let Some(length) = case_reference(rest) {
            out.push_str(&rest[..length]);
            length
        } else if code.len() >= word_end && is_code(code) {
            out.push_str(code);
            code.len()
        } else {
            push_word(&rest[..word_end], out);
            word_end
        };
        rest = &rest[length..];
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Names in capitals that stay Latin though nothing in their letters says so, and a few units and words.
const LATIN: [&str; 52] = [
    "AES",
    "API",
    "ATA",
    "ATR",
    "BAM",
    "BIC",
    "BTI",
    "CBAM",
    "CHED",
    "CHF",
    "CIF",
    "CIM",
    "CIP",
    "CITES",
    "CMR",
    "CN",
    "CPT",
    "DAP",
    "DDP",
    "DPU",
    "EAN",
    "EMCS",
    "EORI",
    "EUR",
    "FCA",
    "FOB",
    "GBP",
    "GTIN",
    "HS",
    "IBAN",
    "ICS",
    "IOSS",
    "ISO",
    "MRN",
    "NCTS",
    "OSS",
    "PDF",
    "REACH",
    "REX",
    "RSD",
    "SMS",
    "SPS",
    "TARIC",
    "TIR",
    "TRACES",
    "URL",
    "USD",
    "VIES",
    "kg",
    "km",
    "Incoterms",
    "Discord",
];

/// Whether `token` is the name of a form, a system or a currency that stays in Latin script.
fn is_code(token: &str) -> bool {
    if LATIN.contains(&token) || is_roman(token) {
        return true;
    }
    let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
    (1..=6).contains(&letters)
        && !token.bytes().any(|b| b.is_ascii_lowercase())
        && token
            .bytes()
            .any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'Q' | b'W' | b'X' | b'Y'))
}

/// The length of a case's reference (`G-7K3M`) at the head of `text`.
fn case_reference(text: &str) -> Option<usize> {
    let characters = text.strip_prefix("G-")?;
    let end = characters
        .find(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit())
        .unwrap_or(characters.len());
    let ends_there = !characters[end..].starts_with(char::is_alphanumeric);
    (matches!(end, 4 | 5) && ends_there).then_some(end + 2)
}

fn is_roman(token: &str) -> bool {
    token.len() > 1 && token.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// Words in which `nj` or `dž` are two letters because a prefix ends between them, as `before|after`.
const SEAMS: [&str; 16] = [
    "in|jekc",
    "in|jekt",
    "in|jic",
    "in|junkc",
    "kon|junk",
    "kon|jug",
    "kon|jekt",
    "van|jezi",
    "tan|jug",
    "nad|živ",
    "od|živ",
    "od|žal",
    "pod|žanr",
    "nad|žanj",
    "nad|žnj",
    "pred|živ",
];

fn push_word(word: &str, out: &mut String) {
    let word: Cow<'_, str> = if word.is_ascii() {
        word.into()
    } else {
        word.nfc().collect::<String>().into()
    };
    if word
        .chars()
        .any(|c| c.is_alphabetic() && letter(c).is_none())
    {
        out.push_str(&word);
        return;
    }
    let seam = seam(&word);
    let mut letters = word.chars().enumerate().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        match next.and_then(|next| digraph(c, next)) {
            Some(one) if seam != Some(at + 1) => {
                letters.next();
                out.push(one);
            }
            _ => out.push(letter(c).unwrap_or(c)),
        }
    }
}

/// Where in the word, counted in letters, a prefix ends between the two parts of a digraph.
fn seam(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    if !word.contains("nj") && !word.contains("dž") {
        return None;
    }
    SEAMS.iter().find_map(|seam| {
        let (before, after) = seam.split_once('|')?;
        word.match_indices(before)
            .find(|(at, _)| word[at + before.len()..].starts_with(after))
            .map(|(at, _)| word[..at + before.len()].chars().count())
    })
}

const fn digraph(first: char, second: char) -> Option<char> {
    Some(match (first, second) {
        ('l', 'j') => 'љ',
        ('L', 'j' | 'J') => 'Љ',
        ('n', 'j') => 'њ',
        ('N', 'j' | 'J') => 'Њ',
        ('d', 'ž') => 'џ',
        ('D', 'ž' | 'Ž') => 'Џ',
        _ => return None,
    })
}

/// A letter of the Serbian Latin alphabet in Cyrillic; digits and marks stay, other letters have none.
fn letter(c: char) -> Option<char> {
    const LATIN: &str = "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠǉǌǆǈǋǅǇǊǄ";
    const CYRILLIC: &str = "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШљњџЉЊЏЉЊЏ";
    if !c.is_alphabetic() {
        return Some(c);
    }
    LATIN
        .chars()
        .zip(CYRILLIC.chars())
        .find_map(|(latin, cyrillic)| (latin == c).then_some(cyrillic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_alphabet_goes_over_whole_with_its_digraphs() {
        assert_eq!(
            to_serbian_cyrillic("Ljubazni fenjerdžija čađavog lica hoće da mi pokaže štos"),
            "Љубазни фењерџија чађавог лица хоће да ми покаже штос"
        );
        assert_eq!(
            to_serbian_cyrillic("LJUBLJANA, Njegoš, DŽEP, Džep"),
            "ЉУБЉАНА, Његош, ЏЕП, Џеп"
        );
        assert_eq!(
            to_serbian_cyrillic("ǆep i ǉudi; c\u{30c}aj"),
            "џеп и људи; чај"
        );
    }

    #[test]
    fn a_prefix_parts_a_digraph() {
        assert_eq!(
            to_serbian_cyrillic("injekcija, konjunktura, nadživeti, odžaliti, Tanjug, Injektor"),
            "инјекција, конјунктура, надживети, оджалити, Танјуг, Инјектор"
        );
        assert_eq!(
            to_serbian_cyrillic("konj, budžet, vanjski, injem"),
            "коњ, буџет, вањски, ињем"
        );
    }

    #[test]
    fn forms_and_systems_keep_their_latin_names() {
        for kept in [
            "EUR.1",
            "A.TR",
            "T1",
            "T2L",
            "EORI",
            "NCTS",
            "CN23",
            "TARIC",
            "MRN",
            "CITES",
            "XK",
            "II",
            "2015/2447",
            "G-7K3M",
            "G-FHKM",
        ] {
            assert_eq!(to_serbian_cyrillic(kept), kept);
        }
        assert_eq!(
            to_serbian_cyrillic("Obrazac EUR.1-a i PDF-u."),
            "Образац EUR.1-а и PDF-у."
        );
        assert_eq!(
            to_serbian_cyrillic("PDV i JCI u EU, SAD"),
            "ПДВ и ЈЦИ у ЕУ, САД"
        );
        assert_eq!(to_serbian_cyrillic("Da. EUR.1."), "Да. EUR.1.");
        assert_eq!(
            to_serbian_cyrillic("10 kg robe, Renault Müller Excel"),
            "10 kg робе, Ренаулт Müller Excel"
        );
    }

    #[test]
    fn addresses_code_and_placeholders_are_untouched() {
        for kept in [
            "https://www.carina.rs/lat/Stranice.aspx",
            "www.carina.rs",
            "carina.rs",
            "pomoc@carina.rs",
            "`kod u redu`",
            "```\nblok\n```",
            "{{ country.name }}",
            "{% if country.common_transit %}",
            "{ref}",
            "<br>",
            "&nbsp;",
        ] {
            assert_eq!(to_serbian_cyrillic(kept), kept);
        }
        assert_eq!(
            to_serbian_cyrillic("Vidi [sajt](https://a.rs/put) i {ref}, „roba\"."),
            "Види [сајт](https://a.rs/put) и {ref}, „роба\"."
        );
        assert_eq!(
            to_serbian_cyrillic("Pišite na: pomoc@carina.rs."),
            "Пишите на: pomoc@carina.rs."
        );
    }

    #[test]
    fn an_unclosed_span_hides_nothing_and_costs_nothing() {
        assert_eq!(to_serbian_cyrillic("`roba"), "`роба");
        assert_eq!(to_serbian_cyrillic("{roba"), "{роба");
        assert_eq!(to_serbian_cyrillic("a & b, x < y"), "а & б, x < y");
        let start = std::time::Instant::now();
        let _ = to_serbian_cyrillic(&"{`](<a&a ".repeat(5_000));
        assert!(start.elapsed().as_millis() < 2_000);
    }

    proptest! {
        #[test]
        fn any_text_can_be_served(text in any::<String>()) {
            let _ = to_serbian_cyrillic(&text);
        }

        #[test]
        fn serbian_words_leave_no_latin_letter(text in "[a-pr-vzčćđšž ]{0,40}") {
            let served = to_serbian_cyrillic(&text);
            prop_assume!(!text.split(' ').any(is_code));
            prop_assert!(!served.chars().any(|c| c.is_ascii_alphabetic()), "{}", served);
        }
    }
}
