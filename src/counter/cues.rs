//! Words that decide by themselves: reports of trafficking, a lorry that stands at a border.
//!
//! The classifier may miss a report that is told in words it never saw, and such a report must not be stored. So
//! confidential and urgent entries can list cues, groups of words of which one each must be there.

use crate::faq::{Faq, Route};
use crate::language::words;

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
                    && word.as_bytes().first() == last.as_bytes().first()
                    && strsim::osa_distance(word, last) == 1))
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
        let text: Vec<&str> = words(folded).collect();
        let holds = |pattern: &Pattern, forgiving| {
            (0..text.len()).any(|at| pattern.is_at(&text[at..], forgiving))
        };
        self.cues
            .iter()
            .find(|cue| {
                let groups = &cue.groups;
                !groups.is_empty()
                    && groups
                        .iter()
                        .all(|group| group.iter().any(|pattern| holds(pattern, cue.forgiving)))
            })
            .map(|cue| cue.entry)
    }
}
