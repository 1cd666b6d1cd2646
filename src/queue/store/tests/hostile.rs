//! A database in which anything stands: what reads it gives cases or an error, and breaks nothing.

use proptest::prelude::*;

use super::*;
use crate::queue::{Filter, Rating};

/// Columns that are read, by table.
const COLUMNS: &[(&str, &str)] = &[
    ("escalations", "reference"),
    ("escalations", "state"),
    ("escalations", "priority"),
    ("escalations", "question"),
    ("escalations", "details"),
    ("escalations", "language"),
    ("escalations", "script"),
    ("escalations", "country"),
    ("escalations", "direction"),
    ("escalations", "channel"),
    ("escalations", "asker_id"),
    ("escalations", "address"),
    ("escalations", "nearest"),
    ("escalations", "created_at"),
    ("escalations", "updated_at"),
    ("escalations", "claimed_by"),
    ("escalations", "claimed_at"),
    ("escalations", "answered_at"),
    ("escalations", "first_answered_at"),
    ("escalations", "follows"),
    ("escalations", "reduced_at"),
    ("events", "at"),
    ("events", "what"),
    ("events", "by_whom"),
    ("events", "text"),
    ("outbox", "kind"),
    ("outbox", "channel"),
    ("outbox", "created_at"),
    ("outbox", "attempts"),
    ("outbox", "next_attempt_at"),
    ("outbox", "leased_until"),
    ("outbox", "delivered_at"),
    ("outbox", "last_error"),
];

/// SQL for values that no version of this program has written.
fn value() -> impl Strategy<Value = String> {
    let strange = prop::sample::select(vec![
        "NULL",
        "''",
        "x'ff00fe'",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "1e308",
        "'9999-12-31T23:59:59.999Z'",
        "'-009999-01-01T00:00:00Z'",
        "'2026-02-30T00:00:00Z'",
        "'[{\"entry\":\"a/b\",\"probability\":1e999}]'",
        "'[['",
        "'open'",
        "'answered'",
        "'G-0000'",
        "zeroblob(100000)",
        "char(0)",
        "char(8238) || 'x'",
    ]);
    prop_oneof![
        3 => strange.prop_map(str::to_owned),
        1 => "[^'\u{0}]{0,20}".prop_map(|text| format!("'{text}'")),
    ]
}

async fn put(store: &Store, (table, column): (&str, &str), value: &str) {
    let sql =
        format!("UPDATE {table} SET {column} = {value} WHERE id = (SELECT MAX(id) FROM {table})");
    // A rule of the table may refuse it.
    let _ = sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&store.shared.pool)
        .await;
}

/// Does everything that reads; that it returns is the test.
async fn read_all(store: &Store, case: EscalationRef) {
    let later = at(10_000_000);
    let filter = Filter {
        states: State::ALL.to_vec(),
        with_followers: true,
        limit: 100,
        ..Filter::default()
    };
    let _ = store.get(case).await;
    let _ = store.list(&filter).await;
    let _ = store.cases_of(&asker("a")).await;
    let _ = store.stats(later).await;
    let _ = store.stuck(later).await;
    let _ = store.due(Channel::Terminal, None, later, 10).await;
    let _ = store
        .act(case, answer("Encore."), &attache("Bureau"), later)
        .await;
    let _ = store.act(case, add("Encore."), &by_asker("a"), later).await;
    let _ = store.rate(case, &asker("a"), Rating::Helpful, later).await;
    let _ = store.escalate(question("b", WINE), later).await;
    let _ = store.reduce_closed(later, later).await;
    let _ = store.forget(&asker("a"), later).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_the_database_is_read_or_refused(
        changes in prop::collection::vec((prop::sample::select(COLUMNS.to_vec()), value()), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = memory().await;
            let case = store.opened("a", WINE).await;
            store.ana(case, answer("Oui."), 1).await;
            for (place, value) in changes {
                put(&store, place, &value).await;
            }
            read_all(&store, case).await;
            // The queue itself works on.
            let other = store.opened("z", CHEESE).await;
            prop_assert!(store.get(other).await.is_ok());
            Ok(())
        })?;
    }
}
