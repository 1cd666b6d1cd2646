//! What commands need before they can work: settings, the FAQ, the queue, the hour.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Everywhere;
use crate::channels::terminal::{self, Session};
use crate::channels::{Desk, ModelCache, Opening, open, policy, reduce_old_cases};
use crate::counter::{Counter, Messages};
use crate::faq::{self, Faq, Files};
use crate::language::Language;
use crate::queue::Store;
use crate::settings::{self, Loaded, Settings};

/// The settings in force.
pub(super) fn settings(everywhere: &Everywhere) -> Result<Loaded> {
    Ok(settings::load(&everywhere.overrides())?)
}

/// The time zone that is set.
pub(super) fn time_zone(settings: &Settings) -> TimeZone {
    TimeZone::get(&settings.queue.time_zone).unwrap_or(TimeZone::UTC)
}

/// Today in the time zone that is set.
pub(super) fn today(settings: &Settings) -> Date {
    jiff::Timestamp::now()
        .to_zoned_datetime(time_zone(settings))
        .date()
}

/// The FAQ's files as the settings say, and where they are.
pub(super) fn files(settings: &Settings) -> Result<(Files, String)> {
    match settings::faq_folder(&settings.faq) {
        Some(folder) => Ok((Files::from_folder(&folder)?, folder.display().to_string())),
        None => Ok((Files::shipped(), "the FAQ inside the program".to_owned())),
    }
}

/// The FAQ, ready to serve.
pub(super) fn faq(settings: &Settings) -> Result<Faq> {
    let (files, place) = files(settings)?;
    let loaded = Faq::load(&files);
    let Some(faq) = loaded.faq else {
        let problems = loaded.report.problems();
        let shown: Vec<String> = problems
            .iter()
            .filter(|problem| problem.severity == faq::Severity::Error)
            .take(5)
            .map(ToString::to_string)
            .collect();
        bail!(
            "the FAQ in {place} has {} errors and cannot be served; `guichet check` lists them all\n{}",
            loaded.report.errors(),
            shown.join("\n")
        );
    };
    Ok(faq)
}

/// Where trained models are kept.
pub(super) fn cache(settings: &Settings) -> ModelCache {
    ModelCache::new(&settings.matching.cache_folder)
}

/// The counter, opened; this takes the time that training takes.
pub(super) fn counter(settings: &Settings) -> Result<Counter> {
    counter_without(settings, None)
}

/// The counter of the FAQ without what is written in one language.
pub(super) fn counter_without(settings: &Settings, language: Option<Language>) -> Result<Counter> {
    let faq = faq(settings)?;
    let faq = match language {
        Some(language) => faq.without(language),
        None => faq,
    };
    Ok(open(
        faq,
        Arc::new(Messages::load()?),
        policy(settings),
        &cache(settings),
    ))
}

/// The queue.
pub(super) async fn store(settings: &Settings) -> Result<Store> {
    Store::open(&settings.database.url)
        .await
        .context("the queue cannot be opened")
}

/// A counter as it opens in a thread of its own.
pub(super) struct Opened {
    opening: Opening,
    /// The words it says things in.
    pub messages: Arc<Messages>,
    /// How many entries its FAQ has.
    pub entries: usize,
    /// How many countries.
    pub countries: usize,
}

/// Begins to open the counter.
pub(super) fn opening(settings: &Settings) -> Result<Opened> {
    let faq = faq(settings)?;
    let (entries, countries) = (faq.entries.len(), faq.countries.len());
    let interval = settings.faq.reload_seconds;
    let watched = settings::faq_folder(&settings.faq)
        .filter(|_| interval > 0)
        .map(|folder| (folder, Duration::from_secs(interval)));
    let messages = Arc::new(Messages::load()?);
    let opening = Opening::begin(
        faq,
        Arc::clone(&messages),
        policy(settings),
        cache(settings),
        watched,
    );
    Ok(Opened {
        opening,
        messages,
        entries,
        countries,
    })
}

/// The desk, with the queue behind it.
pub(super) async fn desk(settings: &Settings, opened: Opened) -> Result<Desk> {
    Ok(Desk::new(opened.opening, store(settings).await?))
}

/// A session in this terminal.
pub(super) async fn session(
    settings: &Settings,
    opened: Opened,
    everywhere: &Everywhere,
) -> Result<Session> {
    let asker = terminal::identity(&settings.terminal.identity_file)?;
    let messages = Arc::clone(&opened.messages);
    let desk = desk(settings, opened).await?;
    let kept = settings.privacy.retain_days;
    reduce_old_cases(desk.store(), kept, jiff::Timestamp::now()).await;
    Ok(Session {
        desk: Arc::new(desk),
        asker,
        messages,
        json: everywhere.json,
        color: settings.terminal.color,
    })
}

/// Runs a command that waits for the queue or a channel.
pub(super) fn block_on<T>(task: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the system gives no threads")?
        .block_on(task)
}
