//! guichet
#![allow(missing_docs)]
pub mod faq;
pub mod language;
pub mod matching;
pub mod settings;
