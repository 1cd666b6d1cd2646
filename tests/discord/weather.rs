//! Asking in Discord while Discord and the network have a bad day.

use std::time::Duration;

use crate::discord::{Discord, Fault, User, View};
use crate::discord_counter::Counter;
use crate::small_faq::BEYOND;

const KNOWN: &str = "je n'ai pas d'EORI";
const ANSWER: &str = "Demandez-le en ligne";
/// The first to ask it and those who ask the same after them read these words.
const PASSED_ON: &str = "Votre référence";

const CUTS: usize = 20;

/// First responses, later pages, the page that takes the place of "is thinking", and messages.
const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";
const FURTHER: &str = "POST /webhooks/{webhook_id}/{webhook_token}";
const ORIGINAL: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";
const SEND: &str = "POST /channels/{channel_id}/messages";

fn times(text: &str, words: &str) -> usize {
    text.matches(words).count()
}

/// People who ask, each once, and what they see of the answer.
struct Crowd<'a> {
    discord: &'a Discord,
    asked: Vec<(User, View)>,
}

impl Crowd<'_> {
    fn newcomer(&self) -> User {
        let name = format!("user {}", self.asked.len());
        self.discord.named(&name, "fr")
    }

    /// Somebody asks by direct message, somebody else with the command; nothing is waited for.
    fn ask(&mut self) {
        let user = self.newcomer();
        let view = user.send_dm(KNOWN);
        self.asked.push((user, view));
        let user = self.newcomer();
        let view = user.send_slash("ask", [("question", KNOWN)]);
        self.asked.push((user, view));
    }

    fn waiting(&self) -> usize {
        let waits = |(_, view): &&(User, View)| !view.says(ANSWER);
        self.asked.iter().filter(waits).count()
    }
}

#[tokio::test]
async fn a_gateway_cut_again_and_again_under_load_loses_no_question() {
    let discord = Discord::start().await;
    // A press that waits for the gateway to come back is taken here, so that none goes uncounted.
    discord.time_to_acknowledge(Duration::from_mins(1));
    let counter = Counter::open(&discord).await;
    let mut crowd = Crowd {
        discord: &discord,
        asked: Vec::new(),
    };
    let mut handed_over: Vec<(User, View)> = Vec::new();
    let mut agreed = Vec::new();
    for _ in 0..CUTS {
        if let Some((_, offered)) = handed_over.last() {
            offered.wait_for_words("attaché").await;
        }
        let joined = discord.joined();
        let requests = discord.requests().len();
        crowd.ask();
        // The bot is at work on these …
        discord.asked(requests + 1).await;
        // … those are on the line: one who asks, one who agrees to what was offered in the round before …
        crowd.ask();
        if let Some((user, _)) = handed_over.last() {
            agreed.push(user.send_dm("oui"));
        }
        assert!(crowd.waiting() >= 2, "the cut comes under load");
        discord.cut_gateway();
        // … and these ask while nobody listens.
        crowd.ask();
        let user = discord.named(&format!("firm {}", handed_over.len()), "fr");
        let offered = user.send_dm(BEYOND);
        handed_over.push((user, offered));
        discord.back(joined + 1).await;
    }
    let (last, offered) = handed_over.last().unwrap();
    offered.wait_for_words("attaché").await;
    agreed.push(last.send_dm("oui"));

    for (user, view) in &crowd.asked {
        view.wait_for_words(ANSWER).await;
        assert_eq!(times(&view.text(), ANSWER), 1);
        assert!(times(&user.inbox().text(), ANSWER) <= 1);
    }
    for view in &agreed {
        view.wait_for_words(PASSED_ON).await;
        assert_eq!(times(&view.text(), PASSED_ON), 1);
    }
    let cases = counter.cases().await;
    assert_eq!(cases.len(), CUTS);
    for (user, _) in &handed_over {
        let id = user.id().to_string();
        let own = cases.iter().filter(|case| case.asker.id == id).count();
        assert_eq!(own, 1);
    }
    assert!(discord.joined() > CUTS as u64);
}

#[tokio::test]
async fn a_question_asked_while_the_session_is_lost_is_answered_once() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let users: Vec<User> = (0..10)
        .map(|number| discord.named(&format!("user {number}"), "fr"))
        .collect();
    for user in &users {
        user.dm("bonjour").await;
    }
    discord.invalidate_session();
    let views: Vec<View> = users.iter().map(|user| user.send_dm(KNOWN)).collect();
    for (user, view) in users.iter().zip(&views) {
        view.wait_for_words(ANSWER).await;
        assert_eq!(times(&user.inbox().text(), ANSWER), 1);
    }
}

