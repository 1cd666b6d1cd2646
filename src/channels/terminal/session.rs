//! One session at a terminal or on a pipe.

use std::io::{BufRead, IsTerminal, Write};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustyline::error::ReadlineError;
use rustyline::{DefaultEditor, ExternalPrinter};
use serde_json::json;
use thiserror::Error;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::draw::{Style, draw};
use crate::channels::complaint::Complaint;
use crate::channels::{Desk, Incoming, notice};
use crate::counter::{Messages, Reply, Voice};
use crate::language::{Language, plain_text};
use crate::queue::{Asker, Outgoing};
use crate::settings::Color;

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Notices shown at one look.
const AT_ONCE: u32 = 20;

/// Bytes of a line on a pipe that are kept; what follows is read and dropped. The counter refuses such a message
/// anyway.
const LONGEST_LINE: usize = 256 * 1024;

/// What ends a session before its time.
#[derive(Debug, Error)]
pub enum SessionError {
    /// The terminal cannot be used.
    #[error("this terminal cannot be used: {0}")]
    Terminal(#[from] ReadlineError),
    /// Standard output is gone.
    #[error("standard output cannot be written: {0}")]
    Output(#[from] std::io::Error),
    /// The counter could not be opened.
    #[error("the counter could not be opened; the log above says why")]
    Closed,
}

/// A session.
#[derive(Debug)]
pub struct Session {
    /// The desk to ask.
    pub desk: Arc<Desk>,
    /// Who asks.
    pub asker: Asker,
    /// The words for what is said before the first reply.
    pub messages: Arc<Messages>,
    /// JSON instead of text.
    pub json: bool,
    /// When to use colours.
    pub color: Color,
}

/// The language of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`).
#[must_use]
pub fn locale() -> Option<Language> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| value.parse().ok())
}

/// A line as it came in, or why there is none.
enum Line {
    Text(String),
    End,
    Broken(ReadlineError),
}

impl Session {
    /// The voice for what is said before the first message.
    #[must_use]
    pub fn voice() -> Voice {
        Voice::of_locale(locale())
    }

