//! Cross-validation: what the first stage makes of questions that it has not learned, and of questions about entries
//! that it has not learned.

use rayon::prelude::*;

use super::features::Keys;
use super::model::Corpus;
use super::stage::{Learned, Look, Stage};

/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// So many trials suffice: of a large corpus not all parts are asked.
const ENOUGH: usize = 9_000;

/// Of any corpus so many parts are asked: as many as small machines have cores.
const FEWEST_PARTS: usize = 2;

/// Of a part of more texts, so many are asked: spread evenly.
const MOST_TRIED: usize = 6_000;

/// Entries whose nearest ones are looked for.
const MOST_COMPARED: usize = 1_000;

/// A text, asked of a stage that had not learned it.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    /// Its place in the corpus.
    pub text: usize,
    /// Its entry was among those learned.
    pub in_scope: bool,
    /// What the stage saw.
    pub look: Look,
}

/// Tries texts of a corpus.
///
/// In each part a fifth of each entry's phrasings are asked, and a fifth of the entries are left out as a whole: their
/// phrasings stand in for questions that the FAQ does not answer, beside those of the classes beyond the FAQ. Two entries
/// that are each other's nearest are left out together: what nobody foresaw has no sibling among the entries.
pub(super) fn try_all(corpus: &Corpus, all: &[Learned<'_>], stage: &Stage) -> Vec<Tried> {
    let asked_in = asked_in(corpus);
    let parts = (ENOUGH * FOLDS / corpus.texts.len().max(1)).clamp(FEWEST_PARTS, FOLDS);
    let left_out_in = if corpus.entries > MOST_COMPARED {
        (0..corpus.entries).map(spread).collect::<Vec<_>>()
    } else {
        left_out_in(corpus, all, stage)
    };
    (0..parts)
        .into_par_iter()
        .flat_map_iter(|part| {
            let is_left_out = |class: usize| left_out_in.get(class) == Some(&part);
            let places: Vec<usize> = (0..all.len())
                .filter(|&at| asked_in[at] != part && !is_left_out(corpus.texts[at].class))
                .collect();
            let learned: Vec<Learned<'_>> = places.iter().map(|&at| all[at]).collect();
            let nearby = Some((stage, places.as_slice()));
            let stage = Stage::train(&learned, corpus.entries, corpus.beyond, nearby);
            let asked: Vec<usize> = (0..corpus.texts.len())
                .filter(|&at| asked_in[at] == part)
                .collect();
            let every = asked.len().div_ceil(MOST_TRIED);
            asked
                .into_par_iter()
                .step_by(every.max(1))
                .filter_map(|at| {
                    let text = &corpus.texts[at];
                    Some(Tried {
                        text: at,
                        in_scope: text.class < corpus.entries && !is_left_out(text.class),
                        look: stage.look(&text.seen, |_| true)?,
                    })
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// In which part a text is asked: texts of a class in turn, whatever their language.
fn asked_in(corpus: &Corpus) -> Vec<usize> {
    let mut next = vec![0; corpus.entries + corpus.beyond];
    corpus
        .texts
        .iter()
        .map(|text| {
            // Starts elsewhere for each class, so that the parts are alike in size.
            let part = (next[text.class] + text.class * 2) % FOLDS;
            next[text.class] += 1;
            part
        })
        .collect()
}

/// A part for an entry, so that neighbours in the list fall into different ones.
const fn spread(entry: usize) -> usize {
    (entry * 7 + entry / FOLDS) % FOLDS
}

/// In which part each entry is left out as a whole.
fn left_out_in(corpus: &Corpus, all: &[Learned<'_>], stage: &Stage) -> Vec<usize> {
    let mut texts: Vec<Vec<&Keys>> = vec![Vec::new(); corpus.entries];
    for text in all {
        if let Some(texts) = texts.get_mut(text.labelled.class) {
            texts.push(text.keys);
        }
    }
    let nearest: Vec<Option<usize>> = texts
        .par_iter()
        .enumerate()
        .map(|(entry, texts)| {
            let mut sums = vec![0.0; corpus.entries];
            for text in texts {
                for (sum, likeness) in sums.iter_mut().zip(stage.likeness(text)) {
                    *sum += likeness.mean;
                }
            }
            (0..corpus.entries)
                .filter(|&other| other != entry && sums[other] > 0.0)
                .max_by(|&one, &other| sums[one].total_cmp(&sums[other]))
        })
        .collect();
    (0..corpus.entries)
        .map(|entry| {
            let sibling = nearest[entry].filter(|&other| nearest[other] == Some(entry));
            spread(sibling.map_or(entry, |other| other.min(entry)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::matching::{Labelled, Seen};

    #[test]
    fn siblings_are_left_out_together_and_every_text_is_asked_once() {
        let phrasings = |what: &str, class| {
            ["how to", "where to", "when to", "who can", "may i"].map(|ask| Labelled {
                class,
                seen: Seen::plain(&format!("{ask} {what}"), Language::English),
            })
        };
        let texts: Vec<Labelled> = [
            phrasings("send a red parcel home", 0),
            phrasings("visit a museum", 1),
            phrasings("send a blue parcel home", 2),
            phrasings("buy some cheese", 3),
        ]
        .into_iter()
        .flatten()
        .collect();
        let corpus = Corpus {
            entries: 4,
            beyond: 0,
            texts,
        };
        let keys = corpus.keys();
        let all = corpus.learned(&keys);
        let stage = Stage::train(&all, 4, 0, None);
        let parts = left_out_in(&corpus, &all, &stage);
        assert_eq!(parts[0], parts[2]);
        let mut tried: Vec<usize> = try_all(&corpus, &all, &stage)
            .iter()
            .map(|one| one.text)
            .collect();
        tried.sort_unstable();
        assert_eq!(tried, (0..20).collect::<Vec<_>>());
    }
}
