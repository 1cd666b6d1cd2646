//! How many questions a user may ask within a minute.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::UserId;

/// The time within which questions are counted.
const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// Users remembered before those who have been quiet are looked for.
const MANY: usize = 1_000;

/// A question that came too soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooSoon {
    /// The time until the next may be asked.
    pub time: SignedDuration,
    /// Whether it is the first of these within a minute.
    pub is_first: bool,
}

#[derive(Debug, Default)]
struct Asked {
    times: VecDeque<Timestamp>,
    /// When the user was last told.
    told: Option<Timestamp>,
}

/// Counts each user's questions of the last minute.
#[derive(Debug)]
pub(super) struct Limits {
    most: usize,
    asked: Mutex<HashMap<UserId, Asked>>,
}

impl Limits {
    /// A limit of `most` questions a user and minute.
    pub fn new(most: u32) -> Self {
        Self {
            most: most as usize,
            asked: Mutex::default(),
        }
    }

    /// Counts a question; when it is one too many, tells when the next may be asked.
    pub fn take(&self, user: UserId, now: Timestamp) -> Result<(), TooSoon> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= MANY {
            asked.retain(|_, asked| asked.times.back().is_some_and(|last| is_within(*last, now)));
        }
        let Asked { times, told } = asked.entry(user).or_default();
        while times.front().is_some_and(|first| !is_within(*first, now)) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= self.most => {
                let is_first = !told.is_some_and(|last| is_within(last, now));
                if is_first {
                    *told = Some(now);
                }
                Err(TooSoon {
                    time: WINDOW - now.duration_since(*first),
                    is_first,
                })
            }
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

/// Whether `then` counts still. After a clock was set back nothing does.
fn is_within(then: Timestamp, now: Timestamp) -> bool {
    let ago = now.duration_since(then);
    !ago.is_negative() && ago < WINDOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_holds_so_many_questions_of_a_user_and_no_more() {
        let limits = Limits::new(2);
        let start: Timestamp = "2026-11-27T08:00:00Z".parse().unwrap();
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        let (one, other) = (UserId::new(1), UserId::new(2));
        assert_eq!(limits.take(one, at(0)), Ok(()));
        assert_eq!(limits.take(one, at(10)), Ok(()));
        assert_eq!(
            limits.take(one, at(20)),
            Err(TooSoon {
                time: SignedDuration::from_secs(40),
                is_first: true,
            })
        );
        assert_eq!(limits.take(other, at(20)), Ok(()));
        assert_eq!(limits.take(one, at(60)), Ok(()));
        assert!(!limits.take(one, at(61)).unwrap_err().is_first);
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nobody_from_asking() {
        let limits = Limits::new(1);
        let ahead: Timestamp = "2036-11-27T08:00:00Z".parse().unwrap();
        let now: Timestamp = "2026-11-27T08:00:00Z".parse().unwrap();
        let user = UserId::new(1);
        assert_eq!(limits.take(user, ahead), Ok(()));
        assert_eq!(limits.take(user, now), Ok(()));
        assert!(limits.take(user, now).is_err());
    }
}
