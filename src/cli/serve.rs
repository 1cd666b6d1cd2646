//! `guichet serve`: the channels that are configured, or else this terminal.

use std::io::IsTerminal;

use anyhow::{Result, bail};
use clap::Args;

use super::{Everywhere, Outcome, context};
use crate::channels::terminal::Session;

/// Open the counter: the channels that are configured, or this terminal when there is none
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  guichet serve --database sqlite:/var/lib/guichet/guichet.sqlite")]
pub(super) struct Serve {}

impl Serve {
    pub(super) fn run(everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        if !std::io::stdin().is_terminal() {
            bail!(
                "no channel is configured, and standard input is no terminal: \
                 run `guichet chat` to talk to the counter through a pipe"
            );
        }
        let opened = context::opening(&settings)?;
        let messages = &opened.messages;
        let voice = Session::voice();
        outln!("{}", messages.say(voice, "serve-no-channel"));
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
