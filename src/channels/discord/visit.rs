//! One interaction, and the ways to respond to it in time.
//!
//! Discord wants a first response within three seconds, and takes further ones for fifteen minutes. A [`Visit`] gives
//! the first one itself as soon as the work takes longer than [`QUICK`], so that whoever works need not think of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serenity::all::{
    CommandInteraction, ComponentInteraction, CreateAllowedMentions, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, ModalInteraction,
};
use serenity::builder::Builder;
use serenity::http::Http;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

use super::bot::Bot;
use super::drawing::Page;
use super::failure::Failure;
use super::sending::{Unsent, in_time, patiently};

/// Work that takes longer is announced to Discord before it is done.
const QUICK: Duration = Duration::from_millis(1_200);

/// Pauses between attempts to give the first response, in milliseconds: all of them fit into Discord's three seconds.
const FIRST_PAUSES: [u64; 3] = [100, 300, 600];

/// Who sees a response, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// A message of its own that only the user sees; in direct messages, a message.
    Privately,
    /// A message of its own that all of the channel see.
    Publicly,
    /// In the place of the message with the button.
    InPlace,
}

/// One interaction.
pub(super) struct Visit<'a> {
    http: &'a Http,
    id: InteractionId,
    token: &'a str,
    /// Who pressed, picked or filled in.
    pub user: UserId,
    /// The locale of their Discord.
    pub locale: &'a str,
    /// Where.
    pub channel: ChannelId,
    /// On which server; `None` in direct messages.
    pub guild: Option<GuildId>,
    /// Whether the first response is given.
    acknowledged: AtomicBool,
}

impl<'a> Visit<'a> {
    /// The visit of a command.
    pub fn of_command(bot: &'a Bot, command: &'a CommandInteraction) -> Self {
        Self {
            http: &bot.http,
            id: command.id,
            token: &command.token,
            user: command.user.id,
            locale: &command.locale,
            channel: command.channel_id,
            guild: command.guild_id,
            acknowledged: AtomicBool::new(false),
        }
    }

    /// The visit of somebody typing a command.
    pub fn of_autocomplete(bot: &'a Bot, command: &'a CommandInteraction) -> Self {
        Self::of_command(bot, command)
    }

    /// The visit of a button or a menu.
    pub fn of_component(bot: &'a Bot, component: &'a ComponentInteraction) -> Self {
        Self {
            http: &bot.http,
            id: component.id,
            token: &component.token,
            user: component.user.id,
            locale: &component.locale,
            channel: component.channel_id,
            guild: component.guild_id,
            acknowledged: AtomicBool::new(false),
        }
    }

    /// The visit of a form that was sent.
    pub fn of_modal(bot: &'a Bot, modal: &'a ModalInteraction) -> Self {
        Self {
            http: &bot.http,
            id: modal.id,
            token: &modal.token,
            user: modal.user.id,
            locale: &modal.locale,
            channel: modal.channel_id,
            guild: modal.guild_id,
            acknowledged: AtomicBool::new(false),
        }
    }

