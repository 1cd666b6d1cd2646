//! What an asker thinks of an answer.

use super::codes::coded;

coded! {
    /// What an asker thinks of an answer.
    Rating, "rating" {
        /// It helped.
        Helpful = "helpful",
        /// It helped in part.
        Partly = "partly",
        /// It did not help.
        Unhelpful = "unhelpful",
    }
}
