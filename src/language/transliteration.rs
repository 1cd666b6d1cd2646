//! Letters of the Cyrillic and Greek alphabets written in bare Latin ones.
//!
//! The target is what people type on a phone without a layout for their language, so that a word meets itself whichever
//! way it was written: „царина" and "carina", „ΦΠΑ" and "fpa". It is no scholarly romanisation and cannot be undone.

/// A lower-case Cyrillic letter of Serbian, Macedonian, Bulgarian, Russian or Ukrainian in bare Latin letters.
///
/// Letters that Serbian shares follow Serbian (`ж` is `z`, as the `ž` of its Latin script loses its caron too); `ќ` and
/// `ѓ` follow Macedonian habit; `й`, `ю`, `я` follow the Bulgarian law of 2009 on transliteration.
#[must_use]
pub const fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'ъ' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'ђ' => "dj",
        'е' | 'ё' | 'э' | 'є' | 'ѣ' | 'ѐ' => "e",
        'ж' | 'з' => "z",
        'и' | 'і' | 'ї' | 'ѝ' => "i",
        'й' | 'ы' => "y",
        'ј' => "j",
        'к' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' | 'ш' => "s",
        'т' => "t",
        'ћ' | 'ц' | 'ч' => "c",
        'у' => "u",
        'ф' => "f",
        'х' | 'һ' => "h",
        'џ' | 'ѕ' => "dz",
        'ѓ' => "gj",
        'ќ' => "kj",
        'щ' => "st",
        'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

/// A lower-case Greek letter without accents in bare Latin letters, `before` being the letter before it.
///
/// Letter by letter, as Greeks type it (`η` is `i`, `ω` is `o`); only `υ` looks back, because it is `u` in „ου", „αυ"
/// and „ευ" and `y` elsewhere.
#[must_use]
pub const fn greek(letter: char, before: Option<char>) -> Option<&'static str> {
    Some(match letter {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => match before {
            Some('α' | 'ε' | 'ο') => "u",
            _ => "y",
        },
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

/// A lower-case Latin letter that no decomposition brings to bare letters.
#[must_use]
pub const fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'đ' | 'ð' => "dj",
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ø' => "o",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ə' => "e",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn romanise(word: &str) -> String {
        let mut before = None;
        let mut out = String::new();
        for c in word.chars() {
            let piece = cyrillic(c).or_else(|| greek(c, before));
            out.push_str(piece.unwrap_or("?"));
            before = Some(c);
        }
        out
    }

    #[test]
    fn serbian_cyrillic_meets_serbian_latin_without_its_diacritics() {
        assert_eq!(romanise("уверење"), "uverenje");
        assert_eq!(romanise("ђубриво"), "djubrivo");
        assert_eq!(romanise("џеп"), "dzep");
        assert_eq!(romanise("љубав"), "ljubav");
        assert_eq!(romanise("шпедитер"), "spediter");
    }

    #[test]
    fn macedonian_bulgarian_and_russian_letters_are_all_there() {
        assert_eq!(romanise("ќерка"), "kjerka");
        assert_eq!(romanise("меѓународен"), "megjunaroden");
        assert_eq!(romanise("ѕвезда"), "dzvezda");
        assert_eq!(romanise("българия"), "balgariya");
        assert_eq!(romanise("южно"), "yuzno");
        assert_eq!(romanise("щанд"), "stand");
        assert_eq!(romanise("вывоз"), "vyvoz");
        for letter in ('а'..='я').chain("ђјљњћџѓќѕёґєії".chars()) {
            assert!(cyrillic(letter).is_some(), "{letter}");
        }
    }

    #[test]
    fn greek_upsilon_looks_at_the_letter_before() {
        assert_eq!(romanise("φπα"), "fpa");
        assert_eq!(romanise("ευρωπη"), "europi");
        assert_eq!(romanise("του"), "tou");
        assert_eq!(romanise("κυπρος"), "kypros");
        for letter in 'α'..='ω' {
            assert!(greek(letter, None).is_some(), "{letter}");
        }
    }
}
