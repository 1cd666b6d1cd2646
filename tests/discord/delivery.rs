//! The attaché's answers on their way to who asked in Discord.

use guichet::queue::{Action, EscalationRef, State};

use crate::discord::{Discord, Fault, User, permission};
use crate::discord_counter::Counter;
use crate::small_faq::BEYOND;

const ANSWER: &str = "Demandez un duplicata au bureau d'émission.";

/// Asks what no entry answers and has it passed on; the case.
async fn pass_on(counter: &Counter, user: &User) -> EscalationRef {
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let form = offered.press("transmettre").await.modal();
    // Details keep it from following another case.
    form.fill([("Société", "Menuiserie")]).submit().await;
    counter.cases().await.last().unwrap().reference
}

fn times(text: &str, words: &str) -> usize {
    text.matches(words).count()
}

#[tokio::test]
async fn an_answer_comes_by_direct_message_with_buttons_to_ask_back_and_to_rate() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user).await;
    counter.answer(reference, ANSWER).await;
    let inbox = user.inbox();
    inbox.wait_for_words(ANSWER).await;
    assert!(inbox.says(&reference.to_string()));
    counter.event(reference, "delivered direct message").await;
    assert_eq!(counter.case().await.state, State::Delivered);

    let asked = inbox.press("Noter la réponse").await;
    let thanked = asked.press("En partie").await;
    assert!(thanked.says("Merci"), "{}", thanked.text());
    counter.event(reference, "rated partly").await;

    let form = inbox.press("Demander une précision").await.modal();
    let done = form
        .fill([("Ce que vous ajoutez", "Et s'il n'existe plus ?")])
        .submit()
        .await;
    assert!(done.says("rouvert"), "{}", done.text());
    assert_eq!(counter.case().await.state, State::Open);
    counter.event(reference, "Et s'il n'existe plus ?").await;
}

#[tokio::test]
async fn the_attaches_question_is_answered_with_a_button() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user).await;
    let ask = Action::Ask {
        text: "Quel numéro de lot ?".to_owned(),
    };
    counter.attache(reference, ask).await;
    let inbox = user.inbox();
    inbox.wait_for_words("Quel numéro de lot ?").await;
    let form = inbox.press("Répondre").await.modal();
    let done = form.fill([("Ce que vous ajoutez", "42")]).submit().await;
    assert!(done.says("transmise à l'attaché"), "{}", done.text());
    assert_eq!(counter.case().await.state, State::Claimed);
}

#[tokio::test]
async fn with_direct_messages_closed_a_mention_reveals_nothing_and_opens_for_the_asker_alone() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let (user, other) = (discord.user("fr"), discord.named("other", "fr"));
    user.close_dms();
    let reference = pass_on(&counter, &user).await;
    counter.answer(reference, ANSWER).await;
    let channel = discord.channel();
    let told = user.sees(&channel);
    told.wait_for_words("quelque chose vous attend").await;
    assert!(told.last().notified(&user));
    let seen = other.sees(&channel);
    for secret in ["duplicata", "G-", "fournisseur"] {
        assert!(!seen.says(secret), "{}", seen.text());
    }
    counter.event(reference, "told where they asked").await;
    assert_eq!(counter.case().await.state, State::Answered);
    let nothing = seen.last().press("Ouvrir").await;
    assert!(nothing.says("Rien ne vous attend"), "{}", nothing.text());

    // The button works after a restart.
    let door = told.last();
    counter = counter.restart(&discord).await;
    let opened = door.press("Ouvrir").await;
    assert!(
        opened.says(ANSWER) && opened.is_private(),
        "{}",
        opened.text()
    );
    counter.event(reference, "opened in private").await;
    assert_eq!(counter.case().await.state, State::Delivered);
    assert!(!other.sees(&channel).says("duplicata"));
}

#[tokio::test]
async fn a_mention_is_not_repeated_day_after_day() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.close_dms();
    let reference = pass_on(&counter, &user).await;
    counter.answer(reference, ANSWER).await;
    counter.event(reference, "told where they asked").await;
    counter.later(25 * 3_600);
    counter.attempts(reference, 2).await;
    assert_eq!(
        times(&user.sees(&discord.channel()).text(), "vous attend"),
        1
    );
    // Open again, they get it on the day after.
    user.open_dms();
    counter.later(25 * 3_600);
    user.inbox().wait_for_words(ANSWER).await;
    counter.event(reference, "delivered direct message").await;
}

#[tokio::test]
async fn where_not_even_a_mention_is_possible_it_is_shown_at_the_next_action() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.close_dms();
    let reference = pass_on(&counter, &user).await;
    discord.channel().deny_bot(permission::SEND_MESSAGES);
    counter.answer(reference, ANSWER).await;
    counter
        .event(reference, "when the asker next does anything")
        .await;
    let reply = user
        .slash("ask", [("question", "je n'ai pas d'EORI")])
        .await;
    reply.wait_for_words(ANSWER).await;
    assert!(reply.says("Demandez-le en ligne") && reply.is_private());
    counter
        .event(reference, "shown at the asker's next action")
        .await;
    let again = user.slash("requests", []).await;
    assert_eq!(times(&again.text(), "Réponse de l'attaché"), 0);
}

