//! Backups: one file, taken while the counter works, and put back while it does not.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use tempfile::NamedTempFile;

use super::error::{StoreError, is_busy, is_damaged};
use super::opening::{self, KNOWN, Place};

/// How long a backup waits for the database.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long putting one back waits for a counter that is just closing.
const CLOSING: Duration = Duration::from_secs(2);

/// What SQLite keeps beside a database's file, by the end of its name.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A backup that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// The file.
    #[serde(rename = "backup")]
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// How many cases it holds.
    pub cases: u64,
    /// Its schema's version.
    pub schema: i64,
}

/// A backup that was put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The database's file.
    #[serde(rename = "restored")]
    pub database: PathBuf,
    /// The backup.
    pub from: PathBuf,
    /// Where the database is that stood there.
    pub aside: Option<PathBuf>,
    /// How many cases it holds.
    pub cases: u64,
    /// Its schema's version; an older one is brought up to date when the database is next opened.
    pub schema: i64,
}

/// What kept a backup from being taken or put back; each says what to do. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing that would last.
    #[error("the database is kept in memory: there is no file to copy or to put back")]
    InMemory,
    /// The file is there already.
    #[error("{file} is there already: give another name, or replace it with --force")]
    Exists {
        /// The file.
        file: String,
    },
    /// The file is the database itself.
    #[error("{file} is the database itself: give another file")]
    Itself {
        /// The file.
        file: String,
    },
    /// There is no backup.
    #[error("there is no backup at {file}")]
    NoBackup {
        /// The file.
        file: String,
    },
    /// The file holds a database, but no queue.
    #[error("{file} holds no queue of guichet")]
    NoQueue {
        /// The file.
        file: String,
    },
    /// The content contradicts itself.
    #[error("{file} is damaged ({finding}): take another backup. Nothing was changed")]
    Damaged {
        /// The file.
        file: String,
        /// What was found first.
        finding: String,
    },
    /// A counter, or another command, works with the database.
    #[error(
        "{place} is in use: stop the counter (and every `guichet chat` and `guichet queue`), then try again"
    )]
    InUse {
        /// The database.
        place: String,
    },
    /// A file cannot be written.
    #[error(
        "{file} cannot be written: {source}. See to its folder, its permissions and the room on the disk"
    )]
    Unwritable {
        /// The file or folder.
        file: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found in a database that is in order.
#[derive(Debug, Clone, Copy)]
struct Contents {
    cases: u64,
    schema: i64,
}

/// Copies the database at `url` into `file`, as it stands at one moment, whoever writes meanwhile. The copy is checked and
/// on the disk before it gets its name; its owner alone may read it. What stood there is replaced only with `overwrite`.
///
/// The database is not brought up to date, so that a new version can copy it before it does.
///
/// # Errors
///
/// When there is no database, or one of another program or a newer version; when it is damaged; when `file` is there or
/// cannot be written. Then `file` is as it was.
pub async fn back_up(url: &str, file: &Path, overwrite: bool) -> Result<Backup, BackupError> {
    let database = file_of(url)?;
    if !database.exists() {
        let place = name(&database);
        return Err(StoreError::Missing { place }.into());
    }
    refuse_itself(&database, file)?;
    if !overwrite && fs::symlink_metadata(file).is_ok() {
        return Err(BackupError::Exists { file: name(file) });
    }
    let draft = draft_beside(file)?;
    let contents = copy(&read_write(&database), &database, draft.path()).await?;
    let bytes = settle(&draft, file)?;
    let kept = if overwrite {
        draft.persist(file)
    } else {
        draft.persist_noclobber(file)
    };
    match kept {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(BackupError::Exists { file: name(file) });
        }
        Err(error) => return Err(unwritable(file)(error.error)),
    }
    settle_folder(file)?;
    Ok(Backup {
        file: file.to_owned(),
        bytes,
        cases: contents.cases,
        schema: contents.schema,
    })
}

/// Puts the backup `file` in the place of the database at `url`, once it is found whole and of a version that is known. What
/// stood there is kept as `PATH.before-restore-TIME`. At every moment the one or the other is there, whole.
///
/// # Errors
///
/// When `file` is no backup, damaged, or of a newer version; when a process uses the database; when a file cannot be
/// written. Then the database is as it was.
pub async fn restore(url: &str, file: &Path, now: Timestamp) -> Result<Restored, BackupError> {
    let database = file_of(url)?;
    if !file.is_file() {
        return Err(BackupError::NoBackup { file: name(file) });
    }
    refuse_itself(&database, file)?;
    opening::create_folder(&database)?;
    let draft = draft_beside(&database)?;
    let contents = copy(&read_only(file), file, draft.path()).await?;
    give_to_owner(&draft, &database)?;
    settle(&draft, &database)?;
    let hold = Hold::take(&database).await?;
    let aside = swap(&database, draft, now).map_err(unwritable(&database))?;
    hold.end().await;
    settle_folder(&database)?;
    Ok(Restored {
        database,
        from: file.to_owned(),
        aside,
        cases: contents.cases,
        schema: contents.schema,
    })
}

