//! A reply of the counter as messages: framed text, buttons and menus.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, Message,
};

use super::ids::{EntryCode, Pressed};
use crate::channels::discord::drawing::{LONGEST_TEXT, Page};
use crate::channels::discord::splitting::{shorten, split};
use crate::counter::{Action, Choices, Decision, Messages, Reply, Voice};
use crate::language::plain_text;
use crate::queue::EscalationRef;

/// Longest title of a frame.
const LONGEST_TITLE: usize = 256;

/// Longest question below an answer. With the longest text and title it stays below the 6,000 characters of a message.
const LONGEST_QUESTION: usize = 1_400;

/// Longest label of a menu's option.
const LONGEST_LABEL: usize = 100;

/// Longest label of a button.
const LONGEST_BUTTON: usize = 80;

/// Longest words of a menu before something is picked.
const LONGEST_PLACEHOLDER: usize = 150;

/// Options of one menu.
const OPTIONS: usize = 25;

/// Rows of one message; one is kept for buttons.
const MENUS: usize = 4;

/// What "none of these" sends.
pub(super) const NONE_OF_THESE: &str = "none";

/// The marks around the asker's question below an answer. Everything between them is theirs.
const QUOTES: (char, char) = ('“', '”');

/// How a reply is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    /// The question, which is shown below the answer, from where its buttons bring it along.
    pub question: Option<&'a str>,
    /// Whether the asker can answer in words.
    pub in_words: bool,
}

/// A button.
pub(super) fn button(pressed: &Pressed, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(pressed.id())
        .label(shorten(label, LONGEST_BUTTON))
        .style(style)
}

/// The messages that a reply makes.
pub(super) fn pages(messages: &Messages, reply: &Reply, manner: Manner<'_>) -> Vec<Page> {
    let text = text(reply, manner.in_words);
    let mut parts = split(&text, LONGEST_TEXT);
    if parts.is_empty() {
        parts.push("…".to_owned());
    }
    let last = parts.len() - 1;
    let mut pages: Vec<Page> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let mut embed = CreateEmbed::new()
            .description(part)
            .colour(colour(reply.decision));
        if let Some(title) = reply.title.as_ref().filter(|_| at == 0) {
            embed = embed.title(shorten(title, LONGEST_TITLE));
        }
        let mut page = Page::default();
        if at == last {
            // Nothing of a report is shown again.
            if let Some(question) = manner.question.filter(|_| !reply.confidential) {
                embed = embed.footer(CreateEmbedFooter::new(quoted(question)));
            }
            page.rows = rows(messages, reply, manner.in_words);
        }
        page.embeds.push(embed);
        pages.push(page);
    }
    pages
}

/// The asker's question as it stands below an answer.
fn quoted(question: &str) -> String {
    let question = shorten(&plain_text(question), LONGEST_QUESTION);
    format!("{}{question}{}", QUOTES.0, QUOTES.1)
}

/// The question below an answer, which the message with the answer still carries.
pub(super) fn question_in(message: &Message) -> Option<String> {
    let footer = message.embeds.last()?.footer.as_ref()?;
    let question = footer.text.strip_prefix(QUOTES.0)?.strip_suffix(QUOTES.1)?;
    Some(question.to_owned()).filter(|question| !question.is_empty())
}

/// Whether a question that was read below an answer is only its beginning.
pub(super) fn is_cut(question: &str) -> bool {
    question.ends_with('…') && question.chars().count() > LONGEST_QUESTION / 2
}

fn colour(decision: Decision) -> u32 {
    match decision {
        Decision::Answer | Decision::Redirect => 0x0000_2f6b,
        Decision::Choose | Decision::Clarify => 0x00b8_860b,
        Decision::Escalate => 0x002e_8b57,
        Decision::Confidential => 0x008b_0000,
        Decision::Smalltalk => 0x0080_8080,
    }
}

/// The reply's words: those of [`Reply::markdown`] without what stands elsewhere.
fn text(reply: &Reply, in_words: bool) -> String {
    let mut shown = reply.clone();
    shown.title = None;
    // Countries are many, and all of them are in the menu.
    if matches!(shown.choices, Some(Choices::Countries(_))) {
        shown.choices = None;
    }
    if let Some((heading, _)) = &mut shown.sources {
        *heading = format!("**{heading}**");
    }
    if let Some((heading, _)) = &mut shown.related {
        *heading = format!("**{heading}**");
    }
    if !in_words {
        shown.hint = None;
    }
    shown.markdown()
}

