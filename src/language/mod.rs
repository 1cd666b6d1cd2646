//! Reading a message.
mod country;
mod direction;
mod folding;
mod languages;
mod script;
mod serbian;
mod stems;
mod tokens;
pub mod transliteration;

pub use country::*;
pub use direction::*;
pub use folding::*;
pub use languages::*;
pub use script::*;
pub use serbian::*;
pub use stems::*;
pub use tokens::*;
