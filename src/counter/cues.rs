//! Words that decide by themselves: reports of trafficking, a lorry that stands at a border.
//!
//! The classifier may miss a report that is told in words it never saw, and such a report must not be stored. So
//! confidential and urgent entries can list cues, groups of words of which one each must be there.

use crate::faq::{Faq, Route};
use crate::language::words;

/// The cues of a FAQ.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    /// Entry, and the groups of words of one cue.
    cues: Vec<(usize, Vec<Vec<Pattern>>)>,
}

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

    fn is_at(&self, text: &[&str]) -> bool {
        let Some((last, before)) = self.words.split_last() else {
            return false;
        };
        text.len() > before.len()
            && before.iter().zip(text).all(|(own, word)| own == word)
            && if self.open {
                text[before.len()].starts_with(last.as_str())
            } else {
                text[before.len()] == last
            }
    }
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
                        (at, groups)
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
        let holds = |pattern: &Pattern| (0..text.len()).any(|at| pattern.is_at(&text[at..]));
        self.cues
            .iter()
            .find(|(_, groups)| {
                !groups.is_empty() && groups.iter().all(|group| group.iter().any(holds))
            })
            .map(|(entry, _)| *entry)
    }
}
