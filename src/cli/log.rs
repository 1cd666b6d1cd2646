//! The log, on standard error. tracing-subscriber is named nowhere else.

use std::io::IsTerminal;

use anyhow::{Result, anyhow};
use tracing_subscriber::filter::{EnvFilter, FilterExt as _, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::Everywhere;
use crate::settings::{self, LogFormat, LogSettings};

/// What the settings say on the log. Settings that cannot be read are for the command to complain of.
pub(super) fn settings(everywhere: &Everywhere) -> LogSettings {
    settings::load(&everywhere.overrides()).map_or(
        LogSettings {
            format: LogFormat::Text,
            filter: String::new(),
        },
        |loaded| loaded.settings.log,
    )
}

/// Sends the log to standard error, as much as `-v` and `-q`, or else `log.filter`, say, of this program alone. Libraries log
/// requests, payloads and statements, so with words of askers and tokens: what matters of theirs this program says itself,
/// without these. `RUST_LOG` is not heeded.
pub(super) fn begin(everywhere: &Everywhere, settings: &LogSettings) -> Result<()> {
    let level = match (everywhere.quiet, everywhere.verbose) {
        (true, _) => "error",
        (false, 0) if !settings.filter.is_empty() => &settings.filter,
        (false, 0) => "warn",
        (false, 1) => "info",
        (false, _) => "trace",
    };
    let filter = EnvFilter::try_new(level).map_err(|error| {
        anyhow!("`log.filter` is {level}: {error}. Write it as guichet=info, or leave it empty")
    })?;
    let own = filter_fn(|metadata| metadata.target().starts_with(env!("CARGO_CRATE_NAME")));
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = match settings.format {
        LogFormat::Text => log
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .boxed(),
        LogFormat::Json => log.json().flatten_event(true).boxed(),
    };
    // A second subscriber can only be an embedding program's own, which then decides.
    let _ = tracing_subscriber::registry()
        .with(log.with_filter(filter.and(own)))
        .try_init();
    Ok(())
}

/// Tells on standard error what an operator wants to know in any case; as a line of the log when that is for programs.
pub(super) fn announce(format: LogFormat, text: &str) {
    match format {
        LogFormat::Text => eprintln!("{text}"),
        LogFormat::Json => tracing::info!("{text}"),
    }
}

/// Tells why the program ends.
pub(super) fn fail(format: LogFormat, error: &anyhow::Error) {
    match format {
        LogFormat::Text => eprintln!("guichet: {error:#}"),
        LogFormat::Json => tracing::error!("{error:#}"),
    }
}
