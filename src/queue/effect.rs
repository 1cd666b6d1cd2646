//! What a change of a case brings with it: its new data, the events it leaves, the messages it sends or calls back.
//!
//! The store writes all of it in one transaction.

use jiff::Timestamp;

use super::{Action, Actor, Escalation, Event, EventKind, OutgoingKind, State};

/// A message to the case's asker.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub kind: OutgoingKind,
    pub text: String,
    pub office: Option<String>,
}

/// Which messages that have not arrived are called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallBack {
    Nothing,
    /// The attaché's questions, which no longer need an answer.
    Questions,
    /// Those, and answers, which a new answer replaces.
    QuestionsAndAnswers,
    Everything,
}

impl CallBack {
    /// The kinds of messages that are called back.
    pub const fn kinds(self) -> &'static [OutgoingKind] {
        match self {
            Self::Nothing => &[],
            Self::Questions => &[OutgoingKind::Question],
            Self::QuestionsAndAnswers => &[
                OutgoingKind::Question,
                OutgoingKind::Answer,
                OutgoingKind::Correction,
            ],
            Self::Everything => OutgoingKind::ALL,
        }
    }
}

/// What a change brings with it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Effects {
    pub events: Vec<Event>,
    pub message: Option<Message>,
    pub call_back: CallBack,
}

impl Escalation {
    /// Puts `action` by `by`, which [is allowed](super::Standing::after) and leads to `next`, into the case's data.
    ///
    /// Which case it follows is not in the action's reach: the store sees to it.
    pub(super) fn apply(
        &mut self,
        action: &Action,
        by: &Actor,
        next: State,
        now: Timestamp,
    ) -> Effects {
        let mut changing = Changing {
            before: self.state,
            case: self,
            by: by.name(),
            now,
            effects: Effects {
                events: Vec::new(),
                message: None,
                call_back: CallBack::Nothing,
            },
        };
        changing.case.state = next;
        changing.case.updated_at = now;
        changing.put(action);
        changing.effects
    }
}

struct Changing<'a> {
    case: &'a mut Escalation,
    before: State,
    by: &'a str,
    now: Timestamp,
    effects: Effects,
}

impl Changing<'_> {
    fn put(&mut self, action: &Action) {
        match action {
            Action::Claim { .. } => self.claim(),
            Action::Release => {
                self.unclaim();
                self.record(EventKind::Released, None);
            }
            Action::Answer { text, .. } => self.answer(text),
            Action::Ask { text } => {
                if self.case.claimed_by.is_none() {
                    self.case.claimed_by = Some(self.by.to_owned());
                    self.case.claimed_at = Some(self.now);
                }
                self.record(EventKind::Asked, Some(text));
                self.send(OutgoingKind::Question, text, None);
            }
            Action::Refer { to, text } => {
                self.case.referred_to = Some(to.clone());
                let whole = if text.is_empty() {
                    to.clone()
                } else {
                    format!("{to}: {text}")
                };
                self.record(EventKind::Referred, Some(&whole));
                self.effects.call_back = CallBack::Questions;
                self.send(OutgoingKind::Referral, text, Some(to));
            }
            Action::Reject { text } => {
                self.record(EventKind::Rejected, Some(text));
                self.effects.call_back = CallBack::Questions;
                self.send(OutgoingKind::Rejection, text, None);
            }
            Action::Close { .. } => {
                self.record(EventKind::Closed, None);
                if self.before == State::Answered {
                    self.effects.call_back = CallBack::Everything;
                }
            }
            Action::Detach => {
                let leader = self.case.follows.map(|leader| leader.to_string());
                self.record(EventKind::Detached, leader.as_deref());
            }
            Action::Withdraw => {
                self.record(EventKind::Withdrawn, None);
                self.effects.call_back = CallBack::Everything;
            }
            Action::AddDetail { text } => self.add_detail(text),
            Action::Delivered { how } => self.record(EventKind::Delivered, Some(how)),
        }
    }

    fn claim(&mut self) {
        self.case.claimed_by = Some(self.by.to_owned());
        self.case.claimed_at = Some(self.now);
        self.record(EventKind::Claimed, None);
    }

    fn unclaim(&mut self) {
        self.case.claimed_by = None;
        self.case.claimed_at = None;
    }

    fn answer(&mut self, text: &str) {
        let taken_over = self
            .case
            .claimed_by
            .as_deref()
            .is_some_and(|holder| holder != self.by);
        if taken_over && self.before.is_waiting() {
            self.claim();
        }
        let replaces = self.case.answer.is_some() && !self.before.is_waiting();
        self.case.answer = Some(text.to_owned());
        self.case.answered_by = Some(self.by.to_owned());
        self.case.answered_at = Some(self.now);
        self.record(EventKind::Answered, Some(text));
        self.effects.call_back = CallBack::QuestionsAndAnswers;
        // Even if the first one was called back: a channel may be delivering it this very moment.
        let kind = if replaces {
            OutgoingKind::Correction
        } else {
            OutgoingKind::Answer
        };
        self.send(kind, text, None);
    }

    fn add_detail(&mut self, text: &str) {
        let details = self.case.details.get_or_insert_default();
        if !details.is_empty() {
            details.push('\n');
        }
        details.push_str(text);
        self.record(EventKind::DetailAdded, Some(text));
        if !self.before.is_waiting() {
            self.unclaim();
            self.record(EventKind::Reopened, None);
        }
    }

    fn record(&mut self, what: EventKind, text: Option<&str>) {
        self.effects.events.push(Event {
            at: self.now,
            what,
            by: self.by.to_owned(),
            text: text.map(str::to_owned),
        });
    }

    fn send(&mut self, kind: OutgoingKind, text: &str, office: Option<&str>) {
        self.effects.message = Some(Message {
            kind,
            text: text.to_owned(),
            office: office.map(str::to_owned),
        });
    }
}
