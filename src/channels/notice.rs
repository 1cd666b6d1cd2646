//! What an asker is told without having written: the attaché's answer, question, referral or refusal.

use crate::counter::{Messages, Voice, escape_markdown};
use crate::queue::{Outgoing, OutgoingKind};

/// Longest part of the asker's own question that a notice repeats, in characters.
const REMINDER: usize = 160;

/// The notice in Markdown, in the language of the question.
#[must_use]
pub fn markdown(messages: &Messages, outgoing: &Outgoing) -> String {
    let voice = Voice {
        language: outgoing.language,
        script: outgoing.script,
    };
    let reference = outgoing.reference.to_string();
    let (heading, hint) = match outgoing.kind {
        OutgoingKind::Answer => ("notice-answer", Some("notice-answer-hint")),
        OutgoingKind::Correction => ("notice-correction", Some("notice-answer-hint")),
        OutgoingKind::Question => ("notice-question", Some("notice-question-hint")),
        OutgoingKind::Referral => ("notice-referral", None),
        OutgoingKind::Rejection => ("notice-rejection", None),
    };
    let say = |id: &str| messages.say_with(voice, id, &[("reference", &reference)]);
    let mut parts = vec![say(heading)];
    if !outgoing.question.is_empty() {
        let mut question: String = outgoing.question.chars().take(REMINDER).collect();
        if question.len() < outgoing.question.len() {
            question.push('…');
        }
        let question = escape_markdown(&question.replace('\n', " "));
        parts.push(format!(
            "*{}*",
            messages.say_with(voice, "notice-your-question", &[("question", &question)])
        ));
    }
    parts.extend(outgoing.office.clone());
    if !outgoing.text.is_empty() {
        parts.push(outgoing.text.clone());
    }
    parts.extend(hint.map(say));
    parts.join("\n\n")
}
