//! Whatever comes in from outside, the program answers, refuses or reports: it neither breaks nor stalls nor grows.
//!
//! `PROPTEST_CASES=100000 cargo test --release --test promises hostile_input` tries longer.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use guichet::counter::{Conversation, Counter, Message};
use guichet::faq::translations::{self, Sheet};
use guichet::faq::{Faq, Files, check};
use guichet::settings::{self, Overrides};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use crate::discord::Discord;
use crate::support::program::Program;
use crate::{discord_counter, small_faq};

/// As many cases as are asked for, or so many times fewer where one case costs much.
fn cases(times_fewer: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: (config.cases / times_fewer).max(1),
        ..config
    }
}

/// The counter of the small FAQ.
fn counter() -> &'static Counter {
    static COUNTER: OnceLock<Arc<Counter>> = OnceLock::new();
    COUNTER.get_or_init(|| {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(small_faq::opening().counter())
            .unwrap()
    })
}

// ---- messages ----

/// Pieces of which messages are made: what the counter knows, what it takes apart, and what only looks like it.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "EUR.1",
        "eur 1",
        "A.TR",
        "8471 30 00",
        "FR12002701600563",
        "22FRJD4DCMAM33DOI2",
        "2015/2446",
        "6 000 €",
        "G-9K4M",
        "Serbie",
        "Monténégro",
        "Turska",
        "de",
        "vers",
        "oui",
        "non",
        "2",
        "attaché",
        "retirer",
        "царина",
        "ΦΠΑ",
        "camion bloqué",
        "signaler un trafic",
        "je n'ai pas d'EORI",
        "@everyone",
        "[x](y)",
        "{{ country }}",
        "https://a.b/c",
    ]);
    prop_oneof![
        6 => known.prop_map(str::to_owned),
        2 => "[a-zà-ž]{1,12}",
        1 => "\\PC{0,6}",
        1 => any::<String>(),
        1 => "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}\u{ad}\u{feff}\u{1b}\u{301}\u{fe0f}\u{200d}]{1,8}",
        1 => "[аеорсухікмт]{1,4}[a-z]{1,4}",
        1 => "(\u{1b}\\[[0-9]{0,3}[a-z]|\u{1b}\\]|\u{9b}){1,3}",
        1 => (any::<char>(), 1..300_usize).prop_map(|(c, times)| c.to_string().repeat(times)),
    ]
}

fn message() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", "", ", ", ". ", "? ", "\n", "-", "/", ";"]);
    prop::collection::vec((piece(), gap), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(piece, gap)| piece + gap).collect())
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn any_conversation_gets_replies_of_a_bounded_length(messages in prop::collection::vec(message(), 1..5)) {
        let mut conversation = Conversation::default();
        let now: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        for text in messages {
            let message = Message { text: &text, now, locale: None, country: None };
            let turn = counter().receive(&mut conversation, message);
            let reply = turn.reply.markdown();
            // The asker's own question may stand in it, escaped.
            prop_assert!(reply.len() <= 20_000 + 8 * text.len(), "{} bytes", reply.len());
            prop_assert!(turn.effect.is_some() || !reply.is_empty());
        }
    }
}

/// The most words and clauses of a message that are looked at.
const WORDS: usize = 180;
const CLAUSES: usize = 12;
const WORDS_OF_CLAUSES: usize = 240;

/// The messages that cost most.
fn dearest() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/messages.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let questions: Vec<String> = text
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["q"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(questions.len() > 20);
    questions
}

fn assert_bounded(text: &str) {
    let (reading, found) = counter().look(text, None);
    let beginning: String = text.chars().take(60).collect();
    let words = reading.seen.words.len();
    assert!(words <= WORDS, "{words} words of {beginning}");
    assert!(reading.clauses.len() <= CLAUSES, "{beginning}");
    let in_clauses: usize = reading
        .clauses
        .iter()
        .map(|clause| clause.seen.words.len())
        .sum();
    assert!(
        in_clauses <= WORDS_OF_CLAUSES,
        "{in_clauses} words in clauses of {beginning}"
    );
    assert!(reading.mentions.len() <= 700, "{beginning}");
    assert!(reading.folded.len() <= 6 * text.len(), "{beginning}");
    let tried: HashSet<_> = found.ranking.replaced.iter().collect();
    assert!(tried.len() <= 60, "{beginning}");
}

