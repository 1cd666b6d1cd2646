//! Words that decide by themselves: reports of trafficking, a lorry that stands at a border.
//!
//! The classifier may miss a report that is told in words it never saw, and such a report must not be stored. So
//! confidential and urgent entries can list cues, groups of words of which one each must be there.

use rustc_hash::FxHashMap;

use crate::faq::{Faq, Route};
use crate::language::{within_one, words};

/// The cues of a FAQ.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    cues: Vec<Cue>,
}

#[derive(Debug, Clone)]
struct Cue {
    entry: usize,
    /// A mistyped letter is forgiven: to hurry for nothing costs little. Not so in confidential ones, where "tarif" is
    /// not far from "trafic".
    forgiving: bool,
    groups: Vec<Vec<Pattern>>,
}

/// Words shorter than this must be typed right.
const FORGIVEN_FROM: usize = 5;

#[derive(Debug, Clone)]
struct Pattern {
    /// One word or several.
    words: Vec<String>,
    /// The last one may go on.
    open: bool,
}

impl Pattern {
    fn new(pattern: &str) -> Self {
        let open = pattern.ends_with('*');
        Self {
            words: words(pattern.trim_end_matches('*'))
                .map(str::to_owned)
                .collect(),
            open,
        }
    }

    /// The first letter of wherever it is.
    fn initial(&self) -> Option<u8> {
        self.words.first().and_then(|word| initial(word))
    }

    fn is_at(&self, text: &[&str], forgiving: bool) -> bool {
        let Some((last, before)) = self.words.split_last() else {
            return false;
        };
        let Some(word) = text.get(before.len()) else {
            return false;
        };
        let word = if self.open { start(word, last) } else { word };
        before.iter().zip(text).all(|(own, word)| own == word)
            && (word == last
                || (forgiving
                    && last.len() >= FORGIVEN_FROM
                    && initial(word) == initial(last)
                    && within_one(word, last).is_some()))
    }
}

fn initial(word: &str) -> Option<u8> {
    word.bytes().next()
}

/// The words of a text, and by each first letter where its words stand: a long message is not gone through for each pattern.
struct Text<'a> {
    words: Vec<&'a str>,
    by_initial: FxHashMap<u8, Vec<usize>>,
}

impl<'a> Text<'a> {
    fn new(folded: &'a str) -> Self {
        let words: Vec<&str> = words(folded).collect();
        let mut by_initial: FxHashMap<u8, Vec<usize>> = FxHashMap::default();
        for (at, word) in words.iter().enumerate() {
            if let Some(initial) = initial(word) {
                by_initial.entry(initial).or_default().push(at);
            }
        }
        Self { words, by_initial }
    }

    fn holds(&self, pattern: &Pattern, forgiving: bool) -> bool {
        let places = pattern.initial().and_then(|of| self.by_initial.get(&of));
        places.is_some_and(|places| {
            places
                .iter()
                .any(|&at| pattern.is_at(&self.words[at..], forgiving))
        })
    }
}

/// As much of a word as a pattern has letters.
fn start<'a>(word: &'a str, pattern: &str) -> &'a str {
    word.get(..pattern.len()).unwrap_or(word)
}

impl Cues {
    /// The cues of the FAQ's entries, confidential ones first.
    #[must_use]
    pub fn new(faq: &Faq) -> Self {
        let mut cues = Vec::new();
        for route in [Route::Confidential, Route::Urgent] {
            for (at, entry) in faq.entries.iter().enumerate() {
                if entry.settings.route == route {
                    cues.extend(entry.settings.cues.iter().map(|groups| {
                        let groups = groups
                            .iter()
                            .map(|group| group.split('|').map(Pattern::new).collect())
                            .collect();
                        Cue {
                            entry: at,
                            forgiving: route == Route::Urgent,
                            groups,
                        }
                    }));
                }
            }
        }
        Self { cues }
    }

    /// The entry whose cue a folded message holds.
    #[must_use]
    pub fn find(&self, folded: &str) -> Option<usize> {
        let text = Text::new(folded);
        self.cues
            .iter()
            .find(|cue| {
                let groups = &cue.groups;
                !groups.is_empty()
                    && groups.iter().all(|group| {
                        group
                            .iter()
                            .any(|pattern| text.holds(pattern, cue.forgiving))
                    })
            })
            .map(|cue| cue.entry)
    }
}
