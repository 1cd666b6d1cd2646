use super::*;
use crate::queue::OutgoingKind;

async fn answered(store: &Store) -> EscalationRef {
    let case = store.opened("a", WINE).await;
    store.ana(case, answer("Oui."), 0).await;
    case
}

async fn due(store: &Store, minutes: i64) -> Vec<crate::queue::Outgoing> {
    store
        .due(Channel::Terminal, None, at(minutes), 10)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_message_is_lent_to_one_process_at_a_time() {
    let store = memory().await;
    answered(&store).await;
    let lent = due(&store, 0).await;
    assert_eq!(lent.len(), 1);
    assert_eq!(due(&store, 0).await, []);
    // The lease ran out: whoever had it crashed.
    let again = due(&store, 1).await;
    assert_eq!(again[0].key, lent[0].key);
    store.release(again[0].id).await.unwrap();
    assert_eq!(due(&store, 1).await.len(), 1);
}

#[tokio::test]
async fn a_clock_that_was_ahead_keeps_no_answer_from_its_asker() {
    const YEARS: i64 = 10 * 366 * 24 * 60;
    // Answered while the clock was ahead …
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, answer("Oui."), YEARS).await;
    let message = due(&store, 0).await.remove(0);
    store.release(message.id).await.unwrap();
    // … lent while it was ahead …
    assert_eq!(due(&store, YEARS).await.len(), 1);
    assert_eq!(due(&store, YEARS).await, []);
    assert_eq!(due(&store, 0).await.len(), 1);
    // … and failed while it was ahead.
    store
        .failed(message.id, "blocked", at(YEARS))
        .await
        .unwrap();
    assert_eq!(due(&store, YEARS).await, []);
    assert_eq!(due(&store, 0).await.len(), 1);
    store
        .delivered(message.id, "terminal", at(0))
        .await
        .unwrap();
    assert_eq!(store.state(case).await, State::Delivered);
}

#[tokio::test]
async fn a_clock_that_is_set_back_or_forward_a_little_lends_nothing_twice() {
    let store = memory().await;
    answered(&store).await;
    assert_eq!(due(&store, 1).await.len(), 1);
    // A minute back.
    assert_eq!(due(&store, 0).await, []);
    // Half a year forward: the lease is over, and the answer comes late by nothing.
    assert_eq!(due(&store, 180 * 24 * 60).await.len(), 1);
}

#[tokio::test]
async fn messages_are_due_to_their_channel_and_asker() {
    let store = memory().await;
    answered(&store).await;
    assert_eq!(
        store.due(Channel::Discord, None, at(0), 10).await.unwrap(),
        []
    );
    let other = store
        .due(Channel::Terminal, Some(&asker("b")), at(0), 10)
        .await
        .unwrap();
    assert_eq!(other, []);
    let mine = store
        .due(Channel::Terminal, Some(&asker("a")), at(0), 10)
        .await
        .unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].address, "address of a");
}

#[tokio::test]
async fn a_delivery_is_reported_once() {
    let store = memory().await;
    let case = answered(&store).await;
    let message = due(&store, 0).await.remove(0);
    for minutes in [1, 2] {
        store
            .delivered(message.id, "terminal", at(minutes))
            .await
            .unwrap();
    }
    assert_eq!(store.state(case).await, State::Delivered);
    let events = store.get(case).await.unwrap().events;
    assert_eq!(events.len(), 3);
    assert_eq!(events[2].text.as_deref(), Some("terminal"));
    store.failed(message.id, "late", at(3)).await.unwrap();
    assert_eq!(due(&store, 100).await, []);
    assert!(matches!(
        store.delivered(999, "terminal", at(0)).await,
        Err(QueueError::UnknownOutgoing { id: 999 })
    ));
}

#[tokio::test]
async fn a_failed_message_is_tried_again_after_growing_pauses() {
    let store = memory().await;
    let case = answered(&store).await;
    let mut now = at(0);
    for pause in [
        5, 30, 120, 600, 3_600, 21_600, 21_600, 21_600, 21_600, 21_600, 21_600,
    ] {
        let message = store
            .due(Channel::Terminal, None, now, 1)
            .await
            .unwrap()
            .remove(0);
        store.failed(message.id, "blocked", now).await.unwrap();
        let pause = SignedDuration::from_secs(pause);
        let early = now
            .checked_add(pause - SignedDuration::from_millis(1))
            .unwrap();
        assert_eq!(
            store.due(Channel::Terminal, None, early, 1).await.unwrap(),
            []
        );
        now = now.checked_add(pause).unwrap();
    }
    let told = store.what_happened(case).await.into_iter();
    assert_eq!(
        told.filter(|&what| what == EventKind::DeliveryFailed)
            .count(),
        2
    );
    let stuck = store.stuck(at(1)).await.unwrap();
    assert_eq!(
        (stuck[0].attempts, stuck[0].last_error.as_deref()),
        (11, Some("blocked"))
    );
    assert_eq!(store.stuck(at(0)).await.unwrap(), []);
    let message = store
        .due(Channel::Terminal, None, now, 1)
        .await
        .unwrap()
        .remove(0);
    store.delivered(message.id, "terminal", now).await.unwrap();
    assert_eq!(store.state(case).await, State::Delivered);
    assert_eq!(store.stuck(at(9_999)).await.unwrap(), []);
}

