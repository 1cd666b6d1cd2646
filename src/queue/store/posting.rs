//! What is posted in a room, and which cards are behind their cases.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqliteConnection};

use super::super::post::Outdated;
use super::super::{Post, QueueError, State};
use super::error::Failure;
use super::{Store, rows};

impl Store {
    /// What was posted under a name.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn post(&self, name: &str) -> Result<Option<Post>, QueueError> {
        self.find_post("name", name).await
    }

    /// What was posted as a message.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn post_of_message(&self, message: &str) -> Result<Option<Post>, QueueError> {
        self.find_post("message", message).await
    }

    async fn find_post(
        &self,
        column: &'static str,
        value: &str,
    ) -> Result<Option<Post>, QueueError> {
        let found = async {
            let mut query = QueryBuilder::<sqlx::Sqlite>::new(
                "SELECT name, place, message, edition, position FROM posts WHERE ",
            );
            query.push(column).push(" = ").push_bind(value);
            let row = query.build().fetch_optional(&self.shared.pool).await?;
            row.as_ref().map(post).transpose()
        };
        found
            .await
            .map_err(|failure: Failure| self.explain(failure))
    }

    /// Says that `name` is about to be posted in `place`. When it stands in another place, it begins there anew.
    ///
    /// # Errors
    ///
    /// When the database fails; then it must not be sent.
    pub async fn begin_post(
        &self,
        name: &str,
        place: &str,
        now: Timestamp,
    ) -> Result<(), QueueError> {
        self.change_post(
            "INSERT INTO posts (name, place, edition, begun_at) VALUES ($1, $2, 0, $3) \
             ON CONFLICT (name) DO UPDATE SET place = $2, message = NULL, position = NULL, \
             edition = posts.edition + 1, begun_at = $3 WHERE posts.place <> $2",
            &[name, place, &rows::time(now)],
        )
        .await
    }

    /// Says that `name` is there as `message`, showing everything up to the event at `position`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn posted(&self, name: &str, message: &str, position: i64) -> Result<(), QueueError> {
        let note = async {
            let mut writing = self.begin().await?;
            // A case may have been reduced to statistics while its card was drawn: the card has to go all the same.
            sqlx::query(
                "UPDATE posts SET message = $2, position = CASE WHEN EXISTS (SELECT 1 FROM escalations \
                 WHERE reference = SUBSTR($1, 6) AND reduced_at IS NOT NULL) THEN NULL ELSE $3 END WHERE name = $1",
            )
                .bind(name)
                .bind(message)
                .bind(position)
                .execute(writing.connection())
                .await?;
            writing.commit().await
        };
        note.await.map_err(|failure: Failure| self.explain(failure))
    }

    /// Says that the message of `name` is gone, so that it is posted anew.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn renew_post(&self, name: &str) -> Result<(), QueueError> {
        self.change_post(
            "UPDATE posts SET message = NULL, position = NULL, edition = edition + 1 WHERE name = $1",
            &[name],
        )
        .await
    }

    /// Forgets what was posted under a name.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn forget_post(&self, name: &str) -> Result<(), QueueError> {
        self.change_post("DELETE FROM posts WHERE name = $1", &[name])
            .await
    }

    /// The cases whose card in `place` is behind, oldest first: those that wait or whose answer is on its way and that have
    /// none there, and those that changed since it was drawn, by themselves or in who follows them. With `all`, also every
    /// card of a case that waits. Cases that follow another have no card.
    ///
    /// `drawn` is the position up to which the consequences of every event are drawn; then cards of finished cases are looked
    /// at only if something has happened since. Without it, all are.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn outdated_cards(
        &self,
        place: &str,
        all: bool,
        drawn: Option<i64>,
    ) -> Result<Vec<Outdated>, QueueError> {
        self.try_outdated(place, all, drawn)
            .await
            .map_err(|failure| self.explain(failure))
    }

    async fn try_outdated(
        &self,
        place: &str,
        all: bool,
        drawn: Option<i64>,
    ) -> Result<Vec<Outdated>, Failure> {
        outdated(place, all, drawn)
            .build()
            .fetch_all(&self.shared.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(Outdated {
                    reference: rows::code(row, "reference")?,
                    position: row.try_get::<Option<i64>, _>("position")?.unwrap_or(0),
                    is_reduced: row.try_get::<i64, _>("is_reduced")? == 1,
                })
            })
            .collect()
    }

    async fn change_post(&self, sql: &'static str, values: &[&str]) -> Result<(), QueueError> {
        let change = async {
            let mut writing = self.begin().await?;
            let mut query = sqlx::query(sql);
            for value in values {
                query = query.bind((*value).to_owned());
            }
            query.execute(writing.connection()).await?;
            writing.commit().await
        };
        change
            .await
            .map_err(|failure: Failure| self.explain(failure))
    }
}

