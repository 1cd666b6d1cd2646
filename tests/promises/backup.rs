//! Backups, taken and put back by the program.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::queue::{Filter, NewEscalation, State, Store};
use jiff::Timestamp;
use serde_json::Value;

use crate::support::program::Program;
use crate::{small_faq, support};

fn database(program: &Program) -> PathBuf {
    program.folder().join("var/guichet.sqlite")
}

async fn open(path: &Path) -> Store {
    Store::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap()
}

fn question(number: usize) -> NewEscalation {
    NewEscalation {
        details: Some("Lot de juin.".to_owned()),
        ..support::new_case(number)
    }
}

async fn escalate(store: &Store, numbers: std::ops::Range<usize>) {
    for number in numbers {
        store
            .escalate(question(number), Timestamp::now())
            .await
            .unwrap();
    }
}

/// The askers of every case, in order; each case has its event.
async fn askers(store: &Store) -> Vec<String> {
    let filter = Filter {
        states: State::ALL.to_vec(),
        with_followers: true,
        limit: 10_000,
        ..Filter::default()
    };
    let mut askers = Vec::new();
    for case in store.list(&filter).await.unwrap() {
        assert_eq!(case.events.len(), 1);
        askers.push(case.asker.id);
    }
    askers.sort();
    askers
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:06}")).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A program whose queue has so many cases, and which is closed.
async fn with_cases(count: usize) -> Program {
    let program = Program::new();
    let store = open(&database(&program)).await;
    escalate(&store, 0..count).await;
    store.close().await;
    program
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_whole_while_a_counter_writes() {
    let program = Program::new();
    let store = open(&database(&program)).await;
    escalate(&store, 0..1).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (store, stop) = (store.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut written = 1;
            while !stop.load(Ordering::Relaxed) {
                escalate(&store, written..written + 1).await;
                written += 1;
            }
            written
        })
    };
    let mut before = 0;
    for number in 0..3 {
        let name = format!("backup-{number}.sqlite");
        let file = program.folder().join(&name);
        let run = program.run(&["backup", &name, "--json"]);
        let printed = tokio::task::spawn_blocking(move || run.success())
            .await
            .unwrap();
        let printed = json(&printed);
        assert_eq!(printed["backup"], name.as_str());
        assert_eq!(printed["bytes"], fs::metadata(&file).unwrap().len());
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let copy = open(&file).await;
        let askers = askers(&copy).await;
        copy.close().await;
        assert_eq!(printed["cases"], askers.len());
        // Everything up to one moment, and nothing after it.
        assert_eq!(askers, numbered(askers.len()));
        assert!(askers.len() >= before);
        before = askers.len();
    }
    stop.store(true, Ordering::Relaxed);
    assert!(writer.await.unwrap() >= before);
    let left: Vec<_> = fs::read_dir(program.folder())
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_backup_overwrites_nothing_unless_told_and_never_the_database() {
    let program = with_cases(2).await;
    let file = program.folder().join("backup.sqlite");
    fs::write(&file, "notes").unwrap();
    let said = program.run(&["backup", "backup.sqlite"]).failure(2);
    assert!(said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "notes");
    let said = program
        .run(&["backup", "backup.sqlite", "--force"])
        .success();
    assert!(said.contains("2 cases"), "{said}");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let said = program
        .run(&["backup", "var/guichet.sqlite", "--force"])
        .failure(2);
    assert!(said.contains("is the database itself"), "{said}");
    let said = program.run(&["backup", "nowhere/backup.sqlite"]).failure(2);
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!(askers(&open(&database(&program)).await).await, numbered(2));
}

#[tokio::test]
async fn there_is_no_backup_of_nothing() {
    let program = Program::new();
    let said = program.run(&["backup", "backup.sqlite"]).failure(2);
    assert!(said.contains("there is no database at"), "{said}");
    assert!(!database(&program).exists());
    let said = program
        .run(&["backup", "b.sqlite", "--database", "sqlite::memory:"])
        .failure(2);
    assert!(said.contains("in memory"), "{said}");
}

#[tokio::test]
async fn a_backup_is_put_back_and_what_stood_there_is_kept() {
    let program = with_cases(3).await;
    program.run(&["backup", "backup.sqlite"]).success();
    let store = open(&database(&program)).await;
    escalate(&store, 3..5).await;
    store.close().await;

    let printed = program
        .run(&["restore", "backup.sqlite", "--json"])
        .success();
    let printed = json(&printed);
    assert_eq!(printed["restored"], "var/guichet.sqlite");
    assert_eq!(printed["cases"], 3);
    let aside = program.folder().join(printed["aside"].as_str().unwrap());
    let name = aside.file_name().unwrap().to_str().unwrap();
    assert!(
        name.starts_with("guichet.sqlite.before-restore-2"),
        "{name}"
    );
    let mode = fs::metadata(database(&program)).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    assert_eq!(askers(&open(&database(&program)).await).await, numbered(3));
    assert_eq!(askers(&open(&aside).await).await, numbered(5));
}

