//! The program, run in a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

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

/// The program, running.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "fr_FR.UTF-8")
            // The tests share the trained matcher; it is trained once.
            .env(
                "GUICHET__MATCHING__CACHE_FOLDER",
                env!("CARGO_TARGET_TMPDIR"),
            );
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
            child,
        }
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
}
