//! What can be pressed under a case, as it stands.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::ids::{Press, Reason};
use super::words::Words;
use crate::queue::{Escalation, Standing, State};

/// Most buttons in a row.
const IN_A_ROW: usize = 5;

/// A button.
pub(super) fn button(words: Words<'_>, press: &Press, style: ButtonStyle) -> CreateButton {
    let label = match press {
        Press::Claim(_) => "desk-claim",
        Press::TakeOver(..) => "desk-take-over",
        Press::Release(_) => "desk-release",
        Press::Detach(_) => "desk-detach",
        Press::Answer(_) => "desk-answer",
        Press::Correct(..) => "desk-correct",
        Press::Entries(_) => "desk-entries",
        Press::Search(_) => "desk-search",
        Press::Send(..) | Press::Preview(_) => "desk-send",
        Press::Rewrite(..) => "desk-rewrite",
        Press::Ask(_) => "desk-ask",
        Press::Refer(_) => "desk-refer",
        Press::Close(_) | Press::Reject(_) => "desk-close",
        Press::Abandon(_) => "desk-abandon",
        Press::Show(..) | Press::Open => "desk-show",
        Press::List(_) | Press::Digest(_) => "desk-list",
    };
    CreateButton::new(press.id())
        .label(words.say(label))
        .style(style)
}

/// The rows of buttons.
pub(super) fn rows(buttons: &[CreateButton]) -> Vec<CreateActionRow> {
    buttons
        .chunks(IN_A_ROW)
        .map(|row| CreateActionRow::Buttons(row.to_vec()))
        .collect()
}

/// What can be done to a case by whoever presses. The last button always shows the case.
pub(super) fn of_a_case(words: Words<'_>, case: &Escalation) -> Vec<CreateActionRow> {
    use ButtonStyle::{Danger, Primary, Secondary, Success};
    let reference = case.reference;
    let mut presses: Vec<(Press, ButtonStyle)> = Vec::new();
    if case.follows.is_some() && case.state.is_waiting() {
        presses.push((Press::Detach(reference), Secondary));
    } else if case.reduced_at.is_none() {
        if matches!(case.state, State::Open | State::Referred) {
            presses.push((Press::Claim(reference), Primary));
        }
        if case.state == State::Claimed {
            presses.push((Press::Release(reference), Secondary));
        }
        if case.state.is_waiting() {
            presses.push((Press::Answer(reference), Success));
            presses.push((Press::Entries(reference), Success));
            if case.state != State::AwaitingAsker {
                presses.push((Press::Ask(reference), Secondary));
            }
            if case.state != State::Referred {
                presses.push((Press::Refer(reference), Secondary));
            }
            presses.push((Press::Close(reference), Danger));
        }
        if let Some(answered) = Standing::of(case).answered
            && matches!(
                case.state,
                State::Answered | State::Delivered | State::Closed
            )
        {
            presses.push((Press::Correct(reference, answered.at), Secondary));
        }
        if matches!(case.state, State::Answered | State::Delivered) {
            presses.push((Press::Close(reference), Secondary));
        }
    }
    presses.push((Press::Show(reference, Reason::Card), Secondary));
    let buttons: Vec<CreateButton> = presses
        .iter()
        .map(|(press, style)| button(words, press, *style))
        .collect();
    rows(&buttons)
}
