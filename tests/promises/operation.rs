//! Operating the counter: health and metrics, the log, being told to stop.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::Value;

use crate::discord::{Discord, Fault};
use crate::small_faq;
use crate::support::program::{DEADLINE, Program, Running, line_of};

const KNOWN: &str = "je n'ai pas d'EORI";
const ANSWER: &str = "Demandez-le en ligne";
const SEND: &str = "POST /channels/{channel_id}/messages";
const LISTEN: (&str, &str) = ("GUICHET__OPERATION__LISTEN", "127.0.0.1:0");

fn program() -> Program {
    let program = Program::new();
    small_faq::write(&program.folder().join("faq"));
    program
}

/// `guichet serve` before this Discord.
fn serve(program: &Program, discord: &Discord, more: &[(&str, &str)]) -> Running {
    let (token, api) = (discord.token(), discord.api());
    let mut environment = vec![
        ("GUICHET__DISCORD__TOKEN", token.as_str()),
        ("GUICHET__DISCORD__API", api.as_str()),
        ("GUICHET__FAQ__RELOAD_SECONDS", "1"),
        // So few phrasings promise little.
        ("GUICHET__MATCHING__TARGET_PRECISION", "0.5"),
        LISTEN,
    ];
    environment.extend(more);
    program.start_with(&["serve"], &environment)
}

/// The address in the line that tells where health and metrics are.
fn address(line: &str) -> String {
    let (_, rest) = line.split_once("http://").unwrap();
    rest.split(' ').next().unwrap().to_owned()
}

/// The status and the body at a path.
fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer[9..12].parse().unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    (status, body.to_owned())
}

