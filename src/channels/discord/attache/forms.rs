//! Forms: what is written to an asker, or to find an entry.

use serenity::all::{
    ActionRowComponent, CreateActionRow, CreateInputText, CreateModal, InputTextStyle,
    ModalInteraction,
};

use super::super::splitting::shorten;
use super::ids::Press;
use super::words::Words;
use crate::language::plain_text;

/// Most characters that a form takes, and that may stand in it.
pub(super) const LONGEST: usize = 4_000;

/// Most characters of an office's name and address.
const OFFICE: u16 = 300;

/// Most characters of what an entry is looked for with.
const QUERY: u16 = 200;

/// Most characters of a form's title.
const TITLE: usize = 45;

const TEXT: &str = "text";
const TO: &str = "office";

/// The form that a press opens; `begun` stands in it already.
pub(super) fn form(words: Words<'_>, press: &Press, begun: &str) -> Option<CreateModal> {
    let text = |label: &str| {
        let input = CreateInputText::new(InputTextStyle::Paragraph, words.say(label), TEXT)
            .required(true)
            .max_length(4_000);
        if begun.is_empty() || begun.chars().count() > LONGEST {
            input
        } else {
            input.value(begun)
        }
    };
    let (title, case, inputs) = match press {
        Press::Answer(case) | Press::Rewrite(case, _) => (
            "desk-form-answer",
            case,
            vec![text("desk-form-answer-text")],
        ),
        Press::Correct(case, _) => (
            "desk-form-correct",
            case,
            vec![text("desk-form-answer-text")],
        ),
        Press::Ask(case) => ("desk-form-ask", case, vec![text("desk-form-ask-text")]),
        Press::Reject(case) => (
            "desk-form-reject",
            case,
            vec![text("desk-form-reject-text")],
        ),
        Press::Refer(case) => {
            let office = CreateInputText::new(
                InputTextStyle::Short,
                words.say("desk-form-refer-office"),
                TO,
            )
            .placeholder(words.say("desk-form-refer-hint"))
            .required(true)
            .max_length(OFFICE);
            (
                "desk-form-refer",
                case,
                vec![office, text("desk-form-refer-text").required(false)],
            )
        }
        Press::Search(case) => {
            let query = CreateInputText::new(
                InputTextStyle::Short,
                words.say("desk-form-search-text"),
                TEXT,
            )
            .required(true)
            .max_length(QUERY);
            ("desk-form-search", case, vec![query])
        }
        _ => return None,
    };
    let title = words.with(title, &[("reference", &case.to_string())]);
    let rows = inputs.into_iter().map(CreateActionRow::InputText).collect();
    Some(CreateModal::new(press.id(), shorten(&title, TITLE)).components(rows))
}

/// What was written in a form.
pub(super) fn text(modal: &ModalInteraction) -> String {
    value(modal, TEXT)
}

/// The office that was written in a form.
pub(super) fn office(modal: &ModalInteraction) -> String {
    value(modal, TO)
}

/// Only what a person sees, and no more of it than a form takes: anybody can send a form of their own making.
fn value(modal: &ModalInteraction, name: &str) -> String {
    let found = modal
        .data
        .components
        .iter()
        .flat_map(|row| &row.components)
        .find_map(|component| match component {
            ActionRowComponent::InputText(input) if input.custom_id == name => input.value.clone(),
            _ => None,
        });
    plain_text(&found.unwrap_or_default())
        .chars()
        .take(LONGEST)
        .collect()
}
