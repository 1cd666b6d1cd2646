//! What is being answered, so that a shutdown waits for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// Counts what is under way. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct InFlight(Arc<watch::Sender<usize>>);

impl Default for InFlight {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

/// Something under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Flight(Arc<watch::Sender<usize>>);

impl InFlight {
    /// Something begins.
    pub fn begin(&self) -> Flight {
        self.0.send_modify(|count| *count += 1);
        Flight(Arc::clone(&self.0))
    }

    /// Waits until nothing is under way, but no longer than `most`; whether nothing is.
    pub async fn landed(&self, most: Duration) -> bool {
        let mut counts = self.0.subscribe();
        tokio::time::timeout(most, counts.wait_for(|count| *count == 0))
            .await
            .is_ok()
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_shutdown_waits_for_what_is_under_way_and_not_forever() {
        let flights = InFlight::default();
        assert!(flights.landed(Duration::ZERO).await);
        let flight = flights.begin();
        assert!(!flights.landed(Duration::from_millis(1)).await);
        drop(flight);
        assert!(flights.landed(Duration::from_secs(1)).await);
    }
}
