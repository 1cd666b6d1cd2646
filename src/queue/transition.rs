//! What may be done to a case, and what it comes to.
//!
//! [`Standing::after`] is a pure function of where the case stands, what is done and who does it. The rules:
//!
//! - A case has at most one holder: who claimed it, or was the first to ask its asker something. Only the holder
//!   answers, asks, refers and rejects; another attaché has to take the case over first (`Claim` or `Answer` with
//!   `force`). A case without a holder is anybody's.
//! - An answer is changed by a correction only (`Answer` with `force`), so that nobody answers twice by mistake.
//! - A case is not closed before its asker has an answer or knows where it went.
//! - A case that follows another is answered with it. The attaché works on the one it follows, or detaches it first.
//! - An asker who adds something after the answer reopens the case.
//! - Doing again what is done already ([`Standing::is_repeated`]) is no error and changes nothing: a button pressed
//!   twice, a command run again after a lost connection.

use std::fmt;

use jiff::Timestamp;

use super::{Actor, Escalation, EscalationRef, State, time};

/// What is done to a case.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// An attaché takes it; with `force`, from another one.
    Claim {
        /// Whether to take it from whoever has it.
        force: bool,
    },
    /// The attaché who has it gives it back.
    Release,
    /// The attaché answers.
    Answer {
        /// The answer.
        text: String,
        /// Whether to answer although another attaché has the case, or although it is answered already.
        force: bool,
    },
    /// The attaché asks the asker something.
    Ask {
        /// The question.
        text: String,
    },
    /// The attaché refers the asker to another office.
    Refer {
        /// The office.
        to: String,
        /// What else there is to say; may be empty.
        text: String,
    },
    /// The attaché will not answer.
    Reject {
        /// Why, for the asker.
        text: String,
    },
    /// Nothing is left to do.
    Close {
        /// Whether to give up bringing the asker an answer that has not arrived.
        force: bool,
    },
    /// The attaché answers it by itself, not with the case it follows.
    Detach,
    /// The asker no longer wants an answer.
    Withdraw,
    /// The asker adds something.
    AddDetail {
        /// What.
        text: String,
    },
    /// The answer has arrived.
    Delivered {
        /// How, such as `terminal`.
        how: String,
    },
}

impl Action {
    /// The verb.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Claim { .. } => "claim",
            Self::Release => "release",
            Self::Answer { .. } => "answer",
            Self::Ask { .. } => "ask",
            Self::Refer { .. } => "refer",
            Self::Reject { .. } => "reject",
            Self::Close { .. } => "close",
            Self::Detach => "detach",
            Self::Withdraw => "withdraw",
            Self::AddDetail { .. } => "add to",
            Self::Delivered { .. } => "deliver",
        }
    }

    /// Whether an attaché does it to a case and to those that follow it at once, and to none of those alone.
    pub(super) const fn is_for_the_group(&self) -> bool {
        matches!(
            self,
            Self::Claim { .. }
                | Self::Release
                | Self::Answer { .. }
                | Self::Ask { .. }
                | Self::Refer { .. }
                | Self::Reject { .. }
        )
    }

    /// What it is for each case that follows the one to which an attaché does it; `None` if it does not concern them.
    ///
    /// Closing a case closes those that are as far; it never gives up an answer that is on its way to someone else.
    pub(super) fn for_followers(&self) -> Option<Self> {
        match self {
            Self::Close { .. } => Some(Self::Close { force: false }),
            _ => self.is_for_the_group().then(|| self.clone()),
        }
    }

    /// Who alone may do it; anyone if `None`.
    const fn doer(&self) -> Option<&'static str> {
        match self {
            Self::Withdraw | Self::AddDetail { .. } => Some("the asker"),
            Self::Delivered { .. } => Some("guichet"),
            Self::Close { .. } => None,
            _ => Some("an attaché"),
        }
    }

    /// The words without which it makes no sense.
    fn needed_text(&self) -> Option<&str> {
        match self {
            Self::Answer { text, .. }
            | Self::Ask { text }
            | Self::Reject { text }
            | Self::AddDetail { text } => Some(text),
            Self::Refer { to, .. } => Some(to),
            _ => None,
        }
    }
}

