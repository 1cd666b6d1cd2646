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
        let mut query = QueryBuilder::new(CASES);
        query.push(" WHERE c.state IN (");
        let states: &[State] = if filter.states.is_empty() {
            &State::WAITING
        } else {
            &filter.states
        };
        let mut codes = query.separated(", ");
        for state in states {
            codes.push_bind(state.code());
        }
        query.push(")");
        if filter.urgent_only {
            query.push(" AND c.priority = 'urgent'");
        }
        if let Some(country) = filter.country {
            query
                .push(" AND c.country = ")
                .push_bind(country.to_string());
        }
        if !filter.with_followers {
            query.push(" AND c.follows IS NULL");
        }
        query
            .push(" ORDER BY CASE c.priority WHEN 'urgent' THEN 0 ELSE 1 END, c.created_at, c.id LIMIT ")
            .push_bind(filter.limit)
            .push(" OFFSET ")
            .push_bind(filter.offset);
        self.select(query).await
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
