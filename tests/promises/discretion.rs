//! What the program keeps to itself: nothing of anybody in its log, at any level; nothing of a report anywhere.

use crate::discord::{self, Discord};
use crate::support::program::Program;

/// Asks for everything that any library logs.
const LOUD: &[(&str, &str)] = &[("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")];

/// What an asker writes, and who they are.
const ASKED: &str = "zibeline4711";
const ACCOUNT: &str = "hermine4712";
const MAIL: &str = "martre4713@example.org";
const COMPANY: &str = "belette4714";

/// What the attaché writes, and who that is.
const ANSWERED: &str = "putois4715";
const OFFICER: &str = "furet4716";

/// What an asker thinks of it, in a message.
const REPLIED: &str = "vison4717";

/// What a reporter writes.
const REPORTED: &str = "zibelines4718";

fn assert_silent(log: &str, words: &[&str]) {
    for words in words {
        assert!(!log.contains(words), "{words:?} stands in the log:\n{log}");
    }
}

#[tokio::test]
async fn no_words_names_addresses_or_tokens_in_the_log_of_the_counter_in_discord() {
    let discord = Discord::start().await;
    let role = discord.role("Attachés");
    let room = discord.guild().private_channel("file", &role);
    let officer = discord
        .named(OFFICER, "fr")
        .with_role(&role)
        .in_channel(&room);
    let asker = discord.named(ACCOUNT, "fr");
    let (token, api) = (discord.token(), discord.api());
    let ids = [discord.guild().id(), room.id(), role.id()].map(|id| id.to_string());
    let program = Program::with_small_faq();
    let mut environment = vec![
        ("GUICHET__DISCORD__TOKEN", token.as_str()),
        ("GUICHET__DISCORD__API", &api),
        ("GUICHET__DISCORD__GUILD", &ids[0]),
        ("GUICHET__DISCORD__QUEUE_CHANNEL", &ids[1]),
        ("GUICHET__DISCORD__ATTACHE_ROLE", &ids[2]),
        ("GUICHET__QUEUE__DIGEST_AT", ""),
    ];
    environment.extend(LOUD);
    let service = program.service(&["serve", "-vv"], &environment);
    discord.connected().await;
    discord.registered().await;

    let question = format!("Mon camion {ASKED} est bloqué à Horgoš, écrivez à {MAIL}");
    let offered = asker.slash("ask", [("question", &*question)]).await;
    let form = offered.press("transmettre").await.modal();
    let done = form.fill([("Société", COMPANY)]).submit().await;
    let seen = officer.sees(&room);
    seen.wait_for_words(COMPANY).await;
    let form = seen.press("Répondre").await.modal();
    form.fill([("Réponse", ANSWERED)]).submit().await;
    asker.inbox().wait_for_words(ANSWERED).await;
    let text = done.text();
    let from = text.find("G-").unwrap();
    let is_of_it = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let reference: String = text[from..].chars().take_while(is_of_it).collect();
    asker
        .dm(&format!(
            "{reference} le camion {REPLIED} est encore bloqué"
        ))
        .await;
    seen.wait_for_words(REPLIED).await;
    asker
        .dm(&format!("je veux signaler un trafic de {REPORTED}"))
        .await;
    // What goes wrong is told, and in the program's own words too.
    discord.fail(
        1,
        "POST /channels/{channel_id}/messages",
        discord::Fault::Status(500),
    );
    asker.dm(&format!("bonjour {ASKED}")).await;
    discord.cut_gateway();
    discord.sends_text(
        "{\"op\": 0, \"t\": \"MESSAGE_CREATE\", \"s\": 1, \"d\": {\"content\": \"zibeline4711\"}}",
    );
    asker.slash("requests", []).await;

    let log = service.stop();
    assert!(log.contains("connected to Discord"), "{log}");
    let (asker, officer) = (asker.id().to_string(), officer.id().to_string());
    assert_silent(
        &log,
        &[
            ASKED,
            ACCOUNT,
            MAIL,
            COMPANY,
            ANSWERED,
            OFFICER,
            REPLIED,
            REPORTED,
            &token,
            &asker,
            &officer,
            "Horgo",
            // How the tokens of interactions begin.
            "aW50ZXJhY3Rpb24",
        ],
    );
    // What is kept is kept in the database: so the log would have been found to hold it.
    assert!(!program.files_with(COMPANY).is_empty());
    assert!(program.files_with(REPORTED).is_empty());
}

#[test]
fn no_words_in_the_log_of_the_commands() {
    let program = Program::with_small_faq();
    let loud = |arguments: &[&str], input: &str| {
        let mut run = program.piped(arguments, input);
        for (name, value) in LOUD {
            run.environment(name, value);
        }
        run.both()
    };
    let question = format!("Mon camion {ASKED} est bloqué à Horgoš, écrivez à {MAIL}");
    let mut log = String::new();
    let (said, errors) = loud(&["ask", &question, "--json", "-vv"], "");
    log += &errors;
    let asked: serde_json::Value = serde_json::from_str(&said).unwrap();
    let reference = asked["escalation"].as_str().unwrap().to_owned();
    for arguments in [
        vec!["match", &question, "--explain"],
        vec!["queue", "claim", &reference, "--by", OFFICER],
        vec!["queue", "answer", &reference, ANSWERED, "--by", OFFICER],
        vec!["queue", "show", &reference],
        vec!["queue", "list", "--all"],
        vec!["queue", "stats"],
        vec!["queue", "export"],
    ] {
        let mut arguments = arguments;
        arguments.push("-vv");
        log += &loud(&arguments, "").1;
    }
    let (said, errors) = loud(
        &["chat", "-vv"],
        &format!(
            "{reference} le camion {REPLIED} est encore bloqué\nje veux signaler un trafic de {REPORTED}\n"
        ),
    );
    assert!(said.contains(ANSWERED) && said.contains("OLAF"), "{said}");
    log += &errors;
    let words = [ASKED, MAIL, ANSWERED, OFFICER, REPLIED, REPORTED, "Horgo"];
    assert_silent(&log, &words);
    assert!(!program.files_with(REPLIED).is_empty());
}