impl fmt::Debug for Action {
    /// Without the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verb())
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What of a case decides on what may be done to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The case.
    pub reference: EscalationRef,
    /// Its state.
    pub state: State,
    /// Its holder.
    pub claimed: Option<Mark>,
    /// Who answered last.
    pub answered: Option<Mark>,
    /// The last answer.
    pub answer: Option<&'a str>,
    /// The case with which it is answered.
    pub follows: Option<EscalationRef>,
    /// Whether it is reduced to statistics.
    pub reduced: bool,
}

impl fmt::Debug for Standing<'_> {
    /// Without the answer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing")
            .field("reference", &self.reference)
            .field("state", &self.state)
            .field("claimed", &self.claimed)
            .field("answered", &self.answered)
            .field("follows", &self.follows)
            .finish_non_exhaustive()
    }
}

/// Why something cannot be done to a case, and what can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// Another attaché has it.
    #[error(
        "{reference} has been with {} since {}: let them go on, or take it over with --force",
        holder.by,
        time::for_people(holder.at)
    )]
    AlreadyClaimed {
        /// The case.
        reference: EscalationRef,
        /// Who has it.
        holder: Mark,
    },
    /// There is an answer.
    #[error(
        "{reference} was answered by {} on {}: a correction can be sent by answering with --force",
        answered.by,
        time::for_people(answered.at)
    )]
    AlreadyAnswered {
        /// The case.
        reference: EscalationRef,
        /// Who answered.
        answered: Mark,
    },
    /// It is closed.
    #[error("{reference} is closed: it opens again when its asker adds something to it")]
    Closed {
        /// The case.
        reference: EscalationRef,
    },
    /// Its asker no longer wants an answer.
    #[error("{reference} was withdrawn by its asker: the question would have to be asked anew")]
    Withdrawn {
        /// The case.
        reference: EscalationRef,
    },
    /// It was rejected.
    #[error("{reference} was rejected: answer it with --force, or let the question be asked anew")]
    Rejected {
        /// The case.
        reference: EscalationRef,
    },
    /// Nobody has it.
    #[error("{reference} is claimed by nobody: there is nothing to release")]
    NotClaimed {
        /// The case.
        reference: EscalationRef,
    },
    /// It cannot be closed without an answer.
    #[error(
        "{reference} has no answer yet: answer it, refer it to an office, or reject it with a reason"
    )]
    Unanswered {
        /// The case.
        reference: EscalationRef,
    },
    /// The answer is on its way.
    #[error(
        "the answer to {reference} has not reached its asker yet: wait, or close it with --force, which gives up bringing it"
    )]
    Undelivered {
        /// The case.
        reference: EscalationRef,
    },
    /// It is answered with another case.
    #[error(
        "{reference} asks what {leader} asks and is answered with it: work on {leader}, or detach {reference} first"
    )]
    Follows {
        /// The case.
        reference: EscalationRef,
        /// The one it follows.
        leader: EscalationRef,
    },
    /// It is answered by itself already.
    #[error("{reference} is answered by itself: there is nothing to detach it from")]
    FollowsNone {
        /// The case.
        reference: EscalationRef,
    },
    /// It is for someone else to do.
    #[error("{reference}: to {verb} a case is for {doer}")]
    NotTheirs {
        /// The case.
        reference: EscalationRef,
        /// What was tried.
        verb: &'static str,
        /// Who may.
        doer: &'static str,
    },
    /// The words are missing.
    #[error("{reference}: to {verb} a case takes some words: write them after the reference")]
    NoText {
        /// The case.
        reference: EscalationRef,
        /// What was tried.
        verb: &'static str,
    },
    /// Its texts and its asker are forgotten.
    #[error(
        "{reference} is long finished and was reduced to statistics: the question would have to be asked anew"
    )]
    Reduced {
        /// The case.
        reference: EscalationRef,
    },
}

