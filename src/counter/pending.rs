//! What the asker says to the counter's own questions: a country, a choice, a yes, the question itself, details.

use super::{
    Conversation, Counter, Decision, Draft, Effect, Heard, Intent, Pending, Reply, Turn, Voice,
    cases::for_a_case, reply_to,
};
use crate::faq::EntryId;
use crate::queue::EscalationRef;

impl Counter {
    /// A message that answers what the counter asked; `None` when it asks something new.
    pub(super) fn answer_to(
        &self,
        conversation: &mut Conversation,
        pending: Pending,
        heard: &Heard<'_>,
    ) -> Option<Turn> {
        match pending {
            Pending::Country { entry, draft } => {
                self.tell_country(conversation, &entry, draft, heard)
            }
            Pending::Choice { entries, draft } => self.pick(conversation, entries, draft, heard),
            Pending::Consent { draft } => self.consented(draft, heard),
            Pending::Question => Some(self.take_question(conversation, heard)),
            Pending::Details { reference } => self.take_details(conversation, &reference, heard),
        }
    }

    fn tell_country(
        &self,
        conversation: &mut Conversation,
        entry: &EntryId,
        mut draft: Draft,
        heard: &Heard<'_>,
    ) -> Option<Turn> {
        let entry = self.faq.entry(entry)?;
        if heard.said == Some(Intent::Attache) {
            return Some(self.offer_attache(conversation, draft, "escalate-offer"));
        }
        let country = heard.reading.country()?;
        if heard.reading.content_words > 0 && heard.asks_anew() {
            return None;
        }
        draft.country = Some(country);
        draft.direction = draft.direction.or(heard.reading.direction);
        if !entry.covers(country) {
            return Some(self.offer_attache(conversation, draft, "escalate-offer"));
        }
        Some(self.answer(conversation, entry, draft, heard.now))
    }

    fn pick(
        &self,
        conversation: &mut Conversation,
        entries: Vec<EntryId>,
        draft: Draft,
        heard: &Heard<'_>,
    ) -> Option<Turn> {
        let picked = match heard.said.as_ref()? {
            Intent::Number(number) if (1..=entries.len()).contains(number) => number - 1,
            Intent::Yes(_) if entries.len() == 1 => 0,
            Intent::Number(number) if *number != entries.len() + 1 => {
                let last = (entries.len() + 1).to_string();
                let reply = reply_to(Decision::Clarify, &draft);
                conversation.pending = Some(Pending::Choice { entries, draft });
                let arguments = [("last", last.as_str())];
                return Some(Turn::says(self.with_message(
                    reply,
                    "choose-out-of-range",
                    &arguments,
                )));
            }
            Intent::Number(_) | Intent::NoneOfThese | Intent::No | Intent::Attache => {
                return Some(self.offer_attache(conversation, draft, "escalate-offer"));
            }
            Intent::Yes(_) | Intent::Withdraw => return None,
        };
        let entry = self.faq.entry(&entries[picked])?;
        if entry.needs_country() && draft.country.is_none() {
            return Some(self.ask_country(conversation, entry, draft, &[]));
        }
        Some(self.answer(conversation, entry, draft, heard.now))
    }

    fn consented(&self, mut draft: Draft, heard: &Heard<'_>) -> Option<Turn> {
        match heard.said.as_ref()? {
            Intent::Yes(details) => draft.details.clone_from(details),
            Intent::Attache => {}
            Intent::No | Intent::Withdraw => {
                return Some(self.declined(draft.voice, "escalate-declined"));
            }
            Intent::NoneOfThese | Intent::Number(_) => return None,
        }
        Some(Turn {
            reply: reply_to(Decision::Escalate, &draft),
            effect: Some(Effect::Escalate(draft)),
        })
    }

    fn take_question(&self, conversation: &mut Conversation, heard: &Heard<'_>) -> Turn {
        let voice = conversation.voice.unwrap_or_default();
        if matches!(heard.said, Some(Intent::No | Intent::Withdraw)) {
            return self.declined(voice, "escalate-declined");
        }
        if heard.said.is_some() || heard.is_courtesy(self) {
            conversation.pending = Some(Pending::Question);
            let reply = Reply::new(Decision::Escalate, voice);
            return Turn::says(self.with_message(reply, "escalate-question", &[]));
        }
        conversation.voice = Some(heard.voice);
        let draft = self.draft(heard);
        let reply = reply_to(Decision::Escalate, &draft);
        self.await_consent(conversation, reply, draft)
    }

    fn take_details(
        &self,
        conversation: &mut Conversation,
        reference: &str,
        heard: &Heard<'_>,
    ) -> Option<Turn> {
        let reference: EscalationRef = reference.parse().ok()?;
        let effect = match heard.said {
            Some(Intent::No) => {
                let voice = conversation.voice.unwrap_or_default();
                return Some(self.declined(voice, "details-declined"));
            }
            Some(Intent::Withdraw) => Effect::Withdraw(reference),
            Some(_) => return None,
            None if heard.is_courtesy(self) => return None,
            // What is told without a question mark belongs to the case: there somebody reads it.
            None if heard.asks_anew() && heard.text.contains('?') => return None,
            None => Effect::AddDetail {
                reference,
                text: heard.text.to_owned(),
            },
        };
        Some(for_a_case(conversation, effect))
    }

    fn declined(&self, voice: Voice, id: &str) -> Turn {
        let reply = Reply::new(Decision::Smalltalk, voice);
        Turn::says(self.with_message(reply, id, &[]))
    }
}
