//! The places that a message mentions, and the part each plays in it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::roles::{self, Role};
use super::tokens::{Word, word_spans, words};
use super::{CountryCode, Place, deletions, fold, within_one};
use crate::flat::Table;

/// What a word says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// It is the name of the place, or an adjective made of it.
    Name,
    /// It is a town, a port or a border crossing in it.
    Town,
}

/// A place that a folded text mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The place.
    pub place: Place,
    /// Whether by its name or by a town.
    pub kind: MentionKind,
    /// The mention's first byte in the folded text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What the sentence does with the place.
    pub role: Role,
    /// Whether the name was only nearly spelt.
    pub approximate: bool,
}

/// The zone's country that a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountryChoice {
    /// The only one.
    One(CountryCode),
    /// None is mentioned.
    None,
    /// Several, in the order of their first mention.
    Several(Vec<CountryCode>),
}

#[derive(Debug, Clone)]
struct PatternWord {
    text: String,
    open: bool,
}

impl PatternWord {
    fn fits(&self, word: &str) -> bool {
        if self.open {
            word.starts_with(&self.text)
        } else {
            word == self.text
        }
    }
}

#[derive(Debug, Clone)]
struct Pattern {
    words: Vec<PatternWord>,
    place: Place,
    kind: MentionKind,
}

/// The words by which places are mentioned.
///
/// It is made once from the country files. Looking a text up costs a few hash look-ups for each word of the text,
/// whatever the number of patterns.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    patterns: Vec<Pattern>,
    /// Patterns by their first word.
    exact: FxHashMap<String, Vec<usize>>,
    /// Patterns by the stem of their first word.
    open: FxHashMap<String, Vec<usize>>,
    /// The longest stem, in bytes.
    longest_stem: usize,
    /// Spellings of names by what is left of them without one letter.
    near: Table,
    spellings: Vec<(String, usize)>,
}

/// Letters that a word needs for a nearly right spelling of it to count.
const LEAST_LETTERS: usize = 6;

/// Longer words are no names of places.
const MOST_LETTERS: usize = 24;

/// Words of a text that are compared with misspellings.
const WORDS_COMPARED: usize = 250;

/// The endings with which a stem is a name in the languages of the zone.
const ENDINGS: &[&str] = &[
    "", "a", "e", "i", "o", "u", "ja", "je", "ju", "ji", "jo", "ya", "ia", "ie", "ija", "iju",
    "ije", "iji", "en", "in",
];

/// Common words that lie one letter from a name.
const NEVER: &[&str] = &[
    "serija", "serije", "seriju", "seriji", "series", "serien", "create", "creates", "hungry",
    "service", "servis", "turnkey", "trance", "chance", "romain", "romaine", "romans", "cypress",
    "balance", "finance", "francs", "franco", "franke", "frange", "granica", "granice", "granici",
    "croire", "croise", "turbine", "italic", "marine", "moldave",
];