impl<'a> Standing<'a> {
    /// Where `case` stands.
    #[must_use]
    pub fn of(case: &'a Escalation) -> Self {
        let mark = |by: &Option<String>, at: Option<Timestamp>| {
            by.clone().zip(at).map(|(by, at)| Mark { by, at })
        };
        Self {
            reference: case.reference,
            state: case.state,
            claimed: mark(&case.claimed_by, case.claimed_at),
            answered: mark(&case.answered_by, case.answered_at),
            answer: case.answer.as_deref(),
            follows: case.follows,
            reduced: case.reduced_at.is_some(),
        }
    }

    /// Where it stands for what is done to it along with the case it follows.
    #[must_use]
    pub(super) fn with_its_leader(mut self) -> Self {
        self.follows = None;
        self
    }

    /// Whether `action` by `by` is done already, so that nothing changes.
    #[must_use]
    pub fn is_repeated(&self, action: &Action, by: &Actor) -> bool {
        match action {
            Action::Claim { .. } => {
                self.follows.is_none()
                    && self.state.is_waiting()
                    && self.state != State::Referred
                    && matches!(by, Actor::Attache(_))
                    && self.holder_is(by)
            }
            Action::Answer { text, .. } => {
                matches!(self.state, State::Answered | State::Delivered)
                    && matches!(by, Actor::Attache(_))
                    && self.answer == Some(text)
                    && self
                        .answered
                        .as_ref()
                        .is_some_and(|mark| mark.by == by.name())
            }
            Action::Close { .. } => self.state == State::Closed,
            Action::Withdraw => self.state == State::Withdrawn && matches!(by, Actor::Asker(_)),
            Action::Delivered { .. } => {
                self.state == State::Delivered && matches!(by, Actor::System)
            }
            _ => false,
        }
    }

    /// The state after `action` by `by`.
    ///
    /// # Errors
    ///
    /// When the rules of this module do not allow it: a [`TransitionError`], which says why and what can be done.
    pub fn after(&self, action: &Action, by: &Actor) -> Result<State, TransitionError> {
        self.check(action, by)?;
        match action {
            Action::Claim { force } => {
                self.must_be_waiting()?;
                self.must_be_free_for(by, *force)?;
                Ok(match self.state {
                    State::AwaitingAsker => State::AwaitingAsker,
                    _ => State::Claimed,
                })
            }
            Action::Release => {
                self.must_be_waiting()?;
                if self.claimed.is_none() {
                    return Err(TransitionError::NotClaimed {
                        reference: self.reference,
                    });
                }
                self.must_be_free_for(by, false)?;
                Ok(match self.state {
                    State::Claimed => State::Open,
                    other => other,
                })
            }
            Action::Answer { force: true, .. } if self.state != State::Withdrawn => {
                Ok(State::Answered)
            }
            Action::Answer { .. } => self.handled(by, State::Answered),
            Action::Ask { .. } => self.handled(by, State::AwaitingAsker),
            Action::Refer { .. } => self.handled(by, State::Referred),
            Action::Reject { .. } => self.handled(by, State::Rejected),
            Action::Close { force } => self.closed(by, *force),
            Action::Detach => match self.follows {
                Some(_) => Ok(self.state),
                None => Err(TransitionError::FollowsNone {
                    reference: self.reference,
                }),
            },
            Action::Withdraw => match self.state {
                State::Answered => Ok(State::Withdrawn),
                _ => self.must_be_waiting().map(|()| State::Withdrawn),
            },
            Action::AddDetail { .. } => match self.state {
                State::AwaitingAsker if self.claimed.is_some() => Ok(State::Claimed),
                State::AwaitingAsker | State::Answered | State::Delivered | State::Closed => {
                    Ok(State::Open)
                }
                _ => self.must_be_waiting().map(|()| self.state),
            },
            Action::Delivered { .. } => match self.state {
                State::Answered | State::Delivered => Ok(State::Delivered),
                _ => Err(TransitionError::Unanswered {
                    reference: self.reference,
                }),
            },
        }
    }

