//! The counter: from a message to a reply, one turn of a conversation at a time.
//!
//! [`Counter::receive`] is a function from a message, the hour and what is remembered of the conversation to a
//! [`Turn`]. Where something must be stored or looked up before the reply may be given, the turn names an [`Effect`];
//! whoever runs the counter carries it out and lets the counter word what came of it ([`Counter::escalated`] and the
//! others). So nothing is acknowledged before it is durable, and the counter itself knows no database.

mod cases;
mod conversation;
mod cues;
mod decision;
mod entry_reply;
mod handing_over;
mod intent;
mod messages;
mod pending;
mod reply;
mod suggestions;

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use cases::{CaseOutcome, Escalated, NotStored};
pub use conversation::{Conversation, Draft, Last, Pending};
pub use handing_over::{Pick, Wish};
pub use intent::{Intent, intent};
pub use messages::{BrokenMessages, Messages, Voice};
pub use reply::{Action, Choice, Choices, Decision, Offered, Reply, SourceLink, escape_markdown};

use crate::faq::{Entry, EntryId, Faq, Route};
use crate::language::{CountryCode, Language, Script, plain_text};
use crate::matching::{AskedInPart, Match, Matcher, Model, Promise, Reader, Reading};
use crate::queue::{EscalationRef, Priority};
use decision::{Thresholds, Verdict, decide};

/// The entry that stands for asking for a human.
const HUMAN: &str = "post/human";

/// The entry for questions about countries outside the zone.
const OTHER_REGION: &str = "elsewhere/other-region";

/// From this probability on, a question that names countries outside the zone alone is sent to those who look after
/// them.
const ELSEWHERE_FROM: f64 = 0.3;

/// Candidates that a reply names.
const CANDIDATES: usize = 5;

/// Words of a question that can still be a mere follow-up: "et la TVA au Monténégro ?" is a question of its own.
const LONGEST_FOLLOW_UP: usize = 8;

/// How the operator has set the counter.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What is promised of answers.
    pub promise: Promise,
    /// After so long a silence a conversation is forgotten.
    pub memory: SignedDuration,
    /// Longest message, in characters.
    pub longest_message: usize,
    /// Days for which a closed case is kept whole.
    pub retain_days: i64,
    /// The zone in which days are told.
    pub time_zone: TimeZone,
}

/// A message as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// Its text.
    pub text: &'a str,
    /// When it came.
    pub now: Timestamp,
    /// The language of the asker's device, where the channel knows it.
    pub locale: Option<Language>,
    /// The country that the asker chose beside the text, where the channel lets them choose.
    pub country: Option<CountryCode>,
}

/// What must be done in the queue before a reply may be given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Store the question; then [`Counter::escalated`].
    Escalate(Draft),
    /// Add to a case; then [`Counter::acted`].
    AddDetail {
        /// The case.
        reference: EscalationRef,
        /// What is added.
        text: String,
    },
    /// Take a case back; then [`Counter::acted`].
    Withdraw(EscalationRef),
    /// Look a case up; then [`Counter::status`].
    Status(EscalationRef),
}

/// One turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The reply; what there is of it, when an effect must come first.
    pub reply: Reply,
    /// What must be done first.
    pub effect: Option<Effect>,
}

impl Turn {
    const fn says(reply: Reply) -> Self {
        Self {
            reply,
            effect: None,
        }
    }
}

/// Everything that answers: the FAQ, what reads and matches, and the words to say it in. Immutable; a changed FAQ
/// makes a new one.
#[derive(Debug)]
pub struct Counter {
    faq: Arc<Faq>,
    reader: Reader,
    matcher: Matcher,
    cues: cues::Cues,
    messages: Arc<Messages>,
    policy: Policy,
}

/// A message, heard: its words and what was made of them.
struct Heard<'a> {
    text: &'a str,
    /// What it says to the counter's own questions.
    said: Option<Intent>,
    reading: &'a Reading,
    found: &'a Match,
    verdict: &'a Verdict,
    voice: Voice,
    now: Timestamp,
}

impl Heard<'_> {
    /// Whether an entry answers it.
    const fn asks_anew(&self) -> bool {
        matches!(self.verdict, Verdict::Entry(_) | Verdict::NeedsCountry(_))
    }

    /// Whether it is a greeting, thanks or an emoji.
    fn is_courtesy(&self, counter: &Counter) -> bool {
        self.reading.is_wordless()
            || self.reading.is_only_courtesy()
            || matches!(self.verdict, Verdict::Entry(entry) if counter.route(*entry) == Route::Smalltalk)
    }
}