impl Gazetteer {
    /// A gazetteer of patterns: words to be found in folded texts, `*` at a word's end for any ending ("serbi*",
    /// "bosn* i herceg*"). A pattern without a letter is left out. Where two fit the same words the more exact one
    /// wins, then the first.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = (Place, &'a str, MentionKind)>) -> Self {
        let mut gazetteer = Self::default();
        for (place, pattern, kind) in entries {
            gazetteer.insert(place, pattern, kind);
        }
        gazetteer.index_spellings();
        gazetteer
    }

    fn insert(&mut self, place: Place, pattern: &str, kind: MentionKind) {
        let mut parts = Vec::new();
        for chunk in pattern.split_whitespace() {
            let open = chunk.ends_with('*');
            let folded = fold(chunk.trim_end_matches('*'));
            let mut inside: Vec<_> = words(&folded)
                .map(|word| PatternWord {
                    text: word.to_owned(),
                    open: false,
                })
                .collect();
            if let Some(last) = inside.last_mut() {
                last.open = open;
            }
            parts.append(&mut inside);
        }
        let Some(first) = parts.first() else { return };
        let index = self.patterns.len();
        let by_first = if first.open {
            self.longest_stem = self.longest_stem.max(first.text.len());
            &mut self.open
        } else {
            &mut self.exact
        };
        by_first.entry(first.text.clone()).or_default().push(index);
        self.patterns.push(Pattern {
            words: parts,
            place,
            kind,
        });
    }

    /// Notes how each name may be spelt, for finding words one letter off: two words lie so near if they are the same
    /// without one letter each.
    fn index_spellings(&mut self) {
        let mut seen = FxHashSet::default();
        let mut near = Vec::new();
        for (index, pattern) in self.patterns.iter().enumerate() {
            let [word] = pattern.words.as_slice() else {
                continue;
            };
            if pattern.kind != MentionKind::Name {
                continue;
            }
            let endings: &[&str] = if word.open { ENDINGS } else { &[""] };
            for ending in endings {
                let spelling = format!("{}{ending}", word.text);
                let letters = spelling.chars().count();
                if !(LEAST_LETTERS..=MOST_LETTERS).contains(&letters)
                    || !seen.insert(spelling.clone())
                {
                    continue;
                }
                let number = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
                near.extend(deletions(&spelling).map(|hash| (hash, number)));
                self.spellings.push((spelling, index));
            }
        }
        self.near = Table::new(&near);
    }

    /// The places that a folded text mentions, in order. Of mentions that overlap the longest stands. Nearly right
    /// spellings of names count where the text names no country of the zone outright.
    #[must_use]
    pub fn find(&self, folded: &str) -> Vec<Mention> {
        let words: Vec<Word<'_>> = word_spans(folded).collect();
        let mut hits = self.exact_hits(folded, &words);
        let named = hits
            .iter()
            .any(|hit| matches!(self.patterns[hit.pattern].place, Place::Country(_)));
        if !named {
            self.add_near_hits(&words, &mut hits);
        }
        hits.sort_unstable_by_key(|hit| hit.first);
        let mut mentions: Vec<Mention> = Vec::with_capacity(hits.len());
        for hit in hits {
            let pattern = &self.patterns[hit.pattern];
            let stem = pattern.words.last().map_or(0, |word| word.text.len());
            let inside = roles::Inside {
                first: hit.first,
                last: hit.first + hit.count - 1,
                stem,
                town: pattern.kind == MentionKind::Town,
            };
            let before = mentions.last().map(|mention| (mention.end, mention.role));
            mentions.push(Mention {
                place: pattern.place,
                kind: pattern.kind,
                start: words[inside.first].start,
                end: words[inside.last].end(),
                role: roles::role(folded, &words, inside, before),
                approximate: hit.approximate,
            });
        }
        mentions
    }

    fn exact_hits(&self, folded: &str, words: &[Word<'_>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some(hit) = self.best_at(folded, words, at) else {
                at += 1;
                continue;
            };
            // A longer one that starts inside this one overrides it.
            let longer = (at + 1..at + hit.count)
                .filter_map(|inside| self.best_at(folded, words, inside))
                .find(|later| later.count > hit.count);
            let hit = longer.unwrap_or(hit);
            at = hit.first + hit.count;
            hits.push(hit);
        }
        hits
    }

    /// The longest pattern that fits the words from `at` on.
    fn best_at(&self, folded: &str, words: &[Word<'_>], at: usize) -> Option<Hit> {
        let word = words[at].text;
        let stems = (1..=self.longest_stem.min(word.len()))
            .filter_map(|length| word.get(..length))
            .filter_map(|stem| self.open.get(stem));
        let mut best: Option<(Hit, (usize, bool, usize))> = None;
        for &index in self.exact.get(word).into_iter().chain(stems).flatten() {
            let pattern = &self.patterns[index];
            let count = pattern.words.len();
            let Some(inside) = words.get(at..at + count) else {
                continue;
            };
            let fits = pattern
                .words
                .iter()
                .zip(inside)
                .all(|(part, word)| part.fits(word.text));
            if !fits || !is_one_phrase(folded, inside) {
                continue;
            }
            let length = pattern.words.iter().map(|part| part.text.len()).sum();
            let exact = pattern.words.iter().all(|part| !part.open);
            let rank = (count, exact, length);
            if best.as_ref().is_none_or(|(_, other)| rank > *other) {
                let hit = Hit {
                    first: at,
                    count,
                    pattern: index,
                    approximate: false,
                };
                best = Some((hit, rank));
            }
        }
        best.map(|(hit, _)| hit)
    }

    fn add_near_hits(&self, words: &[Word<'_>], hits: &mut Vec<Hit>) {
        let taken: FxHashSet<usize> = hits
            .iter()
            .flat_map(|hit| hit.first..hit.first + hit.count)
            .collect();
        for (at, word) in words.iter().enumerate().take(WORDS_COMPARED) {
            if taken.contains(&at) {
                continue;
            }
            if let Some(pattern) = self.near(word.text) {
                hits.push(Hit {
                    first: at,
                    count: 1,
                    pattern,
                    approximate: true,
                });
            }
        }
    }

    /// The pattern of a name that is spelt with one letter more, less, changed or swapped. The first letter is right:
    /// people rarely mistype it, and unrelated words often differ in nothing else.
    fn near(&self, word: &str) -> Option<usize> {
        let letters = word.chars().count();
        if !(LEAST_LETTERS..=MOST_LETTERS).contains(&letters)
            || !word.bytes().all(|b| b.is_ascii_alphabetic())
            || NEVER.contains(&word)
        {
            return None;
        }
        deletions(word)
            .flat_map(|hash| self.near.all(hash))
            .filter_map(|number| self.spellings.get(number as usize))
            .find(|(spelling, _)| {
                spelling.as_bytes().first() == word.as_bytes().first()
                    && within_one(spelling, word).is_some()
            })
            .map(|(_, pattern)| *pattern)
    }
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    first: usize,
    count: usize,
    pattern: usize,
    approximate: bool,
}

/// Whether only spaces, hyphens and the like stand between the words.
fn is_one_phrase(folded: &str, words: &[Word<'_>]) -> bool {
    words.windows(2).all(|pair| {
        folded.get(pair[0].end()..pair[1].start).is_some_and(|gap| {
            gap.chars()
                .all(|c| matches!(c, ' ' | '-' | '\'' | '/' | '&' | '.'))
        })
    })
}

/// The zone's country that a message is about: the one it mentions, or all of them in order. A town that goods only come
/// from does not count beside a country that is named.
#[must_use]
pub fn country(mentions: &[Mention]) -> CountryChoice {
    let of_zone = |mention: &&Mention| matches!(mention.place, Place::Country(_));
    let named = mentions
        .iter()
        .filter(of_zone)
        .any(|mention| mention.kind == MentionKind::Name);
    let mut codes: Vec<CountryCode> = Vec::new();
    for mention in mentions.iter().filter(of_zone) {
        let aside = named && mention.kind == MentionKind::Town && mention.role == Role::From;
        if let (false, Some(code)) = (aside, mention.place.code())
            && !codes.contains(&code)
        {
            codes.push(code);
        }
    }
    match codes.as_slice() {
        [] => CountryChoice::None,
        [code] => CountryChoice::One(*code),
        _ => CountryChoice::Several(codes),
    }
}

#[cfg(test)]
mod tests;