fn rows(messages: &Messages, reply: &Reply, in_words: bool) -> Vec<CreateActionRow> {
    let voice = reply.voice;
    let mut rows = menus(messages, reply);
    let mut buttons: Vec<CreateButton> = reply
        .actions
        .iter()
        .map(|action| {
            let (pressed, label, style) = match action {
                Action::Answered => (Pressed::Answered, "button-answered", ButtonStyle::Success),
                Action::AskAnother => (
                    Pressed::AskAnother,
                    "button-another",
                    ButtonStyle::Secondary,
                ),
                Action::AskAttache => (
                    Pressed::AskAttache(reply.country),
                    "button-attache",
                    ButtonStyle::Primary,
                ),
                Action::Consent => (
                    Pressed::AskAttache(reply.country),
                    "button-consent",
                    ButtonStyle::Primary,
                ),
                Action::Decline => (Pressed::Decline, "button-decline", ButtonStyle::Secondary),
            };
            button(&pressed, &messages.say(voice, label), style)
        })
        .collect();
    if let Some(reference) = reply.escalation.as_ref().and_then(|text| text.parse().ok()) {
        buttons.extend(case_buttons(messages, voice, reference));
    }
    if buttons.is_empty() && !in_words && !reply.confidential {
        let label = messages.say(voice, "button-another");
        buttons.push(button(&Pressed::AskAnother, &label, ButtonStyle::Secondary));
    }
    if !buttons.is_empty() {
        rows.push(CreateActionRow::Buttons(buttons));
    }
    rows
}

/// What an asker can do with a case that waits.
pub(super) fn case_buttons(
    messages: &Messages,
    voice: Voice,
    reference: EscalationRef,
) -> [CreateButton; 2] {
    [
        button(
            &Pressed::Add(reference),
            &messages.say(voice, "button-add"),
            ButtonStyle::Secondary,
        ),
        button(
            &Pressed::Withdraw(reference),
            &messages.say(voice, "button-withdraw"),
            ButtonStyle::Secondary,
        ),
    ]
}