/// Ways to report, in the languages of the small FAQ, plain and in disguise; each with a word to look for.
const REPORTS: &[(&str, &str)] = &[
    (
        "je veux signaler un trafic de zibelines4718",
        "zibelines4718",
    ),
    ("I want to report smuggling of sables4719", "sables4719"),
    ("želim da prijavim šverc cigareta samur4720", "samur4720"),
    ("Желим да пријавим шверц цигарета самур4721", "самур4721"),
    (
        "Пријављујем кријумчарење, складиште код Ниша самур4722",
        "самур4722",
    ),
    // Signs that nobody sees, letters of another alphabet, floods of marks, other shapes of letters, text turned around.
    (
        "je veux sig\u{200b}na\u{ad}ler un tra\u{2060}fic de zibelines4723",
        "zibelines4723",
    ),
    (
        "je veux signаler un trаfiс de zibelines4724",
        "zibelines4724",
    ),
    (
        "je veux s\u{301}\u{323}\u{300}ignaler un t\u{335}\u{338}rafic zibelines4725",
        "zibelines4725",
    ),
    (
        "je veux ｓｉｇｎａｌｅｒ un 𝐭𝐫𝐚𝐟𝐢𝐜 de zibelines4726",
        "zibelines4726",
    ),
    (
        "\u{202e}je veux signaler\u{202c} un \u{2066}trafic\u{2069} zibelines4727",
        "zibelines4727",
    ),
    (
        "JE VEUX SIGNALER UNE СONTREBANDE zibelines4728",
        "zibelines4728",
    ),
    (
        "\u{1b}[2Jje veux signaler un trafic\u{7} zibelines4729",
        "zibelines4729",
    ),
];

#[test]
fn a_report_in_whatever_disguise_leaves_no_trace_in_any_file_or_log() {
    let program = Program::with_small_faq();
    for (report, words) in REPORTS {
        let mut run = program.run(&["ask", report, "--json", "-vv"]);
        run.environment("RUST_LOG", "trace");
        let (said, log) = run.both();
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!(said["decision"], "confidential", "{report}");
        assert_eq!(said["escalation"], serde_json::Value::Null, "{report}");
        assert_silent(&log, &[words]);
    }
    // In a conversation: by itself, as the question for the attaché, with the yes, as a detail of a case.
    let stuck = "Mon camion est bloqué à Horgoš depuis ce matin";
    let lines: Vec<String> = REPORTS
        .iter()
        .flat_map(|(report, _)| {
            let alone = ["bonjour", "attaché", stuck].map(|before| format!("{before}\n{report}"));
            let as_a_detail = format!("{stuck}\noui\n{report}");
            let with_the_yes = format!("{stuck}\noui, {report}");
            alone.into_iter().chain([as_a_detail, with_the_yes])
        })
        .collect();
    let (said, log) = program
        .piped(&["chat", "--json", "-vv"], &lines.join("\n"))
        .both();
    let confidential = said.matches("\"decision\":\"confidential\"").count();
    assert_eq!(confidential, 5 * REPORTS.len(), "{said}");
    for (_, words) in REPORTS {
        assert!(program.files_with(words).is_empty(), "{words}");
        assert_silent(&log, &[words]);
    }
    // The cases themselves are there.
    assert!(!program.files_with("depuis ce matin").is_empty());
}

#[test]
fn a_question_that_leaves_the_queue_names_nobody_unless_that_is_wanted() {
    let program = Program::with_small_faq();
    let question =
        format!("Mon camion est bloqué à Horgoš, écrivez à {MAIL} ou au +381 64 123 45 67");
    program.run(&["ask", &question, "--json"]).success();
    let masked = program.run(&["queue", "export"]).success();
    assert!(masked.contains("m…@… ou au +381 … 67"), "{masked}");
    assert!(
        !masked.contains(MAIL) && !masked.contains("123 45"),
        "{masked}"
    );
    let whole = program
        .run(&["queue", "export", "--with-contacts"])
        .success();
    assert!(
        whole.contains(MAIL) && whole.contains("123 45 67"),
        "{whole}"
    );
    // At the desk the attaché reads how to reach them.
    let listed = program.run(&["queue", "list", "--json"]).success();
    assert!(listed.contains(MAIL), "{listed}");
}

#[test]
fn what_an_asker_writes_turns_nothing_around_in_the_attaches_terminal() {
    let program = Program::with_small_faq();
    let hostile =
        "Mon camion \u{202e}est bloqué\u{2066} à Hor\u{200b}goš \u{1b}]0;faux\u{7}\u{1b}[2J";
    let flood = format!("{hostile} e{}", "\u{301}".repeat(300));
    program.run(&["ask", &flood, "--json"]).success();
    let listed = program.run(&["queue", "list"]).success();
    let case = program.run(&["queue", "list", "--json"]).success();
    let case: serde_json::Value = serde_json::from_str(&case).unwrap();
    let shown = program
        .run(&["queue", "show", case[0]["ref"].as_str().unwrap()])
        .success();
    for text in [&listed, &shown] {
        assert!(text.contains("Mon camion est bloqué à Horgoš"), "{text}");
        let acts = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.contains(acts), "{text:?}");
        assert!(!text.contains(&"\u{301}".repeat(5)), "{text:?}");
    }
}
