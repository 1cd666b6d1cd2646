//! The program through its command line, as a person or another program uses it.

use std::fs;
use std::io::Write;

use serde_json::Value;

use crate::support::program::{Program, line_of};

#[test]
fn ask_escalates_and_the_answer_finds_the_asker_again() {
    let program = Program::new();
    let asked = program
        .run(&[
            "ask",
            "Mon fournisseur turc refuse de me donner un A.TR pour un lot de 2023, quel recours ?",
            "--json",
        ])
        .success();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked["decision"], "escalate");
    assert_eq!(asked["entry"], Value::Null);
    let reference = asked["escalation"].as_str().unwrap().to_owned();

    let listed = program.run(&["queue", "list", "--json"]).success();
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["ref"], reference.as_str());
    assert_eq!(listed[0]["country"], "TR");
    assert_eq!(listed[0]["state"], "open");
    assert_eq!(listed[0]["channel"], "terminal");

    program
        .run(&["queue", "claim", &reference, "--by", "attache"])
        .success();
    let refused = program
        .run(&["queue", "answer", &reference, "Non.", "--by", "somebody"])
        .failure(2);
    assert!(refused.contains("attache"), "{refused}");
    // Written as one writes it down: lower case, no G-.
    let spoken = reference[2..].to_lowercase();
    program
        .run(&[
            "queue",
            "answer",
            &spoken,
            "Demandez un duplicata au bureau d'émission.",
            "--by",
            "attache",
        ])
        .success();

    let came_in = program.piped(&["chat", "--json"], "").success();
    let notice: Value = serde_json::from_str(line_of(&came_in, 0)).unwrap();
    assert_eq!(notice["notice"], "answer");
    assert_eq!(notice["ref"], reference.as_str());
    assert_eq!(
        notice["text"],
        "Demandez un duplicata au bureau d'émission."
    );

    let shown = program
        .run(&["queue", "show", &reference, "--json"])
        .success();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["state"], "delivered");
    let events: Vec<_> = shown["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            (
                event["what"].as_str().unwrap(),
                event["by"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            ("opened", "asker"),
            ("claimed", "attache"),
            ("answered", "attache"),
            ("delivered", "guichet")
        ]
    );
    // It came once.
    assert_eq!(program.piped(&["chat", "--json"], "").success(), "");
}

#[test]
fn a_chat_that_is_open_gets_the_answer_from_another_process_by_itself() {
    let program = Program::with_small_faq();
    let mut chat = program.start(&["chat", "--json"]);
    chat.say("Mon camion est bloqué à Horgoš depuis ce matin");
    let offered = chat.json();
    assert_eq!(offered["entry"], "trouble/blocked-goods");
    chat.say("oui");
    let reference = chat.json()["escalation"].as_str().unwrap().to_owned();
    program
        .run(&[
            "queue",
            "answer",
            &reference,
            "L'inspection est prévenue.",
            "--by",
            "attache",
        ])
        .success();
    let notice = chat.json();
    assert_eq!(notice["notice"], "answer");
    assert_eq!(notice["text"], "L'inspection est prévenue.");
    chat.end();
    let shown = program.run(&["queue", "show", &reference]).success();
    assert!(shown.contains("delivered by guichet: terminal"), "{shown}");
    assert!(shown.contains("urgent"), "{shown}");
}

#[test]
fn a_report_of_trafficking_leaves_no_trace() {
    let program = Program::with_small_faq();
    let said = program
        .piped(
            &["chat", "-vv"],
            "je veux parler à un humain\nJe veux signaler un trafic de zibelines roses\noui\n",
        )
        .success();
    assert!(said.contains("OLAF"), "{said}");
    let mut files = 0;
    for item in fs::read_dir(program.folder().join("var")).unwrap() {
        let path = item.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let holds = bytes.windows(9).any(|window| window == b"zibelines");
        assert!(!holds, "{}", path.display());
        files += 1;
    }
    assert!(files >= 2);
    assert_eq!(
        program
            .run(&["queue", "list", "--all", "--json"])
            .success()
            .trim(),
        "[]"
    );
}

