//! Things that go wrong when a test wants them to, and rate limits.

use std::time::{Duration, Instant};

use super::world::World;

/// What happens to a request instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing is done; the answer is this status.
    Status(u16),
    /// Nothing is done; 429 with this many seconds to wait.
    RateLimited(f64),
    /// Nothing is done; the connection closes without an answer.
    Close,
    /// It is done, but the answer is a 502.
    Lost,
    /// It is done, but the connection closes without an answer.
    LostAndClosed,
    /// It is done and answered after this long.
    Slow(Duration),
}

/// A fault that waits for its requests.
#[derive(Clone, Debug)]
pub struct Injected {
    pub route: String,
    pub left: usize,
    pub fault: Fault,
}

/// A limit on a route, counted separately for each channel, server or webhook.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub route: String,
    pub limit: usize,
    pub window: Duration,
    /// Since when and how many, by the route's first parameter.
    pub used: std::collections::HashMap<String, (Instant, usize)>,
}

/// What the X-RateLimit headers say.
#[derive(Clone, Debug)]
pub struct Allowance {
    pub limit: usize,
    pub remaining: usize,
    pub reset_after: f64,
    pub bucket: String,
    pub exceeded: bool,
}

fn applies(pattern: &str, route: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => route.starts_with(start),
        None => pattern == route,
    }
}

impl World {
    /// The fault for a request on this route (`POST /channels/{channel_id}/messages`), which is used up.
    pub fn take_fault(&mut self, route: &str) -> Option<Fault> {
        let index = self
            .faults
            .iter()
            .position(|injected| applies(&injected.route, route))?;
        let fault = self.faults[index].fault;
        self.faults[index].left -= 1;
        if self.faults[index].left == 0 {
            self.faults.remove(index);
        }
        Some(fault)
    }

    /// Counts a request.
    pub fn count(&mut self, route: &str, major: &str) -> Allowance {
        let Some(bucket) = self
            .buckets
            .iter_mut()
            .find(|bucket| applies(&bucket.route, route))
        else {
            return Allowance {
                limit: 50,
                remaining: 49,
                reset_after: 1.0,
                bucket: name(route),
                exceeded: false,
            };
        };
        let now = Instant::now();
        let (since, used) = bucket.used.entry(major.to_owned()).or_insert((now, 0));
        if now.duration_since(*since) >= bucket.window {
            (*since, *used) = (now, 0);
        }
        let exceeded = *used >= bucket.limit;
        if !exceeded {
            *used += 1;
        }
        Allowance {
            limit: bucket.limit,
            remaining: bucket.limit - *used,
            reset_after: (bucket.window.saturating_sub(now.duration_since(*since))).as_secs_f64(),
            bucket: name(route),
            exceeded,
        }
    }
}

fn name(route: &str) -> String {
    let hash = route.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
