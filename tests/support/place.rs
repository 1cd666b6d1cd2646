//! A folder in which the program runs with the small FAQ and a database of its own, in processes that may be killed.
#![allow(dead_code)] // each test file uses its own part

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use guichet::queue::{Escalation, Filter, State, Store};
use tokio::process::{Child, Command};

use super::small_faq;

/// How long a condition may take to come true. Machines that test are busy.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Waits until a condition is true; panics at the deadline with what it was.
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + DEADLINE;
    while !condition().await {
        assert!(
            tokio::time::Instant::now() < deadline,
            "not in time: {what}"
        );
        tokio::time::sleep(LOOK).await;
    }
}

/// The folder.
pub struct Place {
    folder: tempfile::TempDir,
}

/// The program in a process; it ends when this is dropped.
pub struct Process {
    child: Child,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        small_faq::write(&folder.path().join("faq"));
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the database, where the defaults have it.
    pub fn database(&self) -> PathBuf {
        self.folder().join("var/guichet.sqlite")
    }

    pub fn url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }

    /// The database, opened by the test.
    pub async fn store(&self) -> Store {
        Store::open(&self.url()).await.unwrap()
    }

    /// Every case, the oldest first.
    pub async fn cases(&self) -> Vec<Escalation> {
        let store = self.store().await;
        let mut cases = Vec::new();
        loop {
            let filter = Filter {
                states: State::ALL.to_vec(),
                with_followers: true,
                limit: 500,
                offset: u32::try_from(cases.len()).unwrap(),
                ..Filter::default()
            };
            let page = store.list(&filter).await.unwrap();
            if page.is_empty() {
                break;
            }
            cases.extend(page);
        }
        store.close().await;
        cases.sort_by_key(|case| case.created_at);
        cases
    }

    /// The program with these arguments, not started yet.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        self.program(Path::new(env!("CARGO_BIN_EXE_guichet")), arguments)
    }

    /// The program as a shell runs it that has done `first`, such as to set a limit.
    pub fn command_after(&self, first: &str, arguments: &[&str]) -> Command {
        let script = format!("{first}; exec \"$0\" \"$@\"");
        let mut all = vec!["-c", &script, env!("CARGO_BIN_EXE_guichet")];
        all.extend(arguments);
        self.program(Path::new("sh"), &all)
    }

    pub fn program<A: AsRef<OsStr>>(&self, program: &Path, arguments: &[A]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "fr_FR.UTF-8")
            // So few phrasings promise little.
            .env("GUICHET__MATCHING__TARGET_PRECISION", "0.5")
            .env("GUICHET__QUEUE__DIGEST_AT", "")
            .env("GUICHET__DISCORD__QUESTIONS_PER_MINUTE", "60")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// A command that is to open the counter in the stand-in for Discord.
    pub fn in_discord<'a>(command: &'a mut Command, api: &str, token: &str) -> &'a mut Command {
        command
            .env("GUICHET__DISCORD__API", api)
            .env("GUICHET__DISCORD__TOKEN", token)
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().await.unwrap()
    }

    /// Runs a command that succeeds; what it prints.
    pub async fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that ends with status 2; what it says.
    pub async fn refuses(&self, arguments: &[&str]) -> String {
        refusal(self.run(arguments).await)
    }

    /// The file to which the program's logs go.
    fn log_file(&self) -> File {
        let path = self.folder().join("log");
        let file = OpenOptions::new().append(true).create(true).open(path);
        file.unwrap()
    }

    /// What the operator has read in the logs of all processes that were started.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Waits until the operator reads these words.
    pub async fn log_says(&self, words: &str) {
        until(words, async || self.log().contains(words)).await;
    }

    /// How many lines of the logs have these words.
    pub fn lines_with(&self, words: &str) -> usize {
        self.log()
            .lines()
            .filter(|line| line.contains(words))
            .count()
    }

    /// Starts a command and leaves it running; its input and output are the test's.
    pub fn start(&self, mut command: Command) -> Process {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(self.log_file());
        Process {
            child: command.spawn().unwrap(),
        }
    }

    /// Writes something into a file of the folder.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.folder().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        File::create(path).unwrap().write_all(bytes).unwrap();
    }
}

/// What a command says that ended with status 2.
pub fn refusal(output: Output) -> String {
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    errors
}

impl Process {
    /// Ends it without a word, as a loss of power does; what it had printed can still be read.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Tells it to stop, as an operator does, and waits until it has.
    pub async fn stop(&mut self) -> ExitStatus {
        let id = self.child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(told.unwrap().success());
        self.ended().await
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(DEADLINE, self.child.wait()).await;
        ended.expect("it ends").unwrap()
    }

    /// Its input and output.
    pub fn pipes(&mut self) -> (tokio::process::ChildStdin, tokio::process::ChildStdout) {
        (
            self.child.stdin.take().unwrap(),
            self.child.stdout.take().unwrap(),
        )
    }
}
