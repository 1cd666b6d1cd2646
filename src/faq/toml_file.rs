//! Reading one TOML file strictly, with every mistake in it and its place.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::problem::{Position, Report};

/// More mistakes than this in one file are not listed: the first ones say enough.
const MOST_PROBLEMS: usize = 20;

/// Reads `text` as a `T`; on mistakes, reports them all and gives nothing.
///
/// Serde stops at the first mistake. To find the others, the top-level key that holds it is
/// taken out and the rest is read again.
pub(super) fn read<T: DeserializeOwned>(file: &str, text: &str, report: &mut Report) -> Option<T> {
    let (mut table, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        for error in broken.iter().take(MOST_PROBLEMS) {
            let at = error.span().map_or(0, |span| span.start);
            report.error(
                file,
                Position::of(text, at),
                format!("this is no valid TOML: {}", one_line(error.message())),
                "mend the syntax at this place (https://toml.io shows the format)",
            );
        }
        return None;
    }
    let mut taken_out: Vec<String> = Vec::new();
    for _ in 0..MOST_PROBLEMS {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return taken_out.is_empty().then_some(value),
            Err(error) => error,
        };
        let at = error.span().map_or(0, |span| span.start);
        let message = one_line(error.message());
        if taken_out
            .iter()
            .any(|key| message == format!("missing field `{key}`"))
        {
            return None;
        }
        report.error(file, Position::of(text, at), &message, advice(&message));
        let key = key_around(&table, at)?;
        table.get_mut().remove(key.as_str());
        taken_out.push(key);
    }
    None
}

/// The top-level key whose value holds byte `at`: the last that begins before it.
fn key_around(table: &Spanned<DeTable<'_>>, at: usize) -> Option<String> {
    table
        .get_ref()
        .iter()
        .filter(|(key, _)| key.span().start <= at)
        .max_by_key(|(key, _)| key.span().start)
        .map(|(key, _)| key.get_ref().to_string())
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What to do about serde's message.
fn advice(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let Some(given) = quoted.next() else {
            return String::new();
        };
        return quoted
            .map(|known| (strsim::damerau_levenshtein(given, known), known))
            .min()
            .filter(|(distance, known)| *distance <= known.len().max(3) / 3)
            .map_or_else(
                || "take it out, or use one of the names listed".to_owned(),
                |(_, known)| format!("did you mean `{known}`?"),
            );
    }
    if message.starts_with("missing field") {
        return quoted
            .next()
            .map(|field| format!("add a line `{field} = …`"))
            .unwrap_or_default();
    }
    "write the value in the form expected here".to_owned()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: String,
        #[serde(default)]
        rate: Option<u32>,
        inner: Inner,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        yes: bool,
    }

    fn problems(text: &str) -> Vec<String> {
        let mut report = Report::default();
        assert_eq!(read::<Sample>("a.toml", text, &mut report), None);
        report.problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_mistakes_of_a_file_are_reported_in_one_run() {
        let found = problems("nmae = \"x\"\nrate = \"high\"\n[inner]\nyes = 3\n");
        let all = found.join("\n");
        assert!(
            all.contains("a.toml:1:1: error: unknown field `nmae`"),
            "{all}"
        );
        assert!(all.contains("did you mean `name`?"), "{all}");
        assert!(all.contains("a.toml:2:8: error: invalid type"), "{all}");
        assert!(all.contains("a.toml:4:7: error: invalid type"), "{all}");
    }

    #[test]
    fn broken_syntax_is_reported_with_its_place() {
        let found = problems("name = \nrate = 3");
        assert!(found[0].starts_with("a.toml:1:"), "{found:?}");
        assert!(found[0].contains("no valid TOML"), "{found:?}");
    }

    #[test]
    fn a_missing_key_is_named() {
        let found = problems("[inner]\nyes = true\n");
        assert!(found[0].contains("missing field `name`"), "{found:?}");
        assert!(found[0].contains("add a line `name = …`"), "{found:?}");
    }
}
