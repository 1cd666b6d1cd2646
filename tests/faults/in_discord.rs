//! The counter in Discord under load, killed at random moments.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use guichet::queue::EscalationRef;
use serde_json::Value;

use super::account::{
    Arrived, Asked, Figures, answer_on, end_leases, is_settled, lot_of, question_on, settle, told,
};
use super::chance::{Chance, Plan};
use super::discord::{Channel, Discord, User, View};
use super::place::{Place, Process, until};

/// People who ask at the same time.
const ASKERS: u64 = 3;

/// A kill comes after fewer requests than these …
const REQUESTS: u64 = 40;

/// … and a time shorter than this.
const MORE: Duration = Duration::from_millis(12);

/// How often the attaché's staff look whether something waits.
const LOOK: Duration = Duration::from_millis(100);

/// A run takes no longer than this …
const AT_MOST: Duration = Duration::from_mins(2);

/// … and this for each kill.
const AT_MOST_A_KILL: Duration = Duration::from_secs(10);

/// The run: the stand-in for Discord outlives the counter.
struct Run {
    discord: Discord,
    place: Place,
    /// The queue's channel, and who works in it.
    room: Channel,
    staff: User,
    ids: [String; 3],
    /// How often the counter was killed.
    kills: Cell<u64>,
    /// Whether it lives, and the one before is known to be dead.
    is_open: Cell<bool>,
    /// Whether it is killed no more.
    is_over: Cell<bool>,
    /// Whether everybody who asks has a reference.
    all_told: Cell<bool>,
    asked: RefCell<Vec<(User, Asked)>>,
    next: Cell<u64>,
}

/// Runs as the plan says, and accounts for every question.
pub async fn run(plan: &Plan) -> Figures {
    let run = Run::new().await;
    let people = async {
        let chances: Vec<Chance> = (0..ASKERS).map(|part| plan.chance(1 + part)).collect();
        let [one, two, three] = &chances[..] else {
            unreachable!("as many as ASKERS")
        };
        tokio::join!(
            run.ask_for_long(one),
            run.ask_for_long(two),
            run.ask_for_long(three)
        );
        run.all_told.set(true);
    };
    let chance = plan.chance(0);
    let all = async {
        tokio::join!(
            run.kill_again_and_again(plan.kills, &chance),
            people,
            run.answer_in_discord(),
            run.answer_with_commands(),
        )
    };
    let longest = AT_MOST + AT_MOST_A_KILL * u32::try_from(plan.kills).unwrap();
    let Ok((mut process, (), (), ())) = tokio::time::timeout(longest, all).await else {
        let room = run.staff.sees(&run.room).text();
        panic!(
            "it does not come to an end\n{room}\n{:?}\n{}",
            run.waiting().await,
            run.place.log()
        );
    };
    until("every answer is brought", async || {
        is_settled(&run.place).await
    })
    .await;
    run.cards_are_up_to_date().await;
    assert!(process.stop().await.success(), "{}", run.place.log());
    run.account().await
}

impl Run {
    async fn new() -> Self {
        let discord = Discord::start().await;
        // A counter that is killed leaves people without a first response.
        discord.tolerate("waited in vain for a first response");
        let role = discord.role("Attachés");
        role.mentionable();
        let room = discord.guild().private_channel("file", &role);
        let staff = discord
            .named("Bureau", "fr")
            .with_role(&role)
            .in_channel(&room);
        let ids = [
            discord.guild().id().to_string(),
            room.id().to_string(),
            role.id().to_string(),
        ];
        Self {
            discord,
            place: Place::new(),
            room,
            staff,
            ids,
            kills: Cell::new(0),
            is_open: Cell::new(false),
            is_over: Cell::new(false),
            all_told: Cell::new(false),
            asked: RefCell::default(),
            next: Cell::new(0),
        }
    }

    // ---- the counter ----

    fn serve(&self) -> Process {
        self.is_open.set(true);
        let mut command = self.place.command(&["serve"]);
        let [guild, room, role] = &self.ids;
        Place::in_discord(&mut command, &self.discord.api(), &self.discord.token())
            .env("GUICHET__DISCORD__GUILD", guild)
            .env("GUICHET__DISCORD__QUEUE_CHANNEL", room)
            .env("GUICHET__DISCORD__ATTACHE_ROLE", role);
        self.place.start(command)
    }