impl Counter {
    /// Opens the counter for a FAQ: trains the matcher, which takes some seconds.
    #[must_use]
    pub fn open(faq: Arc<Faq>, messages: Arc<Messages>, policy: Policy) -> Self {
        Self::open_with(faq, messages, policy, |train| train())
    }

    /// Opens the counter with the model that `get` gives; see [`Matcher::get`].
    #[must_use]
    pub fn open_with(
        faq: Arc<Faq>,
        messages: Arc<Messages>,
        policy: Policy,
        get: impl FnOnce(&mut dyn FnMut() -> Model) -> Model,
    ) -> Self {
        let reader = Reader::new(&faq);
        let matcher = Matcher::get(&faq, &reader, &policy.promise, get);
        Self {
            cues: cues::Cues::new(&faq),
            reader,
            matcher,
            messages,
            policy,
            faq,
        }
    }

    /// The FAQ that it answers from.
    #[must_use]
    pub fn faq(&self) -> &Faq {
        &self.faq
    }

    /// The matcher that it decides by.
    #[must_use]
    pub const fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// How it is set.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it makes of a question that stands alone.
    #[must_use]
    pub fn look(&self, text: &str, locale: Option<Language>) -> (Reading, Match) {
        let reading = self.reader.read(&plain_text(text), None, locale);
        let found = self.matcher.find(&reading);
        (reading, found)
    }

    /// Takes a message and turns to the asker.
    pub fn receive(&self, conversation: &mut Conversation, message: Message<'_>) -> Turn {
        conversation.begin_turn(message.now, self.policy.memory);
        let text = plain_text(message.text);
        let previous = conversation.voice;
        let characters = text.chars().count();
        if text.is_empty() {
            let reply = Reply::new(
                Decision::Clarify,
                previous.unwrap_or(Voice::of_locale(message.locale)),
            );
            return Turn::says(self.with_message(reply, "empty", &[]));
        }
        if characters > self.policy.longest_message {
            return self.too_long(conversation, &text, characters, message.locale);
        }
        let (reading, voice) = self.read(&text, previous, &message);
        let cue = self.cues.find(&reading.folded);
        if let Some(entry) = cue
            && self.route(entry) == Route::Confidential
        {
            return self.confidential(conversation, entry, voice);
        }
        let found = self.matcher.find(&reading);
        let verdict = decide(&self.faq, &reading, &found, self.thresholds());
        let said = intent(&text);
        // "Oui" reports nothing, whatever the classifier makes of a single word.
        if let Verdict::Entry(entry) = verdict
            && self.route(entry) == Route::Confidential
            && said.is_none()
        {
            return self.confidential(conversation, entry, voice);
        }
        if let Some(turn) = self.about_a_case(conversation, &text, &reading, voice) {
            return turn;
        }
        let verdict = cue.map_or(verdict, Verdict::Entry);
        let heard = Heard {
            text: &text,
            said,
            reading: &reading,
            found: &found,
            verdict: &verdict,
            voice,
            now: message.now,
        };
        if let Some(pending) = conversation.pending.take()
            && let Some(turn) = self.answer_to(conversation, pending, &heard)
        {
            return turn;
        }
        conversation.voice = Some(voice);
        if heard.said == Some(Intent::Attache) {
            return self.hand_over_last(conversation, voice);
        }
        if reading.is_wordless() {
            let reply = Reply::new(Decision::Smalltalk, voice);
            return Turn::says(self.with_message(reply, "no-words", &[]));
        }
        if reading.is_only_places()
            && reading.seen.words.len() <= LONGEST_FOLLOW_UP
            && let Some(country) = reading.country()
        {
            return self.follow_up(conversation, country, voice, message.now);
        }
        // "Yes" where nothing was asked says nothing, whatever the classifier makes of a single word.
        let answers_nothing = match &heard.said {
            Some(Intent::Yes(None) | Intent::No | Intent::NoneOfThese | Intent::Number(_)) => true,
            Some(_) => {
                matches!(verdict, Verdict::Entry(entry) if self.route(entry) == Route::Confidential)
            }
            None => false,
        };
        if answers_nothing || (reading.is_only_courtesy() && !matches!(verdict, Verdict::Entry(_)))
        {
            let reply = Reply::new(Decision::Smalltalk, voice);
            return Turn::says(self.with_message(reply, "no-words", &[]));
        }
        self.carry_out(conversation, &verdict, &heard)
    }

