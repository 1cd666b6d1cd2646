//! Discord's locales and the counter's languages.

use crate::counter::Voice;
use crate::language::Language;

/// Each of Discord's locales for which the message files, or a near relative's, serve.
pub(super) const SPOKEN: [(&str, Language); 4] = [
    ("fr", Language::French),
    ("en-US", Language::English),
    ("en-GB", Language::English),
    ("hr", Language::Croatian),
];

/// The language of a locale such as `fr`, `en-GB` or `es-419`, if the counter knows it.
pub(super) fn language(locale: &str) -> Option<Language> {
    locale.split('-').next()?.parse().ok()
}

/// The voice for a user of whom only the locale is known.
pub(super) fn voice(locale: &str) -> Voice {
    Voice::of_locale(language(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_gives_its_language() {
        assert_eq!(language("en-GB"), Some(Language::English));
        assert_eq!(language("hr"), Some(Language::Croatian));
        assert_eq!(language("ja"), None);
        assert_eq!(voice("ja").language, Language::English);
        for (locale, spoken) in SPOKEN {
            assert_eq!(language(locale), Some(spoken));
        }
    }
}
