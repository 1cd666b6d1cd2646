//! Opening the counter while the channels already listen, and opening it anew when the FAQ's files change.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use super::ModelCache;
use crate::counter::{Counter, Messages, Policy};
use crate::faq::{Faq, Files};
use crate::matching::Promise;
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
    /// files: a FAQ without errors takes the place of the one in service, another is reported and left.
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
            if sender.send(Some(Arc::new(counter))).is_err() {
                return;
            }
            let Some((folder, interval)) = watched else {
                return;
            };
            let mut complaint = String::new();
            while !sender.is_closed() {
                thread::sleep(interval);
                match changed(&folder, &mut version) {
                    Ok(Some(faq)) => {
                        complaint.clear();
                        let entries = faq.entries.len();
                        let counter = open(faq, Arc::clone(&messages), policy.clone(), &cache);
                        tracing::info!(entries, "the FAQ has changed and is in service");
                        let _ = sender.send(Some(Arc::new(counter)));
                    }
                    Err(why) if why != complaint => {
                        tracing::error!(
                            "the changed FAQ is not taken, the one before stays in service: {why}"
                        );
                        complaint = why;
                    }
                    Ok(None) | Err(_) => {}
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

/// The FAQ, if its files have changed and are in order.
fn changed(folder: &std::path::Path, version: &mut u64) -> Result<Option<Faq>, String> {
    let files = Files::from_folder(folder).map_err(|error| error.to_string())?;
    if files.version() == *version {
        return Ok(None);
    }
    let loaded = Faq::load(&files);
    match loaded.faq {
        Some(faq) => {
            *version = faq.version;
            Ok(Some(faq))
        }
        None => Err(format!(
            "{} errors, see `guichet check`",
            loaded.report.errors()
        )),
    }
}
