//! `guichet queue`: the attaché's desk in a terminal.

mod show;
mod words;

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{Everywhere, Outcome, context};
use crate::language::{CountryCode, mask_contacts, plain_text};
use crate::queue::{Action, Actor, Escalation, EscalationRef, Filter, State, Store};
use crate::settings::Settings;

/// The attaché's queue: what waits, and what to do with it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet queue list
  guichet queue show G-7K3M
  guichet queue claim G-7K3M
  guichet queue answer G-7K3M \"Oui, avec une déclaration d'origine.\"
  guichet queue answer G-7K3M --file answer.md
  guichet queue answer G-7K3M                      write it in $EDITOR

A reference may be written in lower case and without its G-: 7k3m.")]
pub(super) struct Queue {
    #[command(subcommand)]
    command: Command,
    /// Under which name to act [default: queue.operator, else the login name]
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// What waits, the most urgent and oldest first
    #[command(after_help = "Example:\n  guichet queue list --country RS --urgent")]
    List(List),
    /// One case with everything that happened to it
    #[command(after_help = "Example:\n  guichet queue show G-7K3M")]
    Show { reference: EscalationRef },
    /// Take a case, so that others see who works on it
    #[command(after_help = "Example:\n  guichet queue claim G-7K3M --by attache")]
    Claim {
        reference: EscalationRef,
        /// Take it from whoever has it
        #[arg(long)]
        force: bool,
    },
    /// Give a claimed case back
    #[command(after_help = "Example:\n  guichet queue release G-7K3M")]
    Release { reference: EscalationRef },
    /// Answer; the answer goes to the asker
    #[command(
        after_help = "Examples:\n  guichet queue answer G-7K3M \"Oui.\"\n  guichet queue answer G-7K3M --file answer.md\n  echo Oui. | guichet queue answer G-7K3M --file -"
    )]
    Answer {
        reference: EscalationRef,
        #[command(flatten)]
        words: Words,
        /// Answer although somebody else has the case, or correct an answer already given
        #[arg(long)]
        force: bool,
    },
    /// Ask the asker something; the case waits for the reply
    #[command(
        after_help = "Example:\n  guichet queue ask G-7K3M \"Quelle est la position tarifaire ?\""
    )]
    Ask {
        reference: EscalationRef,
        #[command(flatten)]
        words: Words,
    },
    /// Refer the asker to another office, by its name
    #[command(
        after_help = "Example:\n  guichet queue refer G-7K3M --to \"Bureau de douane de Lyon\" \"Il est compétent pour votre dossier.\""
    )]
    Refer {
        reference: EscalationRef,
        /// The office: its name, and how to reach it
        #[arg(long, value_name = "OFFICE")]
        to: String,
        #[command(flatten)]
        words: Words,
    },
    /// Decline a case, with the reason for the asker
    #[command(
        after_help = "Example:\n  guichet queue reject G-7K3M \"Cette question relève du consulat.\""
    )]
    Reject {
        reference: EscalationRef,
        #[command(flatten)]
        words: Words,
    },
    /// Close a case that is done
    #[command(after_help = "Example:\n  guichet queue close G-7K3M")]
    Close {
        reference: EscalationRef,
        /// Give up bringing an answer that has not arrived
        #[arg(long)]
        force: bool,
    },
    /// Answer a case by itself that was attached to a similar one
    #[command(after_help = "Example:\n  guichet queue detach G-7K3M")]
    Detach { reference: EscalationRef },
    /// Figures: how many wait, since when, how long answers take, what is stuck
    #[command(after_help = "Example:\n  guichet queue stats --json")]
    Stats,
    /// Every case as JSON Lines, the oldest first, for other programs; e-mail addresses and telephone numbers masked
    #[command(
        after_help = "Examples:\n  guichet queue export > cases.jsonl\n  guichet queue export --with-contacts > whole.jsonl"
    )]
    Export {
        /// With e-mail addresses and telephone numbers as they were written
        #[arg(long)]
        with_contacts: bool,
    },
}

#[derive(Debug, Args)]
struct List {
    /// Cases in these states [default: those that wait]
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<State>,
    /// Cases in every state
    #[arg(long, conflicts_with = "state")]
    all: bool,
    /// Urgent ones only
    #[arg(long)]
    urgent: bool,
    /// Cases about this country (two letters)
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<CountryCode>,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// How many to pass over
    #[arg(long, default_value_t = 0)]
    offset: u32,
}

fn country(code: &str) -> Result<CountryCode, crate::language::NotACountryCode> {
    code.to_uppercase().parse()
}

#[derive(Debug, Args)]
struct Words {
    /// The text; without it $EDITOR opens
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// Read the text from a file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
}

impl Queue {
    pub(super) fn run(&self, everywhere: &Everywhere) -> Result<Outcome> {
        let settings = context::settings(everywhere)?.settings;
        context::block_on(async {
            let store = context::existing_store(&settings).await?;
            self.command
                .run(&store, &settings, everywhere, self.by.as_deref())
                .await?;
            Ok(Outcome::Done)
        })
    }
}