/// The cases whose card is behind: of those that may be, the ones that are.
pub(super) fn outdated(place: &str, all: bool, drawn: Option<i64>) -> QueryBuilder<sqlx::Sqlite> {
    let mut query = QueryBuilder::<sqlx::Sqlite>::new(
        "SELECT reference, position, is_reduced FROM (SELECT c.id, c.reference, c.state, p.place, p.position AS shown, \
         CASE WHEN c.reduced_at IS NULL THEN 0 ELSE 1 END AS is_reduced, \
         (SELECT MAX(e.id) FROM events AS e JOIN escalations AS m ON m.id = e.escalation_id \
         WHERE m.id = c.id OR m.follows = c.id) AS position \
         FROM (SELECT id FROM escalations WHERE ",
    );
    push_unfinished(&mut query, "state");
    // What follows « card » and a space in a post's name is the reference.
    query.push(
        " UNION SELECT k.id FROM posts AS b JOIN escalations AS k ON k.reference = SUBSTR(b.name, 6) WHERE ",
    );
    match drawn {
        Some(drawn) => query
            .push(
                "b.position IS NULL UNION SELECT COALESCE(m.follows, m.id) \
                 FROM events AS e JOIN escalations AS m ON m.id = e.escalation_id WHERE e.id > ",
            )
            .push_bind(drawn),
        // Names that begin so: in the order of characters, what follows a space is `!`.
        None => query.push("b.name > 'card ' AND b.name < 'card!'"),
    };
    query.push(
        ") AS looked_at JOIN escalations AS c ON c.id = looked_at.id \
         LEFT JOIN posts AS p ON p.name = 'card ' || c.reference \
         WHERE c.follows IS NULL AND (p.name IS NOT NULL OR (c.reduced_at IS NULL AND ",
    );
    push_unfinished(&mut query, "c.state");
    query.push("))) AS cards WHERE is_reduced = 1 OR shown IS NULL OR shown <> position OR (");
    push_unfinished(&mut query, "state");
    query.push(" AND (place <> ").push_bind(place.to_owned());
    if all {
        query.push(" OR 1 = 1");
    }
    query.push(")) ORDER BY id");
    query
}

fn push_unfinished(query: &mut QueryBuilder<sqlx::Sqlite>, column: &str) {
    query.push(column).push(" IN (");
    let mut codes = query.separated(", ");
    for state in State::UNFINISHED {
        codes.push_bind(state.code());
    }
    query.push(")");
}

/// Says that the cards of some cases are behind although nothing happened to the cases themselves; `which` is a condition on
/// the cases.
pub(super) async fn outdate(
    connection: &mut SqliteConnection,
    which: &'static str,
    value: impl for<'q> sqlx::Encode<'q, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send,
) -> Result<(), Failure> {
    let mut query = QueryBuilder::<sqlx::Sqlite>::new(
        "UPDATE posts SET position = NULL WHERE name IN (SELECT 'card ' || reference FROM escalations WHERE ",
    );
    query.push(which).push(" = ").push_bind(value).push(")");
    query.build().execute(connection).await?;
    Ok(())
}

fn post(row: &SqliteRow) -> Result<Post, Failure> {
    Ok(Post {
        name: row.try_get("name")?,
        place: row.try_get("place")?,
        message: row.try_get("message")?,
        edition: row.try_get::<i64, _>("edition")? as u32,
        position: row.try_get("position")?,
    })
}
