//! What is said at the attaché's desk, in a reader's language.

use jiff::Timestamp;

use super::super::bot::Bot;
use super::super::escaping::escape;
use super::super::locale;
use super::access::user_of;
use crate::counter::{Counter, Messages, Voice};
use crate::language::{CountryCode, Language};
use crate::queue::{
    Action, Actor, Escalation, Event, EventKind, Mark, QueueError, State, TransitionError,
};

/// What the channels say of a delivery, and the message for it.
const WAYS: [(&str, &str); 6] = [
    ("terminal", "desk-way-terminal"),
    ("direct message", "desk-way-direct"),
    ("opened in private where it was asked", "desk-way-opened"),
    ("shown at the asker's next action", "desk-way-later"),
    (
        "direct messages are closed: the asker was told where they asked, and can open it there",
        "desk-way-told",
    ),
    (
        "direct messages are closed: it is shown when the asker next does anything",
        "desk-way-waits",
    ),
];

/// The words for one reader.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    messages: &'a Messages,
    /// The reader's voice.
    pub voice: Voice,
}

impl<'a> Words<'a> {
    /// For what all of the desk read.
    pub fn of_the_room(bot: &'a Bot) -> Self {
        Self::new(&bot.messages, bot.queue.language)
    }

    /// For one member alone: in the language of their Discord if there is a message file for it, else in the room's.
    pub fn of_a_member(bot: &'a Bot, locale: &str) -> Self {
        let own = locale::language(locale).filter(|language| {
            language.is_bcs() || bot.messages.language_for(*language) == *language
        });
        Self::new(&bot.messages, own.unwrap_or(bot.queue.language))
    }

    /// In a language.
    pub fn new(messages: &'a Messages, language: Language) -> Self {
        Self {
            messages,
            voice: Voice::of_locale(Some(language)),
        }
    }

    /// The language in which it is said.
    pub fn spoken(&self) -> Language {
        self.messages.language_for(self.voice.language)
    }

    /// A message without variables.
    pub fn say(&self, id: &str) -> String {
        self.messages.say(self.voice, id)
    }

    /// A message with its variables.
    pub fn with(&self, id: &str, arguments: &[(&str, &str)]) -> String {
        self.messages.say_with(self.voice, id, arguments)
    }

    /// A message about a number of people; one has a message of its own, `ID-one`.
    pub fn count(&self, id: &str, count: usize) -> String {
        if count == 1 {
            self.say(&format!("{id}-one"))
        } else {
            self.with(id, &[("count", &count.to_string())])
        }
    }

    /// Somebody who did something: a member as a mention, which notifies nobody, others by the name they act under.
    pub fn who(&self, name: &str) -> String {
        match user_of(name) {
            Some(user) => format!("<@{user}>"),
            None if name == Actor::System.name() => "guichet".to_owned(),
            None if name == "asker" => self.say("desk-the-asker"),
            None => escape(name),
        }
    }

    /// Somebody and when.
    pub fn mark(&self, mark: &Mark) -> String {
        self.with(
            "desk-who-when",
            &[("who", &self.who(&mark.by)), ("when", &moment(mark.at))],
        )
    }

    /// A state.
    pub fn state(&self, state: State) -> String {
        self.with("desk-state", &[("state", state.code())])
    }

    /// A language's name.
    pub fn language(&self, language: Language) -> String {
        self.with("language-name", &[("code", language.code())])
    }

    /// A country's name, as far as the FAQ knows it.
    pub fn country(&self, code: CountryCode, counter: Option<&Counter>) -> String {
        let name = counter.and_then(|counter| {
            let faq = counter.faq();
            let languages = faq.fallback(self.spoken());
            Some(faq.countries.get(&code)?.names(&languages)?.name.clone())
        });
        name.unwrap_or_else(|| code.to_string())
    }

