//! What commands need before they can work: settings, the FAQ, the queue, the hour.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Everywhere;
use super::stopping::{self, Stopping};
use crate::channels::terminal::{self, Session};
use crate::channels::{Desk, ModelCache, Opening, open, policy, reduce_old_cases, reduce_while};
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
    load(&files, &place)
}

/// The FAQ, ready to serve, and the cache in which its trained matcher is already looked for.
fn faq_and_cache(settings: &Settings) -> Result<(Faq, ModelCache)> {
    let (files, place) = files(settings)?;
    let cache = cache(settings);
    cache.begin_to_read(files.version(), &policy(settings).promise);
    Ok((load(&files, &place)?, cache))
}

fn load(files: &Files, place: &str) -> Result<Faq> {
    let loaded = Faq::load(files);
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
    let (faq, cache) = match language {
        Some(language) => (faq(settings)?.without(language), cache(settings)),
        None => faq_and_cache(settings)?,
    };
    Ok(open(
        faq,
        Arc::new(Messages::load()?),
        policy(settings),
        &cache,
    ))
}

/// The queue.
pub(super) async fn store(settings: &Settings) -> Result<Store> {
    Store::open_patiently(&settings.database.url, patience(settings))
        .await
        .context("the queue cannot be opened")
}

/// The queue, which somebody has opened before: a command that looks at it creates none.
pub(super) async fn existing_store(settings: &Settings) -> Result<Store> {
    Store::open_existing(&settings.database.url, patience(settings))
        .await
        .context("the queue cannot be opened")
}

fn patience(settings: &Settings) -> Duration {
    Duration::from_secs(settings.database.patience_seconds)
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
    let (faq, cache) = faq_and_cache(settings)?;
    let (entries, countries) = (faq.entries.len(), faq.countries.len());
    let interval = settings.faq.reload_seconds;
    let watched = settings::faq_folder(&settings.faq)
        .filter(|_| interval > 0)
        .map(|folder| (folder, Duration::from_secs(interval)));
    let messages = Arc::new(Messages::load()?);
    let opening = Opening::begin(faq, Arc::clone(&messages), policy(settings), cache, watched);
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

/// Talks until the asker leaves or the program is told to stop; a session that stays open for months reduces old cases day
/// after day.
pub(super) async fn talk(settings: &Settings, session: Session, stopping: Stopping) -> Result<()> {
    let store = session.desk.store().clone();
    let kept = settings.privacy.retain_days;
    let session = session.run(stopping.told());
    reduce_while(&store, kept, jiff::Timestamp::now, session).await?;
    stopping::close(&store).await;
    Ok(())
}

/// Runs a command that waits for the queue or a channel.
pub(super) fn block_on<T>(task: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the system gives no threads")?;
    let outcome = runtime.block_on(task);
    // What still runs has nothing to finish: whoever does is waited for by the task.
    runtime.shutdown_background();
    outcome
}