    /// Reads a message in a conversation that was held in `previous`.
    fn read(&self, text: &str, previous: Option<Voice>, message: &Message<'_>) -> (Reading, Voice) {
        let mut reading =
            self.reader
                .read(text, previous.map(|voice| voice.language), message.locale);
        if let Some(country) = message.country {
            reading.countries = vec![country];
        }
        let voice = Voice {
            language: reading.detected.language,
            script: match reading.detected.script {
                Script::Other => previous.map_or(Script::Latn, |voice| voice.script),
                script => script,
            },
        };
        (reading, voice)
    }

    /// What is heard, as a question for the attaché.
    fn draft(&self, heard: &Heard<'_>) -> Draft {
        Draft {
            question: heard.text.to_owned(),
            voice: heard.voice,
            country: heard.reading.country(),
            direction: heard.reading.direction,
            priority: Priority::Normal,
            nearest: self.offered(heard.found),
            details: None,
            asked_at: heard.now,
        }
    }

    const fn thresholds(&self) -> Thresholds {
        Thresholds {
            answer_from: self.matcher.answer_from(),
            choices: self.policy.promise.choices,
        }
    }

    fn route(&self, entry: usize) -> Route {
        self.faq.entries[entry].settings.route
    }

    fn offered(&self, found: &Match) -> Vec<Offered> {
        found
            .ranking
            .candidates
            .iter()
            .take(CANDIDATES)
            .map(|candidate| Offered {
                entry: self.faq.entries[candidate.entry].id.clone(),
                probability: candidate.probability,
            })
            .collect()
    }

    fn with_message(&self, reply: Reply, id: &str, arguments: &[(&str, &str)]) -> Reply {
        let text = self.messages.say_with(reply.voice, id, arguments);
        reply.saying(text)
    }

    fn carry_out(
        &self,
        conversation: &mut Conversation,
        verdict: &Verdict,
        heard: &Heard<'_>,
    ) -> Turn {
        let draft = self.draft(heard);
        let Heard {
            reading,
            found,
            now,
            ..
        } = *heard;
        match verdict {
            Verdict::Entry(entry) | Verdict::NeedsCountry(entry)
                if self.faq.entries[*entry].id.as_str() == HUMAN =>
            {
                self.hand_over_last(conversation, draft.voice)
            }
            Verdict::NeedsCountry(entry) => {
                let entry = &self.faq.entries[*entry];
                if let (true, Some(elsewhere)) = (
                    reading.countries.is_empty() && !reading.outside.is_empty(),
                    self.other_region(),
                ) {
                    return self.answer(conversation, elsewhere, draft, now);
                }
                self.ask_country(conversation, entry, draft, &reading.countries)
            }
            Verdict::Entry(entry) => {
                let mut turn = self.answer(conversation, &self.faq.entries[*entry], draft, now);
                self.name_other_questions(&mut turn.reply, *entry, &found.asked_in_parts);
                turn
            }
            Verdict::Choose(_) | Verdict::Escalate
                if self.is_about_elsewhere(reading, found)
                    && let Some(elsewhere) = self.other_region() =>
            {
                self.answer(conversation, elsewhere, draft, now)
            }
            Verdict::Choose(entries) => self.offer(conversation, entries, draft),
            Verdict::Escalate => self.offer_attache(conversation, draft, "escalate-offer"),
            Verdict::OffTopic => {
                self.offer_attache(conversation, draft, "escalate-offer-off-topic")
            }
        }
    }

    /// Says which other questions a message also asks: one is answered at a time.
    fn name_other_questions(&self, reply: &mut Reply, answered: usize, parts: &[AskedInPart]) {
        let asked: Vec<usize> = parts
            .iter()
            .filter(|part| part.is_sentence)
            .map(|part| part.entry)
            .collect();
        // Where the sentences do not ask what was answered, they are rather its circumstances.
        if !asked.contains(&answered) {
            return;
        }
        for other in asked.iter().filter(|other| **other != answered) {
            let entry = &self.faq.entries[*other];
            if let Some(title) = self.title(entry, reply.voice)
                && entry.settings.route != Route::Smalltalk
            {
                let note = self.messages.say_with(
                    reply.voice,
                    "note-other-question",
                    &[("question", &title)],
                );
                reply.notes.push(note);
            }
        }
    }

    /// Whether a question is about countries outside the zone alone.
    fn is_about_elsewhere(&self, reading: &Reading, found: &Match) -> bool {
        reading.countries.is_empty()
            && !reading.outside.is_empty()
            && !found.is_individual
            && !found.is_off_topic
            && found.ranking.probability() >= ELSEWHERE_FROM
            && found
                .ranking
                .candidates
                .first()
                .is_some_and(|first| self.faq.entries[first.entry].id.as_str() == OTHER_REGION)
    }