#[tokio::test]
async fn asked_by_direct_message_it_waits_until_they_write_again() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.dm(BEYOND).await;
    let done = user.dm("oui").await;
    assert!(done.says("C'est transmis"), "{}", done.text());
    let reference = counter.case().await.reference;
    user.close_dms();
    counter.answer(reference, ANSWER).await;
    counter
        .event(reference, "when the asker next does anything")
        .await;
    user.open_dms();
    user.send_dm("merci").wait_for_words(ANSWER).await;
    counter.event(reference, "delivered direct message").await;
}

#[tokio::test]
async fn an_answer_arrives_once_whatever_happens_to_the_request() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let route = "POST /channels/{channel_id}/messages";
    for (number, fault) in [
        Fault::Status(500),
        Fault::RateLimited(0.1),
        Fault::Close,
        Fault::Lost,
        Fault::LostAndClosed,
    ]
    .into_iter()
    .enumerate()
    {
        let user = discord.named(&format!("user {number}"), "fr");
        let reference = pass_on(&counter, &user).await;
        discord.fail(2, route, fault);
        counter.answer(reference, ANSWER).await;
        counter.event(reference, "delivered direct message").await;
        assert_eq!(times(&user.inbox().text(), ANSWER), 1, "{fault:?}");
        discord.heal();
    }
}

#[tokio::test]
async fn an_answer_that_fails_for_long_is_told_and_arrives_once_in_the_end() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user).await;
    let route = "POST /channels/{channel_id}/messages";
    // It is there after the first attempt, but every answer is lost.
    discord.fail(5, route, Fault::Lost);
    counter.answer(reference, ANSWER).await;
    counter.event(reference, "delivery_failed").await;
    discord.heal();
    // So late that Discord has forgotten the nonce.
    discord.advance(std::time::Duration::from_hours(1));
    counter.later(3_600);
    counter.event(reference, "delivered direct message").await;
    assert_eq!(times(&user.inbox().text(), ANSWER), 1);
}

#[tokio::test]
async fn a_restart_between_asking_and_answering_loses_nothing() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user).await;
    counter.stop().await;
    discord.disconnected().await;
    counter = counter
        .reopen(&discord, |store, now| async move {
            let answer = Action::Answer {
                text: ANSWER.to_owned(),
                force: false,
            };
            let by = guichet::queue::Actor::Attache("attache".to_owned());
            store.act(reference, answer, &by, now).await.unwrap();
        })
        .await;
    user.inbox().wait_for_words(ANSWER).await;
    counter.event(reference, "delivered direct message").await;
    assert_eq!(times(&user.inbox().text(), ANSWER), 1);
}

#[tokio::test]
async fn a_long_answer_comes_in_parts_and_in_order() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reference = pass_on(&counter, &user).await;
    let paragraph = "Un paragraphe de la réponse, assez long pour compter. ".repeat(10);
    let long = format!("{}\n\nFIN", [paragraph.trim(); 12].join("\n\n"));
    counter.answer(reference, &long).await;
    let inbox = user.inbox();
    inbox.wait_for_words("FIN").await;
    counter.event(reference, "delivered direct message").await;
    assert!(inbox.messages().len() > 1);
    assert_eq!(times(&inbox.text(), "assez long pour compter"), 120);
    assert!(inbox.last().says("FIN"));
    assert!(!inbox.last().labels().is_empty());
}

#[tokio::test]
async fn the_whole_way_in_serbian_cyrillic() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("hr");
    let question = "Добављач одбија да ми да изјаву за пошиљку, шта да радим?";
    let offered = user.slash("ask", [("question", question)]).await;
    assert!(offered.says("царинском аташеу"), "{}", offered.text());
    let form = offered.press("проследи").await.modal();
    let done = form.submit().await;
    let reference = counter.case().await.reference;
    assert!(done.says(&reference.to_string()), "{}", done.text());
    counter.answer(reference, "Затражите дупликат.").await;
    let inbox = user.inbox();
    inbox.wait_for_words("Затражите дупликат.").await;
    assert!(inbox.says("царинског аташеа"), "{}", inbox.text());
    counter.event(reference, "delivered direct message").await;
}

#[tokio::test]
async fn followers_of_a_case_each_get_the_answer() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let users = [discord.named("a", "fr"), discord.named("b", "fr")];
    for user in &users {
        let offered = user.slash("ask", [("question", BEYOND)]).await;
        offered.press("transmettre").await.modal().submit().await;
    }
    let cases = counter.cases().await;
    assert_eq!(cases[1].follows, Some(cases[0].reference));
    counter.answer(cases[0].reference, ANSWER).await;
    for user in &users {
        user.inbox().wait_for_words(ANSWER).await;
    }
}
