//! What SQLite reads to answer what is asked again and again: never every case that was ever stored.

use super::*;
use crate::queue::Filter;
use crate::queue::store::{attaching, backlog, outbox, posting, reading, retention, statistics};
use sqlx::{AssertSqlSafe, Row};

/// How SQLite goes about a query, a line a step.
async fn plan(store: &Store, sql: &str) -> Vec<String> {
    let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    sqlx::query(explained)
        .fetch_all(&store.shared.pool)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("detail"))
        .collect()
}

/// Steps that read a whole table, or an index that holds every row of one: all the indexes that may be gone through from end
/// to end hold what is not finished alone. Tables that the query itself has made are as small as what it found.
fn whole_tables(plan: &[String]) -> Vec<&String> {
    const SMALL: [&str; 2] = ["outbox_pending", "posts_behind"];
    const OWN: [&str; 4] = ["looked_at", "listed", "of_state", "(subquery"];
    plan.iter()
        .filter(|step| {
            let Some(rest) = step.strip_prefix("SCAN ") else {
                return false;
            };
            let is_own = OWN.iter().any(|name| rest.starts_with(name));
            let is_small = SMALL.iter().any(|index| rest.ends_with(index));
            !is_own && !is_small
        })
        .collect()
}

#[tokio::test]
async fn what_is_asked_again_and_again_reads_no_table_from_end_to_end() {
    let store = memory().await;
    let waiting = Filter::default();
    let of_serbia = Filter {
        country: CountryCode::new(*b"RS"),
        urgent_only: true,
        ..Filter::default()
    };
    let every = Filter {
        states: State::ALL.to_vec(),
        with_followers: true,
        ..Filter::default()
    };
    for (what, query) in [
        ("queue list, the digest", reading::listed(&waiting)),
        (
            "queue list --country RS --urgent",
            reading::listed(&of_serbia),
        ),
        ("queue list --all", reading::listed(&every)),
        ("cards", posting::outdated("room", false, Some(7))),
        ("cards at the start", posting::outdated("room", true, None)),
        ("the digest: what is stuck", outbox::stuck_since(at(0))),
        (
            "deliveries",
            outbox::due_now(Channel::Discord, None, at(0), 20),
        ),
        (
            "deliveries to one asker",
            outbox::due_now(Channel::Terminal, Some(&asker("a")), at(0), 20),
        ),
        ("metrics: cases", backlog::cases()),
        ("metrics: messages", backlog::messages(at(0))),
        (
            "a question like another",
            attaching::to_follow(&question("a", WINE)),
        ),
    ] {
        let plan = plan(&store, query.sql().as_str()).await;
        assert!(!plan.is_empty());
        let whole = whole_tables(&plan);
        assert!(
            whole.is_empty(),
            "{what} reads all of {whole:#?} in {plan:#?}"
        );
        let is_like = what == "a question like another";
        let by_mark = plan
            .iter()
            .any(|step| step.contains("escalations_to_follow"));
        assert!(!is_like || by_mark, "{plan:#?}");
        // The index on who follows whom holds followers alone; asked for the others, it would give nearly all cases.
        let sorted = plan
            .iter()
            .filter(|step| step.contains("escalations_by_state"));
        let is_list = what.starts_with("queue list");
        assert!(!is_list || sorted.count() > 0, "{what}: {plan:#?}");
    }
}

#[tokio::test]
async fn figures_on_all_cases_and_what_is_old_are_read_by_the_indexes_made_for_them() {
    let store = memory().await;
    for (query, step) in [
        (
            retention::reducing(at(0), retention::old(at(0))),
            "SEARCH escalations USING INDEX escalations_to_reduce (updated_at<?)",
        ),
        (
            statistics::counted(),
            "SCAN escalations USING COVERING INDEX escalations_counted",
        ),
        (
            statistics::answered(),
            "SCAN escalations USING INDEX escalations_answered",
        ),
        (
            statistics::seconds_to_answer(2, 7),
            "SCAN escalations USING INDEX escalations_answered",
        ),
        (
            statistics::oldest(State::Open, Priority::Normal),
            "SEARCH escalations USING INDEX escalations_by_state (state=? AND priority=?)",
        ),
        (
            statistics::undelivered(),
            "SCAN outbox USING INDEX outbox_pending",
        ),
    ] {
        assert_eq!(plan(&store, query.sql().as_str()).await, [step]);
    }
}

#[tokio::test]
async fn a_table_that_is_read_from_end_to_end_is_noticed() {
    let store = memory().await;
    for sql in [
        "SELECT * FROM escalations WHERE question = 'x'",
        "SELECT COUNT(*) FROM events",
        "SELECT * FROM outbox WHERE created_at < 'x' ORDER BY id",
    ] {
        let plan = plan(&store, sql).await;
        assert_eq!(whole_tables(&plan).len(), 1, "{plan:#?}");
    }
}
