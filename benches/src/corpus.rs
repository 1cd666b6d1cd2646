//! What is asked, and of what: entries of others, and as many more as wanted.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Entries with their phrasings, and questions whose entry is known.
pub struct Corpus {
    /// Phrasings, each with its entry.
    pub phrasings: Vec<(String, usize)>,
    /// How many entries there are.
    pub entries: usize,
    /// Questions, each with its entry.
    pub questions: Vec<(String, usize)>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    questions: Vec<String>,
}

#[derive(Deserialize)]
struct Question {
    q: String,
    expect: Option<String>,
}

impl Corpus {
    /// Reads entries and questions in the form of `guichet bench`; questions that no entry answers are passed over.
    pub fn read(entries: &Path, questions: &Path) -> Result<Self> {
        let entries: Vec<Entry> = lines(entries)?;
        let number = |id: &str| entries.iter().position(|entry| entry.id == id);
        let questions = lines::<Question>(questions)?
            .into_iter()
            .filter_map(|question| Some((question.q, number(&question.expect?)?)))
            .collect();
        Ok(Self {
            phrasings: entries
                .iter()
                .enumerate()
                .flat_map(|(at, entry)| entry.questions.iter().map(move |text| (text.clone(), at)))
                .collect(),
            entries: entries.len(),
            questions,
        })
    }

    /// The first entries alone, with their questions.
    pub fn first(&self, entries: usize) -> Self {
        let within = |texts: &[(String, usize)]| -> Vec<(String, usize)> {
            let within = texts.iter().filter(|(_, entry)| *entry < entries);
            within.cloned().collect()
        };
        Self {
            phrasings: within(&self.phrasings),
            entries,
            questions: within(&self.questions),
        }
    }

    /// As many entries as wanted, each of so many phrasings: every entry is crossed with made-up subjects, whose names its
    /// phrasings and questions carry (`… barolin`). An entry is then told from others by what it asks, from its twins by the
    /// subject: harder in one way than a real FAQ of that size, easier in another, and as large.
    pub fn enlarged(&self, entries: usize, phrasings: usize) -> Self {
        let subjects = entries.div_ceil(self.entries);
        let mut taken = vec![0; self.entries];
        let base: Vec<&(String, usize)> = self
            .phrasings
            .iter()
            .filter(|(_, entry)| {
                taken[*entry] += 1;
                taken[*entry] <= phrasings
            })
            .collect();
        let about = |text: &str, subject: usize| format!("{text} {}", name(subject));
        let number = |entry: usize, subject: usize| entry * subjects + subject;
        Self {
            phrasings: base
                .iter()
                .flat_map(|(text, entry)| {
                    (0..subjects)
                        .map(move |subject| (about(text, subject), number(*entry, subject)))
                })
                .collect(),
            entries: self.entries * subjects,
            questions: self
                .questions
                .iter()
                .enumerate()
                .map(|(at, (text, entry))| {
                    let subject = at * 7 % subjects;
                    (about(text, subject), number(*entry, subject))
                })
                .collect(),
        }
    }
}

/// The name of a made-up subject: three syllables, another for each number below 13,824.
fn name(subject: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ro", "lin", "ke", "mu", "sta", "vo", "pri", "zel", "to", "gan", "fi", "dru", "mor",
        "ce", "hul", "ja", "wen", "bri", "sko", "tal", "ne", "gru", "pom",
    ];
    [1, 24, 576]
        .map(|power| SYLLABLES[subject / power % 24])
        .concat()
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))
        })
        .collect()
}
