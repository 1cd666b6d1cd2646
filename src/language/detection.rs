//! Which language a message is in.
//!
//! Questions at a counter are short ("TVA Albanie", "kako da dobijem eori"), typed without accents, and full of names
//! and codes that say nothing of the language. A statistical model alone errs on them, so its probabilities are one
//! witness among several: the alphabet, letters that few languages have, frequent words, and, as far as the message
//! itself says little, the conversation so far and the asker's settings.

use std::fmt;

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use super::frequent_words::{GROUPS, sign_of};
use super::{CountryCode, Language, Script, fold, south_slavic};

/// What is known of the asker besides the message.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// The language of the conversation so far.
    pub previous: Option<Language>,
    /// The language of the asker's program.
    pub locale: Option<Language>,
    /// The countries the message mentions.
    pub countries: &'a [CountryCode],
    /// The language when nothing tells.
    pub fallback: Language,
}

impl Default for Hints<'_> {
    fn default() -> Self {
        Self {
            previous: None,
            locale: None,
            countries: &[],
            fallback: Language::English,
        }
    }
}

/// The language a message is in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The language.
    pub language: Language,
    /// The alphabet of most of its letters.
    pub script: Script,
    /// How sure that is, from 0 (nothing in the message tells) to 1. Bosnian, Croatian, Montenegrin and Serbian count
    /// as one: it does not say how sure the choice among them is.
    pub confidence: f64,
}

/// Tells languages apart. Make one and share it by reference; the models are static and load when first needed.
pub struct Detector {
    lingua: LanguageDetector,
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detector").finish_non_exhaustive()
    }
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

/// Letters of a message that are looked at: enough to be sure, and a long message costs no more.
const LETTERS_READ: usize = 140;

/// Words of a message that are looked at.
const WORDS_READ: usize = 120;

/// Letters from which on the statistical model has its full say.
const LETTERS_TRUSTED: f64 = 30.0;

/// What the model's probability is raised by before its logarithm counts, so that no language is ever ruled out.
const DOUBT: f64 = 0.02;

/// The probability taken for a language of another alphabet that is written in Latin letters.
const BLIND: f64 = 0.1;

/// The most the witnesses of the message can count, in nats, where the conversation's language still matters.
const SILENT: f64 = 1.5;

type Scores = [f64; GROUPS.len()];

impl Detector {
    /// A detector of the counter's languages.
    #[must_use]
    pub fn new() -> Self {
        Self {
            lingua: LanguageDetectorBuilder::from_languages(&MODELS.map(|(model, _)| model))
                .build(),
        }
    }

    /// The language of `text`. An empty or wordless text has that of the hints.
    ///
    /// ```
    /// use guichet::language::{Detector, Hints, Language};
    ///
    /// let detector = Detector::new();
    /// let found = detector.detect("kako da dobijem EORI broj", Hints::default());
    /// assert_eq!(found.language, Language::Serbian);
    /// let silent = detector.detect("EUR.1 ?", Hints { previous: Some(Language::French), ..Hints::default() });
    /// assert_eq!((silent.language, silent.confidence), (Language::French, 0.0));
    /// ```
    #[must_use]
    pub fn detect(&self, text: &str, hints: Hints<'_>) -> Detected {
        let read = Reading::of(text);
        let mut scores = Scores::default();
        add_words(&mut scores, &read);
        add_letters(&mut scores, &read.raw);
        self.add_model(&mut scores, &read.prose);
        let spread = scores.iter().copied().fold(0.0, f64::max)
            - scores.iter().copied().fold(f64::INFINITY, f64::min);
        if spread <= f64::EPSILON {
            let language = hints
                .previous
                .or(hints.locale)
                .unwrap_or_else(|| read.script_alone(hints.fallback));
            return Detected {
                language: read.among_siblings(language, &hints),
                script: read.script,
                confidence: 0.0,
            };
        }
        add_script(&mut scores, read.script);
        let said = probabilities(&scores);
        add_hints(&mut scores, &hints, spread);
        let mut best = 0;
        for (group, score) in scores.iter().enumerate() {
            if *score > scores[best] {
                best = group;
            }
        }
        Detected {
            language: read.among_siblings(GROUPS[best], &hints),
            script: read.script,
            confidence: said[best],
        }
    }

