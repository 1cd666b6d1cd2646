//! Answers are templates: here they are compiled, and rendered for a country.
//!
//! minijinja is strict here: an unknown name, a fact that the country's file does not give and
//! that the template does not guard with `{% if %}`, and anything printed that is nothing, are
//! errors of `guichet check`.
//!
//! Translators write answers too, and a running counter takes changed files by itself, so that no template may cost more
//! than it is worth: it knows `{% if %}` and the filters of this file alone, steps are counted, and what it writes is cut.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Object;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, escape_formatter};
use thiserror::Error as ThisError;

use super::country::Country;
use super::entry::EntryId;
use super::localised::{Day, Localised};
use super::notation;
use crate::language::{Direction, Language};

/// Steps that one answer may take: a template that loops without end stops here.
const FUEL: u64 = 100_000;

/// The longest answer, in bytes: many messages of Discord.
const LONGEST: usize = 200_000;

/// The tags that a template may have.
const TAGS: &[&str] = &["if", "elif", "else", "endif"];

/// A template that does not compile or render.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[error("line {line} of the answer: {message}")]
pub struct TemplateError {
    /// Line in the answer, from 1.
    pub line: usize,
    /// What is wrong, in the maintainer's words.
    pub message: String,
}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let detail = error.detail().map(str::to_owned);
        let message = match error.kind() {
            ErrorKind::UndefinedError => detail.unwrap_or_else(|| {
                "a name that is not known here, or a fact that this country's file does not give; \
                 guard it with {% if … %}"
                    .to_owned()
            }),
            ErrorKind::OutOfFuel => "the template takes too long: shorten it".to_owned(),
            ErrorKind::WriteFailure => {
                format!("the answer is longer than {LONGEST} bytes: shorten it")
            }
            kind => detail.unwrap_or_else(|| kind.to_string()),
        };
        Self {
            line: error.line().unwrap_or(1),
            message,
        }
    }
}

/// An answer, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Markdown.
    pub markdown: String,
    /// The keys of the country's facts that the answer used.
    pub facts: Vec<&'static str>,
}

/// The compiled answers of one language.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
    /// The order in which localised facts fall back.
    languages: Vec<Language>,
}

impl Templates {
    /// No answers yet; facts are told in the first of `languages` that they exist in.
    #[must_use]
    pub fn new(languages: Vec<Language>) -> Self {
        let language = languages.first().copied().unwrap_or(Language::English);
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        if let Ok(syntax) = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
        {
            environment.set_syntax(syntax);
        }
        environment.set_formatter(|out, state, value| {
            if value.is_none() {
                return Err(Error::new(
                    ErrorKind::UndefinedError,
                    "this prints a fact that the country's file does not give; guard it with {% if … %}",
                ));
            }
            escape_formatter(out, state, value)
        });
        environment.add_filter("percent", move |rate: f64| {
            notation::percent(rate, language)
        });
        environment.add_filter("percents", move |rates: Vec<f64>| {
            notation::percents(&rates, language)
        });
        environment.add_filter("eur", move |amount: f64| notation::euro(amount, language));
        environment.add_filter("date", move |day: String| {
            day.parse()
                .map(|day| notation::date(day, language))
                .map_err(|_| {
                    Error::new(
                        ErrorKind::InvalidOperation,
                        format!("`{day}` is no day such as 2026-11-24"),
                    )
                })
        });
        environment.add_filter("capitalize_first", |text: String| {
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        });
        Self {
            environment,
            languages,
        }
    }

    /// Compiles an entry's answer.
    ///
    /// # Errors
    ///
    /// When the template's syntax is broken, or it has another tag than `{% if %}`.
    pub fn add(&mut self, id: &EntryId, answer: &str) -> Result<(), TemplateError> {
        refuse_other_tags(answer)?;
        self.environment
            .add_template_owned(id.to_string(), answer.to_owned())
            .map_err(TemplateError::from)
    }