fn menus(messages: &Messages, reply: &Reply) -> Vec<CreateActionRow> {
    let voice = reply.voice;
    let (choices, placeholder) = match &reply.choices {
        Some(Choices::Entries(choices)) => (choices, "menu-entries"),
        Some(Choices::Countries(choices)) => (choices, "menu-countries"),
        None => return Vec::new(),
    };
    let is_of_entries = matches!(reply.choices, Some(Choices::Entries(_)));
    let options: Vec<CreateSelectMenuOption> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let label = if is_of_entries {
                format!("{}. {}", at + 1, choice.label)
            } else {
                choice.label.clone()
            };
            let value = match choice.value.parse() {
                _ if choice.value.is_empty() => NONE_OF_THESE.to_owned(),
                Ok(entry) => EntryCode::of(&entry).as_str().to_owned(),
                Err(_) => choice.value.clone(),
            };
            CreateSelectMenuOption::new(shorten(&label, LONGEST_LABEL), value)
        })
        .collect();
    let pressed = match &reply.entry {
        Some(entry) if !is_of_entries => Pressed::Countries(EntryCode::of(entry)),
        _ => Pressed::Entries(reply.country),
    };
    let id = pressed.id();
    options
        .chunks(OPTIONS)
        .take(MENUS)
        .enumerate()
        .map(|(at, options)| {
            // Two menus of one message may not have the same id.
            let id = if at == 0 {
                id.clone()
            } else {
                format!("{id}~{at}")
            };
            let kind = CreateSelectMenuKind::String {
                options: options.to_vec(),
            };
            let menu = CreateSelectMenu::new(id, kind).placeholder(shorten(
                &messages.say(voice, placeholder),
                LONGEST_PLACEHOLDER,
            ));
            CreateActionRow::SelectMenu(menu)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::counter::{Choice, SourceLink};

    fn manner(question: &str) -> Manner<'_> {
        Manner {
            question: Some(question),
            in_words: false,
        }
    }

    fn drawn(reply: &Reply, question: &str) -> Vec<Value> {
        let messages = Messages::load().unwrap();
        pages(&messages, reply, manner(question))
            .iter()
            .map(|page| serde_json::to_value(page.response()).unwrap())
            .collect()
    }

    /// A reply as no FAQ should give one.
    fn monstrous() -> Reply {
        let mut reply = Reply::new(Decision::Choose, Voice::default());
        reply.title = Some("Un titre ".repeat(60));
        reply.text = "Une phrase de la réponse. ".repeat(900);
        reply.sources = Some((
            "Sources".to_owned(),
            vec![
                SourceLink {
                    title: "Une page ".repeat(40),
                    url: format!("https://example.org/{}", "x".repeat(300)),
                };
                9
            ],
        ));
        reply.entry = format!("origin/{}", "e".repeat(200)).parse().ok();
        reply.actions = vec![Action::Answered, Action::AskAnother, Action::AskAttache];
        reply
    }

    fn assert_within_limits(page: &Value) {
        let length = |value: &Value| value.as_str().unwrap_or_default().chars().count();
        let mut total = 0;
        for embed in page["embeds"].as_array().unwrap() {
            let (title, text) = (length(&embed["title"]), length(&embed["description"]));
            let footer = length(&embed["footer"]["text"]);
            assert!(title <= 256 && text <= 4_096 && footer <= 2_048);
            total += title + text + footer;
        }
        assert!(total <= 6_000, "{total}");
        let rows = page["components"].as_array().unwrap();
        assert!(rows.len() <= 5);
        let parts = rows
            .iter()
            .flat_map(|row| row["components"].as_array().unwrap());
        let mut ids = Vec::new();
        for part in parts {
            assert!(length(&part["custom_id"]) <= 100);
            ids.push(part["custom_id"].to_string());
            assert!(length(&part["label"]) <= 80 && length(&part["placeholder"]) <= 150);
            let options = part["options"].as_array().cloned().unwrap_or_default();
            assert!(options.len() <= 25);
            for option in options {
                assert!(length(&option["label"]) <= 100 && length(&option["value"]) <= 100);
            }
        }
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn whatever_the_faq_holds_every_message_keeps_to_discords_limits() {
        let choice = |number: usize| Choice {
            value: format!("topic/{}-{number}", "entry".repeat(30)),
            label: format!("{number} {}", "Une question ".repeat(20)),
        };
        let question = "Pourquoi ? ".repeat(400);
        for choices in [
            Choices::Entries((0..5).map(choice).collect()),
            Choices::Countries(
                (0..120)
                    .map(|number| Choice {
                        value: format!("A{number}"),
                        label: "Un pays ".repeat(20),
                    })
                    .collect(),
            ),
        ] {
            let mut reply = monstrous();
            reply.choices = Some(choices);
            let pages = drawn(&reply, &question);
            assert!(pages.len() > 3);
            for page in &pages {
                assert_within_limits(page);
            }
        }
    }

    #[test]
    fn nothing_of_a_report_is_shown_again_and_there_is_nothing_to_press() {
        let mut reply = Reply::new(Decision::Confidential, Voice::default()).saying("OLAF");
        reply.confidential = true;
        let pages = drawn(&reply, "mon voisin");
        assert_eq!(pages[0]["embeds"][0].get("footer"), None);
        assert_eq!(pages[0]["components"], serde_json::json!([]));
    }

    #[test]
    fn the_question_is_read_back_from_below_the_answer() {
        let question = "Faut-il un “EUR.1” ?\nMerci…";
        let embed = serde_json::json!([{"footer": {"text": quoted(question)}, "type": "rich"}]);
        let mut message: Message = serde_json::from_value(serde_json::json!({
            "id": "1", "channel_id": "2", "content": "", "timestamp": "2026-11-27T08:00:00Z",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
            "mention_roles": [], "attachments": [], "embeds": embed, "pinned": false, "type": 0,
            "author": {"id": "3", "username": "guichet", "discriminator": "0000", "avatar": null},
        }))
        .unwrap();
        assert_eq!(question_in(&message).as_deref(), Some(question));
        assert!(!is_cut(question));
        assert!(is_cut(&shorten(&"mot ".repeat(500), LONGEST_QUESTION)));
        message.embeds.clear();
        assert_eq!(question_in(&message), None);
    }
}
