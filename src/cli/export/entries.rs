//! An entry as a topic's page shows it.

use serde::Serialize;

use super::edition::Edition;
use super::freshness::{FactEvidence, Freshness, SourceLink, freshness, source_links};
use super::markdown::to_html;
use crate::faq::{Country, Entry, Status, UnrenderedAnswer, Variant};

/// An entry, ready for its page.
#[derive(Debug, Serialize)]
pub(super) struct EntryView {
    slug: String,
    question: String,
    question_tag: &'static str,
    notices: Vec<String>,
    answer_tag: &'static str,
    /// The answer without a country, as HTML.
    general: Option<String>,
    variants: Vec<VariantView>,
    sources: Vec<SourceLink>,
    fresh: Freshness,
    related: Vec<EntryLink>,
    /// The answer's Markdown, for the search.
    #[serde(skip)]
    pub words: String,
}

/// An answer as it reads in some countries.
#[derive(Debug, Serialize)]
struct VariantView {
    countries: Vec<CountryLink>,
    html: String,
    sources: Vec<SourceLink>,
    fresh: Freshness,
}

/// A country and its page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CountryLink {
    pub slug: String,
    pub name: String,
    pub tag: &'static str,
}

/// An entry and its place.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EntryLink {
    pub topic: String,
    pub slug: String,
    pub question: String,
    pub tag: &'static str,
}

/// The part of an entry's name behind its topic: its anchor on the topic's page.
fn slug(entry: &Entry) -> &str {
    let id = entry.id.as_str();
    id.split_once('/').map_or(id, |(_, slug)| slug)
}

pub(super) fn entry_link(edition: Edition<'_>, entry: &Entry) -> EntryLink {
    let question = edition.faq.text(entry, edition.voice.language).map_or_else(
        || edition.write(entry.id.as_str(), edition.voice.language),
        |(language, text)| edition.write(&text.question, language),
    );
    EntryLink {
        topic: entry.id.topic().to_owned(),
        slug: slug(entry).to_owned(),
        question: question.text,
        tag: question.tag,
    }
}

pub(super) fn country_link(edition: Edition<'_>, country: &Country) -> CountryLink {
    let name = edition.country_name(country);
    CountryLink {
        slug: country.code.as_str().to_lowercase(),
        name: name.text,
        tag: name.tag,
    }
}

pub(super) fn entry_view(
    edition: Edition<'_>,
    entry: &Entry,
) -> Result<EntryView, UnrenderedAnswer> {
    let asked = edition.voice.language;
    let link = entry_link(edition, entry);
    let settings = &entry.settings;
    let mut notices = Vec::new();
    let mut words = String::new();
    let mut general = None;
    let mut variants = Vec::new();
    let mut answer_tag = edition.tag();
    if let Some(given) = edition.faq.answers_in(entry, asked) {
        if asked.family() != given.family() {
            let name = |code| edition.say("language-name", &[("code", code)]);
            let names = [
                ("asked", &*name(asked.code())),
                ("given", &*name(given.code())),
            ];
            notices.push(edition.say("note-language", &names));
        }
        for variant in edition.faq.variants(entry, given)? {
            let written = edition.write(&variant.rendered.markdown, given);
            answer_tag = written.tag;
            words.push_str(&written.text);
            words.push('\n');
            let html = to_html(&written.text);
            if variant.countries.is_empty() {
                general = Some(html);
            } else {
                variants.push(variant_view(edition, entry, &variant, html));
            }
        }
    }
    if settings.status == Status::Draft {
        notices.push(edition.say("note-draft", &[]));
    }
    let related = settings
        .related
        .iter()
        .filter_map(|id| edition.faq.entry(&id.parse().ok()?))
        .map(|entry| entry_link(edition, entry))
        .collect();
    Ok(EntryView {
        slug: link.slug,
        question: link.question,
        question_tag: link.tag,
        notices,
        answer_tag,
        general,
        variants,
        sources: source_links(edition, &settings.sources),
        fresh: freshness(
            edition,
            settings.verified.0,
            settings.review_by.map(|day| day.0),
        ),
        related,
        words,
    })
}

fn variant_view(
    edition: Edition<'_>,
    entry: &Entry,
    variant: &Variant,
    html: String,
) -> VariantView {
    let countries: Vec<&Country> = variant
        .countries
        .iter()
        .filter_map(|code| edition.faq.countries.get(code))
        .collect();
    let evidence = FactEvidence::of(&countries, &variant.rendered.facts);
    let settings = &entry.settings;
    let verified = evidence
        .verified
        .map_or(settings.verified.0, |day| day.min(settings.verified.0));
    let review = [evidence.review, settings.review_by.map(|day| day.0)]
        .into_iter()
        .flatten()
        .min();
    let mut links: Vec<CountryLink> = countries
        .iter()
        .map(|country| country_link(edition, country))
        .collect();
    links.sort_by_key(|link| crate::language::fold(&link.name));
    VariantView {
        countries: links,
        html,
        sources: source_links(edition, evidence.sources),
        fresh: freshness(edition, verified, review),
    }
}