    /// Does `work`; when it takes long, Discord is told first that a response will come, shown as `shown` says.
    pub async fn during<T>(&self, shown: Shown, work: impl Future<Output = T>) -> T {
        if self.is_acknowledged() {
            return work.await;
        }
        let mut work = std::pin::pin!(work);
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(QUICK) => {}
        }
        let response = match shown {
            Shown::InPlace => CreateInteractionResponse::Acknowledge,
            // What shall be public is shown publicly in a message of its own, once it is known that it may be.
            Shown::Privately | Shown::Publicly => CreateInteractionResponse::Defer(
                CreateInteractionResponseMessage::new().ephemeral(self.is_ephemeral(true)),
            ),
        };
        self.first(response).await;
        work.await
    }

    /// Shows pages, one message each; whether they were shown.
    pub async fn show(&self, pages: Vec<Page>, shown: Shown) -> bool {
        let mut pages = pages.into_iter();
        let Some(page) = pages.next() else {
            return true;
        };
        let is_deferred = self.is_acknowledged();
        let mut done = match (is_deferred, shown) {
            (false, Shown::InPlace) => {
                self.first(CreateInteractionResponse::UpdateMessage(page.response()))
                    .await
            }
            (false, _) => {
                let is_ephemeral = self.is_ephemeral(shown == Shown::Privately);
                let response = page.response().ephemeral(is_ephemeral);
                self.first(CreateInteractionResponse::Message(response))
                    .await
            }
            (true, Shown::Publicly) => {
                let shown = self.further(&page, false).await;
                // Takes away the "is thinking" that only the user sees.
                let _ = self
                    .http
                    .delete_original_interaction_response(self.token)
                    .await;
                shown
            }
            (true, _) => self.edit(&page).await,
        };
        for page in pages {
            done = done && self.further(&page, shown != Shown::Publicly).await;
        }
        done
    }

    /// Shows further pages to the user alone, once there was a first response; whether they were shown.
    pub async fn add(&self, pages: Vec<Page>) -> bool {
        for page in pages {
            if !self.further(&page, true).await {
                return false;
            }
        }
        true
    }

    /// Whether the first response is given.
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged.load(Ordering::Acquire)
    }

    /// Says one thing to the user alone, without buttons.
    pub async fn say(&self, text: &str) -> bool {
        self.show(vec![Page::text(text)], Shown::Privately).await
    }

    /// Opens a form. It has to be the first response.
    pub async fn open(&self, form: CreateModal) -> bool {
        self.first(CreateInteractionResponse::Modal(form)).await
    }

    /// Gives the first response; whether the user has it.
    pub async fn first(&self, response: CreateInteractionResponse) -> bool {
        let key = (self.id, self.token);
        let mut may_be_there = false;
        for pause in FIRST_PAUSES.map(Some).into_iter().chain([None]) {
            let done = in_time(response.clone().execute(self.http, key)).await;
            let Err(unsent) = done else {
                return self.is_answered();
            };
            match (unsent.failure(), pause) {
                // An attempt before was carried out, but its answer was lost on the way.
                (Failure::Answered, _) if may_be_there => return self.is_answered(),
                (failure, Some(pause)) if failure.is_passing() => {
                    may_be_there = true;
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                _ => {
                    tracing::warn!("an interaction got no response: {}", unsent.describe());
                    return false;
                }
            }
        }
        false
    }

    fn is_answered(&self) -> bool {
        self.acknowledged.store(true, Ordering::Release);
        true
    }

    async fn edit(&self, page: &Page) -> bool {
        let edited = patiently(|| page.edit().execute(self.http, self.token)).await;
        is_shown(&edited)
    }

    async fn further(&self, page: &Page, privately: bool) -> bool {
        let sent = patiently(|| {
            let further = page.follow_up().ephemeral(self.is_ephemeral(privately));
            further.execute(self.http, (None, self.token))
        })
        .await;
        is_shown(&sent)
    }

    /// Whether a message for the user alone has to be marked as such: in direct messages it is without, and stays.
    const fn is_ephemeral(&self, privately: bool) -> bool {
        privately && self.guild.is_some()
    }
}

fn is_shown<T>(done: &Result<T, Unsent>) -> bool {
    if let Err(unsent) = done {
        tracing::warn!("a reply could not be shown: {}", unsent.describe());
    }
    done.is_ok()
}

/// When something with this id was made: Discord's ids begin with the milliseconds since 2015.
pub(super) fn made_at(id: u64) -> jiff::Timestamp {
    const EPOCH: i64 = 1_420_070_400_000;
    i64::try_from(id >> 22)
        .ok()
        .and_then(|since| jiff::Timestamp::from_millisecond(EPOCH + since).ok())
        .unwrap_or_default()
}

/// Nobody is mentioned.
pub(super) fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made() {
        // The example of Discord's documentation.
        assert_eq!(
            made_at(175_928_847_299_117_063).to_string(),
            "2016-04-30T11:18:25.796Z"
        );
    }
}
