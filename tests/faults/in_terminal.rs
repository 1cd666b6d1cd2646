//! The counter in the terminal, its commands and the attaché's, killed at random moments.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use guichet::queue::EscalationRef;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::ChildStdout;

use super::account::{
    Arrived, Asked, Figures, answer_on, end_leases, is_settled, lot_of, question_on, settle,
};
use super::chance::{Chance, Plan};
use super::place::{DEADLINE, Place, Process};

/// A chat is killed after fewer lines than these …
const LINES: u64 = 8;

/// … and a time shorter than this, in which it takes the next one.
const MORE: Duration = Duration::from_millis(6);

/// The run: one terminal, whose counter is killed and opened again.
struct Run {
    place: Place,
    kills: u64,
    /// Questions: how often their asker agreed, and the references they were told.
    asked: BTreeMap<String, (usize, BTreeSet<EscalationRef>)>,
    /// Answers that were shown, by the reference.
    shown: Arrived,
    /// The question that is being asked.
    question: String,
    /// How long a command takes that nobody kills.
    usual: Duration,
}

/// A chat that runs.
struct Chat {
    process: Process,
    input: tokio::process::ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

/// Runs as the plan says, and accounts for every question.
pub async fn run(plan: &Plan) -> Figures {
    let chance = plan.chance(100);
    let mut run = Run {
        place: Place::new(),
        kills: 0,
        asked: BTreeMap::new(),
        shown: Arrived::new(),
        question: String::new(),
        usual: Duration::ZERO,
    };
    // The matcher is trained and kept.
    run.place.prints(&["match", "bonjour"]).await;
    run.next_question();
    while run.kills < plan.kills {
        run.chat(&chance).await;
        run.ask(&chance).await;
        run.answer(&chance).await;
    }
    run.finish(&chance).await;
    run.account().await
}

/// What a line of the program's is about.
enum Said {
    /// The question can be passed on.
    Offered,
    /// It is passed on.
    Told,
    /// The attaché's answer.
    Shown,
    /// Something else.
    Other,
}

impl Run {
    fn next_question(&mut self) {
        self.question = question_on(self.asked.len() as u64);
        self.asked.entry(self.question.clone()).or_default();
    }

    fn current(&mut self) -> &mut (usize, BTreeSet<EscalationRef>) {
        self.asked.get_mut(&self.question).unwrap()
    }

    /// Reads a line; one that a kill has cut off says nothing.
    fn hear(&mut self, line: &str) -> Said {
        let Ok(said) = serde_json::from_str::<Value>(line) else {
            return Said::Other;
        };
        let reference = |value: &Value| value.as_str().map(|text| text.parse().unwrap());
        if said["notice"] == "answer" {
            let reference: EscalationRef = reference(&said["ref"]).unwrap();
            *self.shown.entry(reference).or_default() += 1;
            return Said::Shown;
        }
        if let Some(reference) = reference(&said["escalation"]) {
            self.current().1.insert(reference);
            return Said::Told;
        }
        if said["decision"] == "escalate" {
            Said::Offered
        } else {
            Said::Other
        }
    }

    fn open_chat(&self) -> Chat {
        let mut process = self.place.start(self.place.command(&["chat", "--json"]));
        let (input, output) = process.pipes();
        Chat {
            process,
            input,
            output: BufReader::new(output).lines(),
        }
    }

    /// Asks in a chat until it is killed: after some lines, with the next one on its way.
    async fn chat(&mut self, chance: &Chance) {
        let mut chat = self.open_chat();
        let mut left = 1 + chance.below(LINES);
        let mut next = self.question.clone();
        loop {
            if next == "oui" {
                self.current().0 += 1;
            }
            chat.say(&next).await;
            if left == 0 {
                break;
            }
            loop {
                let line = chat
                    .line()
                    .await
                    .unwrap_or_else(|| panic!("it ended: {}", self.place.log()));
                left = left.saturating_sub(1);
                match self.hear(&line) {
                    Said::Shown => continue,
                    Said::Offered => "oui".clone_into(&mut next),
                    Said::Told => {
                        self.next_question();
                        // There are no details to add.
                        "non".clone_into(&mut next);
                    }
                    Said::Other => next.clone_from(&self.question),
                }
                break;
            }
        }
        chance.pass(MORE).await;
        chat.process.kill().await;
        self.kills += 1;
        // What it had printed has been read by the asker.
        let mut was_told = false;
        while let Some(line) = chat.line().await {
            was_told |= matches!(self.hear(&line), Said::Told);
        }
        if was_told {
            self.next_question();
        }
    }

