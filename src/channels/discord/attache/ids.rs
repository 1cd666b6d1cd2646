//! The codec of custom ids that the attaché presses.
//!
//! A custom id carries all that is needed, so that it works after a restart and a week later: what is to be done, to which
//! case, and, where it would undo what somebody did, what the presser saw (the second of the claim or of the answer).
//! What is read is read strictly: only what this program would have written is taken.

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::custom_id::{ATTACHE, LONGEST};
use crate::faq::EntryId;
use crate::language::CountryCode;
use crate::queue::{EscalationRef, State};

/// What was pressed, picked from or filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    /// Take a case.
    Claim(EscalationRef),
    /// Take a case from whoever has had it since then.
    TakeOver(EscalationRef, Timestamp),
    /// Give it back.
    Release(EscalationRef),
    /// Answer it by itself.
    Detach(EscalationRef),
    /// Write an answer.
    Answer(EscalationRef),
    /// Write another answer in the place of the one of then.
    Correct(EscalationRef, Timestamp),
    /// Answer with an entry: see the nearest.
    Entries(EscalationRef),
    /// Look for an entry.
    Search(EscalationRef),
    /// See what an entry, which was picked from a menu, would say.
    Preview(EscalationRef),
    /// Send an entry's answer.
    Send(EscalationRef, EntryId),
    /// Write an answer beginning with an entry's.
    Rewrite(EscalationRef, EntryId),
    /// Ask the asker.
    Ask(EscalationRef),
    /// Refer to an office.
    Refer(EscalationRef),
    /// Close.
    Close(EscalationRef),
    /// Close without an answer, with a reason.
    Reject(EscalationRef),
    /// Close although the answer has not arrived.
    Abandon(EscalationRef),
    /// See a case whole; the reason tells one message with such a button from another.
    Show(EscalationRef, Reason),
    /// See a case that was picked from a menu.
    Open,
    /// See a page of a list.
    List(Listing),
    /// See the list from a day's digest.
    Digest(Date),
}

/// Why a message has a button that shows a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is the case's card.
    Card,
    /// It tells that the case is urgent.
    Urgent,
    /// It tells that the case has waited since then.
    Waiting(Timestamp),
}

/// Which cases a list shows, and from which on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listing {
    /// In which states.
    pub states: States,
    /// Of which country.
    pub country: Option<CountryCode>,
    /// Whether only urgent ones.
    pub urgent: bool,
    /// How many are passed over.
    pub offset: u32,
}

/// The states of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum States {
    /// Those in which an answer is owed.
    Waiting,
    /// All.
    All,
    /// One.
    Only(State),
}

impl Default for Listing {
    /// Everything that waits.
    fn default() -> Self {
        Self {
            states: States::Waiting,
            country: None,
            urgent: false,
            offset: 0,
        }
    }
}

impl States {
    /// The code in custom ids and of the command's option.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::All => "all",
            Self::Only(state) => state.code(),
        }
    }

    /// The states of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "waiting" => Some(Self::Waiting),
            "all" => Some(Self::All),
            code => code.parse().ok().map(Self::Only),
        }
    }
}

impl Press {
    /// The custom id.
    pub fn id(&self) -> String {
        let rest = match self {
            Self::Claim(case) => format!("claim:{case}"),
            Self::TakeOver(case, since) => format!("takeover:{case}:{}", since.as_second()),
            Self::Release(case) => format!("release:{case}"),
            Self::Detach(case) => format!("detach:{case}"),
            Self::Answer(case) => format!("answer:{case}"),
            Self::Correct(case, answered) => format!("correct:{case}:{}", answered.as_second()),
            Self::Entries(case) => format!("entries:{case}"),
            Self::Search(case) => format!("search:{case}"),
            Self::Preview(case) => format!("preview:{case}"),
            Self::Send(case, entry) => format!("send:{case}:{entry}"),
            Self::Rewrite(case, entry) => format!("rewrite:{case}:{entry}"),
            Self::Ask(case) => format!("ask:{case}"),
            Self::Refer(case) => format!("refer:{case}"),
            Self::Close(case) => format!("close:{case}"),
            Self::Reject(case) => format!("reject:{case}"),
            Self::Abandon(case) => format!("abandon:{case}"),
            Self::Show(case, Reason::Card) => format!("show:{case}"),
            Self::Show(case, Reason::Urgent) => format!("show:{case}:urgent"),
            Self::Show(case, Reason::Waiting(since)) => {
                format!("show:{case}:{}", since.as_second())
            }
            Self::Open => "open".to_owned(),
            Self::List(listing) => format!(
                "list:{}:{}:{}:{}",
                listing.states.code(),
                listing
                    .country
                    .map_or("-".to_owned(), |code| code.to_string()),
                if listing.urgent { "u" } else { "-" },
                listing.offset
            ),
            Self::Digest(day) => format!("digest:{day}"),
        };
        format!("{ATTACHE}:{rest}")
    }

    /// Whether the custom id is as short as it has to be: an entry may have too long a name.
    pub fn fits(&self) -> bool {
        self.id().len() <= LONGEST
    }

    /// What the rest of a custom id stands for; `None` when it is none of this codec's.
    pub fn read(rest: &str) -> Option<Self> {
        let read = Self::parse(rest)?;
        // Only what this program would have written itself.
        (read.id().split_once(':')?.1 == rest).then_some(read)
    }

