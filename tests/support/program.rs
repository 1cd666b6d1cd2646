//! The program, run in a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::Once;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A folder in which the program runs with its defaults.
pub struct Program {
    folder: tempfile::TempDir,
}

/// One run, not started yet.
pub struct Run {
    command: Command,
    input: Vec<u8>,
}

/// The program, running with its log kept.
pub struct Service {
    child: Child,
    log: std::thread::JoinHandle<String>,
}

/// The program, running; it is ended with the test.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Lines of standard error, as they come, when they are listened to.
    errors: Option<Receiver<String>>,
}

/// How long a condition may take to come true. Machines that test are busy.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The line of a text with this number, from 0.
pub fn line_of(text: &str, number: usize) -> &str {
    text.lines()
        .nth(number)
        .unwrap_or_else(|| panic!("no line {number} in {text:?}"))
}

impl Program {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With a small FAQ, whose matcher trains in no time: for what does not depend on the shipped one.
    pub fn with_small_faq() -> Self {
        let program = Self::new();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
        let own = program.folder().join("faq");
        for folder in [
            "countries",
            "post/human",
            "smalltalk/greeting",
            "trouble/blocked-goods",
            "fraud/report-trafficking",
        ] {
            std::fs::create_dir_all(own.join(folder)).unwrap();
            for item in std::fs::read_dir(shipped.join(folder)).unwrap() {
                let path = item.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                let kept: Vec<_> = text
                    .lines()
                    .filter(|line| !line.starts_with("related"))
                    .collect();
                std::fs::write(
                    own.join(folder).join(path.file_name().unwrap()),
                    kept.join("\n") + "\n",
                )
                .unwrap();
            }
        }
        for file in ["faq.toml", "other-countries.toml"] {
            std::fs::copy(shipped.join(file), own.join(file)).unwrap();
        }
        program
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where trained matchers are kept: the one of the shipped FAQ apart, where those of no other FAQ push it out.
    fn models(&self) -> PathBuf {
        let folder = if self.is_shipped() {
            "shipped"
        } else {
            "other"
        };
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder)
    }

    /// Whether it has the shipped FAQ.
    fn is_shipped(&self) -> bool {
        !self.folder().join("faq").exists()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        const MATCH: [&str; 4] = ["ask", "chat", "eval", "match"];
        let matches = arguments.first().is_some_and(|first| MATCH.contains(first));
        if matches && self.is_shipped() {
            // Tests that run at once would each train it.
            static TRAINED: Once = Once::new();
            TRAINED.call_once(|| {
                let trained = self.bare_command(&["match", "bonjour"]).output().unwrap();
                assert!(trained.status.success(), "{trained:?}");
            });
        }
        self.bare_command(arguments)
    }

    fn bare_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "fr_FR.UTF-8")
            .env("GUICHET__MATCHING__CACHE_FOLDER", self.models());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.piped(arguments, "")
    }

    pub fn piped(&self, arguments: &[&str], input: &str) -> Run {
        self.piped_bytes(arguments, input.as_bytes())
    }

    pub fn piped_bytes(&self, arguments: &[&str], input: &[u8]) -> Run {
        Run {
            command: self.command(arguments),
            input: input.to_vec(),
        }
    }

    /// Starts the program and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Running {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            errors: None,
            child,
        }
    }

    /// Starts the program with these variables set, and keeps what it logs.
    pub fn service(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Service {
        let mut child = self
            .command(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let errors = child.stderr.take().unwrap();
        // In a thread: the program must not wait for a full pipe.
        let log = std::thread::spawn(move || std::io::read_to_string(errors).unwrap());
        Service { child, log }
    }

    /// The files below its folder that hold these bytes.
    pub fn files_with(&self, words: &str) -> Vec<std::path::PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).unwrap();
                if bytes
                    .windows(words.len())
                    .any(|part| part == words.as_bytes())
                {
                    found.push(path);
                }
            }
        }
        found
    }

    /// Starts the program with these variables and leaves it running; what it says on standard error is listened to.
    pub fn start_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Running {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let (mut child, errors) = listened_to(command, environment);
        Running {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            errors: Some(errors),
            child,
        }
    }

    /// Starts the program at a terminal.
    pub fn start_at(
        &self,
        terminal: &std::fs::File,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> AtTerminal {
        let mut command = self.command(arguments);
        command
            .env("TERM", "xterm")
            .stdin(terminal.try_clone().unwrap())
            .stdout(terminal.try_clone().unwrap());
        let (child, errors) = listened_to(command, environment);
        AtTerminal { child, errors }
    }

    /// A shell script in the folder; its path.
    pub fn script(&self, name: &str, text: &str) -> String {
        let path = self.folder().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        format!("sh {}", path.display())
    }
}

