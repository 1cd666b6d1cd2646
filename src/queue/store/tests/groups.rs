use super::*;
use crate::queue::{Filter, TransitionError};

/// Two askers with one question: the leader of "a" and the follower of "b".
async fn pair(store: &Store) -> (EscalationRef, EscalationRef) {
    let leader = store.opened("a", WINE).await;
    let follower = store.opened_at("b", &WINE.to_lowercase(), 1).await;
    assert_eq!(follower.follows, Some(leader));
    (leader, follower.reference)
}

#[tokio::test]
async fn one_answer_serves_all_who_ask_the_same() {
    let store = memory().await;
    let (leader, follower) = pair(&store).await;
    let listed = store.list(&Filter::default()).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].reference, listed[0].followers), (leader, 1));
    store.ana(leader, CLAIM, 2).await;
    assert_eq!(store.state(follower).await, State::Claimed);
    store.ana(leader, answer("Oui."), 3).await;
    assert_eq!(
        store.deliver_all(4).await,
        pairs(&[("a", "Oui."), ("b", "Oui.")])
    );
    for case in [leader, follower] {
        assert_eq!(store.state(case).await, State::Delivered);
    }
    store.ana(leader, correction("Non."), 5).await;
    assert_eq!(
        store.deliver_all(6).await,
        pairs(&[("a", "Non."), ("b", "Non.")])
    );
    store.ana(leader, Action::Close { force: false }, 7).await;
    assert_eq!(store.state(follower).await, State::Closed);
}

#[tokio::test]
async fn a_question_that_differs_is_a_case_of_its_own() {
    let store = memory().await;
    store.opened("a", WINE).await;
    let other = question("b", WINE);
    for new in [
        NewEscalation {
            country: CountryCode::new(*b"AL"),
            ..other.clone()
        },
        NewEscalation {
            country: None,
            ..other.clone()
        },
        NewEscalation {
            direction: None,
            ..other.clone()
        },
        NewEscalation {
            language: Language::English,
            ..other.clone()
        },
        NewEscalation {
            details: Some("12 palettes".to_owned()),
            ..other.clone()
        },
        NewEscalation {
            question: CHEESE.to_owned(),
            ..other.clone()
        },
    ] {
        let new = NewEscalation {
            key: format!("{} again", question("", "").key),
            ..new
        };
        assert_eq!(store.escalate(new, at(1)).await.unwrap().follows, None);
    }
}

#[tokio::test]
async fn nobody_follows_a_case_that_is_answered_or_has_details_or_went_its_way() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, ask("Quelle valeur ?"), 1).await;
    assert_eq!(store.opened_at("b", WINE, 2).await.follows, None);
    // The same asker was asked, and knows.
    let again = store.opened_at("a", WINE, 3).await;
    assert_eq!(again.follows, Some(case));
    assert_eq!(store.state(again.reference).await, State::AwaitingAsker);

    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store
        .act(case, add("5 000 €"), &by_asker("a"), at(1))
        .await
        .unwrap();
    assert_eq!(store.opened_at("b", WINE, 2).await.follows, None);

    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, answer("Oui."), 1).await;
    assert_eq!(store.opened_at("b", WINE, 2).await.follows, None);
}

#[tokio::test]
async fn a_follower_follows_the_first() {
    let store = memory().await;
    let (leader, _) = pair(&store).await;
    assert_eq!(store.opened_at("c", WINE, 2).await.follows, Some(leader));
    assert_eq!(store.get(leader).await.unwrap().followers, 2);
}

#[tokio::test]
async fn an_urgent_follower_makes_its_leader_urgent() {
    let store = memory().await;
    let leader = store.opened("a", WINE).await;
    let urgent = NewEscalation {
        priority: Priority::Urgent,
        ..question("b", WINE)
    };
    let follower = store.escalate(urgent, at(1)).await.unwrap();
    assert_eq!(follower.priority, Priority::Urgent);
    assert_eq!(store.get(leader).await.unwrap().priority, Priority::Urgent);
    assert_eq!(
        store.what_happened(leader).await,
        [EventKind::Opened, EventKind::Raised]
    );
    assert_eq!(
        store.opened_at("c", WINE, 2).await.priority,
        Priority::Urgent
    );
}

