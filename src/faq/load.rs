//! From files to a [`Faq`]: every file is read, every mistake reported.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::country::{Country, OtherCountries};
use super::entry::{Entry, EntryId, EntrySettings, EntryText};
use super::files::Files;
use super::localised::Localised;
use super::markdown::Beyond;
use super::problem::{Position, Report};
use super::render::Templates;
use super::{Faq, glossary, markdown, toml_file};
use crate::language::{CountryCode, Language, fold};

/// Larger files are not read.
const LARGEST_FILE: usize = 1 << 20;

/// What loading gave.
#[derive(Debug)]
pub struct Loaded {
    /// The FAQ, when nothing is wrong that would stop it from serving.
    pub faq: Option<Faq>,
    /// Everything found.
    pub report: Report,
}

/// `faq.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    languages: Vec<Language>,
    #[serde(default)]
    required: Vec<Language>,
    topics: BTreeMap<String, Localised>,
}

pub(super) fn load(files: &Files) -> Loaded {
    let mut loader = Loader::default();
    for (path, bytes) in &files.0 {
        loader.file(path, bytes);
    }
    loader.finish(files.version())
}

#[derive(Default)]
struct Loader {
    report: Report,
    settings: Option<Settings>,
    entries: BTreeMap<EntryId, Draft>,
    countries: BTreeMap<CountryCode, Country>,
    country_texts: BTreeMap<CountryCode, String>,
    other_countries: OtherCountries,
    glossary: Vec<super::Concept>,
    beyond: BTreeMap<Language, Beyond>,
}

/// An entry whose files are still coming in.
#[derive(Default)]
struct Draft {
    settings: Option<EntrySettings>,
    has_settings_file: bool,
    settings_text: String,
    texts: BTreeMap<Language, EntryText>,
}

