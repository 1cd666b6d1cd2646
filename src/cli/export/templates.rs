//! The site's pages as templates; the second door of minijinja, beside `faq/render.rs`, which renders answers.

use anyhow::{Context as _, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, escape_formatter};

const FILES: [(&str, &str); 6] = [
    ("base.html", include_str!("templates/base.html")),
    ("start.html", include_str!("templates/start.html")),
    ("index.html", include_str!("templates/index.html")),
    ("topic.html", include_str!("templates/topic.html")),
    ("country.html", include_str!("templates/country.html")),
    ("freshness.html", include_str!("templates/freshness.html")),
];

/// The style of every page.
pub(super) const STYLE: &str = include_str!("templates/style.css");

/// The search's script.
pub(super) const SEARCH: &str = include_str!("templates/search.js");

/// The pages' templates: everything that they print is escaped, but for what `markdown.rs` made.
pub(super) struct Templates(Environment<'static>);

impl Templates {
    pub(super) fn load() -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()?,
        );
        environment.set_formatter(|out, state, value| match value.as_str() {
            Some(text) if !value.is_safe() => Ok(out.write_str(&escaped(text))?),
            _ => escape_formatter(out, state, value),
        });
        for (name, text) in FILES {
            environment
                .add_template(name, text)
                .with_context(|| format!("the page template {name} is broken"))?;
        }
        Ok(Self(environment))
    }

    pub(super) fn render(&self, name: &str, page: serde_json::Value) -> Result<String> {
        let template = self.0.get_template(name)?;
        template
            .render(value(page))
            .with_context(|| format!("the page template {name} failed"))
    }
}

/// A text as it may stand in HTML and between an attribute's quotes. minijinja's own way writes `/` as `&#x2f;` too,
/// which would make every address unreadable.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// JSON as a template's value.
fn value(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::from(()),
        Json::Bool(truth) => Value::from(truth),
        Json::Number(number) => Value::from(number.as_f64()),
        Json::String(text) => Value::from(text),
        Json::Array(values) => values.into_iter().map(value).collect(),
        Json::Object(members) => Value::from_pairs(
            members
                .into_iter()
                .map(|(key, member)| (key, value(member))),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_prints_is_escaped() {
        let templates = Templates::load().unwrap();
        let editions = serde_json::json!([
            {"tag": "fr", "name": "<b>", "title": "\"'<script>", "title_tag": "fr"},
        ]);
        let page = serde_json::json!({"title": "<i>", "editions": editions});
        let html = templates.render("start.html", page).unwrap();
        assert!(html.contains("&quot;&#39;&lt;script&gt;"), "{html}");
        for raw in ["<b>", "<script>", "<i>"] {
            assert!(!html.contains(raw), "{html}");
        }
    }
}
