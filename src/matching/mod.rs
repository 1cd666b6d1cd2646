//! Matching: which entry is meant, and how sure that is.
mod calibration;
mod classifier;
mod concepts;
pub mod evaluation;
mod features;
mod matcher;
mod model;
mod reading;
mod rescue;
mod stored;

pub use calibration::{EVIDENCE, EVIDENCE_NAMES, Evidence, threshold};
pub use concepts::Concepts;
pub use features::{PLACE, Seen};
pub use matcher::{Match, Matcher};
pub use model::*;
pub use reading::{Reader, Reading};
