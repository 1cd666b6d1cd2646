//! The world around the counter fails: disk, database, FAQ, clock, network, Discord.
//!
//! Each test shows three things: what the asker sees (a polite word, and nothing said to be stored that is not), what the
//! operator sees (one line that says what to do), and that nothing is lost.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use guichet::channels::discord::DiscordError;
use guichet::queue::{EscalationRef, State};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};

use crate::discord::{Discord, Fault, User};
use crate::discord_counter::Counter;
use crate::place::{DEADLINE, Place, Process, refusal, until};

const KNOWN: &str = "je n'ai pas d'EORI";
const ANSWER: &str = "Demandez-le en ligne";
const NOT_PASSED_ON: &str = "Je n'ai pas pu enregistrer votre question";

/// A question that no entry answers; each number is one of its own.
fn beyond(number: usize) -> String {
    format!(
        "mon fournisseur turc refuse de me donner sa déclaration pour le lot {number}, que puis-je lui opposer ?"
    )
}

/// So small that a few questions fill it: what files may grow to. The signal that comes with it would end the program.
const FULL_DISK: &str = "trap '' XFSZ; ulimit -f 128";

/// `guichet chat --json`, running.
struct Chat {
    process: Process,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Chat {
    fn open(place: &Place, command: Command) -> Self {
        let mut process = place.start(command);
        let (input, output) = process.pipes();
        Self {
            process,
            input,
            output: BufReader::new(output).lines(),
        }
    }

    async fn says(&mut self, line: &str) -> Value {
        let line = format!("{line}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
        let reply = tokio::time::timeout(DEADLINE, self.output.next_line());
        let reply = reply.await.expect("a reply").unwrap();
        serde_json::from_str(&reply.expect("a reply")).unwrap()
    }

    async fn ends(mut self) {
        drop(self.input);
        assert!(self.process.ended().await.success());
    }
}

/// What a reply says.
fn words(reply: &Value) -> &str {
    reply["reply"].as_str().unwrap()
}

fn reference(reply: &Value) -> Option<EscalationRef> {
    reply["escalation"]
        .as_str()
        .map(|text| text.parse().unwrap())
}

/// A place whose database holds some cases.
async fn with_cases(count: usize) -> Place {
    let place = Place::new();
    let mut chat = Chat::open(&place, place.command(&["chat", "--json"]));
    for number in 0..count {
        chat.says(&beyond(1_000 + number)).await;
        assert!(reference(&chat.says("oui").await).is_some());
        chat.says("non").await;
    }
    chat.ends().await;
    place
}

/// The database as another program opens it.
async fn connection(place: &Place) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(place.database());
    options.connect().await.unwrap()
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) {
    sqlx::query(sql).execute(connection).await.unwrap();
}

// ---- the database ----

#[tokio::test]
async fn a_queue_that_is_not_there_is_not_made_by_looking_for_it() {
    let place = Place::new();
    for command in [
        &["queue", "list"][..],
        &["queue", "show", "G-7K3M"],
        &["queue", "claim", "G-7K3M"],
        &["queue", "answer", "G-7K3M", "Oui."],
        &["queue", "stats"],
        &["queue", "export"],
    ] {
        assert_eq!(
            place.refuses(command).await,
            "guichet: the queue cannot be opened: there is no database at var/guichet.sqlite: nothing was asked here yet, or \
             the queue is elsewhere. Name it with --database, or with database.url in the settings\n"
        );
        assert!(!place.folder().join("var").exists());
    }
}

#[tokio::test]
async fn a_path_on_which_no_database_can_be_is_told_before_anybody_asks() {
    let place = Place::new();
    place.write("notes", b"notes");
    for (url, named) in [
        ("sqlite:notes/guichet.sqlite", "notes"),
        ("sqlite:faq", "faq"),
    ] {
        for command in ["chat", "ask"] {
            let mut arguments = vec![command, "--database", url];
            if command == "ask" {
                arguments.push(KNOWN);
            }
            let told = place.refuses(&arguments).await;
            assert_eq!(told.lines().count(), 1, "{told}");
            assert!(
                told.contains(&format!("the database {named} cannot be opened"))
                    || told.contains(&format!("the database {named}/")),
                "{told}"
            );
            assert!(
                told.contains("See to its folder and its permissions"),
                "{told}"
            );
        }
    }
    assert_eq!(
        std::fs::read(place.folder().join("notes")).unwrap(),
        b"notes"
    );
}

/// The program as a user runs it who may not do what the superuser may: a copy that they can reach.
fn as_anybody(place: &Place, arguments: &[&str]) -> Command {
    let program = place.folder().join("program");
    std::fs::copy(env!("CARGO_BIN_EXE_guichet"), &program).unwrap();
    let mut command = place.program(&program, arguments);
    command.env("GUICHET__MATCHING__CACHE_FOLDER", "");
    let is_superuser = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if is_superuser {
        command.uid(65_534).gid(65_534);
    }
    command
}

fn allow(path: PathBuf, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_database_that_may_not_be_written_stores_nothing_and_says_so() {
    let place = with_cases(1).await;
    for (path, mode) in [
        ("", 0o755),
        ("var", 0o555),
        ("var/guichet.sqlite", 0o444),
        ("var/identity", 0o444),
    ] {
        allow(place.folder().join(path), mode);
    }
    let before = std::fs::read(place.database()).unwrap();
    let question = beyond(1);
    for command in [&["ask", &question, "--json"][..], &["queue", "list"]] {
        let output = as_anybody(&place, command).output().await.unwrap();
        assert!(output.stdout.is_empty());
        assert_eq!(
            refusal(output),
            "guichet: the queue cannot be opened: the database var/guichet.sqlite cannot be opened: Permission denied (os \
             error 13). See to its folder and its permissions\n"
        );
    }
    assert_eq!(std::fs::read(place.database()).unwrap(), before);
}

#[tokio::test]
async fn a_full_disk_stores_nothing_more_and_keeps_what_it_has() {
    let place = with_cases(1).await;
    let mut chat = Chat::open(&place, place.command_after(FULL_DISK, &["chat", "--json"]));
    let mut stored = Vec::new();
    let refused = loop {
        assert!(stored.len() < 40, "the disk does not fill");
        let offered = chat.says(&beyond(stored.len())).await;
        assert_eq!(offered["decision"], "escalate");
        let reply = chat.says("oui").await;
        match reference(&reply) {
            Some(reference) => stored.push(reference),
            None => break reply,
        }
        chat.says("non").await;
    };
    assert!(words(&refused).contains(NOT_PASSED_ON), "{refused}");
    assert!(words(&refused).contains("**pas** transmise"), "{refused}");
    // What needs no disk goes on.
    assert!(words(&chat.says(KNOWN).await).contains(ANSWER));
    chat.ends().await;
    assert_eq!(place.lines_with(" ERROR "), 1, "{}", place.log());
    let told = "a question could not be stored: var/guichet.sqlite cannot be read or written";
    assert_eq!(place.lines_with(told), 1, "{}", place.log());
    assert!(place.lines_with("See whether its disk is full") >= 1);
    // Room is made.
    let question = beyond(stored.len());
    let asked = place.prints(&["ask", &question, "--json"]).await;
    stored.extend(reference(&serde_json::from_str(&asked).unwrap()));
    let cases = place.cases().await;
    let kept: Vec<_> = cases.iter().skip(1).map(|case| case.reference).collect();
    assert_eq!(kept, stored);
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_waited_for_and_then_nothing_is_stored() {
    let place = with_cases(1).await;
    let impatient = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.env("GUICHET__DATABASE__PATIENCE_SECONDS", "1");
        command
    };
    let mut chat = Chat::open(&place, impatient(&["chat", "--json"]));
    chat.says(&beyond(1)).await;
    let mut holder = connection(&place).await;
    execute(&mut holder, "BEGIN EXCLUSIVE").await;
    let refused = chat.says("oui").await;
    assert_eq!(reference(&refused), None);
    assert!(words(&refused).contains(NOT_PASSED_ON), "{refused}");
    assert!(words(&chat.says(KNOWN).await).contains(ANSWER));
    assert_eq!(place.lines_with(" ERROR "), 1, "{}", place.log());
    let told = "a question could not be stored: var/guichet.sqlite is held by another process: nothing was stored. Try again; \
                if it lasts, end the program that holds it";
    assert_eq!(place.lines_with(told), 1, "{}", place.log());
    let held = "guichet: the queue cannot be opened: var/guichet.sqlite is held by another process: nothing was stored. Try \
                again; if it lasts, end the program that holds it\n";
    let late = impatient(&["ask", KNOWN]).output().await.unwrap();
    assert_eq!(refusal(late), held);
    // It lets go.
    execute(&mut holder, "ROLLBACK").await;
    chat.says(&beyond(1)).await;
    let passed_on = chat.says("oui").await;
    assert!(reference(&passed_on).is_some(), "{passed_on}");
    chat.ends().await;
    assert_eq!(place.cases().await.len(), 2);
}

#[tokio::test]
async fn a_damaged_database_is_refused_and_left_as_it_is() {
    let place = with_cases(12).await;
    let mut checkpoint = connection(&place).await;
    execute(&mut checkpoint, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    sqlx::Connection::close(checkpoint).await.unwrap();
    let whole = std::fs::read(place.database()).unwrap();
    let page = 4_096;
    let middle = whole.len() / 2 / page * page;
    for damaged in [0..page, middle..middle + page] {
        let mut bytes = whole.clone();
        bytes[damaged].fill(0xA5);
        std::fs::write(place.database(), &bytes).unwrap();
        for command in [&["chat"][..], &["ask", KNOWN], &["queue", "list"]] {
            assert_eq!(
                place.refuses(command).await,
                "guichet: the queue cannot be opened: var/guichet.sqlite is not a database, or it is damaged: give the path \
                 of another file, or put back a backup. It was left as it is\n"
            );
        }
        assert!(std::fs::read(place.database()).unwrap() == bytes);
    }
    // A backup is put back.
    std::fs::write(place.database(), &whole).unwrap();
    assert_eq!(place.cases().await.len(), 12);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
    let place = with_cases(1).await;
    let mut newer = connection(&place).await;
    execute(
        &mut newer,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99, 'later', TRUE, x'00', 0)",
    )
    .await;
    execute(&mut newer, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    sqlx::Connection::close(newer).await.unwrap();
    let before = std::fs::read(place.database()).unwrap();
    for command in [&["chat"][..], &["ask", KNOWN], &["queue", "list"]] {
        let told = place.refuses(command).await;
        assert!(
            told.starts_with(
                "guichet: the queue cannot be opened: var/guichet.sqlite was written by a newer guichet (its schema is 99,"
            ) && told.ends_with("install that version again. It was left as it is\n"),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    assert!(std::fs::read(place.database()).unwrap() == before);
}

// ---- the FAQ ----

#[tokio::test]
async fn a_faq_that_vanishes_or_is_half_written_stays_in_service_as_it_was() {
    let place = Place::new();
    let mut command = place.command(&["chat", "--json"]);
    command.env("GUICHET__FAQ__RELOAD_SECONDS", "1");
    let mut chat = Chat::open(&place, command);
    assert!(words(&chat.says(KNOWN).await).contains(ANSWER));

    let (faq, away) = (place.folder().join("faq"), place.folder().join("away"));
    std::fs::rename(&faq, &away).unwrap();
    place
        .log_says("the changed FAQ is not taken, the one before stays in service")
        .await;
    assert!(words(&chat.says(KNOWN).await).contains(ANSWER));
    std::fs::rename(&away, &faq).unwrap();
    place
        .log_says("the FAQ's files are again as they are in service")
        .await;

    let answer = entry_with(&faq, ANSWER);
    let text = std::fs::read_to_string(&answer).unwrap();
    let entry = answer.with_file_name("entry.toml");
    let whole = std::fs::read_to_string(&entry).unwrap();
    std::fs::write(&entry, &whole[..whole.find("verified\"").unwrap() + 3]).unwrap();
    let name = entry.strip_prefix(&faq).unwrap().display().to_string();
    place.log_says(&name).await;
    assert!(words(&chat.says(KNOWN).await).contains(ANSWER));
    // Two things were wrong, and each was said once.
    assert_eq!(place.lines_with("stays in service"), 2, "{}", place.log());
    assert_eq!(
        place.lines_with("`guichet check` lists"),
        1,
        "{}",
        place.log()
    );

    // Mended, and changed.
    std::fs::write(&entry, &whole).unwrap();
    std::fs::write(
        &answer,
        text.replace(ANSWER, "Demandez-le au guichet unique"),
    )
    .unwrap();
    until("the mended FAQ is in service", async || {
        words(&chat.says(KNOWN).await).contains("Demandez-le au guichet unique")
    })
    .await;
    chat.ends().await;
}

/// The file of the FAQ in which these words stand.
fn entry_with(folder: &Path, words: &str) -> PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains(words)) {
                return path;
            }
        }
    }
    panic!("{words:?} stands nowhere");
}

// ---- the clock ----

/// Asks what no entry answers and has it passed on; the case.
async fn pass_on(counter: &Counter, user: &User, number: usize) -> EscalationRef {
    let question = beyond(number);
    let offered = user.slash("ask", [("question", question.as_str())]).await;
    offered.press("transmettre").await.modal().submit().await;
    let cases = counter.cases().await;
    let own = cases.iter().find(|case| case.question == question);
    own.expect("it is stored").reference
}

#[tokio::test]
async fn a_clock_that_jumps_to_and_fro_keeps_no_answer_from_its_asker() {
    const DECADE: i64 = 10 * 366 * 24 * 3_600;
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let route = "POST /channels/{channel_id}/messages";
    // Asked, answered and put off by a clock that is ten years ahead.
    let early = discord.named("early", "fr");
    counter.later(DECADE);
    let first = pass_on(&counter, &early, 1).await;
    discord.fail(5, route, Fault::Status(503));
    counter.answer(first, "Oui.").await;
    counter.event(first, "delivery_failed").await;
    discord.heal();
    counter.later(-DECADE);
    counter.event(first, "delivered direct message").await;
    assert_eq!(early.inbox().text().matches("Oui.").count(), 1);
    // Life goes on.
    let late = discord.named("late", "fr");
    let second = pass_on(&counter, &late, 2).await;
    counter.answer(second, "Non.").await;
    counter.event(second, "delivered direct message").await;
    early
        .slash("ask", [("question", KNOWN)])
        .await
        .wait_for_words(ANSWER)
        .await;
    let states: Vec<_> = counter
        .cases()
        .await
        .iter()
        .map(|case| case.state)
        .collect();
    assert_eq!(states, [State::Delivered; 2]);
}

// ---- Discord and the way to it ----

fn serve(place: &Place, discord: &Discord) -> Process {
    let mut command = place.command(&["serve"]);
    Place::in_discord(&mut command, &discord.api(), &discord.token());
    place.start(command)
}

#[tokio::test]
async fn without_a_network_at_the_start_it_is_waited_for_and_told_once() {
    let discord = Discord::start().await;
    let place = Place::new();
    discord.fail(2, "GET /gateway/bot", Fault::Close);
    let mut process = serve(&place, &discord);
    discord.connected().await;
    discord.registered().await;
    place
        .log_says("the connection to Discord is there again")
        .await;
    assert_eq!(
        place.lines_with("no connection to Discord: Discord cannot be reached. It is tried again at least once a minute"),
        1,
        "{}",
        place.log()
    );
    let user = discord.user("fr");
    user.slash("ask", [("question", KNOWN)])
        .await
        .wait_for_words(ANSWER)
        .await;
    assert!(process.stop().await.success());

    // Where nobody listens at all.
    let place = Place::new();
    let mut command = place.command(&["serve"]);
    Place::in_discord(&mut command, "http://127.0.0.1:9", "token");
    let mut process = place.start(command);
    place
        .log_says("no connection to Discord: Discord cannot be reached")
        .await;
    assert!(process.stop().await.success());
}

const BAD_TOKEN: &str =
    "guichet: Discord does not accept the token: copy it anew from the application's page \"Bot\"";

#[tokio::test]
async fn a_token_that_is_refused_at_the_start_ends_the_counter_with_what_to_do() {
    let discord = Discord::start().await;
    let place = Place::new();
    let mut command = place.command(&["serve"]);
    Place::in_discord(&mut command, &discord.api(), "another");
    let mut process = place.start(command);
    assert_eq!(process.ended().await.code(), Some(2));
    assert_eq!(place.lines_with(BAD_TOKEN), 1, "{}", place.log());
    // The other line says that it opens.
    assert_eq!(place.log().lines().count(), 2, "{}", place.log());
}

#[tokio::test]
async fn a_token_that_is_revoked_while_the_counter_runs_ends_it_and_loses_nothing() {
    let discord = Discord::start().await;
    let place = Place::new();
    let mut process = serve(&place, &discord);
    discord.connected().await;
    discord.registered().await;
    let user = discord.user("fr");
    let question = beyond(1);
    let offered = user.slash("ask", [("question", question.as_str())]).await;
    offered.press("transmettre").await.modal().submit().await;
    let token = discord.reset_token();
    discord.close_gateway(4004);
    assert_eq!(process.ended().await.code(), Some(2));
    assert_eq!(place.lines_with(BAD_TOKEN), 1, "{}", place.log());
    // Answered meanwhile, it arrives with the new token.
    let reference = place.cases().await[0].reference.to_string();
    place
        .prints(&["queue", "answer", &reference, "Oui, sans attendre."])
        .await;
    assert_ne!(token, "");
    let mut process = serve(&place, &discord);
    user.inbox().wait_for_words("Oui, sans attendre.").await;
    assert!(process.stop().await.success());
}

#[tokio::test]
async fn a_revoked_token_is_told_as_such_however_the_connection_ends() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    discord.reset_token();
    discord.cut_gateway();
    let ended = counter.ended().await;
    assert!(matches!(ended, DiscordError::BadToken), "{ended}");
}