    /// Asks with a command that is killed, and again until it is not.
    async fn ask(&mut self, chance: &Chance) {
        let question = self.question.clone();
        let mut may_be_killed = true;
        loop {
            self.current().0 += 1;
            let command = ["ask", &question, "--json"];
            let printed = self.run_or_kill(&command, chance, may_be_killed).await;
            may_be_killed = false;
            if let Some(line) = printed
                && matches!(self.hear(&line), Said::Told)
            {
                break;
            }
        }
        self.next_question();
    }

    /// Answers everything that waits, with commands of which some are killed.
    async fn answer(&mut self, chance: &Chance) {
        let listed = self.place.prints(&["queue", "list", "--json"]).await;
        let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
        for case in listed {
            let reference = case["ref"].as_str().unwrap();
            let answer = answer_on(lot_of(case["question"].as_str().unwrap()).unwrap());
            let command = [
                "queue", "answer", reference, &answer, "--by", "Greffe", "--json",
            ];
            let mut may_be_killed = chance.below(2) == 0;
            while self
                .run_or_kill(&command, chance, may_be_killed)
                .await
                .is_none()
            {
                may_be_killed = false;
            }
        }
    }

    /// The first line of a command; `None` when it was killed before it had printed one.
    async fn run_or_kill(
        &mut self,
        command: &[&str],
        chance: &Chance,
        kill: bool,
    ) -> Option<String> {
        let began = Instant::now();
        let mut process = self.place.start(self.place.command(command));
        let (_, output) = process.pipes();
        let mut output = BufReader::new(output).lines();
        if kill && !self.usual.is_zero() {
            chance.pass(self.usual).await;
            process.kill().await;
            self.kills += 1;
        }
        let line = tokio::time::timeout(DEADLINE, output.next_line());
        let line = line.await.expect("it prints or ends").unwrap();
        if !kill {
            assert!(
                process.ended().await.success(),
                "{command:?}: {}",
                self.place.log()
            );
            self.usual = began.elapsed();
        }
        line
    }

    /// Answers what is left and lets a last chat show it.
    async fn finish(&mut self, chance: &Chance) {
        end_leases(&self.place).await;
        self.answer(chance).await;
        while !is_settled(&self.place).await {
            let mut chat = self.open_chat();
            drop(chat.input);
            while let Some(line) = next(&mut chat.output).await {
                assert!(matches!(self.hear(&line), Said::Shown), "{line}");
            }
            assert!(chat.process.ended().await.success(), "{}", self.place.log());
        }
    }

    async fn account(mut self) -> Figures {
        // The last question was not asked any more, or its asker had no reply.
        self.asked.retain(|_, (_, told)| !told.is_empty());
        let who = std::fs::read_to_string(self.place.folder().join("var/identity")).unwrap();
        let asked: Vec<Asked> = self
            .asked
            .into_iter()
            .map(|(question, (agreed, told))| Asked {
                asker: who.trim().to_owned(),
                question,
                agreed,
                told: told.into_iter().collect(),
            })
            .collect();
        // A kill between showing an answer and noting it shows it once more.
        let may_repeat = usize::try_from(self.kills).unwrap();
        let mut figures = settle(&self.place, &asked, &self.shown, may_repeat).await;
        figures.kills = self.kills;
        figures
    }
}

impl Chat {
    async fn say(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    async fn line(&mut self) -> Option<String> {
        next(&mut self.output).await
    }
}

/// The next line that was printed whole; `None` at the end.
async fn next(output: &mut Lines<BufReader<ChildStdout>>) -> Option<String> {
    let line = tokio::time::timeout(DEADLINE, output.next_line());
    line.await.expect("a line, or the end").unwrap()
}
