//! Cases that follow another: which one, from when, until when.
//!
//! A follower stands where its leader stands for as long as it waits. A leader follows no one.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::super::similar::{Other, is_same_question, mark};
use super::super::{
    Action, Actor, Channel, Escalation, EscalationRef, Event, EventKind, NewEscalation, Priority,
    State,
};
use super::error::Failure;
use super::rows::{self, CASES, Case};
use super::{escalating, posting};
use crate::language::{Direction, Language};

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
    let found = to_follow(new).build().fetch_all(&mut *connection).await?;
    for row in found {
        let asker: Option<String> = row.try_get("asker_id")?;
        let channel: Channel = rows::code(&row, "channel")?;
        let is_own = channel == new.asker.channel && asker.as_deref() == Some(&new.asker.id);
        let by = if is_own {
            Other::Same
        } else {
            Other::SomeoneElse
        };
        let state: State = rows::code(&row, "state")?;
        let in_reach = is_own || matches!(state, State::Open | State::Claimed);
        let language: Language = rows::code(&row, "language")?;
        let question: &str = row.try_get("question")?;
        if in_reach
            && language.family() == new.language.family()
            && is_same_question(question, &new.question, by)
        {
            return rows::case_of(connection, rows::code(&row, "reference")?).await;
        }
    }
    Ok(None)
}

/// The waiting cases that follow none and that `new` could follow, oldest first.
///
/// The states stand there as they do in the index (`migrations/0003_indexes.sql`), which is used only then.
pub(super) fn to_follow(new: &NewEscalation) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT reference, question, language, state, channel, asker_id FROM escalations \
         WHERE follows IS NULL AND details IS NULL \
         AND state IN ('open', 'claimed', 'awaiting_asker', 'referred') AND mark IN (0, ",
    );
    query
        .push_bind(mark(&new.question))
        .push(") AND COALESCE(country, '') = ")
        .push_bind(
            new.country
                .map_or(String::new(), |country| country.to_string()),
        )
        .push(" AND COALESCE(direction, '') = ")
        .push_bind(new.direction.map_or("", Direction::code))
        .push(" ORDER BY created_at, id");
    query
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

/// Writes that the case `id` no longer follows `leader`. Nothing happened to that one, but its card counts one less.
pub(super) async fn stop_following(
    connection: &mut SqliteConnection,
    id: i64,
    leader: EscalationRef,
) -> Result<(), Failure> {
    follow(connection, id, None).await?;
    posting::outdate(connection, "reference", leader.to_string()).await
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
        stop_following(connection, case.id, leader).await?;
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