#[tokio::test]
async fn a_first_response_meets_several_errors_in_a_row() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    for (number, faults) in [
        [Fault::Status(500), Fault::Status(503)],
        [Fault::Status(504), Fault::RateLimited(0.2)],
        [Fault::RateLimited(0.2), Fault::RateLimited(0.2)],
        [Fault::RateLimited(0.2), Fault::Lost],
        [Fault::LostAndClosed, Fault::Status(502)],
    ]
    .into_iter()
    .enumerate()
    {
        let user = discord.named(&format!("user {number}"), "fr");
        let under = |faults: [Fault; 2]| {
            for fault in faults {
                discord.fail(1, CALLBACK, fault);
            }
        };
        under(faults);
        let reply = user.slash("ask", [("question", KNOWN)]).await;
        assert_eq!(times(&reply.text(), ANSWER), 1, "{faults:?}");
        let offered = user.slash("ask", [("question", BEYOND)]).await;
        under(faults);
        let form = offered.press("transmettre").await.modal();
        under(faults);
        let done = form.submit().await;
        assert_eq!(times(&done.text(), PASSED_ON), 1, "{faults:?}");
        assert_eq!(counter.cases().await.len(), number + 1, "{faults:?}");
    }
}

#[tokio::test]
async fn later_pages_meet_errors_and_limits() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    for fault in [
        Fault::Status(500),
        Fault::Status(503),
        Fault::RateLimited(0.2),
        Fault::Close,
    ] {
        let user = discord.user("fr");
        discord.fail(2, FURTHER, fault);
        let reply = user
            .slash("ask", [("question", "cadeau d'anniversaire par colis")])
            .await;
        reply.wait_for_words("Fin de la réponse").await;
        let links = times(&reply.text(), "douane.gouv.fr/cadeaux");
        assert_eq!(links, 40, "{fault:?}");
        discord.heal();
    }
}

#[tokio::test]
async fn a_reply_that_was_announced_meets_errors_and_limits() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.close_dms();
    let told = user.mention(&discord.channel(), KNOWN).await.last();
    for fault in [
        Fault::Status(500),
        Fault::RateLimited(0.2),
        Fault::Close,
        Fault::Lost,
        Fault::LostAndClosed,
    ] {
        // After a restart the mention is read again; that takes Discord so long that the reply is announced first.
        counter = counter.restart(&discord).await;
        let slow = Fault::Slow(Duration::from_millis(1_500));
        discord.fail(1, "GET /channels/{channel_id}/messages/{message_id}", slow);
        discord.fail(2, ORIGINAL, fault);
        let opened = told.press("Ouvrir").await;
        opened.wait_for_words(ANSWER).await;
        assert_eq!(times(&opened.text(), ANSWER), 1, "{fault:?}");
        assert!(opened.is_private());
        discord.heal();
    }
}

#[tokio::test]
async fn a_reply_by_direct_message_meets_errors_and_limits() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    for fault in [
        Fault::Status(500),
        Fault::Status(503),
        Fault::RateLimited(0.2),
        Fault::Close,
        Fault::Lost,
        Fault::LostAndClosed,
    ] {
        let user = discord.user("fr");
        discord.fail(2, SEND, fault);
        user.send_dm(KNOWN).wait_for_words(ANSWER).await;
        // What comes next shows that nothing more came of it.
        user.dm("merci").await;
        assert_eq!(times(&user.inbox().text(), ANSWER), 1, "{fault:?}");
        discord.heal();
    }
}

#[tokio::test]
async fn whoever_asks_faster_than_discord_takes_replies_gets_each_of_them() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    discord.limit(SEND, 2, Duration::from_millis(400));
    let user = discord.user("fr");
    let questions = [
        KNOWN,
        "où s'inscrire pour un EORI",
        "délai pour avoir un EORI",
    ];
    for question in questions {
        user.send_dm(question);
    }
    let all = questions.len();
    let inbox = user.inbox();
    inbox.wait_for(|text| times(text, ANSWER) >= all).await;
    user.dm("merci").await;
    assert_eq!(times(&inbox.text(), ANSWER), all);
    assert!(discord.count("POST", "/channels/{channel_id}/messages", 429) > 0);
}