impl Run {
    pub fn environment(&mut self, name: &str, value: &str) {
        self.command.env(name, value);
    }

    fn output(mut self) -> Output {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let bytes = self.input;
        // In a thread: the program may write more than a pipe holds before it has read everything.
        let writer = std::thread::spawn(move || {
            let _ = input.write_all(&bytes);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output
    }

    /// What it prints and what it logs, when all went well.
    pub fn both(self) -> (String, String) {
        let output = self.output();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{errors}");
        (String::from_utf8(output.stdout).unwrap(), errors)
    }

    /// What it prints when all went well.
    pub fn success(self) -> String {
        let output = self.output();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says on standard error when it ends with this status.
    pub fn failure(self, status: i32) -> String {
        let output = self.output();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{errors}");
        errors
    }

    /// What it prints when it ends with this status.
    pub fn failure_on_stdout(self, status: i32) -> String {
        let output = self.output();
        assert_eq!(output.status.code(), Some(status));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Service {
    /// Tells it to stop, as a service manager does; what it logged.
    #[cfg(unix)]
    pub fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.child.wait().unwrap().success());
        self.log.join().unwrap()
    }
}

impl Running {
    pub fn say(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next line, as JSON; waits for it.
    pub fn json(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    pub fn end(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub fn tell(&self, signal: rustix::process::Signal) {
        tell(&self.child, signal);
    }

    /// Waits for its end; its status.
    pub fn ended(mut self) -> ExitStatus {
        wait(&mut self.child)
    }

    /// Waits for a line on standard error that holds these words.
    pub fn says(&self, words: &str) -> String {
        line_with(self.errors.as_ref().unwrap(), words)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// The program, running at a terminal; it is ended with the test.
pub struct AtTerminal {
    child: Child,
    errors: Receiver<String>,
}

impl AtTerminal {
    /// Sends it a signal.
    #[cfg(unix)]
    pub fn tell(&self, signal: rustix::process::Signal) {
        tell(&self.child, signal);
    }

    /// Waits for its end; its status.
    pub fn ended(mut self) -> ExitStatus {
        wait(&mut self.child)
    }

    /// Waits for a line on standard error that holds these words.
    pub fn says(&self, words: &str) -> String {
        line_with(&self.errors, words)
    }
}

impl Drop for AtTerminal {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// A test that failed leaves nothing running.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn tell(child: &Child, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(id, signal).unwrap();
}

fn wait(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(Instant::now() < deadline, "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Starts the program with these variables; the lines of its standard error, as they come.
fn listened_to(mut command: Command, environment: &[(&str, &str)]) -> (Child, Receiver<String>) {
    let mut child = command
        .envs(environment.iter().copied())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let errors = BufReader::new(child.stderr.take().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in errors.lines().map_while(Result::ok) {
            // Read in any case, so that who writes never waits.
            let _ = sender.send(line);
        }
    });
    (child, receiver)
}

fn line_with(lines: &Receiver<String>, words: &str) -> String {
    let deadline = Instant::now() + DEADLINE;
    let mut heard = Vec::new();
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if line.contains(words) {
            return line;
        }
        heard.push(line);
    }
    panic!("{words:?} is not among {heard:#?}");
}
