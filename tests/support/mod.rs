//! What several tests need.
#![allow(dead_code)] // each test file uses its own part

pub mod program;
pub mod script;

use std::path::{Path, PathBuf};

use guichet::channels::{ModelCache, Opening, policy};
use guichet::counter::Messages;
use guichet::faq::{Faq, Files};
use guichet::language::{Language, Script};
use guichet::queue::{Asker, Channel, NewEscalation, Priority};
use guichet::settings::{self, Overrides};

/// The shipped FAQ, being opened.
pub fn opening() -> Opening {
    let loaded = Faq::load(&Files::shipped());
    let faq = loaded.faq.unwrap_or_else(|| panic!("{}", loaded.report));
    let settings = settings::load(&Overrides::default()).unwrap().settings;
    let mut policy = policy(&settings);
    // The conversations show what follows an answer or a choice, not where the bar between them lies: that moves with every
    // phrasing, and `guichet eval` measures it.
    policy.promise.target_precision = 0.8;
    Opening::begin(
        faq,
        Messages::load().unwrap().into(),
        policy,
        ModelCache::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("conversations")),
        None,
    )
}

/// The files of a folder that end in `.kind`, by name.
pub fn files(folder: &str, kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|item| item.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == kind))
        .collect();
    found.sort();
    found
}

/// A case that nobody asked in a conversation.
pub fn new_case(number: impl std::fmt::Display) -> NewEscalation {
    NewEscalation {
        key: format!("key of a new case {number}"),
        question: format!("Question numéro {number} sur une consigne inconnue"),
        details: None,
        language: Language::French,
        script: Script::Latn,
        country: None,
        direction: None,
        asker: Asker {
            channel: Channel::Terminal,
            id: format!("{number:06}"),
        },
        address: String::new(),
        priority: Priority::Normal,
        nearest: Vec::new(),
    }
}
