//! A reply as data: each channel draws it in its own way.

use serde::Serialize;

use super::messages::Voice;
use crate::faq::EntryId;
use crate::language::{CountryCode, Direction};

/// What was decided about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// An entry answers.
    Answer,
    /// Two or three entries are offered.
    Choose,
    /// Something is asked back: the country, or the question itself.
    Clarify,
    /// The attaché is offered, or has been given the question.
    Escalate,
    /// Official channels for reports; nothing is kept.
    Confidential,
    /// Somebody else is competent.
    Redirect,
    /// A courtesy.
    Smalltalk,
}

impl Decision {
    /// The word that stands for it in JSON and in metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Choose => "choose",
            Self::Clarify => "clarify",
            Self::Escalate => "escalate",
            Self::Confidential => "confidential",
            Self::Redirect => "redirect",
            Self::Smalltalk => "smalltalk",
        }
    }
}

/// An entry that may be meant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offered {
    /// Its name.
    pub entry: EntryId,
    /// The calibrated probability, 0 to 1.
    pub probability: f64,
}

/// A page behind an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLink {
    /// Its title.
    pub title: String,
    /// Its https address.
    pub url: String,
}

/// What the asker may pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What picking it sends: an entry's name or a country's code; empty for "none of these".
    pub value: String,
    /// What the asker reads.
    pub label: String,
}

/// A question with things to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Choices {
    /// Entries.
    Entries(Vec<Choice>),
    /// Countries.
    Countries(Vec<Choice>),
}

impl Choices {
    /// The things to pick, in their order.
    #[must_use]
    pub fn all(&self) -> &[Choice] {
        match self {
            Self::Entries(all) | Self::Countries(all) => all,
        }
    }
}

/// What the asker can do next, beside writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Say that this answers the question.
    Answered,
    /// Ask another question.
    AskAnother,
    /// Have it passed on to the attaché.
    AskAttache,
    /// Agree that the question is stored and passed on.
    Consent,
    /// Refuse that.
    Decline,
}

/// What the counter says to one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What was decided.
    pub decision: Decision,
    /// The entry that answers.
    pub entry: Option<EntryId>,
    /// The probability that the entry, or the first candidate, is what was asked.
    pub probability: f64,
    /// The language and script of the message, and of the counter's own words.
    pub voice: Voice,
    /// The country of the zone that the message is about.
    pub country: Option<CountryCode>,
    /// Which way the goods go.
    pub direction: Option<Direction>,
    /// Entries that may be meant, the likeliest first.
    pub candidates: Vec<Offered>,
    /// The entry's question.
    pub title: Option<String>,
    /// The text, in Markdown.
    pub text: String,
    /// Things to pick.
    pub choices: Option<Choices>,
    /// The pages behind the answer, under their heading.
    pub sources: Option<(String, Vec<SourceLink>)>,
    /// Questions that readers of the answer also have, under their heading.
    pub related: Option<(String, Vec<String>)>,
    /// Short lines below: dates, that it is a draft, that it is in another language.
    pub notes: Vec<String>,
    /// What to do next.
    pub closing: Option<String>,
    /// How to answer in words, for channels and places without buttons.
    pub hint: Option<String>,
    /// Buttons, where a channel has them.
    pub actions: Vec<Action>,
    /// The case that the question became.
    pub escalation: Option<String>,
    /// Nothing of the message may be kept, logged or shown elsewhere.
    pub confidential: bool,
}

impl Reply {
    /// A reply that says nothing yet.
    #[must_use]
    pub fn new(decision: Decision, voice: Voice) -> Self {
        Self {
            decision,
            entry: None,
            probability: 0.0,
            voice,
            country: None,
            direction: None,
            candidates: Vec::new(),
            title: None,
            text: String::new(),
            choices: None,
            sources: None,
            related: None,
            notes: Vec::new(),
            closing: None,
            hint: None,
            actions: Vec::new(),
            escalation: None,
            confidential: false,
        }
    }

    /// The same reply saying `text`.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The whole reply in Markdown, as a channel without buttons shows it.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if let Some(title) = &self.title {
            parts.push(format!("**{title}**"));
        }
        if !self.text.is_empty() {
            parts.push(self.text.clone());
        }
        match &self.choices {
            Some(Choices::Entries(choices)) => {
                let lines: Vec<String> = choices
                    .iter()
                    .enumerate()
                    .map(|(at, choice)| format!("{}. {}", at + 1, choice.label))
                    .collect();
                parts.push(lines.join("\n"));
            }
            Some(Choices::Countries(choices)) => {
                let names: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
                parts.push(names.join(" · "));
            }
            None => {}
        }
        if let Some((heading, sources)) = self.sources.as_ref().filter(|(_, all)| !all.is_empty()) {
            let lines: Vec<String> = sources
                .iter()
                .map(|source| format!("- [{}]({})", source.title, source.url))
                .collect();
            parts.push(format!("{heading}\n{}", lines.join("\n")));
        }
        if let Some((heading, related)) = self.related.as_ref().filter(|(_, all)| !all.is_empty()) {
            let lines: Vec<String> = related.iter().map(|title| format!("- {title}")).collect();
            parts.push(format!("{heading}\n{}", lines.join("\n")));
        }
        if !self.notes.is_empty() {
            parts.push(format!("*{}*", self.notes.join(" ")));
        }
        let last: Vec<&str> = [&self.closing, &self.hint]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if !last.is_empty() {
            parts.push(last.join(" "));
        }
        parts.join("\n\n")
    }

    /// The object that `match --json`, `ask --json` and `chat --json` print.
    #[must_use]
    pub fn json(&self, microseconds: u64) -> serde_json::Value {
        serde_json::json!({
            "decision": self.decision,
            "entry": self.entry,
            "probability": rounded(self.probability),
            "language": self.voice.language,
            "script": self.voice.script,
            "country": self.country,
            "direction": self.direction,
            "candidates": self.candidates.iter().map(|offered| serde_json::json!({
                "entry": offered.entry,
                "probability": rounded(offered.probability),
            })).collect::<Vec<_>>(),
            "reply": self.markdown(),
            "escalation": self.escalation,
            "microseconds": microseconds,
        })
    }
}

/// Four digits are enough to compare.
fn rounded(probability: f64) -> f64 {
    (probability * 10_000.0).round() / 10_000.0
}

/// The asker's text so that its Markdown and its mentions take no effect in what shows it.
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '*' | '_' | '`' | '~' | '|' | '[' | ']' | '(' | ')' | '<' | '>' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '@' {
            // A zero-width joiner keeps "@everyone" from being one.
            escaped.push('\u{2060}');
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_reads_from_the_question_to_what_to_do_next() {
        let mut reply = Reply::new(Decision::Answer, Voice::default()).saying("Yes.");
        reply.title = Some("Is it so?".to_owned());
        reply.sources = Some((
            "Sources".to_owned(),
            vec![SourceLink {
                title: "Page".to_owned(),
                url: "https://example.org".to_owned(),
            }],
        ));
        reply.notes = vec!["Read in May.".to_owned(), "A draft.".to_owned()];
        reply.closing = Some("Not it?".to_owned());
        assert_eq!(
            reply.markdown(),
            "**Is it so?**\n\nYes.\n\nSources\n- [Page](https://example.org)\n\n*Read in May. A draft.*\n\nNot it?"
        );
    }

    #[test]
    fn the_askers_signs_are_only_signs() {
        assert_eq!(
            escape_markdown("**@here** [x](y)"),
            "\\*\\*@\u{2060}here\\*\\* \\[x\\]\\(y\\)"
        );
    }
}
