//! A country's page: its facts in words, with their sources and dates.

use jiff::civil::Date;
use serde::Serialize;

use super::edition::Edition;
use super::freshness::{FactEvidence, Freshness, SourceLink, freshness, source_links};
use super::markdown::{is_address, to_html};
use crate::faq::{Country, Localised, notation};

/// A country, ready for its page.
#[derive(Debug, Serialize)]
pub(super) struct CountryView {
    pub name: String,
    pub tag: &'static str,
    lines: Vec<Line>,
    facts: Vec<FactView>,
    /// Everything that is told of it, for the search.
    #[serde(skip)]
    pub words: String,
}

#[derive(Debug, Serialize)]
struct FactView {
    key: &'static str,
    title: String,
    lines: Vec<Line>,
    passages: Vec<Passage>,
    sources: Vec<SourceLink>,
    fresh: Freshness,
}

/// A short fact beside its name.
#[derive(Debug, Serialize)]
struct Line {
    label: String,
    value: String,
    url: Option<String>,
}

/// A fact told in sentences.
#[derive(Debug, Serialize)]
struct Passage {
    html: String,
    tag: &'static str,
}

pub(super) fn country_view(edition: Edition<'_>, country: &Country) -> CountryView {
    let name = edition.country_name(country);
    let mut words = String::new();
    let facts = country
        .facts()
        .map(|(key, _)| {
            let mut telling = Telling::new(edition);
            tell(&mut telling, country, key);
            words.push_str(&telling.words);
            let evidence = FactEvidence::of(&[country], &[key]);
            let fresh = freshness(
                edition,
                evidence.verified.unwrap_or_default(),
                evidence.review,
            );
            FactView {
                key,
                title: edition.say("site-fact", &[("key", key)]),
                lines: telling.lines,
                passages: telling.passages,
                sources: source_links(edition, evidence.sources),
                fresh,
            }
        })
        .collect();
    let mut telling = Telling::new(edition);
    telling.truth("eu_member", Some(country.eu_member));
    telling.line("currency", &country.currency);
    CountryView {
        name: name.text,
        tag: name.tag,
        lines: telling.lines,
        facts,
        words,
    }
}

/// A fact as it is being told.
struct Telling<'a> {
    edition: Edition<'a>,
    lines: Vec<Line>,
    passages: Vec<Passage>,
    words: String,
}

impl<'a> Telling<'a> {
    fn new(edition: Edition<'a>) -> Self {
        Self {
            edition,
            lines: Vec::new(),
            passages: Vec::new(),
            words: String::new(),
        }
    }

    fn line(&mut self, key: &str, value: &str) {
        self.words.push_str(value);
        self.words.push('\n');
        self.lines.push(Line {
            label: self.edition.say("site-field", &[("key", key)]),
            value: value.to_owned(),
            url: None,
        });
    }

    fn truth(&mut self, key: &str, holds: Option<bool>) {
        if let Some(holds) = holds {
            let word = if holds { "site-yes" } else { "site-no" };
            self.line(key, &self.edition.say(word, &[]));
        }
    }

    fn day(&mut self, key: &str, day: Option<Date>) {
        if let Some(day) = day {
            self.line(key, &self.edition.date(day));
        }
    }

    fn told(&mut self, text: Option<&Localised>) {
        if let Some(text) = text {
            let written = self.edition.localised(text);
            self.words.push_str(&written.text);
            self.words.push('\n');
            self.passages.push(Passage {
                html: to_html(&written.text),
                tag: written.tag,
            });
        }
    }
}

/// Tells the fact of this key.
fn tell(telling: &mut Telling<'_>, country: &Country, key: &str) {
    let sentences = match key {
        "parcels" => &country.parcels,
        "gifts" => &country.gifts,
        "travellers" => &country.travellers,
        "cash" => &country.cash,
        "cars" => &country.cars,
        "licences" => &country.licences,
        "registration" => &country.registration,
        "documents" => &country.documents,
        "borders" => &country.borders,
        "special" => &country.special,
        "vat" => return tell_vat(telling, country),
        "authority" => return tell_authority(telling, country),
        _ => return tell_trade(telling, country, key),
    };
    telling.told(sentences.as_ref().map(|told| &told.text));
}

fn tell_vat(telling: &mut Telling<'_>, country: &Country) {
    let Some(fact) = &country.vat else { return };
    let language = telling.edition.voice.language;
    telling.line("vat_name", &fact.name);
    telling.line("standard", &notation::percent(fact.standard, language));
    if !fact.reduced.is_empty() {
        telling.line("reduced", &notation::percents(&fact.reduced, language));
    }
    telling.told(fact.note.as_ref());
}

fn tell_authority(telling: &mut Telling<'_>, country: &Country) {
    let fact = &country.authority;
    let name = telling.edition.localised(&fact.name).text;
    telling.line("name", &name);
    telling.line("local_name", &fact.local_name);
    telling.line("url", &fact.url);
    if let Some(line) = telling.lines.last_mut() {
        line.url = is_address(&fact.url).then(|| fact.url.clone());
    }
    telling.told(fact.contact.as_ref());
}

/// The agreement, proof of origin, transit and carnets.
fn tell_trade(telling: &mut Telling<'_>, country: &Country, key: &str) {
    let language = telling.edition.voice.language;
    if let Some(fact) = country.agreement.as_ref().filter(|_| key == "agreement") {
        let name = telling.edition.localised(&fact.name).text;
        telling.line("name", &name);
        telling.day("since", fact.since.map(|day| day.0));
        telling.told(fact.note.as_ref());
    }
    if let Some(fact) = country.origin.as_ref().filter(|_| key == "origin") {
        telling.truth("eur1", Some(fact.eur1));
        telling.truth("origin_declaration", Some(fact.origin_declaration));
        if let Some(limit) = fact.declaration_limit_eur {
            telling.line(
                "declaration_limit",
                &notation::euro(f64::from(limit), language),
            );
        }
        telling.truth("atr", Some(fact.atr));
        telling.truth("cefta", fact.cefta);
        telling.truth("pem", fact.pem);
        telling.told(fact.note.as_ref());
    }
    if let Some(fact) = country.transit.as_ref().filter(|_| key == "transit") {
        telling.truth("common_transit", Some(fact.common));
        telling.day("since", fact.since.map(|day| day.0));
        telling.told(fact.note.as_ref());
    }
    if let Some(fact) = country.tir.as_ref().filter(|_| key == "tir") {
        telling.truth("accepted", Some(fact.accepted));
        telling.told(fact.note.as_ref());
    }
    if let Some(fact) = country.ata.as_ref().filter(|_| key == "ata") {
        telling.truth("accepted", Some(fact.accepted));
        if let Some(body) = &fact.body {
            telling.line("body", body);
        }
        if let Some(months) = fact.months {
            telling.line("months", &months.to_string());
        }
        telling.told(fact.note.as_ref());
    }
}
