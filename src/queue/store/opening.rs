//! Opening the database: its address, its file, its schema. All that is SQLite's own is here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqlSafeStr, SqliteConnection, SqlitePool};
use tokio::sync::Mutex;

use super::error::{Failure, StoreError, is_busy};
use super::{Shared, Store};

/// How long a connection waits for another process to finish writing, unless it is told.
const PATIENCE: Duration = Duration::from_secs(15);

/// Connections of one process: one writes, the others read.
const CONNECTIONS: u32 = 4;

/// Every change of the schema, in order. What is released is never edited: a file that has it would be refused.
const MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "queue", include_str!("../migrations/0001_queue.sql")),
    (2, "posts", include_str!("../migrations/0002_posts.sql")),
    (3, "indexes", include_str!("../migrations/0003_indexes.sql")),
];

/// The schema this version knows.
pub(super) const KNOWN: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// Where a database is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Memory,
    File(PathBuf),
}

impl FromStr for Place {
    type Err = StoreError;

    fn from_str(url: &str) -> Result<Self, StoreError> {
        let (scheme, rest) = url.trim().split_once(':').ok_or(StoreError::InvalidUrl)?;
        if scheme != "sqlite" {
            // The rest may hold a password.
            let is_scheme = !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric());
            return Err(if is_scheme {
                StoreError::UnsupportedScheme {
                    scheme: scheme.to_owned(),
                }
            } else {
                StoreError::InvalidUrl
            });
        }
        let path = rest.strip_prefix("//").unwrap_or(rest);
        match path {
            ":memory:" => Ok(Self::Memory),
            "" => Err(StoreError::InvalidUrl),
            // What could follow is set by guichet itself.
            _ if path.contains(['?', '\0']) => Err(StoreError::InvalidUrl),
            _ => Ok(Self::File(PathBuf::from(path))),
        }
    }
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH`, or `sqlite::memory:` for one that is gone when it is closed).
    ///
    /// A file that is not there is created, with its folder, for this user alone; the schema of an older one is brought
    /// up to date.
    ///
    /// # Errors
    ///
    /// When the address is not understood or the file cannot be used; the error says which file, and what to do.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_patiently(url, PATIENCE).await
    }

    /// Opens the database at `url` like [`Store::open`], and waits for other processes that write no longer than `patience`
    /// at a time, now and later.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub async fn open_patiently(url: &str, patience: Duration) -> Result<Self, StoreError> {
        match url.parse()? {
            Place::Memory => Self::open_memory().await,
            Place::File(path) => {
                create(&path)?;
                Self::open_file(&path, patience).await
            }
        }
    }

    /// Opens the database at `url` like [`Store::open_patiently`], but only if it is there: for commands that look at a queue, for
    /// which a new file would only hide that the path is wrong.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when there is no such file; else as [`Store::open`].
    pub async fn open_existing(url: &str, patience: Duration) -> Result<Self, StoreError> {
        match url.parse()? {
            Place::Memory => Self::open_memory().await,
            Place::File(path) if path.exists() => {
                create(&path)?;
                Self::open_file(&path, patience).await
            }
            Place::File(path) => Err(StoreError::Missing {
                place: path.display().to_string(),
            }),
        }
    }

    async fn open_memory() -> Result<Self, StoreError> {
        let place = "the database in memory";
        let options = SqliteConnectOptions::from_str("sqlite::memory:")
            .map_err(|error| StoreError::of(place, error))?;
        // The database lives as long as its connection: there is one, and it is never given up.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(|error| StoreError::of(place, error))?;
        let mut connection = pool
            .acquire()
            .await
            .map_err(|error| StoreError::of(place, error))?;
        migrate(&mut connection, place).await?;
        drop(connection);
        Ok(Self::over(pool, place.to_owned()))
    }

    /// Opens the file, anew when a backup was put in its place meanwhile: a connection would go on with the old one.
    async fn open_file(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        loop {
            let before = identity(path);
            let store = Self::open_file_once(path, patience).await?;
            if identity(path) == before {
                return Ok(store);
            }
            store.shared.pool.close().await;
        }
    }

    async fn open_file_once(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let place = path.display().to_string();
        let explain = |error| StoreError::of(&place, error);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(patience)
            .foreign_keys(true)
            // A commit waits until the disk has it; with NORMAL, a loss of power could undo the last ones.
            .synchronous(SqliteSynchronous::Full)
            // What is erased is overwritten.
            .pragma("secure_delete", "ON");
        let mut connection = options.connect().await.map_err(explain)?;
        refuse_foreign(&mut connection, &place).await?;
        refuse_damaged(&mut connection, &place).await?;
        migrate(&mut connection, &place).await?;
        keep_a_log(&mut connection, patience)
            .await
            .map_err(explain)?;
        connection.close().await.map_err(explain)?;
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            // As long as one is open, no backup is put in the place of the file.
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(patience * 2)
            .connect_with(options)
            .await
            .map_err(explain)?;
        Ok(Self::over(pool, place))
    }

    fn over(pool: SqlitePool, place: String) -> Self {
        Self {
            shared: Arc::new(Shared {
                pool,
                place,
                turn: Mutex::new(()),
            }),
        }
    }

    /// Overwrites what is left in the file and its write-ahead log of rows that are erased since.
    ///
    /// Another process that reads for longer than the patience keeps the log as it is. The next look for old cases empties it.
    pub(super) async fn empty_log(&self) -> Result<(), Failure> {
        let is_busy: bool = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.shared.pool)
            .await?
            .try_get("busy")?;
        if is_busy {
            tracing::warn!(
                "what was erased is still in the write-ahead log of {}, because another program reads the database: end it; \
                 it is overwritten with the next look for old cases, within a day",
                self.shared.place
            );
        }
        Ok(())
    }
}

/// Sees to it that the file and its folder are there and may be written to, creating what is missing for this user alone.
///
/// SQLite itself would create a file that everyone may read, and open one that it cannot write to as read-only.
fn create(path: &Path) -> Result<(), StoreError> {
    create_folder(path)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(unopenable(path))?;
    Ok(())
}

/// Sees to it that a file's folder is there, creating what is missing for this user alone.
pub(super) fn create_folder(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(unopenable(folder))?;
    }
    Ok(())
}

/// Explains why the system does not open a place.
fn unopenable(place: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let place = place.display().to_string();
    move |reason| match reason.kind() {
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { place },
        io::ErrorKind::StorageFull => StoreError::Full { place },
        _ => StoreError::Unopenable { place, reason },
    }
}

/// What tells a file from another that took its name; `None` where there is no such thing.
fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = fs::metadata(path).ok()?;
        Some((file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Refuses a database that has tables, but none of ours.
async fn refuse_foreign(connection: &mut SqliteConnection, place: &str) -> Result<(), StoreError> {
    let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(connection)
        .await
        .and_then(|rows| {
            rows.iter()
                .map(|row| row.try_get::<String, _>("name"))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(|error| StoreError::of(place, error))?;
    let ours = tables.iter().any(|table| table == "_sqlx_migrations");
    if tables.is_empty() || ours {
        Ok(())
    } else {
        Err(StoreError::Foreign {
            place: place.to_owned(),
        })
    }
}

/// Refuses a database of which a part is damaged: what is stored into it could be lost. Each page is looked at once, which
/// takes a tenth of a second for twenty thousand cases (81 MB).
async fn refuse_damaged(connection: &mut SqliteConnection, place: &str) -> Result<(), StoreError> {
    let explain = |error| StoreError::of(place, error);
    let found: String = sqlx::query("PRAGMA quick_check(1)")
        .fetch_one(connection)
        .await
        .and_then(|row| row.try_get(0))
        .map_err(explain)?;
    if found == "ok" {
        Ok(())
    } else {
        Err(StoreError::NotADatabase {
            place: place.to_owned(),
        })
    }
}

/// Brings the schema up to date: in one transaction that holds the right to write, so that of two processes that start at
/// once one does it and the other finds it done.
async fn migrate(connection: &mut SqliteConnection, place: &str) -> Result<(), StoreError> {
    let explain = |error| StoreError::of(place, error);
    let mut transaction = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(explain)?;
    let found = schema(&mut transaction).await.map_err(explain)?;
    if found > KNOWN {
        return Err(StoreError::Newer {
            place: place.to_owned(),
            found,
            known: KNOWN,
        });
    }
    let migrations = MIGRATIONS.map(|(version, name, sql)| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.into())
        .run_direct(None, &mut *transaction, false)
        .await
        .map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error)
            | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
                StoreError::of(place, error)
            }
            other => StoreError::Migration {
                place: place.to_owned(),
                reason: Box::new(other),
            },
        })?;
    transaction.commit().await.map_err(explain)
}

/// The schema of a database; 0 for an empty one.
pub(super) async fn schema(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let has_any = sqlx::query("SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'")
        .fetch_optional(&mut *connection)
        .await?
        .is_some();
    if !has_any {
        return Ok(0);
    }
    sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations")
        .fetch_one(connection)
        .await?
        .try_get("version")
}

/// Turns the write-ahead log on, so that reading and writing do not wait for one another. It stays on with the file.
///
/// It takes the file alone for a moment, for which SQLite does not wait by itself. A file system that cannot do it (a
/// network's) keeps the old journal, which is as safe and slower.
async fn keep_a_log(
    connection: &mut SqliteConnection,
    patience: Duration,
) -> Result<(), sqlx::Error> {
    let pause = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        match sqlx::query("PRAGMA journal_mode = WAL")
            .fetch_one(&mut *connection)
            .await
        {
            Ok(row) => {
                let mode: String = row.try_get(0)?;
                if mode != "wal" {
                    tracing::warn!(
                        mode,
                        "the database keeps no write-ahead log: it will be slower"
                    );
                }
                return Ok(());
            }
            Err(error) if is_busy(&error) && waited < patience => {
                tokio::time::sleep(pause).await;
                waited += pause;
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_after_sqlite() {
        for (url, path) in [
            ("sqlite:guichet.db", "guichet.db"),
            ("sqlite:///var/lib/guichet.db", "/var/lib/guichet.db"),
            ("sqlite:/var/lib/a b.db", "/var/lib/a b.db"),
            (" sqlite://data/guichet.db\n", "data/guichet.db"),
        ] {
            assert_eq!(url.parse::<Place>().unwrap(), Place::File(path.into()));
        }
        assert_eq!("sqlite::memory:".parse::<Place>().unwrap(), Place::Memory);
    }

    #[test]
    fn another_address_is_an_error_that_shows_no_password() {
        for (url, message) in [
            (
                "postgres://guichet:secret@db/guichet",
                "this build of guichet keeps its queue in SQLite, not in postgres: write sqlite:PATH as the database's \
                 URL",
            ),
            (
                "guichet.db",
                "the database's URL is not understood: write sqlite: and the path of a file, such as \
                 sqlite:/var/lib/guichet/guichet.db",
            ),
        ] {
            assert_eq!(url.parse::<Place>().unwrap_err().to_string(), message);
        }
        for url in ["", "sqlite:", "sqlite:a.db?mode=ro", "user secret:x"] {
            assert!(
                matches!(url.parse::<Place>(), Err(StoreError::InvalidUrl)),
                "{url}"
            );
        }
    }
}