    fn other_region(&self) -> Option<&Entry> {
        let id: EntryId = OTHER_REGION.parse().ok()?;
        self.faq.entry(&id)
    }

    /// Shows the official channels. Nothing of the message stays in the conversation.
    fn confidential(&self, conversation: &mut Conversation, entry: usize, voice: Voice) -> Turn {
        conversation.forget();
        conversation.voice = Some(voice);
        let entry = &self.faq.entries[entry];
        let mut reply = Reply::new(Decision::Confidential, voice);
        reply.confidential = true;
        self.fill(&mut reply, entry);
        reply
            .notes
            .insert(0, self.messages.say(voice, "not-stored"));
        Turn::says(reply)
    }

    /// Answers a question with an entry, in the entry's own way.
    fn answer(
        &self,
        conversation: &mut Conversation,
        entry: &Entry,
        mut draft: Draft,
        now: Timestamp,
    ) -> Turn {
        let decision = match entry.settings.route {
            Route::Answer => Decision::Answer,
            Route::Escalate | Route::Urgent => Decision::Escalate,
            Route::Confidential => Decision::Confidential,
            Route::Redirect => Decision::Redirect,
            Route::Smalltalk => Decision::Smalltalk,
        };
        if entry.settings.route == Route::Urgent {
            draft.priority = Priority::Urgent;
        }
        let mut reply = reply_to(decision, &draft);
        let facts = self.fill(&mut reply, entry);
        if decision != Decision::Smalltalk {
            self.date(&mut reply, entry, &facts, now);
            conversation.last = Some(Last {
                entry: Some(entry.id.clone()),
                draft: draft.clone(),
            });
        }
        let say = |id: &str| self.messages.say(draft.voice, id);
        match entry.settings.route {
            Route::Answer | Route::Redirect => {
                reply.hint = Some(say("closing-answer"));
                reply.actions = vec![Action::Answered, Action::AskAnother, Action::AskAttache];
            }
            Route::Escalate | Route::Urgent => {
                let offer = if entry.settings.route == Route::Urgent {
                    "escalate-offer-urgent"
                } else {
                    "escalate-offer-after"
                };
                reply.closing = Some(say(offer));
                return self.await_consent(conversation, reply, draft);
            }
            Route::Confidential | Route::Smalltalk => {}
        }
        Turn::says(reply)
    }

    /// A reply that asks whether the question may be stored and passed on.
    fn await_consent(
        &self,
        conversation: &mut Conversation,
        mut reply: Reply,
        draft: Draft,
    ) -> Turn {
        let days = self.policy.retain_days.to_string();
        let consent = self
            .messages
            .say_with(reply.voice, "escalate-consent", &[("days", &days)]);
        reply.closing = Some(match reply.closing.take() {
            Some(offer) => format!("{offer} {consent}"),
            None => consent,
        });
        reply.hint = Some(self.messages.say(reply.voice, "escalate-consent-hint"));
        reply.actions = vec![Action::Consent, Action::Decline];
        conversation.pending = Some(Pending::Consent { draft });
        Turn::says(reply)
    }

    /// Asks for the country, among those mentioned or all that the entry is about.
    fn ask_country(
        &self,
        conversation: &mut Conversation,
        entry: &Entry,
        draft: Draft,
        mentioned: &[CountryCode],
    ) -> Turn {
        let reply = reply_to(Decision::Clarify, &draft);
        let mut reply = self.with_message(reply, "clarify-country", &[]);
        reply.entry = Some(entry.id.clone());
        let choices = self
            .faq
            .countries
            .keys()
            .filter(|code| {
                entry.covers(**code) && (mentioned.is_empty() || mentioned.contains(code))
            })
            .map(|code| Choice {
                value: code.to_string(),
                label: self.country_name(*code, draft.voice),
            })
            .collect();
        reply.choices = Some(Choices::Countries(choices));
        conversation.pending = Some(Pending::Country {
            entry: entry.id.clone(),
            draft,
        });
        Turn::says(reply)
    }

