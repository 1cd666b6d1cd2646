//! The curated FAQ: entries, countries, glossary, as maintainers write them in files.
//!
//! [`Files`] are bytes from a folder or from inside the program; [`Faq::load`] turns them into one
//! immutable [`Faq`] or a [`Report`] of everything that is wrong, each with file, line and column.
//! Loading never fails half-way: a mistaken file never reaches an asker.

mod check;
mod country;
mod document;
mod entry;
mod files;
mod glossary;
mod load;
mod localised;
mod markdown;
pub mod notation;
mod problem;
mod render;
mod schema;
mod toml_file;
pub mod translations;

use std::collections::{BTreeMap, HashMap};

pub use check::check;
pub use country::{Agreement, Country, Evidence, Evidenced, Names, OtherCountries};
pub use document::{Document, UnrenderedAnswer, Variant};
pub use entry::{
    Answer, Entry, EntryId, EntrySettings, EntryText, InvalidEntryId, Need, Route, Source, Status,
};
pub use files::{Files, UnreadableFolder};
pub use glossary::Concept;
pub use load::Loaded;
pub use localised::{Day, Localised};
pub use markdown::Beyond;
pub use problem::{Position, Problem, Report, Severity};
pub use render::{Rendered, TemplateError, Templates};
pub use schema::schemas;

use crate::language::{CountryCode, Direction, Language};

/// The whole FAQ, loaded and checked for everything that would stop it from serving.
#[derive(Debug, Clone)]
pub struct Faq {
    /// A hash of the files: changes with every change of content.
    pub version: u64,
    /// Languages in the order in which answers fall back.
    pub languages: Vec<Language>,
    /// Languages that every entry must have.
    pub required: Vec<Language>,
    /// Topics and their titles.
    pub topics: BTreeMap<String, Localised>,
    /// The entries, in the order of their names.
    pub entries: Vec<Entry>,
    /// The countries of the zone.
    pub countries: BTreeMap<CountryCode, Country>,
    /// Words for France, the EU and countries outside the zone.
    pub other_countries: OtherCountries,
    /// Customs concepts.
    pub glossary: Vec<Concept>,
    /// Questions that the FAQ does not answer, by language.
    pub beyond: BTreeMap<Language, Beyond>,
    /// The country files as they are written, to tell where in them something stands.
    country_texts: BTreeMap<CountryCode, String>,
    index: HashMap<EntryId, usize>,
    templates: BTreeMap<Language, Templates>,
}

impl Faq {
    /// Loads the FAQ from its files.
    #[must_use]
    pub fn load(files: &Files) -> Loaded {
        load::load(files)
    }

    /// The entry of this name.
    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.index.get(id).map(|at| &self.entries[*at])
    }

    /// The entry's place in [`Faq::entries`].
    #[must_use]
    pub fn position(&self, id: &EntryId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The languages to look for a text in, best first: the asker's, its nearest relatives, then
    /// the FAQ's order of fallback.
    #[must_use]
    pub fn fallback(&self, asked: Language) -> Vec<Language> {
        let mut order = vec![asked];
        let relatives = [
            Language::Serbian,
            Language::Bosnian,
            Language::Croatian,
            Language::Montenegrin,
        ];
        if asked.is_bcs() {
            order.extend(relatives);
        }
        order.extend(&self.languages);
        let mut seen = Vec::new();
        order.retain(|language| {
            let new = !seen.contains(language);
            seen.push(*language);
            new
        });
        order
    }

    /// The FAQ as it would be had nobody written anything in `language` or its close relatives: what its other languages
    /// are worth to those who ask in it. Answers that only these languages have stay away with them.
    #[must_use]
    pub fn without(mut self, language: Language) -> Self {
        let is_kept = |other: &Language| other.family() != language.family();
        for entry in &mut self.entries {
            entry.texts.retain(|language, _| is_kept(language));
        }
        self.beyond.retain(|language, _| is_kept(language));
        // Another FAQ: its trained matcher must not be taken for that of the whole.
        self.version = self
            .version
            .wrapping_mul(31)
            .wrapping_add(language.code().bytes().map(u64::from).sum::<u64>());
        self
    }

    /// An entry's text for an asker of this language, and the language that it is in. It may have no answer.
    #[must_use]
    pub fn text<'a>(&self, entry: &'a Entry, asked: Language) -> Option<(Language, &'a EntryText)> {
        self.first_text(entry, asked, |_| true)
    }

    /// The language of an entry's answer for an asker of this language.
    #[must_use]
    pub fn answers_in(&self, entry: &Entry, asked: Language) -> Option<Language> {
        self.first_text(entry, asked, |text| text.answer.is_some())
            .map(|(language, _)| language)
    }

    fn first_text<'a>(
        &self,
        entry: &'a Entry,
        asked: Language,
        serves: impl Fn(&EntryText) -> bool,
    ) -> Option<(Language, &'a EntryText)> {
        self.fallback(asked)
            .into_iter()
            .filter_map(|language| Some((language, entry.texts.get(&language)?)))
            .chain(entry.texts.iter().map(|(language, text)| (*language, text)))
            .find(|(_, text)| serves(text))
    }

    /// Renders an entry's answer in a language that it has.
    ///
    /// # Errors
    ///
    /// When the template fails: never for files that [`check`] passed.
    pub fn render(
        &self,
        entry: &Entry,
        language: Language,
        country: Option<CountryCode>,
        direction: Option<Direction>,
    ) -> Result<Rendered, TemplateError> {
        let country = country.and_then(|code| self.countries.get(&code));
        self.templates
            .get(&language)
            .ok_or_else(|| TemplateError {
                line: 1,
                message: format!("there is no text in {language}"),
            })?
            .render(&entry.id, country, direction)
    }
}
