//! The terminal as a channel: a line in, a reply out, and the attaché's answers as they come.

mod draw;
mod identity;
mod session;

pub use draw::{Style, draw};
pub use identity::{IdentityError, identity};
pub use session::{Session, SessionError, locale};
