//! What can go wrong with the database.

use std::io;

use super::super::{QueueError, TransitionError, UnknownCode};

/// What went wrong with the database. Each says so in one line, with its reason: none has a further source.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is that of a database of another kind.
    #[error(
        "this build of guichet keeps its queue in SQLite, not in {scheme}: write sqlite:PATH as the database's URL"
    )]
    UnsupportedScheme {
        /// The kind, such as `postgres`.
        scheme: String,
    },
    /// The address is none.
    #[error(
        "the database's URL is not understood: write sqlite: and the path of a file, such as sqlite:/var/lib/guichet/guichet.db"
    )]
    InvalidUrl,
    /// The file is not there, and was not to be created.
    #[error(
        "there is no database at {place}: nothing was asked here yet, or the queue is elsewhere. Name it with --database, or with database.url in the settings"
    )]
    Missing {
        /// The file.
        place: String,
    },
    /// The file or its folder cannot be created or opened.
    #[error(
        "the database {place} cannot be opened: {reason}. See to its folder and its permissions"
    )]
    Unopenable {
        /// The file or folder.
        place: String,
        /// The system's reason.
        reason: io::Error,
    },
    /// The file is no SQLite database.
    #[error(
        "{place} is not a database, or it is damaged: give the path of another file, or put back a backup. It was left as it is"
    )]
    NotADatabase {
        /// The file.
        place: String,
    },
    /// The file is the database of some other program.
    #[error(
        "{place} is a database of another program: give the path of another file. It was left as it is"
    )]
    Foreign {
        /// The file.
        place: String,
    },
    /// The file comes from a later version.
    #[error(
        "{place} was written by a newer guichet (its schema is {found}, this version knows {known}): install that version again. It was left as it is"
    )]
    Newer {
        /// The file.
        place: String,
        /// The file's schema.
        found: i64,
        /// The latest schema that is known.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error(
        "the schema of {place} could not be brought up to date: {reason}. Put back a backup, or report it"
    )]
    Migration {
        /// The file.
        place: String,
        /// The reason.
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It cannot be written to.
    #[error(
        "{place} is read-only: nothing was stored. Give guichet the right to write to the file and its folder"
    )]
    ReadOnly {
        /// The file.
        place: String,
    },
    /// The disk is full.
    #[error("the disk with {place} is full: nothing was stored. Make room, then try again")]
    Full {
        /// The file.
        place: String,
    },
    /// The disk does not read or write it.
    #[error(
        "{place} cannot be read or written ({reason}): nothing was stored. See whether its disk is full, over a quota, gone or broken"
    )]
    Disk {
        /// The file.
        place: String,
        /// What SQLite says.
        reason: String,
    },
    /// Another process kept it for too long.
    #[error(
        "{place} is held by another process: nothing was stored. Try again; if it lasts, end the program that holds it"
    )]
    Busy {
        /// The file.
        place: String,
    },
    /// It holds what this version cannot read.
    #[error("{place} holds a value that this version cannot read: {reason}. Report it")]
    Unreadable {
        /// The file.
        place: String,
        /// Which.
        reason: String,
    },
    /// Anything else.
    #[error("{place}: {reason}")]
    Failed {
        /// The file.
        place: String,
        /// The reason.
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// The error of the database at `place`.
    pub(super) fn of(place: &str, error: sqlx::Error) -> Self {
        let place = place.to_owned();
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy { place };
        }
        match primary_code(&error) {
            Some(SQLITE_BUSY | SQLITE_LOCKED) => Self::Busy { place },
            Some(SQLITE_READONLY) => Self::ReadOnly { place },
            Some(SQLITE_FULL) => Self::Full { place },
            Some(SQLITE_IOERR | SQLITE_CANTOPEN) => Self::Disk {
                place,
                reason: error
                    .as_database_error()
                    .map_or_else(|| error.to_string(), |error| error.message().to_owned()),
            },
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => Self::NotADatabase { place },
            _ => Self::Failed {
                place,
                reason: Box::new(error),
            },
        }
    }
}

// https://www.sqlite.org/rescode.html
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
const SQLITE_READONLY: i32 = 8;
const SQLITE_IOERR: i32 = 10;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_NOTADB: i32 = 26;

/// SQLite's code for the error, without what further tells it apart.
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// Whether it only takes waiting for another process.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(SQLITE_BUSY | SQLITE_LOCKED))
}

/// Whether the file is no database, or a damaged one.
pub(super) fn is_damaged(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(SQLITE_CORRUPT | SQLITE_NOTADB))
}

/// What went wrong, before it is said in which database.
pub(super) enum Failure {
    Queue(QueueError),
    Database(sqlx::Error),
    Unreadable(String),
}

impl Failure {
    pub(super) fn in_place(self, place: &str) -> QueueError {
        match self {
            Self::Queue(error) => error,
            Self::Database(error) => StoreError::of(place, error).into(),
            Self::Unreadable(reason) => StoreError::Unreadable {
                place: place.to_owned(),
                reason,
            }
            .into(),
        }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is what `map_err` is given"
    )]
    pub(super) fn unreadable(reason: impl ToString) -> Self {
        Self::Unreadable(reason.to_string())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::unreadable(error),
            other => Self::Database(other),
        }
    }
}

impl From<QueueError> for Failure {
    fn from(error: QueueError) -> Self {
        Self::Queue(error)
    }
}

impl From<TransitionError> for Failure {
    fn from(error: TransitionError) -> Self {
        Self::Queue(error.into())
    }
}

impl From<UnknownCode> for Failure {
    fn from(error: UnknownCode) -> Self {
        Self::unreadable(error)
    }
}
