//! Looking at cases.

use sqlx::QueryBuilder;

use super::super::{Asker, Change, Escalation, EscalationRef, Filter, QueueError, State};
use super::error::Failure;
use super::rows::{self, CASES};
use super::{Store, Transaction};

impl Store {
    /// The case of a reference, for the attaché. What an asker may see, [`Store::cases_of`] tells.
    ///
    /// # Errors
    ///
    /// [`QueueError::Unknown`] when there is none; else when the database fails.
    pub async fn get(&self, reference: EscalationRef) -> Result<Escalation, QueueError> {
        let get = async {
            let mut reading = self.begin_reading().await?;
            let found = rows::case_of(&mut reading, reference).await?;
            let found = rows::with_events(&mut reading, found.into_iter().collect())
                .await?
                .pop();
            found.ok_or_else(|| QueueError::Unknown { reference }.into())
        };
        get.await.map_err(|failure| self.explain(failure))
    }

    /// The cases that pass `filter`: urgent ones first, then the oldest.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Escalation>, QueueError> {
        self.select(listed(filter)).await
    }

    /// Cases of any state in the order in which they were stored, `limit` at most, after the one at `position` (from 0), each
    /// with its own position: to go through all of them, however many there are.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn cases_after(
        &self,
        position: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Escalation)>, QueueError> {
        let select = async {
            let mut query = QueryBuilder::new(CASES);
            query
                .push(" WHERE c.id > ")
                .push_bind(position)
                .push(" ORDER BY c.id LIMIT ")
                .push_bind(limit);
            let mut reading = self.begin_reading().await?;
            let cases = rows::cases(&mut reading, query).await?;
            let positions: Vec<i64> = cases.iter().map(|case| case.id).collect();
            let cases = rows::with_events(&mut reading, cases).await?;
            Ok(positions.into_iter().zip(cases).collect())
        };
        select
            .await
            .map_err(|failure: Failure| self.explain(failure))
    }

    /// All cases of an asker, oldest first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn cases_of(&self, asker: &Asker) -> Result<Vec<Escalation>, QueueError> {
        let mut query = QueryBuilder::new(CASES);
        query
            .push(" WHERE c.channel = ")
            .push_bind(asker.channel.code())
            .push(" AND c.asker_id = ")
            .push_bind(&asker.id)
            .push(" ORDER BY c.created_at, c.id");
        self.select(query).await
    }

    /// What happened to any case after `position` (from 0), in order: what a desk shows that follows the queue, also
    /// when another process changed it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn changes_after(
        &self,
        position: i64,
        limit: u32,
    ) -> Result<Vec<Change>, QueueError> {
        let changes = async {
            let mut reading = self.begin_reading().await?;
            rows::changes(&mut reading, position, limit).await
        };
        changes.await.map_err(|failure| self.explain(failure))
    }

    /// The position of the latest event of all, for [`Store::changes_after`]; 0 if there is none.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn latest_position(&self) -> Result<i64, QueueError> {
        let latest = async {
            use sqlx::Row;
            let row = sqlx::query("SELECT COALESCE(MAX(id), 0) AS latest FROM events")
                .fetch_one(&self.shared.pool)
                .await?;
            Ok::<i64, Failure>(row.try_get("latest")?)
        };
        latest.await.map_err(|failure| self.explain(failure))
    }

    async fn select(
        &self,
        query: QueryBuilder<sqlx::Sqlite>,
    ) -> Result<Vec<Escalation>, QueueError> {
        let select = async {
            let mut reading: Transaction<'static, _> = self.begin_reading().await?;
            let cases = rows::cases(&mut reading, query).await?;
            rows::with_events(&mut reading, cases).await
        };
        select.await.map_err(|failure| self.explain(failure))
    }
}

/// The cases that pass a filter.
///
/// Each state has its cases in the desk's order already, by an index: of each, no more are read than the page can hold. The
/// codes of the priorities are in their order as texts.
pub(super) fn listed(filter: &Filter) -> QueryBuilder<sqlx::Sqlite> {
    const ORDER: &str = "priority DESC, created_at, id";
    let states: &[State] = if filter.states.is_empty() {
        &State::WAITING
    } else {
        &filter.states
    };
    let until = i64::from(filter.limit) + i64::from(filter.offset);
    let mut query = QueryBuilder::new(CASES);
    query.push(" WHERE c.id IN (SELECT id FROM (");
    for (at, state) in states.iter().enumerate() {
        if at > 0 {
            query.push(" UNION ALL ");
        }
        query
            .push("SELECT * FROM (SELECT id, priority, created_at FROM escalations WHERE state = ")
            .push_bind(state.code());
        if filter.urgent_only {
            query.push(" AND priority = 'urgent'");
        }
        if let Some(country) = filter.country {
            query.push(" AND country = ").push_bind(country.to_string());
        }
        if !filter.with_followers {
            query.push(" AND follows IS NULL");
        }
        query.push(format_args!(" ORDER BY {ORDER} LIMIT "));
        query.push_bind(until).push(") AS of_state");
    }
    query.push(format_args!(") AS listed ORDER BY {ORDER} LIMIT "));
    query
        .push_bind(filter.limit)
        .push(" OFFSET ")
        .push_bind(filter.offset)
        .push(") ORDER BY c.priority DESC, c.created_at, c.id");
    query
}

#[cfg(test)]
mod tests {
    use super::super::super::Priority;

    #[test]
    fn the_codes_of_the_priorities_are_in_their_order() {
        let codes: Vec<&str> = Priority::ALL.iter().map(|level| level.code()).collect();
        assert!(Priority::ALL.is_sorted() && codes.is_sorted(), "{codes:?}");
    }
}