    /// Whether `action` makes sense at all, and is for `by` to do to this case.
    fn check(&self, action: &Action, by: &Actor) -> Result<(), TransitionError> {
        let reference = self.reference;
        let verb = action.verb();
        let doer_is_by = |doer| match by {
            Actor::Asker(_) => doer == "the asker",
            Actor::Attache(_) => doer == "an attaché",
            Actor::System => doer == "guichet",
        };
        if let Some(doer) = action.doer().filter(|doer| !doer_is_by(*doer)) {
            return Err(TransitionError::NotTheirs {
                reference,
                verb,
                doer,
            });
        }
        if action
            .needed_text()
            .is_some_and(|text| text.trim().is_empty())
        {
            return Err(TransitionError::NoText { reference, verb });
        }
        if self.reduced {
            return Err(TransitionError::Reduced { reference });
        }
        match self.follows {
            Some(leader) if action.is_for_the_group() => {
                Err(TransitionError::Follows { reference, leader })
            }
            _ => Ok(()),
        }
    }

    fn handled(&self, by: &Actor, next: State) -> Result<State, TransitionError> {
        self.must_be_waiting()?;
        self.must_be_free_for(by, false)?;
        Ok(next)
    }

    fn closed(&self, by: &Actor, force: bool) -> Result<State, TransitionError> {
        let reference = self.reference;
        let by_attache = matches!(by, Actor::Attache(_));
        match self.state {
            State::Delivered | State::Closed => Ok(State::Closed),
            State::Referred if by_attache => Ok(State::Closed),
            State::Answered if by_attache && force => Ok(State::Closed),
            State::Answered => Err(TransitionError::Undelivered { reference }),
            State::Withdrawn => Err(TransitionError::Withdrawn { reference }),
            State::Rejected => Err(TransitionError::Rejected { reference }),
            _ => Err(TransitionError::Unanswered { reference }),
        }
    }

    fn holder_is(&self, by: &Actor) -> bool {
        self.claimed
            .as_ref()
            .is_some_and(|mark| mark.by == by.name())
    }

    fn must_be_free_for(&self, by: &Actor, force: bool) -> Result<(), TransitionError> {
        match &self.claimed {
            Some(holder) if !force && !self.holder_is(by) => Err(TransitionError::AlreadyClaimed {
                reference: self.reference,
                holder: holder.clone(),
            }),
            _ => Ok(()),
        }
    }

