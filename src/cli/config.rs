//! `guichet config`: the settings in force, and where each comes from.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{Everywhere, Outcome, context};

/// Show the settings in force and where each comes from; secrets are masked
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  guichet config
  GUICHET__MATCHING__TARGET_PRECISION=0.98 guichet config")]
pub(super) struct Config {}

impl Config {
    pub(super) fn run(everywhere: &Everywhere) -> Result<Outcome> {
        let in_force = context::settings(everywhere)?.in_force();
        if everywhere.json {
            let all: Vec<_> = in_force
                .iter()
                .map(|setting| {
                    json!({
                        "key": setting.key,
                        "value": setting.value,
                        "origin": setting.origin.to_string(),
                    })
                })
                .collect();
            outln!("{}", serde_json::to_string_pretty(&all)?);
            return Ok(Outcome::Done);
        }
        let width =
            |of: fn(&crate::settings::InForce) -> usize| in_force.iter().map(of).max().unwrap_or(0);
        let (keys, values) = (
            width(|one| one.key.len()),
            width(|one| one.value.chars().count()),
        );
        for setting in &in_force {
            outln!(
                "{:<keys$} = {:<values$}  ({})",
                setting.key,
                setting.value,
                setting.origin
            );
        }
        Ok(Outcome::Done)
    }
}
