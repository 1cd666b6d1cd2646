//! Accounting for questions: what the database holds in the end, against what people were told.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use guichet::language::{Language, Script};
use guichet::queue::{
    Action, Actor, Asker, Channel, Escalation, EscalationRef, EventKind, NewEscalation, Priority,
    State,
};
use jiff::Timestamp;
use sqlx::{ConnectOptions, Row};

use super::place::Place;

/// One question of somebody who does not ask it twice without a reason.
pub struct Asked {
    /// Who asked, as the queue knows them.
    pub asker: String,
    pub question: String,
    /// How often they agreed that it is passed on: once, and again when no reply came.
    pub agreed: usize,
    /// The references that they were told.
    pub told: Vec<EscalationRef>,
}

/// What a run came to.
#[derive(Default)]
pub struct Figures {
    pub kills: u64,
    pub questions: usize,
    /// Asked anew by somebody who had no reply.
    pub repeated: usize,
    pub cases: usize,
    pub answers: usize,
    /// Told a reference that the database does not have, or answered and not told.
    pub lost: usize,
    /// More cases than agreements, or an answer that arrived more often than it may.
    pub doubled: usize,
    /// Answers shown again in a terminal, because the kill came between showing and noting it.
    pub shown_again: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} questions, {} kills, {} asked again for want of a reply, {} cases, {} answers brought, {} lost, {} doubled",
            self.questions,
            self.kills,
            self.repeated,
            self.cases,
            self.answers,
            self.lost,
            self.doubled
        )?;
        if self.shown_again > 0 {
            write!(f, ", {} shown again after a kill", self.shown_again)?;
        }
        Ok(())
    }
}

/// The question on a lot: each is on one of its own, so that none follows another.
pub fn question_on(lot: u64) -> String {
    format!(
        "mon fournisseur turc refuse de me donner sa déclaration pour le lot {lot}, que puis-je lui opposer ?"
    )
}