impl Loader {
    fn file(&mut self, path: &str, bytes: &[u8]) {
        let Some(text) = self.text(path, bytes) else {
            return;
        };
        let text = text.as_str();
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["faq.toml"] => self.settings = self.toml(path, text),
            ["glossary.csv"] => self.glossary = glossary::read(path, text, &mut self.report),
            ["other-countries.toml"] => {
                self.other_countries = self.toml(path, text).unwrap_or_default();
                self.check_other_patterns(path);
            }
            ["countries", name] => self.country(path, name, text),
            ["beyond", name] => {
                if let Some(language) = self.language(path, name) {
                    let beyond = markdown::read_beyond(path, text, &mut self.report);
                    self.beyond.insert(language, beyond);
                }
            }
            [topic, entry, name] => self.entry_file(path, &format!("{topic}/{entry}"), name, text),
            _ => self.report.warning(
                path,
                Position::START,
                "this file is not read",
                "entries stand in topic/entry/, countries in countries/; move it, or take it out",
            ),
        }
    }

    fn text(&mut self, path: &str, bytes: &[u8]) -> Option<String> {
        if bytes.len() > LARGEST_FILE {
            self.report.error(
                path,
                Position::START,
                "the file is larger than 1 MiB",
                "split it, or take out what does not belong here",
            );
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                self.report.error(
                    path,
                    Position::of(&good, good.len()),
                    "the file is not in UTF-8",
                    "save it as UTF-8 (in most editors: Save as, encoding UTF-8)",
                );
                None
            }
        }
    }

    fn toml<T: DeserializeOwned>(&mut self, path: &str, text: &str) -> Option<T> {
        toml_file::read(path, text, &mut self.report)
    }

    /// The language that a file `fr.md` is in.
    fn language(&mut self, path: &str, name: &str) -> Option<Language> {
        let language = name
            .strip_suffix(".md")
            .and_then(|code| code.parse::<Language>().ok().filter(|l| l.code() == code));
        if language.is_none() {
            self.report.error(
                path,
                Position::START,
                format!("`{name}` is not the name of a language's file"),
                "call it fr.md, en.md, sr.md …: the language's code and .md",
            );
        }
        language
    }

    fn entry_file(&mut self, path: &str, id: &str, name: &str, text: &str) {
        let id = match id.parse::<EntryId>() {
            Ok(id) => id,
            Err(error) => {
                self.report.error(
                    path,
                    Position::START,
                    error.to_string(),
                    "rename the folder",
                );
                return;
            }
        };
        if name == "entry.toml" {
            let settings = self.toml::<EntrySettings>(path, text);
            let draft = self.entries.entry(id).or_default();
            draft.has_settings_file = true;
            text.clone_into(&mut draft.settings_text);
            draft.settings = settings;
        } else if let Some(language) = self.language(path, name) {
            let text = markdown::read_entry_text(path, text, &mut self.report);
            let draft = self.entries.entry(id).or_default();
            if let Some(text) = text {
                draft.texts.insert(language, text);
            }
        }
    }

    fn country(&mut self, path: &str, name: &str, text: &str) {
        let Some(country) = self.toml::<Country>(path, text) else {
            return;
        };
        let code = country.code.to_string();
        if name != format!("{}.toml", code.to_lowercase()) {
            self.report.error(
                path,
                Position::START,
                format!("the file is called {name}, the country {code}"),
                format!("call it {}.toml", code.to_lowercase()),
            );
        }
        for pattern in country.mentions.iter().chain(&country.places) {
            self.check_pattern(path, text, pattern);
        }
        for (key, fact) in country.facts() {
            let evidence = fact.evidence();
            let unknown = evidence
                .source
                .iter()
                .find(|id| !country.sources.contains_key(*id));
            if let Some(id) = unknown {
                self.report.error(
                    path,
                    Position::of_text(text, &format!("[{key}")),
                    format!("[{key}] names the source `{id}`, which is not in this file"),
                    format!("add a table [sources.{id}] with title, url and checked"),
                );
            }
            if evidence.source.is_empty() {
                self.report.error(
                    path,
                    Position::of_text(text, &format!("[{key}")),
                    format!("[{key}] names no source"),
                    "write source = [\"…\"] with the id of one of this file's sources",
                );
            }
        }
        if country.names.is_empty() {
            self.report.error(
                path,
                Position::START,
                "the country has no name in any language",
                "add a table [names.fr]",
            );
        }
        self.country_texts.insert(country.code, text.to_owned());
        self.countries.insert(country.code, country);
    }

    fn check_other_patterns(&mut self, path: &str) {
        let places = self.other_countries.clone();
        for pattern in [&places.mentions, &places.home, &places.union]
            .into_iter()
            .flat_map(BTreeMap::values)
            .flatten()
        {
            self.check_pattern(path, "", pattern);
        }
    }

    fn check_pattern(&mut self, path: &str, text: &str, pattern: &str) {
        let words = pattern.strip_suffix('*').unwrap_or(pattern);
        let folded = fold(words);
        if words.is_empty() || folded != words {
            self.report.error(
                path,
                Position::of_text(text, &format!("\"{pattern}\"")),
                format!("`{pattern}` can never be found: messages are compared folded"),
                format!(
                    "write `{folded}`: lower case, no accents, Latin letters, `*` only at the end"
                ),
            );
        }
    }

    fn finish(mut self, version: u64) -> Loaded {
        let settings = self.settings.take();
        if settings.is_none() && self.report.errors() == 0 {
            self.report.error(
                "faq.toml",
                Position::START,
                "there is no faq.toml",
                "give the FAQ's folder with --faq, or write faq.toml with `languages` and `topics`",
            );
        }
        let mut entries = Vec::new();
        for (id, draft) in std::mem::take(&mut self.entries) {
            let file = format!("{id}/entry.toml");
            if !draft.has_settings_file {
                self.report.error(
                    &file,
                    Position::START,
                    "the entry has no entry.toml",
                    "write one with at least `verified = <today>`",
                );
            }
            let Some(settings) = draft.settings else {
                continue;
            };
            if draft.texts.is_empty() {
                self.report.error(
                    &file,
                    Position::START,
                    "the entry has no text in any language",
                    "write fr.md and en.md beside it",
                );
                continue;
            }
            entries.push(Entry {
                id,
                settings,
                settings_text: draft.settings_text,
                texts: draft.texts,
            });
        }
        let mut faq = settings.map(|settings| Faq {
            version,
            languages: settings.languages,
            required: settings.required,
            topics: settings.topics,
            index: index(&entries),
            entries,
            countries: self.countries,
            country_texts: self.country_texts,
            other_countries: self.other_countries,
            glossary: self.glossary,
            beyond: self.beyond,
            templates: BTreeMap::new(),
        });
        if let Some(faq) = &mut faq {
            check_references(faq, &mut self.report);
            faq.templates = compile(faq, &mut self.report);
        }
        self.report.sort();
        Loaded {
            faq: faq.filter(|_| self.report.errors() == 0),
            report: self.report,
        }
    }
}

fn index(entries: &[Entry]) -> HashMap<EntryId, usize> {
    entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.id.clone(), at))
        .collect()
}

