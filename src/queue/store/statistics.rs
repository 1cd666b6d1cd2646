//! Counting cases.

use jiff::Timestamp;
use sqlx::Row;

use super::super::statistics::Counted;
use super::super::{QueueError, Stats};
use super::error::Failure;
use super::{Store, rows};

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
        let cases = sqlx::query(
            "SELECT reference, state, priority, country, language, created_at, first_answered_at FROM escalations",
        )
        .fetch_all(&mut *reading)
        .await?
        .iter()
        .map(|row| {
            Ok(Counted {
                reference: rows::code(row, "reference")?,
                state: rows::code(row, "state")?,
                priority: rows::code(row, "priority")?,
                country: row.try_get("country")?,
                language: row.try_get("language")?,
                created_at: rows::code(row, "created_at")?,
                first_answered_at: rows::optional_code(row, "first_answered_at")?,
            })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
        Ok(Stats::of(&cases, undelivered as u64, now))
    }
}
