//! Messages into channels, tried until they are there or never will be.

use std::time::Duration;

use serenity::all::{ChannelId, CreateMessage, Message, Nonce, UserId};
use serenity::http::Http;

use super::failure::{Failure, SILENCE};
use crate::operation::metrics;

/// Pauses between attempts, in milliseconds.
const PAUSES: [u64; 4] = [250, 750, 1_500, 3_000];

/// How long one request may take.
const LONGEST: Duration = Duration::from_secs(15);

/// Longest nonce.
const NONCE: usize = 25;

/// Why a message is not in its channel.
#[derive(Debug)]
pub(super) enum Unsent {
    /// Discord said so.
    Failed(serenity::Error),
    /// Discord said nothing in time: the message may be there.
    Silence,
}

impl Unsent {
    /// What it means.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Failed(error) => Failure::of(error),
            Self::Silence => Failure::Passing,
        }
    }

    /// In one line, without words of the message.
    pub fn describe(&self) -> String {
        match self {
            Self::Failed(error) => super::failure::describe(error),
            Self::Silence => "Discord did not answer in time".to_owned(),
        }
    }
}

impl From<serenity::Error> for Unsent {
    fn from(error: serenity::Error) -> Self {
        Self::Failed(error)
    }
}

/// Does one request, within the time that it may take.
pub(super) async fn in_time<T>(
    request: impl Future<Output = Result<T, serenity::Error>>,
) -> Result<T, Unsent> {
    match tokio::time::timeout(LONGEST, request).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            metrics().discord_error(Failure::of(&error).code());
            Err(error.into())
        }
        Err(_) => {
            metrics().discord_error(SILENCE);
            Err(Unsent::Silence)
        }
    }
}

/// Does a request again while it fails for now, a few times.
pub(super) async fn patiently<T, F>(mut request: impl FnMut() -> F) -> Result<T, Unsent>
where
    F: Future<Output = Result<T, serenity::Error>>,
{
    for pause in PAUSES {
        match in_time(request()).await {
            Err(unsent) if unsent.failure().is_passing() => {
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            done => return done,
        }
    }
    in_time(request()).await
}

/// Sends a message once, however often it is tried: `nonce`, of at most 25 characters, tells it from every other.
pub(super) async fn send(
    http: &Http,
    channel: ChannelId,
    message: CreateMessage,
    nonce: &str,
) -> Result<Message, Unsent> {
    debug_assert!(nonce.len() <= NONCE, "{nonce}");
    let message = message
        .nonce(Nonce::String(nonce.to_owned()))
        .enforce_nonce(true);
    patiently(|| {
        let message = message.clone();
        async move { channel.send_message(http, message).await }
    })
    .await
}

/// The channel of direct messages with a user.
pub(super) async fn direct_channel(http: &Http, user: UserId) -> Result<ChannelId, Unsent> {
    patiently(|| async move { user.create_dm_channel(http).await })
        .await
        .map(|channel| channel.id)
}
