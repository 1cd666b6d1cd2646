//! The conversation in README's section on Discord is what happens.
//!
//! `GUICHET_WRITE_README=1 cargo test --test discord transcript` writes it anew.

use std::path::Path;

use crate::discord_desk::{Desk, QUESTION};

const BEGIN: &str =
    "<!-- What follows is written and checked by tests/discord/transcript.rs -->\n\n```text\n";
const END: &str = "\n```\n\n<!-- So far. -->\n";

/// From the question to the answer in a direct message.
async fn transcript() -> String {
    let desk = Desk::open().await;
    let offered = desk.asker.slash("ask", [("question", QUESTION)]).await;
    let form = offered.press("transmettre").await.modal();
    let done = form
        .fill([
            ("Société", "Menuiserie SARL"),
            ("Précisions", "Lot de juin 2023."),
        ])
        .submit()
        .await;
    assert!(done.says("C'est transmis"), "{}", done.text());
    let reference = desk.counter.case().await.reference;
    let card = desk.card_of(reference).await;
    card.press("Prendre").await;
    let form = card.press("Répondre").await.modal();
    let answer = "Demandez un duplicata au bureau qui a visé l'original.";
    form.fill([("Réponse", answer)]).submit().await;
    desk.asker.inbox().wait_for_words(answer).await;
    card.wait_for_words("Remise: par message privé").await;
    stable(&desk.discord.transcript(), &reference.to_string())
}

/// The same whenever it is run, and whatever the matcher finds near.
fn stable(transcript: &str, reference: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in transcript.replace(reference, "G-9K4M").lines() {
        let line = times_told(line);
        if line.contains(" % · ") {
            if lines.last().is_none_or(|last| last.trim() != "[…]") {
                lines.push("    […]".to_owned());
            }
        } else {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Times as Discord shows them.
fn times_told(line: &str) -> String {
    let mut told = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("<t:") {
        let (time, after) = after.split_once('>').unwrap();
        told.push_str(before);
        told.push_str(if time.ends_with(":R") {
            "il y a 2 minutes"
        } else {
            "24 novembre 2026 10:30"
        });
        rest = after;
    }
    told + rest
}

#[tokio::test]
async fn the_conversation_in_the_readme_is_what_happens() {
    let told = transcript().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("a place for it");
    let (written, after) = rest.split_once(END).expect("an end of it");
    if std::env::var_os("GUICHET_WRITE_README").is_some() {
        std::fs::write(&path, [before, BEGIN, &told, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(written, told, "GUICHET_WRITE_README=1 writes it anew");
}
