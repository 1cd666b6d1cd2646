use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::queue::{Filter, StoreError, back_up};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

fn url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

async fn refused(path: &Path) -> StoreError {
    Store::open(&url(path)).await.unwrap_err()
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let url = url(&folder.path().join("guichet.db"));
    let store = Store::open(&url).await.unwrap();
    let case = store.opened("a", WINE).await;
    store.ana(case, answer("Oui."), 1).await;
    let before = store.get(case).await.unwrap();
    drop(store);
    let store = Store::open(&url).await.unwrap();
    assert_eq!(store.get(case).await.unwrap(), before);
    assert_eq!(store.deliver_all(2).await, pairs(&[("a", "Oui.")]));
}

#[tokio::test]
async fn a_file_is_as_it_was_copied_without_closing() {
    // What a process leaves that is killed: the file and its log.
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder.path().join("guichet.db")))
        .await
        .unwrap();
    let case = store.opened("a", WINE).await;
    let copy = tempfile::tempdir().unwrap();
    for name in ["guichet.db", "guichet.db-wal"] {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let copy = Store::open(&url(&copy.path().join("guichet.db")))
        .await
        .unwrap();
    assert_eq!(
        copy.get(case).await.unwrap(),
        store.get(case).await.unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_write_at_once_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let url = url(&folder.path().join("guichet.db"));
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    let stores = [one.unwrap(), other.unwrap()];
    let mut tasks = Vec::new();
    for number in 0..60 {
        let store = stores[number % 2].clone();
        tasks.push(tokio::spawn(async move {
            let new = question(&format!("asker {number}"), &format!("Question {number}"));
            let case = store.escalate(new.clone(), at(0)).await.unwrap();
            assert_eq!(store.escalate(new, at(0)).await.unwrap(), case);
            store
                .act(case.reference, answer("Oui."), &attache("Bureau"), at(1))
                .await
                .unwrap();
            case.reference
        }));
    }
    let mut references = BTreeSet::new();
    for task in tasks {
        assert!(references.insert(task.await.unwrap()));
    }
    let filter = Filter {
        states: vec![State::Answered],
        ..Filter::default()
    };
    let kept = stores[0].list(&filter).await.unwrap();
    assert_eq!(
        kept.iter()
            .map(|case| case.reference)
            .collect::<BTreeSet<_>>(),
        references
    );

    let (one, other) = tokio::join!(
        stores[0].due(Channel::Terminal, None, at(2), 40),
        stores[1].due(Channel::Terminal, None, at(2), 40),
    );
    let lent: Vec<_> = one
        .unwrap()
        .into_iter()
        .chain(other.unwrap())
        .map(|message| message.id)
        .collect();
    assert_eq!(lent.len(), 60);
    assert_eq!(lent.iter().collect::<BTreeSet<_>>().len(), 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_attaches_who_claim_at_once_one_has_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let url = url(&folder.path().join("guichet.db"));
    let stores = [
        Store::open(&url).await.unwrap(),
        Store::open(&url).await.unwrap(),
    ];
    let case = stores[0].opened("a", WINE).await;
    let mut tasks = Vec::new();
    for number in 0..10 {
        let store = stores[number % 2].clone();
        tasks.push(tokio::spawn(async move {
            store
                .act(case, CLAIM, &attache(&format!("attaché {number}")), at(1))
                .await
                .is_ok()
        }));
    }
    let mut claimed = 0;
    for task in tasks {
        claimed += usize::from(task.await.unwrap());
    }
    assert_eq!(claimed, 1);
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_and_its_folder_are_this_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("guichet.db");
    let store = Store::open(&url(&path)).await.unwrap();
    store.opened("a", WINE).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
}

#[tokio::test]
async fn a_wrong_path_is_not_made_a_queue_by_looking_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let error = Store::open_existing(&url(&path), PATIENCE)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }));
    assert!(!path.exists());
    Store::open(&url(&path)).await.unwrap().close().await;
    Store::open_existing(&url(&path), PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let text = "These are notes, not a database. ".repeat(200);
    std::fs::write(&path, &text).unwrap();
    let error = refused(&path).await;
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert!(error.to_string().contains("notes.txt"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let error = refused(folder.path()).await;
    assert!(matches!(error, StoreError::Unopenable { .. }), "{error}");
    let error = refused(&path.join("guichet.db")).await;
    assert!(matches!(error, StoreError::Unopenable { .. }), "{error}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let store = Store::open(&url(&path)).await.unwrap();
    sqlx::query("DROP TABLE _sqlx_migrations")
        .execute(&store.shared.pool)
        .await
        .unwrap();
    drop(store);
    let error = refused(&path).await;
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
}

const VERSION_2: &str = include_str!("version-2.sql");

/// A database that an older guichet wrote, of schema 1 or 2.
async fn written_by_an_older_one(path: &Path, schema: u8) {
    use sqlx::{ConnectOptions, Connection};
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let before = "DROP TABLE posts; DELETE FROM _sqlx_migrations WHERE version = 2;";
    for sql in [VERSION_2, if schema == 1 { before } else { "" }] {
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_database_of_an_older_version_is_brought_up_to_date_with_all_that_it_holds() {
    for schema in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet.db");
        written_by_an_older_one(&path, schema).await;
        let copy = folder.path().join("before.db");
        let backup = back_up(&url(&path), &copy, false).await.unwrap();
        assert_eq!((backup.cases, backup.schema), (8, i64::from(schema)));

        let store = Store::open(&url(&path)).await.unwrap();
        let every = Filter {
            states: State::ALL.to_vec(),
            with_followers: true,
            ..Filter::default()
        };
        let cases = store.list(&every).await.unwrap();
        let mut stories: Vec<String> = cases
            .iter()
            .map(|case| format!("{} {} {}", case.reference, case.state, case.events.len()))
            .collect();
        stories.sort();
        assert_eq!(
            stories,
            [
                "G-44H3 closed 5",
                "G-6K96 delivered 4",
                "G-85MT referred 2",
                "G-8FM4 rejected 3",
                "G-K223 answered 3",
                "G-MF6T delivered 5",
                "G-TKFH open 1",
                "G-XTHR awaiting_asker 3",
            ]
        );
        for case in &cases {
            let literal = format!("'{}'", case.question.replace('\'', "''"));
            assert!(VERSION_2.contains(&literal), "{}", case.question);
        }
        let stats = store.stats(at(0)).await.unwrap();
        assert_eq!((stats.cases, stats.waiting, stats.undelivered), (8, 3, 2));
        assert_eq!(stats.by_country["TR"], 3);
        assert!(stats.median_hours_to_answer.is_some());
        // What was on its way arrives, what waits can be answered, and its card is behind then.
        let later = at(7 * 24 * 60);
        let who = cases[0].asker.clone();
        let due = store.due(Channel::Terminal, Some(&who), later, 10).await;
        assert_eq!(due.unwrap().len(), 2);
        let open: EscalationRef = "G-TKFH".parse().unwrap();
        let by = attache("Bureau");
        let done = store.act(open, answer("Oui."), &by, later).await;
        assert_eq!(done.unwrap().state, State::Answered);
        let behind = store.outdated_cards("1", false, None).await;
        let is_card = behind.unwrap().iter().any(|card| card.reference == open);
        assert!(is_card);
        store.close().await;
        // A second time there is nothing left to do.
        let again = Store::open(&url(&path)).await.unwrap();
        assert_eq!(again.list(&every).await.unwrap().len(), 8);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let store = Store::open(&url(&path)).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (7, 'later', TRUE, x'00', 0)",
    )
    .execute(&store.shared.pool)
    .await
    .unwrap();
    drop(store);
    let error = refused(&path).await;
    assert_eq!(
        error.to_string(),
        format!(
            "{} was written by a newer guichet (its schema is 7, this version knows 3): install that version again. It \
             was left as it is",
            path.display()
        )
    );
}

/// Carries out what holds for one connection alone, on all of them.
async fn on_every_connection(store: &Store, sql: &'static str) {
    let mut connections = Vec::new();
    for _ in 0..store.shared.pool.options().get_max_connections() {
        let mut connection = store.shared.pool.acquire().await.unwrap();
        sqlx::query(sql).execute(&mut *connection).await.unwrap();
        connections.push(connection);
    }
}

#[tokio::test]
async fn a_database_that_became_read_only_says_so_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder.path().join("guichet.db")))
        .await
        .unwrap();
    // What a file system that was remounted read-only amounts to.
    on_every_connection(&store, "PRAGMA query_only = ON").await;
    let error = store
        .escalate(question("a", WINE), at(0))
        .await
        .unwrap_err();
    assert!(
        matches!(error, QueueError::Store(StoreError::ReadOnly { .. })),
        "{error}"
    );
    assert_eq!(store.stats(at(0)).await.unwrap().cases, 0);
}

#[tokio::test]
async fn a_database_with_a_damaged_page_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let store = Store::open(&url(&path)).await.unwrap();
    for number in 0..40 {
        store
            .opened("a", &format!("Question {number} ? {WINE}"))
            .await;
    }
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&store.shared.pool)
        .await
        .unwrap();
    store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    let error = refused(&path).await;
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_full_database_says_so_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder.path().join("guichet.db")))
        .await
        .unwrap();
    // A limit stands for a full disk.
    on_every_connection(&store, "PRAGMA max_page_count = 1").await;
    let big = question("a", &"Que de mots ! ".repeat(10_000));
    let error = store.escalate(big, at(0)).await.unwrap_err();
    assert!(
        matches!(error, QueueError::Store(StoreError::Full { .. })),
        "{error}"
    );
    assert_eq!(store.stats(at(0)).await.unwrap().cases, 0);
}
