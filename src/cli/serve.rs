//! `guichet serve`: the channels that are configured, or else this terminal.

use std::io::IsTerminal;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::stopping::{self, Stopping};
use super::{Everywhere, Outcome, context, log};
use crate::channels::discord::Discord;
use crate::channels::terminal::Session;
use crate::operation::{Endpoint, Readiness};
use crate::queue::Store;
use crate::settings::Settings;

/// Open the counter: the channels that are configured, or this terminal when there is none
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet serve --database sqlite:/var/lib/guichet/guichet.sqlite
  GUICHET__DISCORD__TOKEN=… guichet serve      in Discord; README.md says how to get a token

Told to stop (Ctrl-C, SIGTERM), it finishes what is under way, within ten seconds. With operation.listen set, it answers
/healthz, /readyz and /metrics there; docs/OPERATIONS.md says what they tell.")]
pub(super) struct Serve {}

impl Serve {
    pub(super) fn run(everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        if settings.discord.is_configured() {
            return in_discord(settings);
        }
        if !std::io::stdin().is_terminal() {
            bail!(
                "no channel is configured, and standard input is no terminal: set discord.token (README.md, \"Discord\", \
                 says how to get one), or run `guichet chat` to talk to the counter through a pipe"
            );
        }
        let endpoint = endpoint(&settings)?;
        let opened = context::opening(&settings)?;
        let messages = &opened.messages;
        let voice = Session::voice();
        outln!("{}", messages.say(voice, "serve-no-channel"));
        outln!("{}", messages.say(voice, "serve-no-discord"));
        outln!(
            "{}\n",
            messages.say_with(
                voice,
                "serve-faq",
                &[
                    ("entries", &opened.entries.to_string()),
                    ("countries", &opened.countries.to_string())
                ]
            )
        );
        context::block_on(async {
            let stopping = Stopping::listen()?;
            let session = context::session(&settings, opened, everywhere).await?;
            answer(endpoint, session.desk.store(), false);
            context::talk(&settings, session, stopping).await?;
            Ok(Outcome::Done)
        })
    }
}

/// Takes the address at which health and metrics are served, if they are, and says so.
fn endpoint(settings: &Settings) -> Result<Option<Endpoint>> {
    let Some(address) = settings.operation.listen() else {
        return Ok(None);
    };
    let endpoint = Endpoint::bind(address)?;
    let text = format!(
        "Health and metrics: http://{} (/healthz, /readyz, /metrics)",
        endpoint.address()
    );
    log::announce(settings.log.format, &text);
    Ok(Some(endpoint))
}

/// Serves health and metrics until the program ends.
fn answer(endpoint: Option<Endpoint>, store: &Store, needs_discord: bool) {
    if let Some(endpoint) = endpoint {
        tokio::spawn(endpoint.serve(Readiness {
            store: store.clone(),
            needs_discord,
        }));
    }
}

/// Opens the counter in Discord until the program is told to stop.
fn in_discord(settings: Settings) -> Result<Outcome> {
    let endpoint = endpoint(&settings)?;
    let opened = context::opening(&settings)?;
    let messages = Arc::clone(&opened.messages);
    let text = messages.say_with(
        Session::voice(),
        "serve-discord",
        &[
            ("entries", &opened.entries.to_string()),
            ("countries", &opened.countries.to_string()),
        ],
    );
    log::announce(settings.log.format, &text);
    context::block_on(async {
        let stopping = Stopping::listen()?;
        let open_cases = settings.discord.open_cases as usize;
        let desk = context::desk(&settings, opened)
            .await?
            .with_open_cases(open_cases);
        let store = desk.store().clone();
        answer(endpoint, &store, true);
        let discord = Discord {
            desk: Arc::new(desk),
            messages,
            time_zone: context::time_zone(&settings),
            retain_days: settings.privacy.retain_days,
            queue: settings.queue,
            settings: settings.discord,
            clock: Arc::new(jiff::Timestamp::now),
        };
        let outcome = Box::pin(discord.run(stopping.told())).await;
        stopping::close(&store).await;
        outcome?;
        Ok(Outcome::Done)
    })
}
