//! Health and metrics over HTTP, for this machine alone. axum is named nowhere else.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use axum::routing::get;
use jiff::Timestamp;
use thiserror::Error;

use super::{Readiness, metrics};

/// How long the figures on the queue may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The format of `/metrics`.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What keeps the endpoint from opening; each says what to do.
#[derive(Debug, Error)]
pub enum EndpointError {
    /// Something listens there already.
    #[error(
        "health and metrics cannot be served on {address}: another program listens there already, or this counter runs twice. Set operation.listen to a free port"
    )]
    InUse {
        /// The address.
        address: SocketAddr,
    },
    /// Others would reach it.
    #[error(
        "health and metrics are for this machine alone: set operation.listen to an address such as 127.0.0.1:9464, not {address}"
    )]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The system refuses for another reason.
    #[error("health and metrics cannot be served on {address}: {source}")]
    Unusable {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// An address that is taken, but where nothing is answered yet.
#[derive(Debug)]
pub struct Endpoint {
    listener: TcpListener,
    address: SocketAddr,
}

impl Endpoint {
    /// Takes an address of this machine alone; with port 0 the system chooses one.
    ///
    /// # Errors
    ///
    /// When it is not of this machine alone, in use, or not to be had.
    pub fn bind(address: SocketAddr) -> Result<Self, EndpointError> {
        if !address.ip().is_loopback() {
            return Err(EndpointError::NotLoopback { address });
        }
        let unusable = |source: io::Error| {
            if source.kind() == io::ErrorKind::AddrInUse {
                EndpointError::InUse { address }
            } else {
                EndpointError::Unusable { address, source }
            }
        };
        let listener = TcpListener::bind(address).map_err(unusable)?;
        listener.set_nonblocking(true).map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        Ok(Self { listener, address })
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers, for as long as this is awaited.
    ///
    /// `/healthz` is 200 while the process is alive; `/readyz` is 200, or 503 with a line for each reason; `/metrics` is what
    /// Prometheus reads.
    pub async fn serve(self, readiness: Readiness) {
        let routes = Router::new()
            .route("/healthz", get(|| async { "alive\n" }))
            .route("/readyz", get(ready))
            .route("/metrics", get(scrape))
            .with_state(Arc::new(readiness));
        let served = match tokio::net::TcpListener::from_std(self.listener) {
            Ok(listener) => axum::serve(listener, routes).await,
            Err(error) => Err(error),
        };
        if let Err(error) = served {
            tracing::error!(
                "health and metrics are no longer served on {}: {error}",
                self.address
            );
        }
    }
}

async fn ready(State(readiness): State<Arc<Readiness>>) -> (StatusCode, String) {
    let reasons = readiness.reasons().await;
    if reasons.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, reasons.join("\n") + "\n")
    }
}

async fn scrape(
    State(readiness): State<Arc<Readiness>>,
) -> (StatusCode, [(HeaderName, &'static str); 1], String) {
    let now = Timestamp::now();
    let backlog = match tokio::time::timeout(PATIENCE, readiness.store.backlog(now)).await {
        Ok(Ok(backlog)) => Some(backlog),
        Ok(Err(error)) => {
            tracing::warn!("the queue could not be counted: {error}");
            None
        }
        Err(_) => None,
    };
    match metrics().text(backlog.as_ref(), readiness.needs_discord, now) {
        Ok(text) => (StatusCode::OK, [(CONTENT_TYPE, OPEN_METRICS)], text),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(CONTENT_TYPE, "text/plain; charset=utf-8")],
            format!("the metrics cannot be written: {error}\n"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_others_reach_is_refused() {
        for address in ["0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464"] {
            let error = Endpoint::bind(address.parse().unwrap()).unwrap_err();
            assert!(
                matches!(error, EndpointError::NotLoopback { .. }),
                "{error}"
            );
        }
    }

    #[test]
    fn an_address_in_use_is_refused_with_what_to_do() {
        let first = Endpoint::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let error = Endpoint::bind(first.address()).unwrap_err().to_string();
        assert!(error.contains(&first.address().to_string()), "{error}");
        assert!(error.contains("operation.listen"), "{error}");
    }
}
