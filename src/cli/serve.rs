//! `guichet serve`: the channels that are configured, or else this terminal.

use std::io::IsTerminal;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::{Everywhere, Outcome, context};
use crate::channels::discord::Discord;
use crate::channels::terminal::Session;
use crate::settings::Settings;

/// Open the counter: the channels that are configured, or this terminal when there is none
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet serve --database sqlite:/var/lib/guichet/guichet.sqlite
  GUICHET__DISCORD__TOKEN=… guichet serve      in Discord; README.md says how to get a token")]
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
            let session = context::session(&settings, opened, everywhere).await?;
            session.run().await?;
            Ok(Outcome::Done)
        })
    }
}

/// Opens the counter in Discord until the program is told to stop.
fn in_discord(settings: Settings) -> Result<Outcome> {
    let opened = context::opening(&settings)?;
    let messages = Arc::clone(&opened.messages);
    eprintln!(
        "{}",
        messages.say_with(
            Session::voice(),
            "serve-discord",
            &[
                ("entries", &opened.entries.to_string()),
                ("countries", &opened.countries.to_string())
            ]
        )
    );
    context::block_on(async {
        let open_cases = settings.discord.open_cases as usize;
        let desk = context::desk(&settings, opened)
            .await?
            .with_open_cases(open_cases);
        let discord = Discord {
            desk: Arc::new(desk),
            messages,
            time_zone: context::time_zone(&settings),
            retain_days: settings.privacy.retain_days,
            queue: settings.queue,
            settings: settings.discord,
            clock: Arc::new(jiff::Timestamp::now),
        };
        Box::pin(discord.run(told_to_stop())).await?;
        Ok(Outcome::Done)
    })
}

/// Done when the program is told to stop: by Ctrl-C, or by whoever runs it as a service.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
