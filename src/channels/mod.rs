//! Where questions come in and answers go out.
//!
//! Every channel stands before the same [`Desk`]: it hands over what came in and draws the [`Reply`] that it gets. What
//! goes out by itself (the attaché's answers) it takes from the queue's outbox and tells as a [`notice`].

mod complaint;
mod conversations;
mod desk;
pub mod discord;
mod model_cache;
pub mod notice;
mod opening;
mod retention;
pub mod terminal;

pub use desk::{Desk, Incoming};
pub use model_cache::ModelCache;
pub use opening::{Opening, open, policy};
pub use retention::{reduce_old_cases, reduce_while};

#[expect(unused_imports, reason = "the documentation names it")]
use crate::counter::Reply;
