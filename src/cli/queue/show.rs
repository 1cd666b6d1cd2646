//! Cases for people at a terminal.

use std::fmt::Write;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::language::{Direction, plain_text};
use crate::queue::{Action, Escalation, Outgoing, Priority, Stats};

/// Characters of a question in a list.
const EXCERPT: usize = 60;

/// A list, one case a line.
pub(super) fn list(cases: &[Escalation], zone: &TimeZone, now: Timestamp) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:<8} {:<14} {:<7} {:<17} {:>7}  {:<4} {:<4} {:<14} question",
        "ref", "state", "", "asked", "waits", "land", "lang", "claimed by"
    );
    for case in cases {
        let urgent = if case.priority == Priority::Urgent {
            "URGENT"
        } else {
            ""
        };
        let mut question: String = plain_text(&case.question)
            .replace('\n', " ")
            .chars()
            .take(EXCERPT)
            .collect();
        if question.len() < case.question.len() {
            question.push('…');
        }
        if case.followers > 0 {
            let _ = write!(question, " (+{})", case.followers);
        }
        let country = case
            .country
            .map_or_else(|| "–".to_owned(), |code| code.to_string());
        let _ = writeln!(
            out,
            "{:<8} {:<14} {:<7} {:<17} {:>7}  {:<4} {:<4} {:<14} {}",
            case.reference.to_string(),
            case.state.code(),
            urgent,
            minute(case.created_at, zone),
            if case.state.is_waiting() {
                span(now.duration_since(case.created_at))
            } else {
                String::new()
            },
            country,
            case.language.code(),
            plain_text(case.claimed_by.as_deref().unwrap_or("–")),
            question,
        );
    }
    out
}

/// One case with all its events.
pub(super) fn case(case: &Escalation, zone: &TimeZone) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(
                out,
                "{name:<10} {}",
                plain_text(value).replace('\n', "\n           ")
            );
        }
    };
    line("reference", &case.reference.to_string());
    line("state", case.state.code());
    line("priority", case.priority.code());
    line("question", &case.question);
    line("details", case.details.as_deref().unwrap_or_default());
    line("language", case.language.code());
    line(
        "country",
        &case
            .country
            .map(|code| code.to_string())
            .unwrap_or_default(),
    );
    line(
        "direction",
        case.direction.map(Direction::code).unwrap_or_default(),
    );
    line("channel", case.asker.channel.code());
    line("asker", &case.asker.id);
    line("claimed by", case.claimed_by.as_deref().unwrap_or_default());
    line("referred", case.referred_to.as_deref().unwrap_or_default());
    line("answer", case.answer.as_deref().unwrap_or_default());
    line(
        "follows",
        &case
            .follows
            .map(|leader| leader.to_string())
            .unwrap_or_default(),
    );
    if case.followers > 0 {
        line("followers", &case.followers.to_string());
    }
    let nearest: Vec<String> = case
        .nearest
        .iter()
        .take(3)
        .map(|near| format!("{:.2} {}", near.probability, near.entry))
        .collect();
    line("nearest", &nearest.join("\n"));
    let _ = writeln!(out, "\nevents");
    for event in &case.events {
        let text = event
            .text
            .as_deref()
            .map(|text| format!(": {}", plain_text(text).replace('\n', " ")))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "  {}  {} by {}{text}",
            second(event.at, zone),
            event.what.code(),
            plain_text(&event.by)
        );
    }
    out
}

/// What an action came to, in a line.
pub(super) fn done(case: &Escalation, action: &Action) -> String {
    let reference = case.reference;
    let along = match case.followers {
        0 => String::new(),
        1 => " One asker with the same question gets it too.".to_owned(),
        many => format!(" {many} askers with the same question get it too."),
    };
    match action {
        Action::Claim { .. } => format!("{reference} is yours."),
        Action::Release => format!("{reference} is free for others again."),
        Action::Answer { .. } => format!(
            "The answer to {reference} is stored and goes to the asker ({}).{along} `guichet queue show {reference}` tells when it has arrived.",
            case.asker.channel.code()
        ),
        Action::Ask { .. } => {
            format!("Your question is stored and goes to the asker of {reference}.{along}")
        }
        Action::Refer { to, .. } => {
            let to = plain_text(to);
            format!("{reference} is referred to {to}; the asker is told.{along}")
        }
        Action::Reject { .. } => format!("{reference} is declined; the asker is told.{along}"),
        _ => format!("{reference}: {}.", case.state.code()),
    }
}

/// Figures.
pub(super) fn stats(stats: &Stats, stuck: &[Outgoing], zone: &TimeZone, now: Timestamp) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "{name:<26} {value}");
    };
    line("cases", stats.cases.to_string());
    line(
        "waiting",
        format!("{} ({} urgent)", stats.waiting, stats.waiting_urgent),
    );
    if let Some(oldest) = &stats.oldest_waiting {
        line(
            "oldest waiting",
            format!(
                "{}, asked {}, {} ago",
                oldest.reference,
                minute(oldest.created_at, zone),
                span(now.duration_since(oldest.created_at))
            ),
        );
    }
    if let Some(hours) = stats.median_hours_to_answer {
        line("median time to an answer", format!("{hours:.1} h"));
    }
    for (state, count) in &stats.by_state {
        if *count > 0 {
            line(&format!("  {}", state.code()), count.to_string());
        }
    }
    let listed = |counts: &std::collections::BTreeMap<String, u64>| {
        let all: Vec<String> = counts
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        all.join(", ")
    };
    line("by country", listed(&stats.by_country));
    line("by language", listed(&stats.by_language));
    line("on their way to an asker", stats.undelivered.to_string());
    for outgoing in stuck {
        line(
            "stuck",
            format!(
                "{} since {}, {} attempts: {}",
                outgoing.reference,
                minute(outgoing.created_at, zone),
                outgoing.attempts,
                outgoing
                    .last_error
                    .as_deref()
                    .unwrap_or("the asker has not come back")
            ),
        );
    }
    out
}

fn minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%d.%m.%Y %H:%M")
        .to_string()
}

fn second(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%d.%m.%Y %H:%M:%S")
        .to_string()
}

/// A span of time in its largest unit.
fn span(duration: SignedDuration) -> String {
    let minutes = duration.as_mins().max(0);
    match minutes {
        0..60 => format!("{minutes} min"),
        60..2_880 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1_440),
    }
}
