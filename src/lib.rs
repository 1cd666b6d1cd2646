//! guichet, a customs counter in chat: curated answers at once, the customs attaché for the rest.
//!
//! The French regional customs attaché in Belgrade looks after trade between France (and the EU) and the countries of
//! South-East Europe. Businesses ask in their own words; this crate answers from a FAQ of files, asks back, offers what may
//! be meant, or hands the question to the attaché and brings the answer back. It never invents an answer.
//!
//! # The way of a question
//!
//! ```text
//! channel ──> desk ──> counter ─────────────────────────────────────────> channel
//!              │        1 read     language, places, direction, forms      matching::Reader
//!              │        2 match    a calibrated probability for each entry matching::Matcher
//!              │        3 decide   answer, choose, clarify, escalate       counter
//!              │        4 reply    a Reply is data; each channel draws it  counter::Reply
//!              └─> queue ──> attaché ──> queue ──> outbox ──> channel
//! ```
//!
//! # The modules, each using only those above it
//!
//! - `flat`: long lists of numbers, and a table, that are read from a file at once.
//! - [`language`]: folding, stems, which language, what a message mentions.
//! - [`faq`]: the maintainers' files: load, check, render.
//! - [`matching`]: the classifier, its calibration, the matcher.
//! - [`queue`]: cases, their states, the store and the outbox.
//! - [`counter`]: one turn of a conversation at a time, without clock, server or database.
//! - [`operation`]: metrics, whether the counter is alive and ready.
//! - [`channels`]: the desk that all channels share, and the terminal.
//! - [`cli`]: the commands.
//!
//! # One question, without a channel
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use guichet::channels::policy;
//! use guichet::counter::{Conversation, Counter, Decision, Message, Messages};
//! use guichet::faq::{Faq, Files};
//! use guichet::settings::{self, Overrides};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let faq = Faq::load(&Files::shipped()).faq.ok_or("the FAQ has errors")?;
//! let settings = settings::load(&Overrides::default())?.settings;
//! let counter = Counter::open(Arc::new(faq), Arc::new(Messages::load()?), policy(&settings));
//! let message = Message { text: "bonjour", now: jiff::Timestamp::now(), locale: None, country: None };
//! let turn = counter.receive(&mut Conversation::default(), message);
//! assert_eq!(turn.reply.decision, Decision::Smalltalk);
//! # Ok(())
//! # }
//! ```

pub mod channels;
pub mod cli;
pub mod counter;
pub mod faq;
mod flat;
pub mod language;
pub mod matching;
pub mod operation;
pub mod queue;
pub mod settings;