    /// Kills the counter that often and opens it again; the one that is left in the end.
    async fn kill_again_and_again(&self, kills: u64, chance: &Chance) -> Process {
        for _ in 0..kills {
            let mut process = self.serve();
            let requests = usize::try_from(1 + chance.below(REQUESTS)).unwrap();
            self.discord
                .asked(self.discord.asked_so_far() + requests)
                .await;
            chance.pass(MORE).await;
            self.kills.set(self.kills.get() + 1);
            self.is_open.set(false);
            process.kill().await;
            self.discord.disconnected().await;
            self.discord.forget_sessions();
            // The next one delivers at once what this one had begun to.
            end_leases(&self.place).await;
            self.discord.nudge();
        }
        self.is_over.set(true);
        self.serve()
    }

    /// Waits until the counter listens; the life that it lives.
    async fn listens(&self) -> u64 {
        until("the counter is open", async || self.is_open.get()).await;
        self.discord.connected().await;
        self.discord.registered().await;
        self.kills.get()
    }

    /// Waits until the condition is true of what is read; `false` when the counter was killed before.
    async fn reads(&self, view: &View, life: u64, condition: impl Fn(&str) -> bool) -> bool {
        let came = view.reads(condition, || self.kills.get() != life).await;
        assert!(
            came || self.kills.get() != life,
            "no reply, although nobody killed the counter:\n{}\n{}",
            view.text(),
            self.place.log()
        );
        came
    }

    // ---- who asks ----

    async fn ask_for_long(&self, chance: &Chance) {
        while !self.is_over.get() {
            let number = self.next.get();
            self.next.set(number + 1);
            let user = self.discord.named(&format!("firm {number}"), "fr");
            let question = question_on(number);
            let (agreed, views) = if chance.below(2) == 0 {
                self.ask_with_the_form(&user, &question).await
            } else {
                self.ask_in_a_message(&user, &question).await
            };
            let mut references: BTreeSet<EscalationRef> = BTreeSet::new();
            references.extend(views.iter().filter_map(|view| told(&view.text())));
            let asked = Asked {
                asker: user.id().to_string(),
                question,
                agreed,
                told: references.into_iter().collect(),
            };
            self.asked.borrow_mut().push((user, asked));
        }
    }

    /// By the command and its form, each step again until there is a reply. The same form sent again is the same agreement.
    async fn ask_with_the_form(&self, user: &User, question: &str) -> (usize, Vec<View>) {
        let offered = loop {
            let life = self.listens().await;
            let offered = user.send_slash("ask", [("question", question)]);
            if self
                .reads(&offered, life, |text| text.contains("transmettre]"))
                .await
            {
                break offered;
            }
        };
        let form = loop {
            let life = self.listens().await;
            let pressed = offered.send_press("transmettre");
            if self
                .reads(&pressed, life, |text| text.contains("Votre question *"))
                .await
            {
                break pressed.modal();
            }
        };
        let mut views = Vec::new();
        loop {
            let life = self.listens().await;
            let done = form.clone().send();
            views.push(done.clone());
            if self.reads(&done, life, |text| told(text).is_some()).await {
                return (1, views);
            }
        }
    }

    /// By direct message; from the start until there is a reply, as a killed counter remembers no conversation.
    async fn ask_in_a_message(&self, user: &User, question: &str) -> (usize, Vec<View>) {
        let mut views = Vec::new();
        let mut agreed = 0;
        loop {
            let life = self.listens().await;
            let offered = user.send_dm(question);
            if !self
                .reads(&offered, life, |text| text.contains("transmette"))
                .await
            {
                continue;
            }
            let done = user.send_dm("oui");
            agreed += 1;
            views.push(done.clone());
            if self.reads(&done, life, |text| told(text).is_some()).await {
                return (agreed, views);
            }
        }
    }

    // ---- who answers ----

    /// Whether the case is answered in Discord, and not with a command: those on even lots.
    fn is_for_the_room(text: &str) -> bool {
        lot_of(text).is_some_and(|lot| lot.is_multiple_of(2))
    }