fn file_of(url: &str) -> Result<PathBuf, BackupError> {
    match url.parse()? {
        Place::Memory => Err(BackupError::InMemory),
        Place::File(path) => Ok(path),
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> BackupError + use<> {
    let file = name(path);
    move |source| BackupError::Unwritable { file, source }
}

fn refuse_itself(database: &Path, file: &Path) -> Result<(), BackupError> {
    match (fs::canonicalize(database), fs::canonicalize(file)) {
        (Ok(database), Ok(other)) if database == other => {
            Err(BackupError::Itself { file: name(file) })
        }
        _ => Ok(()),
    }
}

/// The folder of a file.
fn folder(file: &Path) -> &Path {
    let folder = file.parent().unwrap_or(Path::new(""));
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// A file beside `file` that its owner alone may read, and that is gone if it does not become `file`.
fn draft_beside(file: &Path) -> Result<NamedTempFile, BackupError> {
    tempfile::Builder::new()
        .prefix(".guichet-")
        .suffix(".sqlite")
        .tempfile_in(folder(file))
        .map_err(unwritable(file))
}

/// Puts a draft on the disk for good; its size.
fn settle(draft: &NamedTempFile, file: &Path) -> Result<u64, BackupError> {
    let settled = || {
        draft.as_file().sync_all()?;
        Ok(draft.as_file().metadata()?.len())
    };
    settled().map_err(unwritable(file))
}

/// Puts the names in a file's folder on the disk for good.
fn settle_folder(file: &Path) -> Result<(), BackupError> {
    if cfg!(unix) {
        let folder = folder(file);
        File::open(folder)
            .and_then(|opened| opened.sync_all())
            .map_err(unwritable(folder))?;
    }
    Ok(())
}

fn read_write(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(PATIENCE)
}

/// A backup may lie where nothing can be written, and is left as it is.
fn read_only(path: &Path) -> SqliteConnectOptions {
    let has_log = beside(path, "-wal").exists();
    read_write(path).read_only(true).immutable(!has_log)
}

/// The file that SQLite keeps beside a database under a name with this end.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

/// Copies a database that is found in order into an empty file, and checks the copy too.
async fn copy(
    options: &SqliteConnectOptions,
    source: &Path,
    target: &Path,
) -> Result<Contents, BackupError> {
    let mut connection = options.connect().await.map_err(explain(source))?;
    let copied = async {
        check(&mut connection, source).await?;
        sqlx::query("VACUUM INTO $1")
            .bind(target.display().to_string())
            .execute(&mut connection)
            .await
            .map_err(explain(source))
    };
    let copied = copied.await;
    let closed = connection.close().await.map_err(explain(source));
    copied?;
    closed?;
    let mut connection = read_only(target).connect().await.map_err(explain(target))?;
    let contents = check(&mut connection, source).await;
    connection.close().await.map_err(explain(target))?;
    contents
}

fn explain(path: &Path) -> impl Fn(sqlx::Error) -> BackupError + use<> {
    let file = name(path);
    move |error| {
        if is_damaged(&error) {
            BackupError::Damaged {
                file: file.clone(),
                finding: "it cannot be read as a database".to_owned(),
            }
        } else {
            StoreError::of(&file, error).into()
        }
    }
}

/// What a database holds, if it is a queue of a version that is known, and whole.
async fn check(connection: &mut SqliteConnection, path: &Path) -> Result<Contents, BackupError> {
    let schema = opening::schema(connection).await.map_err(explain(path))?;
    if schema == 0 {
        return Err(BackupError::NoQueue { file: name(path) });
    }
    if schema > KNOWN {
        return Err(StoreError::Newer {
            place: name(path),
            found: schema,
            known: KNOWN,
        }
        .into());
    }
    let found = sqlx::query("PRAGMA integrity_check(1)")
        .fetch_one(&mut *connection)
        .await
        .and_then(|row| row.try_get::<String, _>(0))
        .map_err(explain(path))?;
    if found != "ok" {
        return Err(BackupError::Damaged {
            file: name(path),
            finding: found.replace('\n', " "),
        });
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_optional(&mut *connection)
        .await
        .map_err(explain(path))?;
    if dangling.is_some() {
        return Err(BackupError::Damaged {
            file: name(path),
            finding: "something in it belongs to a case that is not there".to_owned(),
        });
    }
    let cases: i64 = sqlx::query("SELECT COUNT(*) AS cases FROM escalations")
        .fetch_one(connection)
        .await
        .and_then(|row| row.try_get("cases"))
        .map_err(explain(path))?;
    Ok(Contents {
        cases: cases as u64,
        schema,
    })
}

/// Gives a draft to whoever has the database, or its folder: the operator may be another user than the counter.
#[cfg(unix)]
fn give_to_owner(draft: &NamedTempFile, database: &Path) -> Result<(), BackupError> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let give = || {
        let owner = fs::metadata(database).or_else(|_| fs::metadata(folder(database)))?;
        let own = draft.as_file().metadata()?;
        if (owner.uid(), owner.gid()) == (own.uid(), own.gid()) {
            return Ok(());
        }
        fchown(draft.as_file(), Some(owner.uid()), Some(owner.gid()))
    };
    give().map_err(unwritable(database))
}

/// Gives a draft to whoever has the database.
#[cfg(not(unix))]
fn give_to_owner(_: &NamedTempFile, _: &Path) -> Result<(), BackupError> {
    Ok(())
}

/// Keeps every other process out of a database for as long as it is held.
///
/// Whoever opens the database meanwhile waits, and finds afterwards that the file has changed (see [`opening`]).
#[derive(Debug)]
enum Hold {
    /// By SQLite's own locks; the write-ahead log is in the file, and gone.
    Connection(Box<SqliteConnection>),
    /// The file is no database any more, or a damaged one: by a lock that SQLite respects.
    File(#[expect(dead_code, reason = "it holds the lock")] File),
    /// There is none.
    Absent,
}

impl Hold {
    async fn take(database: &Path) -> Result<Self, BackupError> {
        if !database.exists() {
            return Ok(Self::Absent);
        }
        match lock(database).await {
            Ok(connection) => Ok(Self::Connection(Box::new(connection))),
            Err(error) if is_busy(&error) => Err(BackupError::InUse {
                place: name(database),
            }),
            Err(error) if is_damaged(&error) => lock_damaged(database).map(Self::File),
            Err(error) => Err(StoreError::of(&name(database), error).into()),
        }
    }

    async fn end(self) {
        if let Self::Connection(connection) = self
            && let Err(error) = connection.close().await
        {
            tracing::debug!("the database that was put aside: {error}");
        }
    }
}

/// Locks a database against everybody, and leaves nothing beside its file.
async fn lock(database: &Path) -> Result<SqliteConnection, sqlx::Error> {
    look(database).await?;
    let options = read_write(database).busy_timeout(CLOSING);
    let mut connection = options.connect().await?;
    match take(&mut connection).await {
        Ok(()) => Ok(connection),
        Err(error) => {
            // Closed for sure before the file is touched: with the connection end the locks of this process.
            connection.close().await?;
            Err(error)
        }
    }
}

/// Looks whether there is a database in a file that is left as it is: a connection that may write would remove the log of a
/// damaged one as it closes.
async fn look(database: &Path) -> Result<(), sqlx::Error> {
    let options = read_write(database).read_only(true).immutable(true);
    let mut connection = options.connect().await?;
    let found = opening::schema(&mut connection).await;
    connection.close().await?;
    found.map(drop)
}

/// Takes a database for one connection alone, its log into its file.
async fn take(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    // Given up only when no other process has the database open: each has a lock on its log.
    let mode: String = sqlx::query("PRAGMA journal_mode = DELETE")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    tracing::debug!(mode, "the database's log is in its file");
    sqlx::query("BEGIN EXCLUSIVE").execute(connection).await?;
    Ok(())
}

/// Locks a file in which SQLite finds no database.
#[cfg(unix)]
fn lock_damaged(database: &Path) -> Result<File, BackupError> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    let file = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(database)
        .map_err(unwritable(database))?;
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(BackupError::InUse {
            place: name(database),
        }),
        Err(error) => Err(unwritable(database)(error.into())),
    }
}

/// Opens a file in which SQLite finds no database.
#[cfg(not(unix))]
fn lock_damaged(database: &Path) -> Result<File, BackupError> {
    File::open(database).map_err(unwritable(database))
}

/// Puts a draft in the place of a database that nobody uses; where that is now.
fn swap(database: &Path, draft: NamedTempFile, now: Timestamp) -> io::Result<Option<PathBuf>> {
    if !database.exists() {
        // A log that was left alone would be taken for that of the new database.
        for end in BESIDE {
            remove_if_there(&beside(database, end))?;
        }
        draft.persist_noclobber(database)?;
        return Ok(None);
    }
    let aside = beside(
        database,
        &format!(".before-restore-{}", now.strftime("%Y%m%dT%H%M%SZ")),
    );
    if fs::symlink_metadata(&aside).is_ok() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is there already", aside.display()),
        ));
    }
    for end in BESIDE {
        let old = beside(database, end);
        if old.exists() {
            fs::rename(&old, beside(&aside, end))?;
        }
    }
    // With a second name for the old file the new one can take its place at once; some file systems have no second names.
    if fs::hard_link(database, &aside).is_err() {
        fs::rename(database, &aside)?;
    }
    if let Err(error) = draft.persist(database) {
        if database.exists() {
            remove_if_there(&aside)?;
        } else {
            fs::rename(&aside, database)?;
        }
        return Err(error.error);
    }
    Ok(Some(aside))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
