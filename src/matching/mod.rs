//! Matching: which entry is meant, and how sure that is.
mod calibration;
mod classifier;
mod combination;
mod concepts;
mod descent;
pub mod evaluation;
mod features;
mod likeness;
mod matcher;
mod model;
mod reading;
mod rescue;
mod stage;
mod stored;
mod trials;
mod words;

pub use calibration::{EVIDENCE, EVIDENCE_NAMES, Evidence, threshold};
pub use combination::{VIEW_NAMES, VIEWS, Views};
pub use concepts::Concepts;
pub use features::{PLACE, Seen};
pub use matcher::{AskedInPart, Match, Matcher};
pub use model::*;
pub use reading::{Clause, Reader, Reading};
