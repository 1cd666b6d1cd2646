//! When the desk is reminded, computed from the hour alone.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::queue::{Escalation, EventKind, State};

/// The day whose digest is due: today's, from its hour on. One that was missed at its hour is due for the rest of the day,
/// and those of days before are not made up for.
pub(super) fn digest_due(now: Timestamp, zone: &TimeZone, at: Time) -> Option<Date> {
    let today = now.to_zoned_datetime(zone.clone()).date();
    // Where clocks jump over the hour, the first moment after it counts.
    let due = today.to_datetime(at).to_zoned_datetime(zone.clone()).ok()?;
    (now >= due.timestamp()).then_some(today)
}

/// Since when a case waits for the attaché, if it does: since it was asked, or since its asker last brought it back.
pub(super) fn waits_since(case: &Escalation) -> Option<Timestamp> {
    if !matches!(case.state, State::Open | State::Claimed) || case.follows.is_some() {
        return None;
    }
    let mut since = case.created_at;
    let mut is_elsewhere = false;
    for event in &case.events {
        match event.what {
            EventKind::Asked | EventKind::Referred => is_elsewhere = true,
            EventKind::Reopened => since = event.at,
            // A referred case that is claimed again waits from then on.
            EventKind::DetailAdded | EventKind::Claimed if is_elsewhere => {
                is_elsewhere = false;
                since = event.at;
            }
            _ => {}
        }
    }
    Some(since)
}

/// Whether a case has waited so long that the desk is reminded of it; since when.
pub(super) fn reminder_due(
    case: &Escalation,
    after: SignedDuration,
    now: Timestamp,
) -> Option<Timestamp> {
    waits_since(case).filter(|since| now.duration_since(*since) >= after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Script};
    use crate::queue::{Asker, Channel, Event, Priority};

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    const EIGHT: Time = Time::constant(8, 0, 0, 0);

    #[test]
    fn the_digest_is_due_from_its_hour_on_in_the_zone() {
        let belgrade = zone("Europe/Belgrade");
        assert_eq!(
            digest_due(at("2026-11-24T06:59:59Z"), &belgrade, EIGHT),
            None
        );
        for now in ["2026-11-24T07:00:00Z", "2026-11-24T22:59:59Z"] {
            assert_eq!(
                digest_due(at(now), &belgrade, EIGHT),
                Some(jiff::civil::date(2026, 11, 24)),
                "{now}"
            );
        }
        assert_eq!(
            digest_due(at("2026-11-24T23:00:00Z"), &belgrade, EIGHT),
            None
        );
        // In summer the zone is two hours ahead.
        assert!(digest_due(at("2026-07-01T06:00:00Z"), &belgrade, EIGHT).is_some());
    }

    #[test]
    fn an_hour_that_the_clocks_jump_over_is_the_next_one() {
        let belgrade = zone("Europe/Belgrade");
        let at_half_past_two = Time::constant(2, 30, 0, 0);
        let due = |now| digest_due(at(now), &belgrade, at_half_past_two);
        assert_eq!(due("2026-03-29T00:59:00Z"), None);
        assert!(due("2026-03-29T01:30:00Z").is_some());
        // When it comes twice, the first counts.
        assert!(due("2026-10-25T00:30:00Z").is_some());
        assert!(due("2026-10-25T01:30:00Z").is_some());
    }

    fn case(state: State, events: &[(&str, EventKind)]) -> Escalation {
        let event = |(time, what): &(&str, EventKind)| Event {
            at: at(&format!("2026-11-24T{time}:00Z")),
            what: *what,
            by: "ana".to_owned(),
            text: None,
        };
        Escalation {
            reference: "G-7K3M".parse().unwrap(),
            state,
            priority: Priority::Normal,
            question: "?".to_owned(),
            details: None,
            language: Language::French,
            script: Script::Latn,
            country: None,
            direction: None,
            asker: Asker {
                channel: Channel::Discord,
                id: "1".to_owned(),
            },
            address: String::new(),
            created_at: at("2026-11-24T08:00:00Z"),
            updated_at: at("2026-11-24T08:00:00Z"),
            claimed_by: None,
            claimed_at: None,
            referred_to: None,
            answer: None,
            answered_by: None,
            answered_at: None,
            follows: None,
            followers: 0,
            nearest: Vec::new(),
            reduced_at: None,
            events: events.iter().map(event).collect(),
        }
    }

    #[test]
    fn a_case_waits_from_its_question_or_from_when_it_came_back() {
        use EventKind::{Answered, Asked, Claimed, DetailAdded, Opened, Reopened};
        let since = |state, events: &[(&str, EventKind)]| {
            waits_since(&case(state, events)).map(|at| at.strftime("%H:%M").to_string())
        };
        let opened = ("08:00", Opened);
        assert_eq!(since(State::Open, &[opened]).as_deref(), Some("08:00"));
        assert_eq!(
            since(State::Claimed, &[opened, ("09:00", Claimed)]).as_deref(),
            Some("08:00"),
            "a claim is no answer"
        );
        let asked = [opened, ("09:00", Claimed), ("10:00", Asked)];
        assert_eq!(since(State::AwaitingAsker, &asked), None);
        let replied = [&asked[..], &[("12:00", DetailAdded)]].concat();
        assert_eq!(since(State::Claimed, &replied).as_deref(), Some("12:00"));
        let reopened = [
            opened,
            ("09:00", Answered),
            ("15:00", DetailAdded),
            ("15:00", Reopened),
        ];
        assert_eq!(since(State::Open, &reopened).as_deref(), Some("15:00"));
        assert_eq!(
            since(State::Open, &[opened, ("09:00", DetailAdded)]).as_deref(),
            Some("08:00"),
            "who adds something meanwhile does not wait less"
        );
    }

    #[test]
    fn a_reminder_is_due_after_its_time() {
        let waiting = case(State::Open, &[]);
        let due = |now| reminder_due(&waiting, SignedDuration::from_hours(4), at(now));
        assert_eq!(due("2026-11-24T11:59:59Z"), None);
        assert_eq!(due("2026-11-24T12:00:00Z"), Some(waiting.created_at));
        assert_eq!(due("2026-11-25T12:00:00Z"), Some(waiting.created_at));
    }
}
