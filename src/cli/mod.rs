//! The command line: one file a command.
//!
//! Exit status: 0 done, 1 a check or an evaluation found problems, 2 usage, configuration or anything else that
//! kept the command from its work. JSON goes to standard output alone; logs and errors to standard error.

#[macro_use]
mod output;

mod ask;
mod backup;
mod bench;
mod chat;
mod check;
mod config;
mod context;
mod eval;
mod export;
mod import;
mod log;
mod queue;
mod restore;
mod serve;
mod stopping;
mod try_match;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{ArgAction, Args, Parser, Subcommand};

use crate::channels::terminal::{Style, draw};
use crate::counter::Reply;
use crate::settings::{Overrides, Settings};

const AFTER_HELP: &str = "\
Examples:
  guichet                                   open the counter (in this terminal when no channel is configured)
  guichet match \"EUR.1 pour la Serbie ?\"    see what the counter would do, store nothing
  guichet queue list                        what waits for the attaché

Settings: config/default.toml lists them all; `guichet config` shows those in force.";

/// guichet: a customs counter in chat.
#[derive(Debug, Parser)]
#[command(version, about = "A customs counter in chat: curated answers at once, the customs attaché for the rest", after_help = AFTER_HELP)]
struct Arguments {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    /// The folder of the FAQ's files [default: ./faq, else the FAQ inside the program]
    #[arg(long, global = true, value_name = "DIR")]
    faq: Option<PathBuf>,
    /// A settings file to read in place of config/local.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where cases are kept, such as sqlite:var/guichet.sqlite
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Print JSON on standard output
    #[arg(long, global = true)]
    json: bool,
    /// Log more on standard error (-v: steps, -vv: details)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Log nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

impl Everywhere {
    fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            faq: self.faq.clone(),
            database: self.database.clone(),
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Chat(chat::Chat),
    Ask(ask::Ask),
    #[command(name = "match")]
    Match(try_match::TryMatch),
    Check(check::Check),
    Eval(eval::Eval),
    Bench(bench::Bench),
    Export(export::Export),
    Import(import::Import),
    Queue(queue::Queue),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Config(config::Config),
}

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// As wished.
    Done,
    /// It found problems.
    Problems,
}

/// Prints a reply as text or as JSON.
fn print_reply(reply: &Reply, settings: &Settings, json: bool, microseconds: u64) {
    if json {
        outln!("{}", reply.json(microseconds));
    } else {
        let style = Style::of_output(settings.terminal.color);
        outln!("{}", draw(&reply.markdown(), style));
    }
}

/// Prints figures one a line, shares in percent.
fn print_figures(figures: &serde_json::Value) {
    for (name, value) in figures.as_object().into_iter().flatten() {
        outln!("{:<28}{value}", name.replace('_', " "));
    }
}

/// Says where a defect is, and not what was read when it showed: a panic's own words may repeat a text.
fn tell_defects_without_words() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| {
            format!(" at {}:{}", place.file(), place.line())
        });
        eprintln!(
            "guichet: a defect{place} (version {})",
            env!("CARGO_PKG_VERSION")
        );
    }));
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    tell_defects_without_words();
    let arguments = Arguments::parse();
    let everywhere = &arguments.everywhere;
    let settings = log::settings(everywhere);
    let outcome = log::begin(everywhere, &settings).and_then(|()| arguments.run());
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            log::fail(settings.format, &error);
            ExitCode::from(2)
        }
    }
}

impl Arguments {
    fn run(&self) -> Result<Outcome> {
        let everywhere = &self.everywhere;
        match &self.command {
            None | Some(Command::Serve(_)) => serve::Serve::run(everywhere),
            Some(Command::Chat(_)) => chat::Chat::run(everywhere),
            Some(Command::Ask(ask)) => ask.run(everywhere),
            Some(Command::Match(look)) => look.run(everywhere),
            Some(Command::Check(check)) => check.run(everywhere),
            Some(Command::Eval(eval)) => eval.run(everywhere),
            Some(Command::Bench(bench)) => bench.run(everywhere),
            Some(Command::Export(export)) => export.run(everywhere),
            Some(Command::Import(import)) => import.run(everywhere),
            Some(Command::Queue(queue)) => queue.run(everywhere),
            Some(Command::Backup(backup)) => backup.run(everywhere),
            Some(Command::Restore(restore)) => restore.run(everywhere),
            Some(Command::Config(_)) => config::Config::run(everywhere),
        }
    }
}
