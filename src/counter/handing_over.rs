//! What an asker says with buttons, menus and forms rather than in words: an entry or a country picked, a question
//! handed to the attaché, a detail added.
//!
//! Nothing here needs the conversation to be remembered: a button may be pressed after a restart, so that each of these
//! brings the question along.

use super::{
    Conversation, Counter, Decision, Draft, Effect, Message, Reply, Turn, Verdict, Voice,
    cases::for_a_case, decide, reply_to,
};
use crate::faq::{EntryId, Route};
use crate::language::{CountryCode, fold, plain_text};
use crate::matching::Reading;
use crate::queue::{EscalationRef, Priority};

/// What was picked from a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// The entry that was meant.
    Entry(EntryId),
    /// The country that an entry's answer needed.
    Country(EntryId, CountryCode),
    /// None of the entries offered.
    NoneOfThese,
}

/// A question that its asker, told what is kept, wants passed on.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// The question.
    pub message: Message<'a>,
    /// When it was asked: the same question again has the same hour.
    pub asked_at: jiff::Timestamp,
    /// What may help the attaché.
    pub details: Option<&'a str>,
}

impl Counter {
    /// Answers what was picked. An entry without a country that it needs is asked for it.
    pub fn picked(
        &self,
        conversation: &mut Conversation,
        pick: &Pick,
        message: Message<'_>,
    ) -> Turn {
        conversation.begin_turn(message.now, self.policy.memory);
        conversation.pending = None;
        let text = plain_text(message.text);
        let (reading, voice) = self.read(&text, conversation.voice, &message);
        // Without a question its language is that of the device.
        let voice = if text.is_empty() {
            Voice::of_locale(message.locale)
        } else {
            voice
        };
        if let Some(entry) = self.report(&reading) {
            return self.confidential(conversation, entry, voice);
        }
        let mut draft = self.draft_of(&text, &reading, voice, message);
        conversation.voice = Some(voice);
        let (id, country) = match pick {
            Pick::Entry(id) => (id, draft.country),
            Pick::Country(id, country) => (id, Some(*country)),
            Pick::NoneOfThese => return self.offer_attache(conversation, draft, "escalate-offer"),
        };
        draft.country = country;
        let Some(entry) = self.faq.entry(id) else {
            // It was taken out of the FAQ since it was offered.
            return self.offer_attache(conversation, draft, "escalate-offer");
        };
        match country {
            None if entry.needs_country() => {
                self.ask_country(conversation, entry, draft, &reading.countries)
            }
            Some(country) if entry.needs_country() && !entry.covers(country) => {
                self.offer_attache(conversation, draft, "escalate-offer")
            }
            _ => self.answer(conversation, entry, draft, message.now),
        }
    }

    /// Hands a question to the attaché. A report of trafficking gets the official channels, and is not stored.
    pub fn hand_over(&self, conversation: &mut Conversation, wish: &Wish<'_>) -> Turn {
        let message = wish.message;
        conversation.begin_turn(message.now, self.policy.memory);
        let text = plain_text(message.text);
        let details = wish.details.map(plain_text).filter(|text| !text.is_empty());
        let (reading, voice) = self.read(&text, conversation.voice, &message);
        // Details are no question by themselves: only with it do they say what they are about.
        let whole = match &details {
            Some(details) => format!("{text}\n{details}"),
            None => text.clone(),
        };
        let told = details
            .as_deref()
            .and_then(|details| self.cues.find(&fold(details)));
        let told = told.filter(|entry| self.route(*entry) == Route::Confidential);
        let (with_details, _) = self.read(&whole, Some(voice), &message);
        let report = told
            .or_else(|| self.report(&reading))
            .or_else(|| self.report(&with_details));
        if let Some(entry) = report {
            return self.confidential(conversation, entry, voice);
        }
        conversation.pending = None;
        let characters = text.chars().count();
        if text.is_empty() || reading.is_wordless() {
            let reply = Reply::new(Decision::Clarify, voice);
            return Turn::says(self.with_message(reply, "empty", &[]));
        }
        if characters > self.policy.longest_message {
            return self.too_long(conversation, &text, characters, message.locale);
        }
        let mut draft = self.draft_of(&text, &reading, voice, message);
        draft.details = details;
        draft.asked_at = wish.asked_at;
        if self.is_urgent(&reading) {
            draft.priority = Priority::Urgent;
        }
        conversation.voice = Some(voice);
        Turn {
            reply: reply_to(Decision::Escalate, &draft),
            effect: Some(Effect::Escalate(draft)),
        }
    }

    /// Adds to a case. A report of trafficking gets the official channels, and is not stored.
    pub fn add_to(
        &self,
        conversation: &mut Conversation,
        reference: EscalationRef,
        message: Message<'_>,
    ) -> Turn {
        conversation.begin_turn(message.now, self.policy.memory);
        let text = plain_text(message.text);
        let voice = Self::own_voice(conversation, message);
        let (reading, _) = self.read(&text, Some(voice), &message);
        if let Some(entry) = self.report(&reading) {
            return self.confidential(conversation, entry, voice);
        }
        conversation.voice = Some(voice);
        conversation.pending = None;
        if text.is_empty() {
            let reply = Reply::new(Decision::Clarify, voice);
            return Turn::says(self.with_message(reply, "empty", &[]));
        }
        let characters = text.chars().count();
        if characters > self.policy.longest_message {
            return self.too_long(conversation, &text, characters, message.locale);
        }
        for_a_case(conversation, Effect::AddDetail { reference, text })
    }

    /// Takes a case back.
    pub fn withdraw(
        &self,
        conversation: &mut Conversation,
        reference: EscalationRef,
        message: Message<'_>,
    ) -> Turn {
        conversation.begin_turn(message.now, self.policy.memory);
        conversation.voice = Some(Self::own_voice(conversation, message));
        conversation.pending = None;
        for_a_case(conversation, Effect::Withdraw(reference))
    }

    /// The conversation's voice; before there is one, that of the device.
    fn own_voice(conversation: &Conversation, message: Message<'_>) -> Voice {
        conversation
            .voice
            .unwrap_or(Voice::of_locale(message.locale))
    }

    /// The entry with the channels for what a message reports, if it reports something.
    fn report(&self, reading: &Reading) -> Option<usize> {
        self.entry_of(reading)
            .filter(|entry| self.route(*entry) == Route::Confidential)
    }

    fn is_urgent(&self, reading: &Reading) -> bool {
        self.entry_of(reading)
            .is_some_and(|entry| self.route(entry) == Route::Urgent)
    }

    /// The entry that a message is about.
    fn entry_of(&self, reading: &Reading) -> Option<usize> {
        let found = self.matcher.find(reading);
        match decide(&self.faq, reading, &found, self.thresholds()) {
            Verdict::Entry(entry) if self.route(entry) == Route::Confidential => Some(entry),
            verdict => self.cues.find(&reading.folded).or(match verdict {
                Verdict::Entry(entry) | Verdict::NeedsCountry(entry) => Some(entry),
                _ => None,
            }),
        }
    }

    fn draft_of(&self, text: &str, reading: &Reading, voice: Voice, message: Message<'_>) -> Draft {
        Draft {
            question: text.to_owned(),
            voice,
            country: reading.country(),
            direction: reading.direction,
            priority: Priority::Normal,
            nearest: self.offered(&self.matcher.find(reading)),
            details: None,
            asked_at: message.now,
        }
    }
}