#[tokio::test]
async fn a_follower_is_worked_on_through_its_leader_or_detached() {
    let store = memory().await;
    let (leader, follower) = pair(&store).await;
    let error = store
        .act(follower, answer("Oui."), &attache("Bureau"), at(2))
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        QueueError::Transition(TransitionError::Follows { leader: named, .. }) if named == leader
    ));
    let detached = store.ana(follower, Action::Detach, 3).await;
    assert_eq!(detached.follows, None);
    assert_eq!(store.get(leader).await.unwrap().followers, 0);
    store.ana(follower, answer("Non."), 4).await;
    assert_eq!(store.deliver_all(5).await, pairs(&[("b", "Non.")]));
    assert_eq!(store.state(leader).await, State::Open);
}

#[tokio::test]
async fn a_withdrawn_follower_gets_nothing() {
    let store = memory().await;
    let (leader, follower) = pair(&store).await;
    store
        .act(follower, Action::Withdraw, &by_asker("b"), at(2))
        .await
        .unwrap();
    assert_eq!(store.get(leader).await.unwrap().followers, 0);
    store.ana(leader, answer("Oui."), 3).await;
    assert_eq!(store.deliver_all(4).await, pairs(&[("a", "Oui.")]));
    assert_eq!(store.state(follower).await, State::Withdrawn);
}

#[tokio::test]
async fn when_a_leader_goes_its_followers_go_on_together() {
    for leave in [Action::Withdraw, add("5 000 €")] {
        let store = memory().await;
        let (leader, second) = pair(&store).await;
        let third = store.opened_at("c", WINE, 2).await.reference;
        store.ana(leader, CLAIM, 3).await;
        store
            .act(leader, leave, &by_asker("a"), at(4))
            .await
            .unwrap();
        let second_case = store.get(second).await.unwrap();
        assert_eq!(
            (
                second_case.follows,
                second_case.state,
                second_case.followers
            ),
            (None, State::Claimed, 1)
        );
        assert_eq!(store.get(third).await.unwrap().follows, Some(second));
        assert_eq!(store.get(leader).await.unwrap().followers, 0);
        store.ana(second, answer("Oui."), 5).await;
        assert_eq!(
            store.deliver_all(6).await,
            pairs(&[("b", "Oui."), ("c", "Oui.")])
        );
    }
}

#[tokio::test]
async fn a_follower_whose_asker_adds_something_is_answered_by_itself() {
    let store = memory().await;
    let (leader, follower) = pair(&store).await;
    store.ana(leader, ask("Quelle valeur ?"), 2).await;
    assert_eq!(store.deliver_all(3).await.len(), 2);
    let told = store
        .act(follower, add("300 €"), &by_asker("b"), at(4))
        .await
        .unwrap();
    assert_eq!((told.state, told.follows), (State::Claimed, None));
    assert_eq!(store.state(leader).await, State::AwaitingAsker);
    assert_eq!(
        store.what_happened(follower).await[2..],
        [
            EventKind::Asked,
            EventKind::Delivered,
            EventKind::DetailAdded,
            EventKind::Detached
        ]
    );
}

#[tokio::test]
async fn giving_up_one_askers_answer_gives_up_no_other() {
    let store = memory().await;
    let (leader, follower) = pair(&store).await;
    store.ana(leader, answer("Oui."), 2).await;
    store.ana(leader, Action::Close { force: true }, 3).await;
    assert_eq!(store.state(follower).await, State::Answered);
    assert_eq!(store.deliver_all(4).await, pairs(&[("b", "Oui.")]));
}
