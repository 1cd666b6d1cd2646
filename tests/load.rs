//! Load: many askers at once, a million stored cases, questions stored a second.
//!
//! As normal tests these are short and tell nothing of time. The long forms print figures:
//!
//! ```text
//! GUICHET_LOAD_SECONDS=600 cargo test --release --test load many_askers -- --nocapture      50 questions a second
//! GUICHET_LOAD_CASES=1000000 cargo test --release --test load cases_that -- --nocapture    what a full queue costs
//! GUICHET_LOAD_STORED=2000 cargo test --release --test load as_durable -- --nocapture      against SQLite itself
//! ```

#[path = "support/small_faq.rs"]
mod small_faq;
mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use guichet::channels::{Desk, Incoming, Opening};
use guichet::counter::{Decision, Reply};
use guichet::language::Language;
use guichet::queue::{Asker, Channel, EscalationRef, Filter, Priority, State, Store};
use jiff::{SignedDuration, Timestamp};
use small_faq::BEYOND;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use support::program::Program;

const KNOWN: [&str; 4] = [
    "je n'ai pas d'EORI",
    "où s'inscrire pour un EORI",
    "apply for an EORI number",
    "kako se dobija EORI broj",
];

/// A number out of the environment, for the long forms.
fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|value| value.parse().unwrap_or_else(|_| panic!("{name}={value}")))
}

/// A folder on the disk that the program is built on: `/tmp` may be memory.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

async fn open(folder: &Path) -> Store {
    let file = folder.join("guichet.sqlite");
    Store::open(&format!("sqlite:{}", file.display()))
        .await
        .unwrap()
}

async fn connect(folder: &Path, file: &str) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(folder.join(file))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .unwrap()
}

/// Memory that this process takes up, in MiB, where the system tells.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kibibytes.unwrap_or_default() / 1024.0
}

/// The time below which a share of the times lie.
fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let at = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[at]
}

// ---- many askers ----

struct Crowd {
    desk: Arc<Desk>,
}

impl Crowd {
    async fn before(opening: Opening, folder: &Path) -> Self {
        let _ = opening.counter().await;
        let desk = Desk::new(opening, open(folder).await);
        Self {
            desk: Arc::new(desk),
        }
    }

    async fn say(desk: &Desk, number: u64, text: &str) -> Reply {
        let asker = Asker {
            channel: Channel::Discord,
            id: number.to_string(),
        };
        desk.receive(Incoming {
            asker: &asker,
            address: "",
            text,
            locale: Some(Language::French),
            country: None,
            now: Timestamp::now(),
        })
        .await
        .unwrap()
    }

    /// One asker comes with a question: every fifth has one for the attaché, and agrees that it is stored. The case, and how
    /// long each reply took.
    async fn visit(desk: &Desk, number: u64) -> (Option<String>, Vec<Duration>) {
        let start = Instant::now();
        if !number.is_multiple_of(5) {
            let reply = Self::say(desk, number, KNOWN[number as usize % KNOWN.len()]).await;
            assert!(!reply.text.is_empty());
            return (None, vec![start.elapsed()]);
        }
        let question = format!("{BEYOND} Dossier {number}.");
        let offered = Self::say(desk, number, &question).await;
        let asked = start.elapsed();
        let start = Instant::now();
        let reply = Self::say(desk, number, "oui").await;
        assert_eq!(offered.decision, Decision::Escalate, "{}", offered.text);
        (
            Some(reply.escalation.unwrap()),
            vec![asked, start.elapsed()],
        )
    }
}