    fn add_model(&self, scores: &mut Scores, prose: &str) {
        let letters = prose.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 3 {
            return;
        }
        let mut shares = Scores::default();
        for (model, share) in self.lingua.compute_language_confidence_values(prose) {
            let language = MODELS.iter().find(|(one, _)| *one == model);
            if let Some(group) = language.and_then(|(_, language)| group_of(*language)) {
                // Croatian and Bosnian share what one of them would have; the larger share is nearer to it than the sum.
                shares[group] = shares[group].max(share);
            }
        }
        let latin = Script::of(prose) == Script::Latn;
        let trust = (letters as f64 / LETTERS_TRUSTED).min(1.0);
        for ((score, share), language) in scores.iter_mut().zip(shares).zip(GROUPS) {
            // The model has read these in their own alphabet only, and cannot say whether this is one of them.
            let share = if latin && has_another_alphabet(language) {
                BLIND
            } else {
                share
            };
            *score += trust * (share + DOUBT).ln();
        }
    }
}

/// The model's languages, and what each is here.
const MODELS: [(lingua::Language, Language); 16] = [
    (lingua::Language::French, Language::French),
    (lingua::Language::English, Language::English),
    (lingua::Language::Serbian, Language::Serbian),
    (lingua::Language::Croatian, Language::Croatian),
    (lingua::Language::Bosnian, Language::Bosnian),
    (lingua::Language::Albanian, Language::Albanian),
    (lingua::Language::Macedonian, Language::Macedonian),
    (lingua::Language::Bulgarian, Language::Bulgarian),
    (lingua::Language::Romanian, Language::Romanian),
    (lingua::Language::Greek, Language::Greek),
    (lingua::Language::Hungarian, Language::Hungarian),
    (lingua::Language::Slovene, Language::Slovene),
    (lingua::Language::Turkish, Language::Turkish),
    (lingua::Language::German, Language::German),
    (lingua::Language::Italian, Language::Italian),
    (lingua::Language::Russian, Language::Russian),
];

/// A message as the witnesses see it.
struct Reading {
    /// Folded words.
    words: Vec<String>,
    /// The words of running text alone, for the model: no codes, no names.
    prose: String,
    /// All words in lower case.
    raw: String,
    script: Script,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut read = Self {
            words: Vec::new(),
            prose: String::new(),
            raw: String::new(),
            script: Script::of(text),
        };
        let mut letters = 0;
        let shouted = !text.chars().any(char::is_lowercase);
        for (position, word) in plain_words(text).take(WORDS_READ).enumerate() {
            let folded = fold(word);
            let sign = sign_of(&folded);
            letters += word.chars().count();
            read.raw.extend(word.chars().flat_map(char::to_lowercase));
            read.raw.push(' ');
            let name = is_place(&folded)
                || sign.is_some_and(|sign| sign.name)
                || (!shouted && is_code(word))
                || (position > 0 && sign.is_none() && is_capitalised(word));
            if !name && !CODES.contains(&folded.as_str()) {
                read.prose.extend(word.chars().flat_map(char::to_lowercase));
                read.prose.push(' ');
            }
            read.words.push(folded);
            if letters > LETTERS_READ {
                break;
            }
        }
        read
    }

    /// The language a script alone points to.
    fn script_alone(&self, fallback: Language) -> Language {
        match self.script {
            Script::Grek => Language::Greek,
            Script::Cyrl if !writes_cyrillic(fallback) => Language::Serbian,
            _ => fallback,
        }
    }

    fn among_siblings(&self, language: Language, hints: &Hints<'_>) -> Language {
        if language.is_bcs() {
            let words = self.words.iter().map(String::as_str);
            south_slavic::choose(words, &self.raw, self.script, hints)
        } else {
            language
        }
    }
}

/// The words of a text without addresses and numbers; a word with a digit in it is no word of a language.
fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|chunk| !chunk.contains("://") && !chunk.contains('@') && !chunk.contains("www."))
        .flat_map(|chunk| chunk.split(|c: char| !(c.is_alphanumeric() || is_mark(c))))
        .filter(|word| word.len() <= 120 && word.chars().any(char::is_alphabetic))
        .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
}

