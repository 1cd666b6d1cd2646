//! What every part of the channel needs: the way to Discord, the desk, the words, the hour.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serenity::http::Http;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::asker::Mentions;
use super::connection::Clock;
use super::in_flight::InFlight;
use super::limits::Limits;
use crate::channels::Desk;
use crate::channels::complaint::Complaint;
use crate::counter::{Messages, Voice};
use crate::queue::{Asker, Channel};
use crate::settings::{DiscordSettings, QueueSettings};

/// Ids of messages and interactions that are remembered, so that none is taken twice.
const REMEMBERED: usize = 10_000;

/// The attaché's room: the server, the private channel of the queue, and the role whose members work on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QueueRoom {
    /// The server.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// The role.
    pub role: RoleId,
}

impl QueueRoom {
    /// The room that the settings name.
    pub fn of(settings: &DiscordSettings) -> Option<Self> {
        let (guild, channel, role) = settings.queue_room()?;
        Some(Self {
            guild: GuildId::new(guild),
            channel: ChannelId::new(channel),
            role: RoleId::new(role),
        })
    }
}

/// What every part of the channel needs. Shared behind an `Arc`.
pub(super) struct Bot {
    /// The way to Discord's API.
    pub http: Arc<Http>,
    /// The desk that all channels share.
    pub desk: Arc<Desk>,
    /// What is said.
    pub messages: Arc<Messages>,
    /// How the operator has set the channel.
    pub settings: DiscordSettings,
    /// How the operator has set the attaché's queue.
    pub queue: QueueSettings,
    /// Where the attaché works, if it is set.
    pub room: Option<QueueRoom>,
    /// The zone in which days and hours are told.
    pub time_zone: TimeZone,
    /// Days for which a closed case is kept whole.
    pub retain_days: i64,
    /// The limit on questions.
    pub limits: Limits,
    /// Replies that wait to be opened.
    pub mentions: Mentions,
    /// What is being answered, for which a shutdown waits.
    pub in_flight: InFlight,
    /// Why there is no connection.
    pub outage: Complaint,
    clock: Clock,
    me: OnceLock<UserId>,
    /// Whether Discord has the commands.
    pub has_commands: AtomicBool,
    /// The last message heard in each channel of direct messages.
    heard: Mutex<HashMap<ChannelId, MessageId>>,
    /// Ids of what came in, oldest first.
    seen: Mutex<(VecDeque<u64>, HashSet<u64>)>,
}

impl Bot {
    /// A bot that has not connected yet.
    pub fn new(
        http: Arc<Http>,
        desk: Arc<Desk>,
        messages: Arc<Messages>,
        settings: DiscordSettings,
        queue: QueueSettings,
        (time_zone, retain_days): (TimeZone, i64),
        clock: Clock,
    ) -> Self {
        Self {
            http,
            desk,
            messages,
            room: QueueRoom::of(&settings),
            limits: Limits::new(settings.questions_per_minute),
            settings,
            queue,
            time_zone,
            retain_days,
            mentions: Mentions::default(),
            in_flight: InFlight::default(),
            outage: Complaint::default(),
            clock,
            me: OnceLock::new(),
            has_commands: AtomicBool::new(false),
            heard: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The bot's own user, once it is connected.
    pub fn me(&self) -> Option<UserId> {
        self.me.get().copied()
    }

    /// Learns who the bot is.
    pub fn is_called(&self, me: UserId) {
        let _ = self.me.set(me);
    }

    /// Whether this message or interaction comes in for the first time; a resumed connection may bring it again.
    pub fn is_new(&self, id: u64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (order, ids) = &mut *seen;
        if !ids.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > REMEMBERED
            && let Some(oldest) = order.pop_front()
        {
            ids.remove(&oldest);
        }
        true
    }

    /// A direct message was heard.
    pub fn heard_in(&self, channel: ChannelId, message: MessageId) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let last = heard.entry(channel).or_insert(message);
        *last = message.max(*last);
    }

    /// The last message heard in each channel of direct messages.
    pub fn heard(&self) -> Vec<(ChannelId, MessageId)> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard
            .iter()
            .map(|(channel, last)| (*channel, *last))
            .collect()
    }

    /// A message without variables.
    pub fn say(&self, voice: Voice, id: &str) -> String {
        self.messages.say(voice, id)
    }

    /// A message with its variables filled in.
    pub fn say_with(&self, voice: Voice, id: &str, arguments: &[(&str, &str)]) -> String {
        self.messages.say_with(voice, id, arguments)
    }
}

/// A user of Discord as the queue knows an asker.
pub(super) fn asker(user: UserId) -> Asker {
    Asker {
        channel: Channel::Discord,
        id: user.to_string(),
    }
}
