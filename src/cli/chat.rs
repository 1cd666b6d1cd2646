//! `guichet chat`: the counter in this terminal, or on a pipe.

use std::io::IsTerminal;

use anyhow::Result;
use clap::Args;

use super::stopping::Stopping;
use super::{Everywhere, Outcome, context};
use crate::channels::terminal::Session;

/// Talk to the counter: a line in, a reply out; the attaché's answers show as they come
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet chat
  printf 'TVA en Albanie ?\\net au Monténégro ?\\n' | guichet chat
  guichet chat --json < questions.txt      one JSON object a line of input")]
pub(super) struct Chat {}

impl Chat {
    pub(super) fn run(everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        let opened = context::opening(&settings)?;
        context::block_on(async {
            let stopping = Stopping::listen()?;
            let session = context::session(&settings, opened, everywhere).await?;
            if std::io::stdin().is_terminal() && !everywhere.json {
                let voice = Session::voice();
                outln!("{}", session.messages.say(voice, "welcome"));
                outln!("{}\n", session.messages.say(voice, "welcome-hint"));
            }
            context::talk(&settings, session, stopping).await?;
            Ok(Outcome::Done)
        })
    }
}