#[tokio::test]
async fn what_a_later_discord_sends_is_passed_over() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    discord.send_event(
        "CUSTOMS_DECLARATION_CREATE",
        &json!({"id": "1", "new": {"field": [1, 2]}}),
    );
    discord.send_event(
        "MESSAGE_CREATE",
        &json!({"id": "1", "type": 250, "new_field": true}),
    );
    discord.send_event(
        "INTERACTION_CREATE",
        &json!({"id": "2", "type": 77, "token": "x", "new_field": {"deep": null}}),
    );
    discord.send_event(
        "GUILD_CREATE",
        &json!({"id": "3", "unavailable": "perhaps"}),
    );
    discord.send_payload(&json!({"op": 99, "d": {"new": "opcode"}, "s": null, "t": null}));
    user.slash("ask", [("question", KNOWN)])
        .await
        .wait_for_words(ANSWER)
        .await;
    let inbox = user.dm(KNOWN).await;
    inbox.wait_for_words(ANSWER).await;
    assert_eq!(user.inbox().text().matches(ANSWER).count(), 1);
    assert_eq!(counter.cases().await.len(), 0);
}

#[tokio::test]
async fn a_limit_that_lasts_an_hour_is_not_run_against_and_the_answer_arrives_once() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user, 1).await;
    let route = "/channels/{channel_id}/messages";
    discord.fail(1_000, &format!("POST {route}"), Fault::RateLimited(3_600.0));
    counter.answer(reference, "Oui.").await;
    counter.event(reference, "delivery_failed").await;
    // A handful of attempts, then a pause that grows.
    assert!((1..=5).contains(&discord.count("POST", route, 429)));
    discord.heal();
    counter.later(3_600);
    counter.event(reference, "delivered direct message").await;
    assert_eq!(user.inbox().text().matches("Oui.").count(), 1);
}

