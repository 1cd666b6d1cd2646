//! Changing a case.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::effect::{CallBack, Message};
use super::super::{Action, Actor, Escalation, EscalationRef, QueueError, Standing, State};
use super::error::Failure;
use super::rows::{self, Case};
use super::{Store, attaching, outbox};

impl Store {
    /// Does `action` to a case, and to those that follow it if an attaché does it: in one transaction, its new state, its
    /// events, and the messages to its askers. The case as it stands then.
    ///
    /// # Errors
    ///
    /// [`QueueError::Unknown`] when there is no such case, or not of this asker; [`QueueError::Transition`] when it
    /// cannot be done, see [`Standing::after`]. Nothing changed then.
    pub async fn act(
        &self,
        reference: EscalationRef,
        action: Action,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Escalation, QueueError> {
        self.try_act(reference, &action, by, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_act(
        &self,
        reference: EscalationRef,
        action: &Action,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Escalation, Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        let unknown = || Failure::from(QueueError::Unknown { reference });
        let mut case = rows::case_of(connection, reference)
            .await?
            .filter(|case| may_see(by, &case.escalation))
            .ok_or_else(unknown)?;
        let standing = Standing::of(&case.escalation);
        if !standing.is_repeated(action, by) {
            let next = standing.after(action, by)?;
            change(connection, &mut case, action, by, next, now).await?;
            if matches!(by, Actor::Attache(_)) {
                change_followers(connection, &case, action, by, now).await?;
            }
            if attaching::leaves_group(action, by) {
                attaching::leave_group(connection, &case, now).await?;
            }
            if let (Action::Detach, Some(leader)) = (action, case.escalation.follows) {
                attaching::stop_following(connection, case.id, leader).await?;
            }
        }
        let case = rows::case_of(connection, reference)
            .await?
            .ok_or_else(unknown)?;
        let changed = rows::with_events(connection, vec![case]).await?.pop();
        writing.commit().await?;
        changed.ok_or_else(unknown)
    }
}

/// Whether `by` may know of the case.
fn may_see(by: &Actor, case: &Escalation) -> bool {
    match by {
        Actor::Asker(asker) => case.reduced_at.is_none() && case.asker == *asker,
        Actor::Attache(_) | Actor::System => true,
    }
}

/// Does `action`, which leads to `next`, to one case.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    case: &mut Case,
    action: &Action,
    by: &Actor,
    next: State,
    now: Timestamp,
) -> Result<(), Failure> {
    let effects = case.escalation.apply(action, by, next, now);
    rows::save(connection, case).await?;
    let mut position = 0;
    for event in &effects.events {
        position = rows::record(connection, case.id, event).await?;
    }
    call_back(connection, case.id, effects.call_back, now).await?;
    if let Some(message) = effects.message {
        send(connection, case, &message, by, position, now).await?;
    }
    Ok(())
}

/// Does what an attaché did to `leader` to each of its followers for which it can be done.
async fn change_followers(
    connection: &mut SqliteConnection,
    leader: &Case,
    action: &Action,
    by: &Actor,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(action) = action.for_followers() else {
        return Ok(());
    };
    for mut follower in attaching::followers(connection, leader.id).await? {
        let standing = Standing::of(&follower.escalation).with_its_leader();
        if standing.is_repeated(&action, by) {
            continue;
        }
        // One that was withdrawn, say, gets no answer.
        if let Ok(next) = standing.after(&action, by) {
            change(connection, &mut follower, &action, by, next, now).await?;
        }
    }
    Ok(())
}

async fn call_back(
    connection: &mut SqliteConnection,
    id: i64,
    what: CallBack,
    now: Timestamp,
) -> Result<(), Failure> {
    for kind in what.kinds() {
        outbox::cancel(connection, id, *kind, now).await?;
    }
    Ok(())
}

/// Puts a message to the case's asker into the outbox; `position` is that of the event it goes with.
async fn send(
    connection: &mut SqliteConnection,
    case: &Case,
    message: &Message,
    by: &Actor,
    position: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let key = format!("{}-{position}", case.escalation.reference);
    outbox::put(connection, case, message, by, &key, now).await
}
