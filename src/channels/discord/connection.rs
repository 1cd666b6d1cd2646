//! The connection to Discord: opening it, keeping it, closing it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serenity::Client;
use serenity::gateway::{ConnectionStage, GatewayError, ShardRunnerInfo};
use serenity::http::{Http, HttpBuilder};
use serenity::model::gateway::GatewayIntents;
use thiserror::Error;
use tokio::sync::mpsc;

use super::bot::Bot;
use super::dispatch::Handler;
use super::failure::{self, CONNECTION, Failure, describe};
use super::in_flight::InFlight;
use super::{attache, delivery};
use crate::channels::{Desk, retention};
use crate::counter::Messages;
use crate::operation::metrics;
use crate::settings::{DISCORD, DiscordSettings, QueueSettings};

/// Pauses between attempts to connect, in seconds; the last is the pause after every later one.
const PAUSES: [u64; 6] = [1, 2, 5, 15, 30, 60];

/// A connection that lasted so long was a good one: after it the pauses begin anew.
const LASTED: Duration = Duration::from_mins(1);

/// How long a shutdown waits for what is being answered. Whoever stops the program waits ten seconds for all of it.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often it is looked whether the connection stands.
const LOOK: Duration = Duration::from_millis(250);

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What keeps the channel from opening, or closes it; each says what to do.
#[derive(Debug, Error)]
pub enum DiscordError {
    /// The token is not valid.
    #[error(
        "Discord does not accept the token: copy it anew from the application's page \"Bot\" (README.md, \"Discord\"), and set it as GUICHET__DISCORD__TOKEN or in the file that discord.token_file names"
    )]
    BadToken,
    /// The gateway refuses what the bot wants to hear of.
    #[error(
        "Discord refuses the intents of the bot. It asks for no privileged one, so the application may be disabled: look at its page \"Bot\""
    )]
    Intents,
    /// The token is that of another application.
    #[error(
        "the token belongs to the application {found}, not to {expected} as discord.application says: correct one of the two"
    )]
    Application {
        /// The id that is set.
        expected: u64,
        /// The id of the token's application.
        found: u64,
    },
}

/// The channel, ready to be opened.
pub struct Discord {
    /// How the operator has set it.
    pub settings: DiscordSettings,
    /// The desk that all channels share.
    pub desk: Arc<Desk>,
    /// What is said.
    pub messages: Arc<Messages>,
    /// How the operator has set the attaché's queue.
    pub queue: QueueSettings,
    /// The zone in which days and hours are told.
    pub time_zone: TimeZone,
    /// Days for which a closed case is kept whole.
    pub retain_days: i64,
    /// What tells the time.
    pub clock: Clock,
}

impl std::fmt::Debug for Discord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discord")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// What the bot hears of: servers, direct messages, and mentions among the messages of servers. The content of other
/// messages is neither needed nor asked for.
fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES | GatewayIntents::GUILD_MESSAGES
}

fn http(settings: &DiscordSettings) -> Http {
    let builder = HttpBuilder::new(&settings.token);
    let api = settings.api.trim_end_matches('/');
    if api == DISCORD {
        builder.build()
    } else {
        // serenity's own limiter takes a proxy's answers for those of other routes.
        builder.proxy(api).ratelimiter_disabled(true).build()
    }
}

impl Discord {
    /// Keeps the channel open until `stop` is done; then answers what has come in, and leaves.
    ///
    /// # Errors
    ///
    /// When the token or the intents are refused. Everything else passes, and is waited for.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), DiscordError> {
        let http = Arc::new(http(&self.settings));
        let bot = Arc::new(Bot::new(
            http,
            self.desk,
            self.messages,
            self.settings,
            self.queue,
            (self.time_zone, self.retain_days),
            self.clock,
        ));
        metrics().expect_discord_errors(failure::kinds());
        let (give_up, mut reasons) = mpsc::channel(1);
        let outcome = tokio::select! {
            () = stop => Ok(()),
            error = connected(&bot, give_up) => Err(error),
            Some(error) = reasons.recv() => Err(error),
            () = delivery::deliver_always(&bot) => Ok(()),
            () = attache::attend_always(&bot) => Ok(()),
            never = retention::reduce_daily(bot.desk.store(), bot.retain_days, || bot.now()) => match never {},
        };
        if !bot.in_flight.landed(PATIENCE).await {
            tracing::warn!("some questions in Discord were not answered before the shutdown");
        }
        outcome
    }
}