/// Names that stand for something elsewhere in the files.
fn check_references(faq: &Faq, report: &mut Report) {
    if faq.languages.is_empty() {
        report.error(
            "faq.toml",
            Position::START,
            "`languages` is empty",
            "list the languages in order of fallback, such as [\"en\", \"fr\"]",
        );
    }
    if faq.entries.is_empty() {
        report.error(
            "faq.toml",
            Position::START,
            "the FAQ has no entry",
            "write one in topic/entry/: entry.toml and fr.md",
        );
    }
    for entry in &faq.entries {
        let file = entry.file("entry.toml");
        if !faq.topics.contains_key(entry.id.topic()) {
            report.error(
                &file,
                Position::START,
                format!("the topic `{}` has no title", entry.id.topic()),
                "add it to [topics] in faq.toml",
            );
        }
        for related in &entry.settings.related {
            let known = related
                .parse()
                .is_ok_and(|id: EntryId| faq.index.contains_key(&id));
            if !known {
                let near = nearest(related, faq.entries.iter().map(|entry| entry.id.as_str()));
                report.error(
                    &file,
                    entry.position_of(&format!("\"{related}\"")),
                    format!("`related` names `{related}`, which is no entry"),
                    near.map_or_else(
                        || "take it out".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                );
            }
        }
        for country in &entry.settings.countries {
            if !faq.countries.contains_key(country) {
                report.error(
                    &file,
                    entry.position_of(&format!("\"{country}\"")),
                    format!("`countries` names {country}, which has no file"),
                    format!(
                        "write countries/{}.toml, or take it out",
                        country.to_string().to_lowercase()
                    ),
                );
            }
        }
    }
}

/// The known name that is nearest to a mistyped one, when it is near.
fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::jaro_winkler(given, name), name))
        .filter(|(similarity, _)| *similarity > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Compiles every answer.
fn compile(faq: &Faq, report: &mut Report) -> BTreeMap<Language, Templates> {
    let mut templates: BTreeMap<Language, Templates> = BTreeMap::new();
    for entry in &faq.entries {
        for (language, text) in &entry.texts {
            let Some(answer) = &text.answer else {
                continue;
            };
            let added = templates
                .entry(*language)
                .or_insert_with(|| Templates::new(faq.fallback(*language)))
                .add(&entry.id, &answer.template);
            if let Err(error) = added {
                report.error(
                    &entry.file(&format!("{language}.md")),
                    Position::line(answer.line + error.line - 1),
                    format!("the answer's template is broken: {}", error.message),
                    "check that each {{ … }} is closed and each {% if %} has its {% endif %}",
                );
            }
        }
    }
    templates
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::faq::check;

    const FILES: [&str; 8] = [
        "faq.toml",
        "glossary.csv",
        "other-countries.toml",
        "countries/rs.toml",
        "beyond/fr.md",
        "origin/x/entry.toml",
        "origin/x/fr.md",
        "origin/x/zz.md",
    ];

    /// A small FAQ without mistakes, to put one file of any bytes into.
    fn sound() -> BTreeMap<&'static str, Vec<u8>> {
        BTreeMap::from([
            (
                "faq.toml",
                "languages = [\"fr\"]\n[topics]\norigin = { fr = \"Origine\" }\n".into(),
            ),
            ("origin/x/entry.toml", "verified = 2026-11-25\n".into()),
            (
                "origin/x/fr.md",
                "# Quoi ?\n\n- un\n\n---\n\nVoilà.\n".into(),
            ),
        ])
    }

    fn load_with(path: &'static str, bytes: Vec<u8>) -> Loaded {
        let mut files = sound();
        files.insert(path, bytes);
        load(&files.into_iter().collect())
    }

    #[test]
    fn the_sound_faq_loads() {
        let loaded = load(&sound().into_iter().collect());
        assert!(loaded.faq.is_some(), "{}", loaded.report);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_file_give_a_faq_or_a_report(
            file in 0..FILES.len(),
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                "(\\[|\\]|=|\"|\\{|\\}|%|#|-|,|[a-z]{1,6}|[0-9]|é|\n| ){0,120}".prop_map(String::into_bytes),
            ],
        ) {
            let loaded = load_with(FILES[file], bytes);
            match &loaded.faq {
                Some(faq) => drop(check(faq, jiff::civil::date(2026, 11, 25))),
                None => prop_assert!(loaded.report.errors() > 0),
            }
        }
    }

    #[test]
    fn mistakes_are_told_where_they_stand() {
        let loaded = load_with(
            "origin/x/entry.toml",
            b"verified = 2026-11-25\nrelated = [\"origin/y\"]\n".to_vec(),
        );
        let report = loaded.report.to_string();
        assert!(
            report.starts_with("origin/x/entry.toml:2:12: error: `related` names `origin/y`"),
            "{report}"
        );
    }
}
