//! The FAQ's texts as a sheet for translators, and their work back into the files.
//!
//! [`Sheet`] is one row a text (an entry's question, each phrasing, the answer) and one column a language, as CSV that
//! spreadsheets open. [`plan`] compares a sheet with the files and gives a [`Plan`]: the changed files in memory, what
//! changes in each, and every cell that cannot be taken, with its row and the reason. Nothing here touches a disk.
//!
//! A cell that is empty changes nothing. A sheet remembers in its column [`EXPORTED`] what stood in each cell, so that
//! a sheet that comes back late neither undoes what was written meanwhile nor overwrites it unseen.

mod cell;
mod merge;
mod plan;
mod sheet;

pub use cell::{Outcome, Unit};
pub use plan::{FileChange, Plan, Refusal, Step, plan};
pub use sheet::{BrokenSheet, EXPORTED, Row, Sheet};
