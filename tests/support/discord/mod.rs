//! An honest stand-in for Discord, on 127.0.0.1: its HTTP API, its gateway, and people who use it.
//!
//! ```text
//! let discord = Discord::start().await;          // a server, a public channel, the bot invited
//! // … start the bot with discord.api() and discord.token() …
//! let user = discord.user("fr");
//! let reply = user.slash("ask", [("question", "Où demander un EUR.1 ?")]).await;
//! assert!(reply.text().contains("EUR.1"));
//! reply.press("Demander à l'attaché").await.modal().fill([("Société", "Menuiserie")]).submit().await;
//! ```
//!
//! Every request is judged by Discord's own description (`description.rs`) and by the documented limits (`limits.rs`). What
//! is wrong is answered as Discord would and remembered: `assert_clean` fails with the list, and so does dropping `Discord`,
//! unless `tolerate` said that it is expected. What the stand-in sends is judged by the same description.
//!
//! | file | what it is |
//! |---|---|
//! | `things.rs`, `world.rs` | what there is: servers, people, messages, interactions; all of it behind one lock |
//! | `http.rs`, `routes.rs`, `form.rs`, `answer.rs` | the HTTP API, its routes and errors |
//! | `servers.rs`, `messages.rs`, `commands.rs`, `responses.rs` | the routes by subject |
//! | `gateway.rs`, `connection.rs`, `zlib.rs` | sessions, their connections |
//! | `posting.rs` | what becomes of a message, and who is notified |
//! | `permission.rs`, `shapes.rs`, `interactions.rs`, `id.rs` | who may what; JSON as the description has it |
//! | `description.rs`, `limits.rs`, `command_limits.rs` | the judges |
//! | `faults.rs`, `mishaps.rs` | errors on demand, rate limits, a gateway that is cut |
//! | `record.rs` | what happened |
//! | `server.rs` | servers, channels and roles, as a test makes them |
//! | `person.rs`, `typing.rs`, `acts.rs`, `view.rs`, `pressing.rs`, `modal.rs`, `reading.rs` | a person: what they do and what they read |
#![allow(dead_code, unused_imports)] // each test file uses its own part
#![allow(clippy::needless_pass_by_value, clippy::missing_panics_doc)]

mod acts;
mod answer;
mod command_limits;
mod commands;
mod connection;
mod description;
mod faults;
mod form;
mod gateway;
mod http;
mod id;
mod interactions;
mod limits;
mod messages;
mod mishaps;
mod modal;
pub mod permission;
mod person;
mod posting;
mod pressing;
mod reading;
mod record;
mod responses;
mod routes;
mod server;
mod servers;
mod shapes;
mod things;
mod typing;
mod view;
mod world;
mod zlib;

use std::sync::Arc;

pub use faults::Fault;
pub use id::Id;
pub use modal::Modal;
pub use person::User;
pub use server::{Channel, Guild, Role};
pub use typing::Choice;
pub use view::View;
pub use world::Request;

use gateway::Frame;
use world::{Shared, World};

/// How long a condition may take to come true. Machines that test are busy.
const DEADLINE: std::time::Duration = std::time::Duration::from_secs(20);

/// The stand-in, running until it is dropped.
pub struct Discord {
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
    guild: Id,
    channel: Id,
}

impl Discord {
    /// A Discord with the application, one server (« Douanes »), a channel everybody sees (« guichet »), and the bot in it.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::new(World::new(base)));
        let app = axum::Router::new()
            .route("/gateway", axum::routing::get(connection::upgrade))
            .route("/gateway/", axum::routing::get(connection::upgrade))
            .fallback(http::serve)
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, app).await;
        });
        let (guild, channel) = shared.change(|world| {
            let guild = world.guild("Douanes");
            let channel = world.channel(world::Place::Guild(guild), "guichet", Vec::new());
            (guild, channel)
        });
        let discord = Self {
            shared,
            server,
            guild,
            channel,
        };
        discord.guild().invite_bot();
        discord
    }

    /// The address for `discord.api`.
    pub fn api(&self) -> String {
        self.shared.look(|world| world.base.clone())
    }

    pub fn token(&self) -> String {
        self.shared.look(|world| world.token.clone())
    }

    /// The application's id, which is also its bot's.
    pub fn application_id(&self) -> Id {
        self.shared.look(|world| world.application)
    }

    // ---- places and people ----

    /// The server that is there from the start.
    pub fn guild(&self) -> Guild {
        Guild::new(&self.shared, self.guild)
    }

    /// The public channel that is there from the start.
    pub fn channel(&self) -> Channel {
        Channel::new(&self.shared, self.channel)
    }

    /// Another server, without the bot.
    pub fn another_guild(&self, name: &str) -> Guild {
        let id = self.shared.change(|world| world.guild(name));
        Guild::new(&self.shared, id)
    }

    /// A role in the first server.
    pub fn role(&self, name: &str) -> Role {
        self.guild().role(name)
    }

    /// A member of the first server whose Discord speaks that language, in the public channel.
    pub fn user(&self, locale: &str) -> User {
        self.named(locale, locale)
    }

    /// A member with a name.
    pub fn named(&self, name: &str, locale: &str) -> User {
        let user = self.stranger(name, locale);
        self.shared
            .change(|world| world.join(self.guild, user.id()));
        user.in_channel(&self.channel())
    }

    /// A member that is a program.
    pub fn program(&self, name: &str) -> User {
        let id = self.shared.change(|world| {
            let id = world.account(name, "fr", true);
            world.join(self.guild, id);
            id
        });
        User::new(&self.shared, id).in_channel(&self.channel())
    }

    /// Somebody who is in no server.
    pub fn stranger(&self, name: &str, locale: &str) -> User {
        assert!(
            limits::LOCALES.contains(&locale),
            "{locale} is none of Discord's locales"
        );
        let id = self
            .shared
            .change(|world| world.account(name, locale, false));
        User::new(&self.shared, id)
    }
}

impl Drop for Discord {
    fn drop(&mut self) {
        self.server.abort();
        self.shared
            .change(|world| world.tell_connections(&Frame::Cut));
        if !std::thread::panicking() {
            self.assert_clean();
        }
    }
}
