//! The script of a conversation, played at the desk. `tests/conversations/README.md` describes it.

use std::collections::HashMap;
use std::fmt::Write;

use guichet::channels::{Desk, Incoming, Opening, notice};
use guichet::counter::{Messages, Reply};
use guichet::language::Language;
use guichet::queue::{Action, Actor, Asker, Channel, EscalationRef, Filter, State, Store};
use jiff::{SignedDuration, Timestamp};

const START: &str = "2026-11-25T08:00:00Z";

struct Player {
    desk: Desk,
    messages: Messages,
    asker: Asker,
    locale: Option<Language>,
    now: Timestamp,
    reply: Option<Reply>,
    /// What was said last: a reply or a notice.
    said: String,
    reference: Option<EscalationRef>,
    /// The last case of each asker.
    references: HashMap<String, EscalationRef>,
    transcript: String,
    wrong: Vec<String>,
}

fn asker(name: &str) -> Asker {
    Asker {
        channel: Channel::Terminal,
        id: format!("asker-{name}"),
    }
}

/// Plays a script: the transcript with references blotted out, and what did not go as written.
pub async fn play(script: &str, opening: &Opening) -> (String, Vec<String>) {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let mut player = Player {
        desk: Desk::new(opening.clone(), store),
        messages: Messages::load().unwrap(),
        asker: asker("me"),
        locale: None,
        now: START.parse().unwrap(),
        reply: None,
        said: String::new(),
        reference: None,
        references: HashMap::new(),
        transcript: String::new(),
        wrong: Vec::new(),
    };
    for (at, line) in script.lines().enumerate().skip(1) {
        if let Err(why) = player.line(line.trim_end()).await {
            player.wrong.push(format!("line {}: {line}: {why}", at + 1));
        }
    }
    (blot(&player.transcript), player.wrong)
}

