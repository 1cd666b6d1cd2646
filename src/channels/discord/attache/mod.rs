//! The attaché's side: the queue's channel, `/queue`, reminders and the digest.
//!
//! Everything here is for members with the configured role, which is checked on every interaction ([`access`]). What is
//! pressed is read from the custom id ([`ids`]), done ([`acting`]) and told; the cards follow by themselves ([`attending`]),
//! whoever changed the case and wherever.

mod access;
mod acting;
mod attending;
mod buttons;
mod card;
mod cards;
mod command;
mod entries;
mod forms;
mod ids;
mod listing;
mod pressing;
mod reminders;
mod room;
mod schedule;
mod words;

use std::sync::Arc;

use serenity::all::{
    ChannelId, CommandInteraction, ComponentInteraction, CreateCommand, Member, MessageId,
    ModalInteraction,
};

use super::bot::Bot;
use super::visit::Visit;
use crate::counter::Messages;
use access::Officer;
use acting::At;
use ids::Press;
use words::Words;

/// The commands of the attaché's server.
pub(super) fn commands(messages: &Messages) -> Vec<CreateCommand> {
    vec![command::command(messages)]
}

/// Whether a command is one of them.
pub(super) fn knows(name: &str) -> bool {
    name == command::NAME
}

/// The member at the desk; `None` when they may not be there.
fn at<'a>(bot: &'a Bot, visit: &'a Visit<'a>, member: Option<&Member>) -> Option<At<'a>> {
    let officer = Officer::of(bot.room, visit.guild, member)?;
    Some(At {
        bot,
        visit,
        officer,
        words: Words::of_a_member(bot, visit.locale),
    })
}

/// The member at the desk; one who may not be there is told so.
async fn admitted<'a>(
    bot: &'a Bot,
    visit: &'a Visit<'a>,
    member: Option<&Member>,
) -> Option<At<'a>> {
    let at = at(bot, visit, member);
    if at.is_none() {
        let words = Words::of_a_member(bot, visit.locale);
        visit.say(&words.say("desk-not-yours")).await;
    }
    at
}

/// A command was given.
pub(super) async fn command(bot: &Arc<Bot>, visit: &Visit<'_>, command: &CommandInteraction) {
    if let Some(at) = admitted(bot, visit, command.member.as_deref()).await {
        command::given(at, command).await;
    }
}

/// A command is being typed.
pub(super) async fn autocomplete(bot: &Arc<Bot>, visit: &Visit<'_>, command: &CommandInteraction) {
    match at(bot, visit, command.member.as_deref()) {
        Some(at) => command::typed(at, command).await,
        // Nothing of the queue is shown, not even that there is something.
        None => command::offer(visit, Vec::new()).await,
    }
}

/// A button was pressed, or something picked from a menu.
pub(super) async fn component(
    bot: &Arc<Bot>,
    visit: &Visit<'_>,
    rest: &str,
    component: &ComponentInteraction,
) {
    let Some(at) = admitted(bot, visit, component.member.as_ref()).await else {
        return;
    };
    match Press::read(rest) {
        Some(press) => pressing::component(at, press, component).await,
        None => pressing::old(at).await,
    }
}

/// A form was sent.
pub(super) async fn modal(bot: &Arc<Bot>, visit: &Visit<'_>, rest: &str, modal: &ModalInteraction) {
    let Some(at) = admitted(bot, visit, modal.member.as_ref()).await else {
        return;
    };
    match Press::read(rest) {
        Some(press) => pressing::modal(at, press, modal).await,
        None => pressing::old(at).await,
    }
}

/// A message was deleted.
pub(super) async fn message_is_gone(bot: &Arc<Bot>, channel: ChannelId, message: MessageId) {
    cards::message_is_gone(bot, channel, message).await;
}

/// What goes on without being asked for: cards, reminders, the digest. Never ends.
pub(super) async fn attend_always(bot: &Arc<Bot>) {
    attending::attend_always(bot).await;
}