    fn must_be_waiting(&self) -> Result<(), TransitionError> {
        let reference = self.reference;
        match (self.state, &self.answered) {
            (State::Answered | State::Delivered, Some(answered)) => {
                Err(TransitionError::AlreadyAnswered {
                    reference,
                    answered: answered.clone(),
                })
            }
            (State::Answered | State::Delivered | State::Closed, _) => {
                Err(TransitionError::Closed { reference })
            }
            (State::Withdrawn, _) => Err(TransitionError::Withdrawn { reference }),
            (State::Rejected, _) => Err(TransitionError::Rejected { reference }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::{Asker, Channel};

    fn at(time: &str) -> Timestamp {
        format!("2026-11-24T{time}:00Z").parse().unwrap()
    }

    fn mark(by: &str) -> Mark {
        Mark {
            by: by.to_owned(),
            at: at("12:00"),
        }
    }

    fn case(state: State) -> Standing<'static> {
        Standing {
            reference: "G-7K3M".parse().unwrap(),
            state,
            claimed: (state == State::Claimed).then(|| mark("Bureau")),
            answered: matches!(state, State::Answered | State::Delivered | State::Closed)
                .then(|| mark("Bureau")),
            answer: None,
            follows: None,
            reduced: false,
        }
    }

    fn attache(name: &str) -> Actor {
        Actor::Attache(name.to_owned())
    }

    fn asker() -> Actor {
        Actor::Asker(Asker {
            channel: Channel::Terminal,
            id: "a".to_owned(),
        })
    }

    fn answer(force: bool) -> Action {
        Action::Answer {
            text: "Oui.".to_owned(),
            force,
        }
    }

    fn every_action() -> Vec<Action> {
        let text = || "mots".to_owned();
        vec![
            Action::Claim { force: false },
            Action::Claim { force: true },
            Action::Release,
            answer(false),
            answer(true),
            Action::Ask { text: text() },
            Action::Refer {
                to: text(),
                text: String::new(),
            },
            Action::Reject { text: text() },
            Action::Close { force: false },
            Action::Close { force: true },
            Action::Detach,
            Action::Withdraw,
            Action::AddDetail { text: text() },
            Action::Delivered { how: text() },
        ]
    }

    /// The state after every action in every state, by those who may do it: a change of the rules shows here.
    #[test]
    fn the_whole_table() {
        let mut table = String::new();
        for &state in State::ALL {
            table.push_str(state.code());
            table.push_str(":\n");
            for action in every_action() {
                let by = match action.doer() {
                    Some("the asker") => asker(),
                    Some("guichet") => Actor::System,
                    _ => attache("Bureau"),
                };
                let force = match action {
                    Action::Claim { force }
                    | Action::Close { force }
                    | Action::Answer { force, .. } => force,
                    _ => false,
                };
                let outcome = match case(state).after(&action, &by) {
                    Ok(next) if next == state => continue,
                    Ok(next) => next.code().to_owned(),
                    Err(_) => continue,
                };
                let force = if force { " by force" } else { "" };
                let line = ["    ", action.verb(), force, " -> ", &outcome, "\n"];
                table.extend(line);
            }
        }
        insta::assert_snapshot!(table, @r"
        open:
            claim -> claimed
            claim by force -> claimed
            answer -> answered
            answer by force -> answered
            ask -> awaiting_asker
            refer -> referred
            reject -> rejected
            withdraw -> withdrawn
        claimed:
            release -> open
            answer -> answered
            answer by force -> answered
            ask -> awaiting_asker
            refer -> referred
            reject -> rejected
            withdraw -> withdrawn
        awaiting_asker:
            answer -> answered
            answer by force -> answered
            refer -> referred
            reject -> rejected
            withdraw -> withdrawn
            add to -> open
        referred:
            claim -> claimed
            claim by force -> claimed
            answer -> answered
            answer by force -> answered
            ask -> awaiting_asker
            reject -> rejected
            close -> closed
            close by force -> closed
            withdraw -> withdrawn
        answered:
            close by force -> closed
            withdraw -> withdrawn
            add to -> open
            deliver -> delivered
        delivered:
            answer by force -> answered
            close -> closed
            close by force -> closed
            add to -> open
        closed:
            answer by force -> answered
            add to -> open
        withdrawn:
        rejected:
            answer by force -> answered
        ");
    }

    #[test]
    fn a_case_is_claimed_by_one_attache() {
        let claim = Action::Claim { force: false };
        let claimed = case(State::Claimed);
        assert_eq!(
            claimed
                .after(&claim, &attache("Greffe"))
                .unwrap_err()
                .to_string(),
            "G-7K3M has been with Bureau since 2026-11-24 12:00 UTC: let them go on, or take it over with --force"
        );
        assert!(claimed.is_repeated(&claim, &attache("Bureau")));
        assert_eq!(
            claimed.after(&Action::Claim { force: true }, &attache("Greffe")),
            Ok(State::Claimed)
        );
        for action in [
            answer(false),
            Action::Release,
            Action::Reject {
                text: "non".to_owned(),
            },
        ] {
            assert!(matches!(
                claimed.after(&action, &attache("Greffe")),
                Err(TransitionError::AlreadyClaimed { .. })
            ));
        }
        assert_eq!(
            claimed.after(&answer(true), &attache("Greffe")),
            Ok(State::Answered)
        );
    }

    #[test]
    fn an_answer_is_changed_by_force_only() {
        let delivered = case(State::Delivered);
        assert_eq!(
            delivered
                .after(&answer(false), &attache("Greffe"))
                .unwrap_err()
                .to_string(),
            "G-7K3M was answered by Bureau on 2026-11-24 12:00 UTC: a correction can be sent by answering with --force"
        );
        assert_eq!(
            delivered.after(&answer(true), &attache("Greffe")),
            Ok(State::Answered)
        );
        let same = Standing {
            answer: Some("Oui."),
            ..delivered
        };
        assert!(same.is_repeated(&answer(false), &attache("Bureau")));
        assert!(!same.is_repeated(&answer(false), &attache("Greffe")));
    }

    #[test]
    fn errors_say_what_can_be_done() {
        let close = Action::Close { force: false };
        let ana = attache("Bureau");
        for (state, action, by, message) in [
            (
                State::Open,
                close.clone(),
                ana.clone(),
                "G-7K3M has no answer yet: answer it, refer it to an office, or reject it with a reason",
            ),
            (
                State::Answered,
                close,
                ana.clone(),
                "the answer to G-7K3M has not reached its asker yet: wait, or close it with --force, which gives up \
                 bringing it",
            ),
            (
                State::Withdrawn,
                answer(true),
                ana.clone(),
                "G-7K3M was withdrawn by its asker: the question would have to be asked anew",
            ),
            (
                State::Closed,
                Action::Claim { force: true },
                ana.clone(),
                "G-7K3M is closed: it opens again when its asker adds something to it",
            ),
            (
                State::Open,
                Action::Withdraw,
                ana.clone(),
                "G-7K3M: to withdraw a case is for the asker",
            ),
            (
                State::Open,
                answer(true),
                asker(),
                "G-7K3M: to answer a case is for an attaché",
            ),
            (
                State::Open,
                Action::Ask {
                    text: " \n".to_owned(),
                },
                ana.clone(),
                "G-7K3M: to ask a case takes some words: write them after the reference",
            ),
            (
                State::Open,
                Action::Release,
                ana,
                "G-7K3M is claimed by nobody: there is nothing to release",
            ),
        ] {
            assert_eq!(
                case(state).after(&action, &by).unwrap_err().to_string(),
                message
            );
        }
    }

    #[test]
    fn a_follower_is_worked_on_through_its_leader() {
        let follower = Standing {
            follows: Some("G-9F2K".parse().unwrap()),
            ..case(State::Open)
        };
        assert_eq!(
            follower
                .after(&answer(true), &attache("Bureau"))
                .unwrap_err()
                .to_string(),
            "G-7K3M asks what G-9F2K asks and is answered with it: work on G-9F2K, or detach G-7K3M first"
        );
        assert_eq!(
            follower.after(&Action::Detach, &attache("Bureau")),
            Ok(State::Open)
        );
        assert_eq!(
            follower.after(&Action::Withdraw, &asker()),
            Ok(State::Withdrawn)
        );
        assert_eq!(
            follower
                .with_its_leader()
                .after(&answer(false), &attache("Bureau")),
            Ok(State::Answered)
        );
    }

    #[test]
    fn what_the_asker_adds_brings_the_case_back() {
        let add = Action::AddDetail {
            text: "12 tonnes".to_owned(),
        };
        let awaiting = Standing {
            claimed: Some(mark("Bureau")),
            ..case(State::AwaitingAsker)
        };
        assert_eq!(awaiting.after(&add, &asker()), Ok(State::Claimed));
        for (state, next) in [
            (State::AwaitingAsker, State::Open),
            (State::Referred, State::Referred),
            (State::Claimed, State::Claimed),
            (State::Answered, State::Open),
            (State::Closed, State::Open),
        ] {
            assert_eq!(case(state).after(&add, &asker()), Ok(next));
        }
        assert!(case(State::Withdrawn).after(&add, &asker()).is_err());
        let reduced = Standing {
            reduced: true,
            ..case(State::Closed)
        };
        assert!(matches!(
            reduced.after(&add, &asker()),
            Err(TransitionError::Reduced { .. })
        ));
    }
}
