use std::path::Path;
use std::time::Duration;

use super::*;
use crate::queue::Filter;

#[tokio::test]
async fn old_finished_cases_are_reduced_to_statistics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let store = Store::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    let marker = "ZQXJ-PRIVATE";
    let old = NewEscalation {
        key: format!("{marker} key"),
        address: format!("{marker} address"),
        details: Some(format!("{marker} details")),
        ..question(&format!("{marker} asker"), &format!("{marker} question"))
    };
    let old = store.escalate(old, at(0)).await.unwrap().reference;
    store.ana(old, answer(&format!("{marker} answer")), 1).await;
    store.deliver_all(2).await;
    let waiting = store.opened("b", CHEESE).await;
    let recent = store.opened("c", WINE).await;
    store
        .act(recent, Action::Withdraw, &by_asker("c"), at(60))
        .await
        .unwrap();

    assert_eq!(store.reduce_closed(at(30), at(100)).await.unwrap(), 1);
    assert_eq!(store.reduce_closed(at(30), at(101)).await.unwrap(), 0);

    let reduced = store.get(old).await.unwrap();
    assert_eq!((reduced.question.as_str(), reduced.answer), ("", None));
    assert_eq!(
        (reduced.state, reduced.country),
        (State::Delivered, CountryCode::new(*b"RS"))
    );
    assert_eq!(
        (reduced.reduced_at, reduced.answered_at),
        (Some(at(100)), Some(at(1)))
    );
    assert!(reduced.events.iter().all(|event| event.text.is_none()));
    assert_eq!(store.get(waiting).await.unwrap().question, CHEESE);
    assert_eq!(store.get(recent).await.unwrap().question, WINE);
    assert!(
        store
            .stats(at(200))
            .await
            .unwrap()
            .median_hours_to_answer
            .is_some()
    );

    assert!(!is_written(folder.path(), marker));
}

/// Whether these words stand in the files of the database in a folder.
fn is_written(folder: &Path, words: &str) -> bool {
    ["guichet.db", "guichet.db-wal"].iter().any(|name| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn another_program_that_reads_puts_the_overwriting_off_until_it_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("guichet.db").display());
    let store = Store::open_patiently(&url, Duration::from_millis(10))
        .await
        .unwrap();
    let marker = "ZQXJ-PRIVATE";
    store.opened("a", marker).await;
    let other = Store::open(&url).await.unwrap();
    let mut reading = other.shared.pool.begin().await.unwrap();
    sqlx::query("SELECT * FROM escalations")
        .fetch_all(&mut *reading)
        .await
        .unwrap();
    assert_eq!(store.forget(&asker("a"), at(1)).await.unwrap(), 1);
    assert!(is_written(folder.path(), marker));
    drop(reading);
    other.close().await;
    assert_eq!(store.reduce_closed(at(0), at(2)).await.unwrap(), 0);
    assert!(!is_written(folder.path(), marker));
}

#[tokio::test]
async fn a_reduced_case_is_nobodys_and_cannot_be_changed() {
    let store = memory().await;
    let case = store.opened("", WINE).await;
    store
        .act(case, Action::Withdraw, &by_asker(""), at(0))
        .await
        .unwrap();
    store.reduce_closed(at(1), at(1)).await.unwrap();
    assert_eq!(store.cases_of(&asker("")).await.unwrap(), []);
    let theirs = store.act(case, add("Et ?"), &by_asker(""), at(2)).await;
    assert!(matches!(theirs, Err(QueueError::Unknown { .. })));
    let error = store
        .act(case, correction("Oui."), &attache("Bureau"), at(2))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{case} is long finished and was reduced to statistics: the question would have to be asked anew"
        )
    );
}

#[tokio::test]
async fn words_that_a_run_cut_off_left_in_the_log_are_overwritten_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let store = Store::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    store.opened("a", WINE).await;
    let log = path.with_extension("db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    // Nothing is to be reduced now: a killed run did that, and did not come to empty the log.
    assert_eq!(store.reduce_closed(at(0), at(0)).await.unwrap(), 0);
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
}

#[tokio::test]
async fn what_waits_or_is_on_its_way_is_never_reduced() {
    let store = memory().await;
    let answered = store.opened("a", WINE).await;
    store.ana(answered, answer("Oui."), 0).await;
    let asked = store.opened("b", CHEESE).await;
    store.ana(asked, ask("Lequel ?"), 0).await;
    assert_eq!(store.reduce_closed(at(9_999), at(9_999)).await.unwrap(), 0);
    assert_eq!(store.list(&Filter::default()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_asker_who_asks_for_it_is_forgotten_at_once_with_what_is_on_its_way() {
    let store = memory().await;
    let waiting = store.opened("a", WINE).await;
    let follower = store.opened_at("b", WINE, 1).await;
    assert_eq!(follower.follows, Some(waiting));
    let answered = store.opened("a", CHEESE).await;
    store.ana(answered, answer("Un certificat."), 2).await;

    assert_eq!(store.forget(&asker("a"), at(3)).await.unwrap(), 2);
    assert_eq!(store.forget(&asker("a"), at(3)).await.unwrap(), 0);

    assert_eq!(store.cases_of(&asker("a")).await.unwrap(), []);
    assert_eq!(store.deliver_all(4).await, []);
    for case in [waiting, answered] {
        let case = store.get(case).await.unwrap();
        assert_eq!((case.state, case.question.as_str()), (State::Withdrawn, ""));
        assert_eq!(case.reduced_at, Some(at(3)));
    }
    // Whoever waited along waits by themselves, and is answered.
    let other = store.get(follower.reference).await.unwrap();
    assert_eq!((other.follows, other.state), (None, State::Open));
    store.ana(follower.reference, answer("Oui."), 5).await;
    assert_eq!(store.deliver_all(6).await, pairs(&[("b", "Oui.")]));
}
