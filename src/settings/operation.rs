//! `[operation]` and `[log]`

use std::net::SocketAddr;

use serde::Deserialize;

/// `[operation]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationSettings {
    /// Where health and metrics are served; empty, nowhere.
    pub listen: String,
}

impl OperationSettings {
    /// The address at which health and metrics are served, if they are.
    #[must_use]
    pub fn listen(&self) -> Option<SocketAddr> {
        self.listen.parse().ok()
    }

    /// What must hold of the address, and how to say so.
    pub(super) fn rule(&self) -> (&'static str, bool, &'static str) {
        let is_own = |address: SocketAddr| address.ip().is_loopback();
        (
            "operation.listen",
            self.listen.is_empty() || self.listen().is_some_and(is_own),
            "it must be an address of this machine alone with its port, such as 127.0.0.1:9464 or [::1]:9464, or empty for none",
        )
    }
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// How a line of the log is written.
    pub format: LogFormat,
    /// Which lines are written, as a filter of `tracing`; empty, as `-v` and `-q` say.
    pub filter: String,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for other programs.
    Json,
}
