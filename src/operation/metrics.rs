//! Metrics, as Prometheus reads them. prometheus-client is named nowhere else.
//!
//! They are the process's, as everywhere with Prometheus, and stand in one static: whoever has something to record does so
//! without being handed anything. What the database knows is counted when it is asked for, so that it is right whichever
//! process changed it.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::process;
use crate::counter::Decision;
use crate::faq::Faq;
use crate::language::Language;
use crate::queue::Backlog;

/// Upper bounds of the match time, in seconds.
const MATCH_TIMES: [f64; 14] = [
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
];

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// The metrics of this process.
#[must_use]
pub fn metrics() -> &'static Metrics {
    &METRICS
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QuestionLabels {
    decision: &'static str,
    language: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ChannelLabels {
    channel: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FaqLabels {
    version: String,
    verified: String,
}

/// The FAQ in service, as far as it is told.
#[derive(Debug, Clone, Copy)]
struct FaqInService {
    version: u64,
    entries: usize,
    /// The latest day on which an answer was compared with its sources.
    verified: Option<Date>,
}

/// What became of a question that was to be stored for the attaché.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalationOutcome {
    /// It is a case.
    Stored,
    /// It follows a case that asks the same.
    Attached,
    /// Its asker has too many cases that wait.
    Refused,
    /// The database failed: nothing was stored.
    Failed,
}

impl EscalationOutcome {
    const ALL: [Self; 4] = [Self::Stored, Self::Attached, Self::Refused, Self::Failed];

    const fn code(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Attached => "attached",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What is counted and measured in this process.
pub struct Metrics {
    registry: Registry,
    questions: Family<QuestionLabels, Counter>,
    match_time: Histogram,
    escalations: Family<OutcomeLabels, Counter>,
    discord_errors: Family<KindLabels, Counter>,
    faq_reload_failures: Counter,
    faq: Mutex<Option<FaqInService>>,
    is_faq_refused: AtomicBool,
    is_discord_connected: AtomicBool,
    is_closing: AtomicBool,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    fn new() -> Self {
        let questions = Family::default();
        let match_time = Histogram::new(MATCH_TIMES);
        let escalations = Family::default();
        let discord_errors = Family::default();
        let faq_reload_failures = Counter::default();
        let mut registry = Registry::with_prefix("guichet");
        registry.register(
            "build",
            "The program that runs",
            Info::new(BuildLabels {
                version: env!("CARGO_PKG_VERSION"),
            }),
        );
        registry.register(
            "questions",
            "Questions, by what was decided and the language they were understood in",
            Family::clone(&questions),
        );
        registry.register_with_unit(
            "match",
            "Time to read and match a question, to decide and to word the reply",
            Unit::Seconds,
            match_time.clone(),
        );
        registry.register(
            "escalations",
            "Questions that were to be stored for the attaché, by what became of them",
            Family::clone(&escalations),
        );
        registry.register(
            "discord_errors",
            "Requests to Discord that failed, each attempt counted, by kind",
            Family::clone(&discord_errors),
        );
        registry.register(
            "faq_reload_failures",
            "Changed FAQ files that were not taken because of their errors",
            Counter::clone(&faq_reload_failures),
        );
        // So that an alert sees the first failure as an increase.
        for outcome in EscalationOutcome::ALL {
            let outcome = outcome.code();
            drop(escalations.get_or_create(&OutcomeLabels { outcome }));
        }
        Self {
            registry,
            questions,
            match_time,
            escalations,
            discord_errors,
            faq_reload_failures,
            faq: Mutex::default(),
            is_faq_refused: AtomicBool::new(false),
            is_discord_connected: AtomicBool::new(false),
            is_closing: AtomicBool::new(false),
        }
    }

    /// A question was decided on in `took`.
    pub fn question(&self, decision: Decision, language: Language, took: Duration) {
        self.questions
            .get_or_create(&QuestionLabels {
                decision: decision.code(),
                language: language.code(),
            })
            .inc();
        self.match_time.observe(took.as_secs_f64());
    }

    /// A question was to be stored for the attaché.
    pub fn escalation(&self, outcome: EscalationOutcome) {
        let outcome = outcome.code();
        self.escalations
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// A request to Discord failed; `kind` is one word of a fixed list.
    pub fn discord_error(&self, kind: &'static str) {
        self.discord_errors
            .get_or_create(&KindLabels { kind })
            .inc();
    }

    /// Errors of these kinds are told from now on, also while there are none.
    pub fn expect_discord_errors(&self, kinds: impl IntoIterator<Item = &'static str>) {
        for kind in kinds {
            drop(self.discord_errors.get_or_create(&KindLabels { kind }));
        }
    }

    /// Discord is connected, or no longer.
    pub fn discord_connected(&self, is_connected: bool) {
        self.is_discord_connected
            .store(is_connected, Ordering::Relaxed);
    }

    /// This FAQ is in service, its matcher trained.
    pub fn faq_in_service(&self, faq: &Faq) {
        let days = faq.entries.iter().map(|entry| entry.settings.verified.0);
        *self.faq.lock().unwrap_or_else(PoisonError::into_inner) = Some(FaqInService {
            version: faq.version,
            entries: faq.entries.len(),
            verified: days.max(),
        });
        self.is_faq_refused.store(false, Ordering::Relaxed);
    }

    /// The files of the FAQ have changed and have errors: the one before stays in service.
    pub fn faq_refused(&self) {
        self.faq_reload_failures.inc();
        self.is_faq_refused.store(true, Ordering::Relaxed);
    }

    /// The files of the FAQ are again what is in service.
    pub fn faq_as_before(&self) {
        self.is_faq_refused.store(false, Ordering::Relaxed);
    }

    /// The counter begins to close: it takes nothing new.
    pub fn closing(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_faq_in_service(&self) -> bool {
        let faq = self.faq.lock().unwrap_or_else(PoisonError::into_inner);
        faq.is_some()
    }

    pub(super) fn is_discord_connected(&self) -> bool {
        self.is_discord_connected.load(Ordering::Relaxed)
    }

    pub(super) fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }

    /// Everything as text in the format of `OpenMetrics`; the figures on the queue are left out when there are none.
    ///
    /// # Errors
    ///
    /// When a metric cannot be written: a defect.
    pub(super) fn text(
        &self,
        backlog: Option<&Backlog>,
        needs_discord: bool,
        now: Timestamp,
    ) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode_registry(&mut text, &self.registry)?;
        let mut of_now = Registry::with_prefix("guichet");
        self.register_state(&mut of_now, backlog.is_some(), needs_discord);
        if let Some(backlog) = backlog {
            register_backlog(&mut of_now, backlog, now);
        }
        encode_registry(&mut text, &of_now)?;
        if let Some(bytes) = process::resident_bytes() {
            let mut of_process = Registry::default();
            of_process.register_with_unit(
                "process_resident_memory",
                "Memory that the process takes up",
                Unit::Bytes,
                whole(bytes),
            );
            encode_registry(&mut text, &of_process)?;
        }
        encode_eof(&mut text)?;
        Ok(text)
    }

    fn register_state(&self, registry: &mut Registry, has_database: bool, needs_discord: bool) {
        registry.register(
            "database_up",
            "Whether the database answers",
            whole(u64::from(has_database)),
        );
        if needs_discord {
            registry.register(
                "discord_up",
                "Whether Discord is connected",
                whole(u64::from(self.is_discord_connected())),
            );
        }
        registry.register(
            "faq_refused",
            "Whether the FAQ's files have errors, so that an earlier state of them is in service",
            whole(u64::from(self.is_faq_refused.load(Ordering::Relaxed))),
        );
        let faq = *self.faq.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = faq.map_or(0, |faq| faq.entries as u64);
        registry.register(
            "faq_entries",
            "Entries of the FAQ in service; 0 until it is trained",
            whole(entries),
        );
        if let Some(faq) = faq {
            registry.register(
                "faq",
                "The FAQ in service: a hash of its files, and the latest day on which an answer was compared with its sources",
                Info::new(FaqLabels {
                    version: format!("{:016x}", faq.version),
                    verified: faq.verified.map(|day| day.to_string()).unwrap_or_default(),
                }),
            );
        }
    }
}

/// A gauge of a whole number.
fn whole(value: u64) -> Gauge<u64, AtomicU64> {
    let gauge = Gauge::<u64, AtomicU64>::default();
    gauge.set(value);
    gauge
}

/// Seconds since `then`, 0 for what lies ahead.
fn seconds_since(then: Option<Timestamp>, now: Timestamp) -> f64 {
    let since = then.map_or(SignedDuration::ZERO, |then| now.duration_since(then));
    since.as_secs_f64().max(0.0)
}

fn register_backlog(registry: &mut Registry, backlog: &Backlog, now: Timestamp) {
    let cases = Family::<StateLabels, Gauge<u64, AtomicU64>>::default();
    let ages = Family::<StateLabels, Gauge<f64, AtomicU64>>::default();
    for of_state in &backlog.cases {
        let labels = StateLabels {
            state: of_state.state.code(),
        };
        cases.get_or_create(&labels).set(of_state.count);
        ages.get_or_create(&labels)
            .set(seconds_since(of_state.oldest, now));
    }
    let messages = Family::<ChannelLabels, Gauge<u64, AtomicU64>>::default();
    let failing = Family::<ChannelLabels, Gauge<u64, AtomicU64>>::default();
    let lags = Family::<ChannelLabels, Gauge<f64, AtomicU64>>::default();
    for of_channel in &backlog.outbox {
        let labels = ChannelLabels {
            channel: of_channel.channel.code(),
        };
        messages.get_or_create(&labels).set(of_channel.count);
        failing.get_or_create(&labels).set(of_channel.failing);
        lags.get_or_create(&labels)
            .set(seconds_since(of_channel.oldest_due, now));
    }
    registry.register(
        "queue_cases",
        "Cases that are not finished, by state",
        cases,
    );
    registry.register_with_unit(
        "queue_oldest_age",
        "Age of the oldest case in each state that is not finished; 0 when there is none",
        Unit::Seconds,
        ages,
    );
    registry.register(
        "outbox_messages",
        "Messages to askers that have not arrived, by channel",
        messages,
    );
    registry.register(
        "outbox_failing",
        "Those of them whose delivery has failed at least once",
        failing,
    );
    registry.register_with_unit(
        "outbox_lag",
        "Age of the oldest message to an asker that is due now and has not arrived; 0 when there is none",
        Unit::Seconds,
        lags,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::{Channel, OfChannel, OfState, State};

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn a_scrape_tells_what_was_recorded_and_what_waits() {
        let metrics = Metrics::new();
        let took = Duration::from_micros(300);
        metrics.question(Decision::Answer, Language::French, took);
        metrics.question(Decision::Answer, Language::French, took);
        metrics.escalation(EscalationOutcome::Stored);
        metrics.expect_discord_errors(["forbidden"]);
        metrics.faq_refused();
        let backlog = Backlog {
            cases: vec![OfState {
                state: State::Open,
                count: 3,
                oldest: Some(at("2026-11-24T10:00:00Z")),
            }],
            outbox: vec![OfChannel {
                channel: Channel::Discord,
                count: 2,
                failing: 1,
                oldest_due: Some(at("2026-11-24T10:59:00Z")),
            }],
        };
        let text = metrics
            .text(Some(&backlog), true, at("2026-11-24T11:00:00Z"))
            .unwrap();
        for line in [
            "guichet_questions_total{decision=\"answer\",language=\"fr\"} 2",
            "guichet_match_seconds_bucket{le=\"0.0005\"} 2",
            "guichet_match_seconds_count 2",
            "guichet_escalations_total{outcome=\"stored\"} 1",
            "guichet_escalations_total{outcome=\"failed\"} 0",
            "guichet_discord_errors_total{kind=\"forbidden\"} 0",
            "guichet_faq_reload_failures_total 1",
            "guichet_faq_refused 1",
            "guichet_database_up 1",
            "guichet_discord_up 0",
            "guichet_queue_cases{state=\"open\"} 3",
            "guichet_queue_oldest_age_seconds{state=\"open\"} 3600.0",
            "guichet_outbox_messages{channel=\"discord\"} 2",
            "guichet_outbox_failing{channel=\"discord\"} 1",
            "guichet_outbox_lag_seconds{channel=\"discord\"} 60.0",
            concat!(
                "guichet_build_info{version=\"",
                env!("CARGO_PKG_VERSION"),
                "\"} 1"
            ),
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"), "{text}");
    }

    #[test]
    fn a_database_that_is_down_is_told_and_its_figures_are_not() {
        let text = Metrics::new()
            .text(None, false, at("2026-11-24T11:00:00Z"))
            .unwrap();
        assert!(text.contains("\nguichet_database_up 0\n"), "{text}");
        assert!(!text.contains("guichet_queue_cases"), "{text}");
        assert!(!text.contains("guichet_discord_up"), "{text}");
    }
}