#[test]
fn what_is_done_for_a_message_is_bounded_whatever_it_holds() {
    for text in dearest() {
        assert!(text.chars().count() <= 4_000);
        assert_bounded(&text);
    }
    // Also for one that no channel lets through.
    assert_bounded(&"dоuanne, bloquee. ".repeat(20_000));
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn what_is_done_for_any_message_is_bounded(text in message(), times in 1..40_usize) {
        assert_bounded(&text.repeat(times));
    }

    #[test]
    fn signs_that_nobody_sees_keep_nobody_from_an_answer(
        places in prop::collection::vec((0..40_usize, prop::sample::select(vec![
            '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{202e}', '\u{202c}', '\u{2066}', '\u{2069}', '\u{301}',
            '\u{34f}', '\u{e0041}',
        ])), 0..12),
    ) {
        let mut question: Vec<char> = "je n'ai pas d'EORI pour exporter".chars().collect();
        for (place, sign) in places {
            let place = 1 + place % question.len();
            question.insert(place, sign);
        }
        let question: String = question.into_iter().collect();
        let now: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        let message = Message { text: &question, now, locale: None, country: None };
        let reply = counter().receive(&mut Conversation::default(), message).reply;
        let entry = reply.entry.map(|entry| entry.to_string()).unwrap_or_default();
        prop_assert_eq!(entry, "operators/eori-number", "{:?}", question);
    }
}

// ---- files ----

/// Some of the shipped FAQ: enough for every kind of file.
fn sound() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let mut files = Vec::new();
    for folder in [
        "",
        "countries",
        "beyond",
        "operators/eori",
        "post/human",
        "fraud/report-trafficking",
    ] {
        for item in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = item.unwrap().path();
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let is_read = ["toml", "md", "csv"]
                .iter()
                .any(|kind| name.ends_with(&format!(".{kind}")));
            if path.is_file() && is_read && name != "README.md" {
                let text = std::fs::read_to_string(&path).unwrap();
                // The related entries are not there.
                let kept: Vec<_> = text
                    .lines()
                    .filter(|line| !line.starts_with("related"))
                    .collect();
                files.push((name, (kept.join("\n") + "\n").into_bytes()));
            }
        }
    }
    files
}

/// A change to a file, as a broken disk, a careless hand or a hostile one makes it.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize),
    Replace(Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let hostile = prop::sample::select(vec![
        "[[",
        "]]",
        "{{ country.vat.standard }}",
        "{% if %}",
        "{% endif %}",
        "{{ 'x' * 99999999 }}",
        "---\n",
        "# \n",
        "- \n",
        "\"",
        "\\",
        "'''",
        "\u{feff}",
        "=",
        "é",
        "\n",
        "\r",
        ",,,,",
        "1e999",
        "-9999-99-99",
        "[a]\n",
        "a.b.c.d = 1\n",
        "|",
        "*",
        "../",
        "{",
        "}",
    ]);
    let bytes = prop_oneof![
        hostile.prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..40),
        "\\PC{0,40}".prop_map(String::into_bytes),
    ];
    prop_oneof![
        (any::<usize>(), 1..400_usize).prop_map(|(at, length)| Damage::Cut(at, length)),
        (any::<usize>(), bytes.clone()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), 1..200_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        bytes.prop_map(Damage::Replace),
    ]
}

