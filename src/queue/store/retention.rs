//! Forgetting: cases long finished become statistics.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::super::{QueueError, State};
use super::error::Failure;
use super::{Store, rows};

impl Store {
    /// Reduces the cases to statistics that are finished and unchanged since before `before`; how many.
    ///
    /// Gone are the question, what its asker added, the answer, who asked and where, the entries that came near, the words
    /// of events and messages, and the channel's key, in the file as well, where they are overwritten. What stays: the
    /// reference, state, priority, channel, language, country, direction, all times, and which attaché did what.
    /// A message that has not arrived by then never will.
    ///
    /// # Errors
    ///
    /// When the database fails; then nothing is reduced.
    pub async fn reduce_closed(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, QueueError> {
        self.try_reduce(before, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_reduce(&self, before: Timestamp, now: Timestamp) -> Result<u64, Failure> {
        let mut writing = self.begin().await?;
        let mut query = QueryBuilder::<sqlx::Sqlite>::new("UPDATE escalations SET reduced_at = ");
        query
            .push_bind(rows::time(now))
            .push(
                // Of its own, the reference is as unique as the key was.
                ", request_key = 'reduced ' || reference, question = NULL, details = NULL, answer = NULL, \
                 referred_to = NULL, asker_id = NULL, address = NULL, nearest = '[]' \
                 WHERE reduced_at IS NULL AND updated_at < ",
            )
            .push_bind(rows::time(before))
            .push(" AND state IN (");
        let mut states = query.separated(", ");
        for state in State::REDUCIBLE {
            states.push_bind(state.code());
        }
        query.push(")");
        let reduced = query
            .build()
            .execute(writing.connection())
            .await?
            .rows_affected();
        if reduced == 0 {
            return Ok(0);
        }
        sqlx::query(
            "UPDATE events SET text = NULL WHERE text IS NOT NULL \
             AND escalation_id IN (SELECT id FROM escalations WHERE reduced_at IS NOT NULL)",
        )
        .execute(writing.connection())
        .await?;
        sqlx::query(
            "UPDATE outbox SET asker_id = NULL, address = NULL, text = NULL, office = NULL, last_error = NULL, \
             leased_until = NULL, \
             cancelled_at = CASE WHEN delivered_at IS NULL THEN COALESCE(cancelled_at, $1) ELSE cancelled_at END \
             WHERE text IS NOT NULL AND escalation_id IN (SELECT id FROM escalations WHERE reduced_at IS NOT NULL)",
        )
        .bind(rows::time(now))
        .execute(writing.connection())
        .await?;
        writing.commit().await?;
        self.empty_log().await?;
        Ok(reduced)
    }
}
