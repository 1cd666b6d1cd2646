//! What was pressed, picked from a menu or filled in.

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind, ModalInteraction};

use super::super::drawing::Page;
use super::super::visit::Shown;
use super::acting::At;
use super::ids::{Listing, Press};
use super::{card, entries, forms, listing};
use crate::faq::EntryId;
use crate::queue::{
    Action, Escalation, EscalationRef, QueueError, Standing, State, TransitionError,
};

/// A button was pressed, or something picked.
pub(super) async fn component(at: At<'_>, press: Press, component: &ComponentInteraction) {
    match press {
        Press::Claim(case) => at.act(case, Action::Claim { force: false }).await,
        Press::TakeOver(case, since) => {
            let claim = Action::Claim { force: true };
            let refusal = |reference, holder| TransitionError::AlreadyClaimed { reference, holder };
            at.act_over(
                case,
                claim,
                since,
                |standing| standing.claimed.clone(),
                refusal,
            )
            .await;
        }
        Press::Release(case) => at.act(case, Action::Release).await,
        Press::Detach(case) => at.act(case, Action::Detach).await,
        Press::Abandon(case) => at.act(case, Action::Close { force: true }).await,
        Press::Close(case) => close(at, case).await,
        Press::Answer(case) => open(at, case, &press, "").await,
        Press::Ask(case) | Press::Refer(case) | Press::Reject(case) => {
            open(at, case, &press, "").await;
        }
        Press::Correct(case, _) => correct(at, case, &press).await,
        Press::Rewrite(case, ref entry) => {
            let Some(found) = at.case(case).await else {
                return;
            };
            let begun = entries::answer(at.bot, &found, entry).await;
            open(at, case, &press, &begun.unwrap_or_default()).await;
        }
        Press::Search(_) => {
            if let Some(form) = forms::form(at.words, &press, "") {
                at.visit.open(form).await;
            }
        }
        Press::Entries(case) => {
            let Some(case) = ready(at, case).await else {
                return;
            };
            let page = at
                .visit
                .during(Shown::Privately, entries::nearest(at.bot, at.words, &case));
            let page = page.await;
            at.visit.show(vec![page], Shown::Privately).await;
        }
        Press::Preview(case) => preview(at, case, component).await,
        Press::Send(case, entry) => send(at, case, &entry).await,
        Press::Show(case, _) => show(at, case).await,
        Press::Open => match picked(component).and_then(|text| text.parse().ok()) {
            Some(reference) => show(at, reference).await,
            None => old(at).await,
        },
        Press::List(listing) => list(at, listing, Shown::InPlace).await,
        Press::Digest(_) => list(at, Listing::default(), Shown::Privately).await,
    }
}

/// A form was filled in.
pub(super) async fn modal(at: At<'_>, press: Press, modal: &ModalInteraction) {
    let text = forms::text(modal);
    match press {
        Press::Answer(case) | Press::Rewrite(case, _) => {
            at.act(case, Action::Answer { text, force: false }).await;
        }
        Press::Correct(case, answered) => {
            let answer = Action::Answer { text, force: true };
            let refusal = |reference, answered| TransitionError::AlreadyAnswered {
                reference,
                answered,
            };
            at.act_over(
                case,
                answer,
                answered,
                |standing| standing.answered.clone(),
                refusal,
            )
            .await;
        }
        Press::Ask(case) => at.act(case, Action::Ask { text }).await,
        Press::Reject(case) => at.act(case, Action::Reject { text }).await,
        Press::Refer(case) => {
            let to = forms::office(modal);
            at.act(case, Action::Refer { to, text }).await;
        }
        Press::Search(case) => {
            let Some(case) = at.case(case).await else {
                return;
            };
            let page = at.visit.during(
                Shown::Privately,
                entries::found(at.bot, at.words, &case, &text),
            );
            let page = page.await;
            at.visit.show(vec![page], Shown::Privately).await;
        }
        _ => old(at).await,
    }
}

/// Says that what was pressed is not known.
pub(super) async fn old(at: At<'_>) {
    at.visit.say(&at.words.say("desk-old-button")).await;
}