/// Writes `G-****` for every reference.
fn blot(text: &str) -> String {
    let mut blotted = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("G-") {
        let (before, from) = rest.split_at(at);
        blotted.push_str(before);
        let end = from[2..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(from.len(), |end| end + 2);
        if end >= 6 {
            blotted.push_str("G-****");
        } else {
            blotted.push_str(&from[..end]);
        }
        rest = &from[end..];
    }
    blotted.push_str(rest);
    blotted
}

/// `\e`, `\u{…}`, `\n`, `{x*10000}`, `{ref}`.
fn unescape(text: &str, reference: Option<EscalationRef>) -> String {
    let mut text = text.replace("\\e", "\u{1b}").replace("\\n", "\n");
    if let Some(reference) = reference {
        text = text.replace("{ref}", &reference.to_string());
    }
    while let Some(start) = text.find("\\u{") {
        let end = start + text[start..].find('}').expect("a closed \\u{…}");
        let code = u32::from_str_radix(&text[start + 3..end], 16).expect("hexadecimal");
        let c = char::from_u32(code).expect("a character");
        text.replace_range(start..=end, &c.to_string());
    }
    if let Some((before, rest)) = text.split_once('{')
        && let Some((inner, after)) = rest.split_once('}')
        && let Some((what, times)) = inner.split_once('*')
        && let Ok(times) = times.parse::<usize>()
    {
        text = format!("{before}{}{after}", what.repeat(times));
    }
    text
}

impl Player {
    async fn line(&mut self, line: &str) -> Result<(), String> {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        match kind {
            "" | "#" => Ok(()),
            ">" => {
                self.ask(rest).await;
                Ok(())
            }
            "=" => self.expect(rest),
            "~" => self.contains(rest, true),
            "!~" => self.contains(rest, false),
            "@" => self.state(rest).await,
            "!" => self.act(rest).await,
            "<" => self.notices(rest).await,
            "+" => {
                let (number, unit) = rest.split_once(' ').ok_or("write `+ 31 min`")?;
                let number: i64 = number.parse().map_err(|_| "no number")?;
                self.now += match unit {
                    "min" => SignedDuration::from_mins(number),
                    "h" => SignedDuration::from_hours(number),
                    "d" => SignedDuration::from_hours(24 * number),
                    _ => return Err("min, h or d".to_owned()),
                };
                Ok(())
            }
            "locale" => {
                self.locale = Some(rest.parse().map_err(|_| "no language")?);
                Ok(())
            }
            "asker" => {
                self.asker = asker(rest);
                self.reference = self
                    .references
                    .get(&self.asker.id)
                    .copied()
                    .or(self.reference);
                let _ = writeln!(self.transcript, "({rest})\n");
                Ok(())
            }
            _ => Err("no such line".to_owned()),
        }
    }

    async fn ask(&mut self, text: &str) {
        let text = unescape(text, self.reference);
        let reply = self
            .desk
            .receive(Incoming {
                asker: &self.asker,
                address: "here",
                text: &text,
                locale: self.locale,
                country: None,
                now: self.now,
            })
            .await
            .expect("the counter is open");
        self.now += SignedDuration::from_secs(5);
        if let Some(reference) = &reply.escalation {
            self.reference = reference.parse().ok();
            if let Some(reference) = self.reference {
                self.references.insert(self.asker.id.clone(), reference);
            }
        }
        self.said = reply.markdown();
        let shown: String = text
            .chars()
            .take(200)
            .flat_map(char::escape_default)
            .collect();
        let shown = if shown.is_ascii() && text.chars().any(char::is_control) {
            shown
        } else {
            text.chars().take(200).collect()
        };
        let _ = writeln!(
            self.transcript,
            "> {shown}\n[{}]\n{}\n",
            serde_json::json!(reply.decision)
                .as_str()
                .unwrap_or_default(),
            self.said
        );
        self.reply = Some(reply);
    }

    fn expect(&self, expected: &str) -> Result<(), String> {
        let reply = self.reply.as_ref().ok_or("nothing was said yet")?;
        let decision = serde_json::json!(reply.decision);
        let found = [
            decision.as_str().unwrap_or_default().to_owned(),
            reply
                .entry
                .as_ref()
                .map_or("-".to_owned(), ToString::to_string),
            reply
                .country
                .map_or("-".to_owned(), |code| code.to_string()),
        ];
        let good = expected
            .split_whitespace()
            .zip(&found)
            .all(|(expected, found)| expected == "*" || expected == found);
        if good {
            Ok(())
        } else {
            Err(format!(
                "found {} ({:.2})",
                found.join(" "),
                reply.probability
            ))
        }
    }

    fn contains(&self, words: &str, wanted: bool) -> Result<(), String> {
        if self.said.contains(words) == wanted {
            Ok(())
        } else {
            Err(format!("said: {}", self.said.replace('\n', " ")))
        }
    }

    async fn state(&self, expected: &str) -> Result<(), String> {
        if expected == "none" {
            let all = Filter {
                states: State::ALL.to_vec(),
                with_followers: true,
                ..Filter::default()
            };
            let cases = self.desk.store().list(&all).await.unwrap();
            return if cases.is_empty() {
                Ok(())
            } else {
                Err(format!("{} cases are stored", cases.len()))
            };
        }
        let reference = self.reference.ok_or("no case was opened")?;
        let case = self
            .desk
            .store()
            .get(reference)
            .await
            .map_err(|error| error.to_string())?;
        if case.state.code() == expected {
            Ok(())
        } else {
            Err(format!("it is {}", case.state.code()))
        }
    }

    async fn act(&mut self, what: &str) -> Result<(), String> {
        let reference = self.reference.ok_or("no case was opened")?;
        let (verb, words) = what.split_once(' ').unwrap_or((what, ""));
        let text = words.to_owned();
        let action = match verb {
            "claim" => Action::Claim { force: false },
            "release" => Action::Release,
            "answer" => Action::Answer { text, force: false },
            "correct" => Action::Answer { text, force: true },
            "ask" => Action::Ask { text },
            "reject" => Action::Reject { text },
            "close" => Action::Close { force: false },
            "refer" => {
                let (to, text) = words.split_once(": ").unwrap_or((words, ""));
                Action::Refer {
                    to: to.to_owned(),
                    text: text.to_owned(),
                }
            }
            _ => return Err("no such action".to_owned()),
        };
        let by = Actor::Attache("attache".to_owned());
        let _ = writeln!(self.transcript, "(the attaché: {what})\n");
        self.now += SignedDuration::from_secs(5);
        match self
            .desk
            .store()
            .act(reference, action, &by, self.now)
            .await
        {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    async fn notices(&mut self, words: &str) -> Result<(), String> {
        let store = self.desk.store();
        let due = store
            .due(Channel::Terminal, Some(&self.asker), self.now, 10)
            .await
            .map_err(|error| error.to_string())?;
        self.said.clear();
        for outgoing in &due {
            self.said
                .push_str(&notice::markdown(&self.messages, outgoing));
            store
                .delivered(outgoing.id, "terminal", self.now)
                .await
                .map_err(|error| error.to_string())?;
        }
        let _ = writeln!(self.transcript, "< {}\n", self.said);
        match (words.is_empty(), due.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err("something came in".to_owned()),
            (false, _) => self.contains(words, true),
        }
    }
}