    /// What waits, as `guichet queue list` has it: reference and question.
    async fn waiting(&self) -> Vec<(String, String)> {
        let listed = self
            .place
            .prints(&["queue", "list", "--limit", "1000", "--json"])
            .await;
        let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        listed
            .iter()
            .map(|case| (text(&case["ref"]), text(&case["question"])))
            .collect()
    }

    /// In the queue's channel, until nothing waits there any more.
    async fn answer_in_discord(&self) {
        let mut done = 0;
        loop {
            let all_told = self.all_told.get();
            let cards = self.staff.sees(&self.room).messages();
            let is_answered = |card: &View| {
                let text = card.text();
                !Self::is_for_the_room(&text) || !text.contains("[Répondre]")
            };
            while cards.get(done).is_some_and(is_answered) {
                done += 1;
            }
            let Some(card) = cards.get(done) else {
                // Cards of cases that wait may not be there yet.
                if all_told
                    && !self
                        .waiting()
                        .await
                        .iter()
                        .any(|(_, question)| Self::is_for_the_room(question))
                {
                    return;
                }
                tokio::time::sleep(LOOK).await;
                continue;
            };
            self.answer_on(card).await;
        }
    }

    async fn answer_on(&self, card: &View) {
        let answer = answer_on(lot_of(&card.text()).unwrap());
        let life = self.listens().await;
        let pressed = card.send_press("Répondre");
        // A card may show for a while that a case waits which is answered: its counter was killed in between.
        let is_answered = |text: &str| text.contains("déjà répondu");
        let opened = self.reads(&pressed, life, |text| {
            text.contains("Réponse *") || is_answered(text)
        });
        if !opened.await || is_answered(&pressed.text()) {
            tokio::time::sleep(LOOK).await;
            return;
        }
        let form = pressed.modal().fill([("Réponse", answer.as_str())]);
        loop {
            let life = self.listens().await;
            let sent = form.clone().send();
            let is_done = |text: &str| text.contains("part vers le demandeur") || is_answered(text);
            if self.reads(&sent, life, is_done).await {
                break;
            }
        }
        // The card is edited in a while; a member of the staff looks elsewhere meanwhile.
        let life = self.listens().await;
        self.reads(card, life, |text| !text.contains("[Répondre]"))
            .await;
    }

    /// With commands, in processes of their own, while the counter lives and dies.
    async fn answer_with_commands(&self) {
        // Before the first question there is no database.
        self.discord.connected().await;
        loop {
            let all_told = self.all_told.get();
            let mut waiting = self.waiting().await;
            waiting.retain(|(_, question)| !Self::is_for_the_room(question));
            if waiting.is_empty() && all_told {
                return;
            }
            for (reference, question) in waiting {
                let answer = answer_on(lot_of(&question).unwrap());
                self.place
                    .prints(&["queue", "answer", &reference, &answer, "--by", "Greffe"])
                    .await;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    // ---- the account ----

    async fn cards_are_up_to_date(&self) {
        until("every card is up to date", async || {
            let cards = self.staff.sees(&self.room).text();
            !cards.contains("[Répondre]")
        })
        .await;
    }

    async fn account(self) -> Figures {
        let mut arrived = Arrived::new();
        let asked = self.asked.take();
        let cases = self.place.cases().await;
        for (user, asked) in &asked {
            let inbox = user.inbox().text();
            for case in cases.iter().filter(|case| case.asker.id == asked.asker) {
                let title = format!("douanier à {}", case.reference);
                arrived.insert(case.reference, inbox.matches(&title).count());
            }
        }
        let asked: Vec<Asked> = asked.into_iter().map(|(_, asked)| asked).collect();
        let mut figures = settle(&self.place, &asked, &arrived, 0).await;
        figures.kills = self.kills.get();
        // In the channel each case has one card, or none when it was answered with a command before there was one.
        let room = self.staff.sees(&self.room).messages();
        let cards: Vec<String> = room.iter().map(View::text).collect();
        for case in &cases {
            let title = format!("{} ·", case.reference);
            let own = cards.iter().filter(|card| card.starts_with(&title)).count();
            figures.doubled += own.saturating_sub(1);
        }
        figures
    }
}
