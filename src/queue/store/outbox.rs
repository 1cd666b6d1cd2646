//! The outbox: messages to askers, until they arrive.

use jiff::{SignedDuration, Timestamp};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::super::effect::Message;
use super::super::outgoing::{FARTHEST_ATTEMPT, FARTHEST_LEASE, is_told, pause_after};
use super::super::{
    Action, Actor, Asker, Channel, Event, EventKind, LEASE, Outgoing, OutgoingKind, QueueError,
    Standing, State,
};
use super::error::Failure;
use super::rows::{self, Case, MESSAGES};
use super::{Store, acting};

/// What of a message decides on what a report on it changes.
struct Pending {
    escalation_id: i64,
    reference: super::super::EscalationRef,
    kind: OutgoingKind,
    attempts: u32,
    last_error: Option<String>,
    is_delivered: bool,
    is_cancelled: bool,
}

impl Store {
    /// Messages that `channel` is to deliver now, oldest first; to one asker alone, if given. They are lent for the time of
    /// a [`LEASE`], within which no other process gets them: report each with [`Store::delivered`] or [`Store::failed`],
    /// or give it back with [`Store::release`].
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn due(
        &self,
        channel: Channel,
        asker: Option<&Asker>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Outgoing>, QueueError> {
        self.try_due(channel, asker, now, limit)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_due(
        &self,
        channel: Channel,
        asker: Option<&Asker>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Outgoing>, Failure> {
        // Most of the time nothing is due: it takes no right to write to see that.
        let mut reading = self.shared.pool.acquire().await?;
        if select_due(&mut reading, channel, asker, now, 1)
            .await?
            .is_empty()
        {
            return Ok(Vec::new());
        }
        drop(reading);
        let mut writing = self.begin().await?;
        let due = select_due(writing.connection(), channel, asker, now, limit).await?;
        lend(writing.connection(), &due, now).await?;
        writing.commit().await?;
        Ok(due)
    }

    /// A message has arrived; `how` says by which way, such as `terminal`. The case is delivered if it was its answer.
    /// A second report changes nothing.
    ///
    /// # Errors
    ///
    /// [`QueueError::UnknownOutgoing`] when there is no such message; else when the database fails.
    pub async fn delivered(&self, id: i64, how: &str, now: Timestamp) -> Result<(), QueueError> {
        self.try_delivered(id, how, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_delivered(&self, id: i64, how: &str, now: Timestamp) -> Result<(), Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        let message = pending(connection, id).await?;
        if message.is_delivered {
            return Ok(());
        }
        sqlx::query("UPDATE outbox SET delivered_at = $2, leased_until = NULL WHERE id = $1")
            .bind(id)
            .bind(rows::time(now))
            .execute(&mut *connection)
            .await?;
        let action = Action::Delivered {
            how: how.to_owned(),
        };
        let unknown = || QueueError::Unknown {
            reference: message.reference,
        };
        let mut case = rows::case_of(connection, message.reference)
            .await?
            .ok_or_else(unknown)?;
        // Of a case that was forgotten meanwhile nothing more is told.
        if case.escalation.reduced_at.is_some() {
            return writing.commit().await;
        }
        // An answer that was called back, or after which the asker went on asking, does not end the case.
        let ends_it = message.kind.is_answer()
            && !message.is_cancelled
            && case.escalation.state == State::Answered;
        if ends_it {
            let next = Standing::of(&case.escalation).after(&action, &Actor::System)?;
            acting::change(connection, &mut case, &action, &Actor::System, next, now).await?;
        } else {
            let event = system_event(EventKind::Delivered, how, now);
            rows::record(connection, message.escalation_id, &event).await?;
        }
        writing.commit().await
    }

    /// A message did not arrive; `error` says why, without the message's words. It is due again after a pause that grows
    /// to six hours; it is never given up.
    ///
    /// # Errors
    ///
    /// [`QueueError::UnknownOutgoing`] when there is no such message; else when the database fails.
    pub async fn failed(&self, id: i64, error: &str, now: Timestamp) -> Result<(), QueueError> {
        self.try_failed(id, error, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_failed(&self, id: i64, error: &str, now: Timestamp) -> Result<(), Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        let message = pending(connection, id).await?;
        if message.is_delivered || message.is_cancelled {
            return Ok(());
        }
        let failures = message.attempts.saturating_add(1);
        let next_attempt_at = now.checked_add(pause_after(failures)).unwrap_or(now);
        sqlx::query(
            "UPDATE outbox SET attempts = $2, next_attempt_at = $3, leased_until = NULL, last_error = $4 WHERE id = $1",
        )
        .bind(id)
        .bind(failures)
        .bind(rows::time(next_attempt_at))
        .bind(error)
        .execute(&mut *connection)
        .await?;
        if is_told(failures) {
            let event = system_event(EventKind::DeliveryFailed, error, now);
            rows::record(connection, message.escalation_id, &event).await?;
        }
        writing.commit().await
    }

    /// A message cannot be brought for now, for a reason that only its asker can change; `why` says which. It is due again
    /// at `until`, and meanwhile [`Store::waiting_for`] its asker. The case's events tell it, once a reason.
    ///
    /// # Errors
    ///
    /// [`QueueError::UnknownOutgoing`] when there is no such message; else when the database fails.
    pub async fn postpone(
        &self,
        id: i64,
        why: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<(), QueueError> {
        let postpone = async {
            let mut writing = self.begin().await?;
            let connection = writing.connection();
            let message = pending(connection, id).await?;
            if message.is_delivered || message.is_cancelled {
                return Ok(());
            }
            sqlx::query(
                "UPDATE outbox SET attempts = $2, next_attempt_at = $3, leased_until = NULL, last_error = $4 \
                 WHERE id = $1",
            )
            .bind(id)
            .bind(message.attempts.saturating_add(1))
            .bind(rows::time(until))
            .bind(why)
            .execute(&mut *connection)
            .await?;
            if message.last_error.as_deref() != Some(why) {
                let event = system_event(EventKind::DeliveryFailed, why, now);
                rows::record(connection, message.escalation_id, &event).await?;
            }
            writing.commit().await
        };
        postpone
            .await
            .map_err(|failure: Failure| self.explain(failure))
    }

    /// Everything that could not be brought to an asker so far, oldest first, whenever it is due again: for when they can be
    /// reached after all. What has not been tried yet is left to whoever delivers.
    /// It is lent as [`Store::due`] lends it; what another process has just now is left out.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn waiting_for(
        &self,
        asker: &Asker,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Outgoing>, QueueError> {
        let waiting = async {
            let mut reading = self.shared.pool.acquire().await?;
            if select_waiting(&mut reading, asker, now, 1)
                .await?
                .is_empty()
            {
                return Ok(Vec::new());
            }
            drop(reading);
            let mut writing = self.begin().await?;
            let lent = select_waiting(writing.connection(), asker, now, limit).await?;
            lend(writing.connection(), &lent, now).await?;
            writing.commit().await?;
            Ok(lent)
        };
        waiting
            .await
            .map_err(|failure: Failure| self.explain(failure))
    }

    /// Gives a message back undelivered, as a channel does that shuts down: it is due at once, for any process.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn release(&self, id: i64) -> Result<(), QueueError> {
        let release = async {
            let mut writing = self.begin().await?;
            sqlx::query("UPDATE outbox SET leased_until = NULL WHERE id = $1")
                .bind(id)
                .execute(writing.connection())
                .await?;
            writing.commit().await
        };
        release.await.map_err(|failure| self.explain(failure))
    }

    /// Messages on their way since before `since`, oldest first: the askers whom something keeps from their answers.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn stuck(&self, since: Timestamp) -> Result<Vec<Outgoing>, QueueError> {
        let stuck = async {
            let mut connection = self.shared.pool.acquire().await?;
            messages(&mut connection, stuck_since(since)).await
        };
        stuck.await.map_err(|failure| self.explain(failure))
    }
}

fn system_event(what: EventKind, text: &str, now: Timestamp) -> Event {
    Event {
        at: now,
        what,
        by: Actor::System.name().to_owned(),
        text: Some(text.to_owned()),
    }
}

async fn messages(
    connection: &mut SqliteConnection,
    mut query: QueryBuilder<sqlx::Sqlite>,
) -> Result<Vec<Outgoing>, Failure> {
    let rows = query.build().fetch_all(connection).await?;
    rows.iter().map(rows::outgoing).collect()
}

/// Messages that were written before `since` and have not arrived. All channels are named, by which they are found.
pub(super) fn stuck_since(since: Timestamp) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(MESSAGES);
    query.push(" WHERE o.delivered_at IS NULL AND o.cancelled_at IS NULL AND o.channel IN (");
    let mut channels = query.separated(", ");
    for channel in Channel::ALL {
        channels.push_bind(channel.code());
    }
    query
        .push(") AND o.created_at < ")
        .push_bind(rows::time(since))
        .push(" ORDER BY o.id");
    query
}

async fn select_due(
    connection: &mut SqliteConnection,
    channel: Channel,
    asker: Option<&Asker>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Outgoing>, Failure> {
    messages(connection, due_now(channel, asker, now, limit)).await
}

/// Messages that `channel` is to deliver now.
pub(super) fn due_now(
    channel: Channel,
    asker: Option<&Asker>,
    now: Timestamp,
    limit: u32,
) -> QueryBuilder<Sqlite> {
    let now_as_text = rows::time(now);
    let mut query = QueryBuilder::new(MESSAGES);
    query
        .push(" WHERE o.delivered_at IS NULL AND o.cancelled_at IS NULL AND o.channel = ")
        .push_bind(channel.code())
        // What was never tried is due, whatever the clock says: one that was ahead for a while keeps nothing from its asker.
        .push(" AND (o.attempts = 0 OR o.next_attempt_at <= ")
        .push_bind(now_as_text)
        .push(" OR o.next_attempt_at > ")
        .push_bind(later(now, FARTHEST_ATTEMPT))
        .push(")");
    push_unlent(&mut query, now);
    if let Some(asker) = asker {
        query.push(" AND o.asker_id = ").push_bind(asker.id.clone());
    }
    query.push(" ORDER BY o.id LIMIT ").push_bind(limit);
    query
}

/// What of an asker's has not arrived and is lent to nobody.
async fn select_waiting(
    connection: &mut SqliteConnection,
    asker: &Asker,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Outgoing>, Failure> {
    let mut query = QueryBuilder::new(MESSAGES);
    query
        .push(" WHERE o.delivered_at IS NULL AND o.cancelled_at IS NULL AND o.channel = ")
        .push_bind(asker.channel.code())
        .push(" AND o.asker_id = ")
        .push_bind(&asker.id)
        .push(" AND o.attempts > 0");
    push_unlent(&mut query, now);
    query.push(" ORDER BY o.id LIMIT ").push_bind(limit);
    messages(connection, query).await
}

/// Leaves out what another process has just now.
fn push_unlent(query: &mut QueryBuilder<sqlx::Sqlite>, now: Timestamp) {
    query
        .push(" AND (o.leased_until IS NULL OR o.leased_until <= ")
        .push_bind(rows::time(now))
        .push(" OR o.leased_until > ")
        .push_bind(later(now, FARTHEST_LEASE))
        .push(")");
}

/// The time so long after `now`, as it stands in the database.
fn later(now: Timestamp, by: SignedDuration) -> String {
    rows::time(now.checked_add(by).unwrap_or(now))
}

/// Lends messages to this process for the time of a [`LEASE`].
async fn lend(
    connection: &mut SqliteConnection,
    lent: &[Outgoing],
    now: Timestamp,
) -> Result<(), Failure> {
    let leased_until = now.checked_add(LEASE).unwrap_or(now);
    for message in lent {
        sqlx::query("UPDATE outbox SET leased_until = $2 WHERE id = $1")
            .bind(message.id)
            .bind(rows::time(leased_until))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn pending(connection: &mut SqliteConnection, id: i64) -> Result<Pending, Failure> {
    let row = sqlx::query(
        "SELECT o.escalation_id, o.kind, o.attempts, o.last_error, o.delivered_at, o.cancelled_at, c.reference \
         FROM outbox AS o JOIN escalations AS c ON c.id = o.escalation_id WHERE o.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?
    .ok_or(QueueError::UnknownOutgoing { id })?;
    Ok(Pending {
        escalation_id: row.try_get("escalation_id")?,
        reference: rows::code(&row, "reference")?,
        kind: rows::code(&row, "kind")?,
        attempts: row.try_get::<i64, _>("attempts")? as u32,
        last_error: row.try_get("last_error")?,
        is_delivered: row.try_get::<Option<String>, _>("delivered_at")?.is_some(),
        is_cancelled: row.try_get::<Option<String>, _>("cancelled_at")?.is_some(),
    })
}

/// Puts a message to the case's asker into the outbox.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    case: &Case,
    message: &Message,
    by: &Actor,
    key: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let escalation = &case.escalation;
    sqlx::query(
        "INSERT INTO outbox (message_key, escalation_id, channel, asker_id, address, kind, text, office, by_whom, \
         created_at, attempts, next_attempt_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $10)",
    )
    .bind(key)
    .bind(case.id)
    .bind(escalation.asker.channel.code())
    .bind(&escalation.asker.id)
    .bind(&escalation.address)
    .bind(message.kind.code())
    .bind(&message.text)
    .bind(&message.office)
    .bind(by.name())
    .bind(rows::time(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Calls back the case's messages of one kind that have not arrived.
pub(super) async fn cancel(
    connection: &mut SqliteConnection,
    escalation_id: i64,
    kind: OutgoingKind,
    now: Timestamp,
) -> Result<(), Failure> {
    sqlx::query(
        "UPDATE outbox SET cancelled_at = $3, leased_until = NULL \
         WHERE escalation_id = $1 AND kind = $2 AND delivered_at IS NULL AND cancelled_at IS NULL",
    )
    .bind(escalation_id)
    .bind(kind.code())
    .bind(rows::time(now))
    .execute(connection)
    .await?;
    Ok(())
}