/// Combining accents, as some keyboards write them, stay with their letter.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Codes that people also write in small letters.
const CODES: &[&str] = &[
    "eori",
    "eur",
    "med",
    "atr",
    "ata",
    "tir",
    "cmr",
    "mrn",
    "taric",
    "ncts",
    "ics",
    "intrastat",
    "rex",
    "aeo",
    "oea",
    "cites",
    "cbam",
    "macf",
    "ioss",
    "oss",
    "vies",
    "ddp",
    "dap",
    "exw",
    "fca",
    "fob",
    "cif",
    "ok",
    "okay",
    "incoterms",
    "pdf",
    "ups",
    "dhl",
    "fedex",
    "tnt",
    "amazon",
    "siret",
    "dau",
    "jci",
    "bti",
    "rtc",
    "hs",
    "cn",
    "nc",
    "lol",
    "eu",
    "ue",
    "www",
    "whatsapp",
    "gmail",
    "discord",
];

/// How the names of places begin, whatever the language; names of one language alone are in the table of words.
const PLACES: &[&str] = &[
    "srbij",
    "serbi",
    "szerbi",
    "sirbist",
    "albani",
    "alban",
    "shqip",
    "makedon",
    "macedon",
    "maqedon",
    "bulgar",
    "bugar",
    "bosn",
    "boszn",
    "herceg",
    "herzeg",
    "montenegr",
    "crnogor",
    "kosov",
    "hrvat",
    "croat",
    "kroat",
    "sloven",
    "roman",
    "rumun",
    "rouman",
    "moldav",
    "moldov",
    "ellad",
    "grec",
    "greq",
    "turk",
    "turci",
    "turqu",
    "tursk",
    "kypr",
    "cypr",
    "kipr",
    "magyaror",
    "hungar",
    "hongri",
    "franc",
    "frans",
    "gallia",
    "beograd",
    "belgrad",
    "zagreb",
    "sarajev",
    "podgoric",
    "skopj",
    "tiran",
    "pristin",
    "sofia",
    "sofij",
    "sofiy",
    "bucures",
    "bukurest",
    "chisina",
    "athin",
    "athen",
    "atin",
    "thessalon",
    "solun",
    "ljubljan",
    "budapest",
    "istanbul",
    "ankar",
    "izmir",
    "paris",
    "pariz",
    "lyon",
    "marseil",
    "durres",
    "varna",
    "constant",
    "horgos",
    "edirn",
    "kapitan",
    "evrop",
    "europ",
    "mersin",
    "novi",
    "split",
    "rijek",
];

fn is_place(folded: &str) -> bool {
    PLACES.iter().any(|start| folded.starts_with(start))
}

