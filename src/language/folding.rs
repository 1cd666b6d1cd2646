//! Folding: one spelling for all the ways a word can be typed.
//!
//! Everything that compares texts (matching, codes, places, cue words) compares folded ones. Folding loses what a person
//! on a phone leaves out (case, accents, the alphabet), so it never serves to show text, only to find it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::{Script, transliteration};

/// Folds `text`. In this order:
///
/// | rule | why |
/// |---|---|
/// | invisible and control characters dropped, more than [`MARKS_KEPT`] combining marks on a letter dropped | pasted text carries soft hyphens and direction marks; a flood of marks must cost no more than its length |
/// | quotes, apostrophes and dashes unified | phones write `’` and `–` by themselves |
/// | NFKC, lower case | full-width digits, ligatures, `Ⅳ`, `ŉ` |
/// | Cyrillic and Greek letters that only look like the Latin ones around them, as these | nobody sees that the "а" of "trаfic" is Cyrillic, and such a word must not evade what looks for it |
/// | Cyrillic and Greek to Latin | „царина" meets "carina", „ΕΟΡΙ" meets "EORI" |
/// | `đ` to `dj`, `ß` to `ss`, `œ` to `oe`, `æ` to `ae`, `ı` to `i`, `ł` to `l` | what people type in their place, and what no decomposition gives |
/// | diacritics stripped | "déclaration" meets "declaration" |
/// | white space collapsed to single spaces, none at the ends | line breaks and no-break spaces in "10 000 €" |
///
/// It takes time linear in `text`, and the result is at most [`GROWTH`] times as long in bytes.
///
/// ```
/// use guichet::language::fold;
///
/// assert_eq!(fold("  Certificat d’origine\u{a0}: ΦΠΑ, Уверење "), "certificat d'origine : fpa, uverenje");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let text = &*as_they_look(text);
    let mut folded = Folder {
        out: String::with_capacity(text.len()),
        before: None,
        space: false,
    };
    for c in limited(text).nfkc().flat_map(char::to_lowercase) {
        folded.push(c);
    }
    folded.out
}

/// How many combining marks in a row are looked at; no spelling in use has more.
pub const MARKS_KEPT: usize = 4;

/// The most a text can grow in bytes by folding (U+3316, three bytes, stands for six letters of three bytes each).
pub const GROWTH: usize = 6;

/// The text with the letters of another alphabet inside a word of Latin letters written as the Latin letters that they look
/// like. A Cyrillic or Greek ending of a name in capitals ("EORIјем") is no disguise, and is left.
fn as_they_look(text: &str) -> Cow<'_, str> {
    let is_foreign = |c: char| matches!(Script::of_char(c), Some(Script::Cyrl | Script::Grek));
    let is_latin = |c: char| Script::of_char(c) == Some(Script::Latn);
    if text.is_ascii() || !text.contains(is_foreign) || !text.contains(is_latin) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let in_words = |c: char| c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = in_words(first);
        let end = rest.find(|c| in_words(c) != is_word).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        let is_mixed = is_word && part.contains(is_foreign) && part.contains(is_latin);
        if is_mixed && !is_declined(part, is_foreign, is_latin) {
            out.extend(part.chars().map(|c| look_alike(c).unwrap_or(c)));
        } else {
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// Whether a mixed word is a name in Latin capitals with an ending.
fn is_declined(
    word: &str,
    is_foreign: impl Fn(char) -> bool,
    is_latin: impl Fn(char) -> bool,
) -> bool {
    let start = word.find(&is_foreign).unwrap_or(word.len());
    let (name, ending) = word.split_at(start);
    name.chars().count() > 1
        && !name.contains(char::is_lowercase)
        && !ending.contains(is_latin)
        && !ending.contains(char::is_uppercase)
}

/// The Latin letter that a Cyrillic or Greek one looks like.
const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' | 'β' | 'Ь' | 'ь' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' | 'Ԁ' => 'd',
        'е' | 'Е' | 'Ε' | 'ε' | 'ё' | 'Ё' => 'e',
        'һ' | 'Һ' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ї' | 'Ї' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'М' | 'Μ' | 'м' => 'm',
        'Ν' | 'п' | 'η' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'σ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'ԝ' | 'Ԝ' | 'ω' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' | 'γ' => 'y',
        'Ζ' => 'z',
        _ => return None,
    })
}

/// The characters of `text` that carry meaning, with typographic signs unified, and no flood of combining marks.
fn limited(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut marks = 0;
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(move |&c| {
            if is_invisible(c) {
                return false;
            }
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            marks <= MARKS_KEPT
        })
        .map(|c| match c {
            // Formulas of prayer in one sign: a thousand of them would be a text of fifteen thousand letters.
            '\u{fdfa}' | '\u{fdfb}' => ' ',
            c => plain_sign(c).unwrap_or(c),
        })
}

/// Characters that leave no trace on the screen: controls, zero-width and direction marks, soft hyphens, tags.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00ad}'
                | '\u{034f}'
                | '\u{061c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// The sign on a plain keyboard for a typographic quote, apostrophe, dash or slash.
pub(super) const fn plain_sign(c: char) -> Option<char> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | 'ʹ' | 'ʻ' | 'ʽ' | 'ˈ' | '´' | '`' | '΄' | '᾽' | '᾿'
        | '‹' | '›' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '〝' | '〞' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' | '⁃' => {
            '-'
        }
        '⁄' | '∕' => '/',
        _ => return None,
    })
}