/// Shows a case whole.
pub(super) async fn show(at: At<'_>, reference: EscalationRef) {
    let Some(case) = at.case(reference).await else {
        return;
    };
    show_case(at, &case).await;
}

/// Shows a case that is known.
pub(super) async fn show_case(at: At<'_>, case: &Escalation) {
    let counter = at
        .visit
        .during(Shown::Privately, at.bot.desk.counter())
        .await;
    let pages = card::whole(at.words, case, counter.as_deref());
    at.visit.show(pages, Shown::Privately).await;
}

/// Shows a page of the queue.
pub(super) async fn list(at: At<'_>, listing: Listing, shown: Shown) {
    let page = at
        .visit
        .during(shown, listing::page(at.bot, at.words, listing))
        .await;
    let page = page.unwrap_or_else(|error| Page::text(&at.words.error(&error)));
    at.visit.show(vec![page], shown).await;
}

/// The case, if the presser can work on it; else they have been told why not.
async fn ready(at: At<'_>, reference: EscalationRef) -> Option<Escalation> {
    let case = at.case(reference).await?;
    let probe = Action::Answer {
        text: "?".to_owned(),
        force: false,
    };
    match Standing::of(&case).after(&probe, &at.officer.actor()) {
        Ok(_) => Some(case),
        Err(refusal) => {
            let pages = at.refused(&QueueError::Transition(refusal), "");
            at.visit.show(pages, Shown::Privately).await;
            None
        }
    }
}

/// Opens a form for a case that the presser can work on.
async fn open(at: At<'_>, case: EscalationRef, press: &Press, begun: &str) {
    if ready(at, case).await.is_some()
        && let Some(form) = forms::form(at.words, press, begun)
    {
        at.visit.open(form).await;
    }
}

/// Opens the form for a correction, in which the answer of now stands.
async fn correct(at: At<'_>, reference: EscalationRef, press: &Press) {
    let Some(case) = at.case(reference).await else {
        return;
    };
    let probe = Action::Answer {
        text: "?".to_owned(),
        force: true,
    };
    if let Err(refusal) = Standing::of(&case).after(&probe, &at.officer.actor()) {
        let pages = at.refused(&QueueError::Transition(refusal), "");
        at.visit.show(pages, Shown::Privately).await;
        return;
    }
    let begun = case.answer.as_deref().unwrap_or_default();
    if let Some(form) = forms::form(at.words, press, begun) {
        at.visit.open(form).await;
    }
}

/// Closes a case; one that waits takes a reason for its asker.
async fn close(at: At<'_>, reference: EscalationRef) {
    let Some(case) = at.case(reference).await else {
        return;
    };
    if case.state.is_waiting() && case.state != State::Referred {
        open(at, reference, &Press::Reject(reference), "").await;
    } else {
        at.act(reference, Action::Close { force: false }).await;
    }
}

async fn preview(at: At<'_>, reference: EscalationRef, component: &ComponentInteraction) {
    let Some(entry) = picked(component).and_then(|text| text.parse::<EntryId>().ok()) else {
        return old(at).await;
    };
    let Some(case) = ready(at, reference).await else {
        return;
    };
    let pages = at
        .visit
        .during(
            Shown::Privately,
            entries::preview(at.bot, at.words, &case, &entry),
        )
        .await;
    at.visit.show(pages, Shown::Privately).await;
}

async fn send(at: At<'_>, reference: EscalationRef, entry: &EntryId) {
    let Some(case) = ready(at, reference).await else {
        return;
    };
    let answer = at
        .visit
        .during(Shown::Privately, entries::answer(at.bot, &case, entry))
        .await;
    match answer {
        Some(text) => {
            at.act(reference, Action::Answer { text, force: false })
                .await;
        }
        None => {
            at.visit.say(&at.words.say("desk-entry-cannot")).await;
        }
    }
}

/// What was picked from a menu of one.
fn picked(component: &ComponentInteraction) -> Option<&str> {
    match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    }
}
