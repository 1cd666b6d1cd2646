//! Whether the counter is ready to serve, and if not, why.

use std::time::Duration;

use super::metrics;
use crate::queue::Store;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What has to be in order.
#[derive(Debug, Clone)]
pub struct Readiness {
    /// The queue, which has to answer.
    pub store: Store,
    /// Whether Discord has to be connected.
    pub needs_discord: bool,
}

impl Readiness {
    /// Why the counter is not ready, a line a reason; none when it is. `docs/OPERATIONS.md` says what to do about each.
    pub(super) async fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if metrics().is_closing() {
            reasons.push("closing: the counter was told to stop".to_owned());
        }
        if !metrics().is_faq_in_service() {
            reasons.push("faq: the matcher is being trained".to_owned());
        }
        match tokio::time::timeout(PATIENCE, self.store.answers()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => reasons.push(format!("database: {error}")),
            Err(_) => reasons.push(format!(
                "database: it does not answer within {} s",
                PATIENCE.as_secs()
            )),
        }
        if self.needs_discord && !metrics().is_discord_connected() {
            reasons.push("discord: not connected".to_owned());
        }
        for reason in &mut reasons {
            *reason = reason.replace(['\n', '\r'], " ");
        }
        reasons
    }
}
