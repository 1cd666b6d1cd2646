//! The real bot, before the stand-in for Discord: the small FAQ, a database of its own, a clock that can be put forward.
#![allow(dead_code)] // each test file uses its own part

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use guichet::channels::Desk;
use guichet::channels::discord::{Discord as Channel, DiscordError};
use guichet::counter::Messages;
use guichet::queue::{Action, Actor, Escalation, EscalationRef, Filter, State, Store};
use guichet::settings::{self, DiscordSettings, Overrides, QueueSettings};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::discord::Discord;
use super::small_faq;

/// How long a condition may take to come true.
const DEADLINE: Duration = Duration::from_secs(20);

/// The running bot.
pub struct Counter {
    settings: DiscordSettings,
    queue: QueueSettings,
    folder: Arc<tempfile::TempDir>,
    ahead: Arc<AtomicI64>,
    store: Store,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), DiscordError>>,
}

/// The settings for this Discord.
pub fn settings(discord: &Discord) -> DiscordSettings {
    let mut settings = settings::load(&Overrides::default())
        .unwrap()
        .settings
        .discord;
    settings.token = discord.token();
    settings.api = discord.api();
    settings.questions_per_minute = 60;
    settings
}

/// The settings of the queue, without a digest: it would come at some hour of the day.
fn queue() -> QueueSettings {
    let mut queue = settings::load(&Overrides::default())
        .unwrap()
        .settings
        .queue;
    queue.digest_at = String::new();
    queue
}

impl Counter {
    /// Opens the counter and waits until it listens and its commands are there.
    pub async fn open(discord: &Discord) -> Self {
        Self::open_with(discord, |_| {}).await
    }

    /// Opens it with other settings.
    pub async fn open_with(discord: &Discord, change: impl FnOnce(&mut DiscordSettings)) -> Self {
        Self::open_at(discord, |settings, _| change(settings)).await
    }

    /// Opens it with other settings, also of the queue; without them there is no digest.
    pub async fn open_at(
        discord: &Discord,
        change: impl FnOnce(&mut DiscordSettings, &mut QueueSettings),
    ) -> Self {
        let (mut settings, mut queue) = (settings(discord), queue());
        change(&mut settings, &mut queue);
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let counter = Self::start_in(settings, queue, folder, Arc::default()).await;
        counter.listens(discord).await;
        counter
    }

