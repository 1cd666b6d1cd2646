//! Being told to stop: by Ctrl-C, or by whoever runs the program as a service.

use std::io;
use std::time::Duration;

use crate::operation::metrics;
use crate::queue::Store;

/// How long closing the database may take; what is not in the file by then is in its log, and is found there.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Listens for the signals that end the program, from when it is made on: until it is, they end it at once.
pub(super) struct Stopping {
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
}

impl Stopping {
    /// Begins to listen.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupted: signal(SignalKind::interrupt())?,
            terminated: signal(SignalKind::terminate())?,
        })
    }

    /// Begins to listen.
    #[cfg(not(unix))]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Done when the program is told to stop.
    pub(super) async fn told(mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        metrics().closing();
        tracing::info!("told to stop: what is under way is finished");
    }
}

/// Closes the database, its log brought into the file.
pub(super) async fn close(store: &Store) {
    if tokio::time::timeout(PATIENCE, store.close()).await.is_err() {
        tracing::warn!(
            "the database was still in use at the end; it is brought up to date at the next start"
        );
    }
}
