//! Counting cases.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::super::statistics::{Counted, Tally};
use super::super::{QueueError, Stats};
use super::error::Failure;
use super::{Store, rows};

/// Cases that are in memory at a time.
const PAGE: i64 = 5_000;

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
        let undelivered: i64 = sqlx::query(
            "SELECT COUNT(*) AS count FROM outbox WHERE delivered_at IS NULL AND cancelled_at IS NULL",
        )
        .fetch_one(&mut *reading)
        .await?
        .try_get("count")?;
        let mut tally = Tally::new();
        let mut position = 0;
        loop {
            let page = sqlx::query(
                "SELECT id, reference, state, priority, country, language, created_at, first_answered_at \
                 FROM escalations WHERE id > $1 ORDER BY id LIMIT $2",
            )
            .bind(position)
            .bind(PAGE)
            .fetch_all(&mut *reading)
            .await?;
            let Some(last) = page.last() else {
                return Ok(tally.stats(undelivered as u64, now));
            };
            position = last.try_get("id")?;
            for row in &page {
                tally.add(counted(row)?);
            }
        }
    }
}

fn counted(row: &SqliteRow) -> Result<Counted, Failure> {
    Ok(Counted {
        reference: rows::code(row, "reference")?,
        state: rows::code(row, "state")?,
        priority: rows::code(row, "priority")?,
        country: row.try_get("country")?,
        language: row.try_get("language")?,
        created_at: rows::code(row, "created_at")?,
        first_answered_at: rows::optional_code(row, "first_answered_at")?,
    })
}
