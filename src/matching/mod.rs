//! Matching: which entry is meant, and how sure that is.
mod calibration;
mod classifier;
pub mod evaluation;
mod features;
mod model;
mod rescue;

pub use calibration::{EVIDENCE, EVIDENCE_NAMES, Evidence, threshold};
pub use features::{PLACE, Seen};
pub use model::*;
