//! Text that others wrote, made harmless in Discord's Markdown.

use crate::counter::escape_markdown;
use crate::language::plain_text;

/// A text so that neither its Markdown nor its mentions take effect.
///
/// Mentions are stopped twice: here, and by the empty `allowed_mentions` of every message.
pub(super) fn escape(text: &str) -> String {
    escape_markdown(&plain_text(text))
}