#[tokio::test]
async fn an_asker_in_discord_is_told_when_the_disk_is_full_and_the_operator_too() {
    let discord = Discord::start().await;
    let place = with_cases(1).await;
    let mut command = place.command_after(FULL_DISK, &["serve"]);
    Place::in_discord(&mut command, &discord.api(), &discord.token());
    let mut process = place.start(command);
    discord.connected().await;
    discord.registered().await;
    let mut stored = 0;
    let refused = loop {
        assert!(stored < 40, "the disk does not fill");
        let user = discord.named(&format!("firm {stored}"), "fr");
        let question = beyond(stored);
        let offered = user.slash("ask", [("question", question.as_str())]).await;
        let done = offered.press("transmettre").await.modal().submit().await;
        if done.says("Votre référence") {
            stored += 1;
        } else {
            break done;
        }
    };
    assert!(
        refused.says(NOT_PASSED_ON) && refused.is_private(),
        "{}",
        refused.text()
    );
    // The same words can be sent again from there.
    assert!(!refused.labels().is_empty(), "{}", refused.text());
    let user = discord.user("fr");
    user.slash("ask", [("question", KNOWN)])
        .await
        .wait_for_words(ANSWER)
        .await;
    assert!(process.stop().await.success());
    assert_eq!(
        place.lines_with("a question could not be stored"),
        1,
        "{}",
        place.log()
    );
    assert_eq!(
        place.lines_with("See whether its disk is full"),
        1,
        "{}",
        place.log()
    );
    assert_eq!(place.cases().await.len(), 1 + stored);
}
