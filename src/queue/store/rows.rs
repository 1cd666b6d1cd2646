//! Rows to cases, events and messages, and back.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::super::{Asker, Change, Escalation, EscalationRef, Event, Nearest, Outgoing};
use super::error::Failure;
use crate::language::{Direction, Script};

/// How many ids are put into one statement.
const IDS_AT_ONCE: usize = 500;

/// Selects cases as `c`.
pub(super) const CASES: &str = "SELECT c.*, leader.reference AS leader, \
     (SELECT COUNT(*) FROM escalations AS f WHERE f.follows = c.id AND f.state <> 'withdrawn') AS followers \
     FROM escalations AS c LEFT JOIN escalations AS leader ON leader.id = c.follows";

/// Selects messages as `o`, with their cases as `c`.
pub(super) const MESSAGES: &str = "SELECT o.id, o.message_key, o.channel, o.asker_id, o.address, o.kind, o.text, \
     o.office, o.by_whom, o.created_at, o.attempts, o.next_attempt_at, o.last_error, \
     c.reference, c.question, c.language, c.script \
     FROM outbox AS o JOIN escalations AS c ON c.id = o.escalation_id";

/// A case with its id.
pub(super) struct Case {
    pub id: i64,
    pub escalation: Escalation,
}

/// The text of a time. Of one width, so that texts compare as the times do.
pub(super) fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

fn read_time(text: &str) -> Result<Timestamp, Failure> {
    text.parse().map_err(Failure::unreadable)
}

fn optional_time(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>, Failure> {
    row.try_get::<Option<String>, _>(column)?
        .map(|text| read_time(&text))
        .transpose()
}

/// A text; empty if it was erased.
fn text(row: &SqliteRow, column: &str) -> Result<String, Failure> {
    Ok(row
        .try_get::<Option<String>, _>(column)?
        .unwrap_or_default())
}

/// A value that is stored as its code.
pub(super) fn code<T>(row: &SqliteRow, column: &str) -> Result<T, Failure>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    row.try_get::<String, _>(column)?
        .parse()
        .map_err(Failure::unreadable)
}

pub(super) fn optional_code<T>(row: &SqliteRow, column: &str) -> Result<Option<T>, Failure>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    row.try_get::<Option<String>, _>(column)?
        .map(|code| code.parse().map_err(Failure::unreadable))
        .transpose()
}

fn script(row: &SqliteRow) -> Result<Script, Failure> {
    let code: String = row.try_get("script")?;
    [Script::Latn, Script::Cyrl, Script::Grek, Script::Other]
        .into_iter()
        .find(|script| script.code() == code)
        .ok_or_else(|| Failure::unreadable(format!("`{code}` is not a script")))
}

fn direction(row: &SqliteRow) -> Result<Option<Direction>, Failure> {
    row.try_get::<Option<String>, _>("direction")?
        .map(|code| {
            [Direction::Export, Direction::Import]
                .into_iter()
                .find(|direction| direction.code() == code)
                .ok_or_else(|| Failure::unreadable(format!("`{code}` is not a direction")))
        })
        .transpose()
}

fn asker(row: &SqliteRow) -> Result<Asker, Failure> {
    Ok(Asker {
        channel: code(row, "channel")?,
        id: text(row, "asker_id")?,
    })
}

/// The case of a row of [`CASES`], without its events.
fn case(row: &SqliteRow) -> Result<Case, Failure> {
    let nearest: Vec<Nearest> =
        serde_json::from_str(row.try_get("nearest")?).map_err(Failure::unreadable)?;
    let escalation = Escalation {
        reference: code(row, "reference")?,
        state: code(row, "state")?,
        priority: code(row, "priority")?,
        question: text(row, "question")?,
        details: row.try_get("details")?,
        language: code(row, "language")?,
        script: script(row)?,
        country: optional_code(row, "country")?,
        direction: direction(row)?,
        asker: asker(row)?,
        address: text(row, "address")?,
        created_at: read_time(row.try_get("created_at")?)?,
        updated_at: read_time(row.try_get("updated_at")?)?,
        claimed_by: row.try_get("claimed_by")?,
        claimed_at: optional_time(row, "claimed_at")?,
        referred_to: row.try_get("referred_to")?,
        answer: row.try_get("answer")?,
        answered_by: row.try_get("answered_by")?,
        answered_at: optional_time(row, "answered_at")?,
        follows: optional_code(row, "leader")?,
        followers: row.try_get::<i64, _>("followers")? as usize,
        nearest,
        reduced_at: optional_time(row, "reduced_at")?,
        events: Vec::new(),
    };
    Ok(Case {
        id: row.try_get("id")?,
        escalation,
    })
}

fn event(row: &SqliteRow) -> Result<Event, Failure> {
    Ok(Event {
        at: read_time(row.try_get("at")?)?,
        what: code(row, "what")?,
        by: row.try_get("by_whom")?,
        text: row.try_get("text")?,
    })
}

