//! Counting what is not finished, by index: it costs what is not finished, whatever else is stored.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{QueryBuilder, Row, Sqlite};

use super::super::{Backlog, Channel, OfChannel, OfState, QueueError, State};
use super::error::Failure;
use super::{Store, rows};

impl Store {
    /// What is not finished, as of `now`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn backlog(&self, now: Timestamp) -> Result<Backlog, QueueError> {
        self.try_backlog(now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    /// Reads from the database.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub async fn answers(&self) -> Result<(), QueueError> {
        let read = sqlx::query("SELECT id FROM escalations LIMIT 1")
            .fetch_optional(&self.shared.pool)
            .await;
        read.map(drop).map_err(|error| self.explain(error.into()))
    }

    async fn try_backlog(&self, now: Timestamp) -> Result<Backlog, Failure> {
        let mut reading = self.begin_reading().await?;
        let mut states = HashMap::new();
        for row in cases().build().fetch_all(&mut *reading).await? {
            let state: State = rows::code(&row, "state")?;
            let count: i64 = row.try_get("count")?;
            let oldest = rows::optional_code(&row, "oldest")?;
            states.insert(state, (count as u64, oldest));
        }
        let mut channels = HashMap::new();
        for row in messages(now).build().fetch_all(&mut *reading).await? {
            let channel: Channel = rows::code(&row, "channel")?;
            let of_channel = OfChannel {
                channel,
                count: row.try_get::<i64, _>("count")? as u64,
                failing: row.try_get::<i64, _>("failing")? as u64,
                oldest_due: rows::optional_code(&row, "oldest_due")?,
            };
            channels.insert(channel, of_channel);
        }
        Ok(Backlog {
            cases: State::UNFINISHED
                .into_iter()
                .map(|state| {
                    let (count, oldest) = states.remove(&state).unwrap_or((0, None));
                    OfState {
                        state,
                        count,
                        oldest,
                    }
                })
                .collect(),
            outbox: Channel::ALL
                .iter()
                .map(|&channel| {
                    channels.remove(&channel).unwrap_or(OfChannel {
                        channel,
                        count: 0,
                        failing: 0,
                        oldest_due: None,
                    })
                })
                .collect(),
        })
    }
}

/// Cases that are not finished, by state.
pub(super) fn cases() -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT state, COUNT(*) AS count, MIN(created_at) AS oldest FROM escalations WHERE state IN (",
    );
    let mut states = query.separated(", ");
    for state in State::UNFINISHED {
        states.push_bind(state.code());
    }
    query.push(") GROUP BY state");
    query
}

/// Messages that have not arrived, by channel.
pub(super) fn messages(now: Timestamp) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT channel, COUNT(*) AS count, SUM(CASE WHEN attempts > 0 THEN 1 ELSE 0 END) AS failing, \
         MIN(CASE WHEN next_attempt_at <= ",
    );
    query.push_bind(rows::time(now)).push(
        " THEN created_at END) AS oldest_due FROM outbox \
         WHERE delivered_at IS NULL AND cancelled_at IS NULL GROUP BY channel",
    );
    query
}
