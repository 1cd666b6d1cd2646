//! What askers think of their answers.

use jiff::Timestamp;

use super::super::{Asker, EscalationRef, Event, EventKind, QueueError, Rating};
use super::error::Failure;
use super::{Store, rows};

impl Store {
    /// An asker says whether the answer to one of their cases helped. Saying the same again changes nothing.
    ///
    /// # Errors
    ///
    /// [`QueueError::Unknown`] when the asker has no such case, or it has no answer; else when the database fails.
    pub async fn rate(
        &self,
        reference: EscalationRef,
        asker: &Asker,
        rating: Rating,
        now: Timestamp,
    ) -> Result<(), QueueError> {
        self.try_rate(reference, asker, rating, now)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_rate(
        &self,
        reference: EscalationRef,
        asker: &Asker,
        rating: Rating,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut writing = self.begin().await?;
        let connection = writing.connection();
        let unknown = || Failure::from(QueueError::Unknown { reference });
        let case = rows::case_of(connection, reference)
            .await?
            .filter(|case| {
                let case = &case.escalation;
                case.asker == *asker && case.answer.is_some() && case.reduced_at.is_none()
            })
            .ok_or_else(unknown)?;
        let id = case.id;
        let case = rows::with_events(connection, vec![case])
            .await?
            .pop()
            .ok_or_else(unknown)?;
        let last = case
            .events
            .iter()
            .rev()
            .find(|event| event.what == EventKind::Rated);
        if last.and_then(|event| event.text.as_deref()) == Some(rating.code()) {
            return Ok(());
        }
        let event = Event {
            at: now,
            what: EventKind::Rated,
            by: "asker".to_owned(),
            text: Some(rating.code().to_owned()),
        };
        rows::record(connection, id, &event).await?;
        writing.commit().await
    }
}