    /// Renders an entry's answer for a country and direction.
    ///
    /// # Errors
    ///
    /// When the template uses what is not known: never for one that [`check`](super::check)
    /// passed.
    pub fn render(
        &self,
        id: &EntryId,
        country: Option<&Country>,
        direction: Option<Direction>,
    ) -> Result<Rendered, TemplateError> {
        let used = Arc::new(Mutex::new(BTreeSet::new()));
        let country = country.map_or_else(
            || Value::from(()),
            |country| Value::from_object(CountryView::new(country, &self.languages, &used)),
        );
        let direction = direction.map(|direction| match direction {
            Direction::Export => "export",
            Direction::Import => "import",
        });
        let mut written = Written::default();
        self.environment
            .get_template(id.as_str())?
            .render_captured_to(minijinja::context! { country, direction }, &mut written)
            .map(drop)?;
        let markdown = String::from_utf8_lossy(&written.0);
        let facts = used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .copied()
            .collect();
        Ok(Rendered {
            markdown: tidy(&markdown),
            facts,
        })
    }
}

/// Refuses tags that do more than to leave something out.
fn refuse_other_tags(answer: &str) -> Result<(), TemplateError> {
    for (at, _) in answer.match_indices("{%") {
        let rest = answer[at + 2..].trim_start_matches(['-', '+']).trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let tag = &rest[..end.unwrap_or(rest.len())];
        if !TAGS.contains(&tag) {
            return Err(TemplateError {
                line: 1 + answer[..at].matches('\n').count(),
                message: format!(
                    "`{{% {tag} %}}` is not known here: an answer takes {{% if … %}}, {{% elif … %}}, {{% else %}} and \
                     {{% endif %}} alone"
                ),
            });
        }
    }
    Ok(())
}

