//! What this Discord holds. Everything is behind one lock, because every
//! request and every gesture is short, and because what a test sees must be one state, never half of two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::watch;

use super::faults::{Bucket, Injected};
use super::gateway::Session;
use super::id::Id;
use super::permission;
pub use super::things::{
    Account, Channel, EPHEMERAL, File, Guild, Interaction, LOADING, Member, Message, Overwrite,
    Place, Request, Role, kind,
};

pub struct World {
    /// `http://127.0.0.1:port`.
    pub base: String,
    pub token: String,
    /// The application's id, which is also its bot's.
    pub application: Id,
    pub accounts: BTreeMap<Id, Account>,
    pub guilds: BTreeMap<Id, Guild>,
    pub channels: BTreeMap<Id, Channel>,
    pub messages: BTreeMap<Id, Message>,
    pub interactions: BTreeMap<Id, Interaction>,
    pub interaction_tokens: HashMap<String, Id>,
    pub commands: Vec<Value>,
    pub sessions: Vec<Session>,
    pub gateway: super::gateway::Policy,
    pub faults: Vec<Injected>,
    pub buckets: Vec<Bucket>,
    pub requests: Vec<Request>,
    pub violations: Vec<String>,
    pub tolerated: Vec<String>,
    /// What people did (`> …`) and read, in order.
    pub transcript: Vec<(Id, String)>,
    /// How far this Discord's clock is ahead.
    pub ahead: Duration,
    /// How long a person waits for a first response, and how long Discord takes one.
    pub patience: Duration,
    pub to_acknowledge: Duration,
    last_id: u64,
}

impl World {
    pub fn new(base: String) -> Self {
        let mut world = Self {
            base,
            token: "MTA.stand-in.token".to_owned(),
            application: Id(0),
            accounts: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            interaction_tokens: HashMap::new(),
            commands: Vec::new(),
            sessions: Vec::new(),
            gateway: super::gateway::Policy::default(),
            faults: Vec::new(),
            buckets: Vec::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            tolerated: Vec::new(),
            transcript: Vec::new(),
            ahead: Duration::ZERO,
            patience: Duration::from_secs(3),
            to_acknowledge: Duration::from_secs(3),
            last_id: 0,
        };
        let application = world.account("Guichet", "en-US", true);
        world.application = application;
        world
    }

    /// Milliseconds since 1970, by this Discord's clock.
    pub fn now(&self) -> u64 {
        let real = jiff::Timestamp::now().as_millisecond() as u64;
        real + self.ahead.as_millis() as u64
    }

    pub fn timestamp(&self) -> String {
        jiff::Timestamp::from_millisecond(self.now().cast_signed())
            .unwrap()
            .strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
            .to_string()
    }

    pub fn next_id(&mut self) -> Id {
        self.last_id = Id::at(self.now()).get().max(self.last_id + 1);
        Id(self.last_id)
    }

    pub fn account(&mut self, name: &str, locale: &str, bot: bool) -> Id {
        let id = self.next_id();
        let account = Account {
            id,
            name: name.to_owned(),
            locale: locale.to_owned(),
            bot,
            open: true,
        };
        self.accounts.insert(id, account);
        id
    }

    /// A new server, owned by somebody else, without the bot.
    pub fn guild(&mut self, name: &str) -> Id {
        let owner = self.account("owner", "fr", false);
        let id = self.next_id();
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: permission::EVERYONE,
            managed: false,
            mentionable: false,
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "fr".to_owned(),
            roles: BTreeMap::from([(id, everyone)]),
            members: BTreeMap::new(),
        };
        self.guilds.insert(id, guild);
        self.join(id, owner);
        id
    }

    pub fn join(&mut self, guild: Id, user: Id) {
        let member = Member {
            roles: BTreeSet::new(),
            joined_at: self.timestamp(),
        };
        let guild = self.guilds.get_mut(&guild).unwrap();
        guild.members.insert(user, member);
    }

    pub fn role(&mut self, guild: Id, name: &str, permissions: u64, managed: bool) -> Id {
        let id = self.next_id();
        let role = Role {
            id,
            name: name.to_owned(),
            permissions,
            managed,
            mentionable: false,
        };
        let guild = self.guilds.get_mut(&guild).unwrap();
        guild.roles.insert(id, role);
        id
    }

    pub fn channel(&mut self, place: Place, name: &str, overwrites: Vec<Overwrite>) -> Id {
        let id = self.next_id();
        let channel = Channel {
            id,
            place,
            name: name.to_owned(),
            overwrites,
            last_message: None,
        };
        self.channels.insert(id, channel);
        id
    }

    /// The bot's direct messages with a user.
    pub fn direct(&mut self, user: Id) -> Id {
        let found = self
            .channels
            .values()
            .find(|channel| channel.place == Place::Direct(user))
            .map(|channel| channel.id);
        found.unwrap_or_else(|| self.channel(Place::Direct(user), "", Vec::new()))
    }

    pub fn guild_of(&self, channel: Id) -> Option<Id> {
        match self.channels.get(&channel)?.place {
            Place::Guild(guild) => Some(guild),
            Place::Direct(_) => None,
        }
    }

    pub fn has_bot(&self, guild: Id) -> bool {
        self.guilds
            .get(&guild)
            .is_some_and(|guild| guild.members.contains_key(&self.application))
    }

    /// Whether the bot and the user are in some server together.
    pub fn share_a_guild(&self, user: Id) -> bool {
        self.guilds.values().any(|guild| {
            guild.members.contains_key(&user) && guild.members.contains_key(&self.application)
        })
    }

    /// Whether a person can see a message.
    pub fn sees(&self, user: Id, message: &Message) -> bool {
        !message.deleted
            && message.only_for.is_none_or(|only| only == user)
            && (message.only_for == Some(user)
                || self.may(message.channel, user, permission::VIEW_CHANNEL))
    }

    pub fn violation(&mut self, text: impl Into<String>) {
        self.violations.push(text.into());
    }

    /// The violations that no test said it expects.
    pub fn unexpected(&self) -> Vec<String> {
        self.violations
            .iter()
            .filter(|text| !self.tolerated.iter().any(|words| text.contains(words)))
            .cloned()
            .collect()
    }
}

/// The world behind its lock, and a bell that rings at each change.
pub struct Shared {
    world: std::sync::Mutex<World>,
    changed: watch::Sender<u64>,
}

impl Shared {
    pub fn new(world: World) -> Self {
        Self {
            world: std::sync::Mutex::new(world),
            changed: watch::Sender::new(0),
        }
    }

    /// Looks, or changes something; either way the bell rings only for `change`.
    pub fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.send_modify(|count| *count += 1);
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, World> {
        // A test that panics while it looks must not hide its reason behind a poisoned lock.
        self.world
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits until `condition` gives something, at most that long.
    pub async fn wait<T>(
        &self,
        at_most: Duration,
        mut condition: impl FnMut(&World) -> Option<T>,
    ) -> Option<T> {
        let mut changed = self.changed.subscribe();
        let deadline = Instant::now() + at_most;
        loop {
            if let Some(found) = self.look(&mut condition) {
                return Some(found);
            }
            let bell = tokio::time::timeout_at(deadline.into(), changed.changed());
            if bell.await.is_err() {
                return self.look(&mut condition);
            }
        }
    }
}