/// The lot that a question is on; `None` for other words.
pub fn lot_of(text: &str) -> Option<u64> {
    let (_, rest) = text.split_once("le lot ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The attaché's answer to it.
pub fn answer_on(lot: u64) -> String {
    format!("Demandez un duplicata au bureau d'émission du lot {lot}.")
}

/// The reference that somebody is told in these words, if they are.
pub fn told(text: &str) -> Option<EscalationRef> {
    let (_, rest) = text.split_once("Votre référence")?;
    let at = rest.find("G-")?;
    rest[at..].chars().take(6).collect::<String>().parse().ok()
}

/// Gives back what killed processes had lent themselves from the outbox, as the end of their leases does a minute later. No
/// process may run.
pub async fn end_leases(place: &Place) {
    let store = place.store().await;
    let later = Timestamp::now() + jiff::SignedDuration::from_hours(1);
    for message in store.stuck(later).await.unwrap() {
        store.release(message.id).await.unwrap();
    }
    store.close().await;
}

/// Who asks where the account itself is tried.
pub const ASKER: &str = "somebody";

/// A case on a lot, answered and delivered; and a reference that no case has.
pub async fn stored(place: &Place, lot: u64) -> (EscalationRef, EscalationRef) {
    let store = place.store().await;
    let now = Timestamp::now();
    let asker = Asker {
        channel: Channel::Terminal,
        id: ASKER.to_owned(),
    };
    let new = NewEscalation {
        key: now.to_string(),
        question: question_on(lot),
        details: None,
        language: Language::French,
        script: Script::Latn,
        country: None,
        direction: None,
        asker,
        address: String::new(),
        priority: Priority::Normal,
        nearest: Vec::new(),
    };
    let reference = store.escalate(new, now).await.unwrap().reference;
    let answer = Action::Answer {
        text: answer_on(lot),
        force: false,
    };
    let by = Actor::Attache("Bureau".to_owned());
    store.act(reference, answer, &by, now).await.unwrap();
    for message in store.due(Channel::Terminal, None, now, 1).await.unwrap() {
        store.delivered(message.id, "terminal", now).await.unwrap();
    }
    store.close().await;
    let unknown = ["G-7K3M", "G-9K4M"].map(|text| text.parse().unwrap());
    let unknown = unknown.into_iter().find(|unknown| *unknown != reference);
    (reference, unknown.unwrap())
}

/// Whether everything that was asked is answered, and every answer delivered.
pub async fn is_settled(place: &Place) -> bool {
    let cases = place.cases().await;
    cases.iter().all(|case| case.state == State::Delivered)
}

/// The answers that an asker got, by their case, each with how often.
pub type Arrived = BTreeMap<EscalationRef, usize>;

/// Compares what was asked and told with what is stored.
pub async fn settle(
    place: &Place,
    asked: &[Asked],
    arrived: &Arrived,
    may_repeat: usize,
) -> Figures {
    assert_eq!(check_integrity(place).await, ["ok"]);
    let cases = place.cases().await;
    for asked in asked {
        assert!(
            !asked.told.is_empty() && asked.agreed > 0,
            "nobody was told of {}",
            asked.question
        );
    }
    let mut figures = Figures {
        questions: asked.len(),
        repeated: asked.iter().map(|asked| asked.agreed - 1).sum(),
        cases: cases.len(),
        ..Figures::default()
    };
    let mut known = 0;
    for asked in asked {
        let own: Vec<_> = cases
            .iter()
            .filter(|case| case.question == asked.question && case.asker.id == asked.asker)
            .collect();
        known += own.len();
        figures.doubled += own.len().saturating_sub(asked.agreed);
        for told in &asked.told {
            let stored = own.iter().filter(|case| case.reference == *told).count();
            figures.lost += usize::from(stored == 0);
            figures.doubled += stored.saturating_sub(1);
        }
    }
    assert_eq!(known, cases.len(), "cases that nobody asked");
    for case in &cases {
        assert_story(case);
        let times = arrived.get(&case.reference).copied().unwrap_or(0);
        let answer = answer_on(lot_of(&case.question).unwrap());
        assert_eq!(case.answer.as_deref(), Some(answer.as_str()), "{case:?}");
        figures.answers += usize::from(times > 0);
        figures.lost += usize::from(times == 0);
        figures.shown_again += times.saturating_sub(1);
    }
    figures.doubled += figures.shown_again.saturating_sub(may_repeat);
    figures
}

/// What SQLite finds wrong with the file; `ok` if nothing.
async fn check_integrity(place: &Place) -> Vec<String> {
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(place.database())
        .busy_timeout(Duration::from_secs(20))
        .connect()
        .await
        .unwrap();
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(dangling.len(), 0, "rows that belong to nothing");
    let found = sqlx::query("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    found.iter().map(|row| row.get(0)).collect()
}

/// Fails unless the events of an answered case tell its story: each step once, in an order in which they can happen, without a
/// gap, and ending where the case stands.
fn assert_story(case: &Escalation) {
    use EventKind::{Answered, Attached, Claimed, Delivered, Opened};
    let steps: Vec<EventKind> = case
        .events
        .iter()
        .map(|event| event.what)
        .filter(|what| !matches!(what, EventKind::DeliveryFailed))
        .collect();
    let mut expected = vec![Opened];
    if case.follows.is_some() {
        expected.push(Attached);
    }
    if steps.contains(&Claimed) {
        expected.push(Claimed);
    }
    expected.extend([Answered, Delivered]);
    assert_eq!(steps, expected, "{case:?}");
    assert_eq!(case.state, State::Delivered, "{case:?}");
    assert!(case.events.is_sorted_by_key(|event| event.at), "{case:?}");
    let answered = case.events.iter().find(|event| event.what == Answered);
    assert_eq!(
        answered.and_then(|event| event.text.as_deref()),
        case.answer.as_deref(),
        "{case:?}"
    );
}
