//! Storing a question.

use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::super::reference::ATTEMPTS;
use super::super::similar;
use super::super::{
    EscalationRef, Event, EventKind, NewEscalation, Opened, Priority, QueueError, State,
};
use super::error::Failure;
use super::{Store, attaching, rows};
use crate::language::Direction;

impl Store {
    /// Stores a question for the attaché. Once this returns, it is on the disk, and its asker may be told the reference.
    ///
    /// A question with the key of one that is stored is that one: its reference comes back and nothing changes. One that
    /// asks what a waiting case asks follows that case.
    ///
    /// # Errors
    ///
    /// When nothing was stored; the asker has to be told so. Trying again, with the same key, is safe.
    pub async fn escalate(&self, new: NewEscalation, now: Timestamp) -> Result<Opened, QueueError> {
        self.try_escalate(&new, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_escalate(&self, new: &NewEscalation, now: Timestamp) -> Result<Opened, Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        if let Some(stored) = find_by_key(connection, new).await? {
            return Ok(stored);
        }
        let leader = attaching::find_leader(connection, new).await?;
        let reference = free_reference(connection).await?;
        let mut priority = new.priority;
        let mut follows = None;
        let id = insert(connection, new, reference, now).await?;
        let opened = Event {
            at: now,
            what: EventKind::Opened,
            by: "asker".to_owned(),
            text: None,
        };
        rows::record(connection, id, &opened).await?;
        if let Some(mut leader) = leader {
            attaching::attach(connection, id, reference, &mut leader, new.priority, now).await?;
            follows = Some(leader.escalation.reference);
            priority = priority.max(leader.escalation.priority);
        }
        writing.commit().await?;
        Ok(Opened {
            reference,
            follows,
            priority,
        })
    }
}

/// What was answered when the question with this key was stored, if it was.
async fn find_by_key(
    connection: &mut SqliteConnection,
    new: &NewEscalation,
) -> Result<Option<Opened>, Failure> {
    let row = sqlx::query(
        "SELECT c.reference, c.priority, c.asker_id, leader.reference AS leader, leader.priority AS leader_priority \
         FROM escalations AS c LEFT JOIN escalations AS leader ON leader.id = c.follows \
         WHERE c.channel = $1 AND c.request_key = $2",
    )
    .bind(new.asker.channel.code())
    .bind(&new.key)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let asker: Option<String> = row.try_get("asker_id")?;
    if asker.as_deref() != Some(new.asker.id.as_str()) {
        return Err(QueueError::KeyReused.into());
    }
    let mut priority: Priority = rows::code(&row, "priority")?;
    let mut follows = None;
    if row.try_get::<Option<String>, _>("leader")?.is_some() {
        follows = Some(rows::code(&row, "leader")?);
        priority = priority.max(rows::code(&row, "leader_priority")?);
    }
    Ok(Some(Opened {
        reference: rows::code(&row, "reference")?,
        follows,
        priority,
    }))
}

/// A reference that no case has. It stays free until the transaction ends, as no one else may write meanwhile.
async fn free_reference(connection: &mut SqliteConnection) -> Result<EscalationRef, Failure> {
    for attempt in 0..ATTEMPTS {
        let reference = EscalationRef::draw(attempt).map_err(QueueError::NoRandomNumbers)?;
        let taken = sqlx::query("SELECT 1 FROM escalations WHERE reference = $1")
            .bind(reference.to_string())
            .fetch_optional(&mut *connection)
            .await?
            .is_some();
        if !taken {
            return Ok(reference);
        }
    }
    Err(QueueError::NoFreeReference { attempts: ATTEMPTS }.into())
}

async fn insert(
    connection: &mut SqliteConnection,
    new: &NewEscalation,
    reference: EscalationRef,
    now: Timestamp,
) -> Result<i64, Failure> {
    let nearest = serde_json::to_string(&new.nearest).map_err(Failure::unreadable)?;
    let row = sqlx::query(
        "INSERT INTO escalations (reference, request_key, state, priority, question, details, language, script, \
         country, direction, channel, asker_id, address, nearest, created_at, updated_at, mark) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16) RETURNING id",
    )
    .bind(reference.to_string())
    .bind(&new.key)
    .bind(State::Open.code())
    .bind(new.priority.code())
    .bind(&new.question)
    .bind(details(new))
    .bind(new.language.code())
    .bind(new.script.code())
    .bind(new.country.map(|country| country.to_string()))
    .bind(new.direction.map(Direction::code))
    .bind(new.asker.channel.code())
    .bind(&new.asker.id)
    .bind(&new.address)
    .bind(nearest)
    .bind(rows::time(now))
    .bind(similar::mark(&new.question))
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("id")?)
}

/// What the asker added; blank is nothing.
pub(super) fn details(new: &NewEscalation) -> Option<&str> {
    new.details
        .as_deref()
        .map(str::trim)
        .filter(|details| !details.is_empty())
}
