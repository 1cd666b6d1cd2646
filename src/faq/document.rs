//! The FAQ as one JSON document, for other programs.
//!
//! ```json
//! {"format": 1, "languages": ["en", …], "required": ["fr", …],
//!  "topics": {"origin": {"fr": "Origine", …}, …},
//!  "entries": [{"id": "origin/eur1-certificate", "topic": "origin", "route": "answer", "status": "draft",
//!    "countries": ["RS", …], "directions": [], "needs": ["country"], "verified": "2026-11-25", "review_by": null,
//!    "related": ["origin/…"], "sources": [{"title": "…", "url": "https://…", "checked": "2026-11-24"}],
//!    "texts": {"fr": {"question": "…", "phrasings": ["…"], "template": "…", "answers":
//!      [{"countries": null, "markdown": "…"}, {"countries": ["RS", "ME"], "markdown": "…"}]}, …}}],
//!  "countries": [{"code": "RS", …: the country's file, with days as text}]}
//! ```
//!
//! `countries` of an entry are those it covers, written out. `template` is `null` where a language has ways to ask
//! alone; `answers` are the template rendered: for no country (`"countries": null`, unless the entry needs one) and for
//! every country in which it says something else, those that read the same together. Keys, entries and countries
//! always stand in the same order; `format` grows when a key changes its meaning or goes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::entry::{Entry, EntryText, Need, Route, Source, Status};
use super::render::TemplateError;
use super::{Faq, Rendered};
use crate::language::{CountryCode, Direction, Language};

/// The version of the document's shape.
const FORMAT: u32 = 1;

/// The whole FAQ for other programs; its shape is in this file's documentation and in ARCHITECTURE.md.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    format: u32,
    languages: &'a [Language],
    required: &'a [Language],
    topics: BTreeMap<&'a str, BTreeMap<Language, &'a str>>,
    entries: Vec<EntryRecord<'a>>,
    countries: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct EntryRecord<'a> {
    id: &'a str,
    topic: &'a str,
    route: Route,
    status: Status,
    countries: Vec<CountryCode>,
    directions: &'a [Direction],
    needs: &'a [Need],
    verified: String,
    review_by: Option<String>,
    related: &'a [String],
    sources: Vec<SourceRecord<'a>>,
    texts: BTreeMap<&'static str, TextRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct SourceRecord<'a> {
    title: &'a str,
    url: &'a str,
    checked: Option<String>,
}

#[derive(Debug, Serialize)]
struct TextRecord<'a> {
    question: &'a str,
    phrasings: Vec<&'a str>,
    template: Option<&'a str>,
    answers: Vec<AnswerRecord>,
}

#[derive(Debug, Serialize)]
struct AnswerRecord {
    countries: Option<Vec<CountryCode>>,
    markdown: String,
}

/// An answer as it reads in some countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The countries in which it reads so; empty for the answer without a country.
    pub countries: Vec<CountryCode>,
    /// The answer.
    pub rendered: Rendered,
}

