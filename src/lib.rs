//! guichet
#![allow(missing_docs)]
pub mod channels;
pub mod cli;
pub mod counter;
pub mod faq;
pub mod language;
pub mod matching;
pub mod queue;
pub mod settings;
