//! Keeping the promise that old cases are reduced to their statistics, also by a counter that stays open for months.

use std::convert::Infallible;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{MissedTickBehavior, interval};

use crate::queue::Store;

/// How often old cases are looked for.
const DAILY: SignedDuration = SignedDuration::from_hours(24);

/// When they are looked for again if that failed.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// When old cases were last looked for, and whether that succeeded.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    at: Timestamp,
    succeeded: bool,
}

/// Whether old cases are to be looked for: at the start, a day after the last time, sooner after a failure, and when the
/// clock was set back.
fn is_due(last: Option<Attempt>, now: Timestamp) -> bool {
    last.is_none_or(|last| {
        let since = now.duration_since(last.at);
        since.is_negative() || since >= if last.succeeded { DAILY } else { AGAIN }
    })
}

/// Reduces the cases to their statistics that were closed more than `retain_days` ago, as was promised to their askers;
/// whether that succeeded. A failure is told in the log: the counter stays open all the same.
pub async fn reduce_old_cases(store: &Store, retain_days: i64, now: Timestamp) -> bool {
    let kept = SignedDuration::from_hours(24 * retain_days);
    match store.reduce_closed(now - kept, now).await {
        Ok(0) => true,
        Ok(cases) => {
            tracing::info!(cases, "old cases were reduced to their statistics");
            true
        }
        Err(error) => {
            tracing::warn!("old cases could not be reduced: {error}");
            false
        }
    }
}

/// Does `work`, and meanwhile reduces old cases, at once and then every day.
pub async fn reduce_while<T>(
    store: &Store,
    retain_days: i64,
    clock: impl Fn() -> Timestamp + Send,
    work: impl Future<Output = T>,
) -> T {
    tokio::select! {
        // First, so that also work that is done at once is not done before them.
        biased;
        never = reduce_daily(store, retain_days, clock) => match never {},
        done = work => done,
    }
}

/// Reduces old cases at once and then every day, for ever.
pub(super) async fn reduce_daily(
    store: &Store,
    retain_days: i64,
    clock: impl Fn() -> Timestamp + Send,
) -> Infallible {
    let mut last = None;
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let now = clock();
        if is_due(last, now) {
            last = Some(Attempt {
                at: now,
                succeeded: reduce_old_cases(store, retain_days, now).await,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::language::{Language, Script};
    use crate::queue::{Action, Actor, Asker, Channel, EscalationRef, NewEscalation, Priority};

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn old_cases_are_looked_for_at_the_start_and_once_a_day() {
        assert!(is_due(None, at("2026-11-24T10:00:00Z")));
        let last = Some(Attempt {
            at: at("2026-11-24T10:00:00Z"),
            succeeded: true,
        });
        assert!(!is_due(last, at("2026-11-24T10:00:00Z")));
        assert!(!is_due(last, at("2026-11-25T09:59:59Z")));
        assert!(is_due(last, at("2026-11-25T10:00:00Z")));
        // The machine slept for a while.
        assert!(is_due(last, at("2026-12-24T10:00:00Z")));
    }

    /// A case of somebody that was withdrawn at this hour.
    async fn withdrawn(store: &Store, at: Timestamp) -> EscalationRef {
        let asker = Asker {
            channel: Channel::Terminal,
            id: "menuiserie".to_owned(),
        };
        let new = NewEscalation {
            key: at.to_string(),
            question: "Faut-il un EUR.1 ?".to_owned(),
            details: None,
            language: Language::French,
            script: Script::Latn,
            country: None,
            direction: None,
            asker: asker.clone(),
            address: String::new(),
            priority: Priority::Normal,
            nearest: Vec::new(),
        };
        let reference = store.escalate(new, at).await.unwrap().reference;
        let by = Actor::Asker(asker);
        store
            .act(reference, Action::Withdraw, &by, at)
            .await
            .unwrap();
        reference
    }

    #[tokio::test]
    async fn a_session_that_stays_open_for_months_forgets_old_cases_day_after_day() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let begins = at("2026-11-24T10:00:00Z");
        let old = withdrawn(&store, begins - SignedDuration::from_hours(24 * 366)).await;
        let newer = withdrawn(&store, begins - SignedDuration::from_hours(24 * 360)).await;
        let ahead = AtomicI64::new(0);
        let clock = || begins + SignedDuration::from_secs(ahead.load(Ordering::Relaxed));
        let is_reduced = async |case| store.get(case).await.unwrap().reduced_at.is_some();
        let work = async {
            while !is_reduced(old).await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert!(!is_reduced(newer).await);
            ahead.store(7 * 86_400, Ordering::Relaxed);
            while !is_reduced(newer).await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            "goodbye"
        };
        let within = tokio::time::timeout(
            Duration::from_mins(10),
            reduce_while(&store, 365, clock, work),
        );
        assert_eq!(within.await, Ok("goodbye"));
    }

    #[test]
    fn after_a_failure_it_is_tried_within_the_hour() {
        let last = Some(Attempt {
            at: at("2026-11-24T10:00:00Z"),
            succeeded: false,
        });
        assert!(!is_due(last, at("2026-11-24T10:59:59Z")));
        assert!(is_due(last, at("2026-11-24T11:00:00Z")));
    }

    #[test]
    fn a_clock_that_was_wrong_does_not_put_it_off() {
        let last = Some(Attempt {
            at: at("2036-11-24T10:00:00Z"),
            succeeded: true,
        });
        assert!(is_due(last, at("2026-11-24T10:00:00Z")));
    }
}