/// Whether a word in a text with small letters is all capitals, as codes are.
fn is_code(word: &str) -> bool {
    word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

const fn writes_cyrillic(language: Language) -> bool {
    matches!(
        language,
        Language::Serbian | Language::Macedonian | Language::Bulgarian | Language::Russian
    )
}

const fn has_another_alphabet(language: Language) -> bool {
    matches!(
        language,
        Language::Greek | Language::Macedonian | Language::Bulgarian | Language::Russian
    )
}

fn group_of(language: Language) -> Option<usize> {
    let sibling = if language.is_bcs() {
        Language::Serbian
    } else {
        language
    };
    GROUPS.iter().position(|group| *group == sibling)
}

fn add_words(scores: &mut Scores, read: &Reading) {
    for word in &read.words {
        let Some(sign) = sign_of(word) else { continue };
        for (group, score) in scores.iter_mut().enumerate() {
            if sign.groups & (1 << group) != 0 {
                *score += sign.weight;
            }
        }
    }
}

/// Letters that few of the languages have, with those that have them and what one of them counts.
const LETTERS: &[(&str, &[Language], f64)] = &[
    ("đć", &[Language::Serbian], 2.5),
    ("čšž", &[Language::Serbian, Language::Slovene], 1.2),
    ("ë", &[Language::Albanian], 2.0),
    (
        "ç",
        &[Language::French, Language::Albanian, Language::Turkish],
        0.7,
    ),
    ("ğı", &[Language::Turkish], 3.0),
    ("ş", &[Language::Turkish, Language::Romanian], 1.5),
    ("ățșţ", &[Language::Romanian], 3.0),
    ("ő", &[Language::Hungarian], 3.0),
    ("ű", &[Language::Hungarian], 3.0),
    (
        "öü",
        &[Language::Hungarian, Language::Turkish, Language::German],
        1.0,
    ),
    ("ß", &[Language::German], 3.0),
    ("ä", &[Language::German], 2.0),
    ("é", &[Language::French, Language::Hungarian], 1.0),
    ("áíóú", &[Language::Hungarian], 1.5),
    ("êûœôï", &[Language::French], 1.5),
    ("èà", &[Language::French, Language::Italian], 1.0),
    ("ùòì", &[Language::Italian], 0.8),
    ("âî", &[Language::Romanian, Language::French], 0.8),
    ("јљњџ", &[Language::Serbian, Language::Macedonian], 2.0),
    ("ђћ", &[Language::Serbian], 4.0),
    ("ѓќѕ", &[Language::Macedonian], 4.0),
    ("щйьюя", &[Language::Bulgarian, Language::Russian], 2.0),
    ("ъ", &[Language::Bulgarian], 2.0),
    ("ыэё", &[Language::Russian], 4.0),
];

fn add_letters(scores: &mut Scores, raw: &str) {
    for (letters, languages, weight) in LETTERS {
        if raw.contains(|c| letters.contains(c)) {
            for group in languages.iter().filter_map(|language| group_of(*language)) {
                scores[group] += weight;
            }
        }
    }
}

/// A language is hardly ever written in a script that is not its own, but those of the zone with another alphabet are
/// typed in Latin letters too.
fn add_script(scores: &mut Scores, script: Script) {
    for (group, score) in scores.iter_mut().enumerate() {
        let language = GROUPS[group];
        *score -= match script {
            Script::Latn if language == Language::Russian => 1.5,
            Script::Latn if has_another_alphabet(language) => 0.7,
            Script::Cyrl if !writes_cyrillic(language) => 12.0,
            Script::Grek if language != Language::Greek => 12.0,
            _ => 0.0,
        };
    }
}

/// Where nothing else decides, the conversation's language does, then the asker's settings, then the country.
fn add_hints(scores: &mut Scores, hints: &Hints<'_>, spread: f64) {
    let silent = spread < SILENT;
    let mut add = |language: Language, weight: f64| {
        if let Some(group) = group_of(language) {
            scores[group] += weight;
        }
    };
    if let Some(previous) = hints.previous {
        add(previous, if silent { 3.0 } else { 1.2 });
    }
    if let Some(locale) = hints.locale {
        add(locale, if silent { 1.5 } else { 0.7 });
    }
    if hints.previous.is_none() && hints.locale.is_none() {
        add(hints.fallback, 0.2);
    }
    for language in hints.countries.iter().filter_map(|code| language_of(*code)) {
        add(language, 0.2);
    }
}

/// The language most people of a country of the zone write in.
pub(super) fn language_of(country: CountryCode) -> Option<Language> {
    Some(match country.as_str() {
        "FR" => Language::French,
        "RS" => Language::Serbian,
        "HR" => Language::Croatian,
        "BA" => Language::Bosnian,
        "ME" => Language::Montenegrin,
        "AL" | "XK" => Language::Albanian,
        "MK" => Language::Macedonian,
        "BG" => Language::Bulgarian,
        "RO" | "MD" => Language::Romanian,
        "GR" | "CY" => Language::Greek,
        "HU" => Language::Hungarian,
        "SI" => Language::Slovene,
        "TR" => Language::Turkish,
        _ => return None,
    })
}

/// Scores in nats as shares of one.
fn probabilities(scores: &Scores) -> Scores {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised = scores.map(|score| (score - most).exp());
    let sum: f64 = raised.iter().sum();
    raised.map(|one| one / sum)
}

#[cfg(test)]
mod tests;
