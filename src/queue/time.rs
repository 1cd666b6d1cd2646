//! How the queue's times are written for programs and for people: to the second, in UTC.

use jiff::Timestamp;
use serde::Serializer;

/// Writes `at` as `2026-11-24T12:00:00Z`.
pub(super) fn seconds<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{at:.0}"))
}

/// Writes `at` like [`seconds`], or null.
#[expect(
    clippy::ref_option,
    reason = "serde hands a field over by reference, whatever it is"
)]
pub(super) fn optional_seconds<S: Serializer>(
    at: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => seconds(at, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes `at` as `2026-11-24 12:00 UTC`.
pub(super) fn for_people(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Hours from one time to a later one.
pub(super) fn hours_between(earlier: Timestamp, later: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64() / 3600.0
}