    /// What happened, in a line.
    pub fn event(&self, event: &Event) -> String {
        let what = self.with("desk-event", &[("what", event.what.code())]);
        let line = format!("{} · {what} · {}", moment(event.at), self.who(&event.by));
        match (&event.text, event.what) {
            // How a delivery went is a code of guichet's.
            (Some(how), EventKind::Delivered | EventKind::DeliveryFailed) => {
                format!("{line} · {}", self.way(how))
            }
            (Some(other), EventKind::Attached | EventKind::Detached | EventKind::Raised) => {
                format!("{line} · {other}")
            }
            _ => line,
        }
    }

    /// The way by which something was delivered, or what kept it from being.
    pub fn way(&self, how: &str) -> String {
        match WAYS.iter().find(|(words, _)| *words == how) {
            Some((_, id)) => self.say(id),
            None => escape(how),
        }
    }

    /// What is told when `action` is done.
    pub fn done(&self, case: &Escalation, action: &Action) -> String {
        let id = match action {
            Action::Claim { .. } => "desk-done-claim",
            Action::Release => "desk-done-release",
            Action::Answer { .. } => "desk-done-answer",
            Action::Ask { .. } => "desk-done-ask",
            Action::Refer { .. } => "desk-done-refer",
            Action::Reject { .. } => "desk-done-reject",
            Action::Detach => "desk-done-detach",
            _ => "desk-done-close",
        };
        let done = self.with(id, &[("reference", &case.reference.to_string())]);
        if case.followers == 0 || matches!(action, Action::Detach) {
            return done;
        }
        let also = self.count("desk-done-followers", case.followers);
        format!("{done} {also}")
    }

    /// Why something cannot be done, and what can.
    pub fn error(&self, error: &QueueError) -> String {
        match error {
            QueueError::Unknown { reference } => self.with(
                "desk-unknown-case",
                &[("reference", &reference.to_string())],
            ),
            QueueError::Transition(refusal) => self.refusal(refusal),
            _ => {
                tracing::error!("the queue failed: {error}");
                self.say("store-failed")
            }
        }
    }

    fn refusal(&self, refusal: &TransitionError) -> String {
        let about = |id: &str, reference: &dyn std::fmt::Display| {
            self.with(id, &[("reference", &reference.to_string())])
        };
        let by = |id: &str, reference: &dyn std::fmt::Display, mark: &Mark| {
            self.with(
                id,
                &[
                    ("reference", &reference.to_string()),
                    ("who", &self.who(&mark.by)),
                    ("when", &moment(mark.at)),
                ],
            )
        };
        match refusal {
            TransitionError::AlreadyClaimed { reference, holder } => {
                by("desk-refused-claimed", reference, holder)
            }
            TransitionError::AlreadyAnswered {
                reference,
                answered,
            } => by("desk-refused-answered", reference, answered),
            TransitionError::Closed { reference } => about("desk-refused-closed", reference),
            TransitionError::Withdrawn { reference } => about("desk-refused-withdrawn", reference),
            TransitionError::Rejected { reference } => about("desk-refused-rejected", reference),
            TransitionError::NotClaimed { reference } => {
                about("desk-refused-not-claimed", reference)
            }
            TransitionError::Unanswered { reference } => {
                about("desk-refused-unanswered", reference)
            }
            TransitionError::Undelivered { reference } => {
                about("desk-refused-undelivered", reference)
            }
            TransitionError::Follows { reference, leader } => self.with(
                "desk-refused-follows",
                &[
                    ("reference", &reference.to_string()),
                    ("leader", &leader.to_string()),
                ],
            ),
            TransitionError::FollowsNone { reference } => {
                about("desk-refused-follows-none", reference)
            }
            TransitionError::NoText { reference, .. } => about("desk-refused-no-text", reference),
            TransitionError::Reduced { reference } => about("desk-refused-reduced", reference),
            TransitionError::NotTheirs { reference, .. } => about("desk-unknown-case", reference),
        }
    }
}

/// A moment, which every reader's Discord shows in their own zone and language.
pub(super) fn moment(at: Timestamp) -> String {
    format!("<t:{}:f>", at.as_second())
}

/// How long ago a moment is, which every reader's Discord keeps up to date.
pub(super) fn ago(at: Timestamp) -> String {
    format!("<t:{}:R>", at.as_second())
}