fn damaged(mut bytes: Vec<u8>, damage: Damage) -> Vec<u8> {
    let length = bytes.len();
    let from = |at: usize| at % (length + 1);
    match damage {
        Damage::Cut(at, count) => drop(bytes.drain(from(at)..length.min(from(at) + count))),
        Damage::Insert(at, more) => drop(bytes.splice(from(at)..from(at), more)),
        Damage::Repeat(at, count) => {
            let part = bytes[from(at)..length.min(from(at) + count)].repeat(20);
            drop(bytes.splice(from(at)..from(at), part));
        }
        Damage::Replace(all) => bytes = all,
    }
    bytes
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn damaged_files_of_a_faq_give_a_faq_or_a_report(
        damages in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..4),
    ) {
        let mut files = sound();
        for (file, damage) in damages {
            let file = file.index(files.len());
            let bytes = std::mem::take(&mut files[file].1);
            files[file].1 = damaged(bytes, damage);
        }
        let files: Files = files.into_iter().collect();
        let loaded = Faq::load(&files);
        prop_assert!(loaded.report.to_string().len() < 2_000_000);
        match &loaded.faq {
            None => prop_assert!(loaded.report.errors() > 0),
            Some(faq) => {
                drop(check(faq, jiff::civil::date(2026, 11, 25)));
                if let Ok(document) = faq.document() {
                    prop_assert!(serde_json::to_string(&document).is_ok());
                }
                let mut sheet = Vec::new();
                Sheet::of(faq).write(&mut sheet, false).unwrap();
                prop_assert!(Sheet::read(&sheet).is_ok());
            }
        }
    }

    #[test]
    fn a_damaged_sheet_of_translations_is_refused_or_changes_what_still_loads_or_tells(
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        static SOUND: OnceLock<(Files, Faq)> = OnceLock::new();
        let (files, faq) = SOUND.get_or_init(|| {
            let files: Files = sound().into_iter().collect();
            let loaded = Faq::load(&files);
            let faq = loaded.faq.unwrap_or_else(|| panic!("{}", loaded.report));
            (files, faq)
        });
        let mut bytes = Vec::new();
        Sheet::of(faq).write(&mut bytes, false).unwrap();
        let bytes = damages.into_iter().fold(bytes, damaged);
        if let Ok(sheet) = Sheet::read(&bytes) {
            let plan = translations::plan(files, faq, &sheet);
            let changed = Faq::load(&plan.apply(files));
            prop_assert!(changed.faq.is_some() || changed.report.errors() > 0);
        }
    }
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn any_settings_file_is_read_or_refused_with_its_name(damages in prop::collection::vec(damage(), 0..4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local.toml");
        let defaults = include_bytes!("../../config/default.toml").to_vec();
        let text = damages.into_iter().fold(defaults, damaged);
        std::fs::write(&path, text).unwrap();
        let overrides = Overrides { config: Some(path), ..Overrides::default() };
        if let Err(error) = settings::load(&overrides) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn lines_of_anything_are_named_and_refused() {
    let program = Program::with_small_faq();
    let path = program.folder().join("hostile.jsonl");
    let deep = "[".repeat(100_000);
    let long = format!("{{\"q\":\"{}\"", "a".repeat(1_000_000));
    let hostile: [&[u8]; 9] = [
        b"{",
        b"null",
        b"{\"q\":1}",
        b"\xff\xfe",
        b"{\"q\":\"a\",\"lang\":\"zz\",\"expect\":[[]]}",
        b"{\"q\":\"a\",\"lang\":\"fr\",\"expect\":\"../../etc/passwd\"}",
        b"{\"q\":\"a\",\"lang\":\"fr\",\"expect\":null,\"decision\":\"explode\",\"more\":1}",
        deep.as_bytes(),
        long.as_bytes(),
    ];
    for line in hostile {
        std::fs::write(&path, line).unwrap();
        let refused = program
            .run(&[
                "bench",
                "--entries",
                "hostile.jsonl",
                "--queries",
                "hostile.jsonl",
            ])
            .failure(2);
        assert!(refused.contains("hostile.jsonl"), "{refused}");
        assert!(refused.len() < 2_000, "{} bytes", refused.len());
        let refused = program.run(&["eval", "hostile.jsonl"]).failure(2);
        assert!(refused.contains("hostile.jsonl"), "{refused}");
        assert!(refused.len() < 2_000, "{} bytes", refused.len());
        let refused = program.run(&["import", "hostile.jsonl"]).failure(2);
        assert!(refused.contains("hostile.jsonl"), "{refused}");
    }
}

// ---- the gateway ----

#[tokio::test]
async fn whatever_comes_over_the_gateway_the_next_question_is_answered() {
    let discord = Discord::start().await;
    let counter = discord_counter::Counter::open(&discord).await;
    let user = discord.user("fr");
    let deep = (0..5_000).fold(json!(null), |inner, _| json!([inner]));
    let id = "1446000000000000001";
    let person = json!({"id": id, "username": "x", "discriminator": "0", "avatar": null, "global_name": "\u{202e}x"});
    let events = [
        ("MESSAGE_CREATE", json!({})),
        ("MESSAGE_CREATE", json!(null)),
        (
            "MESSAGE_CREATE",
            json!({"id": id, "channel_id": id, "content": 7, "author": person}),
        ),
        (
            "MESSAGE_CREATE",
            json!({"id": "x", "channel_id": "y", "content": "a", "author": {}}),
        ),
        ("MESSAGE_UPDATE", json!([1, 2, 3])),
        ("MESSAGE_DELETE", json!({"id": "0", "channel_id": "0"})),
        ("INTERACTION_CREATE", json!({})),
        (
            "INTERACTION_CREATE",
            json!({"id": id, "application_id": id, "type": 99, "token": "t", "version": 1}),
        ),
        (
            "INTERACTION_CREATE",
            json!({"id": id, "application_id": id, "type": 3, "token": "t", "version": 1, "data": {"custom_id": "a1:yes", "component_type": 99}}),
        ),
        (
            "INTERACTION_CREATE",
            json!({"id": id, "application_id": id, "type": 5, "token": "t", "version": 1, "data": {"custom_id": "a1:question", "components": [[]]}}),
        ),
        ("GUILD_CREATE", json!({"id": id})),
        ("GUILD_DELETE", json!({"id": "-1", "unavailable": "yes"})),
        ("CHANNEL_DELETE", json!(deep)),
        ("NEVER_HEARD_OF", json!({"a": [{}, null, 1.5e300]})),
        ("READY", json!({"v": "ten"})),
        ("", json!("")),
    ];
    let question = [("question", "je n'ai pas d'EORI")];
    for (event, data) in events {
        discord.sends(event, &data);
        let reply = user.slash("ask", question).await;
        assert!(
            reply.says("Demandez-le en ligne"),
            "{event}: {}",
            reply.text()
        );
    }
    for text in [
        "",
        "{",
        "null",
        "[]",
        "{\"op\": 99}",
        "{\"op\": \"x\"}",
        "{\"op\": 0}",
        "{\"op\": 0, \"t\": null, \"s\": -1, \"d\": null}",
        "\u{0}",
    ] {
        discord.sends_text(text);
        let reply = user.slash("ask", question).await;
        assert!(
            reply.says("Demandez-le en ligne"),
            "{text}: {}",
            reply.text()
        );
    }
    assert!(counter.cases().await.is_empty());
}