/// Asks a path until its answer is as wished.
async fn until(address: &str, path: &str, wished: impl Fn(u16, &str) -> bool) -> String {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let (status, body) = get(address, path);
        if wished(status, &body) {
            return body;
        }
        assert!(Instant::now() < deadline, "{path}: {status} {body}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the metrics hold this line.
async fn metric(address: &str, line: &str) {
    until(address, "/metrics", |_, text| {
        text.lines().any(|found| found == line)
    })
    .await;
}

/// The database of a program, for other hands.
async fn execute(program: &Program, sql: &'static str) {
    use sqlx::{ConnectOptions, Connection};
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(program.folder().join("var/guichet.sqlite"))
        .busy_timeout(DEADLINE)
        .connect()
        .await
        .unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_tells_whether_it_is_ready_and_what_it_does() {
    let discord = Discord::start().await;
    discord.gateway_down(true);
    let program = program();
    let running = serve(&program, &discord, &[]);
    let address = address(&running.says("Health and metrics"));
    assert_eq!(get(&address, "/healthz"), (200, "alive\n".to_owned()));
    let reasons = until(&address, "/readyz", |status, body| {
        status == 503 && !body.contains("faq:")
    })
    .await;
    assert_eq!(reasons, "discord: not connected\n");
    metric(&address, "guichet_discord_up 0").await;

    discord.gateway_down(false);
    until(&address, "/readyz", |status, _| status == 200).await;
    discord.registered().await;
    let user = discord.user("fr");
    user.send_dm(KNOWN).wait_for_words(ANSWER).await;
    for line in [
        "guichet_discord_up 1",
        "guichet_database_up 1",
        "guichet_questions_total{decision=\"answer\",language=\"fr\"} 1",
        "guichet_match_seconds_count 1",
        "guichet_queue_cases{state=\"open\"} 0",
        "guichet_outbox_messages{channel=\"discord\"} 0",
        "guichet_faq_reload_failures_total 0",
        "guichet_faq_refused 0",
    ] {
        metric(&address, line).await;
    }
    let text = get(&address, "/metrics").1;
    assert!(!text.contains("EORI"), "{text}");
    assert!(text.contains("verified=\"2026-11-25\""), "{text}");
    assert_eq!(get(&address, "/").0, 404);

    // A file with a mistake: what was in service stays, and it is told.
    let file = program.folder().join("faq/operators/eori-number/fr.md");
    let good = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, "no heading").unwrap();
    metric(&address, "guichet_faq_reload_failures_total 1").await;
    metric(&address, "guichet_faq_refused 1").await;
    assert_eq!(get(&address, "/readyz").0, 200);
    std::fs::write(&file, good).unwrap();
    metric(&address, "guichet_faq_refused 0").await;

    execute(&program, "ALTER TABLE escalations RENAME TO elsewhere").await;
    let (status, reasons) = get(&address, "/readyz");
    assert_eq!(status, 503);
    assert!(reasons.starts_with("database: "), "{reasons}");
    assert_eq!(reasons.lines().count(), 1, "{reasons}");
    metric(&address, "guichet_database_up 0").await;
    assert_eq!(get(&address, "/healthz").0, 200);
    execute(&program, "ALTER TABLE elsewhere RENAME TO escalations").await;
    until(&address, "/readyz", |status, _| status == 200).await;

    running.tell(Signal::TERM);
    assert!(running.ended().success());
    assert!(TcpStream::connect(&address).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_in_discord_it_finishes_what_it_has_begun() {
    for signal in [Signal::TERM, Signal::INT] {
        let discord = Discord::start().await;
        let program = program();
        let running = serve(&program, &discord, &[]);
        let address = address(&running.says("Health and metrics"));
        until(&address, "/readyz", |status, _| status == 200).await;
        discord.registered().await;
        // The reply takes several attempts, all but the first after it was told to stop.
        discord.fail(3, SEND, Fault::Status(500));
        let user = discord.user("fr");
        let view = user.send_dm(KNOWN);
        discord
            .requested("a first attempt", |request| {
                request.route == SEND.trim_start_matches("POST ") && request.status == 500
            })
            .await;
        running.tell(signal);
        until(&address, "/readyz", |status, body| {
            status == 503 && body.contains("closing: ")
        })
        .await;
        let told = Instant::now();
        assert!(running.ended().success());
        assert!(told.elapsed() < Duration::from_secs(10));
        view.wait_for_words(ANSWER).await;
        let log = program.folder().join("var/guichet.sqlite-wal");
        assert!(!log.exists(), "the log is in the file");
    }
}

#[test]
fn told_to_stop_a_chat_ends_in_peace() {
    for signal in [Signal::TERM, Signal::INT] {
        let program = program();
        let mut chat = program.start_with(&["chat", "--json"], &[]);
        chat.say(KNOWN);
        assert!(!chat.json()["reply"].as_str().unwrap().is_empty());
        chat.tell(signal);
        assert!(chat.ended().success());
        assert!(program.folder().join("var/guichet.sqlite").exists());
        let log = program.folder().join("var/guichet.sqlite-wal");
        assert!(!log.exists(), "the log is in the file");
    }
}

#[test]
fn a_chat_that_still_trains_stops_at_once() {
    let program = Program::new();
    // The shipped FAQ, trained anew.
    let trained = [("GUICHET__MATCHING__CACHE_FOLDER", "")];
    let mut chat = program.start_with(&["chat", "--json"], &trained);
    chat.say("bonjour");
    let database = program.folder().join("var/guichet.sqlite-wal");
    let deadline = Instant::now() + DEADLINE;
    while !database.exists() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    let told = Instant::now();
    chat.tell(Signal::TERM);
    assert!(chat.ended().success());
    assert!(told.elapsed() < Duration::from_secs(10));
}

/// A terminal: the side of who sits before it, and that of the program.
fn terminal() -> (File, File) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let own = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&own).unwrap();
    unlockpt(&own).unwrap();
    let path = ptsname(&own, Vec::new()).unwrap().into_string().unwrap();
    let programs = File::options().read(true).write(true).open(path).unwrap();
    (File::from(own), programs)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_terminal_it_serves_health_and_leaves_the_terminal_as_it_was() {
    let program = program();
    let (mut own, programs) = terminal();
    // Somebody reads what is shown.
    let mut reader = own.try_clone().unwrap();
    std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    let types_lines = || {
        let modes = tcgetattr(&programs).unwrap().local_modes;
        modes.contains(LocalModes::ICANON)
    };
    assert!(types_lines());
    let running = program.start_at(&programs, &["serve"], &[LISTEN]);
    let address = address(&running.says("Health and metrics"));
    until(&address, "/readyz", |status, body| {
        status == 200 && body == "ready\n"
    })
    .await;
    writeln!(own, "{KNOWN}").unwrap();
    until(&address, "/metrics", |_, text| {
        text.contains("\nguichet_match_seconds_count 1\n") && !types_lines()
    })
    .await;
    running.tell(Signal::TERM);
    assert!(running.ended().success());
    assert!(types_lines(), "the terminal is as it was");
}

#[test]
fn an_address_that_is_taken_or_of_others_is_refused_before_anything_begins() {
    let program = program();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap();
    for (listen, words) in [
        (taken.to_string(), "listens there already"),
        ("0.0.0.0:9464".to_owned(), "this machine alone"),
    ] {
        let mut run = program.run(&["serve"]);
        run.environment("GUICHET__OPERATION__LISTEN", &listen);
        run.environment("GUICHET__DISCORD__TOKEN", "MTA.none");
        let said = run.failure(2);
        assert!(said.contains(words) && said.contains(&listen), "{said}");
    }
    assert!(!program.folder().join("var").exists());
}

#[test]
fn the_log_is_json_for_programs_and_says_why_it_ends() {
    let program = program();
    let mut run = program.run(&["queue", "list"]);
    run.environment("GUICHET__LOG__FORMAT", "json");
    run.environment("GUICHET__DATABASE__URL", "sqlite:faq/faq.toml");
    let said = run.failure(2);
    let line: Value = serde_json::from_str(line_of(&said, 0)).unwrap();
    assert_eq!(line["level"], "ERROR");
    let message = line["message"].as_str().unwrap();
    assert!(message.contains("is not a database"), "{message}");
    assert_eq!(said.lines().count(), 1, "{said}");

    let mut run = program.run(&["queue", "list"]);
    run.environment("GUICHET__LOG__FILTER", "guichet=loud");
    let said = run.failure(2);
    assert!(said.contains("`log.filter`"), "{said}");
}
