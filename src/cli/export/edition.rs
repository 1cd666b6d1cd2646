//! One language of the site: its texts, and the words around them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::counter::{Messages, Voice};
use crate::faq::{Country, Faq, Localised, notation};
use crate::language::{Language, Script, to_serbian_cyrillic};

/// Languages that the site is always in; the message files' own.
const ALWAYS: [Language; 3] = [Language::French, Language::English, Language::Serbian];

/// Words of the message files that stand on pages, without variables.
const WORDS: [&str; 18] = [
    "sources",
    "related",
    "site-title",
    "site-lead",
    "site-footer",
    "site-skip",
    "site-languages",
    "site-search",
    "site-search-hint",
    "site-search-found",
    "site-search-none",
    "site-topics",
    "site-countries",
    "site-contents",
    "site-by-country",
    "site-country-needed",
    "site-country-sources",
    "site-facts",
];

/// A language and script of the site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edition<'a> {
    pub voice: Voice,
    pub faq: &'a Faq,
    pub messages: &'a Messages,
}

/// An edition as the language switch shows it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EditionLink {
    /// Its language tag, which is its folder.
    tag: &'static str,
    /// What its readers call it.
    name: Cow<'static, str>,
    /// The site's title in it, and the language that this is in.
    title: String,
    title_tag: &'static str,
}

/// A text in the language that it was found in.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Written {
    pub text: String,
    pub tag: &'static str,
}

/// The tag of a language and script.
fn tag(language: Language, script: Script) -> &'static str {
    match (language, script) {
        (Language::Serbian, Script::Cyrl) => "sr-Cyrl",
        (language, _) => language.code(),
    }
}

/// French text whose high signs never begin a line, nor its opening quotes end one.
fn unbroken(text: &str) -> String {
    [" ?", " !", " :", " ;", " »"]
        .into_iter()
        .fold(text.replace("« ", "«\u{a0}"), |text, sign| {
            text.replace(sign, &sign.replace(' ', "\u{a0}"))
        })
}

/// Every edition of a FAQ: French, English, Serbian in both scripts, and every other language that has an answer.
pub(super) fn editions<'a>(faq: &'a Faq, messages: &'a Messages) -> Vec<Edition<'a>> {
    let mut voices: Vec<Voice> = Vec::new();
    for language in Language::ALL {
        let has_answer = faq.entries.iter().any(|entry| {
            let text = entry.texts.get(&language);
            text.is_some_and(|text| text.answer.is_some())
        });
        if !ALWAYS.contains(&language) && !has_answer {
            continue;
        }
        let script = Script::Latn;
        voices.push(Voice { language, script });
        if language == Language::Serbian {
            let script = Script::Cyrl;
            voices.push(Voice { language, script });
        }
    }
    voices
        .into_iter()
        .map(|voice| Edition {
            voice,
            faq,
            messages,
        })
        .collect()
}

impl Edition<'_> {
    pub(super) fn tag(self) -> &'static str {
        tag(self.voice.language, self.voice.script)
    }

    pub(super) fn link(self) -> EditionLink {
        let name = self.voice.language.own_name();
        EditionLink {
            tag: self.tag(),
            name: match self.voice.script {
                Script::Cyrl => Cow::Owned(to_serbian_cyrillic(name)),
                _ => Cow::Borrowed(name),
            },
            title: self.say("site-title", &[]),
            title_tag: self.words_tag(),
        }
    }

    /// The language that the words around the texts are in.
    fn words_language(self) -> Language {
        self.messages.language_for(self.voice.language)
    }

    pub(super) fn words_tag(self) -> &'static str {
        // Croats and Bosnians read the words of the Serbian file as their own.
        let words = self.words_language();
        if words.family() == self.voice.language.family() {
            self.tag()
        } else {
            tag(words, self.voice.script)
        }
    }

    pub(super) fn say(self, id: &str, arguments: &[(&str, &str)]) -> String {
        self.messages.say_with(self.voice, id, arguments)
    }

    /// The words of pages, by their name in templates.
    pub(super) fn words(self) -> BTreeMap<String, String> {
        let mut words: BTreeMap<String, String> = WORDS
            .into_iter()
            .map(|id| (id.replace('-', "_"), self.say(id, &[])))
            .collect();
        words.insert("tag".to_owned(), self.words_tag().to_owned());
        words
    }

    /// A day as the words around the texts write it.
    pub(super) fn date(self, day: Date) -> String {
        let language = self.words_language();
        self.write(&notation::date(day, language), language).text
    }

    /// A text in `language` as this edition writes it.
    pub(super) fn write(self, text: &str, language: Language) -> Written {
        let is_turned = self.voice.script == Script::Cyrl && language.is_bcs();
        let text = self.voice.write(text, language);
        Written {
            text: match language {
                Language::French => unbroken(&text),
                _ => text.into_owned(),
            },
            tag: if is_turned {
                "sr-Cyrl"
            } else {
                language.code()
            },
        }
    }

    /// The best of a text's languages for this edition.
    pub(super) fn localised(self, text: &Localised) -> Written {
        let order = self.faq.fallback(self.voice.language);
        let language = order
            .iter()
            .copied()
            .chain(text.texts().map(|(language, _)| language))
            .find(|language| text.in_language(*language).is_some())
            .unwrap_or(self.voice.language);
        self.write(text.get(&order), language)
    }

    /// A country's name.
    pub(super) fn country_name(self, country: &Country) -> Written {
        let order = self.faq.fallback(self.voice.language);
        order
            .iter()
            .copied()
            .chain(country.names.keys().copied())
            .find_map(|language| Some((language, country.names.get(&language)?)))
            .map_or_else(
                || self.write(country.code.as_str(), Language::English),
                |(language, names)| self.write(&names.name, language),
            )
    }
}
