//! What maintainers should know of a FAQ that loads: answers that fail for some country, missing
//! translations, phrasings that two entries claim, stale facts, links that are not https.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::entry::{Answer, Entry, EntryText, Route};
use super::problem::{Position, Report};
use super::{Faq, notation};
use crate::language::{CountryCode, Direction, Language, fold};

/// Fewest phrasings of an entry and language, the heading counted in.
const FEWEST_PHRASINGS: usize = 4;

/// Longest answer in words: past it, people on a phone stop reading.
const LONGEST_ANSWER: usize = 260;

/// From this similarity two phrasings of different entries are nearly the same.
const NEARLY_SAME: f64 = 0.93;

/// Checks a FAQ that loads, as of `today`.
#[must_use]
pub fn check(faq: &Faq, today: Date) -> Report {
    let mut report = Report::default();
    for entry in &faq.entries {
        check_settings(entry, today, &mut report);
        for (language, text) in &entry.texts {
            check_text(entry, *language, text, &mut report);
            if let Some(answer) = &text.answer {
                check_renders(faq, entry, *language, answer, &mut report);
            }
        }
    }
    check_translations(faq, &mut report);
    check_phrasings(faq, &mut report);
    check_countries(faq, today, &mut report);
    report.sort();
    report
}

fn check_settings(entry: &Entry, today: Date, report: &mut Report) {
    let file = entry.file("entry.toml");
    let settings = &entry.settings;
    if settings.sources.is_empty() && settings.route != Route::Smalltalk {
        report.error(
            &file,
            Position::START,
            "the entry names no source",
            "add [[sources]] with title, url and checked",
        );
    }
    for source in &settings.sources {
        let position = entry.position_of(&source.url);
        check_link(&file, position, &source.url, report);
        if source.checked.is_none() {
            report.warning(
                &file,
                position,
                format!("the source {} has no date", source.url),
                "read it, compare the answer with it, and add `checked`",
            );
        }
        if source.checked.is_some_and(|day| day.0 > today) {
            report.error(
                &file,
                position,
                format!("the source {} was checked in the future", source.url),
                "write the day on which it was really read",
            );
        }
    }
    if settings.verified.0 > today {
        report.error(
            &file,
            entry.position_of("verified"),
            "`verified` lies in the future",
            "write the day on which the answer was compared with its sources",
        );
    }
    if let Some(day) = settings.review_by.filter(|day| day.0 < today) {
        report.warning(
            &file,
            entry.position_of("review_by"),
            format!(
                "to be reviewed since {}",
                notation::date(day.0, Language::English)
            ),
            "compare the answer with its sources, then set `verified` and `review_by`",
        );
    }
    let takes_cues = matches!(settings.route, Route::Confidential | Route::Urgent);
    if !settings.cues.is_empty() && !takes_cues {
        report.error(
            &file,
            entry.position_of("cues"),
            "`cues` are for confidential and urgent entries only",
            "take them out: the phrasings are what an entry is found by",
        );
    }
    for cue in settings.cues.iter().flatten() {
        for pattern in cue.split('|') {
            let word = pattern.strip_suffix('*').unwrap_or(pattern);
            if word.chars().count() < 3 || fold(word) != word {
                report.error(
                    &file,
                    entry.position_of(pattern),
                    format!("the cue `{pattern}` can never be found, or is too short"),
                    format!("write `{}`: folded, three letters or more", fold(word)),
                );
            }
        }
    }
}

fn check_text(entry: &Entry, language: Language, text: &EntryText, report: &mut Report) {
    let file = entry.file(&format!("{language}.md"));
    let phrasings = text.phrasings.len() + 1;
    if phrasings < FEWEST_PHRASINGS {
        report.warning(
            &file,
            Position::START,
            format!("only {phrasings} ways to ask"),
            format!("write {FEWEST_PHRASINGS} or more, as people type them"),
        );
    }
    if let Some(answer) = &text.answer {
        for link in links(&answer.template) {
            check_link(&file, Position::line(answer.line), link, report);
        }
    }
}

