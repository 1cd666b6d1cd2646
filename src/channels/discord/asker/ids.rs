//! The codec of custom ids that an asker presses: all that is needed after a restart, or a week later.
//!
//! The question itself is not in it; it stands below the answer, from where the press brings it along.

use std::fmt::Write;

use crate::channels::discord::custom_id::{ASKER, LONGEST};
use crate::faq::EntryId;
use crate::language::CountryCode;
use crate::queue::{EscalationRef, Rating};

/// What an asker pressed, picked from, or filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// The answer is what was asked for.
    Answered,
    /// Another question is to be asked: opens [`Pressed::Question`].
    AskAnother,
    /// The form with another question.
    Question,
    /// The question is to go to the attaché: opens [`Pressed::HandOver`]. With the country it is about.
    AskAttache(Option<CountryCode>),
    /// The form with a question for the attaché: the country it is about, and the message it was answered with, which
    /// tells it from every other question.
    HandOver(Option<CountryCode>, u64),
    /// The question is not to go to the attaché.
    Decline,
    /// The menu of entries that may be meant. With the country that the question is about.
    Entries(Option<CountryCode>),
    /// The menu of countries for an entry.
    Countries(EntryCode),
    /// Something is to be added to a case: opens [`Pressed::Detail`].
    Add(EscalationRef),
    /// The form with what is added.
    Detail(EscalationRef),
    /// A case is to be taken back: asks first.
    Withdraw(EscalationRef),
    /// A case is taken back.
    WithdrawSurely(EscalationRef),
    /// A page of the list of cases.
    Cases(usize),
    /// The menu of cases.
    Case,
    /// What waits for the asker is to be shown.
    Open,
    /// The reply to a mention is to be shown.
    OpenMention,
    /// An answer is to be rated: asks how.
    Rate(EscalationRef),
    /// An answer is rated.
    Rated(EscalationRef, Rating),
    /// Everything that is stored is to be given.
    Export,
    /// Everything that is stored is to be deleted: asks first.
    Forget,
    /// Everything that is stored is deleted.
    ForgetSurely,
}

/// An entry in a custom id: its name, or where that is too long, a number made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryCode(String);

/// Longest name of an entry that stands in a custom id as it is.
const LONGEST_NAME: usize = 80;

impl EntryCode {
    /// The code of an entry.
    pub fn of(id: &EntryId) -> Self {
        let name = id.as_str();
        if name.len() <= LONGEST_NAME {
            Self(name.to_owned())
        } else {
            Self(format!("#{:016x}", fnv(name)))
        }
    }

    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that is written so, which need not be that of an entry.
    pub fn read(text: &str) -> Option<Self> {
        let number = text
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() == 16);
        (number || text.parse::<EntryId>().is_ok()).then(|| Self(text.to_owned()))
    }

    /// The entry among `all` that it is the code of.
    pub fn among<'a>(&self, mut all: impl Iterator<Item = &'a EntryId>) -> Option<EntryId> {
        all.find(|id| Self::of(id) == *self).cloned()
    }
}

/// The FNV-1a hash, which is the same in every version of the program.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What stands for no country.
const NO_COUNTRY: &str = "-";

fn country(code: Option<CountryCode>) -> String {
    code.map_or_else(|| NO_COUNTRY.to_owned(), |code| code.to_string())
}

/// What [`country`] wrote, given to `make`; `None` when it did not write this.
fn with_country(text: &str, make: impl FnOnce(Option<CountryCode>) -> Pressed) -> Option<Pressed> {
    if text == NO_COUNTRY {
        return Some(make(None));
    }
    text.parse().ok().map(|code| make(Some(code)))
}

impl Pressed {
    /// The custom id.
    pub fn id(&self) -> String {
        let mut id = format!("{ASKER}:");
        let _ = match self {
            Self::Answered => write!(id, "yes"),
            Self::AskAnother => write!(id, "another"),
            Self::Question => write!(id, "question"),
            Self::AskAttache(code) => write!(id, "attache:{}", country(*code)),
            Self::HandOver(code, message) => write!(id, "handover:{}:{message}", country(*code)),
            Self::Decline => write!(id, "no"),
            Self::Entries(code) => write!(id, "entries:{}", country(*code)),
            Self::Countries(entry) => write!(id, "countries:{}", entry.as_str()),
            Self::Add(reference) => write!(id, "add:{reference}"),
            Self::Detail(reference) => write!(id, "detail:{reference}"),
            Self::Withdraw(reference) => write!(id, "withdraw:{reference}"),
            Self::WithdrawSurely(reference) => write!(id, "withdrawn:{reference}"),
            Self::Cases(page) => write!(id, "cases:{page}"),
            Self::Case => write!(id, "case"),
            Self::Open => write!(id, "open"),
            Self::OpenMention => write!(id, "mention"),
            Self::Rate(reference) => write!(id, "rate:{reference}"),
            Self::Rated(reference, rating) => write!(id, "rated:{reference}:{rating}"),
            Self::Export => write!(id, "export"),
            Self::Forget => write!(id, "forget"),
            Self::ForgetSurely => write!(id, "forgotten"),
        };
        debug_assert!(id.len() <= LONGEST, "{id}");
        id
    }

