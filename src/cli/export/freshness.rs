//! Where something on a page comes from, and how fresh it is.

use jiff::civil::Date;
use serde::Serialize;

use super::edition::Edition;
use super::markdown::is_address;
use crate::faq::{Country, Source};

/// A source as a page names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct SourceLink {
    title: String,
    /// None when the address is none that a page may link to.
    url: Option<String>,
    /// When it was read, in words.
    checked: String,
}

/// The dates of something, in words.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Freshness {
    verified: String,
    review: Option<String>,
    /// The day after which `stale` holds, as the search's script compares it.
    review_by: Option<String>,
    stale: Option<String>,
}

/// The sources, each once.
pub(super) fn source_links<'a>(
    edition: Edition<'_>,
    sources: impl IntoIterator<Item = &'a Source>,
) -> Vec<SourceLink> {
    let mut links: Vec<SourceLink> = Vec::new();
    for source in sources {
        let checked = match source.checked {
            Some(day) => edition.say("site-checked", &[("date", &edition.date(day.0))]),
            None => edition.say("site-unread", &[]),
        };
        let link = SourceLink {
            title: source.title.clone(),
            url: is_address(&source.url).then(|| source.url.clone()),
            checked,
        };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// The dates of something that was verified on a day and is to be reviewed by another.
pub(super) fn freshness(edition: Edition<'_>, verified: Date, review: Option<Date>) -> Freshness {
    let in_words = |id: &str, day: Date| edition.say(id, &[("date", &edition.date(day))]);
    Freshness {
        verified: in_words("note-verified", verified),
        review: review.map(|day| in_words("site-review", day)),
        review_by: review.map(|day| day.to_string()),
        stale: review.map(|day| in_words("note-stale", day)),
    }
}

/// The evidence of some of the countries' facts together: the sources of all, the oldest day, the earliest review.
pub(super) struct FactEvidence<'a> {
    pub sources: Vec<&'a Source>,
    pub verified: Option<Date>,
    pub review: Option<Date>,
}

impl<'a> FactEvidence<'a> {
    /// The evidence of the facts of these keys in these countries.
    pub(super) fn of(countries: &[&'a Country], keys: &[&str]) -> Self {
        let mut evidence = Self {
            sources: Vec::new(),
            verified: None,
            review: None,
        };
        for country in countries {
            for (key, fact) in country.facts().filter(|(key, _)| keys.contains(key)) {
                let fact = fact.evidence();
                let day = Some(fact.verified.0);
                evidence.verified = [evidence.verified, day].into_iter().flatten().min();
                let review = fact.review_by.map(|day| day.0);
                evidence.review = [evidence.review, review].into_iter().flatten().min();
                // An answer names the authority with its address.
                if key != "authority" || keys.len() == 1 {
                    let known = fact.source.iter().filter_map(|id| country.sources.get(id));
                    evidence.sources.extend(known);
                }
            }
        }
        evidence
    }
}