/// Connects, and connects again whenever the connection is lost for good.
async fn connected(bot: &Arc<Bot>, give_up: mpsc::Sender<DiscordError>) -> DiscordError {
    let mut failures = 0;
    loop {
        let opened = tokio::time::Instant::now();
        match connect_once(bot, give_up.clone()).await {
            Err(Lost::ForGood(error)) => return error,
            Err(Lost::ForNow(why)) => {
                metrics().discord_error(CONNECTION);
                if opened.elapsed() > LASTED {
                    failures = 0;
                }
                let pause = PAUSES[usize::min(failures, PAUSES.len() - 1)];
                if bot.outage.is_news(&why) {
                    tracing::warn!(
                        "no connection to Discord: {why}. It is tried again at least once a minute; if it lasts, see to \
                         this machine's network"
                    );
                }
                failures += 1;
                tokio::time::sleep(Duration::from_secs(pause)).await;
            }
        }
    }
}

/// Why there is no connection.
enum Lost {
    ForNow(String),
    ForGood(DiscordError),
}

/// Connects and stays connected; serenity resumes by itself.
async fn connect_once(
    bot: &Arc<Bot>,
    give_up: mpsc::Sender<DiscordError>,
) -> Result<std::convert::Infallible, Lost> {
    let gateway = gateway(&bot.http).await?;
    let handler = Handler::new(Arc::clone(bot), give_up);
    let builder =
        serenity::client::ClientBuilder::new_with_http(fresh(&bot.http, &bot.settings), intents());
    let mut client: Client = builder
        .event_handler(handler)
        .await
        .map_err(|error| Lost::ForNow(describe(&error)))?;
    // serenity takes the address of the real gateway when it cannot get one; ours is checked.
    *client.ws_url.lock().await = gateway;
    // Shards end when their manager is told, also when this future is dropped at a shutdown.
    let manager = Arc::clone(&client.shard_manager);
    let _closing = Closing(Arc::clone(&manager), bot.in_flight.clone());
    let ended = tokio::select! {
        ended = client.start() => ended,
        never = watch(&manager) => match never {},
    };
    match ended {
        Ok(()) => Err(Lost::ForNow("the connection was closed".to_owned())),
        Err(serenity::Error::Gateway(
            GatewayError::InvalidAuthentication | GatewayError::NoAuthentication,
        )) => Err(Lost::ForGood(DiscordError::BadToken)),
        Err(serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        )) => Err(Lost::ForGood(DiscordError::Intents)),
        Err(error) => Err(Lost::ForNow(describe(&error))),
    }
}

/// Tells in the metrics whether the connection stands. serenity tells no handler of a shard that it starts anew.
async fn watch(manager: &serenity::gateway::ShardManager) -> std::convert::Infallible {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let runners = manager.runners.lock().await;
        let stands = |runner: &ShardRunnerInfo| runner.stage == ConnectionStage::Connected;
        let is_connected = !runners.is_empty() && runners.values().all(stands);
        drop(runners);
        metrics().discord_connected(is_connected);
    }
}

/// serenity's client wants a way to the API of its own.
fn fresh(shared: &Http, settings: &DiscordSettings) -> Http {
    let own = http(settings);
    if let Some(id) = shared.application_id() {
        own.set_application_id(id);
    }
    own
}

/// The gateway's address, as Discord gives it to those with a good token.
async fn gateway(http: &Http) -> Result<String, Lost> {
    let gateway = match http.get_bot_gateway().await {
        Ok(gateway) => gateway.url,
        Err(error) if Failure::of(&error) == Failure::BadToken => {
            return Err(Lost::ForGood(DiscordError::BadToken));
        }
        Err(error) => return Err(Lost::ForNow(describe(&error))),
    };
    if gateway.starts_with("wss://") || gateway.starts_with("ws://") {
        Ok(gateway)
    } else {
        Err(Lost::ForNow(
            "the gateway's address that Discord gives is none".to_owned(),
        ))
    }
}

/// Closes the shards when it is dropped.
struct Closing(Arc<serenity::gateway::ShardManager>, InFlight);

impl Drop for Closing {
    fn drop(&mut self) {
        metrics().discord_connected(false);
        let manager = Arc::clone(&self.0);
        let flight = self.1.begin();
        tokio::spawn(async move {
            manager.shutdown_all().await;
            drop(flight);
        });
    }
}