    /// What the rest of a custom id says; `None` when it says nothing that this version knows.
    pub fn read(rest: &str) -> Option<Self> {
        // Menus that go on in further ones are numbered.
        let rest = rest.split('~').next()?;
        let (what, with) = rest.split_once(':').unwrap_or((rest, ""));
        // A reference in a custom id is written in one way; an asker's own spelling has no place there.
        let reference = |text: &str| {
            text.parse::<EscalationRef>()
                .ok()
                .filter(|reference| reference.to_string() == text)
        };
        match (what, with) {
            ("yes", "") => Some(Self::Answered),
            ("another", "") => Some(Self::AskAnother),
            ("question", "") => Some(Self::Question),
            ("no", "") => Some(Self::Decline),
            ("case", "") => Some(Self::Case),
            ("open", "") => Some(Self::Open),
            ("mention", "") => Some(Self::OpenMention),
            ("export", "") => Some(Self::Export),
            ("forget", "") => Some(Self::Forget),
            ("forgotten", "") => Some(Self::ForgetSurely),
            ("attache", with) => with_country(with, Self::AskAttache),
            ("handover", with) => {
                let (code, message) = with.split_once(':')?;
                let message = message.parse().ok()?;
                with_country(code, |code| Self::HandOver(code, message))
            }
            ("entries", with) => with_country(with, Self::Entries),
            ("countries", with) => EntryCode::read(with).map(Self::Countries),
            ("add", with) => reference(with).map(Self::Add),
            ("detail", with) => reference(with).map(Self::Detail),
            ("withdraw", with) => reference(with).map(Self::Withdraw),
            ("withdrawn", with) => reference(with).map(Self::WithdrawSurely),
            ("cases", with) => with.parse().ok().map(Self::Cases),
            ("rate", with) => reference(with).map(Self::Rate),
            ("rated", with) => {
                let (of, rating) = with.split_once(':')?;
                Some(Self::Rated(reference(of)?, rating.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::channels::discord::custom_id::{Side, side};

    fn everything() -> Vec<Pressed> {
        let reference: EscalationRef = "G-7K3M".parse().unwrap();
        let serbia = CountryCode::new(*b"RS");
        let long: EntryId = format!("origin/{}", "e".repeat(200)).parse().unwrap();
        let short: EntryId = "origin/eur1-certificate".parse().unwrap();
        vec![
            Pressed::Answered,
            Pressed::AskAnother,
            Pressed::Question,
            Pressed::AskAttache(None),
            Pressed::AskAttache(serbia),
            Pressed::HandOver(serbia, u64::MAX),
            Pressed::Decline,
            Pressed::Entries(None),
            Pressed::Countries(EntryCode::of(&long)),
            Pressed::Countries(EntryCode::of(&short)),
            Pressed::Add(reference),
            Pressed::Detail(reference),
            Pressed::Withdraw(reference),
            Pressed::WithdrawSurely(reference),
            Pressed::Cases(usize::MAX),
            Pressed::Case,
            Pressed::Open,
            Pressed::OpenMention,
            Pressed::Rate(reference),
            Pressed::Rated(reference, Rating::Partly),
            Pressed::Export,
            Pressed::Forget,
            Pressed::ForgetSurely,
        ]
    }

    #[test]
    fn every_id_fits_and_reads_back() {
        for pressed in everything() {
            let id = pressed.id();
            assert!(id.chars().count() <= LONGEST, "{id}");
            let Side::Asker(rest) = side(&id) else {
                panic!("{id}")
            };
            assert_eq!(Pressed::read(rest), Some(pressed), "{id}");
        }
    }

    #[test]
    fn a_code_of_an_entry_finds_it_again_however_long_its_name() {
        let ids: Vec<EntryId> = ["a/b", &format!("a/{}", "b".repeat(150))]
            .iter()
            .map(|id| id.parse().unwrap())
            .collect();
        for id in &ids {
            assert_eq!(EntryCode::of(id).among(ids.iter()).as_ref(), Some(id));
        }
    }

    #[test]
    fn what_was_forged_is_nothing() {
        for forged in [
            "",
            "yes:please",
            "attache",
            "attache:Serbia",
            "handover:RS",
            "handover:RS:x",
            "countries:../../etc",
            "add:g7k3m",
            "add:G-0000",
            "rated:G-7K3M:wonderful",
            "cases:-1",
            "drop table",
        ] {
            assert_eq!(Pressed::read(forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn anything_is_read_or_nothing(rest in prop_oneof!["\\PC{0,120}", "(attache|handover|entries|countries|add|rated|cases)(:\\PC{0,30}){0,3}"]) {
            if let Some(pressed) = Pressed::read(&rest) {
                let again = pressed.id();
                prop_assert!(again.chars().count() <= LONGEST);
                prop_assert_eq!(Pressed::read(&again[3..]), Some(pressed));
            }
        }

        #[test]
        fn whatever_is_read_is_written_in_the_same_way(rest in "[a-z]{1,10}(:[ -~]{0,20}){0,2}") {
            if let Some(pressed) = Pressed::read(&rest) {
                let again = pressed.id();
                prop_assert_eq!(Pressed::read(&again[3..]), Some(pressed));
            }
        }
    }
}
