//! What a sentence does with a place: whence, whither, where.
//!
//! The word before the place tells in most languages, the word's own ending in Hungarian and Turkish. Prepositions of
//! all languages are looked up together: the few that mean different things in two languages are decided by what else
//! stands there.

use super::forms::matches_any;
use super::tokens::Word;

/// What a sentence does with a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Something comes from it.
    From,
    /// Something goes there.
    To,
    /// Something is or happens there, or goes there: French *en*, English *in*, Romanian *în* do not tell.
    In,
    /// Something passes through it.
    Through,
    /// It is only named.
    None,
}

/// Where a mention stands among the words, and what of its last word the pattern fixes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inside {
    pub first: usize,
    pub last: usize,
    /// Bytes of the last word that the pattern spells out.
    pub stem: usize,
    pub town: bool,
}

const FROM: &str =
    "de d des du depuis from iz sa od ot nga din aus von da dal dalla dalle apo ap s";
const TO: &str = "vers a pour jusqu to into towards toward za prema ka do per drejt spre catre pana nach zu zur verso kam kon \
    pros gia fino dlya destination k";
const IN: &str =
    "en au aux dans chez in at u v vo vav na ne se sti stin sto ston stis stous im nel nella";
const THROUGH: &str =
    "par via through preko kroz prez cez durch prin permes meso attraverso niz cherez";
const ARTICLES: &str = "la le l les the tin ti ton il lo der die das republika republic republique republiku republici \
    republike republici jug north northern nord severna severnu severnoj severni";
/// Words for bodies and rules: "la douane de Serbie" says where the customs are, not where goods come from.
const BODIES: &str = "douane douanes douaniere douaniers tva vat pdv ambassade consulat administration autorites loi lois territoire \
    frontiere taux tarif ministere republique droits taxe taxes marche reglementation exigences";
/// Articles in a row that are looked over: "de la Republique".
const ARTICLES_READ: usize = 4;
const JOINTS: &str = "et and i e si dhe ve kai und ou or ili ose sau veya ali oder";

/// The role of the mention that stands at `inside`; `before` is the end and the role of the mention before it.
pub(super) fn role(
    folded: &str,
    words: &[Word<'_>],
    inside: Inside,
    before: Option<(usize, Role)>,
) -> Role {
    if let Some(role) = role_by_ending(folded, words, inside) {
        return role;
    }
    let mut at = inside.first;
    let mut article = None;
    let furthest = inside.first.saturating_sub(ARTICLES_READ);
    while at > furthest && is_close(folded, words[at - 1], words[at]) {
        let word = words[at - 1].text;
        if !matches_any(ARTICLES, word) {
            return role_by_preposition(words, at - 1, inside, folded)
                .or_else(|| shared_role(folded, words, at - 1, before))
                .unwrap_or_else(|| role_of_article(article, inside));
        }
        article = Some(word);
        at -= 1;
    }
    role_of_article(article, inside)
}

/// A bare "la" before a town is the Romanian preposition.
fn role_of_article(article: Option<&str>, inside: Inside) -> Role {
    match article {
        Some("la") if inside.town => Role::To,
        _ => Role::None,
    }
}

/// "vers la Serbie et le Monténégro": the second goes where the first does.
fn shared_role(
    folded: &str,
    words: &[Word<'_>],
    at: usize,
    before: Option<(usize, Role)>,
) -> Option<Role> {
    let (end, role) = before?;
    let joint = words[at];
    let between = folded.get(end..joint.start)?;
    (matches_any(JOINTS, joint.text) && between.chars().all(|c| matches!(c, ' ' | ',')))
        .then_some(role)
}

fn is_close(folded: &str, left: Word<'_>, right: Word<'_>) -> bool {
    matches!(
        folded.get(left.end()..right.start),
        Some(" " | "'" | "' " | "-" | " \"" | " (")
    )
}

fn role_by_preposition(
    words: &[Word<'_>],
    at: usize,
    inside: Inside,
    folded: &str,
) -> Option<Role> {
    let word = words[at].text;
    let earlier = at.checked_sub(1).map(|before| words[before].text);
    let role = if matches_any(FROM, word) {
        match (earlier, word) {
            (Some("destination" | "direction"), _) => Role::To,
            (Some(body), "de" | "d" | "du" | "des") if matches_any(BODIES, body) => Role::None,
            _ => Role::From,
        }
    } else if matches_any(TO, word) {
        Role::To
    } else if matches_any(IN, word) {
        match word {
            "u" | "v" | "vo" | "na" => slavic_in(words[inside.last].text, inside, word),
            _ => Role::In,
        }
    } else if matches_any(THROUGH, word) {
        Role::Through
    } else if word == "la"
        && folded
            .get(words[at].end()..words[inside.first].start)
            .is_some()
    {
        Role::To
    } else {
        return None;
    };
    Some(role)
}

/// „u Srbiju" is whither, „u Srbiji" is where; of towns the ending does not tell.
fn slavic_in(word: &str, inside: Inside, preposition: &str) -> Role {
    let slovene = preposition == "v" && word.ends_with('o');
    if inside.town {
        return Role::In;
    }
    if word.ends_with('u') || slovene {
        Role::To
    } else {
        Role::In
    }
}

/// Hungarian and Turkish say it in the ending.
fn role_by_ending(folded: &str, words: &[Word<'_>], inside: Inside) -> Option<Role> {
    let last = words[inside.last];
    // Turkish parts an ending from a name with an apostrophe.
    if let Some(next) = words.get(inside.last + 1)
        && folded.get(last.end()..next.start) == Some("'")
    {
        return match next.text {
            "dan" | "den" | "tan" | "ten" => Some(Role::From),
            "a" | "e" | "ya" | "ye" | "na" | "ne" => Some(Role::To),
            "da" | "de" | "ta" | "te" => Some(Role::In),
            _ => None,
        };
    }
    let ending = last.text.get(inside.stem..)?;
    let ends = |endings: &[&str]| endings.iter().any(|one| ending.ends_with(one));
    if ends(&["bol", "rol", "tol", "dan", "den", "tan", "ten"]) {
        return Some(Role::From);
    }
    if ends(&["ba", "be", "hoz", "hez", "ra", "re"]) {
        return Some(Role::To);
    }
    if ends(&["ban", "ben"]) {
        return Some(Role::In);
    }
    let word = last.text;
    let turkish = |endings: &[&str]| endings.iter().any(|one| word.ends_with(one));
    if !ending.is_empty() && turkish(&["istana", "luga", "daga", "aya", "eye"]) {
        return Some(Role::To);
    }
    if !ending.is_empty() && turkish(&["istanda", "lukta", "dagda", "yada", "sada", "vada", "yede"])
    {
        return Some(Role::In);
    }
    None
}
