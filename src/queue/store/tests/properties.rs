//! Whatever is done in whatever order, the queue stays sound.

use proptest::prelude::*;

use super::*;
use crate::queue::{Event, Filter};

#[derive(Debug, Clone)]
enum Step {
    Escalate {
        question: usize,
        asker: usize,
        urgent: bool,
    },
    Act {
        case: usize,
        action: usize,
        by: usize,
    },
    Deliver,
    Fail,
}

const ASKERS: [&str; 3] = ["a", "b", "c"];
const QUESTIONS: [&str; 2] = [WINE, CHEESE];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..QUESTIONS.len(), 0..ASKERS.len(), any::<bool>())
            .prop_map(|(question, asker, urgent)| Step::Escalate { question, asker, urgent }),
        8 => (0..6_usize, 0..14_usize, 0..3_usize)
            .prop_map(|(case, action, by)| Step::Act { case, action, by }),
        2 => Just(Step::Deliver),
        1 => Just(Step::Fail),
    ]
}

fn action(number: usize) -> Action {
    match number {
        0 => CLAIM,
        1 => Action::Claim { force: true },
        2 => Action::Release,
        3 => answer("Oui."),
        4 => correction("Non."),
        5 => ask("Lequel ?"),
        6 => Action::Refer {
            to: "Lyon".to_owned(),
            text: String::new(),
        },
        7 => Action::Reject {
            text: "Non.".to_owned(),
        },
        8 => Action::Close { force: false },
        9 => Action::Close { force: true },
        10 => Action::Detach,
        11 => Action::Withdraw,
        12 => add("Rouge."),
        _ => Action::Delivered {
            how: "answer".to_owned(),
        },
    }
}

/// The state that the events of a case tell; `None` for one that began as a follower, on which its leader's tell.
fn told(events: &[Event]) -> Option<State> {
    let mut state = State::Open;
    let mut claimed = false;
    for event in events {
        let is_answer = matches!(event.text.as_deref(), Some("answer" | "correction"));
        match event.what {
            EventKind::Attached => return None,
            EventKind::Claimed => {
                claimed = true;
                if state != State::AwaitingAsker {
                    state = State::Claimed;
                }
            }
            EventKind::Released => {
                claimed = false;
                if state == State::Claimed {
                    state = State::Open;
                }
            }
            EventKind::Asked => (state, claimed) = (State::AwaitingAsker, true),
            EventKind::DetailAdded if state == State::AwaitingAsker => {
                state = if claimed { State::Claimed } else { State::Open };
            }
            EventKind::Reopened => (state, claimed) = (State::Open, false),
            EventKind::Referred => state = State::Referred,
            EventKind::Answered => state = State::Answered,
            EventKind::Delivered if is_answer && state == State::Answered => {
                state = State::Delivered;
            }
            EventKind::Closed => state = State::Closed,
            EventKind::Withdrawn => state = State::Withdrawn,
            EventKind::Rejected => state = State::Rejected,
            _ => {}
        }
    }
    Some(state)
}

async fn everything(store: &Store) -> Vec<Escalation> {
    let filter = Filter {
        states: State::ALL.to_vec(),
        with_followers: true,
        limit: 1_000,
        ..Filter::default()
    };
    store.list(&filter).await.unwrap()
}

/// Does a step; whether it was refused.
async fn take(store: &Store, step: &Step, minutes: i64) -> bool {
    match *step {
        Step::Escalate {
            question: text,
            asker,
            urgent,
        } => {
            let priority = if urgent {
                Priority::Urgent
            } else {
                Priority::Normal
            };
            let new = NewEscalation {
                priority,
                ..question(ASKERS[asker], QUESTIONS[text])
            };
            store.escalate(new, at(minutes)).await.unwrap();
            false
        }
        Step::Act {
            case,
            action: number,
            by,
        } => {
            let mut cases = everything(store).await;
            cases.sort_by_key(|case| case.created_at);
            let Some(case) = cases.get(case) else {
                return false;
            };
            let action = action(number);
            let by = match action {
                Action::Withdraw | Action::AddDetail { .. } => Actor::Asker(case.asker.clone()),
                Action::Delivered { .. } => Actor::System,
                _ => attache(["Bureau", "Greffe", "Cveta"][by]),
            };
            store
                .act(case.reference, action, &by, at(minutes))
                .await
                .is_err()
        }
        Step::Deliver => {
            store.deliver_all(minutes).await;
            false
        }
        Step::Fail => {
            for message in store
                .due(Channel::Terminal, None, at(minutes), 1)
                .await
                .unwrap()
            {
                store
                    .failed(message.id, "blocked", at(minutes))
                    .await
                    .unwrap();
            }
            false
        }
    }
}

fn check(cases: &[Escalation]) {
    for case in cases {
        if let Some(told) = told(&case.events) {
            assert_eq!(case.state, told, "{case:?}");
        }
        if matches!(case.state, State::Claimed) {
            assert!(case.claimed_by.is_some(), "{case:?}");
        }
        let Some(leader) = case.follows else { continue };
        let leader = cases.iter().find(|case| case.reference == leader).unwrap();
        assert_eq!(leader.follows, None, "followers follow no follower");
        if case.state.is_waiting() {
            assert_eq!(case.state, leader.state, "{case:?} {leader:?}");
            assert_eq!(case.claimed_by, leader.claimed_by);
            assert_eq!(case.details, None);
            assert_eq!(leader.details, None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_course_of_events_leaves_the_queue_sound(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = memory().await;
            let mut before = Vec::new();
            // Two minutes apart, so that no lease outlives a step.
            for (minutes, step) in (0..).step_by(2).zip(&steps) {
                let refused = take(&store, step, minutes).await;
                let after = everything(&store).await;
                if refused {
                    assert_eq!(after, before, "{step:?}");
                }
                check(&after);
                before = after;
            }
            // Whatever is on its way arrives, and an answer ends its case unless its asker asked on.
            store.deliver_all(1_000_000).await;
            let after = everything(&store).await;
            check(&after);
            assert!(after.iter().all(|case| case.state != State::Answered));
            assert!(store.stuck(at(2_000_000)).await.unwrap().is_empty());
            store.close().await;
        });
    }
}