struct Folder {
    out: String,
    /// The last Greek letter, for those that look back.
    before: Option<char>,
    /// Whether white space stands before the next character.
    space: bool,
}

impl Folder {
    fn push(&mut self, c: char) {
        if c.is_whitespace() {
            self.space = true;
            self.before = None;
            return;
        }
        if is_combining_mark(c) || is_invisible(c) {
            return;
        }
        if self.space && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.space = false;
        if c.is_ascii() {
            self.out.push(c);
        } else if let Some(letters) =
            transliteration::cyrillic(c).or_else(|| transliteration::latin(c))
        {
            self.out.push_str(letters);
        } else {
            decompose_canonical(c, |base| self.push_base(base));
            return;
        }
        self.before = Some(c);
    }

    fn push_base(&mut self, base: char) {
        if is_combining_mark(base) {
            return;
        }
        let letters = transliteration::greek(base, self.before)
            .or_else(|| transliteration::cyrillic(base))
            .or_else(|| transliteration::latin(base));
        match letters {
            Some(letters) => self.out.push_str(letters),
            None => self.out.push(plain_sign(base).unwrap_or(base)),
        }
        self.before = Some(base);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_word_in_its_scripts_and_spellings_folds_to_one() {
        for (text, folded) in [
            ("Déclaration en DOUANE", "declaration en douane"),
            ("царинска декларација", "carinska deklaracija"),
            ("ЦАРИНСКА ДЕКЛАРАЦИЈА", "carinska deklaracija"),
            ("carinska deklaracija", "carinska deklaracija"),
            ("Међународни и међу", "medjunarodni i medju"),
            ("Međunarodni i među", "medjunarodni i medju"),
            ("doganë, Shqipëria, çfarë", "dogane, shqiperia, cfare"),
            ("vamă, țară, şi ţară", "vama, tara, si tara"),
            ("gümrük, İHRACAT, ISI, ılık", "gumruk, ihracat, isi, ilik"),
            ("áfa, űr, tőzsde", "afa, ur, tozsde"),
            ("ΦΠΑ, τελωνείο, Ευρώπη", "fpa, teloneio, europi"),
            ("Straße, cœur, Æ, Łódź", "strasse, coeur, ae, lodz"),
            ("митница, България", "mitnica, balgariya"),
            ("Ќе треба ѓ", "kje treba gj"),
            ("АТА карнет, А.ТР, ЕОРИ, ЦМР", "ata karnet, a.tr, eori, cmr"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn letters_with_a_loose_accent_are_the_composed_letters() {
        assert_eq!(fold("г\u{301}ак"), fold("ѓак"));
        assert_eq!(fold("e\u{301}te\u{301}"), "ete");
        assert_eq!(fold("и\u{306}"), "y");
    }

    #[test]
    fn what_cannot_be_seen_leaves_no_trace() {
        assert_eq!(fold("E\u{200b}UR\u{ad}.\u{202e}1\u{7}"), "eur.1");
        assert_eq!(fold("\u{feff} a\u{a0}\u{2009}\n\tb \u{200f}"), "a b");
        assert_eq!(fold("\u{200b}\u{301} \u{1}"), "");
    }

    #[test]
    fn letters_in_disguise_are_what_they_look_like() {
        for (text, folded) in [
            ("trаfiс de сigarettes", "trafic de cigarettes"),
            ("сontrebande", "contrebande"),
            ("ΕUR.1", "eur.1"),
            ("smugglіng", "smuggling"),
            ("СMR", "cmr"),
            ("t\u{200b}rаfi\u{ad}с", "trafic"),
            // No disguise: words of one alphabet, and names with an ending.
            ("рис с тором", "ris s torom"),
            ("са EORI бројем", "sa eori brojem"),
            ("EORIју и TIRа", "eoriju i tira"),
            ("ΕΟΡΙ και EORI", "eori kai eori"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn typographic_signs_become_those_of_a_keyboard() {
        assert_eq!(
            fold("l’EUR–1 „да” « oui » −5 ½"),
            "l'eur-1 \"da\" \" oui \" -5 1/2"
        );
        assert_eq!(fold("１０\u{202f}０００ €"), "10 000 €");
    }

    #[test]
    fn a_flood_of_combining_marks_costs_nothing_more() {
        let flood = format!("d{}ouane", "\u{301}\u{323}".repeat(200_000));
        let start = std::time::Instant::now();
        assert_eq!(fold(&flood), "douane");
        assert!(start.elapsed().as_millis() < 1_000);
    }

    #[test]
    fn no_sign_makes_much_of_little() {
        for c in '\0'..=char::MAX {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            assert!(folded.len() <= GROWTH * c.len_utf8(), "{c:?} {folded}");
        }
        assert_eq!(fold("a\u{fdfa}b"), "a b");
    }

    proptest! {
        #[test]
        fn any_text_folds_to_a_bounded_one_without_capitals_or_marks(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert!(folded.len() <= GROWTH * text.len());
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
            prop_assert!(!folded.chars().any(|c| c.is_ascii_uppercase() || c.is_control()));
            prop_assert!(!folded.chars().any(is_combining_mark));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "[ -~À-žΑ-ωЀ-ӿ’„–\u{301}\u{30c}\u{200b}]{0,40}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