fn check_link(file: &str, position: Position, url: &str, report: &mut Report) {
    if !url.starts_with("https://") {
        report.error(
            file,
            position,
            format!("the link {url} is not https"),
            "give the page's https address",
        );
    }
}

/// The targets of the Markdown links in a text.
fn links(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](").skip(1).filter_map(|rest| {
        let target = rest.split(')').next()?;
        (!target.contains("{{")).then_some(target)
    })
}

/// Renders an answer for every country and direction that it may be asked for.
fn check_renders(
    faq: &Faq,
    entry: &Entry,
    language: Language,
    answer: &Answer,
    report: &mut Report,
) {
    let file = entry.file(&format!("{language}.md"));
    let without = (!entry.needs_country()).then_some(None);
    let countries = faq
        .countries
        .keys()
        .filter(|code| entry.covers(**code))
        .map(|code| Some(*code));
    let mut failed: HashMap<(usize, String), BTreeSet<String>> = HashMap::new();
    let mut longest = 0;
    for country in without.into_iter().chain(countries) {
        for direction in [None, Some(Direction::Export), Some(Direction::Import)] {
            match faq.render(entry, language, country, direction) {
                Ok(rendered) => {
                    longest = longest.max(rendered.markdown.split_whitespace().count());
                    if rendered.markdown.is_empty() {
                        let key = (1, "the answer is empty".to_owned());
                        failed.entry(key).or_default().insert(name(country));
                    }
                }
                Err(error) => {
                    let key = (error.line, error.message);
                    failed.entry(key).or_default().insert(name(country));
                }
            }
        }
    }
    for ((line, message), countries) in failed {
        let countries = countries.into_iter().collect::<Vec<_>>().join(", ");
        report.error(
            &file,
            Position::line(answer.line + line - 1),
            format!("the answer fails for {countries}: {message}"),
            "guard the fact with {% if … %} and say in {% else %} where to ask",
        );
    }
    if longest > LONGEST_ANSWER {
        report.warning(
            &file,
            Position::line(answer.line),
            format!("an answer of {longest} words"),
            format!("cut it to {LONGEST_ANSWER} or fewer, or make two entries of it"),
        );
    }
}

fn name(country: Option<CountryCode>) -> String {
    country.map_or_else(|| "no country".to_owned(), |code| code.to_string())
}

fn check_translations(faq: &Faq, report: &mut Report) {
    for entry in &faq.entries {
        if entry.texts.values().all(|text| text.answer.is_none()) {
            report.error(
                &entry.file("entry.toml"),
                Position::START,
                "no language has an answer",
                "write one, below a line `---`",
            );
        }
        for language in &faq.required {
            let text = entry.texts.get(language);
            if text.is_none_or(|text| text.answer.is_none()) {
                report.error(
                    &entry.file(&format!("{language}.md")),
                    Position::START,
                    format!("the answer in {} is missing", language.own_name()),
                    "write it, or take the language out of `required` in faq.toml",
                );
            }
        }
    }
    for (topic, titles) in &faq.topics {
        for language in &faq.required {
            if titles.in_language(*language).is_none() {
                report.error(
                    "faq.toml",
                    Position::START,
                    format!(
                        "the topic `{topic}` has no title in {}",
                        language.own_name()
                    ),
                    format!("add `{language} = \"…\"` under [topics.{topic}]"),
                );
            }
        }
    }
}

