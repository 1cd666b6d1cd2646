//! Counting cases: by index, in the database.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::super::statistics::{OldestWaiting, Stats};
use super::super::{Priority, QueueError, State, time};
use super::error::Failure;
use super::{Store, rows};

const SECONDS_IN_AN_HOUR: f64 = 3_600.0;

impl Store {
    /// Figures on all cases, as of `now`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn stats(&self, now: Timestamp) -> Result<Stats, QueueError> {
        self.try_stats(now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_stats(&self, now: Timestamp) -> Result<Stats, Failure> {
        let mut reading = self.begin_reading().await?;
        let mut stats = Stats::default();
        for row in counted().build().fetch_all(&mut *reading).await? {
            let country: Option<String> = row.try_get("country")?;
            stats.count(
                rows::code(&row, "state")?,
                rows::code(&row, "priority")?,
                country.as_deref(),
                row.try_get("language")?,
                row.try_get::<i64, _>("count")? as u64,
            );
        }
        stats.oldest_waiting = oldest_waiting(&mut reading, now).await?;
        stats.median_hours_to_answer = median_hours_to_answer(&mut reading).await?;
        stats.undelivered = count(undelivered(), &mut reading).await? as u64;
        Ok(stats)
    }
}

/// Cases that have in common what is counted.
pub(super) fn counted() -> QueryBuilder<Sqlite> {
    QueryBuilder::new(
        "SELECT state, priority, country, language, COUNT(*) AS count FROM escalations \
         GROUP BY state, priority, country, language",
    )
}

/// Messages that have not arrived.
pub(super) fn undelivered() -> QueryBuilder<Sqlite> {
    QueryBuilder::new(
        "SELECT COUNT(*) AS count FROM outbox WHERE delivered_at IS NULL AND cancelled_at IS NULL",
    )
}

/// The oldest case of a state and priority.
pub(super) fn oldest(state: State, priority: Priority) -> QueryBuilder<Sqlite> {
    let mut query =
        QueryBuilder::new("SELECT reference, created_at FROM escalations WHERE state = ");
    query
        .push_bind(state.code())
        .push(" AND priority = ")
        .push_bind(priority.code())
        .push(" ORDER BY created_at LIMIT 1");
    query
}

/// How many cases were answered.
pub(super) fn answered() -> QueryBuilder<Sqlite> {
    QueryBuilder::new(
        "SELECT COUNT(*) AS count FROM escalations WHERE first_answered_at IS NOT NULL",
    )
}

/// Seconds from the question to the first answer, the shortest first: so many, after so many that are left out.
pub(super) fn seconds_to_answer(limit: i64, offset: i64) -> QueryBuilder<Sqlite> {
    // The very expression of the index.
    let mut query = QueryBuilder::new(
        "SELECT UNIXEPOCH(first_answered_at) - UNIXEPOCH(created_at) AS seconds FROM escalations \
         WHERE first_answered_at IS NOT NULL \
         ORDER BY UNIXEPOCH(first_answered_at) - UNIXEPOCH(created_at) LIMIT ",
    );
    query.push_bind(limit).push(" OFFSET ").push_bind(offset);
    query
}

/// What a query counts.
async fn count(
    mut query: QueryBuilder<Sqlite>,
    connection: &mut SqliteConnection,
) -> Result<i64, Failure> {
    Ok(query
        .build()
        .fetch_one(connection)
        .await?
        .try_get("count")?)
}

async fn oldest_waiting(
    connection: &mut SqliteConnection,
    now: Timestamp,
) -> Result<Option<OldestWaiting>, Failure> {
    let mut oldest_waiting: Option<OldestWaiting> = None;
    for state in State::WAITING {
        for &priority in Priority::ALL {
            let found = oldest(state, priority)
                .build()
                .fetch_optional(&mut *connection)
                .await?;
            let Some(row) = found else {
                continue;
            };
            let created_at: Timestamp = rows::code(&row, "created_at")?;
            if oldest_waiting
                .as_ref()
                .is_none_or(|oldest| created_at < oldest.created_at)
            {
                oldest_waiting = Some(OldestWaiting {
                    reference: rows::code(&row, "reference")?,
                    created_at,
                    hours: time::hours_between(created_at, now),
                });
            }
        }
    }
    Ok(oldest_waiting)
}

async fn median_hours_to_answer(connection: &mut SqliteConnection) -> Result<Option<f64>, Failure> {
    let answered = count(answered(), connection).await?;
    if answered == 0 {
        return Ok(None);
    }
    // The one in the middle, or the two about it.
    let in_the_middle = 2 - answered % 2;
    let mut sum = 0.0;
    for row in seconds_to_answer(in_the_middle, (answered - 1) / 2)
        .build()
        .fetch_all(connection)
        .await?
    {
        let seconds: i64 = row.try_get("seconds")?;
        sum += seconds as f64;
    }
    Ok(Some(sum / in_the_middle as f64 / SECONDS_IN_AN_HOUR))
}
