use super::*;
use crate::queue::{Filter, Nearest, TransitionError};

#[tokio::test]
async fn a_question_goes_to_the_attache_and_its_answer_back() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, CLAIM, 1).await;
    let answered = store.ana(case, answer("Oui."), 2).await;
    assert_eq!(answered.state, State::Answered);
    assert_eq!(answered.answer.as_deref(), Some("Oui."));
    assert_eq!(store.deliver_all(3).await, pairs(&[("a", "Oui.")]));
    let closed = store.ana(case, Action::Close { force: false }, 4).await;
    assert_eq!(closed.state, State::Closed);
    let events: Vec<_> = closed
        .events
        .iter()
        .map(|event| (event.what.code(), event.by.as_str()))
        .collect();
    assert_eq!(
        events,
        [
            ("opened", "asker"),
            ("claimed", "Bureau"),
            ("answered", "Bureau"),
            ("delivered", "guichet"),
            ("closed", "Bureau"),
        ]
    );
}

#[tokio::test]
async fn a_case_serialises_as_the_commands_print_it() {
    let store = memory().await;
    let new = NewEscalation {
        nearest: vec![Nearest {
            entry: "origin/eur1".to_owned(),
            probability: 0.5,
        }],
        details: Some("12 palettes".to_owned()),
        ..question("a", WINE)
    };
    let case = store.escalate(new, at(0)).await.unwrap().reference;
    let json = serde_json::to_value(store.ana(case, CLAIM, 1).await).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "ref": case.to_string(), "state": "claimed", "priority": "normal", "question": WINE,
            "details": "12 palettes", "language": "fr", "script": "latn", "country": "RS", "direction": "export",
            "channel": "terminal", "asker": "a",
            "created_at": "2026-11-24T12:00:00Z", "updated_at": "2026-11-24T12:01:00Z",
            "claimed_by": "Bureau", "claimed_at": "2026-11-24T12:01:00Z", "referred_to": null,
            "answer": null, "answered_by": null, "answered_at": null, "follows": null, "followers": 0,
            "nearest": [{"entry": "origin/eur1", "probability": 0.5}], "reduced_at": null,
            "events": [
                {"at": "2026-11-24T12:00:00Z", "what": "opened", "by": "asker"},
                {"at": "2026-11-24T12:01:00Z", "what": "claimed", "by": "Bureau"},
            ],
        })
    );
}

#[tokio::test]
async fn the_same_key_is_the_same_question() {
    let store = memory().await;
    let new = question("a", WINE);
    let first = store.escalate(new.clone(), at(0)).await.unwrap();
    assert_eq!(store.escalate(new.clone(), at(5)).await.unwrap(), first);
    assert_eq!(store.list(&Filter::default()).await.unwrap().len(), 1);
    assert_eq!(
        store.what_happened(first.reference).await,
        [EventKind::Opened]
    );
    let stolen = NewEscalation {
        asker: asker("b"),
        ..new
    };
    assert!(matches!(
        store.escalate(stolen, at(6)).await,
        Err(QueueError::KeyReused)
    ));
}

#[tokio::test]
async fn a_refused_action_changes_nothing() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, CLAIM, 1).await;
    let before = store.get(case).await.unwrap();
    let refused = store
        .act(case, answer("Non."), &attache("Greffe"), at(2))
        .await;
    assert!(matches!(
        refused,
        Err(QueueError::Transition(
            TransitionError::AlreadyClaimed { .. }
        ))
    ));
    assert_eq!(store.get(case).await.unwrap(), before);
    assert_eq!(store.deliver_all(3).await, []);
}

#[tokio::test]
async fn taking_a_case_over_shows_in_its_events() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, CLAIM, 1).await;
    let taken = store
        .act(case, correction("Oui."), &attache("Greffe"), at(2))
        .await
        .unwrap();
    assert_eq!(taken.claimed_by.as_deref(), Some("Greffe"));
    assert_eq!(
        store.what_happened(case).await,
        [
            EventKind::Opened,
            EventKind::Claimed,
            EventKind::Claimed,
            EventKind::Answered
        ]
    );
}