impl Command {
    async fn run(
        &self,
        store: &Store,
        settings: &Settings,
        everywhere: &Everywhere,
        by: Option<&str>,
    ) -> Result<()> {
        let zone = context::time_zone(settings);
        let now = Timestamp::now();
        let (reference, action) = match self {
            Self::List(list) => return list.run(store, everywhere, &zone, now).await,
            Self::Show { reference } => {
                let case = store.get(*reference).await?;
                return print_case(&case, everywhere, &zone);
            }
            Self::Stats => {
                let stats = store.stats(now).await?;
                let stuck = store.stuck(now).await?;
                if everywhere.json {
                    let mut figures = serde_json::to_value(&stats)?;
                    if let Some(figures) = figures.as_object_mut() {
                        figures.insert("stuck".to_owned(), json!(stuck.len()));
                    }
                    outln!("{figures}");
                } else {
                    out!("{}", show::stats(&stats, &stuck, &zone, now));
                }
                return Ok(());
            }
            Self::Export { with_contacts } => return export(store, *with_contacts).await,
            Self::Claim { reference, force } => (reference, Action::Claim { force: *force }),
            Self::Release { reference } => (reference, Action::Release),
            Self::Detach { reference } => (reference, Action::Detach),
            Self::Close { reference, force } => (reference, Action::Close { force: *force }),
            Self::Answer {
                reference,
                words,
                force,
            } => {
                let text = words::get(words, store, *reference, &zone).await?;
                (
                    reference,
                    Action::Answer {
                        text,
                        force: *force,
                    },
                )
            }
            Self::Ask { reference, words } => {
                let text = words::get(words, store, *reference, &zone).await?;
                (reference, Action::Ask { text })
            }
            Self::Reject { reference, words } => {
                let text = words::get(words, store, *reference, &zone).await?;
                (reference, Action::Reject { text })
            }
            Self::Refer {
                reference,
                to,
                words,
            } => {
                let text = if words.text.is_none() && words.file.is_none() {
                    String::new()
                } else {
                    words::get(words, store, *reference, &zone).await?
                };
                let to = plain_text(to);
                (reference, Action::Refer { to, text })
            }
        };
        let by = Actor::Attache(operator(settings, by)?);
        let case = store
            .act(*reference, action.clone(), &by, Timestamp::now())
            .await?;
        if everywhere.json {
            outln!("{}", serde_json::to_string(&case)?);
        } else {
            outln!("{}", show::done(&case, &action));
        }
        Ok(())
    }
}

fn print_case(case: &Escalation, everywhere: &Everywhere, zone: &TimeZone) -> Result<()> {
    if everywhere.json {
        outln!("{}", serde_json::to_string(case)?);
    } else {
        out!("{}", show::case(case, zone));
    }
    Ok(())
}

impl List {
    async fn run(
        &self,
        store: &Store,
        everywhere: &Everywhere,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<()> {
        let states = if self.all {
            State::ALL.to_vec()
        } else {
            self.state.clone()
        };
        let filter = Filter {
            with_followers: self.all || !self.state.is_empty(),
            states,
            urgent_only: self.urgent,
            country: self.country,
            limit: self.limit,
            offset: self.offset,
        };
        let cases = store.list(&filter).await?;
        if everywhere.json {
            outln!("{}", serde_json::to_string(&cases)?);
        } else if cases.is_empty() {
            outln!("Nothing waits.");
        } else {
            out!("{}", show::list(&cases, zone, now));
            if cases.len() == self.limit as usize {
                outln!("There may be more: --offset {}", self.offset + self.limit);
            }
        }
        Ok(())
    }
}

/// Cases of an export that are read at a time.
const PAGE: u32 = 500;

async fn export(store: &Store, with_contacts: bool) -> Result<()> {
    let mut position = 0;
    loop {
        let cases = store.cases_after(position, PAGE).await?;
        let Some((last, _)) = cases.last() else {
            return Ok(());
        };
        position = *last;
        for (_, mut case) in cases {
            if !with_contacts {
                mask(&mut case);
            }
            outln!("{}", serde_json::to_string(&case)?);
        }
    }
}

/// Masks the addresses and telephone numbers in a case's words: what leaves the queue names nobody.
fn mask(case: &mut Escalation) {
    let texts = case.events.iter_mut().map(|event| &mut event.text);
    let texts = texts.chain([&mut case.details, &mut case.answer]).flatten();
    for text in texts.chain([&mut case.question]) {
        if let Cow::Owned(masked) = mask_contacts(text) {
            *text = masked;
        }
    }
}

/// The name to act under.
fn operator(settings: &Settings, by: Option<&str>) -> Result<String> {
    let login = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty());
    let configured = Some(settings.queue.operator.clone()).filter(|name| !name.is_empty());
    let name = by.map(str::to_owned).or(configured).or(login);
    // Without a name of its own the office acts under its name.
    let name = plain_text(name.as_deref().unwrap_or("attaché"));
    let name = name.as_str();
    if name.is_empty() || matches!(name, "asker" | "guichet") {
        bail!(
            "`{name}` stands for nobody, or for somebody else in a case's events: give another name with --by"
        );
    }
    Ok(name.to_owned())
}