impl Faq {
    /// The FAQ as one document.
    ///
    /// # Errors
    ///
    /// When an answer's template fails, with its entry and language: never for files that [`check`](super::check) passed.
    pub fn document(&self) -> Result<Document<'_>, UnrenderedAnswer> {
        Ok(Document {
            format: FORMAT,
            languages: &self.languages,
            required: &self.required,
            topics: self
                .topics
                .iter()
                .map(|(id, title)| (id.as_str(), title.texts().collect()))
                .collect(),
            entries: self
                .entries
                .iter()
                .map(|entry| self.entry_record(entry))
                .collect::<Result<_, _>>()?,
            countries: self
                .country_texts
                .values()
                .filter_map(|text| text.parse::<toml::Table>().ok())
                .map(|table| json(toml::Value::Table(table)))
                .collect(),
        })
    }

    fn entry_record<'a>(&'a self, entry: &'a Entry) -> Result<EntryRecord<'a>, UnrenderedAnswer> {
        let settings = &entry.settings;
        let text = |(language, text): (&Language, &'a EntryText)| {
            let answers = match text.answer {
                Some(_) => self.variants(entry, *language)?,
                None => Vec::new(),
            };
            let record = TextRecord {
                question: &text.question,
                phrasings: text
                    .phrasings
                    .iter()
                    .map(|(text, _)| text.as_str())
                    .collect(),
                template: text.answer.as_ref().map(|answer| answer.template.trim()),
                answers: answers
                    .into_iter()
                    .map(|variant| AnswerRecord {
                        countries: Some(variant.countries).filter(|codes| !codes.is_empty()),
                        markdown: variant.rendered.markdown,
                    })
                    .collect(),
            };
            Ok((language.code(), record))
        };
        Ok(EntryRecord {
            id: entry.id.as_str(),
            topic: entry.id.topic(),
            route: settings.route,
            status: settings.status,
            countries: self.covered(entry).collect(),
            directions: &settings.directions,
            needs: &settings.needs,
            verified: settings.verified.0.to_string(),
            review_by: settings.review_by.map(|day| day.0.to_string()),
            related: &settings.related,
            sources: settings.sources.iter().map(source).collect(),
            texts: entry.texts.iter().map(text).collect::<Result<_, _>>()?,
        })
    }

    /// The countries of the zone that an entry covers.
    pub fn covered<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = CountryCode> + 'a {
        self.countries
            .keys()
            .copied()
            .filter(|code| entry.covers(*code))
    }

    /// All that an entry's answer in a language can say: without a country first, unless the entry needs one, then for
    /// every country in which it says something else, those that read the same together.
    ///
    /// # Errors
    ///
    /// When the template fails: never for files that [`check`](super::check) passed.
    pub fn variants(
        &self,
        entry: &Entry,
        language: Language,
    ) -> Result<Vec<Variant>, UnrenderedAnswer> {
        let render = |country: Option<CountryCode>| {
            self.render(entry, language, country, None)
                .map_err(|error| UnrenderedAnswer {
                    file: entry.file(&format!("{language}.md")),
                    country,
                    error,
                })
        };
        let mut variants: Vec<Variant> = Vec::new();
        if !entry.needs_country() {
            variants.push(Variant {
                countries: Vec::new(),
                rendered: render(None)?,
            });
        }
        for code in self.covered(entry) {
            let rendered = render(Some(code))?;
            let same = variants
                .iter_mut()
                .find(|variant| variant.rendered.markdown == rendered.markdown);
            match same {
                // What is said without a country holds for this one.
                Some(variant) if variant.countries.is_empty() => {}
                Some(variant) => {
                    variant.countries.push(code);
                    let facts = rendered.facts;
                    variant.rendered.facts.extend(facts);
                    variant.rendered.facts.sort_unstable();
                    variant.rendered.facts.dedup();
                }
                None => variants.push(Variant {
                    countries: vec![code],
                    rendered,
                }),
            }
        }
        Ok(variants)
    }
}

/// An answer that cannot be exported, because its template fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} cannot be rendered for {}: {error}. `guichet check` says what to do", country.map_or_else(|| "no country".to_owned(), |code| code.to_string()))]
pub struct UnrenderedAnswer {
    /// The answer's file.
    pub file: String,
    /// The country it was rendered for.
    pub country: Option<CountryCode>,
    /// What is wrong.
    pub error: TemplateError,
}

fn source(source: &Source) -> SourceRecord<'_> {
    SourceRecord {
        title: &source.title,
        url: &source.url,
        checked: source.checked.map(|day| day.0.to_string()),
    }
}

/// TOML as JSON: days and hours as text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            let mut members: Vec<_> = table.into_iter().collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            let members: Map<String, Value> = members
                .into_iter()
                .map(|(key, value)| (key, json(value)))
                .collect();
            Value::Object(members)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::Files;

    #[test]
    fn the_document_holds_every_entry_and_country_and_is_always_the_same() {
        let faq = Faq::load(&Files::shipped()).faq.unwrap();
        let text = serde_json::to_string(&faq.document().unwrap()).unwrap();
        assert_eq!(
            text,
            serde_json::to_string(&faq.document().unwrap()).unwrap()
        );
        let document: Value = serde_json::from_str(&text).unwrap();
        let entries = document["entries"].as_array().unwrap();
        assert_eq!(entries.len(), faq.entries.len());
        let countries = document["countries"].as_array().unwrap();
        assert_eq!(countries.len(), faq.countries.len());
        let serbia = countries.iter().find(|country| country["code"] == "RS");
        let verified = &serbia.unwrap()["vat"]["verified"];
        assert!(verified.as_str().unwrap().starts_with("20"), "{verified}");
        for entry in entries {
            for text in entry["texts"].as_object().unwrap().values() {
                let answers = text["answers"].as_array().unwrap();
                assert_eq!(text["template"].is_null(), answers.is_empty());
            }
        }
    }

    #[test]
    fn countries_in_which_an_answer_reads_the_same_stand_together() {
        let faq = Faq::load(&Files::shipped()).faq.unwrap();
        for entry in &faq.entries {
            for (language, text) in &entry.texts {
                if text.answer.is_none() {
                    continue;
                }
                let variants = faq.variants(entry, *language).unwrap();
                let mut texts: Vec<_> = variants.iter().map(|v| &v.rendered.markdown).collect();
                texts.sort();
                texts.dedup();
                assert_eq!(texts.len(), variants.len(), "{}", entry.id);
                assert_eq!(variants[0].countries.is_empty(), !entry.needs_country());
            }
        }
    }
}
