//! What the counter says, in message files of each language (Project Fluent).

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

use crate::language::{Language, Script, to_serbian_cyrillic};

/// The message files, complete in each of their languages: what is said to askers, and at the attaché's desk.
const FILES: [(Language, &str); 3] = [
    (
        Language::English,
        concat!(
            include_str!("messages/en.ftl"),
            "\n",
            include_str!("messages/desk/en.ftl")
        ),
    ),
    (
        Language::French,
        concat!(
            include_str!("messages/fr.ftl"),
            "\n",
            include_str!("messages/desk/fr.ftl")
        ),
    ),
    (
        Language::Serbian,
        concat!(
            include_str!("messages/sr.ftl"),
            "\n",
            include_str!("messages/desk/sr.ftl")
        ),
    ),
];

/// A message file inside the program that cannot be read.
#[derive(Debug, Error)]
#[error("the message file {language}.ftl is broken: {problem}")]
pub struct BrokenMessages {
    /// The file's language.
    pub language: Language,
    /// What is wrong.
    pub problem: String,
}

/// The message files, ready to speak.
pub struct Messages {
    bundles: BTreeMap<Language, FluentBundle<FluentResource>>,
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages")
            .field("languages", &self.bundles.keys())
            .finish()
    }
}

/// A language and the script to write it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The language.
    pub language: Language,
    /// Cyrillic makes Serbian texts Cyrillic; every other script leaves texts as they are.
    pub script: Script,
}

impl Default for Voice {
    /// That of a reader of whom nothing is known: English.
    fn default() -> Self {
        Self {
            language: Language::English,
            script: Script::Latn,
        }
    }
}

impl Voice {
    /// The voice for an asker of whom only the device's language is known, or not even that.
    #[must_use]
    pub fn of_locale(locale: Option<Language>) -> Self {
        Self {
            language: locale.unwrap_or(Self::default().language),
            ..Self::default()
        }
    }

    /// The text as this voice writes it, given one in `language`.
    #[must_use]
    pub fn write(self, text: &str, language: Language) -> Cow<'_, str> {
        if self.script == Script::Cyrl && language.is_bcs() {
            Cow::Owned(to_serbian_cyrillic(text))
        } else {
            Cow::Borrowed(text)
        }
    }
}

impl Messages {
    /// Reads the message files inside the program.
    ///
    /// # Errors
    ///
    /// When one of them is no valid Fluent: a defect that the tests would show.
    pub fn load() -> Result<Self, BrokenMessages> {
        let mut bundles = BTreeMap::new();
        for (language, text) in FILES {
            let broken = |problem: String| BrokenMessages { language, problem };
            let resource = FluentResource::try_new(text.to_owned())
                .map_err(|(_, errors)| broken(format!("{errors:?}")))?;
            let locale: LanguageIdentifier = language
                .code()
                .parse()
                .map_err(|error| broken(format!("{error:?}")))?;
            let mut bundle = FluentBundle::new_concurrent(vec![locale]);
            // Isolation marks would show as odd signs in terminals and in Markdown.
            bundle.set_use_isolating(false);
            bundle
                .add_resource(resource)
                .map_err(|errors| broken(format!("{errors:?}")))?;
            bundles.insert(language, bundle);
        }
        Ok(Self { bundles })
    }

    /// The language of the message files that serves a reader of `asked`: its own, Serbian for its close relatives,
    /// else English.
    #[must_use]
    pub fn language_for(&self, asked: Language) -> Language {
        if self.bundles.contains_key(&asked) {
            asked
        } else if asked.is_bcs() {
            Language::Serbian
        } else {
            Language::English
        }
    }

    /// A message without variables.
    #[must_use]
    pub fn say(&self, voice: Voice, id: &str) -> String {
        self.say_with(voice, id, &[])
    }

    /// A message with its variables filled in. An id that no file has gives the id itself.
    #[must_use]
    pub fn say_with(&self, voice: Voice, id: &str, arguments: &[(&str, &str)]) -> String {
        let language = self.language_for(voice.language);
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, FluentValue::from(*value));
        }
        let text = self.bundles.get(&language).and_then(|bundle| {
            let pattern = bundle.get_message(id)?.value()?;
            let mut errors = Vec::new();
            Some(
                bundle
                    .format_pattern(pattern, Some(&values), &mut errors)
                    .into_owned(),
            )
        });
        let text = text.unwrap_or_else(|| id.to_owned());
        voice.write(&text, language).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FRENCH: Voice = Voice {
        language: Language::French,
        script: Script::Latn,
    };

    /// Ids of a file with the variables that each uses.
    fn inventory(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut id = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#'])
            {
                name.clone_into(&mut id);
                found.entry(id.clone()).or_default();
            }
            for variable in line.split('$').skip(1) {
                let end = variable
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(variable.len());
                found
                    .entry(id.clone())
                    .or_default()
                    .insert(variable[..end].to_owned());
            }
        }
        found
    }

    #[test]
    fn every_language_says_everything_with_the_same_variables() {
        let [(_, english), others @ ..] = FILES;
        for (language, text) in others {
            assert_eq!(inventory(text), inventory(english), "{language}");
        }
        assert!(inventory(english).len() > 40);
    }

    #[test]
    fn variables_are_filled_in_and_a_serbian_text_follows_the_script() {
        let messages = Messages::load().unwrap();
        let done = messages.say_with(FRENCH, "case-added", &[("reference", "G-7K3M")]);
        assert_eq!(done, "C'est ajouté à G-7K3M.");
        let cyrillic = Voice {
            language: Language::Serbian,
            script: Script::Cyrl,
        };
        let done = messages.say_with(cyrillic, "case-added", &[("reference", "G-7K3M")]);
        assert_eq!(done, "Додато је уз G-7K3M.");
    }

    #[test]
    fn a_language_without_a_file_is_served_in_the_nearest_one() {
        let messages = Messages::load().unwrap();
        assert_eq!(messages.language_for(Language::Croatian), Language::Serbian);
        assert_eq!(messages.language_for(Language::Greek), Language::English);
    }
}