#[test]
fn any_bytes_on_a_pipe_get_a_reply_each() {
    let program = Program::new();
    let mut input = b"bonjour\n\n\xff\xfe\xf0\n".to_vec();
    input.extend("a".repeat(10_000).bytes());
    input.extend(b"\n\x1b]0;pwned\x07\x1b[2Jmerci\n");
    input.extend("👍".bytes());
    let said = program.piped_bytes(&["chat", "--json"], &input).success();
    let replies: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(replies.len(), 6, "{said}");
    assert_eq!(replies[0]["entry"], "smalltalk/greeting");
    assert!(replies[3]["reply"].as_str().unwrap().contains("10000"));
    assert_eq!(replies[4]["entry"], "smalltalk/thanks");
    let text = program.piped_bytes(&["chat"], &input).success();
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn match_explains_and_stores_nothing() {
    let program = Program::new();
    let said = program
        .run(&[
            "match",
            "do i need eur1 form for export to serbia",
            "--explain",
        ])
        .success();
    assert!(said.contains("form:EUR.1"), "{said}");
    assert!(said.contains("origin/eur1-certificate"), "{said}");
    let json = program.run(&["match", "TVA Albanie", "--json"]).success();
    let json: Value = serde_json::from_str(&json).unwrap();
    for key in [
        "decision",
        "entry",
        "probability",
        "language",
        "script",
        "country",
        "direction",
        "candidates",
        "reply",
        "escalation",
        "microseconds",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert!(!program.folder().join("var/guichet.sqlite").exists());
}

#[test]
fn check_names_the_file_the_line_and_what_to_do_about_several_mistakes_at_once() {
    let program = Program::new();
    let faq = program.folder().join("own");
    fs::create_dir_all(faq.join("origin/x")).unwrap();
    fs::write(
        faq.join("faq.toml"),
        "languages = [\"fr\"]\n[topics]\norigin = { fr = \"Origine\" }\n",
    )
    .unwrap();
    fs::write(
        faq.join("origin/x/entry.toml"),
        "verified = 2026-11-25\nrout = \"answer\"\n",
    )
    .unwrap();
    fs::write(
        faq.join("origin/x/fr.md"),
        "# Quoi ?\n\n- un\n\n---\n\n{{ contry.name }}\n",
    )
    .unwrap();
    let found = program.run(&["check", "--faq", "own"]).failure_on_stdout(1);
    assert!(
        found.contains("origin/x/entry.toml:2:1: error: unknown field `rout`"),
        "{found}"
    );
    assert!(found.contains("did you mean `route`?"), "{found}");
    fs::write(faq.join("origin/x/entry.toml"), "verified = 2026-11-25\n").unwrap();
    let found = program.run(&["check", "--faq", "own"]).failure_on_stdout(1);
    assert!(
        found.contains("origin/x/fr.md:7:1: error: the answer fails for no country"),
        "{found}"
    );
    assert!(
        found.contains("origin/x/entry.toml:1:1: error: the entry names no source"),
        "{found}"
    );
    let refused = program.run(&["match", "x", "--faq", "nowhere"]).failure(2);
    assert!(refused.contains("nowhere"), "{refused}");
}

#[test]
fn the_shipped_faq_is_clean_and_its_schemas_are_json() {
    let program = Program::new();
    let found = program.run(&["check", "--json"]).success();
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["errors"], 0);
    let schemas = program.run(&["check", "--schema"]).success();
    let schemas: Value = serde_json::from_str(&schemas).unwrap();
    assert!(schemas["entry.toml"]["properties"]["route"].is_object());
}

#[test]
fn bench_prints_the_figures_of_the_contract() {
    let program = Program::new();
    let entries: Vec<String> = (0..6)
        .map(|n| {
            let words = [
                "apple tree",
                "river boat",
                "night train",
                "stone bridge",
                "paper kite",
                "winter coat",
            ][n];
            let questions: Vec<String> = (0..6)
                .map(|k| format!("{words} number {k} please"))
                .collect();
            serde_json::json!({"id": format!("e{n}"), "lang": "en", "questions": questions})
                .to_string()
        })
        .collect();
    fs::write(program.folder().join("e.jsonl"), entries.join("\n")).unwrap();
    fs::write(
        program.folder().join("q.jsonl"),
        "{\"q\":\"where is the apple tree\",\"lang\":\"en\",\"expect\":\"e0\"}\n{\"q\":\"zzz\",\"lang\":\"en\",\"expect\":null}\n",
    )
    .unwrap();
    let said = program
        .run(&[
            "bench",
            "--entries",
            "e.jsonl",
            "--queries",
            "q.jsonl",
            "--json",
        ])
        .success();
    let figures: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(figures["top1"], 1.0);
    for key in [
        "top3",
        "mrr",
        "auroc",
        "coverage_at_target",
        "precision",
        "expected_calibration_error",
        "build_ms",
        "latency_us",
        "peak_rss_mib",
    ] {
        assert!(figures.get(key).is_some(), "{key}");
    }
    fs::write(program.folder().join("bad.jsonl"), "{}\n{\"q\":1}\n").unwrap();
    let refused = program
        .run(&["bench", "--entries", "e.jsonl", "--queries", "bad.jsonl"])
        .failure(2);
    assert!(refused.contains("bad.jsonl:1"), "{refused}");
}

#[test]
fn config_shows_each_value_with_its_origin_and_masks_passwords() {
    let program = Program::new();
    let mut run = program.run(&["config"]);
    run.environment("GUICHET__MATCHING__CHOICES", "4");
    run.environment("GUICHET__DATABASE__URL", "postgres://me:s3cret@db/guichet");
    let said = run.success();
    let choices = said
        .lines()
        .find(|line| line.starts_with("matching.choices"))
        .unwrap();
    assert!(
        choices.contains("= 4") && choices.contains("GUICHET__MATCHING__CHOICES"),
        "{choices}"
    );
    assert!(!said.contains("s3cret"), "{said}");
    let mut run = program.run(&["config"]);
    run.environment("GUICHET__MATCHING__CHOISES", "4");
    let refused = run.failure(2);
    assert!(
        refused.contains("did you mean `matching.choices`?"),
        "{refused}"
    );
}

#[test]
fn help_has_an_example_for_every_command() {
    let program = Program::new();
    let whole = program.run(&["--help"]).success();
    for command in [
        "serve", "chat", "ask", "match", "check", "eval", "bench", "queue", "config",
    ] {
        assert!(whole.contains(command), "{command}");
        let help = program.run(&[command, "--help"]).success();
        assert!(help.contains("Example"), "{command}: {help}");
    }
    for command in [
        "list", "show", "claim", "answer", "ask", "refer", "close", "stats", "export",
    ] {
        let help = program.run(&["queue", command, "--help"]).success();
        assert!(help.contains("Example"), "queue {command}: {help}");
    }
    let typo = program.run(&["queu", "list"]).failure(2);
    assert!(typo.contains("queue"), "{typo}");
}

#[test]
fn serve_without_a_channel_and_without_a_terminal_says_what_to_do() {
    let program = Program::new();
    let refused = program.piped(&[], "bonjour\n").failure(2);
    assert!(refused.contains("guichet chat"), "{refused}");
}

#[test]
fn a_database_that_is_none_is_left_alone_and_named() {
    let program = Program::new();
    fs::create_dir_all(program.folder().join("var")).unwrap();
    let path = program.folder().join("var/guichet.sqlite");
    fs::File::create(&path)
        .unwrap()
        .write_all(&b"this is no database at all. ".repeat(100))
        .unwrap();
    let refused = program.run(&["queue", "list"]).failure(2);
    assert!(refused.contains("guichet.sqlite"), "{refused}");
    assert!(fs::read(&path).unwrap().starts_with(b"this is no database"));
}

#[test]
fn an_editor_writes_the_answer_and_an_empty_page_sends_nothing() {
    let program = Program::with_small_faq();
    let asked = program
        .run(&[
            "ask",
            "Mon camion est bloqué à Horgoš depuis ce matin",
            "--json",
        ])
        .success();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    let reference = asked["escalation"].as_str().unwrap();
    let mut run = program.run(&["queue", "answer", reference, "--by", "attache"]);
    run.environment("EDITOR", "true");
    let refused = run.failure(2);
    assert!(refused.contains("nothing is sent"), "{refused}");
    let editor = program.script(
        "editor",
        "printf 'Réponse écrite.\\n' | cat - \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"",
    );
    let mut run = program.run(&["queue", "answer", reference, "--by", "attache"]);
    run.environment("EDITOR", &editor);
    run.success();
    let shown = program
        .run(&["queue", "show", reference, "--json"])
        .success();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["answer"], "Réponse écrite.");
}