#[tokio::test]
async fn doing_again_what_is_done_changes_nothing() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    for action in [CLAIM, answer("Oui.")] {
        let once = store.ana(case, action.clone(), 1).await;
        assert_eq!(store.ana(case, action, 2).await, once);
    }
    assert_eq!(store.deliver_all(3).await.len(), 1);
}

#[tokio::test]
async fn the_asker_is_asked_and_answers() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    let asked = store.ana(case, ask("Quelle valeur ?"), 1).await;
    assert_eq!(
        (asked.state, asked.claimed_by.as_deref()),
        (State::AwaitingAsker, Some("Bureau"))
    );
    assert_eq!(
        store.deliver_all(2).await,
        pairs(&[("a", "Quelle valeur ?")])
    );
    assert_eq!(store.state(case).await, State::AwaitingAsker);
    store
        .act(case, add("5 000 €"), &by_asker("a"), at(3))
        .await
        .unwrap();
    let told = store
        .act(case, add("en bouteilles"), &by_asker("a"), at(4))
        .await
        .unwrap();
    assert_eq!(told.state, State::Claimed);
    assert_eq!(told.details.as_deref(), Some("5 000 €\nen bouteilles"));
}

#[tokio::test]
async fn asking_back_after_the_answer_reopens_the_case() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    store.ana(case, CLAIM, 1).await;
    store.ana(case, answer("Oui."), 2).await;
    store
        .act(case, add("Même en transit ?"), &by_asker("a"), at(3))
        .await
        .unwrap();
    // The answer was under way; it arrives, and the case stays open.
    assert_eq!(store.deliver_all(4).await, pairs(&[("a", "Oui.")]));
    let reopened = store.get(case).await.unwrap();
    assert_eq!(
        (reopened.state, reopened.claimed_by.as_deref()),
        (State::Open, None)
    );
    assert_eq!(reopened.answer.as_deref(), Some("Oui."));
    store
        .act(case, answer("Aussi."), &attache("Greffe"), at(5))
        .await
        .unwrap();
    assert_eq!(store.deliver_all(6).await, pairs(&[("a", "Aussi.")]));
    assert_eq!(store.state(case).await, State::Delivered);
}

#[tokio::test]
async fn a_referred_case_tells_where_it_went_and_can_be_answered_still() {
    let store = memory().await;
    let case = store.opened("a", WINE).await;
    let refer = Action::Refer {
        to: "Bureau de Lyon".to_owned(),
        text: "Écrivez-leur.".to_owned(),
    };
    let referred = store.ana(case, refer, 1).await;
    assert_eq!(referred.referred_to.as_deref(), Some("Bureau de Lyon"));
    let message = store
        .due(Channel::Terminal, None, at(1), 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(message.office.as_deref(), Some("Bureau de Lyon"));
    assert_eq!(
        (message.kind.code(), message.by.as_str()),
        ("referral", "Bureau")
    );
    assert_eq!(message.question, WINE);
    assert_eq!(
        store.ana(case, answer("Oui."), 2).await.state,
        State::Answered
    );
}

#[tokio::test]
async fn an_asker_sees_and_changes_their_own_cases_alone() {
    let store = memory().await;
    let mine = store.opened("a", WINE).await;
    let theirs = store.opened("b", CHEESE).await;
    let seen: Vec<_> = store
        .cases_of(&asker("a"))
        .await
        .unwrap()
        .iter()
        .map(|case| case.reference)
        .collect();
    assert_eq!(seen, [mine]);
    let elsewhere = Asker {
        channel: Channel::Discord,
        ..asker("b")
    };
    let free: EscalationRef = "G-22222".parse().unwrap();
    for (case, who) in [
        (theirs, asker("a")),
        (theirs, elsewhere),
        (free, asker("a")),
    ] {
        let error = store
            .act(case, Action::Withdraw, &Actor::Asker(who), at(1))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("there is no case {case}: look at its characters again")
        );
    }
    assert_eq!(store.state(theirs).await, State::Open);
}

