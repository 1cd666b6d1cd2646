//! `guichet ask`: one question, for real.

use std::io::IsTerminal;

use anyhow::{Result, bail};
use clap::Args;

use super::{Everywhere, Outcome, context};
use crate::counter::{Action, Reply};

/// Ask one question; what the FAQ does not answer goes to the attaché
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet ask \"EUR.1 pour la Serbie ?\"
  guichet ask \"Mon fournisseur refuse de me donner un A.TR, quel recours ?\" --json

What the FAQ does not answer is stored and passed on to the attaché: in a terminal after you agree, elsewhere
at once (use `guichet match` to look without storing, or --no-escalate). Answers are shown by `guichet chat`.")]
pub(super) struct Ask {
    /// The question
    #[arg(value_name = "QUESTION")]
    question: String,
    /// Never pass the question on
    #[arg(long)]
    no_escalate: bool,
}

impl Ask {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        let opened = context::opening(&settings)?;
        context::block_on(async {
            let session = context::session(&settings, opened, everywhere).await?;
            let (mut reply, microseconds) = session.ask(&self.question).await?;
            let is_offered = reply.actions.contains(&Action::Consent);
            let asks = !everywhere.json && std::io::stdin().is_terminal();
            if asks || !is_offered || self.no_escalate {
                super::print_reply(&reply, &settings, everywhere.json, microseconds);
            }
            if is_offered && !self.no_escalate {
                let consent = if asks { consent()? } else { "oui".to_owned() };
                let before = reply;
                (reply, _) = session.ask(&consent).await?;
                if !asks {
                    reply = with_answer(before, reply);
                }
                super::print_reply(&reply, &settings, everywhere.json, microseconds);
                if !asks && reply.escalation.is_none() {
                    bail!("the question could not be stored; the log above says why");
                }
            }
            Ok(Outcome::Done)
        })
    }
}

/// The line with which the asker agrees or not.
fn consent() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line)
}

/// The reply to the question itself, with the reference that it got; the offer to pass it on has been taken.
fn with_answer(question: Reply, mut stored: Reply) -> Reply {
    stored.entry = question.entry;
    stored.closing = None;
    stored.hint = None;
    if stored.entry.is_some() {
        stored.title = question.title;
        stored.text = format!("{}\n\n{}", question.text, stored.text);
        stored.sources = question.sources;
        stored.notes = question.notes;
    }
    stored
}