    /// Offers the entries that may be meant.
    fn offer(&self, conversation: &mut Conversation, entries: &[usize], draft: Draft) -> Turn {
        let voice = draft.voice;
        let reply = reply_to(Decision::Choose, &draft);
        let text = if entries.len() == 1 {
            "choose-one"
        } else {
            "choose"
        };
        let mut reply = self.with_message(reply, text, &[]);
        let entries: Vec<&Entry> = entries.iter().map(|at| &self.faq.entries[*at]).collect();
        let mut choices: Vec<Choice> = entries
            .iter()
            .filter_map(|entry| {
                Some(Choice {
                    value: entry.id.to_string(),
                    label: self.title(entry, voice)?,
                })
            })
            .collect();
        choices.push(Choice {
            value: String::new(),
            label: self.messages.say(voice, "choose-none"),
        });
        reply.choices = Some(Choices::Entries(choices));
        reply.hint = Some(self.messages.say(voice, "choose-hint"));
        conversation.last = Some(Last {
            entry: None,
            draft: draft.clone(),
        });
        conversation.pending = Some(Pending::Choice {
            entries: entries.iter().map(|entry| entry.id.clone()).collect(),
            draft,
        });
        Turn::says(reply)
    }

    /// Offers to pass a question on.
    fn offer_attache(&self, conversation: &mut Conversation, draft: Draft, offer: &str) -> Turn {
        let reply =
            reply_to(Decision::Escalate, &draft).saying(self.messages.say(draft.voice, offer));
        conversation.last = Some(Last {
            entry: None,
            draft: draft.clone(),
        });
        self.await_consent(conversation, reply, draft)
    }

    /// The asker wants a human: the question before is passed on, or asked for.
    fn hand_over_last(&self, conversation: &mut Conversation, voice: Voice) -> Turn {
        if let Some(last) = conversation.last.clone() {
            let mut reply = reply_to(Decision::Escalate, &last.draft);
            reply.voice = voice;
            reply.text = self.messages.say_with(
                voice,
                "notice-your-question",
                &[("question", &escape_markdown(&last.draft.question))],
            );
            return self.await_consent(conversation, reply, last.draft);
        }
        let mut reply = Reply::new(Decision::Escalate, voice);
        reply.entry = HUMAN.parse().ok().filter(|id| self.faq.entry(id).is_some());
        conversation.pending = Some(Pending::Question);
        Turn::says(self.with_message(reply, "escalate-question", &[]))
    }

    /// "et au Monténégro ?": the question before, for another country.
    fn follow_up(
        &self,
        conversation: &mut Conversation,
        country: CountryCode,
        voice: Voice,
        now: Timestamp,
    ) -> Turn {
        let last = conversation.last.clone();
        if let Some(Last {
            entry: Some(id),
            mut draft,
        }) = last
            && id.as_str() != OTHER_REGION
            && let Some(entry) = self.faq.entry(&id).filter(|entry| entry.covers(country))
        {
            draft.country = Some(country);
            draft.voice = voice;
            return self.answer(conversation, entry, draft, now);
        }
        let name = self.country_name(country, voice);
        let mut reply = Reply::new(Decision::Clarify, voice);
        reply.country = Some(country);
        Turn::says(self.with_message(reply, "clarify-question", &[("country", &name)]))
    }

    /// A country's name as this voice writes it; its code when it has no file.
    #[must_use]
    pub fn country_name(&self, code: CountryCode, voice: Voice) -> String {
        let languages = self
            .faq
            .fallback(self.messages.language_for(voice.language));
        self.faq
            .countries
            .get(&code)
            .and_then(|country| country.names(&languages))
            .map_or_else(
                || code.to_string(),
                |names| voice.write(&names.name, languages[0]).into_owned(),
            )
    }

    /// A message that is too long is refused; what its beginning says still decides the language, and a report of
    /// trafficking gets the channels all the same.
    fn too_long(
        &self,
        conversation: &mut Conversation,
        text: &str,
        characters: usize,
        locale: Option<Language>,
    ) -> Turn {
        let beginning: String = text.chars().take(self.policy.longest_message).collect();
        let previous = conversation.voice.map(|voice| voice.language);
        let reading = self.reader.read(&beginning, previous, locale);
        let voice = Voice {
            language: reading.detected.language,
            script: reading.detected.script,
        };
        if let Some(entry) = self.cues.find(&reading.folded)
            && self.route(entry) == Route::Confidential
        {
            return self.confidential(conversation, entry, voice);
        }
        let reply = Reply::new(Decision::Clarify, voice);
        Turn::says(self.with_message(
            reply,
            "too-long",
            &[
                ("length", &characters.to_string()),
                ("longest", &self.policy.longest_message.to_string()),
            ],
        ))
    }
}

/// What a reply to `draft` begins with.
fn reply_to(decision: Decision, draft: &Draft) -> Reply {
    let mut reply = Reply::new(decision, draft.voice);
    reply.country = draft.country;
    reply.direction = draft.direction;
    reply.probability = draft.nearest.first().map_or(0.0, |first| first.probability);
    reply.candidates.clone_from(&draft.nearest);
    reply
}
