//! What whoever operates the counter sees of it: metrics for Prometheus, and whether it is alive and ready.
//!
//! ```text
//! channels ─ record ─> metrics ─┐
//! store ──── backlog ───────────┼─> endpoint (127.0.0.1 alone): /healthz  /readyz  /metrics
//! store, FAQ, Discord ─> readiness ┘
//! ```
//!
//! Nothing here holds words of an asker: labels are decisions, codes of languages, states, channels and kinds of errors, each
//! out of a list that the program itself fixes.

mod endpoint;
mod metrics;
mod process;
mod readiness;

pub use endpoint::{Endpoint, EndpointError};
pub use metrics::{EscalationOutcome, Metrics, metrics};
pub use readiness::Readiness;