#[tokio::test]
async fn a_list_is_in_the_order_of_work() {
    let store = memory().await;
    let late = store.opened_at("a", WINE, 3).await.reference;
    let early = store.opened_at("b", CHEESE, 1).await.reference;
    let urgent = NewEscalation {
        priority: Priority::Urgent,
        country: CountryCode::new(*b"AL"),
        ..question("c", "Mon camion est bloqué à la frontière")
    };
    let urgent = store.escalate(urgent, at(5)).await.unwrap().reference;
    let done = store
        .opened_at("d", "Quel code pour des pneus ?", 0)
        .await
        .reference;
    store.ana(done, answer("4011"), 6).await;

    let list = async |filter: Filter| {
        let cases = store.list(&filter).await.unwrap();
        cases.iter().map(|case| case.reference).collect::<Vec<_>>()
    };
    assert_eq!(list(Filter::default()).await, [urgent, early, late]);
    let filter = Filter {
        limit: 1,
        offset: 1,
        ..Filter::default()
    };
    assert_eq!(list(filter).await, [early]);
    let filter = Filter {
        urgent_only: true,
        ..Filter::default()
    };
    assert_eq!(list(filter).await, [urgent]);
    let filter = Filter {
        country: CountryCode::new(*b"RS"),
        ..Filter::default()
    };
    assert_eq!(list(filter).await, [early, late]);
    let filter = Filter {
        states: vec![State::Answered],
        ..Filter::default()
    };
    assert_eq!(list(filter).await, [done]);
}

#[tokio::test]
async fn figures_are_counted() {
    let store = memory().await;
    for (who, text, minutes) in [("a", WINE, 60), ("b", CHEESE, 180)] {
        let case = store.opened(who, text).await;
        store.ana(case, answer("Oui."), minutes).await;
        store
            .act(case, correction("Non."), &attache("Bureau"), at(600))
            .await
            .unwrap();
    }
    let waiting = store
        .opened_at("c", "Quel code pour des pneus ?", 30)
        .await
        .reference;
    let stats = store.stats(at(90)).await.unwrap();
    assert_eq!((stats.cases, stats.waiting, stats.undelivered), (3, 1, 2));
    assert_eq!(stats.by_state[&State::Answered], 2);
    assert_eq!(stats.by_country["RS"], 3);
    assert_eq!(stats.by_language["fr"], 3);
    let oldest = stats.oldest_waiting.unwrap();
    assert_eq!(oldest.reference, waiting);
    assert!((oldest.hours - 1.0).abs() < 1e-9);
    assert!((stats.median_hours_to_answer.unwrap() - 2.0).abs() < 1e-9);
}

#[tokio::test]
async fn a_desk_can_follow_what_happens() {
    let store = memory().await;
    assert_eq!(store.latest_position().await.unwrap(), 0);
    let case = store.opened("a", WINE).await;
    let seen = store.changes_after(0, 10).await.unwrap();
    assert_eq!((seen.len(), seen[0].reference), (1, case));
    store.ana(case, CLAIM, 1).await;
    let next = store.changes_after(seen[0].position, 10).await.unwrap();
    assert_eq!(next[0].event.what, EventKind::Claimed);
    assert_eq!(store.latest_position().await.unwrap(), next[0].position);
}

#[tokio::test]
async fn nothing_that_is_printed_for_the_log_has_anyones_words() {
    let store = memory().await;
    let new = NewEscalation {
        details: Some("SECRET".to_owned()),
        address: "SECRET".to_owned(),
        ..question("SECRET", "SECRET")
    };
    let mut printed = vec![format!("{new:?}")];
    let case = store.escalate(new, at(0)).await.unwrap().reference;
    let action = answer("SECRET");
    printed.push(format!("{action:?} {:?}", by_asker("SECRET")));
    let answered = store.ana(case, action, 1).await;
    let due = store.due(Channel::Terminal, None, at(2), 1).await.unwrap();
    let standing = crate::queue::Standing::of(&answered);
    printed.push(format!("{answered:?} {due:?} {standing:?}"));
    assert!(!printed.concat().contains("SECRET"), "{printed:?}");
}
