//! Custom ids of buttons, menus and forms: which side they belong to.
//!
//! A custom id is the side with the version of its codec, a colon, and what the side's own codec makes of the rest.
//! Anyone can forge one and old messages carry old ones, so that what is read from it is checked like any input.

/// Most characters of a custom id.
pub(super) const LONGEST: usize = 100;

/// The prefix of what an asker presses, in the version that this program writes.
pub(super) const ASKER: &str = "a1";

/// The prefix of what the attaché presses.
pub(super) const ATTACHE: &str = "q1";

/// Whose codec reads the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side<'a> {
    /// The asker's, with the rest.
    Asker(&'a str),
    /// The attaché's, with the rest.
    Attache(&'a str),
    /// Of no codec that this program has: forged, or of another version.
    Unknown,
}

/// The side of a custom id.
pub(super) fn side(custom_id: &str) -> Side<'_> {
    if custom_id.chars().count() > LONGEST {
        return Side::Unknown;
    }
    match custom_id.split_once(':') {
        Some((ASKER, rest)) => Side::Asker(rest),
        Some((ATTACHE, rest)) => Side::Attache(rest),
        // Of another version: its side says so, as it does of everything that it cannot read.
        Some((prefix, _)) if is_attaches(prefix) => Side::Attache(""),
        _ => Side::Unknown,
    }
}

/// Whether a prefix is the attaché's, in whatever version.
fn is_attaches(prefix: &str) -> bool {
    prefix
        .strip_prefix('q')
        .is_some_and(|version| version.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_says_which_side_and_everything_else_is_unknown() {
        assert_eq!(side("a1:ask"), Side::Asker("ask"));
        assert_eq!(side("q1:claim:G-7K3M"), Side::Attache("claim:G-7K3M"));
        for forged in ["", "a1", "a0:ask", "b1:ask", "A1:ask", ":"] {
            assert_eq!(side(forged), Side::Unknown, "{forged}");
        }
        assert_eq!(side("q0:claim:17"), Side::Attache(""));
        assert_eq!(side(&format!("a1:{}", "x".repeat(98))), Side::Unknown);
    }
}
