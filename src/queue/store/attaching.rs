//! Cases that follow another: which one, from when, until when.
//!
//! A follower stands where its leader stands for as long as it waits. A leader follows no one.

use jiff::Timestamp;
use sqlx::{QueryBuilder, SqliteConnection};

use super::super::similar::{Other, is_same_question};
use super::super::{
    Action, Actor, Escalation, EscalationRef, Event, EventKind, NewEscalation, Priority, State,
};
use super::error::Failure;
use super::escalating;
use super::rows::{self, CASES, Case};
use crate::language::Direction;

/// The waiting case that asks what `new` asks, if there is one; the oldest of several.
///
/// Neither may have details, which make the answer theirs alone. Someone else's case has to be open or claimed: once its
/// asker was asked something or referred, whoever comes later would miss it.
pub(super) async fn find_leader(
    connection: &mut SqliteConnection,
    new: &NewEscalation,
) -> Result<Option<Case>, Failure> {
    if escalating::details(new).is_some() {
        return Ok(None);
    }
    let mut query = QueryBuilder::new(CASES);
    query
        .push(" WHERE c.follows IS NULL AND c.details IS NULL AND COALESCE(c.country, '') = ")
        .push_bind(
            new.country
                .map_or(String::new(), |country| country.to_string()),
        )
        .push(" AND COALESCE(c.direction, '') = ")
        .push_bind(new.direction.map_or("", Direction::code))
        .push(" AND c.state IN (");
    let mut states = query.separated(", ");
    for state in State::WAITING {
        states.push_bind(state.code());
    }
    query.push(") ORDER BY c.created_at, c.id");
    let waiting = rows::cases(connection, query).await?;
    Ok(waiting.into_iter().find(|case| {
        let case = &case.escalation;
        let by = if case.asker == new.asker {
            Other::Same
        } else {
            Other::SomeoneElse
        };
        let in_reach = by == Other::Same || matches!(case.state, State::Open | State::Claimed);
        in_reach
            && case.language.family() == new.language.family()
            && is_same_question(&case.question, &new.question, by)
    }))
}

/// Lets the new case `id` follow `leader`, which becomes urgent if the new one is.
pub(super) async fn attach(
    connection: &mut SqliteConnection,
    id: i64,
    reference: EscalationRef,
    leader: &mut Case,
    priority: Priority,
    now: Timestamp,
) -> Result<(), Failure> {
    let event = |what, other: EscalationRef| Event {
        at: now,
        what,
        by: Actor::System.name().to_owned(),
        text: Some(other.to_string()),
    };
    if let Some(mut case) = rows::case_of(connection, reference).await? {
        take_standing(&mut case.escalation, &leader.escalation);
        rows::save(connection, &case).await?;
    }
    follow(connection, id, Some(leader.id)).await?;
    let attached = event(EventKind::Attached, leader.escalation.reference);
    rows::record(connection, id, &attached).await?;
    if priority > leader.escalation.priority {
        leader.escalation.priority = priority;
        leader.escalation.updated_at = now;
        rows::save(connection, leader).await?;
        rows::record(connection, leader.id, &event(EventKind::Raised, reference)).await?;
    }
    Ok(())
}

/// What a case has in common with the one it follows from the start.
fn take_standing(follower: &mut Escalation, leader: &Escalation) {
    follower.state = leader.state;
    follower.claimed_by.clone_from(&leader.claimed_by);
    follower.claimed_at = leader.claimed_at;
    follower.referred_to.clone_from(&leader.referred_to);
}

/// The cases that follow the case `id`, oldest first.
pub(super) async fn followers(
    connection: &mut SqliteConnection,
    id: i64,
) -> Result<Vec<Case>, Failure> {
    let mut query = QueryBuilder::new(CASES);
    query
        .push(" WHERE c.follows = ")
        .push_bind(id)
        .push(" ORDER BY c.id");
    rows::cases(connection, query).await
}

/// Writes which case the case `id` follows.
pub(super) async fn follow(
    connection: &mut SqliteConnection,
    id: i64,
    leader: Option<i64>,
) -> Result<(), Failure> {
    sqlx::query("UPDATE escalations SET follows = $2 WHERE id = $1")
        .bind(id)
        .bind(leader)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes `case` out of its group, by what its asker did: from now on its answer would not be that of the others.
///
/// Those that followed it go on together, behind the oldest that waits: what the attaché does to that one is done to all of
/// them, and none is lost from sight. Priorities go on with them.
pub(super) async fn leave_group(
    connection: &mut SqliteConnection,
    case: &Case,
    now: Timestamp,
) -> Result<(), Failure> {
    let from = case.escalation.reference;
    let detached = |from: EscalationRef| Event {
        at: now,
        what: EventKind::Detached,
        by: Actor::System.name().to_owned(),
        text: Some(from.to_string()),
    };
    if let Some(leader) = case.escalation.follows {
        follow(connection, case.id, None).await?;
        rows::record(connection, case.id, &detached(leader)).await?;
    }
    let mut followers = followers(connection, case.id).await?;
    followers.retain(|follower| {
        let follower = &follower.escalation;
        follower.state != State::Withdrawn && follower.reduced_at.is_none()
    });
    let next = followers
        .iter()
        .position(|follower| follower.escalation.state.is_waiting())
        .or((!followers.is_empty()).then_some(0));
    let Some(next) = next else { return Ok(()) };
    let mut leader = followers.remove(next);
    leader.escalation.updated_at = now;
    let most_urgent = followers
        .iter()
        .map(|other| other.escalation.priority)
        .max();
    leader.escalation.priority = leader
        .escalation
        .priority
        .max(most_urgent.unwrap_or(Priority::Normal));
    rows::save(connection, &leader).await?;
    follow(connection, leader.id, None).await?;
    rows::record(connection, leader.id, &detached(from)).await?;
    for follower in followers {
        follow(connection, follower.id, Some(leader.id)).await?;
    }
    Ok(())
}

/// Whether `action` by `by` takes a case out of its group.
pub(super) const fn leaves_group(action: &Action, by: &Actor) -> bool {
    matches!(by, Actor::Asker(_)) && matches!(action, Action::Withdraw | Action::AddDetail { .. })
}
