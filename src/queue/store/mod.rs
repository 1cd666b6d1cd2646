//! The queue in a database: SQLite, one file, any number of processes.
//!
//! The SQL keeps to what PostgreSQL runs as well; what is SQLite's own stands in [`opening`], but for the seconds to an answer,
//! which an index and [`statistics`] count with its `UNIXEPOCH`.

mod acting;
mod attaching;
mod backlog;
mod backup;
mod error;
mod escalating;
mod opening;
mod outbox;
mod posting;
mod rating;
mod reading;
mod retention;
mod rows;
mod statistics;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{Mutex, MutexGuard};

use super::QueueError;
pub use backup::{Backup, BackupError, Restored, back_up, restore};
use error::Failure;
pub use error::StoreError;

/// The queue. A handle: cheap to clone, and safe to share.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    pool: SqlitePool,
    /// What errors call the database.
    place: String,
    /// Held by who writes. SQLite lets one connection write at a time, and those that wait ask again and again until
    /// they are lucky or give up; here they wait in line. Only other processes are left to be lucky against.
    turn: Mutex<()>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the queue in {}", self.shared.place)
    }
}

/// A transaction that writes. Nothing of it remains unless it is committed.
struct Writing<'a> {
    // Declared first, so dropped first: the turn is over when the transaction is.
    transaction: Transaction<'static, Sqlite>,
    _turn: MutexGuard<'a, ()>,
}

impl Writing<'_> {
    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// Makes it durable: once this returns, it survives a loss of power.
    async fn commit(self) -> Result<(), Failure> {
        Ok(self.transaction.commit().await?)
    }
}

impl Store {
    /// Begins a transaction that holds the right to write from its start. One that first reads and then wants to write
    /// would be refused if another process wrote in between.
    async fn begin(&self) -> Result<Writing<'_>, Failure> {
        let turn = self.shared.turn.lock().await;
        let transaction = self.shared.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Writing {
            transaction,
            _turn: turn,
        })
    }

    /// Begins a transaction in which everything is read as it stands at one moment.
    async fn begin_reading(&self) -> Result<Transaction<'static, Sqlite>, Failure> {
        Ok(self.shared.pool.begin().await?)
    }

    fn explain(&self, failure: Failure) -> QueueError {
        failure.in_place(&self.shared.place)
    }

    /// Closes the database once what is under way is done, and brings what the write-ahead log holds into the file, as far
    /// as no other process reads. Every later call, on any clone, fails.
    pub async fn close(&self) {
        // PASSIVE waits for nobody; what it leaves, the last connection to close takes along.
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
            .execute(&self.shared.pool)
            .await
        {
            tracing::debug!("the write-ahead log stays as it is: {error}");
        }
        self.shared.pool.close().await;
    }
}
