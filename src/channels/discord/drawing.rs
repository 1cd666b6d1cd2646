//! Pages: what one message of Discord shows.

use serenity::all::{
    CreateActionRow, CreateEmbed, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, EditInteractionResponse,
};

use super::visit::nobody;

/// Longest framed text of one message, in characters. Discord allows 4,096.
pub(super) const LONGEST_TEXT: usize = 4_000;

/// What one message shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// Plain text.
    pub content: String,
    /// Framed texts.
    pub embeds: Vec<CreateEmbed>,
    /// Buttons and menus.
    pub rows: Vec<CreateActionRow>,
    /// The text of the frame, where there is one alone.
    pub framed: String,
}

impl Page {
    /// A text and nothing else.
    pub fn text(text: &str) -> Self {
        Self {
            content: text.to_owned(),
            ..Self::default()
        }
    }

    /// A framed text and nothing else.
    pub fn framed(text: &str, colour: u32) -> Self {
        Self {
            framed: text.to_owned(),
            embeds: vec![CreateEmbed::new().description(text).colour(colour)],
            ..Self::default()
        }
    }

    /// A frame with whatever it holds, and rows below it.
    pub fn with_frame(frame: CreateEmbed, rows: Vec<CreateActionRow>) -> Self {
        Self {
            embeds: vec![frame],
            rows,
            ..Self::default()
        }
    }

    /// The text of [`Page::framed`].
    pub fn framed_text(&self) -> Option<&str> {
        Some(self.framed.as_str()).filter(|text| !text.is_empty())
    }

    /// As the first response to an interaction.
    pub fn response(&self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .content(&self.content)
            .embeds(self.embeds.clone())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// As the first response, once it was announced.
    pub fn edit(&self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .content(&self.content)
            .embeds(self.embeds.clone())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// As a further response.
    pub fn follow_up(&self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .content(&self.content)
            .embeds(self.embeds.clone())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// As a message in a channel.
    pub fn message(&self) -> CreateMessage {
        CreateMessage::new()
            .content(&self.content)
            .embeds(self.embeds.clone())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }
}