#[tokio::test]
async fn a_backup_is_put_where_there_is_no_database() {
    let program = with_cases(3).await;
    program.run(&["backup", "backup.sqlite"]).success();
    let other = Program::new();
    let file = program.folder().join("backup.sqlite");
    let said = other.run(&["restore", file.to_str().unwrap()]).success();
    assert!(said.contains("3 cases"), "{said}");
    assert_eq!(askers(&open(&database(&other)).await).await, numbered(3));
    let said = other.run(&["restore", "nowhere.sqlite"]).failure(2);
    assert!(said.contains("there is no backup at"), "{said}");
}

#[tokio::test]
async fn nothing_is_put_back_while_a_counter_is_open() {
    let program = with_cases(1).await;
    small_faq::write(&program.folder().join("faq"));
    program.run(&["backup", "backup.sqlite"]).success();
    let mut chat = program.start(&["chat", "--json"]);
    chat.say("bonjour");
    chat.json();
    let said = program.run(&["restore", "backup.sqlite"]).failure(2);
    assert!(said.contains("stop the counter"), "{said}");
    // It goes on as if nothing had happened.
    chat.say("bonjour");
    chat.json();
    chat.end();
    program.run(&["restore", "backup.sqlite"]).success();
}

/// Restoring this file is refused in these words, and leaves everything as it was.
fn is_refused(program: &Program, file: &str, words: &str) {
    let before = fs::read(database(program)).unwrap();
    let said = program.run(&["restore", file]).failure(2);
    assert!(said.contains(words), "{said}");
    assert_eq!(fs::read(database(program)).unwrap(), before);
    let names: Vec<_> = fs::read_dir(program.folder().join("var"))
        .unwrap()
        .map(|item| item.unwrap().file_name())
        .collect();
    assert_eq!(names, ["guichet.sqlite"]);
}

#[tokio::test]
async fn a_damaged_a_foreign_and_a_newer_file_are_not_put_back() {
    let program = with_cases(200).await;
    program.run(&["backup", "backup.sqlite"]).success();
    let file = program.folder().join("backup.sqlite");
    let whole = fs::read(&file).unwrap();

    fs::write(&file, "no database at all, but notes".repeat(100)).unwrap();
    is_refused(&program, "backup.sqlite", "is damaged");
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    is_refused(&program, "backup.sqlite", "is damaged");
    let mut rotten = whole.clone();
    let middle = rotten.len() / 2;
    for byte in &mut rotten[middle..middle + 6_000] {
        *byte = !*byte;
    }
    fs::write(&file, &rotten).unwrap();
    is_refused(&program, "backup.sqlite", "is damaged");

    change(&file, "CREATE TABLE notes (text TEXT)", None).await;
    is_refused(&program, "backup.sqlite", "holds no queue");
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (700, 'later', TRUE, x'00', 0)";
    change(&file, later, Some(&whole)).await;
    is_refused(&program, "backup.sqlite", "was written by a newer guichet");
}

/// A file with this content, or an empty database, to which something is done.
async fn change(file: &Path, sql: &'static str, content: Option<&[u8]>) {
    use sqlx::{ConnectOptions, Connection};
    fs::write(file, content.unwrap_or_default()).unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut connection = options.connect().await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_backup_takes_the_place_of_a_damaged_database() {
    let program = with_cases(3).await;
    program.run(&["backup", "backup.sqlite"]).success();
    let rubbish = "a disk went bad. ".repeat(500);
    fs::write(database(&program), &rubbish).unwrap();
    // A log of the damaged file must not be taken for one of the new one.
    fs::write(program.folder().join("var/guichet.sqlite-wal"), "log").unwrap();
    let printed = program
        .run(&["restore", "backup.sqlite", "--json"])
        .success();
    let aside = json(&printed)["aside"].as_str().unwrap().to_owned();
    let aside = program.folder().join(aside);
    assert_eq!(fs::read_to_string(&aside).unwrap(), rubbish);
    let log = PathBuf::from(format!("{}-wal", aside.display()));
    assert_eq!(fs::read_to_string(log).unwrap(), "log");
    assert_eq!(askers(&open(&database(&program)).await).await, numbered(3));
}