/// Every case of a queue.
async fn every(store: &Store) -> Vec<guichet::queue::Escalation> {
    let mut all = Vec::new();
    let mut position = 0;
    loop {
        let page = store.cases_after(position, 500).await.unwrap();
        let Some((last, _)) = page.last() else {
            return all;
        };
        position = *last;
        all.extend(page.into_iter().map(|(_, case)| case));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_askers_at_once_are_all_answered_and_their_questions_stored() {
    let seconds = asked_for("GUICHET_LOAD_SECONDS");
    let folder = folder();
    let opening = match seconds {
        Some(_) => support::opening(),
        None => small_faq::opening(),
    };
    let crowd = Crowd::before(opening, folder.path()).await;
    let mut stored = BTreeSet::new();
    let mut times = Vec::new();
    let visits = seconds.map_or(300, |seconds| seconds * 50);
    let mut under_way = tokio::task::JoinSet::new();
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let memory_at_first = memory();
    let mut memory_in_between = 0.0;
    for number in 1..=visits {
        if seconds.is_some() {
            ticks.tick().await;
        }
        if number == visits / 2 {
            memory_in_between = memory();
        }
        let desk = Arc::clone(&crowd.desk);
        under_way.spawn(async move { Crowd::visit(&desk, number).await });
        while let Some(done) = under_way.try_join_next() {
            let (case, took) = done.unwrap();
            stored.extend(case);
            times.extend(took);
        }
    }
    while let Some(done) = under_way.join_next().await {
        let (case, took) = done.unwrap();
        stored.extend(case);
        times.extend(took);
    }
    assert_eq!(stored.len() as u64, visits / 5);
    let store = crowd.desk.store();
    let cases = every(store).await;
    let kept: BTreeSet<String> = cases
        .iter()
        .map(|case| case.reference.to_string())
        .collect();
    assert_eq!(kept, stored);
    assert!(cases.iter().all(|case| !case.events.is_empty()));
    if seconds.is_some() {
        times.sort();
        println!(
            "{visits} visits at 50 a second, {} replies, {} cases: p50 {:.2?}, p95 {:.2?}, p99 {:.2?}, longest {:.2?}",
            times.len(),
            cases.len(),
            quantile(&times, 0.5),
            quantile(&times, 0.95),
            quantile(&times, 0.99),
            times[times.len() - 1],
        );
        println!(
            "memory: {memory_at_first:.0} MiB at first, {memory_in_between:.0} MiB halfway, {:.0} MiB at the end",
            memory()
        );
    }
}

#[test]
fn a_pipe_full_of_questions_is_answered_line_by_line() {
    let program = Program::new();
    small_faq::write(&program.folder().join("faq"));
    let questions: Vec<&str> = KNOWN.iter().copied().cycle().take(300).collect();
    let replies = program
        .piped(&["chat", "--json"], &questions.join("\n"))
        .success();
    assert_eq!(replies.lines().count(), questions.len());
}

// ---- a full queue ----

const CASES: &str = "WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < $1) \
         INSERT INTO escalations (id, reference, request_key, state, priority, question, details, language, script, \
         country, direction, channel, asker_id, address, nearest, created_at, updated_at, answer, answered_by, \
         answered_at, first_answered_at) \
         SELECT i, 'G-' || SUBSTR(a, i / 759375 % 15 + 1, 1) || SUBSTR(a, i / 50625 % 15 + 1, 1) \
         || SUBSTR(a, i / 3375 % 15 + 1, 1) || SUBSTR(a, i / 225 % 15 + 1, 1) || SUBSTR(a, i / 15 % 15 + 1, 1) \
         || SUBSTR(a, i % 15 + 1, 1), 'key ' || i, \
         CASE i % 100 WHEN 0 THEN 'open' WHEN 1 THEN 'answered' ELSE CASE i % 2 WHEN 0 THEN 'closed' ELSE 'delivered' END END, \
         CASE i % 1000 WHEN 0 THEN 'urgent' ELSE 'normal' END, \
         'Mon fournisseur refuse de me donner sa déclaration pour le lot ' || i || ', que puis-je lui opposer ?', NULL, \
         CASE i % 3 WHEN 0 THEN 'fr' WHEN 1 THEN 'en' ELSE 'sr' END, 'latn', \
         CASE i % 4 WHEN 0 THEN 'RS' WHEN 1 THEN 'TR' WHEN 2 THEN 'AL' END, 'import', 'discord', 100000 + i % 50000, '', '[]', \
         t, t, CASE i % 100 WHEN 0 THEN NULL ELSE 'Demandez un duplicata au bureau qui a visé l''original.' END, \
         CASE i % 100 WHEN 0 THEN NULL ELSE 'Bureau' END, CASE i % 100 WHEN 0 THEN NULL ELSE t END, \
         CASE i % 100 WHEN 0 THEN NULL ELSE t END \
         FROM (SELECT i, '23456789FHKMRTX' AS a, \
         STRFTIME('%Y-%m-%dT%H:%M:%S.000Z', 1700000000 + i * 60, 'unixepoch') AS t FROM numbers)";
const EVENTS: &str = "INSERT INTO events (escalation_id, at, what, by_whom) \
         SELECT id, created_at, 'opened', 'asker' FROM escalations UNION ALL \
         SELECT id, created_at, 'answered', 'Bureau' FROM escalations WHERE answer IS NOT NULL UNION ALL \
         SELECT id, created_at, 'delivered', 'guichet' FROM escalations WHERE state IN ('delivered', 'closed')";
const MESSAGES: &str = "INSERT INTO outbox (message_key, escalation_id, channel, asker_id, address, kind, text, by_whom, \
         created_at, attempts, next_attempt_at, delivered_at) \
         SELECT 'message ' || id, id, channel, asker_id, '', 'answer', answer, 'Bureau', created_at, 0, created_at, \
         CASE state WHEN 'answered' THEN NULL ELSE created_at END FROM escalations WHERE answer IS NOT NULL";
const CARDS: &str = "INSERT INTO posts (name, place, message, edition, position, begun_at) \
         SELECT 'card ' || c.reference, 'room', c.id, 0, (SELECT MAX(e.id) FROM events AS e WHERE e.escalation_id = c.id), \
         c.created_at FROM escalations AS c";

/// Fills a queue with cases: of each hundred one waits, one is answered and on its way, the others are finished, each with its
/// events, its delivered answer and its card.
async fn fill(folder: &Path, cases: u64) {
    open(folder).await.close().await;
    let mut connection = connect(folder, "guichet.sqlite").await;
    for pragma in ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000"] {
        sqlx::query(pragma).execute(&mut connection).await.unwrap();
    }
    let mut writing = connection.begin().await.unwrap();
    sqlx::query(CASES)
        .bind(cases.cast_signed())
        .execute(&mut *writing)
        .await
        .unwrap();
    for rest in [EVENTS, MESSAGES, CARDS] {
        sqlx::query(rest).execute(&mut *writing).await.unwrap();
    }
    writing.commit().await.unwrap();
    connection.close().await.unwrap();
}

/// Prints how long something took, when figures are asked for: the best of three.
async fn measured<T>(what: &str, print: bool, mut doing: impl AsyncFnMut() -> T) -> T {
    let mut best = Duration::MAX;
    let mut outcome = None;
    for _ in 0..if print { 3 } else { 1 } {
        let start = Instant::now();
        outcome = Some(doing().await);
        best = best.min(start.elapsed());
    }
    if print {
        println!("{what:<40}{best:>10.2?}");
    }
    outcome.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cases_that_are_finished_stand_in_nobodys_way() {
    let asked = asked_for("GUICHET_LOAD_CASES");
    let (cases, print) = (asked.unwrap_or(2_000), asked.is_some());
    let folder = folder();
    let start = Instant::now();
    fill(folder.path(), cases).await;
    if print {
        let bytes = std::fs::metadata(folder.path().join("guichet.sqlite"))
            .unwrap()
            .len();
        println!(
            "{cases} cases stored in {:.1?}: {} MiB, {} bytes a case",
            start.elapsed(),
            bytes / 1024 / 1024,
            bytes / cases
        );
    }
    let store = open(folder.path()).await;
    let now = Timestamp::now();
    let latest = store.latest_position().await.unwrap();

    let page = measured("queue list", print, async || {
        store.list(&Filter::default()).await.unwrap()
    })
    .await;
    assert_eq!(page.len() as u64, (cases / 100).min(100));
    assert!(page.iter().all(|case| case.state == State::Open));
    assert_eq!(page[0].priority, Priority::Urgent);
    let all = Filter {
        states: State::ALL.to_vec(),
        with_followers: true,
        ..Filter::default()
    };
    let page = measured("queue list --all", print, async || {
        store.list(&all).await.unwrap()
    })
    .await;
    assert_eq!(page.len(), 100);
    let behind = measured("cards that are behind", print, async || {
        store
            .outdated_cards("room", false, Some(latest))
            .await
            .unwrap()
    })
    .await;
    assert_eq!(behind, []);
    let behind = measured("cards that are behind, at the start", print, async || {
        store.outdated_cards("room", false, None).await.unwrap()
    })
    .await;
    assert_eq!(behind, []);
    let digest = Filter {
        limit: 1_000,
        ..Filter::default()
    };
    let (waiting, stuck) = measured("the digest", print, async || {
        let waiting = store.list(&digest).await.unwrap();
        let half_an_hour = SignedDuration::from_mins(30);
        (waiting, store.stuck(now - half_an_hour).await.unwrap())
    })
    .await;
    assert_eq!(waiting.len() as u64, (cases / 100).min(1_000));
    assert_eq!(stuck.len() as u64, cases / 100);
    let backlog = measured("metrics", print, async || store.backlog(now).await.unwrap()).await;
    assert_eq!(backlog.cases[0].count, cases / 100);
    let stats = measured("queue stats", print, async || {
        store.stats(now).await.unwrap()
    })
    .await;
    assert_eq!(stats.cases, cases);
    assert_eq!(stats.undelivered, cases / 100);
    let mut number = 0;
    measured("a new case", print, async || {
        number += 1;
        store
            .escalate(support::new_case(number), now)
            .await
            .unwrap()
    })
    .await;
    let reduced = measured("the daily look for old cases", print, async || {
        let never = Timestamp::from_second(0).unwrap();
        store.reduce_closed(never, now).await.unwrap()
    })
    .await;
    assert_eq!(reduced, 0);
}

// ---- as durable as SQLite ----

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_is_as_durable_as_sqlite_makes_it() {
    const ROUND: u64 = 25;
    let asked = asked_for("GUICHET_LOAD_STORED");
    let rounds = asked.unwrap_or(2 * ROUND) / ROUND;
    let folder = folder();
    let store = open(folder.path()).await;
    let mut bare = connect(folder.path(), "bare.sqlite").await;
    sqlx::query("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        .execute(&mut bare)
        .await
        .unwrap();
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    let mut references = BTreeSet::<EscalationRef>::new();
    // In turns, so that whatever else the disk does meets both.
    for round in 0..rounds {
        let start = Instant::now();
        for number in round * ROUND..(round + 1) * ROUND {
            let opened = store
                .escalate(support::new_case(number), Timestamp::now())
                .await;
            references.insert(opened.unwrap().reference);
        }
        ours += start.elapsed();
        let start = Instant::now();
        for number in round * ROUND..(round + 1) * ROUND {
            let mut writing = bare.begin_with("BEGIN IMMEDIATE").await.unwrap();
            sqlx::query("INSERT INTO bare (text) VALUES ($1)")
                .bind(support::new_case(number).question)
                .execute(&mut *writing)
                .await
                .unwrap();
            writing.commit().await.unwrap();
        }
        theirs += start.elapsed();
    }
    let count = rounds * ROUND;
    assert_eq!(references.len() as u64, count);
    assert_eq!(every(&store).await.len() as u64, count);
    if asked.is_some() {
        let a_second = |time: Duration| count as f64 / time.as_secs_f64();
        println!(
            "{count} cases: {:.0} a second; SQLite alone, one row a transaction: {:.0} a second; ratio {:.2}",
            a_second(ours),
            a_second(theirs),
            theirs.as_secs_f64() / ours.as_secs_f64()
        );
    }
}
