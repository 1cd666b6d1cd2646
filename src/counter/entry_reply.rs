//! An entry as a reply: its answer in a language, the pages behind it, and how fresh it is.

use jiff::Timestamp;

use super::{Counter, Decision, Reply, SourceLink, Voice};
use crate::faq::{Country, Entry, EntryId, Route, Status, notation};
use crate::language::{CountryCode, Direction, Language};

/// Pages named below an answer: on a phone more are a wall. Half of them are the entry's own, then come those of the
/// country's facts.
const MOST_SOURCES: usize = 6;

impl Counter {
    /// Whether a person may answer with an entry: it is there, and neither a courtesy nor for reports.
    #[must_use]
    pub fn answers_with(&self, id: &EntryId) -> bool {
        self.faq.entry(id).is_some_and(|entry| {
            !matches!(entry.settings.route, Route::Smalltalk | Route::Confidential)
        })
    }

    /// An entry as the answer that a person gives: for an asker of this voice, country and direction. `None` when the
    /// entry is not [one to answer with](Counter::answers_with), or cannot answer without a country.
    #[must_use]
    pub fn answer_with(
        &self,
        id: &EntryId,
        voice: Voice,
        country: Option<CountryCode>,
        direction: Option<Direction>,
        now: Timestamp,
    ) -> Option<Reply> {
        let entry = self.faq.entry(id).filter(|_| self.answers_with(id))?;
        if entry.needs_country() && country.is_none() {
            return None;
        }
        let mut reply = Reply::new(Decision::Answer, voice);
        reply.country = country;
        reply.direction = direction;
        let (language, _) = self.faq.text(entry, voice.language)?;
        self.faq.render(entry, language, country, direction).ok()?;
        let facts = self.fill(&mut reply, entry);
        self.date(&mut reply, entry, &facts, now);
        Some(reply)
    }

    /// Writes an entry's answer into a reply; gives the keys of the country's facts that it used.
    pub(super) fn fill(&self, reply: &mut Reply, entry: &Entry) -> Vec<&'static str> {
        let voice = reply.voice;
        reply.entry = Some(entry.id.clone());
        let Some(language) = self.faq.answers_in(entry, voice.language) else {
            return Vec::new();
        };
        match self
            .faq
            .render(entry, language, reply.country, reply.direction)
        {
            Ok(rendered) => {
                if entry.settings.route != Route::Smalltalk {
                    reply.title = self.title(entry, voice);
                }
                reply.text = voice.write(&rendered.markdown, language).into_owned();
                if !serves(voice.language, language) {
                    let name = |of: Language| {
                        self.messages
                            .say_with(voice, "language-name", &[("code", of.code())])
                    };
                    reply.notes.push(self.messages.say_with(
                        voice,
                        "note-language",
                        &[("asked", &name(voice.language)), ("given", &name(language))],
                    ));
                }
                self.add_sources(reply, entry, &rendered.facts);
                rendered.facts
            }
            Err(error) => {
                // `check` renders every answer for every country, so this is an entry that was not checked.
                tracing::error!(entry = %entry.id, line = error.line, "an answer's template failed");
                reply.text = self.messages.say(voice, "render-failed");
                Vec::new()
            }
        }
    }

    /// An entry's question as this voice writes it.
    pub(super) fn title(&self, entry: &Entry, voice: Voice) -> Option<String> {
        let (language, text) = self.faq.text(entry, voice.language)?;
        Some(voice.write(&text.question, language).into_owned())
    }

    fn add_sources(&self, reply: &mut Reply, entry: &Entry, facts: &[&str]) {
        let voice = reply.voice;
        let mut links: Vec<SourceLink> = Vec::new();
        let mut add = |title: &str, url: &str| {
            if !links.iter().any(|link| link.url == url) {
                links.push(SourceLink {
                    title: title.to_owned(),
                    url: url.to_owned(),
                });
            }
        };
        for source in entry.settings.sources.iter().take(MOST_SOURCES / 2) {
            add(&source.title, &source.url);
        }
        if let Some(country) = reply.country.and_then(|code| self.faq.countries.get(&code)) {
            for (key, fact) in country.facts() {
                // The authority is named in the text with its address.
                if key == "authority" || !facts.contains(&key) {
                    continue;
                }
                for id in fact.evidence().source {
                    if let Some(source) = country.sources.get(id) {
                        add(&source.title, &source.url);
                    }
                }
            }
        }
        for source in &entry.settings.sources {
            add(&source.title, &source.url);
        }
        links.truncate(MOST_SOURCES);
        reply.sources = Some((self.messages.say(voice, "sources"), links));
        let related: Vec<String> = entry
            .settings
            .related
            .iter()
            .filter_map(|id| self.faq.entry(&id.parse().ok()?))
            .filter_map(|entry| self.title(entry, voice))
            .collect();
        reply.related = Some((self.messages.say(voice, "related"), related));
    }

    /// Says how fresh an answer is that used these facts of its country.
    pub(super) fn date(&self, reply: &mut Reply, entry: &Entry, facts: &[&str], now: Timestamp) {
        let voice = reply.voice;
        let spoken = self.messages.language_for(voice.language);
        let day = |day| notation::date(day, spoken);
        let today = now.to_zoned_datetime(self.policy.time_zone.clone()).date();
        let mut verified = entry.settings.verified.0;
        let mut due = entry.settings.review_by.map(|day| day.0);
        let country = reply.country.and_then(|code| self.faq.countries.get(&code));
        for (key, fact) in country.into_iter().flat_map(Country::facts) {
            if facts.contains(&key) {
                let evidence = fact.evidence();
                verified = verified.min(evidence.verified.0);
                let review = evidence.review_by.map(|day| day.0);
                due = [due, review].into_iter().flatten().min();
            }
        }
        let mut note = |id: &str, date: &str| {
            reply
                .notes
                .push(self.messages.say_with(voice, id, &[("date", date)]));
        };
        note("note-verified", &day(verified));
        if entry.settings.status == Status::Draft {
            note("note-draft", "");
        }
        if let Some(due) = due.filter(|due| *due < today) {
            note("note-stale", &day(due));
        }
    }
}

/// Whether a text in `given` is what a reader of `asked` expects.
fn serves(asked: Language, given: Language) -> bool {
    asked == given || (asked.is_bcs() && given.is_bcs())
}
