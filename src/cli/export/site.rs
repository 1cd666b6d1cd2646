//! The whole FAQ as a small static site: every file of it, in memory.
//!
//! `index.html` leads to one folder a language: `fr/index.html`, a page a topic in `fr/topics/`, a page a country in
//! `fr/countries/`, and the search's words in `fr/search-index.js`. Everything else stands in `assets/`. The same FAQ
//! always gives the same bytes.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::countries::country_view;
use super::edition::{Edition, EditionLink, editions};
use super::entries::{CountryLink, EntryLink, country_link, entry_link, entry_view};
use super::search::{self, Page};
use super::templates::{SEARCH, STYLE, Templates};
use crate::counter::Messages;
use crate::faq::{Entry, Faq, Route};
use crate::language::fold;

/// The site's files, by their path below its folder.
pub(super) type Site = BTreeMap<String, String>;

/// A topic with its entries, as an edition names them.
struct Topic<'a> {
    slug: &'a str,
    title: String,
    tag: &'static str,
    entries: Vec<&'a Entry>,
}

#[derive(Serialize)]
struct TopicLink {
    slug: String,
    title: String,
    tag: &'static str,
    entries: Vec<EntryLink>,
}

/// Writes the site of a FAQ.
pub(super) fn site(faq: &Faq, messages: &Messages) -> Result<Site> {
    let templates = Templates::load()?;
    let editions = editions(faq, messages);
    let links: Vec<EditionLink> = editions.iter().map(|edition| edition.link()).collect();
    let title = editions
        .first()
        .map_or_else(String::new, |edition| edition.say("site-title", &[]));
    let mut site = Site::new();
    let start = json!({ "title": title, "editions": links });
    site.insert(
        "index.html".to_owned(),
        templates.render("start.html", start)?,
    );
    for (name, text) in [
        ("style.css", STYLE.to_owned()),
        ("search.js", SEARCH.to_owned()),
        ("folding.js", search::folding_script()?),
        ("phrasings.js", search::phrasings_script(faq)?),
    ] {
        site.insert(format!("assets/{name}"), text);
    }
    for edition in editions {
        write_edition(edition, &links, &templates, &mut site)?;
    }
    Ok(site)
}

fn write_edition(
    edition: Edition<'_>,
    editions: &[EditionLink],
    templates: &Templates,
    site: &mut Site,
) -> Result<()> {
    let words = edition.words();
    let mut pages = Vec::new();
    let mut write = |template: &str, path: &str, title: &str, content: Value| -> Result<()> {
        let mut page = json!({
            "edition": edition.link(),
            "editions": editions,
            "say": words,
            "title": title,
            "path": path,
            "root": if path.contains('/') { "../../" } else { "../" },
        });
        if let (Value::Object(page), Value::Object(content)) = (&mut page, content) {
            page.extend(content);
        }
        let text = templates.render(template, page)?;
        site.insert(format!("{}/{path}", edition.tag()), text);
        Ok(())
    };
    // First, so that a country's name alone leads to its page.
    let mut countries: Vec<CountryLink> = Vec::new();
    for country in edition.faq.countries.values() {
        let link = country_link(edition, country);
        let path = format!("countries/{}.html", link.slug);
        let view = country_view(edition, country);
        let code = country.code.as_str();
        let names: Vec<&str> = country.names.values().map(|names| &*names.name).collect();
        let title = view.name.clone();
        pages.push(Page::new(
            code,
            path.clone(),
            title,
            &names.join(" "),
            &view.words,
        ));
        let title = view.name.clone();
        write("country.html", &path, &title, json!({ "country": view }))?;
        countries.push(link);
    }
    let topics = topics(edition);
    for topic in &topics {
        let path = format!("topics/{}.html", topic.slug);
        let mut views = Vec::new();
        for entry in &topic.entries {
            let view = entry_view(edition, entry)?;
            let link = entry_link(edition, entry);
            let url = format!("{path}#{}", link.slug);
            let page = Page::new(entry.id.as_str(), url, link.question, "", &view.words);
            pages.push(page);
            views.push(view);
        }
        let content =
            json!({ "topic": { "title": topic.title, "tag": topic.tag }, "entries": views });
        write("topic.html", &path, &topic.title, content)?;
    }
    countries.sort_by_key(|country| fold(&country.name));
    let topics: Vec<TopicLink> = topics
        .into_iter()
        .map(|topic| TopicLink {
            slug: topic.slug.to_owned(),
            title: topic.title,
            tag: topic.tag,
            entries: topic
                .entries
                .into_iter()
                .map(|entry| entry_link(edition, entry))
                .collect(),
        })
        .collect();
    let title = edition.say("site-title", &[]);
    let content = json!({ "topics": topics, "countries": countries });
    write("index.html", "index.html", &title, content)?;
    site.insert(
        format!("{}/search-index.js", edition.tag()),
        search::index_script(&pages)?,
    );
    Ok(())
}

/// The topics that have entries, in the order of their titles; courtesies come last.
fn topics(edition: Edition<'_>) -> Vec<Topic<'_>> {
    let mut topics: Vec<Topic> = Vec::new();
    for (slug, title) in &edition.faq.topics {
        let entries: Vec<&Entry> = edition
            .faq
            .entries
            .iter()
            .filter(|entry| entry.id.topic() == slug)
            .collect();
        if entries.is_empty() {
            continue;
        }
        let title = edition.localised(title);
        topics.push(Topic {
            slug,
            title: title.text,
            tag: title.tag,
            entries,
        });
    }
    topics.sort_by_key(|topic| {
        let is_courtesy = |entry: &&Entry| entry.settings.route == Route::Smalltalk;
        (topic.entries.iter().all(is_courtesy), fold(&topic.title))
    });
    topics
}