/// What a template has written, up to [`LONGEST`].
#[derive(Debug, Default)]
struct Written(Vec<u8>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other("too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes out the runs of blank lines that skipped parts of a template leave.
fn tidy(markdown: &str) -> String {
    let mut tidied = String::with_capacity(markdown.len());
    let mut blank = true;
    for line in markdown.lines().map(str::trim_end) {
        if line.is_empty() {
            if !blank {
                tidied.push('\n');
            }
            blank = true;
        } else {
            tidied.push_str(line);
            tidied.push('\n');
            blank = false;
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

/// A country as templates see it; remembers which facts were asked for.
#[derive(Debug)]
struct CountryView {
    plain: BTreeMap<&'static str, Value>,
    facts: BTreeMap<&'static str, Value>,
    used: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Object for CountryView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if let Some(value) = self.plain.get(key) {
            return Some(value.clone());
        }
        let (name, value) = self.facts.get_key_value(key)?;
        if !value.is_none() {
            self.used
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(name);
        }
        Some(value.clone())
    }

    /// `{% if country %}` asks whether there is one; without this it would ask whether it can be counted through.
    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

impl CountryView {
    fn new(
        country: &Country,
        languages: &[Language],
        used: &Arc<Mutex<BTreeSet<&'static str>>>,
    ) -> Self {
        let mut facts = facts(country, languages);
        facts.extend(told(country, languages));
        Self {
            plain: plain(country, languages),
            facts,
            used: Arc::clone(used),
        }
    }
}

/// What every country has.
fn plain(country: &Country, languages: &[Language]) -> BTreeMap<&'static str, Value> {
    let mut plain = BTreeMap::from([
        ("code", Value::from(country.code.to_string())),
        ("eu_member", Value::from(country.eu_member)),
        ("currency", Value::from(country.currency.as_str())),
        (
            "customs_union",
            Value::from(country.origin.as_ref().is_some_and(|origin| origin.atr)),
        ),
        (
            "common_transit",
            Value::from(
                country
                    .transit
                    .as_ref()
                    .is_some_and(|transit| transit.common),
            ),
        ),
    ]);
    if let Some(names) = country.names(languages) {
        plain.extend([
            ("name", Value::from(names.name.as_str())),
            ("the", Value::from(names.the.as_str())),
            ("where", Value::from(names.place.as_str())),
            ("towards", Value::from(names.towards.as_str())),
            ("of", Value::from(names.of.as_str())),
            ("from", Value::from(names.from.as_str())),
        ]);
    }
    plain
}

/// The groups of facts.
fn facts(country: &Country, languages: &[Language]) -> BTreeMap<&'static str, Value> {
    let text = |text: &Localised| Value::from(text.get(languages));
    let note = |note: &Option<Localised>| note.as_ref().map_or(Value::from(()), &text);
    let day = |day: Option<Day>| Value::from(day.map(|day| day.0.to_string()));
    let mut facts = BTreeMap::new();
    facts.insert(
        "agreement",
        group(country.agreement.as_ref(), |fact| {
            vec![
                ("name", text(&fact.name)),
                ("since", day(fact.since)),
                ("note", note(&fact.note)),
            ]
        }),
    );
    facts.insert(
        "origin",
        group(country.origin.as_ref(), |fact| {
            vec![
                ("eur1", Value::from(fact.eur1)),
                ("origin_declaration", Value::from(fact.origin_declaration)),
                ("atr", Value::from(fact.atr)),
                (
                    "declaration_limit_eur",
                    Value::from(fact.declaration_limit_eur),
                ),
                ("cefta", Value::from(fact.cefta)),
                ("pem", Value::from(fact.pem)),
                ("note", note(&fact.note)),
            ]
        }),
    );
    facts.insert(
        "transit",
        group(country.transit.as_ref(), |fact| {
            vec![
                ("common", Value::from(fact.common)),
                ("since", day(fact.since)),
                ("note", note(&fact.note)),
            ]
        }),
    );
    facts.insert(
        "tir",
        group(country.tir.as_ref(), |fact| {
            vec![
                ("accepted", Value::from(fact.accepted)),
                ("note", note(&fact.note)),
            ]
        }),
    );
    facts.insert(
        "ata",
        group(country.ata.as_ref(), |fact| {
            vec![
                ("accepted", Value::from(fact.accepted)),
                ("body", Value::from(fact.body.clone())),
                ("months", Value::from(fact.months)),
                ("note", note(&fact.note)),
            ]
        }),
    );
    facts.insert(
        "vat",
        group(country.vat.as_ref(), |fact| {
            vec![
                ("name", Value::from(fact.name.as_str())),
                ("standard", Value::from(fact.standard)),
                ("reduced", Value::from(fact.reduced.clone())),
                ("note", note(&fact.note)),
            ]
        }),
    );
    let authority = &country.authority;
    facts.insert(
        "authority",
        group(Some(authority), |fact| {
            vec![
                ("name", text(&fact.name)),
                ("local_name", Value::from(fact.local_name.as_str())),
                ("url", Value::from(fact.url.as_str())),
                ("contact", note(&fact.contact)),
            ]
        }),
    );
    facts
}

/// The facts that are told in sentences.
fn told(country: &Country, languages: &[Language]) -> BTreeMap<&'static str, Value> {
    [
        ("parcels", &country.parcels),
        ("gifts", &country.gifts),
        ("travellers", &country.travellers),
        ("cash", &country.cash),
        ("cars", &country.cars),
        ("licences", &country.licences),
        ("registration", &country.registration),
        ("documents", &country.documents),
        ("borders", &country.borders),
        ("special", &country.special),
    ]
    .into_iter()
    .map(|(key, fact)| {
        let text = |fact: &super::country::Told| Value::from(fact.text.get(languages));
        (key, group(fact.as_ref(), |fact| vec![("text", text(fact))]))
    })
    .collect()
}

/// A group of facts as a template's value: nothing when the file does not give it.
fn group<T>(fact: Option<&T>, fields: impl Fn(&T) -> Vec<(&'static str, Value)>) -> Value {
    fact.map_or_else(
        || Value::from(()),
        |fact| Value::from(BTreeMap::from_iter(fields(fact))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERBIA: &str = r#"
        code = "RS"
        eu_member = false
        currency = "RSD"
        mentions = ["serbi*"]
        [names.fr]
        name = "Serbie"
        the = "la Serbie"
        where = "en Serbie"
        towards = "vers la Serbie"
        of = "de Serbie"
        from = "de Serbie"
        [sources.a]
        title = "A"
        url = "https://example.org"
        checked = 2026-11-24
        [vat]
        name = "PDV"
        standard = 20
        reduced = [10, 9.5]
        source = ["a"]
        verified = 2026-11-24
        [authority]
        name = { fr = "Douane" }
        local_name = "Carina"
        url = "https://example.org"
        source = ["a"]
        verified = 2026-11-24
    "#;

    fn render(answer: &str) -> Result<Rendered, TemplateError> {
        let country: Country = toml::from_str(SERBIA).unwrap();
        let id: EntryId = "a/b".parse().unwrap();
        let mut templates = Templates::new(vec![Language::French]);
        templates.add(&id, answer)?;
        templates.render(&id, Some(&country), None)
    }

    #[test]
    fn facts_come_from_the_country_and_are_remembered() {
        let rendered = render(
            "TVA {{ country.where }} : {{ country.vat.standard | percent }}, {{ country.vat.reduced | percents }}.",
        )
        .unwrap();
        assert_eq!(
            rendered.markdown,
            "TVA en Serbie : 20\u{a0}%, 10\u{a0}% et 9,5\u{a0}%."
        );
        assert_eq!(rendered.facts, ["vat"]);
    }

    #[test]
    fn a_fact_that_is_absent_can_be_guarded_and_is_an_error_unguarded() {
        let guarded = "{% if country.cash %}{{ country.cash.text }}{% else %}Demandez.{% endif %}";
        assert_eq!(render(guarded).unwrap().markdown, "Demandez.");
        assert!(render("{{ country.cash.text }}").is_err());
        assert!(render("{{ country.vat.note }}").is_err());
    }

    #[test]
    fn a_template_can_ask_whether_there_is_a_country() {
        assert_eq!(
            render("{% if country %}oui{% else %}non{% endif %}")
                .unwrap()
                .markdown,
            "oui"
        );
        let mut templates = Templates::new(vec![Language::French]);
        let id: EntryId = "a/b".parse().unwrap();
        templates
            .add(&id, "{% if country %}oui{% else %}non{% endif %}")
            .unwrap();
        assert_eq!(templates.render(&id, None, None).unwrap().markdown, "non");
    }

    #[test]
    fn an_unknown_name_and_whatever_costs_too_much_are_errors_with_their_line() {
        assert_eq!(render("ok\n{{ contry.name }}").unwrap_err().line, 2);
        assert!(render("{{ country.vta }}").is_err());
        let endless = "ok\n{% for a in 'ab' %}{% for b in 'ab' %}x{% endfor %}{% endfor %}";
        let refused = render(endless).unwrap_err();
        assert_eq!(refused.line, 2);
        assert!(refused.message.contains("{% if … %}"), "{refused}");
        for doubled in [
            "{% set a = a ~ a %}",
            "{%- macro m() %}{% endmacro %}",
            "{%include 'x'%}",
            "{%",
        ] {
            assert!(render(doubled).is_err(), "{doubled}");
        }
        let long = render("{{ 'x' * 1000000 }}").unwrap_err();
        assert!(long.message.contains("longer than"), "{long}");
        assert!(render("{{ 'x' | indent(1000000000) }}").is_err());
        assert!(render("{{ range(1000000000) }}").is_err());
    }

    #[test]
    fn skipped_parts_leave_no_holes() {
        let rendered = render("a\n\n{% if country.cash %}\nb\n\n{% endif %}\n\nc\n").unwrap();
        assert_eq!(rendered.markdown, "a\n\nc");
    }
}