    fn parse(rest: &str) -> Option<Self> {
        let parts: Vec<&str> = rest.split(':').collect();
        let second = |text: &str| Timestamp::from_second(text.parse().ok()?).ok();
        Some(match *parts.as_slice() {
            ["claim", case] => Self::Claim(case.parse().ok()?),
            ["takeover", case, since] => Self::TakeOver(case.parse().ok()?, second(since)?),
            ["release", case] => Self::Release(case.parse().ok()?),
            ["detach", case] => Self::Detach(case.parse().ok()?),
            ["answer", case] => Self::Answer(case.parse().ok()?),
            ["correct", case, answered] => Self::Correct(case.parse().ok()?, second(answered)?),
            ["entries", case] => Self::Entries(case.parse().ok()?),
            ["search", case] => Self::Search(case.parse().ok()?),
            ["preview", case] => Self::Preview(case.parse().ok()?),
            ["send", case, entry] => Self::Send(case.parse().ok()?, entry.parse().ok()?),
            ["rewrite", case, entry] => Self::Rewrite(case.parse().ok()?, entry.parse().ok()?),
            ["ask", case] => Self::Ask(case.parse().ok()?),
            ["refer", case] => Self::Refer(case.parse().ok()?),
            ["close", case] => Self::Close(case.parse().ok()?),
            ["reject", case] => Self::Reject(case.parse().ok()?),
            ["abandon", case] => Self::Abandon(case.parse().ok()?),
            ["show", case] => Self::Show(case.parse().ok()?, Reason::Card),
            ["show", case, "urgent"] => Self::Show(case.parse().ok()?, Reason::Urgent),
            ["show", case, since] => {
                Self::Show(case.parse().ok()?, Reason::Waiting(second(since)?))
            }
            ["open"] => Self::Open,
            ["list", states, country, urgent, offset] => Self::List(Listing {
                states: States::of_code(states)?,
                country: match country {
                    "-" => None,
                    code => Some(code.parse().ok()?),
                },
                urgent: urgent == "u",
                offset: offset.parse().ok()?,
            }),
            ["digest", day] => Self::Digest(day.parse().ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn every() -> Vec<Press> {
        let case: EscalationRef = "G-7K3MR".parse().unwrap();
        let entry: EntryId = "origin/eur1-certificate".parse().unwrap();
        let then = Timestamp::from_second(1_795_000_000).unwrap();
        vec![
            Press::Claim(case),
            Press::TakeOver(case, then),
            Press::Release(case),
            Press::Detach(case),
            Press::Answer(case),
            Press::Correct(case, then),
            Press::Entries(case),
            Press::Search(case),
            Press::Preview(case),
            Press::Send(case, entry.clone()),
            Press::Rewrite(case, entry),
            Press::Ask(case),
            Press::Refer(case),
            Press::Close(case),
            Press::Reject(case),
            Press::Abandon(case),
            Press::Show(case, Reason::Card),
            Press::Show(case, Reason::Urgent),
            Press::Show(case, Reason::Waiting(then)),
            Press::Open,
            Press::List(Listing::default()),
            Press::List(Listing {
                states: States::Only(State::AwaitingAsker),
                country: CountryCode::new(*b"RS"),
                urgent: true,
                offset: u32::MAX,
            }),
            Press::Digest("2026-11-24".parse().unwrap()),
        ]
    }

    #[test]
    fn every_press_is_read_back_from_an_id_that_fits_and_is_its_own() {
        let mut ids = std::collections::BTreeSet::new();
        for press in every() {
            let id = press.id();
            assert!(press.fits(), "{id}");
            let rest = id.strip_prefix("q1:").unwrap();
            assert_eq!(Press::read(rest), Some(press), "{id}");
            assert!(ids.insert(id));
        }
    }

    #[test]
    fn forged_and_foreign_ids_are_nothing() {
        for forged in [
            "",
            "claim",
            "claim:",
            "claim:G-7K3M:x",
            "claim:g-7k3m",
            "claim:G-AAAA",
            "Claim:G-7K3M",
            "takeover:G-7K3M:soon",
            "correct:G-7K3M:99999999999999999999",
            "send:G-7K3M:../../etc/passwd",
            "send:G-7K3M:Origin/EUR1",
            "list:waiting:RS:u",
            "list:sleeping:-:-:0",
            "list:waiting:rs:-:0",
            "list:waiting:-:-:-1",
            "list:waiting:-:-:007",
            "digest:yesterday",
            "show:G-7K3M:because",
        ] {
            assert_eq!(Press::read(forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_in_the_same_way(
            what in prop::sample::select(vec![
                "claim", "takeover", "release", "detach", "answer", "correct", "entries", "search", "preview", "send", "rewrite", "ask",
                "refer", "close", "reject", "abandon", "show", "open", "list", "digest", "x",
            ]),
            with in prop::collection::vec(
                prop_oneof!["G-[0-9A-Z]{4,5}", "[a-z]{1,8}/[a-z-]{1,60}", "-?[0-9]{1,20}", "[A-Z]{2}", "\\PC{0,12}", "waiting|all|open|u|-"],
                0..5,
            ),
        ) {
            let rest = std::iter::once(what.to_owned()).chain(with).collect::<Vec<_>>().join(":");
            if let Some(press) = Press::read(&rest) {
                prop_assert_eq!(press.id(), format!("q1:{rest}"));
            }
        }

        #[test]
        fn anything_else_is_nothing(rest in "\\PC{0,120}") {
            if let Some(press) = Press::read(&rest) {
                prop_assert_eq!(press.id(), format!("q1:{rest}"));
            }
        }
    }

    #[test]
    fn an_entry_with_too_long_a_name_does_not_fit() {
        let entry: EntryId = format!("origin/{}", "x".repeat(90)).parse().unwrap();
        assert!(!Press::Send("G-7K3M".parse().unwrap(), entry).fits());
    }
}