#[tokio::test]
async fn withdrawing_calls_the_answer_back() {
    let store = memory().await;
    let case = answered(&store).await;
    let lent = due(&store, 0).await.remove(0);
    store
        .act(case, Action::Withdraw, &by_asker("a"), at(0))
        .await
        .unwrap();
    assert_eq!(due(&store, 5).await, []);
    // It was being delivered: that it arrived is told, and changes nothing else.
    store.delivered(lent.id, "terminal", at(5)).await.unwrap();
    assert_eq!(store.state(case).await, State::Withdrawn);
    assert_eq!(
        store.what_happened(case).await.last(),
        Some(&EventKind::Delivered)
    );
}

#[tokio::test]
async fn a_correction_takes_the_place_of_an_answer_that_waits() {
    let store = memory().await;
    let case = answered(&store).await;
    let lent = due(&store, 0).await.remove(0);
    store.ana(case, correction("Non."), 1).await;
    store.delivered(lent.id, "terminal", at(1)).await.unwrap();
    assert_eq!(store.state(case).await, State::Answered);
    let corrected = due(&store, 2).await.remove(0);
    assert_eq!(
        (corrected.kind, corrected.text.as_str()),
        (OutgoingKind::Correction, "Non.")
    );
    store
        .delivered(corrected.id, "terminal", at(2))
        .await
        .unwrap();
    assert_eq!(store.state(case).await, State::Delivered);
}

#[tokio::test]
async fn an_answer_makes_an_undelivered_question_pointless() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, ask("Quelle valeur ?"), 1).await;
    store.ana(case, answer("Oui."), 2).await;
    assert_eq!(store.deliver_all(3).await, pairs(&[("a", "Oui.")]));
}

#[tokio::test]
async fn a_rejection_is_told() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    let reject = Action::Reject {
        text: "Voyez le consulat.".to_owned(),
    };
    store.ana(case, reject, 1).await;
    assert_eq!(
        store.deliver_all(2).await,
        pairs(&[("a", "Voyez le consulat.")])
    );
    assert_eq!(store.state(case).await, State::Rejected);
}

#[tokio::test]
async fn every_message_has_a_key_of_its_own() {
    let store = memory().await;
    let case = answered(&store).await;
    store.opened_at("b", CHEESE, 1).await;
    let first = due(&store, 0).await.remove(0);
    store.delivered(first.id, "terminal", at(0)).await.unwrap();
    store.ana(case, correction("Non."), 1).await;
    let second = due(&store, 1).await.remove(0);
    assert_ne!(first.key, second.key);
    assert!(second.key.starts_with(&case.to_string()) && second.key.len() <= 25);
}

#[tokio::test]
async fn what_only_the_asker_can_change_is_put_off_and_told_once_a_reason() {
    let store = memory().await;
    let case = answered(&store).await;
    let message = due(&store, 0).await.remove(0);
    let why = "direct messages are closed";
    for minutes in [0, 60] {
        store
            .postpone(message.id, why, at(minutes + 60), at(minutes))
            .await
            .unwrap();
    }
    assert_eq!(due(&store, 119).await, []);
    let waiting = store.waiting_for(&asker("a"), at(61), 10).await.unwrap();
    assert_eq!(waiting[0].last_error.as_deref(), Some(why));
    // Lent, as any other.
    let again = store.waiting_for(&asker("a"), at(61), 10).await.unwrap();
    assert_eq!(again, []);
    let others = store.waiting_for(&asker("b"), at(63), 10).await.unwrap();
    assert_eq!(others, []);
    store.delivered(message.id, "shown", at(62)).await.unwrap();
    assert_eq!(store.state(case).await, State::Delivered);
    let told = store.what_happened(case).await;
    let failures = told
        .iter()
        .filter(|event| **event == EventKind::DeliveryFailed);
    assert_eq!(failures.count(), 1);
    assert_eq!(
        store.waiting_for(&asker("a"), at(70), 10).await.unwrap(),
        []
    );
}

#[tokio::test]
async fn an_answer_is_rated_by_its_asker_alone() {
    use crate::queue::Rating;
    let store = memory().await;
    let unanswered = store.opened("b", CHEESE).await;
    let case = answered(&store).await;
    for (case, who) in [(case, "b"), (unanswered, "b")] {
        let refused = store.rate(case, &asker(who), Rating::Partly, at(1)).await;
        assert!(matches!(refused, Err(QueueError::Unknown { .. })));
    }
    for rating in [Rating::Partly, Rating::Partly, Rating::Helpful] {
        store.rate(case, &asker("a"), rating, at(1)).await.unwrap();
    }
    let rated: Vec<_> = store
        .get(case)
        .await
        .unwrap()
        .events
        .into_iter()
        .filter(|event| event.what == EventKind::Rated)
        .filter_map(|event| event.text)
        .collect();
    assert_eq!(rated, ["partly", "helpful"]);
}
