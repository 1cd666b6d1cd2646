//! What is wrong is said once, however often it is met: an operator who comes after a month reads one line, not a million.

use std::sync::{Mutex, PoisonError};

/// What was complained of last about one matter.
#[derive(Debug, Default)]
pub(super) struct Complaint(Mutex<Option<String>>);

impl Complaint {
    /// Whether it is time to say this: it was not what was said last.
    pub fn is_news(&self, what: &str) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_deref() == Some(what) {
            return false;
        }
        *last = Some(what.to_owned());
        true
    }

    /// The matter is in order; whether that is news, since something was complained of.
    pub fn is_over(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_made_once_until_it_changes_or_is_over() {
        let complaint = Complaint::default();
        assert!(!complaint.is_over());
        assert!(complaint.is_news("the disk is full"));
        assert!(!complaint.is_news("the disk is full"));
        assert!(complaint.is_news("the file is damaged"));
        assert!(complaint.is_over());
        assert!(!complaint.is_over());
        assert!(complaint.is_news("the file is damaged"));
    }
}