/// The message of a row of [`MESSAGES`].
pub(super) fn outgoing(row: &SqliteRow) -> Result<Outgoing, Failure> {
    Ok(Outgoing {
        id: row.try_get("id")?,
        key: row.try_get("message_key")?,
        reference: code(row, "reference")?,
        asker: asker(row)?,
        address: text(row, "address")?,
        kind: code(row, "kind")?,
        text: text(row, "text")?,
        office: row.try_get("office")?,
        by: row.try_get("by_whom")?,
        question: text(row, "question")?,
        language: code(row, "language")?,
        script: script(row)?,
        created_at: read_time(row.try_get("created_at")?)?,
        attempts: row.try_get::<i64, _>("attempts")? as u32,
        next_attempt_at: read_time(row.try_get("next_attempt_at")?)?,
        last_error: row.try_get("last_error")?,
    })
}

/// The cases that `query`, which begins with [`CASES`], selects, without their events.
pub(super) async fn cases(
    connection: &mut SqliteConnection,
    mut query: QueryBuilder<Sqlite>,
) -> Result<Vec<Case>, Failure> {
    let rows = query.build().fetch_all(connection).await?;
    rows.iter().map(case).collect()
}

/// The case of a reference, without its events.
pub(super) async fn case_of(
    connection: &mut SqliteConnection,
    reference: EscalationRef,
) -> Result<Option<Case>, Failure> {
    let mut query = QueryBuilder::new(CASES);
    query
        .push(" WHERE c.reference = ")
        .push_bind(reference.to_string());
    Ok(cases(connection, query).await?.pop())
}

/// The cases with their events, in the same order.
pub(super) async fn with_events(
    connection: &mut SqliteConnection,
    mut cases: Vec<Case>,
) -> Result<Vec<Escalation>, Failure> {
    for some in cases.chunks_mut(IDS_AT_ONCE) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT escalation_id, at, what, by_whom, text FROM events WHERE escalation_id IN (",
        );
        let mut ids = query.separated(", ");
        for case in some.iter() {
            ids.push_bind(case.id);
        }
        query.push(") ORDER BY id");
        let mut events = std::collections::HashMap::<i64, Vec<Event>>::new();
        for row in query.build().fetch_all(&mut *connection).await? {
            let id = row.try_get("escalation_id")?;
            events.entry(id).or_default().push(event(&row)?);
        }
        for case in some {
            case.escalation.events = events.remove(&case.id).unwrap_or_default();
        }
    }
    Ok(cases.into_iter().map(|case| case.escalation).collect())
}

/// The events after `position`, with their cases.
pub(super) async fn changes(
    connection: &mut SqliteConnection,
    position: i64,
    limit: u32,
) -> Result<Vec<Change>, Failure> {
    sqlx::query(
        "SELECT e.id, e.at, e.what, e.by_whom, e.text, c.reference \
         FROM events AS e JOIN escalations AS c ON c.id = e.escalation_id \
         WHERE e.id > $1 ORDER BY e.id LIMIT $2",
    )
    .bind(position)
    .bind(limit)
    .fetch_all(connection)
    .await?
    .iter()
    .map(|row| {
        Ok(Change {
            position: row.try_get("id")?,
            reference: code(row, "reference")?,
            event: event(row)?,
        })
    })
    .collect()
}

/// Adds an event to the case `id`; its place in the order of all events.
pub(super) async fn record(
    connection: &mut SqliteConnection,
    id: i64,
    event: &Event,
) -> Result<i64, Failure> {
    let row = sqlx::query(
        "INSERT INTO events (escalation_id, at, what, by_whom, text) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(id)
    .bind(time(event.at))
    .bind(event.what.code())
    .bind(&event.by)
    .bind(&event.text)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("id")?)
}

/// Writes what of a case can change, but for the case it follows.
pub(super) async fn save(connection: &mut SqliteConnection, case: &Case) -> Result<(), Failure> {
    let escalation = &case.escalation;
    sqlx::query(
        "UPDATE escalations SET state = $2, priority = $3, details = $4, updated_at = $5, claimed_by = $6, \
         claimed_at = $7, referred_to = $8, answer = $9, answered_by = $10, answered_at = $11, \
         first_answered_at = COALESCE(first_answered_at, $11) WHERE id = $1",
    )
    .bind(case.id)
    .bind(escalation.state.code())
    .bind(escalation.priority.code())
    .bind(&escalation.details)
    .bind(time(escalation.updated_at))
    .bind(&escalation.claimed_by)
    .bind(escalation.claimed_at.map(time))
    .bind(&escalation.referred_to)
    .bind(&escalation.answer)
    .bind(&escalation.answered_by)
    .bind(escalation.answered_at.map(time))
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_compare_as_their_texts_do() {
        let texts = [
            "2026-11-24T12:00:00Z",
            "2026-11-24T12:00:00.05Z",
            "2026-11-24T12:00:00.5Z",
        ]
        .map(|at| time(at.parse().unwrap()));
        assert_eq!(texts[0], "2026-11-24T12:00:00.000Z");
        assert!(texts.is_sorted());
        assert!(texts.iter().all(|text| text.len() == texts[0].len()));
    }
}