    /// Talks until the asker leaves or `stop` is done; a line that was read by then is answered first.
    ///
    /// # Errors
    ///
    /// When the terminal or standard output fails, or the counter could not be opened.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), SessionError> {
        let stop = pin!(stop);
        if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !self.json {
            self.interactive(stop).await
        } else {
            self.piped(stop).await
        }
    }

    /// With a prompt, a history of the session's lines, and notices above the line that is being typed.
    async fn interactive(
        self,
        mut stop: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(), SessionError> {
        let mode = Mode::now();
        let style = Style::of_output(self.color);
        let mut editor = DefaultEditor::new()?;
        let mut printer = editor.create_external_printer()?;
        let prompt = format!("{} > ", self.messages.say(Self::voice(), "prompt"));
        let (lines, mut received) = mpsc::channel(1);
        // The editor blocks its thread; it goes on when the reply has been shown.
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        std::thread::spawn(move || {
            while wait.recv().is_ok() {
                let line = match editor.readline(&prompt) {
                    Ok(text) => {
                        // The history is of this session alone: a question is nobody else's business.
                        let _ = editor.add_history_entry(&text);
                        Line::Text(text)
                    }
                    Err(ReadlineError::Eof | ReadlineError::Interrupted) => Line::End,
                    Err(ReadlineError::Signal(_)) => Line::Text(String::new()),
                    Err(error) => Line::Broken(error),
                };
                if lines.blocking_send(line).is_err() {
                    break;
                }
            }
        });
        let complaint = Complaint::default();
        let mut looks = looks();
        let _ = go_on.send(());
        loop {
            tokio::select! {
                line = received.recv() => match line {
                    Some(Line::Text(text)) => {
                        if !self.is_open(stop.as_mut()).await {
                            return mode.back();
                        }
                        let (reply, _) = self.ask(&text).await?;
                        show(&format!("\n{}\n", draw(&reply.markdown(), style)))?;
                        let _ = go_on.send(());
                    }
                    Some(Line::Broken(error)) => return Err(error.into()),
                    Some(Line::End) | None => return Ok(()),
                },
                () = stop.as_mut() => return mode.back(),
                _ = looks.tick() => {
                    self.deliver(&complaint, |outgoing| {
                        printer
                            .print(format!("\n{}\n", self.notice(outgoing, style)))
                            .map_err(SessionError::from)
                    })
                    .await?;
                }
            }
        }
    }

    /// A line in, a reply out.
    async fn piped(self, mut stop: Pin<&mut impl Future<Output = ()>>) -> Result<(), SessionError> {
        let style = Style::of_output(self.color);
        let (lines, mut received) = mpsc::channel(1);
        std::thread::spawn(move || {
            let mut input = std::io::stdin().lock();
            while let Ok(Some(line)) = read_line(&mut input) {
                if lines.blocking_send(line).is_err() {
                    return;
                }
            }
        });
        let complaint = Complaint::default();
        let mut looks = looks();
        loop {
            tokio::select! {
                line = received.recv() => {
                    let Some(text) = line else {
                        self.look_piped(&complaint, style).await?;
                        return Ok(());
                    };
                    if !self.is_open(stop.as_mut()).await {
                        return Ok(());
                    }
                    let (reply, microseconds) = self.ask(&text).await?;
                    if self.json {
                        show(&format!("{}\n", reply.json(microseconds)))?;
                    } else {
                        show(&format!("{}\n\n", draw(&reply.markdown(), style)))?;
                    }
                }
                () = stop.as_mut() => return Ok(()),
                _ = looks.tick() => self.look_piped(&complaint, style).await?,
            }
        }
    }

    /// Waits for the counter to open; false when the session is told to stop before it does, as training takes longer than
    /// whoever stops a program waits.
    async fn is_open(&self, stop: Pin<&mut impl Future<Output = ()>>) -> bool {
        tokio::select! {
            biased;
            _ = self.desk.counter() => true,
            () = stop => false,
        }
    }

    async fn look_piped(&self, complaint: &Complaint, style: Style) -> Result<(), SessionError> {
        self.deliver(complaint, |outgoing| {
            if self.json {
                let notice = json!({
                    "notice": outgoing.kind,
                    "ref": outgoing.reference,
                    "text": outgoing.text,
                });
                show(&format!("{notice}\n"))
            } else {
                show(&format!("{}\n\n", self.notice(outgoing, style)))
            }
        })
        .await
    }

    /// What the attaché wrote, drawn; control characters take no effect.
    fn notice(&self, outgoing: &Outgoing, style: Style) -> String {
        draw(
            &plain_text(&notice::markdown(&self.messages, outgoing)),
            style,
        )
    }

    /// Asks the desk; the reply, and the time it took in microseconds, without the wait for the counter to open.
    ///
    /// # Errors
    ///
    /// When the counter could not be opened.
    pub async fn ask(&self, text: &str) -> Result<(Reply, u64), SessionError> {
        let _ = self.desk.counter().await;
        let start = std::time::Instant::now();
        let reply = self
            .desk
            .receive(Incoming {
                asker: &self.asker,
                address: "",
                text,
                locale: locale(),
                country: None,
                now: Timestamp::now(),
            })
            .await
            .ok_or(SessionError::Closed)?;
        let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok((reply, microseconds))
    }

    /// Shows what has come in for the asker; each is delivered once it has been shown.
    async fn deliver(
        &self,
        complaint: &Complaint,
        mut tell: impl FnMut(&Outgoing) -> Result<(), SessionError>,
    ) -> Result<(), SessionError> {
        let store = self.desk.store();
        let channel = self.asker.channel;
        let due = match store
            .due(channel, Some(&self.asker), Timestamp::now(), AT_ONCE)
            .await
        {
            Ok(due) => due,
            Err(error) => {
                // The next look tries again; an asker at the prompt is not thrown out for it.
                let error = error.to_string();
                if complaint.is_news(&error) {
                    tracing::error!(
                        "what the attaché wrote waits, and is shown once this is mended: {error}"
                    );
                }
                return Ok(());
            }
        };
        complaint.is_over();
        for outgoing in due {
            tell(&outgoing)?;
            if let Err(error) = store
                .delivered(outgoing.id, channel.code(), Timestamp::now())
                .await
            {
                tracing::error!(reference = %outgoing.reference, "shown, but not recorded as delivered: {error}");
            }
        }
        Ok(())
    }
}

/// How the terminal was set before the line editor took it: a session that ends while a line is being typed has to set it back.
struct Mode {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Mode {
    fn now() -> Self {
        Self {
            #[cfg(unix)]
            before: rustix::termios::tcgetattr(std::io::stdin()).ok(),
        }
    }

    fn back(&self) -> Result<(), SessionError> {
        #[cfg(unix)]
        if let Some(before) = &self.before {
            use rustix::termios::{OptionalActions, tcsetattr};
            if tcsetattr(std::io::stdin(), OptionalActions::Now, before).is_err() {
                tracing::warn!("the terminal could not be set back: `stty sane` does it");
            }
        }
        // Below the line that was being typed.
        show("\n")
    }
}

/// Writes to standard output, at once.
fn show(text: &str) -> Result<(), SessionError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// When the outbox is looked at. A look that came late puts off the next ones.
fn looks() -> Interval {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    looks
}

/// Reads a line of bytes; invalid UTF-8 is replaced, an overlong line cut. `None` at the end.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut seen_any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        seen_any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = LONGEST_LINE.saturating_sub(line.len()).min(part.len());
        line.extend_from_slice(&part[..room]);
        let read = end.map_or(buffer.len(), |end| end + 1);
        input.consume(read);
        if end.is_some() {
            break;
        }
    }
    Ok(seen_any.then(|| String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_bytes_is_read_and_an_endless_one_is_cut() {
        let mut input: &[u8] = b"bonjour\n\xff\xfe EUR.1\n\nfin";
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input).unwrap() {
            lines.push(line);
        }
        assert_eq!(lines, ["bonjour", "\u{fffd}\u{fffd} EUR.1", "", "fin"]);
        let long = vec![b'a'; LONGEST_LINE * 2];
        let mut input = std::io::BufReader::new(long.as_slice());
        let line = read_line(&mut input).unwrap().unwrap();
        assert_eq!(line.len(), LONGEST_LINE);
        assert_eq!(read_line(&mut input).unwrap(), None);
    }
}
