//! Opening the counter while the channels already listen, and opening it anew when the FAQ's files change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use super::ModelCache;
use super::complaint::Complaint;
use crate::counter::{Counter, Messages, Policy};
use crate::faq::{self, Faq, Severity};
use crate::matching::Promise;
use crate::operation::metrics;
use crate::settings::Settings;

/// How the settings want the counter.
#[must_use]
pub fn policy(settings: &Settings) -> Policy {
    Policy {
        promise: Promise {
            target_precision: settings.matching.target_precision,
            out_of_scope_share: settings.matching.out_of_scope_share,
            choices: settings.matching.choices,
        },
        memory: SignedDuration::from_mins(settings.conversation.memory_minutes),
        longest_message: settings.conversation.longest_message,
        retain_days: settings.privacy.retain_days,
        time_zone: TimeZone::get(&settings.queue.time_zone).unwrap_or(TimeZone::UTC),
    }
}

/// A counter that is being opened. Training takes seconds; channels need not wait for it to greet.
#[derive(Debug, Clone)]
pub struct Opening(watch::Receiver<Option<Arc<Counter>>>);

impl Opening {
    /// Opens the counter in a thread of its own. With a folder and an interval, the thread then looks for changed
    /// files: once they have stood still for one interval, a FAQ without errors takes the place of the one in service;
    /// another is reported and left.
    #[must_use]
    pub fn begin(
        faq: Faq,
        messages: Arc<Messages>,
        policy: Policy,
        cache: ModelCache,
        watched: Option<(PathBuf, Duration)>,
    ) -> Self {
        let (sender, receiver) = watch::channel(None);
        thread::spawn(move || {
            let mut version = faq.version;
            let counter = open(faq, Arc::clone(&messages), policy.clone(), &cache);
            metrics().faq_in_service(counter.faq());
            if sender.send(Some(Arc::new(counter))).is_err() {
                return;
            }
            let Some((folder, interval)) = watched else {
                return;
            };
            let complaint = Complaint::default();
            let mut found = version;
            while !sender.is_closed() {
                thread::sleep(interval);
                match look(&folder, version, &mut found) {
                    Ok(Files::Same) => {
                        if complaint.is_over() {
                            tracing::warn!("the FAQ's files are again as they are in service");
                            metrics().faq_as_before();
                        }
                    }
                    Ok(Files::Moving) => {}
                    Ok(Files::Changed(faq)) => {
                        complaint.is_over();
                        version = faq.version;
                        let entries = faq.entries.len();
                        let counter = open(*faq, Arc::clone(&messages), policy.clone(), &cache);
                        metrics().faq_in_service(counter.faq());
                        tracing::info!(entries, "the FAQ has changed and is in service");
                        let _ = sender.send(Some(Arc::new(counter)));
                    }
                    Err(why) => {
                        if complaint.is_news(&why) {
                            tracing::error!(
                                "the changed FAQ is not taken, the one before stays in service: {why}"
                            );
                            metrics().faq_refused();
                        }
                    }
                }
            }
        });
        Self(receiver)
    }

    /// The counter in service, as soon as there is one; `None` when it could not be opened.
    pub async fn counter(&self) -> Option<Arc<Counter>> {
        let mut receiver = self.0.clone();
        let opened = receiver.wait_for(Option::is_some).await.ok()?;
        opened.clone()
    }
}

/// Opens the counter with a model from the cache, when it has one.
#[must_use]
pub fn open(faq: Faq, messages: Arc<Messages>, policy: Policy, cache: &ModelCache) -> Counter {
    let (version, promise) = (faq.version, policy.promise);
    Counter::open_with(Arc::new(faq), messages, policy, |train| {
        cache.get(version, &promise, train)
    })
}

/// What a look at the FAQ's files comes to.
enum Files {
    /// They are in service.
    Same,
    /// They have changed since the look before: somebody may still be writing them.
    Moving,
    /// They have changed, stood still since the look before, and are in order.
    Changed(Box<Faq>),
}

/// Looks at the FAQ's files. `version` is that in service; `found` is that of the look before, and becomes that of this one.
fn look(folder: &Path, version: u64, found: &mut u64) -> Result<Files, String> {
    let files = faq::Files::from_folder(folder).map_err(|error| error.to_string())?;
    let before = std::mem::replace(found, files.version());
    if *found == version {
        return Ok(Files::Same);
    }
    if *found != before {
        return Ok(Files::Moving);
    }
    let loaded = Faq::load(&files);
    if let Some(faq) = loaded.faq {
        return Ok(Files::Changed(Box::new(faq)));
    }
    let problems = loaded.report.problems();
    let first = problems
        .iter()
        .find(|problem| problem.severity == Severity::Error)
        .map(|problem| format!(": {}: {}", problem.file, problem.message))
        .unwrap_or_default();
    Err(format!(
        "{} errors, which `guichet check` lists{first}",
        loaded.report.errors()
    ))
}
