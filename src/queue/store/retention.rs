//! Forgetting: cases long finished become statistics.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::super::{Action, Actor, Asker, QueueError, Standing, State};
use super::error::Failure;
use super::rows::{self, CASES};
use super::{Store, acting, attaching, posting};

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

    /// Forgets an asker who asks for it: cases that wait are withdrawn, and every one is reduced to its statistics at once,
    /// as [`Store::reduce_closed`] does. Messages on their way to them never arrive. How many cases there were.
    ///
    /// # Errors
    ///
    /// When the database fails; then nothing is forgotten.
    pub async fn forget(&self, asker: &Asker, now: Timestamp) -> Result<u64, QueueError> {
        self.try_forget(asker, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_forget(&self, asker: &Asker, now: Timestamp) -> Result<u64, Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        let by = Actor::Asker(asker.clone());
        let mut query = QueryBuilder::new(CASES);
        query
            .push(" WHERE c.reduced_at IS NULL AND c.channel = ")
            .push_bind(asker.channel.code())
            .push(" AND c.asker_id = ")
            .push_bind(&asker.id)
            .push(" ORDER BY c.id");
        for mut case in rows::cases(connection, query).await? {
            let action = Action::Withdraw;
            if let Ok(next) = Standing::of(&case.escalation).after(&action, &by) {
                acting::change(connection, &mut case, &action, &by, next, now).await?;
            }
            // Those that are answered with it go on by themselves.
            attaching::leave_group(connection, &case, now).await?;
        }
        let forgotten = erase(connection, now, |query| {
            query
                .push("channel = ")
                .push_bind(asker.channel.code())
                .push(" AND asker_id = ")
                .push_bind(asker.id.clone());
        })
        .await?;
        if forgotten > 0 {
            writing.commit().await?;
            self.empty_log().await?;
        }
        Ok(forgotten)
    }

    async fn try_reduce(&self, before: Timestamp, now: Timestamp) -> Result<u64, Failure> {
        let mut writing = self.begin().await?;
        let reduced = erase(writing.connection(), now, old(before)).await?;
        writing.commit().await?;
        // Also when nothing was reduced: the run before may have been cut off between the two.
        self.empty_log().await?;
        Ok(reduced)
    }
}

/// The condition of finished cases that are unchanged since before a time.
pub(super) fn old(before: Timestamp) -> impl FnOnce(&mut QueryBuilder<Sqlite>) {
    move |query| {
        query
            .push("updated_at < ")
            .push_bind(rows::time(before))
            // No plain column, so that SQLite does not go through every finished case by an index on the states.
            .push(" AND COALESCE(state, '') IN (");
        let mut states = query.separated(", ");
        for state in State::REDUCIBLE {
            states.push_bind(state.code());
        }
        query.push(")");
    }
}

/// The statement that reduces the cases to which a condition applies.
pub(super) fn reducing(
    now: Timestamp,
    which: impl FnOnce(&mut QueryBuilder<Sqlite>),
) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("UPDATE escalations SET reduced_at = ");
    query.push_bind(rows::time(now)).push(
        // Of its own, the reference is as unique as the key was.
        ", request_key = 'reduced ' || reference, question = NULL, details = NULL, answer = NULL, \
         referred_to = NULL, asker_id = NULL, address = NULL, nearest = '[]', mark = 0 \
         WHERE reduced_at IS NULL AND ",
    );
    which(&mut query);
    query
}

/// Reduces the cases to which a condition applies; how many.
async fn erase(
    connection: &mut SqliteConnection,
    now: Timestamp,
    which: impl FnOnce(&mut QueryBuilder<Sqlite>),
) -> Result<u64, Failure> {
    let reduced = reducing(now, which)
        .build()
        .execute(&mut *connection)
        .await?
        .rows_affected();
    if reduced == 0 {
        return Ok(0);
    }
    sqlx::query(
        "UPDATE events SET text = NULL WHERE text IS NOT NULL \
         AND escalation_id IN (SELECT id FROM escalations WHERE reduced_at = $1)",
    )
    .bind(rows::time(now))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE outbox SET asker_id = NULL, address = NULL, text = NULL, office = NULL, last_error = NULL, \
         leased_until = NULL, \
         cancelled_at = CASE WHEN delivered_at IS NULL THEN COALESCE(cancelled_at, $1) ELSE cancelled_at END \
         WHERE text IS NOT NULL AND escalation_id IN (SELECT id FROM escalations WHERE reduced_at = $1)",
    )
    .bind(rows::time(now))
    .execute(&mut *connection)
    .await?;
    // It leaves no event, but its card has to go.
    posting::outdate(connection, "reduced_at", rows::time(now)).await?;
    Ok(reduced)
}