/// Phrasings that two entries claim, or nearly.
fn check_phrasings(faq: &Faq, report: &mut Report) {
    struct Claim<'a> {
        folded: String,
        letters: [u8; LETTERS],
        entry: &'a Entry,
        language: Language,
        file: String,
        line: usize,
        text: &'a str,
    }
    let mut claims: Vec<Claim> = Vec::new();
    let mut first: HashMap<String, usize> = HashMap::new();
    for entry in &faq.entries {
        for (language, text) in &entry.texts {
            let heading = std::iter::once((&text.question, 1));
            let others = text.phrasings.iter().map(|(text, line)| (text, *line));
            for (text, line) in heading.chain(others) {
                let folded = comparable(text);
                let claim = Claim {
                    letters: letters(&folded),
                    folded,
                    entry,
                    language: *language,
                    file: entry.file(&format!("{language}.md")),
                    line,
                    text,
                };
                if let Some(other) = first.get(&claim.folded).map(|at| &claims[*at]) {
                    if other.entry.id == entry.id {
                        if other.file == claim.file {
                            report.warning(
                                &claim.file,
                                Position::line(line),
                                format!("“{text}” stands twice"),
                                "take one out, or write another way to ask",
                            );
                        }
                    } else {
                        report.error(
                            &claim.file,
                            Position::line(line),
                            format!("“{text}” is claimed by {} too", other.entry.id),
                            "leave it to the entry that answers it",
                        );
                    }
                } else {
                    first.insert(claim.folded.clone(), claims.len());
                }
                claims.push(claim);
            }
        }
    }
    // Those of one language and of like length stand together: only these can be nearly the same.
    claims.sort_by_key(|claim| (claim.language, claim.folded.len()));
    for (at, claim) in claims.iter().enumerate() {
        for other in &claims[at + 1..] {
            let longest = other.folded.len() as f64;
            let most_changes = (1.0 - NEARLY_SAME) * longest;
            if claim.language != other.language
                || longest - claim.folded.len() as f64 > most_changes
            {
                break;
            }
            if claim.entry.id != other.entry.id
                && claim.folded != other.folded
                && f64::from(fewest_changes(&claim.letters, &other.letters)) <= most_changes
                && strsim::normalized_damerau_levenshtein(&claim.folded, &other.folded)
                    >= NEARLY_SAME
            {
                report.warning(
                    &other.file,
                    Position::line(other.line),
                    format!(
                        "“{}” is nearly “{}” of {}",
                        other.text, claim.text, claim.entry.id
                    ),
                    "reword it, or leave it to the entry that answers it",
                );
            }
        }
    }
}

/// Letters counted apart: a byte by its last five bits.
const LETTERS: usize = 32;

/// How often each letter stands in a text.
fn letters(text: &str) -> [u8; LETTERS] {
    let mut counts = [0_u8; LETTERS];
    for byte in text.bytes() {
        let count = &mut counts[usize::from(byte) % LETTERS];
        *count = count.saturating_add(1);
    }
    counts
}

/// At least so many letters must be changed, added or taken out to turn one text into another.
fn fewest_changes(one: &[u8; LETTERS], other: &[u8; LETTERS]) -> u32 {
    let differences: u32 = one
        .iter()
        .zip(other)
        .map(|(one, other)| u32::from(one.abs_diff(*other)))
        .sum();
    differences / 2
}

/// A phrasing as it is compared: folded, words only.
fn comparable(text: &str) -> String {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn check_countries(faq: &Faq, today: Date, report: &mut Report) {
    for (code, country) in &faq.countries {
        let file = format!("countries/{}.toml", code.to_string().to_lowercase());
        let text = faq.country_texts.get(code).map_or("", String::as_str);
        let urls = country.sources.values().map(|source| &source.url);
        for url in urls.chain([&country.authority.url]) {
            check_link(&file, Position::of_text(text, url), url, report);
        }
        for language in &faq.required {
            if !country.names.contains_key(language) {
                report.error(
                    &file,
                    Position::START,
                    format!("the country has no name in {}", language.own_name()),
                    format!("add a table [names.{language}]"),
                );
            }
        }
        for (key, fact) in country.facts() {
            let evidence = fact.evidence();
            let position = Position::of_text(text, &format!("[{key}]"));
            if evidence.verified.0 > today {
                report.error(
                    &file,
                    position,
                    format!("[{key}] was verified in the future"),
                    "write the day on which it was really compared with its source",
                );
            }
            if evidence.review_by.is_some_and(|day| day.0 < today) {
                report.warning(
                    &file,
                    position,
                    format!("[{key}] is past its review date"),
                    "compare it with its source, then set `verified` and `review_by`",
                );
            }
        }
    }
}