    /// Starts it and waits for nothing.
    pub async fn start(settings: DiscordSettings) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::start_in(settings, queue(), folder, Arc::default()).await
    }

    async fn start_in(
        settings: DiscordSettings,
        queue: QueueSettings,
        folder: Arc<tempfile::TempDir>,
        ahead: Arc<AtomicI64>,
    ) -> Self {
        let file = folder.path().join("guichet.sqlite");
        let store = Store::open(&format!("sqlite:{}", file.display()))
            .await
            .unwrap();
        let desk = Desk::new(small_faq::opening(), store.clone())
            .with_open_cases(settings.open_cases as usize);
        let clock = Arc::clone(&ahead);
        let channel = Channel {
            settings: settings.clone(),
            queue: queue.clone(),
            desk: Arc::new(desk),
            messages: Arc::new(Messages::load().unwrap()),
            time_zone: TimeZone::UTC,
            retain_days: 365,
            clock: Arc::new(move || {
                Timestamp::now() + SignedDuration::from_secs(clock.load(Ordering::Relaxed))
            }),
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(channel.run(async move {
            let _ = stopped.await;
        }));
        Self {
            settings,
            queue,
            folder,
            ahead,
            store,
            stop: Some(stop),
            task,
        }
    }

    async fn listens(&self, discord: &Discord) {
        discord.connected().await;
        discord.registered().await;
        small_faq::opening().counter().await.unwrap();
    }

    /// Stops it as an operator does, and opens it again with what it has stored.
    pub async fn restart(mut self, discord: &Discord) -> Self {
        self.stop().await;
        discord.disconnected().await;
        self.again(discord).await
    }

    async fn again(&self, discord: &Discord) -> Self {
        let (settings, folder) = (self.settings.clone(), Arc::clone(&self.folder));
        let queue = self.queue.clone();
        let again = Self::start_in(settings, queue, folder, Arc::clone(&self.ahead)).await;
        again.listens(discord).await;
        again
    }

    /// Opens it again after [`Counter::stop`], once something was done to its database meanwhile.
    pub async fn reopen<F: Future<Output = ()>>(
        self,
        discord: &Discord,
        meanwhile: impl FnOnce(Store, Timestamp) -> F,
    ) -> Self {
        let file = self.folder.path().join("guichet.sqlite");
        let store = Store::open(&format!("sqlite:{}", file.display()))
            .await
            .unwrap();
        meanwhile(store.clone(), self.now()).await;
        store.close().await;
        self.again(discord).await
    }

    /// Stops it as an operator does.
    pub async fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        (&mut self.task).await.unwrap().unwrap();
        self.store.close().await;
    }

    /// Why it closed.
    pub async fn ended(mut self) -> DiscordError {
        let stop = self.stop.take();
        let outcome = tokio::time::timeout(DEADLINE, &mut self.task).await;
        drop(stop);
        outcome.expect("it closes").unwrap().unwrap_err()
    }

    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The files of its database in which these words stand.
    pub fn files_with(&self, words: &str) -> Vec<String> {
        let mut found = Vec::new();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let mut places = bytes.windows(words.len());
            if places.any(|place| place == words.as_bytes()) {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
        found
    }

    /// Puts its clock forward.
    pub fn later(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed))
    }

    /// Every case, the oldest first.
    pub async fn cases(&self) -> Vec<Escalation> {
        let filter = Filter {
            states: State::ALL.to_vec(),
            with_followers: true,
            limit: 1_000,
            ..Filter::default()
        };
        let mut cases = self.store.list(&filter).await.unwrap();
        cases.sort_by_key(|case| case.created_at);
        cases
    }

    /// The only case.
    pub async fn case(&self) -> Escalation {
        let mut cases = self.cases().await;
        assert_eq!(cases.len(), 1, "{cases:?}");
        cases.remove(0)
    }

    pub async fn attache(&self, reference: EscalationRef, action: Action) {
        let by = Actor::Attache("attache".to_owned());
        self.store
            .act(reference, action, &by, self.now())
            .await
            .unwrap();
    }

    /// The attaché answers.
    pub async fn answer(&self, reference: EscalationRef, text: &str) {
        let answer = Action::Answer {
            text: text.to_owned(),
            force: false,
        };
        self.attache(reference, answer).await;
    }

    /// Waits until a message to the case's asker has failed that often.
    pub async fn attempts(&self, reference: EscalationRef, count: u32) {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            let stuck = self.store.stuck(self.now()).await.unwrap();
            let failed = stuck
                .iter()
                .any(|message| message.reference == reference && message.attempts >= count);
            if failed {
                return;
            }
            assert!(tokio::time::Instant::now() < deadline, "{stuck:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a case is reduced to its statistics, and these words of it are overwritten in the files.
    pub async fn reduced(&self, reference: EscalationRef, words: &str) {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            let case = self.store.get(reference).await.unwrap();
            if case.reduced_at.is_some() && self.files_with(words).is_empty() {
                return;
            }
            let in_time = tokio::time::Instant::now() < deadline;
            assert!(in_time, "{reference} is kept whole");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the case's events tell something in these words.
    pub async fn event(&self, reference: EscalationRef, words: &str) {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            let case = self.store.get(reference).await.unwrap();
            let told: Vec<String> = case
                .events
                .iter()
                .map(|event| {
                    format!(
                        "{} {}",
                        event.what,
                        event.text.as_deref().unwrap_or_default()
                    )
                })
                .collect();
            if told.iter().any(|line| line.contains(words)) {
                return;
            }
            assert!(
                tokio::time::Instant::now() < deadline,
                "{words:?} is not among {told:#?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
